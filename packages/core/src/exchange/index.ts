/**
 * Reading a CRM export: files to typed rows, with what happened to each line. Pure; nothing is written here.
 *
 * @packageDocumentation
 */
export { type AmountCell, type AmountColumn, type AmountFault, readAmountColumn } from "./AmountColumn.ts"
export type { CellFault } from "./CellFault.ts"
export { type CsvRecord, type CsvTable, type Delimiter, delimiters, readCsvTable } from "./CsvTable.ts"
export { type DateCell, type DateColumn, type DateFault, readDateColumn } from "./DateColumn.ts"
export { type LocalDay, localDayIn } from "./DateText.ts"
export { type CrmName, crmMapping, crmNames } from "./CrmMapping.ts"
export { type RejectedFile, rejectedRows } from "./RejectedRows.ts"
export type { FileReport } from "./FileReport.ts"
export { type FilledOnlyAtClose, type OptionalDealField, filledOnlyAtClose } from "./FilledOnlyAtClose.ts"
export {
  ColumnsMissing,
  CsvEmpty,
  CsvHeaderOnly,
  DelimiterUnknown,
  EncodingUnknown,
  type FileLooks,
  FileNotText,
  ImportRefused,
  type MissingColumns,
  NothingToImport,
  type QuoteFault,
  QuotesBroken,
  type UnreadFile,
} from "./ImportErrors.ts"
export { type EntityFields, type ImportEntity, importEntities } from "./ImportField.ts"
export type { ImportFile } from "./ImportFile.ts"
export type { ImportOptions, LostReason } from "./ImportOptions.ts"
export {
  type FileLine,
  type ImportOutcome,
  type OutcomeGroup,
  type OutcomeSeverity,
  groupOutcomes,
} from "./ImportOutcome.ts"
export { type FactKind, type ImportPlan, planImport } from "./ImportPlan.ts"
export type { ImportQuestion } from "./ImportQuestion.ts"
export type {
  ClientRow,
  ContactRow,
  CustomRow,
  DealRow,
  LeadRow,
  ProductRow,
  RepRow,
  RowOrigin,
  RowPlace,
  TargetRow,
  TeamRow,
} from "./ImportRow.ts"
export type { LegacyEncoding } from "./LegacyEncoding.ts"
export { RunMismatch, RunRevertedAlready, WrongKind } from "./RunErrors.ts"
export type { ColumnMapping, DateOrder, DecimalMark } from "./ColumnMapping.ts"
export { type FileMapping, type ImportMapping, guessFileMapping, missingColumns } from "./Mapping.ts"
export type { LineCounts } from "./OutcomeLog.ts"
export { type OutcomeCode, type OutcomeTitle, outcomeTitles } from "./OutcomeTitle.ts"
export { type PlannedStage, type StageCount, type StageMeaning, planStages, stageMeaning } from "./StageMapping.ts"
export { type DecodedText, type TextEncoding, decodeText, textEncodings } from "./TextEncoding.ts"
