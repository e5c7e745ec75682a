import { addDays } from "../shared/CalendarDate.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { AwayDays } from "./ReviewFacts.ts"

/** Before every day that records state, and after. */
const [always, endless] = ["0001-01-01", "9999-12-31"]

type Entry = Pick<Rep, "personId" | "joinedOn" | "leftOn" | "absences">

/** Days on which none of a person's entries is in force: before the first day, after the last, and between two entries. */
const daysNotThere = (personId: string, entries: ReadonlyArray<Entry>): ReadonlyArray<AwayDays> => {
  const days: Array<AwayDays> = []
  let from: string | null = always
  const stays = entries.map(({ joinedOn, leftOn }) => ({ from: joinedOn ?? always, to: leftOn ?? endless }))
  for (const stay of stays.toSorted((left, right) => (left.from < right.from ? -1 : 1))) {
    if (from === null) break
    if (stay.from > from) days.push({ personId, from, to: addDays(stay.from, -1), coverId: null })
    if (stay.to >= from) from = stay.to === endless ? null : addDays(stay.to, 1)
  }
  return from === null ? days : [...days, { personId, from, to: endless, coverId: null }]
}

/**
 * When people were not there: the days away that are recorded, whenever that was done, and those before the first day and after the last.
 *
 * @param reps - the entries of people, one or more of each
 */
export const daysAway = (reps: ReadonlyArray<Entry>): ReadonlyArray<AwayDays> =>
  [...Map.groupBy(reps, ({ personId }) => personId)].flatMap(([personId, entries]) => [
    ...entries.flatMap(({ absences }) => absences.map(({ from, to, coverId }) => ({ personId, from, to, coverId }))),
    ...daysNotThere(personId, entries),
  ])
