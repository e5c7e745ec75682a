import type { HistoryRow } from "../journal/Event.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import { epochMsOf } from "../shared/Instant.ts"
import { localDayNumberAt } from "../shared/TimeZone.ts"
import type { DealOutcome } from "./DealFact.ts"
import type { NotReadReason } from "./NotRead.ts"
import type { Deal } from "./DealSchema.ts"

/** How a deal stood from a day on, until the next state of it. */
export interface DealState {
  /** First day, as a day number since 1970-01-01, at whose end it held. */
  readonly day: number
  /** Open, won or lost. */
  readonly outcome: DealOutcome
  /** Whether it is out of the count: removed or merged into another, or lost for a reason that says so. */
  readonly isRemoved: boolean
  /** Stage; null where the source says only that it was open. */
  readonly stageId: string | null
  /** Pipeline. */
  readonly pipelineId: string
  /** Owner. */
  readonly ownerId: string | null
  /** Amount in whole minor units; null where none was stated. */
  readonly amountMinor: number | null
  /** Amount at list price in whole minor units; null where none was stated, or in another currency. */
  readonly listAmountMinor: number | null
  /** ISO 4217 code; the department's where no amount was stated. */
  readonly currency: string
  /** Expected close as a day number; null where none was stated. */
  readonly expectedDay: number | null
}

/** All states of one deal in their order; several on one day where much happened. */
export interface DealTimeline {
  /** The deal. */
  readonly dealId: string
  /** Its states; one or more. */
  readonly states: ReadonlyArray<DealState>
}

/** What of a deal's record its timeline needs beside the history. */
export type TimelineDeal = Pick<
  Deal,
  "id" | "version" | "openedOn" | "closedOn" | "lostReasonId" | "cycles" | "enteredStageAt"
>

/** A deal whose timeline cannot be told, and why. */
export interface TimelineNotRead {
  /** The deal. */
  readonly dealId: string
  /** Why. */
  readonly reason: NotReadReason
}

/** Whose days and money. */
export interface TimelineFrame {
  /** IANA zone in which the tenant's days begin. */
  readonly timeZone: string
  /** The department's currency. */
  readonly currency: string
  /** Reasons of a loss that take a deal out of the count; none where left out. */
  readonly removingReasonIds?: ReadonlySet<string>
}

/**
 * Tells the states of a deal from its journal. What happened here has the day on which it happened. What a source asserts has the
 * days that the source states: an imported deal was open from the day of opening and is closed from the day of closing, whenever
 * we learnt it. A close that we learn late takes the place of what was recorded of the deal as open after it.
 *
 * @param deal - the record as it is
 * @param rows - its history by version; rows past the record's version are not read
 * @param frame - time zone, the currency where a row states none, and reasons of a loss that take a deal out of the count
 * @returns the timeline, or why it cannot be told: `states` tells them apart
 * @throws TimeZoneUnknown
 *
 * @example
 * ```ts
 * import { dealTimeline } from "@salesdept/core/deal/funnel"
 *
 * const deal = { id: "deal_17", version: 1, openedOn: "2026-09-01", closedOn: null, lostReasonId: null, cycles: [], enteredStageAt: null } as const
 * const mark = { pipelineId: "sales", stageId: "proposal", previousStageId: null, previousStageSeconds: null, outcome: "open",
 *   amountMinor: 95_000_00, listAmountMinor: null, currency: "RUB", ownerId: "user:ann", expectedCloseOn: null }
 * const rows = [{ stream: "deal_17", version: 1, type: "DealOpened", occurredAt: "2026-09-01T09:00:00.000Z", mark }] as const
 * const timeline = dealTimeline(deal, rows, { timeZone: "Europe/Moscow", currency: "RUB" })
 * "states" in timeline && timeline.states.map(({ day, outcome, amountMinor }) => [day, outcome, amountMinor]) // [[20697, "open", 9500000]]
 * ```
 */
