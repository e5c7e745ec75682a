import type { HistoryRow } from "../journal/Event.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { workingMinutesBetween } from "../shared/WorkTime.ts"
import type { TimelineDeal } from "./DealTimeline.ts"
import type { StageVisitFact } from "./StageVisitFact.ts"

/** One stay of a deal in a stage, with how long it was. */
export interface StageVisit {
  /** The stage. */
  readonly stageId: string
  /** When it was entered; null where the source does not say. */
  readonly enteredAt: Instant | null
  /** When it was left; null while the deal is there. */
  readonly leftAt: Instant | null
  /** Stage that was entered next; null while the deal is there. */
  readonly nextStageId: string | null
  /** Seconds of the clock, up to the moment of the question while the deal is there; null where the entry is not known. */
  readonly seconds: number | null
  /** Minutes of working time; null where the entry is not known, or a calendar was not given or does not cover the stay. */
  readonly workMinutes: number | null
}

/** As known when, and by which working calendar. */
export interface VisitFrame {
  /** Nothing that happened later is used. */
  readonly asOf: Instant
  /** Working calendar for durations in working time; none where null. */
  readonly calendar: WorkCalendar | null
  /** IANA zone whose clocks the calendar follows. */
  readonly timeZone: string
}

/**
 * The stays of a deal in stages, from its history, as known at an instant.
 *
 * @param deal - the record
 * @param rows - its history by version; rows past the record's version are not read
 * @param frame - instant, working calendar, and the IANA zone of its clocks
 *
 * @example
 * ```ts
 * import { stageVisits } from "@salesdept/core/deal/funnel"
 *
 * const deal = { id: "deal_17", version: 1, openedOn: "2026-11-20", closedOn: null, lostReasonId: null, cycles: [],
 *   enteredStageAt: "2026-11-20T09:00:00.000Z" } as const
 * const mark = { pipelineId: "sales", stageId: "proposal", previousStageId: null, previousStageSeconds: null, outcome: "open",
 *   amountMinor: null, listAmountMinor: null, currency: null, ownerId: null, expectedCloseOn: null }
 * const rows = [{ stream: "deal_17", version: 1, type: "DealOpened", occurredAt: "2026-11-20T09:00:00.000Z", mark }]
 * const visits = stageVisits(deal, rows, { asOf: "2026-11-20T10:30:00.000Z", calendar: null, timeZone: "Europe/Moscow" })
 * visits.map(({ stageId, seconds }) => [stageId, seconds]) // [["proposal", 5400]]
 * ```
 */
export const stageVisits = (
  deal: TimelineDeal,
  rows: ReadonlyArray<HistoryRow>,
  { asOf, calendar, timeZone }: VisitFrame,
): ReadonlyArray<StageVisit> => {
  const visits: Array<{
    stageId: string
    enteredAt: Instant | null
    leftAt: Instant | null
    nextStageId: string | null
  }> = []
  for (const { version, occurredAt, mark } of rows) {
    if (mark === null || version > deal.version) continue
    const last = visits.at(-1)
    if (last?.stageId === mark.stageId) continue
    // The journal keeps how long the stage before lasted; where it does not, its entry is not known.
    if (last !== undefined && mark.previousStageSeconds === null) last.enteredAt = null
    if (occurredAt > asOf) {
      return withTimes(visits, asOf, calendar, timeZone)
    }
    if (last !== undefined) {
      last.leftAt = occurredAt
      last.nextStageId = mark.stageId
    }
    visits.push({ stageId: mark.stageId, enteredAt: occurredAt, leftAt: null, nextStageId: null })
  }
  const current = visits.at(-1)
  if (current !== undefined && deal.enteredStageAt === null) current.enteredAt = null
  return withTimes(visits, asOf, calendar, timeZone)
}

const withTimes = (
  visits: ReadonlyArray<Omit<StageVisit, "seconds" | "workMinutes">>,
  asOf: Instant,
  calendar: WorkCalendar | null,
  timeZone: string,
): ReadonlyArray<StageVisit> =>
  visits.map((visit) => {
    const { enteredAt } = visit
    const until = visit.leftAt ?? asOf
    if (enteredAt === null) return { ...visit, seconds: null, workMinutes: null }
    return {
      ...visit,
      seconds: (epochMsOf(until) - epochMsOf(enteredAt)) / 1000,
      workMinutes: calendar === null ? null : workingMinutesBetween(enteredAt, until, calendar, timeZone),
    }
  })

/**
 * Visits as analysis reads them; those whose entry is not known are left out.
 *
 * @param dealId - the deal's id
 * @param visits - its stays, as {@link stageVisits} gives them
 *
 * @example
 * ```ts
 * import { visitFacts } from "@salesdept/core/deal/funnel"
 *
 * const stay = { leftAt: null, nextStageId: null, seconds: null, workMinutes: null }
 * visitFacts("deal_17", [
 *   { ...stay, stageId: "offer", enteredAt: null },
 *   { ...stay, stageId: "contract", enteredAt: "2026-11-20T09:00:00.000Z" },
 * ]).map(({ stageId }) => stageId) // ["contract"]
 * ```
 */
export const visitFacts = (dealId: string, visits: ReadonlyArray<StageVisit>): ReadonlyArray<StageVisitFact> =>
  visits.flatMap(({ stageId, enteredAt, leftAt }) =>
    enteredAt === null ? [] : [{ dealId, stageId, enteredAt, leftAt }],
  )
