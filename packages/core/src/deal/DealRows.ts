import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dateOfDayNumber, dayNumberOf, isCalendarDate } from "../shared/CalendarDate.ts"
import type { CodedColumn, NumberColumn } from "../shared/Columns.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Instant } from "../shared/Instant.ts"
import { isInstant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import { periodOf } from "../shared/Period.ts"
import type { CalendarPeriodKind, DateRange } from "../shared/Period.ts"
import type { Problem } from "../shared/Problem.ts"
import type { DealColumns } from "./DealFact.ts"
import { outcomeCodes } from "./DealFact.ts"
import type { LeftOut, NotRead } from "./NotRead.ts"
import { leaveOut, notReadList } from "./NotRead.ts"

/** Which deals a question is about. What is absent does not restrict. */
export interface DealFilter {
  /** Deals of this pipeline. */
  readonly pipelineId?: string
  /** Deals of this owner. */
  readonly ownerId?: string
  /** Deals of this main product. */
  readonly productId?: string
  /** Deals in this stage. */
  readonly stageId?: string
  /** Days of opening (the end is exclusive): a cohort of deals by when they began. */
  readonly opened?: DateRange
  /** Days of closing (the end is exclusive): what was won and lost in a period. Open deals fall out. */
  readonly closed?: DateRange
}

/** Rows that answer to a filter. */
export interface DealSelection {
  /** Row numbers, ascending. */
  readonly rows: Int32Array
  /** Deals that the filter could not judge because a date it asks about is not known. */
  readonly notRead: ReadonlyArray<NotRead>
}

const notADate = (text: string): Message => ({
  en: `"${text}" is not a date of the form YYYY-MM-DD`,
  ru: `«${text}» — не дата вида ГГГГ-ММ-ДД`,
})

const notAnInstant = (text: string): Message => ({
  en: `"${text}" is not a UTC instant with milliseconds`,
  ru: `«${text}» — не момент UTC с миллисекундами`,
})

/** Problems of a date: it must exist in the calendar. */
export const dateProblems = (path: string, date: CalendarDate): ReadonlyArray<Problem> =>
  isCalendarDate(date) ? [] : [{ path, code: "date.invalid", message: notADate(date) }]

/** Problems of an instant: it must be written in UTC with milliseconds. */
export const instantProblems = (path: string, instant: Instant): ReadonlyArray<Problem> =>
  isInstant(instant) ? [] : [{ path, code: "instant.invalid", message: notAnInstant(instant) }]

/** Problems of a range of days: both must exist, and the first must be before the end. */
export const rangeProblems = (path: string, range: DateRange | undefined): ReadonlyArray<Problem> => {
  if (range === undefined) return []
  const { from, to } = range
  const problems = [...dateProblems(`${path}.from`, from), ...dateProblems(`${path}.to`, to)]
  return problems.length > 0 || from < to ? problems : [{ path, code: "period.bounds", message: emptyRange(range) }]
}

const emptyRange = ({ from, to }: DateRange): Message => ({
  en: `the first day, ${from}, must be before the end, ${to} (exclusive)`,
  ru: `первый день (${from}) должен быть раньше конца периода (${to}, не включается)`,
})

/**
 * Selects deals by a filter.
 *
 * @param columns - the deals
 * @param filter - which of them; all where left out
 * @throws InputInvalid where a date does not exist or bounds are reversed
 *
 * @example
 * ```ts
 * import { dealColumns, selectDeals } from "@salesdept/core/deal/funnel"
 *
 * const row = { clientId: null, pipelineId: "sales", stageId: "done", productId: null, amountMinor: null, listAmountMinor: null, currency: "RUB" }
 * const columns = dealColumns([
 *   { ...row, id: "1", ownerId: "ann", outcome: "won", openedOn: "2026-08-20", closedOn: "2026-09-20" },
 *   { ...row, id: "2", ownerId: "bob", outcome: "won", openedOn: "2026-09-03", closedOn: "2026-10-01" },
 * ])
 * Array.from(selectDeals(columns, { closed: { from: "2026-09-01", to: "2026-10-01" } }).rows) // [0]
 * ```
 */
export const selectDeals = (columns: DealColumns, filter: DealFilter = {}): DealSelection => {
  const problems = [...rangeProblems("opened", filter.opened), ...rangeProblems("closed", filter.closed)]
  if (problems.length > 0) throw new InputInvalid(problems)
  const texts = [
    [columns.pipeline, filter.pipelineId],
    [columns.owner, filter.ownerId],
    [columns.product, filter.productId],
    [columns.stage, filter.stageId],
  ] as const
  const codes = texts.flatMap(([column, value]) =>
    value === undefined ? [] : [{ codes: column.codes, wanted: wantedCode(column, value) }],
  )
  const opened = dayRange(filter.opened)
  const closed = dayRange(filter.closed)
  const rows: Array<number> = []
  const leftOut: LeftOut = new Map()
  for (let row = 0; row < columns.length; row++) {
    if (codes.some((each) => each.codes[row] !== each.wanted)) continue
    if (closed !== null) {
      if (columns.outcome[row] === outcomeCodes.open) continue
      const day = columns.closedDay[row]!
      if (Number.isNaN(day)) leaveOut(leftOut, "closedOnMissing", row)
      if (!(day >= closed.from && day < closed.to)) continue
    }
    if (opened !== null) {
      const day = columns.openedDay[row]!
      if (Number.isNaN(day)) leaveOut(leftOut, "openedOnMissing", row)
      if (!(day >= opened.from && day < opened.to)) continue
    }
    rows.push(row)
  }
  return { rows: Int32Array.from(rows), notRead: notReadList(columns, leftOut) }
}

// A value that is not in the dictionary matches no row; −1 would match rows without a value.
const absentCode = -2
const wantedCode = (column: CodedColumn, value: string): number => {
  const code = column.values.indexOf(value)
  return code === -1 ? absentCode : code
}

const dayRange = (range: DateRange | undefined): { readonly from: number; readonly to: number } | null =>
  range === undefined ? null : { from: dayNumberOf(range.from), to: dayNumberOf(range.to) }

/** Rows that share one value of a coded column. */
export interface DealGroup {
  /** The value; null for rows without one. */
  readonly value: string | null
  /** Row numbers, in the order given. */
  readonly rows: Int32Array
}

/**
 * Groups rows by a coded column: groups in order of code point, rows without a value last.
 *
 * @param rows - row numbers, as from {@link selectDeals}
 * @param by - the column; one code per deal, −1 for none
 *
 * @example
 * ```ts
 * import { groupDeals } from "@salesdept/core/deal/funnel"
 * import { codedColumn } from "@salesdept/core/shared"
 *
 * const owners = codedColumn(["bob", "ann", null, "bob"])
 * groupDeals(Int32Array.of(0, 1, 2, 3), owners).map(({ value, rows }) => [value, rows.length]) // [["ann", 1], ["bob", 2], [null, 1]]
 * ```
 */
export const groupDeals = (rows: Int32Array, by: CodedColumn): ReadonlyArray<DealGroup> => {
  const starts = new Int32Array(by.values.length + 2)
  const slot = (row: number): number => (by.codes[row]! < 0 ? by.values.length : by.codes[row]!)
  for (const row of rows) starts[slot(row) + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  const sorted = new Int32Array(rows.length)
  for (const row of rows) sorted[next[slot(row)]!++] = row
  const order = by.values.map((value, code) => ({ value, code })).toSorted((a, b) => (a.value < b.value ? -1 : 1))
  return [...order, { value: null, code: by.values.length }]
    .map(({ value, code }) => ({ value, rows: sorted.subarray(starts[code], starts[code + 1]) }))
    .filter((group) => group.rows.length > 0)
}

/**
 * Codes a column of days by calendar period, under the labels of {@link periodOf}: `2017-05`, `2017-Q2`. Use it to break
 * figures down by month.
 *
 * @param days - day numbers since 1970-01-01; `NaN` where there is none
 * @param kind - the kind of period
 *
 * @example
 * ```ts
 * import { periodColumn } from "@salesdept/core/deal/funnel"
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * const closedDays = Float64Array.of(dayNumberOf("2026-09-30"), dayNumberOf("2026-10-01"), Number.NaN)
 * periodColumn(closedDays, "quarter").values // ["2026-Q3", "2026-Q4"]
 * ```
 */
export const periodColumn = (days: NumberColumn, kind: CalendarPeriodKind): CodedColumn => {
  const codes = new Int32Array(days.length).fill(-1)
  const values: Array<string> = []
  const codeOfName = new Map<string, number>()
  const codeOfDay = new Map<number, number>()
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (Number.isNaN(day)) continue
    let code = codeOfDay.get(day)
    if (code === undefined) {
      const name = periodOf(dateOfDayNumber(day), kind).label
      code = codeOfName.get(name) ?? values.push(name) - 1
      codeOfName.set(name, code)
      codeOfDay.set(day, code)
    }
    codes[row] = code
  }
  return { codes, values }
}
