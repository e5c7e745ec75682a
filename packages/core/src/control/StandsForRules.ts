import { departmentRules } from "../department/DepartmentRules.ts"
import type { Read } from "../journal/Work.ts"
import { where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import { repAggregate } from "../team/Rep.ts"
import { repRoles } from "../team/RepRole.ts"
import { teamAggregate } from "../team/Team.ts"
import { defaultTeamPolicy } from "../team/TeamPolicy.ts"

/** What hangs on a person beside records, which nobody but a head can give to others. */
export interface StandsFor {
  /** Teams that the person leads, by id: `teams.state` names another head. */
  readonly leadsTeamIds: ReadonlyArray<Id<"team">>
  /** Teams in which the person teaches, by id: `teams.state` names other mentors. */
  readonly teachesTeamIds: ReadonlyArray<Id<"team">>
  /** Entries of the people whose mentor the person is, by id: `reps.profile` names another. */
  readonly menteeRepIds: ReadonlyArray<Id<"rep">>
  /** Whether the team policy names the person among those who get leads that nobody could take. */
  readonly isFallbackOwner: boolean
}

/** Reads what hangs on a person beside records. */
export function* standsFor(
  personId: RepId,
  context: Pick<CommandContext, "defaultDepartment" | "trialDepartment">,
): Generator<Read, StandsFor, unknown> {
  const reps = yield* where(repAggregate, "role", repRoles)
  const codes = new Set(reps.flatMap(({ teamId }) => teamId ?? []))
  const led = yield* where(teamAggregate, "headId", [personId])
  const teams = codes.size === 0 ? [] : yield* where(teamAggregate, "code", [...codes])
  const { assignment } = (yield* departmentRules(context))?.team ?? defaultTeamPolicy
  const idsOf = <Named extends { readonly id: string }>(records: ReadonlyArray<Named>): ReadonlyArray<Named["id"]> =>
    records.map(({ id }) => id).toSorted()
  return {
    leadsTeamIds: idsOf(led),
    teachesTeamIds: idsOf(teams.filter(({ mentorIds }) => mentorIds.includes(personId))),
    menteeRepIds: idsOf(reps.filter(({ profile }) => profile.mentorId === personId)),
    isFallbackOwner: assignment.fallbackOwnerIds.includes(personId),
  }
}
