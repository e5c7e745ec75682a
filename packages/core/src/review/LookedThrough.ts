import type { DateRange } from "../shared/Period.ts"
import { daysIn } from "../shared/Period.ts"

const inOrder = (ranges: ReadonlyArray<DateRange>): ReadonlyArray<DateRange> =>
  ranges.toSorted((left, right) => (left.from < right.from ? -1 : 1))

/** The same days, in order and without overlaps: those that touch are one. */
export const joined = (ranges: ReadonlyArray<DateRange>): ReadonlyArray<DateRange> => {
  const all: Array<DateRange> = []
  for (const { from, to } of inOrder(ranges)) {
    const last = all.at(-1)
    if (last === undefined || last.to < from) all.push({ from, to })
    else if (last.to < to) all[all.length - 1] = { from: last.from, to }
  }
  return all
}

/** How many days of a period are among these. */
export const daysWithin = (ranges: ReadonlyArray<DateRange>, { from, to }: DateRange): number =>
  joined(ranges).reduce((days, range) => {
    const part = { from: range.from > from ? range.from : from, to: range.to < to ? range.to : to }
    return days + (part.from < part.to ? daysIn(part) : 0)
  }, 0)
