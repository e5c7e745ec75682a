import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { CommandContext } from "../ports/Command.ts"
import type { LeadId } from "../shared/Ids.ts"
import { ChoiceUnknown, LeadClosed, RecordExists, RecordNotFound } from "./ClientErrors.ts"
import type { DisqualifyLead, Lead, QualifyLead, ReceiveLead, TakeLead } from "./ClientSchema.ts"
import type { LeadEvent } from "./Lead.ts"
import { leadAggregate } from "./Lead.ts"

/** A lead as commands answer it. */
export interface LeadAnswer {
  /** The lead after the command. */
  readonly lead: Lead
}

type LeadRejection = RecordNotFound | LeadClosed

/** Records an interest. */
export function* receiveLead(input: ReceiveLead, context: CommandContext): Work<LeadAnswer, RecordExists> {
  const id = input.id ?? context.newId("lead")
  if ((yield* byId(leadAggregate, id)) !== null) return Result.fail(new RecordExists("lead", id))
  const change = recordEvents(
    leadAggregate,
    null,
    [{ type: "LeadReceived", payload: { id, channelId: input.channelId, ownerId: input.ownerId ?? null } }],
    { occurredAt: context.occurredAt, texts: { name: input.name } },
  )
  return Result.succeed(decision([change], { lead: change.after }))
}

function* openLead(id: LeadId): Generator<Read, Result.Result<Lead, LeadRejection>, unknown> {
  const lead = yield* byId(leadAggregate, id)
  if (lead === null) return Result.fail(new RecordNotFound("lead", id))
  const closed = lead.status === "qualified" || lead.status === "disqualified"
  return closed ? Result.fail(new LeadClosed(id, lead.status)) : Result.succeed(lead)
}

const answer = (lead: Lead, event: LeadEvent, context: CommandContext) => {
  const change = recordEvents(leadAggregate, lead, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { lead: change.after }))
}

/** Gives a lead to a rep who starts to work on it. */
export function* takeLead(input: TakeLead, context: CommandContext): Work<LeadAnswer, LeadRejection> {
  const lead = yield* openLead(input.leadId)
  if (Result.isFailure(lead)) return Result.fail(lead.failure)
  return answer(lead.success, { type: "LeadTaken", payload: { ownerId: input.ownerId } }, context)
}

/** Closes a lead that became a client. */
export function* qualifyLead(input: QualifyLead, context: CommandContext): Work<LeadAnswer, LeadRejection> {
  const lead = yield* openLead(input.leadId)
  if (Result.isFailure(lead)) return Result.fail(lead.failure)
  const payload = { clientId: input.clientId, dealId: input.dealId ?? null }
  return answer(lead.success, { type: "LeadQualified", payload }, context)
}

/** Closes a lead that will not become a client, with a reason from the department's list. */
export function* disqualifyLead(
  input: DisqualifyLead,
  context: CommandContext,
): Work<LeadAnswer, LeadRejection | ChoiceUnknown> {
  const lead = yield* openLead(input.leadId)
  if (Result.isFailure(lead)) return Result.fail(lead.failure)
  const rules = yield* departmentRules(context)
  const reasons = rules?.disqualifyReasons ?? []
  if (!reasons.some(({ id }) => id === input.reasonId)) {
    return Result.fail(new ChoiceUnknown("disqualifyReasons", input.reasonId))
  }
  return answer(lead.success, { type: "LeadDisqualified", payload: { reasonId: input.reasonId } }, context)
}
