import { rewardAccountAggregate, rewardLotAggregate, rewardSpendAggregate } from "@salesdept/core/records"
import { date, instant, integer, json, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Reward accounts. */
export const rewardAccountTable = recordTable(rewardAccountAggregate, {
  clientId: text(),
  balances: json(),
  nextExpiresAt: nullable(instant()),
})

/** Lots of points. */
export const rewardLotTable = recordTable(rewardLotAggregate, {
  clientId: text(),
  openClientId: nullable(text()),
  dealId: nullable(text()),
  reasonId: text(),
  earnedPoints: integer(),
  earnedAt: instant(),
  confirmedAt: nullable(instant()),
  validDays: nullable(integer()),
  expiresOn: nullable(date()),
  expiresAt: nullable(instant()),
  refundIds: json(),
  pendingPoints: integer(),
  activePoints: integer(),
  spentPoints: integer(),
  settledPoints: integer(),
  expiredPoints: integer(),
  reversedPoints: integer(),
  owedPoints: integer(),
})

/** Spendings of points. */
export const rewardSpendTable = recordTable(rewardSpendAggregate, {
  clientId: text(),
  dealId: nullable(text()),
  points: integer(),
  takenFrom: json(),
  spentAt: instant(),
  returnedAt: nullable(instant()),
})
