import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { Message } from "../../shared/Message.ts"
import type { DateRange } from "../../shared/Period.ts"
import type { RepValues } from "../../team/RepSchema.ts"
import type { Target } from "../record/PlanSchema.ts"

/** A person's last day, of all entries; null while one of them stays. */
const lastDayOf = (entries: ReadonlyArray<Pick<RepValues, "leftOn">>): CalendarDate | null =>
  entries.reduce<CalendarDate | null>(
    (last, { leftOn }) => (last === null || leftOn === null ? null : leftOn > last ? leftOn : last),
    "",
  )

/**
 * What is said of targets that nobody works for: of periods that are not over those of whoever left before they began.
 *
 * @param targets - those that are compared
 * @param reps - everybody's entries in the team
 * @param on - the last day whose facts count
 * @param daysOf - the days of a period; null for a label of none
 */
export const goneNotes = (
  targets: ReadonlyArray<Target>,
  reps: Iterable<Pick<RepValues, "personId" | "leftOn">>,
  on: CalendarDate,
  daysOf: (label: string) => DateRange | null,
): ReadonlyArray<Message> => {
  const entries = Map.groupBy(reps, ({ personId }) => personId)
  const gone = targets.filter(({ repId, period, value }) => {
    const days = daysOf(period)
    if (days === null || days.to <= on) return false
    const left = repId === null || value === 0 ? null : lastDayOf(entries.get(repId) ?? [{ leftOn: null }])
    return left !== null && left < days.from
  })
  return [...Map.groupBy(gone, ({ period }) => period)].map(([period, own]) => {
    const names = [...new Set(own.flatMap(({ repId }) => repId ?? []))].toSorted().join(", ")
    return {
      en: `${period}: whoever left before it began still has targets in it, for which nobody works: ${names}; a correction of the plan shares them out anew`,
      ru: `${period}: до его начала ушли, но цели на него остались: ${names}; их никто не выполняет, исправление плана распределит их заново`,
    }
  })
}
