import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { ControlBase, SingleFacts } from "./ControlFacts.ts"
import type { ControlKind, ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
import { controlKinds, stateRanks } from "./ControlPolicy.ts"
import type { ControlState, WorstDeal } from "./ControlState.ts"
import { explained, worstDealOf } from "./ControlState.ts"
import type { Judgement } from "./Judgement.ts"
import { judge } from "./Judgement.ts"
import { ladderOrder } from "./Ladder.ts"

/** What a department promises: states that must be empty. Plain data. */
export interface CoveragePolicy {
  /** Kinds of records that are checked. */
  readonly kinds: ReadonlyArray<ControlKind>
  /**
   * States in which no record may be. A problem counts where it holds, also behind a worse one. With `notObservable` in the
   * list, what cannot be seen is not covered either.
   */
  readonly states: ReadonlyArray<ControlStateName>
}

/** Nobody unassigned, unanswered, forgotten or overdue. */
export const defaultCoveragePolicy: CoveragePolicy = {
  kinds: controlKinds,
  states: ["unassigned", "newUnanswered", "stepOverdue", "waitingOnUs", "noNextStep"],
}

/** A record that is not covered. */
export interface Uncovered extends ControlState {
  /** The states of the policy that hold for it, the worst first. */
  readonly holds: ReadonlyArray<ControlStateName>
}

/** Whether a base is under control as promised. JSON-safe. */
export interface Coverage {
  /** The moment. */
  readonly asOf: Instant
  /** Its day in the tenant's zone. */
  readonly today: CalendarDate
  /** Whether no record is uncovered. */
  readonly isCovered: boolean
  /** Records checked. */
  readonly checked: number
  /** Records of which nothing can be said; covered unless the policy names `notObservable`. */
  readonly notObservable: number
  /** Exactly the records that are not covered, in the order of the ladder. */
  readonly uncovered: ReadonlyArray<Uncovered>
}

interface Found {
  readonly judgement: Judgement
  readonly worstDeal: () => WorstDeal | null
  readonly holds: ReadonlyArray<ControlStateName>
}

/** Takes records in as they were judged, and keeps those that are not covered. */
export interface CoverageTally {
  /** Takes in one record; of a client, its worst deal is asked for where it is told. */
  readonly add: (facts: SingleFacts, judgement: Judgement, worstDeal: () => WorstDeal | null) => void
  /** What was found. */
  readonly coverage: () => Coverage
}

/**
 * Begins to check.
 *
 * @throws InputInvalid (`priority.incomplete`)
 */
export const coverageTally = (
  policy: ControlPolicy,
  context: ControlContext,
  promised: CoveragePolicy = defaultCoveragePolicy,
): CoverageTally => {
  stateRanks(policy)
  const wanted = new Set(promised.states)
  const kinds = new Set(promised.kinds)
  const found: Array<Found> = []
  let checked = 0
  let notObservable = 0
  return {
    add: (facts, judgement, worstDeal) => {
      if (!kinds.has(facts.kind)) return
      checked++
      if (judgement.first.state === "notObservable") notObservable++
      const holds = [judgement.first, ...judgement.also].flatMap(({ state }) => (wanted.has(state) ? [state] : []))
      if (holds.length > 0) found.push({ judgement, worstDeal, holds })
    },
    coverage: () => {
      const order = ladderOrder(context.currency)
      found.sort((left, right) => order(left.judgement, right.judgement))
      return {
        asOf: context.asOf,
        today: context.today,
        isCovered: found.length === 0,
        checked,
        notObservable,
        uncovered: found.map(({ judgement, worstDeal, holds }) => ({
          ...explained(judgement, worstDeal()),
          holds,
        })),
      }
    },
  }
}

/**
 * Checks the promise of control: no record in any of the states that must be empty. For health checks and host test suites.
 *
 * @param base - all records
 * @param policy - the department's rules
 * @param context - the moment
 * @param promised - which states must be empty; {@link defaultCoveragePolicy} where left out
 * @throws InputInvalid (`priority.incomplete`); CurrencyUnknown where an amount is in no known currency
 *
 * @example
 * ```ts
 * import { controlContext, coverageOf, defaultControlPolicy } from "@salesdept/core/control"
 *
 * const lead = { kind: "lead", id: "lead_1", ownerId: null, ownerLeftOn: null, teamId: null, segmentId: null, stepDueOn: null,
 *   lastStepDoneAt: null, lastAnswerAt: null, awaitingSince: null, lastInboundAt: null, mark: null, status: "new",
 *   receivedAt: "2026-11-20T09:00:00.000Z", closedAt: null, nextNurtureAt: null,
 *   observed: { nextSteps: true, dialogs: true, payments: true, documents: true } } as const
 * const context = controlContext({ asOf: "2026-11-23", timeZone: "Europe/Moscow", currency: "RUB" })
 * const { isCovered, uncovered } = coverageOf({ lead: [lead], client: [], deal: [] }, defaultControlPolicy, context)
 * isCovered // false
 * uncovered.map(({ id, holds }) => [id, holds]) // [["lead_1", ["unassigned", "newUnanswered"]]]
 * ```
 */
export const coverageOf = (
  base: ControlBase,
  policy: ControlPolicy,
  context: ControlContext,
  promised: CoveragePolicy = defaultCoveragePolicy,
): Coverage => {
  const tally = coverageTally(policy, context, promised)
  for (const kind of controlKinds) {
    if (!promised.kinds.includes(kind)) continue
    for (const facts of base[kind]) {
      tally.add(facts, judge(facts, policy, context), () => worstDealOf(facts, policy, context))
    }
  }
  return tally.coverage()
}
