import {
  commitmentAggregate,
  debriefAggregate,
  findingAggregate,
  reviewScheduleAggregate,
  summaryAggregate,
} from "@salesdept/core/records"
import { date, instant, integer, json, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Findings. */
export const findingTable = recordTable(findingAggregate, {
  ruleId: text(),
  ruleVersion: integer(),
  likeness: text(),
  kind: text(),
  severity: text(),
  ownerId: nullable(person()),
  words: json(),
  evidence: json(),
  atStake: nullable(json()),
  periodFrom: date(),
  periodTo: date(),
  status: text(),
  raisedAt: instant(),
  recurrenceOf: nullable(text()),
  correctedAt: nullable(instant()),
})

/** Commitments. */
export const commitmentTable = recordTable(commitmentAggregate, {
  repId: person(),
  dueOn: date(),
  recordId: nullable(text()),
  debriefId: nullable(text()),
  mentorId: nullable(person()),
  answeredAt: nullable(instant()),
  status: text(),
})

/** Debriefs. */
export const debriefTable = recordTable(debriefAggregate, {
  route: text(),
  repId: nullable(person()),
  leaderId: person(),
  consentedRepIds: nullable(json()),
  findingIds: json(),
  plannedOn: date(),
  heldAt: nullable(instant()),
  status: text(),
  actions: json(),
})

/** Closed periods. */
export const summaryTable = recordTable(summaryAggregate, {
  span: text(),
  label: text(),
  periodFrom: date(),
  periodTo: date(),
  scope: text(),
  scopeId: nullable(text()),
  ownerId: nullable(person()),
  currency: text(),
  figures: json(),
  plan: json(),
  versions: json(),
  closedAt: instant(),
})

/** When periods are closed by themselves. */
export const reviewScheduleTable = recordTable(reviewScheduleAggregate, {
  span: text(),
  hoursAfter: integer(),
  nextOn: date(),
  nextCloseAt: nullable(instant()),
  debriefs: nullable(json()),
  lookedThrough: nullable(json()),
})
