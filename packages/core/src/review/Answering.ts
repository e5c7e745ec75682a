import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { AwayDays, ReviewFacts } from "./ReviewFacts.ts"

/**
 * Who answers for what falls to a person on a day: the person, or who stands in while the person is away, for one absence where several hold,
 * as far as somebody does who is not away as well; else nobody.
 *
 * @param facts - who was away on which days
 */
export const answering = ({
  away = [],
}: Pick<ReviewFacts, "away">): ((personId: string | null, on: CalendarDate) => string | null) => {
  const daysOf = Map.groupBy(away, ({ personId }) => personId)
  const absences = (personId: string, on: CalendarDate): ReadonlyArray<AwayDays> =>
    (daysOf.get(personId) ?? []).filter(({ from, to }) => from <= on && on <= to)
  return (personId, on) => {
    const own = personId === null ? [] : absences(personId, on)
    if (own.length === 0) return personId
    return own.flatMap(({ coverId }) => coverId ?? []).find((coverId) => absences(coverId, on).length === 0) ?? null
  }
}
