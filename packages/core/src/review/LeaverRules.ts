import { refusedLeaver } from "../department/LeaverRules.ts"
import type { Read } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { RepId } from "../shared/Ids.ts"
import { ReviewRefused } from "./ReviewErrors.ts"

/** Somebody who is to be talked with or to do something, and the field that says so. */
type Named = readonly [personId: RepId | null | undefined, field: string]

/** Refuses the first who had left by the day of the command, or is no person: nobody talks with them, nor do they do anything. Null where all are there. */
export function* leaverAmong(
  people: ReadonlyArray<Named>,
  context: CommandContext,
): Generator<Read, ReviewRefused | null, unknown> {
  for (const [personId, field] of people) {
    const left = yield* refusedLeaver(personId, context)
    if (left === null) continue
    const { personId: id, reason } = left.data
    return new ReviewRefused(reason === "entry" ? "entryId" : "hasLeft", id, field)
  }
  return null
}
