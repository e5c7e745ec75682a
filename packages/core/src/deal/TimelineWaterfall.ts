import { addDays, dayNumberOf } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { addMinor } from "../shared/Money.ts"
import type { DateRange } from "../shared/Period.ts"
import { rangeProblems } from "./DealRows.ts"
import type { DealState, DealTimeline } from "./DealTimeline.ts"
import { stateOn } from "./DealTimeline.ts"
import type { Waterfall, WaterfallBucketKind, WaterfallMeasure } from "./Waterfall.ts"
import { waterfallBucketKinds, waterfallTally } from "./Waterfall.ts"

/** Which deals are in the pipeline that a waterfall is about; what is absent does not restrict. */
export interface WaterfallScope {
  /** Deals of these owners: one rep, or a team. */
  readonly ownerIds?: ReadonlyArray<string>
  /** Deals of this pipeline. */
  readonly pipelineId?: string
  /** Deals expected to close on these days (the end is exclusive): what the period's plan rests on. */
  readonly expectedClose?: DateRange
}

/** Settings of {@link timelineWaterfall}. */
export interface TimelineWaterfallSettings extends WaterfallScope {
  /** By `flow` every movement within the days; by `pair` what each deal was before the first and at the end of the last. */
  readonly kind: "flow" | "pair"
  /** The days; the end is exclusive. */
  readonly period: DateRange
  /** ISO 4217 code; deals in other currencies are outside, and deals that change theirs cross the bar `currency`. */
  readonly currency: string
  /** Stated amounts (default) or list prices; a changed list price is in the bars of amounts then. */
  readonly measure?: WaterfallMeasure
}

/** The frame of a scope, ready to judge states by. */
interface Scope {
  readonly currency: string
  readonly owners: ReadonlySet<string> | null
  readonly pipelineId: string | null
  readonly expected: readonly [from: number, to: number] | null
}

const ownsIt = ({ owners, pipelineId }: Scope, state: DealState): boolean =>
  (owners === null || (state.ownerId !== null && owners.has(state.ownerId))) &&
  (pipelineId === null || state.pipelineId === pipelineId)

const expectsIt = ({ expected }: Scope, { expectedDay }: DealState): boolean =>
  expected === null || (expectedDay !== null && expectedDay >= expected[0] && expectedDay < expected[1])

const holds = (scope: Scope, state: DealState | null): state is DealState =>
  state !== null &&
  state.outcome === "open" &&
  !state.isRemoved &&
  state.currency === scope.currency &&
  ownsIt(scope, state) &&
  expectsIt(scope, state)

/**
 * Why a deal is in the pipeline that was not, by the first reason that holds: it is new, it was open (or in the base) again, it was in another
 * currency, under another owner (or pipeline), expected on other days.
 */
const whyCome = (scope: Scope, before: DealState | null): WaterfallBucketKind => {
  if (before === null) return "new"
  if (before.outcome !== "open" || before.isRemoved) return "reopened"
  if (before.currency !== scope.currency) return "currency"
  return ownsIt(scope, before) ? "pulledIn" : "ownerIn"
}

/** Why a deal is in the pipeline no more, by the first reason that holds: removed, won or lost, currency, owner, days. */
const whyGone = (scope: Scope, after: DealState | null): WaterfallBucketKind => {
  if (after === null || after.isRemoved) return "removed"
  if (after.outcome !== "open") return after.outcome
  if (after.currency !== scope.currency) return "currency"
  return ownsIt(scope, after) ? "pushedOut" : "ownerOut"
}

