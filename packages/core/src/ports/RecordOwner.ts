import type { AnyAggregate, OwnerKind, OwnerStep, RecordState } from "../journal/Aggregate.ts"
import type { AccessRecord, ActorAccess } from "./AccessPolicy.ts"
import { seesOwner } from "./AccessPolicy.ts"
import { fieldOf } from "./RecordFilter.ts"

/** A record that is asked for to learn whose another is. */
interface Holder {
  readonly kind: string
  readonly id: string
}

/** Finds out whose a record is: asks for the records on the way, each answered with the record or null. */
export function* ownerIdOf(
  { ownership }: Pick<AnyAggregate, "ownership">,
  record: RecordState,
): Generator<Holder, string | null, RecordState | null> {
  if (ownership === undefined || ownership === "nobody") return null
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null)
  if (!("first" in ownership) && !("through" in ownership)) return text(fieldOf(record, ownership.field))
  const steps: ReadonlyArray<OwnerStep> =
    "first" in ownership
      ? ownership.first
      : [{ through: ownership.through, kinds: [{ kind: ownership.kind, field: ownership.field }] }]
  for (const { kinds, through } of steps) {
    const id = text(fieldOf(record, through))
    if (id === null) continue
    for (const kind of kinds) {
      let holder: OwnerKind | undefined = kind
      let at: string | null = id
      let found: RecordState | null = null
      while (holder !== undefined && at !== null) {
        found = yield { kind: holder.kind, id: at }
        if (found === null) break
        at = text(fieldOf(found, holder.field))
        holder = holder.in
      }
      if (found !== null) return holder === undefined ? at : null
    }
    return null
  }
  return null
}

/** A record as a policy judges it. */
export const accessRecordOf = (
  { kind, ownership }: Pick<AnyAggregate, "kind" | "ownership">,
  { id }: RecordState,
  ownerId: string | null,
  isNew = false,
): AccessRecord => ({ kind, id, ownerId, isOwned: ownership !== undefined, isNew })

/** Whether an actor may know that a record is there: it stands in the actor's lists, or may be read by its id. */
export const mayKnow = (
  access: ActorAccess,
  of: Pick<AnyAggregate, "kind" | "ownership">,
  record: RecordState,
  ownerId: string | null,
): boolean => seesOwner(access, of.kind)(ownerId) || access.can(`${of.kind}.get`, accessRecordOf(of, record, ownerId))
