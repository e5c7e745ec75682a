import { notActive, todayOf } from "../control/OwnedRules.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { undoneGates } from "../deal/KeptGateRules.ts"
import { resultOf } from "../deal/Seller.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { readGateFacts } from "../department/GateFacts.ts"
import type { RunEntry } from "../department/RunSchema.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Read } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { RepId } from "../shared/Ids.ts"
import type { RestoredFields } from "./RunRules.ts"
import { restoredFields } from "./RunRules.ts"

/** A record that a run changed, and what the run did to it. */
export interface EnteredRecord {
  /** What the run did. */
  readonly entry: RunEntry
  /** The record as it is now. */
  readonly record: RecordState
}

/** Keeps fields that would have got their earlier values back. */
const keeping = ({ values, kept }: RestoredFields, fields: ReadonlyArray<string>): RestoredFields => {
  const gone = new Set(fields.includes("ownerId") ? [...fields, "unownedSince"] : fields)
  return {
    values: Object.fromEntries(Object.entries(values).filter(([field]) => !gone.has(field))),
    kept: [...kept, ...Object.keys(values).filter((field) => gone.has(field) && field !== "unownedSince")],
  }
}

/** Whether a run closed a deal, opened it again, or told another end of it; its outcome is also there for what it stands together with. */
const hasTurned = ({ before, after }: RunEntry): boolean => before["outcome"] !== after["outcome"]

/** Who had closed a deal before a run; undefined where the run did not change that, or it was open then. */
const closerBefore = (entry: RunEntry, deal: Deal): RepId | null | undefined => {
  const { before, after, version } = entry
  if (!("closedById" in before)) return undefined
  const closedById = before["closedById"] as RepId | null
  if (hasTurned(entry)) return before["outcome"] === "open" ? undefined : closedById
  // It was changed again since, and that stays.
  if (deal.closedById !== after["closedById"]) return undefined
  const [said, saysNow] = [before["imported"], after["imported"]] as [Deal["imported"], Deal["imported"]]
  // What a source says is of one close; of any other only one that nobody touched since is known not to have been closed anew.
  return said?.sellerId !== saysNow?.sellerId || deal.version === version ? closedById : undefined
}

/** Whose result a deal is by what it gets back. */
const withSellers = (restored: Map<string, RestoredFields>, entered: ReadonlyArray<EnteredRecord>) => {
  for (const { entry, record } of entered) {
    const fields = restored.get(record.id)
    if (fields === undefined || Object.keys(fields.values).length === 0) continue
    const deal = record as Deal
    const next = { ...deal, ...fields.values }
    const isBack = !hasTurned(entry) || "outcome" in fields.values
    const result = resultOf(deal, next, isBack ? closerBefore(entry, deal) : undefined)
    if (result.sellerId !== deal.sellerId || result.closedById !== deal.closedById)
      restored.set(record.id, { ...fields, values: { ...fields.values, ...result } })
  }
  return restored
}

/**
 * What taking a run back gives the records of a kind, by id. What somebody built on it meanwhile stays: nothing goes back to an owner who has
 * left, and no deal that was changed since is taken to where it would lack what gates ask for.
 *
 * @param kind - name of the kind
 * @param entered - records that the run changed
 * @param context - when
 */
export function* restoredRecords(
  kind: string,
  entered: ReadonlyArray<EnteredRecord>,
  context: CommandContext,
): Generator<Read, ReadonlyMap<string, RestoredFields>, unknown> {
  const restored = new Map(entered.map(({ entry, record }) => [record.id, restoredFields(entry, record)]))
  const owners = [...restored.values()].flatMap(({ values: { ownerId } }) =>
    typeof ownerId === "string" ? ownerId : [],
  )
  if (owners.length > 0) {
    const away = yield* notActive([...new Set(owners)], yield* todayOf(context))
    for (const [id, fields] of restored) {
      const { ownerId } = fields.values
      if (typeof ownerId === "string" && away.get(ownerId) === "left") restored.set(id, keeping(fields, ["ownerId"]))
    }
  }
  if (kind !== dealAggregate.kind) return restored
  const config = yield* departmentRules(context)
  const changed = entered.flatMap(({ entry, record }) => {
    const values = restored.get(record.id)?.values ?? {}
    // Nobody touched it since: it stands as it did.
    if (record.version === entry.version || Object.keys(values).length === 0) return []
    const before = record as Deal
    return [{ before, after: { ...before, ...values } }]
  })
  if (config === null || changed.length === 0) return withSellers(restored, entered)
  for (const [id, unmet] of yield* undoneGates(changed, config, context, readGateFacts)) {
    const fields = restored.get(id)
    if (fields !== undefined && unmet.length > 0) restored.set(id, keeping(fields, Object.keys(fields.values)))
  }
  return withSellers(restored, entered)
}
