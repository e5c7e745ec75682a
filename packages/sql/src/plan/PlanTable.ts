import { planAggregate, planVersionAggregate } from "@salesdept/core/records"
import { date, instant, integer, json, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Plans. */
export const planTable = recordTable(planAggregate, {
  currency: text(),
  fiscalCalendar: nullable(json()),
  measures: json(),
  versions: json(),
})

/** Versions of plans. */
export const planVersionTable = recordTable(planVersionAggregate, {
  planId: text(),
  number: integer(),
  baseline: text(),
  status: text(),
  basedOn: nullable(integer()),
  effectiveFrom: date(),
  reasons: json(),
  targets: json(),
  draftedBy: text(),
  submittedBy: nullable(text()),
  decidedBy: nullable(text()),
  inForceSince: nullable(instant()),
})
