import type { Money } from "../shared/Money.ts"
import { readAmountColumn } from "./AmountColumn.ts"
import { cellText, isEmptyDay, severalIn } from "./CellText.ts"
import { filledField } from "./CustomColumn.ts"
import type { CsvRecord, CsvTable } from "./CsvTable.ts"
import type { DateCell } from "./DateColumn.ts"
import { readDateColumn } from "./DateColumn.ts"
import type { CustomField } from "../shared/CustomField.ts"
import type { LocalDay } from "./DateText.ts"
import type { ImportQuestion } from "./ImportQuestion.ts"
import { dateOrderQuestion, decimalMarkQuestion } from "./ImportQuestion.ts"
import type { ColumnMapping } from "./ColumnMapping.ts"
import type { FileMapping } from "./Mapping.ts"
import { currencyOf } from "./NumberText.ts"
import type { FileLog } from "./OutcomeLog.ts"

/** What holds for the whole import while its files are read. */
export interface ReadingContext {
  /** Currency of amounts that name none (ISO 4217). */
  readonly currency: string
  /** The tenant's day of a moment. */
  readonly localDay: LocalDay
  /** The fields that the tenant has given to records. */
  readonly customFields: ReadonlyArray<CustomField>
  /** Takes what a person has to decide. */
  readonly ask: (question: ImportQuestion) => void
}

/** A file with its mapping and its log. */
export interface SourceFile {
  /** The file, taken apart. */
  readonly table: CsvTable
  /** What it holds. */
  readonly mapping: FileMapping
  /** Where the outcomes of its lines go. */
  readonly log: FileLog
}

/** A record seen before, by its key. */
export interface SeenRecord extends CsvRecord {
  /** Name of its file. */
  readonly file: string
}

/** How a field's column is mapped; null where no column fills it. Custom fields are named `custom.<key>`. */
export const mapped = (source: SourceFile, field: string): ColumnMapping | null =>
  source.mapping.columns.find((column) => filledField(column) === field) ?? null

const positionOf = (source: SourceFile, field: string): number => {
  const column = mapped(source, field)?.column
  return column === undefined ? -1 : source.table.columns.indexOf(column)
}

/** The cells of a field as they are written, one per record; empty where no column fills it. */
export const writtenColumn = (
  source: SourceFile,
  records: ReadonlyArray<CsvRecord>,
  field: string,
): ReadonlyArray<string> => {
  const position = positionOf(source, field)
  return records.map(({ cells }) => cells[position] ?? "")
}

/** Whether a column fills a field. */
export const hasField = (source: SourceFile, field: string): boolean => positionOf(source, field) >= 0

/** How many characters the base holds of what a field names. */
const mostCharacters: { readonly [field: string]: number } = {
  key: 300,
  name: 300,
  // The two make one name.
  firstName: 149,
  lastName: 149,
  title: 300,
  client: 300,
  owner: 300,
  seller: 300,
  product: 300,
  company: 300,
  position: 300,
  stage: 300,
  status: 300,
  sector: 100,
  team: 100,
  // Where salespeople have no team, their manager names it.
  manager: 100,
  taxId: 40,
}

const mostOf = ({ mapping }: SourceFile, field: string): number =>
  mostCharacters[mapping.entity === "team" ? "team" : field] ?? Number.MAX_SAFE_INTEGER

/** The cells of a field, one per record; null where blank. Words that stand for a blank are noted; too long a text rejects its line. */
export const textColumn = (
  source: SourceFile,
  records: ReadonlyArray<CsvRecord>,
  field: string,
): ReadonlyArray<string | null> => {
  const most = mostOf(source, field)
  return writtenColumn(source, records, field).map((written, i) => {
    const text = cellText(written)
    const line = records[i]?.line ?? 0
    if (text === null && written !== "") source.log.note(line, "blankWord", field, written)
    if (text !== null && text.length > most) source.log.reject(line, "textTooLong", field, `${text.length} > ${most}`)
    return text
  })
}

/** The cells of a field that may hold several numbers or addresses: what is too long for one, or after the twentieth, is noted and left out. */
export const detailColumn = (
  source: SourceFile,
  records: ReadonlyArray<CsvRecord>,
  field: "phone" | "email",
): ReadonlyArray<ReadonlyArray<string>> =>
  textColumn(source, records, field).map((text, i) => {
    const written = severalIn(text)
    const read = written.filter(({ length }) => length <= (field === "phone" ? 60 : 254)).slice(0, 20)
    if (read.length < written.length) source.log.note(records[i]?.line ?? 0, "detailLeftOut", field)
    return read
  })

