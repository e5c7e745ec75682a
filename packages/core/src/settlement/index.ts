/**
 * Settlement: invoices with instalments, payments, closing documents. Won, paid and documented are different facts. Pure.
 *
 * @packageDocumentation
 */
export * from "./topics/receivables.ts"
export type { BankEntryAssigned, BankEntryEvent, BankEntryIgnored, BankEntryRecorded } from "./bank/BankEntry.ts"
export { bankEntryAggregate } from "./bank/BankEntry.ts"
export type { BankEntry } from "./bank/BankSchema.ts"
export type { StatementFormat } from "./bank/ReadStatement.ts"
export { readStatement } from "./bank/ReadStatement.ts"
export type { StatementCsvMapping } from "./bank/StatementCsv.ts"
export type { Statement, StatementFile, StatementLine, StatementParty, StatementProblem } from "./bank/StatementLine.ts"
export type { MatchDoubt, MatchedTransfer, StatementMatch } from "./bank/StatementMatch.ts"
export { matchTransfer } from "./bank/StatementMatch.ts"
