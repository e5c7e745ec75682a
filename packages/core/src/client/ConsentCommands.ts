import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { addDays } from "../shared/CalendarDate.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { unknownChoice } from "./BaseRules.ts"
import type { ChoiceUnknown } from "./ClientErrors.ts"
import { ConsentSubjectUnclear, ConsentWithdrawnAlready, EndsBeforeStart } from "./ClientErrors.ts"
import { consentAggregate } from "./Consent.ts"
import type { Consent, GiveConsent, WithdrawConsent } from "./ContactSchema.ts"

/** A consent as commands answer it. */
export interface ConsentAnswer {
  /** The consent after the command. */
  readonly consent: Consent
}

/** Records that somebody agreed to a purpose. It ends on the day stated, else when the purpose's own term is over. */
export function* giveConsent(
  input: GiveConsent,
  context: CommandContext,
): Work<ConsentAnswer, RecordExists | RecordNotFound | ConsentSubjectUnclear | ChoiceUnknown | EndsBeforeStart> {
  const id = input.id ?? context.newId("consent")
  if ((yield* byId(consentAggregate, id)) !== null) return Result.fail(new RecordExists("consent", id))
  const { clientId = null, contactId = null, leadId = null } = input
  if ([clientId, contactId, leadId].filter((subject) => subject !== null).length !== 1) {
    return Result.fail(new ConsentSubjectUnclear())
  }
  const rules = yield* departmentRules(context)
  const refused = unknownChoice(rules, [["consentPurposes", input.purposeId]])
  if (refused !== null) return Result.fail(refused)
  const today = localDateOf(context.occurredAt, rules?.timeZone ?? "UTC")
  const validDays = rules?.base?.consentPurposes?.find((purpose) => purpose.id === input.purposeId)?.validDays
  const expiresOn = input.expiresOn ?? (validDays === undefined ? null : addDays(today, validDays))
  if (expiresOn !== null && expiresOn < today) return Result.fail(new EndsBeforeStart(id, today, expiresOn))
  const payload = {
    id,
    clientId,
    contactId,
    leadId,
    purposeId: input.purposeId,
    proofKind: input.proofKind,
    expiresOn,
  }
  const change = recordEvents(consentAggregate, null, [{ type: "ConsentGiven", payload }], {
    occurredAt: context.occurredAt,
    texts: { proof: input.proof },
  })
  return Result.succeed(decision([change], { consent: change.after }))
}

/** Records that a consent was taken back; its proof stays. */
export function* withdrawConsent(
  input: WithdrawConsent,
  context: CommandContext,
): Work<ConsentAnswer, RecordNotFound | ConsentWithdrawnAlready> {
  const consent = yield* byId(consentAggregate, input.consentId)
  if (consent === null) return Result.fail(new RecordNotFound("consent", input.consentId))
  if (consent.withdrawnAt !== null) return Result.fail(new ConsentWithdrawnAlready(consent.id))
  const current = input.reason === undefined ? {} : ((yield* textsOf([consent])).get(consent.id) ?? {})
  const change = recordEvents(consentAggregate, consent, [{ type: "ConsentWithdrawn", payload: {} }], {
    occurredAt: context.occurredAt,
    texts: input.reason === undefined ? undefined : { ...current, withdrawalReason: input.reason },
  })
  return Result.succeed(decision([change], { consent: change.after }))
}
