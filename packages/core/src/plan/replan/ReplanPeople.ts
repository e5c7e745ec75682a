import type { DateRange } from "../../shared/Period.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { calendarCovers } from "../../shared/WorkCalendar.ts"
import type { Rep } from "../../team/RepSchema.ts"
import { capacityOfPerson } from "../capacity/Capacity.ts"
import type { ReplanRep } from "./ReplanInput.ts"
import type { ReplanRepTerms } from "./ReplanQuestion.ts"

/** Who is in the department, and the days for which it is planned. */
export interface ReplanPeople {
  /** Entries by person. */
  readonly entries: ReadonlyMap<string, ReadonlyArray<Rep>>
  /** What the question says of people, by person. */
  readonly terms: { readonly [repId: string]: ReplanRepTerms }
  /** Days of the periods that remain, by label. */
  readonly days: ReadonlyMap<string, DateRange>
  /** The calendar that counts. */
  readonly calendar: WorkCalendar
}

/** Where no working calendar speaks for all of the periods, people come and go by calendar days. */
const everyDay: WorkCalendar = {
  id: "every-day",
  version: 1,
  source: "Every day is worked",
  validFrom: "0001-01-01",
  validTo: "9999-12-31",
  week: Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }]),
  extraDayHours: [],
  shortByMinutes: 0,
  exceptions: [],
}

/** The calendar where it speaks for all of the days, else every day. */
export const calendarOver = (calendar: WorkCalendar | null, ranges: ReadonlyArray<DateRange>): WorkCalendar =>
  calendar !== null && ranges.every((range) => calendarCovers(range, calendar)) ? calendar : everyDay

const effectiveDays = (
  entries: ReadonlyArray<Rep>,
  terms: ReplanRepTerms,
  days: DateRange,
  calendar: WorkCalendar,
): number => capacityOfPerson(entries, terms, days, calendar)?.effectiveDays ?? 0

/** A person as the plan is shared out to them, by what they have to do by the plan in force and by what is open. */
export const replanRepOf = (
  { calendar, days, entries, terms: all }: ReplanPeople,
  { id, currentMinor, pipelineMinor }: Pick<ReplanRep, "id" | "currentMinor" | "pipelineMinor">,
): ReplanRep => {
  const terms = all[id] ?? {}
  const { readiness, floorMinor, ceilingMinor } = terms
  const own = entries.get(id) ?? []
  return {
    id,
    currentMinor,
    effectiveDays: Object.fromEntries(
      [...days].map(([label, range]) => [label, effectiveDays(own, terms, range, calendar)]),
    ),
    pipelineMinor,
    ...(readiness === undefined ? {} : { readiness }),
    ...(floorMinor === undefined ? {} : { floorMinor }),
    ...(ceilingMinor === undefined ? {} : { ceilingMinor }),
  }
}

/** Who sells on a day that is planned for, and is not planned; by id. */
export const leftUnplanned = (
  { calendar, days, entries }: ReplanPeople,
  planned: ReadonlySet<string>,
): ReadonlyArray<string> =>
  [...entries]
    .filter(([personId, own]) => {
      const selling = own.filter(({ role }) => role === "rep")
      const isThere =
        selling.length > 0 && [...days.values()].some((range) => effectiveDays(selling, {}, range, calendar) > 0)
      return isThere && !planned.has(personId)
    })
    .map(([personId]) => personId)
    .toSorted()
