import type { Recorded } from "../journal/Decision.ts"
import { recordEvents } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/Command.ts"
import type { ClientId, DealId, LeadId } from "../shared/Ids.ts"
import { clientAggregate } from "./Client.ts"
import type { Client } from "./ClientSchema.ts"
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

/** The subject with the client into which its client was merged, where it was; ids of clients that are not here are kept. */
export function* redirectedSubject(subject: Subject): Generator<Read, Subject, unknown> {
  let { clientId } = subject
  while (clientId !== null) {
    const client: Client | null = yield* byId(clientAggregate, clientId)
    if (client === null || client.mergedIntoId === null) break
    clientId = client.mergedIntoId
  }
  return clientId === subject.clientId ? subject : { ...subject, clientId }
}

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
