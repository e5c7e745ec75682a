import { referralAggregate, referralBookAggregate, referralCodeAggregate } from "@salesdept/core/records"
import { instant, integer, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Codes by which clients are recommended. */
export const referralCodeTable = recordTable(referralCodeAggregate, { advocateId: text() })

/** Recommendations. */
export const referralTable = recordTable(referralAggregate, {
  advocateId: text(),
  clientId: text(),
  codeId: nullable(text()),
  status: text(),
  recordedAt: instant(),
  dealId: nullable(text()),
  rewardedAt: nullable(instant()),
  advocateLotId: nullable(text()),
  clientLotId: nullable(text()),
})

/** What all recommendations of a tenant share. */
export const referralBookTable = recordTable(referralBookAggregate, { recorded: integer(), rewarded: integer() })
