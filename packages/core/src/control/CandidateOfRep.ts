import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { AssignmentCandidate } from "../team/Candidate.ts"
import { readinessOf } from "../team/Readiness.ts"
import { absenceOn, isEmployed, knowledgeOn } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { TeamPolicy } from "../team/TeamPolicy.ts"

/**
 * What the entries of a person say of it on a day, but for what it works on. Of several entries the one in force counts, the last
 * by id.
 */
export const candidateOf = (
  personId: RepId,
  entries: ReadonlyArray<Rep>,
  today: CalendarDate,
  team: TeamPolicy,
): Omit<AssignmentCandidate, "loadEffort" | "receivedCount" | "conversion"> => {
  const employed = entries.filter((rep) => isEmployed(rep, today))
  const rep = (employed.length > 0 ? employed : entries).toSorted((left, right) => (left.id < right.id ? -1 : 1)).at(-1)
  const programme = team.programmes.find(({ id }) => id === team.requiredProgrammeId) ?? null
  return {
    personId,
    teamId: rep?.teamId ?? null,
    takesLeads: rep?.role === "rep",
    isEmployed: employed.length > 0,
    isAbsent: rep !== undefined && absenceOn(rep, today) !== null,
    readiness: readinessOf(rep ?? { enrolments: [] }, programme, today),
    capacityEffort: rep?.profile.capacityEffort ?? team.defaultCapacityEffort,
    languages: rep?.profile.languages ?? [],
    knowledge: rep === undefined ? [] : knowledgeOn(rep, today).map(({ kind, of, level }) => ({ kind, of, level })),
  }
}
