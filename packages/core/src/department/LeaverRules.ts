import type { Read } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { isId } from "../shared/Ids.ts"
import type { RepId } from "../shared/Ids.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { repAggregate } from "../team/Rep.ts"
import { RecipientNotActive } from "../team/TeamErrors.ts"
import { departmentRules } from "./DepartmentRules.ts"

export type { RecipientNotActive } from "../team/TeamErrors.ts"

/**
 * Says that an entry of the team is named in place of its person: records given to it would be nobody's, and its plan and reviews without facts. Null
 * for anybody else; a host may call its people as entries are called.
 */
export function* refusedEntry(personId: RepId | null | undefined): Generator<Read, RecipientNotActive | null, unknown> {
  if (typeof personId !== "string" || !isId("rep", personId)) return null
  if ((yield* byId(repAggregate, personId)) === null) return null
  return (yield* where(repAggregate, "personId", [personId])).length === 0
    ? new RecipientNotActive(personId, "entry")
    : null
}

/**
 * Says that somebody who is to get work had left by the day of the command, or is an entry and no person: nobody would do it. Null where the person is there, or is nobody of the team's, which the host may keep elsewhere.
 */
export function* refusedLeaver(
  personId: RepId | null | undefined,
  context: CommandContext,
): Generator<Read, RecipientNotActive | null, unknown> {
  if (typeof personId !== "string") return null
  const entries = yield* where(repAggregate, "personId", [personId])
  if (entries.length === 0) return yield* refusedEntry(personId)
  if (entries.some(({ leftOn }) => leftOn === null)) return null
  const today = localDateOf(context.occurredAt, (yield* departmentRules(context))?.timeZone ?? "UTC")
  const hasLeft = entries.every(({ leftOn }) => leftOn !== null && leftOn < today)
  return hasLeft ? new RecipientNotActive(personId, "left") : null
}
