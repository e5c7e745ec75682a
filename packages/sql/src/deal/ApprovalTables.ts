import { approvalAggregate, overrideBudgetAggregate } from "@salesdept/core/records"
import { instant, json, list, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Approvals. */
export const approvalTable = recordTable(approvalAggregate, {
  dealId: text(),
  kindId: text(),
  terms: nullable(json()),
  status: text(),
  askedBy: text(),
  askedOf: nullable(text()),
  askedAt: instant(),
  decidedBy: nullable(text()),
  decidedAt: nullable(instant()),
  expiresAt: nullable(instant()),
  nextExpiryAt: nullable(instant()),
  usedAt: nullable(instant()),
})

/** People's overrides by period. */
export const overrideBudgetTable = recordTable(overrideBudgetAggregate, {
  personId: person(),
  period: text(),
  overrides: list(),
})
