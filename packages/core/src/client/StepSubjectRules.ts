import type { Recorded } from "../journal/Decision.ts"
import { recordEvents } from "../journal/Decision.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { ClientId, DealId, LeadId } from "../shared/Ids.ts"
import type { NextStep, SetNextStep, Subject } from "./DialogSchema.ts"
import { nextStepAggregate } from "./NextStep.ts"

interface SubjectInput {
  readonly leadId?: LeadId
  readonly dealId?: DealId
  readonly clientId?: ClientId
}

/** What an input is about; null where it names nothing. */
export const subjectOf = (input: SubjectInput): Subject | null =>
  input.leadId === undefined && input.dealId === undefined && input.clientId === undefined
    ? null
    : { leadId: input.leadId ?? null, dealId: input.dealId ?? null, clientId: input.clientId ?? null }

/** What a dialog or a next step is about has to be in the base. */
export const subjectReferences = { leadId: "lead", dealId: "deal", clientId: "client" } as const

/** What gates can read of a deal has changed. */
export const touched = ({ dealId }: Subject) => (dealId === null ? {} : { touches: [dealId] })

/** Sets a next step about a record. */
export const setStep = (
  { id, typeId, dueOn, ownerId, remindAt, note }: Omit<SetNextStep, keyof SubjectInput>,
  subject: Subject,
  context: CommandContext,
): Recorded<NextStep> => {
  const payload = {
    id: id ?? context.newId("nextStep"),
    ...subject,
    typeId,
    dueOn,
    ownerId,
    remindAt: remindAt ?? null,
  }
  return recordEvents(nextStepAggregate, null, [{ type: "NextStepSet", payload }], {
    occurredAt: context.occurredAt,
    texts: note === undefined ? undefined : { note },
  })
}
