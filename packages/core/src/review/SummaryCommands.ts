import * as Result from "effect/Result"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { commitmentAggregate } from "./Commitment.ts"
import { summaryAggregate } from "./Summary.ts"
import type { PeriodClosed } from "./Summary.ts"

/** What closing one scope's period led to. */
export interface PeriodClosedAnswer {
  /** Whether it is closed now; false where it was closed before, and stays as it was. */
  readonly isNew: boolean
  /** Commitments that were set to missed. */
  readonly missed: number
}

/**
 * Stores a summary that a service has made, and sets the rep's commitments that are open at the end of the period to missed. Where
 * the period was closed before, nothing is written.
 */
export function* closeScope(
  payload: PeriodClosed["payload"],
  context: CommandContext,
): Work<PeriodClosedAnswer, never> {
  if ((yield* byId(summaryAggregate, payload.id)) !== null) {
    return Result.succeed(decision([], { isNew: false, missed: 0 }))
  }
  const { occurredAt, actor } = context
  const closed = recordEvents(summaryAggregate, null, [{ type: "PeriodClosed", payload }], { occurredAt })
  const theirs =
    payload.scope === "rep" && payload.scopeId !== null
      ? yield* where(commitmentAggregate, "repId", [payload.scopeId])
      : []
  const missed = theirs
    .filter(({ status, dueOn }) => status === "open" && dueOn < payload.periodTo)
    .map((commitment): Change =>
      recordEvents(
        commitmentAggregate,
        commitment,
        [{ type: "CommitmentEnded", payload: { to: "missed", by: actor } }],
        { occurredAt },
      ),
    )
  return Result.succeed(decision([closed, ...missed], { isNew: true, missed: missed.length }))
}
