import * as Result from "effect/Result"
import { customChange, departmentRules, withCustomTexts } from "../department/DepartmentRules.ts"
import type { RecipientNotActive } from "../department/LeaverRules.ts"
import { refusedEntry, refusedLeaver } from "../department/LeaverRules.ts"
import type { Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { LeadId } from "../shared/Ids.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { startOfDay } from "../shared/TimeZone.ts"
import { refusedChoice, refusedTaxId } from "./BaseRules.ts"
import { ChoiceUnknown, LeadClosed, NurtureDayPast, ReasonTextMissing, RecordRetired } from "./ClientErrors.ts"
import type {
  AmendLead,
  AssignLead,
  DisqualifyLead,
  Lead,
  NurtureLead,
  ReceiveLead,
  ResumeLead,
  TagLead,
  TakeLead,
} from "./ClientSchema.ts"
import { changedTexts, namedHere } from "./DetailTexts.ts"
import type { LeadAmended, LeadEvent } from "./Lead.ts"
import { isOpenLead, leadAggregate } from "./Lead.ts"
import { tagChange } from "./Tags.ts"

/** A lead as commands answer it. */
export interface LeadAnswer {
  /** The lead after the command. */
  readonly lead: Lead
}

/** Why a lead cannot be changed. */
export type LeadRejection = RecordNotFound | RecordRetired | LeadClosed

/** Records an interest. */
export function* receiveLead(
  input: ReceiveLead,
  context: CommandContext,
): Work<LeadAnswer, RecordExists | ChoiceUnknown | InputInvalid | RecipientNotActive> {
  const id = input.id ?? context.newId("lead")
  if ((yield* byId(leadAggregate, id)) !== null) return Result.fail(new RecordExists("lead", id))
  const refused =
    (yield* refusedChoice(context, [
      ["channels", input.channelId],
      ["origins", input.originId],
      ["segments", input.segmentId],
    ])) ??
    (yield* refusedTaxId(context, input.taxId, {})) ??
    (yield* refusedEntry(input.ownerId))
  if (refused !== null) return Result.fail(refused)
  const custom = yield* customChange(context, "lead", input.custom, null)
  if (Result.isFailure(custom)) return Result.fail(custom.failure)
  const payload = {
    id,
    channelId: input.channelId,
    originId: input.originId ?? null,
    segmentId: input.segmentId ?? null,
    ownerId: input.ownerId ?? null,
  }
  const change = recordEvents(leadAggregate, null, [{ type: "LeadReceived", payload }, ...custom.success.events], {
    occurredAt: context.occurredAt,
    texts: withCustomTexts({}, changedTexts({}, input), custom.success),
  })
  return Result.succeed(decision([change], { lead: change.after }))
}

/** Reads a lead that is in the base and not closed. */
export function* openLead(id: LeadId): Generator<Read, Result.Result<Lead, LeadRejection>, unknown> {
  const lead = yield* byId(leadAggregate, id)
  if (lead === null) return Result.fail(new RecordNotFound("lead", id))
  if (lead.standing !== "active") return Result.fail(new RecordRetired("lead", id))
  return isOpenLead(lead) ? Result.succeed(lead) : Result.fail(new LeadClosed(id, lead.status))
}

const answer = (lead: Lead, event: LeadEvent, context: CommandContext, texts?: Texts) => {
  const change = recordEvents(leadAggregate, lead, [event], { occurredAt: context.occurredAt, texts })
  return Result.succeed(decision([change], { lead: change.after }))
}

const unchanged = (lead: Lead) => Result.succeed(decision([], { lead }))

/** Gives a lead to a rep who starts to work on it; a lead that was put off comes back with it. */
export function* takeLead(
  input: TakeLead,
  context: CommandContext,
): Work<LeadAnswer, LeadRejection | RecipientNotActive> {
  const lead = yield* openLead(input.leadId)
  if (Result.isFailure(lead)) return Result.fail(lead.failure)
  const refused = yield* refusedLeaver(input.ownerId, context)
  if (refused !== null) return Result.fail(refused)
  return answer(lead.success, { type: "LeadTaken", payload: { ownerId: input.ownerId } }, context)
}

/** Gives a lead another owner, or none. */
export function* assignLead(
  input: AssignLead,
  context: CommandContext,
): Work<LeadAnswer, LeadRejection | RecipientNotActive> {
  const lead = yield* openLead(input.leadId)
  if (Result.isFailure(lead)) return Result.fail(lead.failure)
  if (lead.success.ownerId === input.ownerId) return unchanged(lead.success)
  const refused = yield* refusedLeaver(input.ownerId, context)
  if (refused !== null) return Result.fail(refused)
  return answer(lead.success, { type: "LeadAssigned", payload: { ownerId: input.ownerId } }, context)
}

/** Changes values and texts of a lead; what is said already changes nothing. */
export function* amendLead(
  input: AmendLead,
  context: CommandContext,
): Work<LeadAnswer, LeadRejection | ChoiceUnknown | InputInvalid> {
  const read = yield* openLead(input.leadId)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const lead = read.success
  const current = (yield* textsOf([lead])).get(lead.id) ?? {}
  const refused =
    (yield* refusedChoice(context, [
      ["origins", input.originId],
      ["segments", input.segmentId],
    ])) ?? (yield* refusedTaxId(context, input.taxId, current))
  if (refused !== null) return Result.fail(refused)
  const custom = yield* customChange(context, "lead", input.custom, lead)
  if (Result.isFailure(custom)) return Result.fail(custom.failure)
  const texts = withCustomTexts(current, namedHere(current, changedTexts(current, input), lead), custom.success)
  const payload: LeadAmended["payload"] = {
    ...(input.originId === undefined || input.originId === lead.originId ? {} : { originId: input.originId }),
    ...(input.segmentId === undefined || input.segmentId === lead.segmentId ? {} : { segmentId: input.segmentId }),
  }
  const isAmended = texts !== undefined || Object.keys(payload).length > 0
  const [first, ...others] = [
    ...(isAmended ? [{ type: "LeadAmended" as const, payload }] : []),
    ...custom.success.events,
  ]
  if (first === undefined) return unchanged(lead)
  const change = recordEvents(leadAggregate, lead, [first, ...others], { occurredAt: context.occurredAt, texts })
  return Result.succeed(decision([change], { lead: change.after }))
}

/** Puts tags on a lead and takes tags off. */
export function* tagLead(input: TagLead, context: CommandContext): Work<LeadAnswer, RecordNotFound | RecordRetired> {
  const lead = yield* byId(leadAggregate, input.leadId)
  if (lead === null) return Result.fail(new RecordNotFound("lead", input.leadId))
  if (lead.standing !== "active") return Result.fail(new RecordRetired("lead", input.leadId))
  const payload = tagChange(lead.tags, input)
  if (payload.added.length + payload.removed.length === 0) return unchanged(lead)
  return answer(lead, { type: "LeadTagged", payload }, context)
}

/** Puts a lead off to the beginning of a day to come; why, in words, is a text. */
export function* nurtureLead(
  input: NurtureLead,
  context: CommandContext,
): Work<LeadAnswer, LeadRejection | NurtureDayPast> {
  const read = yield* openLead(input.leadId)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const lead = read.success
  const rules = yield* departmentRules(context)
  const nextNurtureAt = startOfDay(input.until, rules?.timeZone ?? "UTC")
  if (nextNurtureAt <= context.occurredAt) return Result.fail(new NurtureDayPast(lead.id, input.until))
  const current = input.reason === undefined ? {} : ((yield* textsOf([lead])).get(lead.id) ?? {})
  const texts = input.reason === undefined ? undefined : { ...current, nurtureReason: input.reason }
  return answer(lead, { type: "LeadNurtured", payload: { until: input.until, nextNurtureAt } }, context, texts)
}

/**
 * Brings a lead back that was put off; one that is at work already stays as it is, so that it may be said twice. Before its
 * day it is a person's decision, from then on the day's.
 */
export function* resumeLead(input: ResumeLead, context: CommandContext): Work<LeadAnswer, LeadRejection> {
  const read = yield* openLead(input.leadId)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const lead = read.success
  if (lead.nextNurtureAt === null) return unchanged(lead)
  const by = lead.nextNurtureAt <= context.occurredAt ? "day" : "person"
  return answer(lead, { type: "LeadResumed", payload: { by } }, context)
}

/**
 * Brings a lead back whose day has come; one that was closed, put off further or brought back meanwhile stays as it is.
 */
export function* resumeDueLead(input: ResumeLead, context: CommandContext): Work<LeadAnswer, RecordNotFound> {
  const lead = yield* byId(leadAggregate, input.leadId)
  if (lead === null) return Result.fail(new RecordNotFound("lead", input.leadId))
  const isDue = lead.standing === "active" && lead.nextNurtureAt !== null && lead.nextNurtureAt <= context.occurredAt
  return isDue ? answer(lead, { type: "LeadResumed", payload: { by: "day" } }, context) : unchanged(lead)
}

/** Closes a lead that will not become a client, with a reason from the department's list. */
export function* disqualifyLead(
  input: DisqualifyLead,
  context: CommandContext,
): Work<LeadAnswer, LeadRejection | ChoiceUnknown | ReasonTextMissing> {
  const read = yield* openLead(input.leadId)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const lead = read.success
  const rules = yield* departmentRules(context)
  const reasons = rules?.disqualifyReasons ?? []
  const reason = reasons.find(({ id }) => id === input.reasonId)
  if (reason === undefined) {
    const known = reasons.map(({ id }) => id)
    return Result.fail(new ChoiceUnknown("disqualifyReasons", input.reasonId, known))
  }
  if (reason.textRequired && input.reason === undefined) return Result.fail(new ReasonTextMissing(reason.id))
  const current = input.reason === undefined ? {} : ((yield* textsOf([lead])).get(lead.id) ?? {})
  const texts = input.reason === undefined ? undefined : { ...current, disqualifyReason: input.reason }
  return answer(lead, { type: "LeadDisqualified", payload: { reasonId: input.reasonId } }, context, texts)
}
