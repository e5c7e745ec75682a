import { bankEntryAggregate } from "@salesdept/core/records"
import { date, json, money, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Entries of bank statements. */
export const bankEntryTable = recordTable(bankEntryAggregate, {
  account: text(),
  direction: text(),
  bookedOn: date(),
  amount: money(),
  payerKey: nullable(text()),
  status: text(),
  doubt: nullable(text()),
  candidates: json(),
  clientId: nullable(text()),
  paymentId: nullable(text()),
  ignoredReasonId: nullable(text()),
})
