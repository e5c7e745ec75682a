import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { AwayDays, ReviewFacts } from "./ReviewFacts.ts"

/**
 * Who answers for what falls to a person on a day: the person, or who stands in while the person is away, as far as somebody does who is not
 * away as well; else nobody.
 *
 * @param facts - who was away on which days
 */
export const answering = ({
  away = [],
}: Pick<ReviewFacts, "away">): ((personId: string | null, on: CalendarDate) => string | null) => {
  const daysOf = Map.groupBy(away, ({ personId }) => personId)
  const absence = (personId: string, on: CalendarDate): AwayDays | undefined =>
    daysOf.get(personId)?.find(({ from, to }) => from <= on && on <= to)
  return (personId, on) => {
    const days = personId === null ? undefined : absence(personId, on)
    if (days === undefined) return personId
    return days.coverId === null || absence(days.coverId, on) !== undefined ? null : days.coverId
  }
}
