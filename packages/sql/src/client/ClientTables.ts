import { clientAggregate, dialogAggregate, leadAggregate, nextStepAggregate } from "@salesdept/core/client"
import { date, instant, integer, json, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Clients. */
export const clientTable = recordTable(clientAggregate, {
  ownerId: nullable(text()),
  segmentId: nullable(text()),
  sourceId: nullable(text()),
  imported: nullable(json()),
})

/** Leads. */
export const leadTable = recordTable(leadAggregate, {
  status: text(),
  ownerId: nullable(text()),
  channelId: text(),
  receivedAt: instant(),
  takenAt: nullable(instant()),
  clientId: nullable(text()),
  dealId: nullable(text()),
  disqualifyReasonId: nullable(text()),
})

/** Dialogs. */
export const dialogTable = recordTable(dialogAggregate, {
  leadId: nullable(text()),
  dealId: nullable(text()),
  clientId: nullable(text()),
  kind: text(),
  direction: text(),
  repId: nullable(text()),
  heldAt: instant(),
  outcomeId: text(),
})

/** Next steps. */
export const nextStepTable = recordTable(nextStepAggregate, {
  leadId: nullable(text()),
  dealId: nullable(text()),
  clientId: nullable(text()),
  typeId: text(),
  dueOn: date(),
  ownerId: text(),
  status: text(),
  moves: integer(),
  doneAt: nullable(instant()),
})
