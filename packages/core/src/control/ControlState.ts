import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { ControlFacts, UnseenFact } from "./ControlFacts.ts"
import type { ControlKind, ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
import { controlClears } from "./ControlClears.ts"
import type { Judgement } from "./Judgement.ts"
import { judge } from "./Judgement.ts"
import { ladderOrder } from "./Ladder.ts"

/** The deal of a client that needs somebody most. */
export interface WorstDeal {
  /** The deal's id. */
  readonly dealId: string
  /** The state it is in. */
  readonly state: ControlStateName
}

/** The one control state of a record, explained. JSON-safe. */
export interface ControlState {
  /** Kind of the record. */
  readonly kind: ControlKind
  /** Its id. */
  readonly id: string
  /** The state. */
  readonly state: ControlStateName
  /** The facts that put it there. */
  readonly reason: Message
  /** Since which day the state has held; null where that is not known. */
  readonly since: CalendarDate | null
  /** Whole days from `since` to the day asked about, 0 or more; null where not known. */
  readonly ageDays: number | null
  /** Who owns the record; null where nobody does. */
  readonly ownerId: string | null
  /**
   * Money at stake, in whole minor units: what is overdue, what is not documented, else the deal's amount; null where none
   * is stated. Leads and clients have none.
   */
  readonly amountMinor: number | null
  /** Its currency, ISO 4217; null where there is no amount. */
  readonly currency: string | null
  /** What would clear the state. */
  readonly clears: Message
  /** Other problems that hold too, the worst first: states the record would be in if the one above were cleared. */
  readonly also: ReadonlyArray<ControlStateName>
  /** What could not be seen of the record. */
  readonly unseen: ReadonlyArray<UnseenFact>
  /** For a client, its deal that stands highest in the ladder; null for others, and for a client without deals. */
  readonly worstDeal: WorstDeal | null
}

/** The deal of a client that needs somebody most; null of other records, and where it has none. */
export const worstDealOf = (facts: ControlFacts, policy: ControlPolicy, context: ControlContext): WorstDeal | null => {
  if (facts.kind !== "client") return null
  const order = ladderOrder(context.currency)
  let worst: Judgement | null = null
  for (const deal of facts.deals) {
    const judgement = judge(deal, policy, context)
    if (worst === null || order(judgement, worst) < 0) worst = judgement
  }
  return worst === null ? null : { dealId: worst.id, state: worst.first.state }
}

/** Puts a judgement into words. */
export const explained = (judgement: Judgement, worstDeal: WorstDeal | null): ControlState => {
  const { kind, id, ownerId, first, ageDays, also, unseen } = judgement
  return {
    kind,
    id,
    state: first.state,
    reason: first.reason(),
    since: first.since,
    ageDays,
    ownerId,
    amountMinor: first.amount?.amountMinor ?? null,
    currency: first.amount?.currency ?? null,
    clears: controlClears[first.state],
    also: also.map(({ state }) => state),
    unseen,
    worstDeal,
  }
}

/**
 * The one control state of a record at a moment. Of the problems that hold, it is the first in the policy's priority;
 * where none holds, the record is on track or closed only if everything needed to say so can be seen, else not observable.
 *
 * @param facts - what is known of the record
 * @param policy - the department's rules
 * @param context - the moment; facts dated after it are taken as they are
 * @throws InputInvalid (`priority.incomplete`); AmountUnsafe; CurrencyUnknown where an amount is in no known currency
 *
 * @example
 * ```ts
 * import { controlContext, controlStateOf, defaultControlPolicy } from "@salesdept/core/control/partition"
 *
 * const lead = { kind: "lead", id: "lead_1", ownerId: null, ownerLeftOn: null, teamId: null, segmentId: null, stepDueOn: null,
 *   lastStepDoneAt: null, lastAnswerAt: null, awaitingSince: null, lastInboundAt: null, mark: null, status: "new",
 *   receivedAt: "2026-11-20T09:00:00.000Z", closedAt: null, nextNurtureAt: null,
 *   observed: { nextSteps: true, dialogs: true, payments: true, documents: true } } as const
 * const context = controlContext({ asOf: "2026-11-23", timeZone: "Europe/Moscow", currency: "RUB" })
 * const { state, ageDays, clears } = controlStateOf(lead, defaultControlPolicy, context)
 * state // "unassigned"
 * ageDays // 3
 * clears.en // "Give it an owner who works here."
 * ```
 */
export const controlStateOf = (facts: ControlFacts, policy: ControlPolicy, context: ControlContext): ControlState =>
  explained(judge(facts, policy, context), worstDealOf(facts, policy, context))