/**
 * The waterfall of the open pipeline from whole histories, with every bar. By `flow` each movement counts on its day, so that
 * adjoining periods telescope: levels meet, and their bars add up to the bars of the whole. By `pair` each deal is in one bar at
 * most. Either way `start` and all bars make `end`, in count and in money, for every scope; between scopes that share out the
 * deals, hand-overs cancel in count.
 *
 * @param timelines - the deals
 * @param settings - kind, days, currency, scope
 * @throws InputInvalid where a date does not exist or the days are reversed; AmountUnsafe where a sum passes 2^53−1
 *
 * @example
 * ```ts
 * import { timelineWaterfall } from "@salesdept/core/deal/funnel"
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * const state = { outcome: "open", isRemoved: false, stageId: "offer", pipelineId: "sales", ownerId: "ann",
 *   amountMinor: 95_000_00, listAmountMinor: null, currency: "RUB", expectedDay: null } as const
 * const deal = { dealId: "1", states: [
 *   { ...state, day: dayNumberOf("2026-01-15") },
 *   { ...state, day: dayNumberOf("2026-02-10"), outcome: "won" as const },
 * ] }
 * const period = { from: "2026-02-01", to: "2026-03-01" }
 * const { start, buckets, end } = timelineWaterfall([deal], { kind: "flow", period, currency: "RUB", ownerIds: ["ann"] })
 * buckets.find(({ kind }) => kind === "won") // { kind: "won", countChange: -1, amountChangeMinor: -9500000, dealIds: ["1"] }
 * start // { dealCount: 1, amountMinor: 9500000 }
 * end // { dealCount: 0, amountMinor: 0 }
 * ```
 */
export const timelineWaterfall = (
  timelines: ReadonlyArray<DealTimeline>,
  settings: TimelineWaterfallSettings,
): Waterfall => {
  const { kind, period, currency, measure = "amount", ownerIds, pipelineId, expectedClose } = settings
  const problems = [...rangeProblems("period", period), ...rangeProblems("expectedClose", expectedClose)]
  if (problems.length > 0) throw new InputInvalid(problems)
  const scope: Scope = {
    currency,
    owners: ownerIds === undefined ? null : new Set(ownerIds),
    pipelineId: pipelineId ?? null,
    expected: expectedClose === undefined ? null : [dayNumberOf(expectedClose.from), dayNumberOf(expectedClose.to)],
  }
  // Without a scope by expected days nothing can be pulled in or pushed out of it.
  const notObservable: ReadonlyArray<WaterfallBucketKind> = expectedClose === undefined ? ["pulledIn", "pushedOut"] : []
  const tally = waterfallTally(new Set(waterfallBucketKinds.filter((bar) => !notObservable.includes(bar))))
  const [firstDay, endDay] = [dayNumberOf(period.from), dayNumberOf(period.to)]
  const levels = { start: { dealCount: 0, amountMinor: 0 }, end: { dealCount: 0, amountMinor: 0 } }
  const unstated = new Set<string>()
  const amountOf = (id: string, state: DealState): number => {
    const amountMinor = measure === "amount" ? state.amountMinor : state.listAmountMinor
    if (amountMinor === null) unstated.add(id)
    return amountMinor ?? 0
  }
  const stand = (level: { dealCount: number; amountMinor: number }, id: string, state: DealState | null): void => {
    if (!holds(scope, state)) return
    level.dealCount++
    level.amountMinor = addMinor(level.amountMinor, amountOf(id, state))
  }
  const step = (id: string, before: DealState | null, after: DealState | null): void => {
    const wasIn = holds(scope, before)
    const isIn = holds(scope, after)
    if (wasIn && isIn) {
      const change = amountOf(id, after) - amountOf(id, before)
      if (change !== 0) tally.add(change > 0 ? "amountUp" : "amountDown", id, 0, change)
    } else if (isIn) tally.add(whyCome(scope, before), id, 1, amountOf(id, after))
    else if (wasIn) tally.add(whyGone(scope, after), id, -1, 0 - amountOf(id, before))
  }
  for (const timeline of timelines) {
    const { dealId, states } = timeline
    const before = stateOn(timeline, firstDay - 1)
    const after = stateOn(timeline, endDay - 1)
    stand(levels.start, dealId, before)
    stand(levels.end, dealId, after)
    if (kind === "pair") step(dealId, before, after)
    else {
      let last = before
      for (let i = before === null ? 0 : states.lastIndexOf(before) + 1; i < states.length; i++) {
        const state = states[i]
        if (state === undefined || state.day >= endDay) break
        step(dealId, last, state)
        last = state
      }
    }
  }
  return {
    kind,
    startOn: addDays(period.from, -1),
    endOn: addDays(period.to, -1),
    currency,
    measure,
    start: levels.start,
    buckets: tally.buckets(),
    end: levels.end,
    notObservable,
    unstatedDealIds: [...unstated],
    notRead: [],
  }
}
