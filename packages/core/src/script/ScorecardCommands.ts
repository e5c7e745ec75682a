import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { Work } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { scorecardAggregate } from "./Scorecard.ts"
import type { RecordScorecard, Scorecard } from "./ScorecardSchema.ts"
import { ScriptRefused } from "./ScriptErrors.ts"
import { scriptVersionAggregate } from "./ScriptVersion.ts"

/** A scorecard as commands answer it. */
export interface ScorecardAnswer {
  /** The scorecard. */
  readonly scorecard: Scorecard
}

/** A rater's scorecard of a dialog, of which there is one: who fills it twice at the same moment meets it. */
const scorecardIdOf = ({ dialogId }: RecordScorecard, raterId: string): Scorecard["id"] =>
  `scorecard_${sha256(JSON.stringify([dialogId, raterId])).slice(0, 40)}`

/** Fills a scorecard of a dialog; each rater one. Who spoke fills it as `self`, and nobody else does. */
export function* recordScorecard(
  input: RecordScorecard,
  context: CommandContext,
): Work<ScorecardAnswer, RecordExists | RecordNotFound | ScriptRefused> {
  const { dialogId, versionId, repId, raterKind } = input
  const { actor: raterId, occurredAt } = context
  const version = yield* byId(scriptVersionAggregate, versionId)
  if (version === null) return Result.fail(new RecordNotFound("scriptVersion", versionId))
  if ((raterKind === "self") !== (raterId === repId)) {
    return Result.fail(new ScriptRefused("raterKind", raterId, "raterKind"))
  }
  const known = version.steps.map(({ id }) => id)
  const unknown = input.marks.find(({ stepId }) => !known.includes(stepId))
  if (unknown !== undefined) return Result.fail(new ScriptRefused("stepUnknown", unknown.stepId, "stepId"))
  const filled = yield* where(scorecardAggregate, "dialogId", [dialogId])
  const twice = filled.find((card) => card.raterId === raterId)
  if (twice !== undefined) return Result.fail(new RecordExists("scorecard", twice.id))
  const marks = input.marks.toSorted((left, right) => known.indexOf(left.stepId) - known.indexOf(right.stepId))
  const payload = { id: scorecardIdOf(input, raterId), dialogId, versionId, repId, raterId, raterKind, marks }
  const change = recordEvents(scorecardAggregate, null, [{ type: "ScorecardFilled", payload }], {
    occurredAt,
    texts: input.comment === undefined ? undefined : { comment: input.comment },
  })
  return Result.succeed(decision([change], { scorecard: change.after }))
}
