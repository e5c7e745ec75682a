import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, isoWeekdayOf } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { AssignmentCandidate } from "../team/Candidate.ts"
import { readinessOf } from "../team/Readiness.ts"
import { absenceOfPerson, entryInForce, isEmployed, knowledgeOn } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { TeamPolicy } from "../team/TeamPolicy.ts"

/** Whether a person has working hours of its own, and none of them on a day. */
const isFreeOn = ({ profile: { week } }: Rep, on: CalendarDate): boolean =>
  week !== null && (week[isoWeekdayOf(on) - 1] ?? []).length === 0

/** The same of the day that it is where the person works. */
export const isOffDay = (rep: Rep | undefined, at: Instant, timeZone: string): boolean =>
  rep !== undefined && isFreeOn(rep, localDateOf(at, rep.profile.timeZone ?? timeZone))

/** On how many of so many days up to and with a day a person was there: today at least, since it is asked of who may get a lead. */
export const presentDaysOf = (entries: ReadonlyArray<Rep>, today: CalendarDate, lastDays: number): number => {
  const isThere = (on: CalendarDate): boolean =>
    entries.some((rep) => isEmployed(rep, on) && !isFreeOn(rep, on)) && absenceOfPerson(entries, on) === null
  let days = 1
  for (let back = 1; back < lastDays; back++) if (isThere(addDays(today, -back))) days++
  return days
}

/** What the entries of a person say of it on a day, but for what it works on. */
export const candidateOf = (
  personId: RepId,
  entries: ReadonlyArray<Rep>,
  today: CalendarDate,
  team: TeamPolicy,
): Omit<AssignmentCandidate, "loadEffort" | "receivedCount" | "conversion"> => {
  const rep = entryInForce(entries, today)
  const programme = team.programmes.find(({ id }) => id === team.requiredProgrammeId) ?? null
  return {
    personId,
    teamId: rep?.teamId ?? null,
    takesLeads: rep?.role === "rep",
    isEmployed: entries.some((entry) => isEmployed(entry, today)),
    isAbsent: absenceOfPerson(entries, today) !== null,
    readiness: readinessOf(rep ?? { enrolments: [] }, programme, today),
    capacityEffort: rep?.profile.capacityEffort ?? team.defaultCapacityEffort,
    languages: rep?.profile.languages ?? [],
    knowledge: rep === undefined ? [] : knowledgeOn(rep, today).map(({ kind, of, level }) => ({ kind, of, level })),
  }
}
