import * as Result from "effect/Result"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Work } from "../journal/Work.ts"
import { byIds, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { teamAggregate } from "./Team.ts"
import type { StateTeams, Team } from "./TeamSchema.ts"

/** What stating teams changed. */
export interface TeamsAnswer {
  /** Teams that were not there. */
  readonly created: number
  /** Teams that took new values. */
  readonly changed: number
  /** Teams of which nothing new was said. */
  readonly unchanged: number
}

const isSame = (team: Team, stated: Omit<Team, keyof RecordState | "id">): boolean =>
  team.code === stated.code &&
  team.headId === stated.headId &&
  team.parentCode === stated.parentCode &&
  team.mentorIds.length === stated.mentorIds.length &&
  team.mentorIds.every((id, index) => id === stated.mentorIds[index])

/** Records teams as they are stated; what is already so changes nothing. */
export function* stateTeams(input: StateTeams, context: CommandContext): Work<TeamsAnswer, never> {
  const teams = yield* byIds(
    teamAggregate,
    input.rows.map(({ id }) => id),
  )
  const texts = yield* textsOf([...teams.values()])
  const changes: Array<Change> = []
  let created = 0
  for (const { id, code, name, headId = null, mentorIds = [], parentCode = null } of input.rows) {
    const stated = { id, code, headId, mentorIds, parentCode }
    const team = teams.get(id) ?? null
    const renamed = texts.get(id)?.["name"] !== name
    if (team !== null && !renamed && isSame(team, stated)) continue
    if (team === null) created += 1
    changes.push(
      recordEvents(teamAggregate, team, [{ type: "TeamStated", payload: stated }], {
        occurredAt: context.occurredAt,
        texts: renamed ? { name } : undefined,
      }),
    )
  }
  const changed = changes.length - created
  return Result.succeed(decision(changes, { created, changed, unchanged: input.rows.length - changes.length }))
}
