import * as Result from "effect/Result"
import type { Work } from "../journal/Work.ts"
import { byIds, isErased, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { repAggregate } from "../team/Rep.ts"
import type { RepsAnswer } from "../team/RepCommands.ts"
import { stateReps } from "../team/RepCommands.ts"
import type { StateReps } from "../team/RepSchema.ts"

/**
 * Records the salespeople of a source. Of a person whom the base knows by another record, such as the host's own, or whom the source
 * writes in two ways, nothing more is stated: a person is one rep. A name that was erased is not brought back.
 */
export function* importReps({ rows }: StateReps, context: CommandContext): Work<RepsAnswer, never> {
  const people = [...new Set(rows.map(({ personId }) => personId))]
  const recordOf = new Map((yield* where(repAggregate, "personId", people)).map(({ id, personId }) => [personId, id]))
  const own = rows.filter(({ id, personId }) => {
    if (!recordOf.has(personId)) recordOf.set(personId, id)
    return recordOf.get(personId) === id
  })
  const known = yield* byIds(
    repAggregate,
    own.map(({ id }) => id),
  )
  const texts = yield* textsOf([...known.values()])
  // What files do not carry, and a team that these do not name, stay as they are here: who has left does not come back by an export.
  const whole = own.map((row) => {
    const rep = known.get(row.id)
    return rep === undefined
      ? row
      : { ...row, teamId: row.teamId ?? rep.teamId, joinedOn: rep.joinedOn, leftOn: rep.leftOn }
  })
  const nameless = new Set([...known.values()].flatMap((rep) => (isErased(rep, texts) ? [rep.id] : [])))
  const stated = yield* stateReps({ rows: whole }, context, nameless)
  return Result.map(stated, (decided) => ({
    ...decided,
    answer: { ...decided.answer, unchanged: decided.answer.unchanged + rows.length - own.length },
  }))
}
