import {
  clientAggregate,
  consentAggregate,
  contactAggregate,
  dialogAggregate,
  leadAggregate,
  nextStepAggregate,
} from "@salesdept/core/records"
import { date, instant, integer, json, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Clients. */
export const clientTable = recordTable(clientAggregate, {
  ownerId: nullable(person()),
  registeredAt: instant(),
  unownedSince: nullable(instant()),
  segmentId: nullable(text()),
  preferences: json(),
  tags: json(),
  standing: text(),
  mergedIntoId: nullable(text()),
  merge: nullable(json()),
  sourceId: nullable(text()),
  imported: nullable(json()),
})

/** Contact persons. */
export const contactTable = recordTable(contactAggregate, {
  clientId: text(),
  roleId: nullable(text()),
  language: nullable(text()),
  leftOn: nullable(date()),
  standing: text(),
  sourceId: nullable(text()),
  imported: nullable(json()),
})

/** Consents. */
export const consentTable = recordTable(consentAggregate, {
  clientId: nullable(text()),
  contactId: nullable(text()),
  leadId: nullable(text()),
  purposeId: text(),
  proofKind: text(),
  givenAt: instant(),
  expiresOn: nullable(date()),
  withdrawnAt: nullable(instant()),
})

/** Leads. */
export const leadTable = recordTable(leadAggregate, {
  status: text(),
  ownerId: nullable(person()),
  unownedSince: nullable(instant()),
  channelId: text(),
  originId: nullable(text()),
  segmentId: nullable(text()),
  tags: json(),
  standing: text(),
  receivedAt: instant(),
  takenAt: nullable(instant()),
  nextNurtureAt: nullable(instant()),
  nurtures: integer(),
  closedAt: nullable(instant()),
  clientId: nullable(text()),
  dealId: nullable(text()),
  disqualifyReasonId: nullable(text()),
  sourceId: nullable(text()),
  imported: nullable(json()),
})

/** Dialogs. */
export const dialogTable = recordTable(dialogAggregate, {
  leadId: nullable(text()),
  dealId: nullable(text()),
  clientId: nullable(text()),
  kind: text(),
  direction: text(),
  repId: nullable(person()),
  participantIds: json(),
  heldAt: instant(),
  notedAt: instant(),
  endedAt: nullable(instant()),
  outcomeId: text(),
  scriptVersionId: nullable(text()),
  scriptSteps: json(),
  nextStepId: nullable(text()),
})

/** Next steps. */
export const nextStepTable = recordTable(
  nextStepAggregate,
  {
    leadId: nullable(text()),
    dealId: nullable(text()),
    clientId: nullable(text()),
    typeId: text(),
    dueOn: date(),
    ownerId: person(),
    remindAt: nullable(instant()),
    status: text(),
    moves: integer(),
    doneAt: nullable(instant()),
    outcomeId: nullable(text()),
  },
  { lists: [["status", "dueOn"]] },
)
