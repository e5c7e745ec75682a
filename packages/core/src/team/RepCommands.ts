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

/** Records reps as they are stated; what is already so changes nothing. */
export function* stateReps(input: StateReps, context: CommandContext): Work<RepsAnswer, never> {
  const reps = yield* byIds(
    repAggregate,
    input.rows.map(({ id }) => id),
  )
  const texts = yield* textsOf([...reps.values()])
  const changes: Array<Change> = []
  let created = 0
  for (const { name, ...stated } of input.rows) {
    const rep = reps.get(stated.id) ?? null
    const renamed = texts.get(stated.id)?.["name"] !== name
    const same =
      rep !== null &&
      rep.personId === stated.personId &&
      rep.teamId === stated.teamId &&
      rep.joinedOn === stated.joinedOn &&
      rep.leftOn === stated.leftOn
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