/** The cells of a field as days; faults reject their lines. */
export const dateColumn = (
  source: SourceFile,
  records: ReadonlyArray<CsvRecord>,
  field: string,
  context: ReadingContext,
): ReadonlyArray<string | null> => {
  const column = mapped(source, field)
  const texts = textColumn(source, records, field).map((text, i) => {
    if (text === null || !isEmptyDay(text)) return text
    source.log.note(records[i]?.line ?? 0, "blankWord", field, text)
    return null
  })
  const { cells, undecided } = readDateColumn(texts, context.localDay, column?.dateOrder ?? null)
  if (undecided.length > 0) context.ask(dateOrderQuestion(source.table.file, column?.column ?? field, undecided))
  const dayOf = (cell: DateCell | undefined, i: number): string | null => {
    if (cell === null || cell === undefined || typeof cell === "string") return cell ?? null
    source.log.reject(records[i]?.line ?? 0, cell.fault, field, texts[i] ?? null)
    return null
  }
  return records.map((_, i) => dayOf(cells[i], i))
}

/** The cells of a field as money, with the currencies of the rows' own column; faults reject their lines. */
export const amountColumn = (
  source: SourceFile,
  records: ReadonlyArray<CsvRecord>,
  field: string,
  context: ReadingContext,
): ReadonlyArray<Money | null> => {
  const column = mapped(source, field)
  const texts = textColumn(source, records, field)
  const currencies = textColumn(source, records, "currency").map((text, i) => {
    const currency = text === null ? null : currencyOf(text, context.currency)
    if (text !== null && currency === null) {
      source.log.reject(records[i]?.line ?? 0, "currencyUnclear", "currency", text)
    }
    return currency
  })
  const { cells, undecided } = readAmountColumn(texts, currencies, context.currency, column?.decimalMark ?? null)
  if (undecided.length > 0) context.ask(decimalMarkQuestion(source.table.file, column?.column ?? field, undecided))
  return cells.map((cell, i) => {
    if (cell === null || (!("fault" in cell) && cell.amountMinor >= 0)) return cell
    const fault = "fault" in cell ? cell.fault : "amountNegative"
    source.log.reject(records[i]?.line ?? 0, fault, field, texts[i] ?? null)
    return null
  })
}

/** The parts of a record that make its key; null in a place where the part is blank. */
export type KeyParts = (record: CsvRecord) => ReadonlyArray<string | null>

/** Reads the parts of a key from fields. Fields without a column are left out. */
export const keyFrom = (source: SourceFile, fields: ReadonlyArray<string>): KeyParts => {
  const positions = fields.map((field) => positionOf(source, field)).filter((position) => position >= 0)
  return ({ cells }) => positions.map((position) => cellText(cells[position] ?? ""))
}

/** How spreadsheets write a long number that they have cut to a few digits. */
const shortened = /^\d(?:[.,]\d+)?E\+\d\d$/i

const sameCells = (left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean =>
  left.length === right.length && left.every((cell, i) => cell === right[i])

/**
 * Takes out what cannot be a record: lines with another number of cells than the header, lines without a key, and
 * repeated keys. Of equal keys the first is kept; a word-for-word repeat is merged, another one rejected as a conflict.
 *
 * @param source - the file; outcomes go to its log
 * @param parts - reads the key
 * @param seen - keys met before, in this file and in earlier ones of its kind; added to
 * @param missing - the outcome of a line without a key
 */
export const distinctRecords = (
  source: SourceFile,
  parts: KeyParts,
  seen: Map<string, SeenRecord>,
  missing: "keyMissing" | "nameMissing",
): ReadonlyArray<CsvRecord> => {
  const { table, log } = source
  for (const { line, cells } of table.ragged)
    log.reject(line, "raggedRow", null, `${cells.length} ≠ ${table.columns.length}`)
  for (const line of table.strayQuoteLines) log.note(line, "strayQuote")
  return table.records.filter((record) => {
    const key = parts(record)
    if (key.every((part) => part === null)) {
      log.reject(record.line, missing)
      return false
    }
    const cut = key.find((part) => part !== null && shortened.test(part))
    if (missing === "keyMissing" && cut !== undefined) {
      log.reject(record.line, "keyShortened", "key", cut)
      return false
    }
    const name = JSON.stringify(key)
    const earlier = seen.get(name)
    if (earlier === undefined) {
      seen.set(name, { file: table.file, ...record })
      return true
    }
    const place = `${earlier.file}:${earlier.line}`
    if (sameCells(earlier.cells, record.cells)) log.merge(record.line, place)
    else log.reject(record.line, "repeatConflict", null, place)
    return false
  })
}
