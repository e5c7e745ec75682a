import * as Result from "effect/Result"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Change } from "../journal/Decision.ts"
import { recordEvents } from "../journal/Decision.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { Read } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { ActorId } from "../shared/Actor.ts"
import type { OverrideBudgetId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { periodOf } from "../shared/Period.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { approvalAggregate, coversDeal, holdsAt, overrideApprovalKind } from "./Approval.ts"
import { OverrideRefused } from "./ApprovalErrors.ts"
import type { Approval } from "./ApprovalSchema.ts"
import type { Deal, MoveDeal } from "./DealSchema.ts"
import type { MoveUnmet } from "./Gate.ts"
import type { OverrideMark } from "./Override.ts"
import { overridable, overrideBudgetAggregate } from "./Override.ts"

/** A move whose conditions are not met, and when it would be made. */
export interface UnmetMove {
  /** The deal. */
  readonly deal: Deal
  /** Stage to be entered. */
  readonly to: string
  /** What is not met. */
  readonly unmet: ReadonlyArray<MoveUnmet>
  /** The instant. */
  readonly movedAt: Instant
}

/** An override that may be made, with what it changes beside the deal. */
export interface DecidedOverride {
  /** For the move's event. */
  readonly marked: OverrideMark
  /** Why, for the texts. */
  readonly reason: string
  /** The budget, and the approval where one was used. */
  readonly changes: ReadonlyArray<Change>
}

/** Id of the record on which a person's overrides within a period stand: ids of persons may hold any character. */
const overrideBudgetId = (personId: ActorId, period: string): OverrideBudgetId =>
  `override_${sha256(`${period} ${personId}`).slice(0, 32)}`

/**
 * Decides whether the conditions a move lacks may be passed over: the department allows it, only conditions are unmet, somebody
 * who may stands for it, and the person's budget of the period is not used up. The budget is one record, so that two overrides
 * at once cannot both be the last.
 */
export function* decideOverride(
  move: UnmetMove,
  given: NonNullable<MoveDeal["override"]>,
  config: DepartmentConfig,
  context: CommandContext,
): Generator<Read, Result.Result<DecidedOverride, OverrideRefused>, unknown> {
  const { deal, movedAt } = move
  const refused = (rule: OverrideRefused["data"]["rule"]) => Result.fail(new OverrideRefused(deal.id, rule))
  const policy = config.overrides
  if (policy === undefined) return refused("notAllowed")
  const unmet = overridable(move.unmet)
  if (unmet === null) return refused("graph")
  let approval: Approval | null = null
  if (given.approvalId !== undefined) {
    approval = yield* byId(approvalAggregate, given.approvalId)
    const fits =
      approval !== null &&
      approval.dealId === deal.id &&
      approval.kindId === overrideApprovalKind &&
      approval.usedAt === null &&
      // Asked for in one stage, it passes no gate of a later one.
      (approval.terms === null || approval.terms.stageId === deal.stageId) &&
      coversDeal(approval, deal) &&
      holdsAt(approval, context.recordedAt)
    if (!fits) return refused("approval")
  }
  const approverId =
    approval?.decidedBy ?? (policy.roles.some((role) => context.roles.includes(role)) ? context.actor : null)
  if (approverId === null) return refused("approver")
  // By our own clock: when it happened is the caller's to say, and another month must be no second budget.
  const period = periodOf(localDateOf(context.recordedAt, config.timeZone), policy.period).label
  const personId = context.actor
  const id = overrideBudgetId(personId, period)
  const budget = yield* byId(overrideBudgetAggregate, id)
  if ((budget?.overrides.length ?? 0) >= policy.perPerson) return refused("budget")
  const approvalId = approval?.id ?? null
  const override = { dealId: deal.id, from: deal.stageId, to: move.to, approverId, approvalId, unmet }
  const counted = recordEvents(
    overrideBudgetAggregate,
    budget,
    [{ type: "GateOverridden", payload: { id, personId, period, override } }],
    { occurredAt: movedAt },
  )
  const used =
    approval === null
      ? []
      : [
          recordEvents(approvalAggregate, approval, [{ type: "ApprovalUsed", payload: { overrideId: id } }], {
            occurredAt: movedAt,
          }),
        ]
  return Result.succeed({
    marked: { approverId, approvalId, budgetId: id, unmet },
    reason: given.reason,
    changes: [counted, ...used],
  })
}