export const dealTimeline = (
  deal: TimelineDeal,
  rows: ReadonlyArray<HistoryRow>,
  { timeZone, currency, removingReasonIds }: TimelineFrame,
): DealTimeline | TimelineNotRead => {
  const states: Array<DealState> = []
  const closings: ReadonlyArray<Pick<Deal, "closedOn" | "lostReasonId">> = [...deal.cycles, deal]
  let closes = 0
  let before: DealOutcome | null = null
  for (const { version, type, occurredAt, mark } of rows) {
    if (mark === null || version > deal.version) continue
    const ownDay = localDayNumberAt(epochMsOf(occurredAt), timeZone)
    const last = states.at(-1)
    if (mark.outcome === "removed") {
      // What was known of it stays; it is not counted from that day on.
      if (last !== undefined) place(states, { ...last, isRemoved: true, day: ownDay })
      continue
    }
    const outcome = mark.outcome as DealOutcome
    const closesNow = outcome !== "open" && (before === null || before === "open")
    if (closesNow) closes++
    const close = outcome === "open" ? undefined : closings[closes - 1]
    const closedOn = closesNow ? (close?.closedOn ?? null) : null
    const isRemoved = outcome === "lost" && removingReasonIds?.has(close?.lostReasonId ?? "") === true
    const state = {
      outcome,
      isRemoved,
      stageId: mark.stageId,
      pipelineId: mark.pipelineId,
      ownerId: mark.ownerId,
      amountMinor: mark.amountMinor,
      listAmountMinor: mark.listAmountMinor,
      currency: mark.currency ?? currency,
      expectedDay: mark.expectedCloseOn === null ? null : dayNumberOf(mark.expectedCloseOn),
    }
    const isAsserted = type !== "DealMoved"
    if (before === null) {
      if (type === "DealImported" && deal.openedOn === null) return { dealId: deal.id, reason: "openedOnMissing" }
      const openedDay = type === "DealImported" && deal.openedOn !== null ? dayNumberOf(deal.openedOn) : ownDay
      if (outcome === "open") states.push({ ...state, day: Math.min(openedDay, ownDay) })
      else {
        if (closedOn === null) return { dealId: deal.id, reason: "closedOnMissing" }
        const closedDay = dayNumberOf(closedOn)
        if (closedDay < openedDay) return { dealId: deal.id, reason: "closedBeforeOpened" }
        states.push(
          { ...state, outcome: "open", isRemoved: false, stageId: null, day: openedDay },
          { ...state, day: closedDay },
        )
      }
    } else {
      const statedDay = isAsserted && closedOn !== null ? dayNumberOf(closedOn) : ownDay
      place(states, { ...state, day: Math.min(statedDay, ownDay) })
    }
    before = outcome
  }
  return states.length === 0 ? { dealId: deal.id, reason: "openedOnMissing" } : { dealId: deal.id, states }
}

/** Puts a state behind the others; one that lies before the last of them takes the place of what came after it. */
const place = (states: Array<DealState>, state: DealState): void => {
  while (states.length > 1 && (states.at(-1)?.day ?? state.day) > state.day) states.pop()
  states.push({ ...state, day: Math.max(state.day, states.at(-1)?.day ?? state.day) })
}

/**
 * How a deal stood at the end of a day; null where it did not exist yet.
 *
 * @param timeline - the deal's states by ascending day, as {@link dealTimeline} gives them
 * @param day - day number since 1970-01-01
 *
 * @example
 * ```ts
 * import { stateOn } from "@salesdept/core/deal/funnel"
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * const state = { outcome: "open", isRemoved: false, stageId: "proposal", pipelineId: "sales", ownerId: "user:ann",
 *   amountMinor: 95_000_00, listAmountMinor: null, currency: "RUB", expectedDay: null } as const
 * const timeline = { dealId: "deal_17", states: [
 *   { ...state, day: dayNumberOf("2026-09-01") },
 *   { ...state, day: dayNumberOf("2026-09-20"), amountMinor: 110_000_00 },
 * ] }
 * stateOn(timeline, dayNumberOf("2026-09-19"))?.amountMinor // 9500000
 * ```
 */
export const stateOn = ({ states }: DealTimeline, day: number): DealState | null => {
  let low = 0
  let high = states.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((states[middle]?.day ?? 0) <= day) low = middle + 1
    else high = middle
  }
  return states[low - 1] ?? null
}
