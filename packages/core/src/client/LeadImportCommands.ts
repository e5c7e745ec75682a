import * as Result from "effect/Result"
import { readImportedCustom } from "../department/DepartmentImport.ts"
import { withCustomTexts } from "../department/DepartmentRules.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import type { Change, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { mostAheadMs } from "../journal/Event.ts"
import { withMergedClients } from "../journal/MergedClients.ts"
import type { Work } from "../journal/Work.ts"
import { byIds, isErased, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import type { ImportLeads, Lead, LeadValues } from "./ClientSchema.ts"
import { changedTexts, namedBySource, sourceDetails } from "./DetailTexts.ts"
import { leadAggregate } from "./Lead.ts"

/** A field of a lead that both the source and somebody here changed since the last import; ours was kept. */
export interface LeadImportConflict {
  /** The lead. */
  readonly leadId: string
  /** The field. */
  readonly field: keyof LeadValues | "name"
}

/** What an import did to the leads. */
export interface LeadImportAnswer {
  /** Leads that were not there. */
  readonly created: number
  /** Leads that took new values. */
  readonly changed: number
  /** Leads the source said nothing new of. */
  readonly unchanged: number
  /** Fields in which ours were kept. */
  readonly conflicts: ReadonlyArray<LeadImportConflict>
  /** Times that have not come, of the rows that were written: the source says nothing by them, and the lead is under control from now on. */
  readonly ahead: ReadonlyArray<{ readonly leadId: string; readonly field: "receivedAt" | "closedAt" }>
}

const fields: ReadonlyArray<keyof LeadValues> = [
  "ownerId",
  "channelId",
  "originId",
  "status",
  "receivedAt",
  "closedAt",
  "clientId",
  "dealId",
]

/** Where a lead stands stands or falls together: qualified and its client can never disagree. */
const place: ReadonlyArray<keyof LeadValues> = ["status", "closedAt", "clientId", "dealId"]

const isSame = (left: LeadValues, right: LeadValues): boolean => fields.every((field) => left[field] === right[field])

/** New values of the source win, except in fields that were changed here since the last import. */
const keptOf = (lead: Lead | null, stated: LeadValues, conflicts: Array<LeadImportConflict>): LeadValues => {
  const last = lead?.imported ?? null
  if (lead === null || last === null) return stated
  const changedHere = (field: keyof LeadValues): boolean => lead[field] !== last[field]
  const keepsPlace = place.some(changedHere)
  const ours = fields.filter((field) => (place.includes(field) ? keepsPlace : changedHere(field)))
  for (const field of ours) {
    if (lead[field] !== stated[field] && last[field] !== stated[field]) conflicts.push({ leadId: lead.id, field })
  }
  return { ...stated, ...Object.fromEntries(ours.map((field) => [field, lead[field]])) }
}

/** A row with the name that stands in for one as long as there is none. */
const namedRow = (row: ImportLeads["rows"][number], current: Texts) =>
  row.name === undefined && row.knownAs !== undefined && current["name"] === undefined
    ? { ...row, name: row.knownAs }
    : row

/** Records leads as a source asserts them; of a lead that was voided the source's word brings it back. */
export function* importLeads(said: ImportLeads, context: CommandContext): Work<LeadImportAnswer, InputInvalid> {
  const input = { ...said, rows: yield* withMergedClients(said.rows) }
  const reading = yield* readImportedCustom(context, "lead", input.rows)
  if (Result.isFailure(reading)) return Result.fail(reading.failure)
  const leads = yield* byIds(
    leadAggregate,
    input.rows.map(({ id }) => id),
  )
  const texts = yield* textsOf([...leads.values()])
  const changes: Array<Change> = []
  const conflicts: Array<LeadImportConflict> = []
  const ahead: Array<LeadImportAnswer["ahead"][number]> = []
  const latest = instantOf(epochMsOf(context.recordedAt) + mostAheadMs)
  const isAhead = (at: Instant | null): boolean => at !== null && at > latest
  let created = 0
  for (const [index, row] of input.rows.entries()) {
    const { id, channelId } = row
    const lead = leads.get(id) ?? null
    const last = lead?.imported ?? null
    // A source that does not say this time takes nothing back; what a lead became goes with its status.
    const { ownerId = last?.ownerId ?? null, originId = last?.originId ?? null, status = last?.status ?? "new" } = row
    const became = last !== null && last.status === status ? last : null
    const { clientId = became?.clientId ?? null, dealId = became?.dealId ?? null } = row
    const aheadHere = (["receivedAt", "closedAt"] as const).filter((field) => isAhead(row[field]))
    const saidAt = aheadHere.includes("receivedAt") ? null : row.receivedAt
    const closedAt = aheadHere.includes("closedAt") ? null : row.closedAt
    // When a lead came is not known of every source: then it is when we learnt of it, once.
    const receivedAt = saidAt ?? lead?.imported?.receivedAt ?? context.occurredAt
    const stated: LeadValues = { ownerId, channelId, originId, status, receivedAt, closedAt, clientId, dealId }
    const current = texts.get(id) ?? {}
    const custom = reading.success(index, lead, last, current)
    const details = isErased(lead, texts)
      ? undefined
      : changedTexts(current, sourceDetails(current, namedRow(row, current)))
    const named = namedBySource(current, details, row.name)
    const renamed = isErased(lead, texts) ? undefined : withCustomTexts(current, named.texts, custom)
    if (named.isConflict) conflicts.push({ leadId: id, field: "name" })
    if (renamed === undefined && !custom.isNews && last !== null && lead?.standing !== "void" && isSame(last, stated))
      continue
    if (lead === null) created += 1
    for (const field of aheadHere) ahead.push({ leadId: id, field })
    const kept = keptOf(lead, stated, conflicts)
    const payload = { id, sourceId: input.sourceId, stated: { ...stated, ...custom.stated }, kept }
    changes.push(
      recordEvents(leadAggregate, lead, [{ type: "LeadImported", payload }, ...custom.events], {
        occurredAt: context.occurredAt,
        texts: renamed,
      }),
    )
  }
  const changed = changes.length - created
  const unchanged = input.rows.length - changes.length
  return Result.succeed(
    decision(changes, { created, changed, unchanged, conflicts, ahead }, { shown: [...leads.keys()] }),
  )
}
