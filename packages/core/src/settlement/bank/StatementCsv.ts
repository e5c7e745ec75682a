import Papa from "papaparse"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { isCalendarDate } from "../../shared/CalendarDate.ts"
import type { Statement, StatementFile, StatementLine, StatementProblem } from "./StatementLine.ts"
import { dottedDate, statementMinor, statementProblem } from "./StatementLine.ts"

/** Which column holds what, by its name in the header. Nothing is found by likeness. */
export interface StatementCsvMapping {
  /** Our account, which the file is of. */
  readonly account: string
  /** Its currency, ISO 4217. */
  readonly currency: string
  /** Between cells: `;`, `,` or a tab. */
  readonly delimiter: ";" | "," | "\t"
  /** How days are written. */
  readonly dates: "dd.mm.yyyy" | "yyyy-mm-dd"
  /** Decimal mark of amounts. Blanks and apostrophes between thousands are passed over. */
  readonly decimalMark: "." | ","
  /** Column of the day of booking. */
  readonly bookedOn: string
  /** Column of the amount with its sign (positive came in), or two columns, one for each way. */
  readonly amount: string | { readonly in: string; readonly out: string }
  /** Column of the bank's reference. */
  readonly reference?: string
  /** Column of the other side's name. */
  readonly partyName?: string
  /** Column of the other side's account. */
  readonly partyAccount?: string
  /** Column of the other side's taxpayer number. */
  readonly partyTaxId?: string
  /** Column of what the payer wrote. */
  readonly purpose?: string
}

/** Records of a CSV text (RFC 4180), cells as they stand; null where quotes are broken. */
const csvRecords = (text: string, delimiter: string): ReadonlyArray<ReadonlyArray<string>> | null => {
  const whole = text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text
  const { data, errors } = Papa.parse<ReadonlyArray<string>>(whole, { delimiter, newline: "\n", skipEmptyLines: true })
  return errors.some(({ type }) => type === "Quotes") ? null : data
}

interface Columns {
  readonly header: ReadonlyArray<string>
  readonly missing: ReadonlyArray<StatementProblem>
}

const columnsOf = (header: ReadonlyArray<string>, mapping: StatementCsvMapping): Columns => {
  const names = header.map((name) => name.trim())
  const amounts = typeof mapping.amount === "string" ? [mapping.amount] : [mapping.amount.in, mapping.amount.out]
  const { bookedOn, reference, partyName, partyAccount, partyTaxId, purpose } = mapping
  const wanted = [bookedOn, ...amounts, reference, partyName, partyAccount, partyTaxId, purpose]
  const missing = wanted.flatMap((name) =>
    name === undefined || names.includes(name) ? [] : [statementProblem("column", null, name)],
  )
  return { header: names, missing }
}

const dateIn = (text: string, dates: StatementCsvMapping["dates"]): CalendarDate | null => {
  if (dates === "dd.mm.yyyy") return dottedDate(text)
  const date = text.trim()
  return isCalendarDate(date) ? date : null
}

/** The amount with its sign: of one column, or of the only one of two that is filled with something else than 0. */
const signedMinor = (cell: (name: string) => string, mapping: StatementCsvMapping): number | null => {
  const { amount, currency, decimalMark } = mapping
  if (typeof amount === "string") return statementMinor(cell(amount), currency, decimalMark)
  const [came, went] = [amount.in, amount.out].map((name) =>
    cell(name).trim() === "" ? 0 : statementMinor(cell(name), currency, decimalMark),
  )
  if (came === null || went === null || came === undefined || went === undefined) return null
  if (came < 0 || went < 0 || (came > 0 && went > 0)) return null
  return came - went
}

/**
 * Reads a statement from CSV by a mapping that somebody stated: which column is what, and how days and amounts are written.
 *
 * @param text - the file, decoded; its first record is the header
 * @param mapping - the mapping
 * @returns one statement; records that cannot be read are problems, by their position after the header from 1
 */
export const readStatementCsv = (text: string, mapping: StatementCsvMapping): StatementFile => {
  const [first, ...records] = csvRecords(text, mapping.delimiter) ?? []
  if (first === undefined) return { statements: [], problems: [statementProblem("header")] }
  const { header, missing } = columnsOf(first, mapping)
  if (missing.length > 0) return { statements: [], problems: missing }
  const problems: Array<StatementProblem> = []
  const lines: Array<StatementLine> = []
  for (const [at, cells] of records.entries()) {
    const position = at + 1
    if (cells.length !== header.length) {
      problems.push(statementProblem("cells", position))
      continue
    }
    const cell = (name: string | undefined): string => (name === undefined ? "" : (cells[header.indexOf(name)] ?? ""))
    const given = (name: string | undefined): string | null => (cell(name).trim() === "" ? null : cell(name).trim())
    const bookedOn = dateIn(cell(mapping.bookedOn), mapping.dates)
    const minor = signedMinor(cell, mapping)
    if (bookedOn === null) problems.push(statementProblem("date", position, mapping.bookedOn))
    if (minor === null || minor === 0) {
      const field = typeof mapping.amount === "string" ? mapping.amount : mapping.amount.in
      problems.push(statementProblem("amount", position, field))
    }
    if (bookedOn === null || minor === null || minor === 0) continue
    lines.push({
      position,
      direction: minor > 0 ? "in" : "out",
      bookedOn,
      amount: { amountMinor: Math.abs(minor), currency: mapping.currency },
      reference: given(mapping.reference),
      party: {
        name: given(mapping.partyName),
        account: given(mapping.partyAccount),
        taxId: given(mapping.partyTaxId),
      },
      purpose: cell(mapping.purpose).trim(),
    })
  }
  const { account, currency } = mapping
  const statement: Statement = {
    account,
    currency,
    from: null,
    to: null,
    openingMinor: null,
    closingMinor: null,
    lines,
  }
  return { statements: [statement], problems }
}
