import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays } from "../../shared/CalendarDate.ts"
import type { Message } from "../../shared/Message.ts"
import type { Period } from "../../shared/Period.ts"
import { daysIn } from "../../shared/Period.ts"

/**
 * Two lengths explain part of a difference where they are more than a twentieth of the longer apart: four weeks and five, February and
 * January, not 30 days and 31, two quarters or a leap year.
 */
const mostApart = 0.05

/**
 * What makes two periods hard to compare.
 *
 * @param period - the period explained
 * @param base - what it is compared with; null for a plan
 * @param on - the last day of which something is known
 */
export const varianceNotes = (period: Period, base: Period | null, on: CalendarDate): ReadonlyArray<Message> => {
  const notes: Array<Message> = []
  if (period.to > addDays(on, 1))
    notes.push({
      en: `${period.label} is not over by ${on}, and what it is compared with is whole: what is still to come counts as missing`,
      ru: `К ${on} период ${period.label} не закончен, а сравнивается он с целым: то, что ещё придёт, выглядит недостачей`,
    })
  if (base === null) return notes
  const [days, baseDays] = [daysIn(period), daysIn(base)]
  if (Math.abs(days - baseDays) > mostApart * Math.max(days, baseDays))
    notes.push({
      en: `${period.label} has ${days} days and ${base.label} ${baseDays}: part of the difference is the length`,
      ru: `Дней в периоде ${period.label} — ${days}, в ${base.label} — ${baseDays}: часть разницы объясняется длиной`,
    })
  if (period.from < base.to && base.from < period.to)
    notes.push({
      en: `${period.label} and ${base.label} have days in common: their deals are on both sides`,
      ru: `${period.label} и ${base.label} пересекаются: сделки общих дней есть с обеих сторон`,
    })
  return notes
}
