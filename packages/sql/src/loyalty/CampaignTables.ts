import {
  campaignAggregate,
  complaintAggregate,
  dueActionAggregate,
  loyaltyProfileAggregate,
  loyaltyRunAggregate,
  milestoneAggregate,
  offerAggregate,
  satisfactionAnswerAggregate,
} from "@salesdept/core/records"
import { date, instant, integer, json, money, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Campaigns of repeat sale. */
export const campaignTable = recordTable(campaignAggregate, {
  status: text(),
  plan: json(),
  startedOn: nullable(date()),
  design: nullable(json()),
  actionCount: integer(),
  reservedMinor: integer(),
  usedMinor: integer(),
})

/** Actions that campaigns made due. */
export const dueActionTable = recordTable(dueActionAggregate, {
  campaignId: text(),
  clientId: text(),
  dealId: nullable(text()),
  occurrenceKey: text(),
  action: json(),
  channelId: nullable(text()),
  assigneeId: nullable(person()),
  dueOn: date(),
  notBefore: instant(),
  decidedAt: instant(),
  consentId: nullable(text()),
  offerId: nullable(text()),
  status: text(),
})

/** What loyalty keeps of clients. */
export const loyaltyProfileTable = recordTable(loyaltyProfileAggregate, {
  clientId: text(),
  timeZone: nullable(text()),
  touches: json(),
  openComplaintIds: json(),
})

/** Passes over all clients. */
export const loyaltyRunTable = recordTable(loyaltyRunAggregate, {
  nextRunAt: nullable(instant()),
  afterClientId: nullable(text()),
})

/** Offers. */
export const offerTable = recordTable(offerAggregate, {
  clientId: text(),
  campaignId: nullable(text()),
  offerTypeId: text(),
  afterDealId: nullable(text()),
  cost: money(),
  validDays: integer(),
  status: text(),
  lastOn: date(),
  openUntil: nullable(instant()),
  proposedAt: instant(),
  madeAt: nullable(instant()),
  closedAt: nullable(instant()),
  dealId: nullable(text()),
  refusalReasonId: nullable(text()),
})

/** Days that matter to clients. */
export const milestoneTable = recordTable(milestoneAggregate, {
  clientId: text(),
  dealId: nullable(text()),
  kindId: text(),
  fallsOn: date(),
  cancelledAt: nullable(instant()),
})

/** Answers about satisfaction. */
export const satisfactionAnswerTable = recordTable(satisfactionAnswerAggregate, {
  clientId: text(),
  dealId: nullable(text()),
  metric: text(),
  score: integer(),
  answeredAt: instant(),
})

/** Complaints. */
export const complaintTable = recordTable(complaintAggregate, {
  clientId: text(),
  dealId: nullable(text()),
  openedAt: instant(),
  resolvedAt: nullable(instant()),
})
