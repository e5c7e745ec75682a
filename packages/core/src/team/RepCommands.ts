import * as Result from "effect/Result"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byIds, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { repAggregate } from "./Rep.ts"
import type { StateReps } from "./RepSchema.ts"

/** What stating reps changed. */
export interface RepsAnswer {
  /** Reps that were not there. */
  readonly created: number
  /** Reps that took new values. */
  readonly changed: number
  /** Reps of whom nothing new was said. */
  readonly unchanged: number
}

/**
 * Records reps as they are stated; what is already so changes nothing.
 *
 * @param nameless - ids of those whose names are not taken
 */
export function* stateReps(
  input: StateReps,
  context: CommandContext,
  nameless: ReadonlySet<string> = new Set(),
): Work<RepsAnswer, never> {
  const reps = yield* byIds(
    repAggregate,
    input.rows.map(({ id }) => id),
  )
  const texts = yield* textsOf([...reps.values()])
  const changes: Array<Change> = []
  let created = 0
  for (const { id, personId, name, teamId = null, joinedOn = null, leftOn = null } of input.rows) {
    const stated = { id, personId, teamId, joinedOn, leftOn }
    const rep = reps.get(id) ?? null
    const renamed = !nameless.has(id) && texts.get(id)?.["name"] !== name
    const same =
      rep !== null &&
      rep.personId === personId &&
      rep.teamId === teamId &&
      rep.joinedOn === joinedOn &&
      rep.leftOn === leftOn
    if (same && !renamed) continue
    if (rep === null) created += 1
    changes.push(
      recordEvents(repAggregate, rep, [{ type: "RepStated", payload: stated }], {
        occurredAt: context.occurredAt,
        texts: renamed ? { name } : undefined,
      }),
    )
  }
  const changed = changes.length - created
  return Result.succeed(decision(changes, { created, changed, unchanged: input.rows.length - changes.length }))
}
