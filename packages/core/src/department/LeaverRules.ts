import type { Read } from "../journal/Work.ts"
import { where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { RepId } from "../shared/Ids.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { repAggregate } from "../team/Rep.ts"
import { RecipientNotActive } from "../team/TeamErrors.ts"
import { departmentRules } from "./DepartmentRules.ts"

export type { RecipientNotActive } from "../team/TeamErrors.ts"

/**
 * Says that somebody who is to get work had left by the day of the command: nobody would do it. Null where the person is there, or is
 * nobody of the team's, which the host may keep elsewhere.
 */
export function* refusedLeaver(
  personId: RepId | null | undefined,
  context: CommandContext,
): Generator<Read, RecipientNotActive | null, unknown> {
  if (typeof personId !== "string") return null
  const entries = yield* where(repAggregate, "personId", [personId])
  if (entries.length === 0 || entries.some(({ leftOn }) => leftOn === null)) return null
  const today = localDateOf(context.occurredAt, (yield* departmentRules(context))?.timeZone ?? "UTC")
  const hasLeft = entries.every(({ leftOn }) => leftOn !== null && leftOn < today)
  return hasLeft ? new RecipientNotActive(personId, "left") : null
}
