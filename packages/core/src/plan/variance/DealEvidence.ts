import type { Deal } from "../../deal/DealSchema.ts"
import { dayNumberOf } from "../../shared/CalendarDate.ts"
import { daysText } from "../../shared/FigureText.ts"
import type { Message } from "../../shared/Message.ts"
import { quantile } from "../../stats/Quantile.ts"
import { dayRangeOf } from "../facts/DayRange.ts"
import type { DayRange, PeriodDays } from "../facts/DayRange.ts"
import type { TimedDeal } from "./TimingVariance.ts"
import type { CauseEvidence } from "./VarianceCauses.ts"

const isWithin = (range: DayRange, date: string | null): boolean => {
  if (date === null) return false
  const day = dayNumberOf(date)
  return day >= range.fromDay && day < range.toDay
}

/** Where an expected day lies. */
const expectedIn = (range: DayRange, date: string | null): "before" | "within" | "after" | null => {
  if (date === null) return null
  if (isWithin(range, date)) return "within"
  return dayNumberOf(date) < range.fromDay ? "before" : "after"
}

/** Age of a deal from which nine of ten won deals had been won already. */
const lateShare = 0.9

/** How many won deals the usual time needs. */
const leastWon = 20

/**
 * What deals themselves say about a win rate: stated reasons of losses, and losses older than nine of ten won deals were when
 * they were won, for which twenty won deals with both days are needed. Of the deals lost within a period.
 *
 * @param deals - all deals, for the usual time of won ones too
 * @param period - the period, by the day of closing; without its last day
 * @param reasons - how the department calls reasons of losses; one that is not among them is shown by its id. None by default
 * @returns evidence on the driver `winRate` for `varianceCauses`
 *
 * @example
 * ```ts
 * import { dealEvidence } from "@salesdept/core/plan"
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals } = (await salesDept({ store: memory(), department })).tenant("default").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const lost = { ...deal, outcome: "lost", closedOn: "2026-09-20", lostReasonId: "price" } as const
 * const quarter = periodOf("2026-09-30", "quarter")
 * dealEvidence([lost], quarter, department.lostReasons).map(({ name }) => name.en) // ["Stated reason: Price"]
 * ```
 */
export const dealEvidence = (
  deals: ReadonlyArray<Deal>,
  period: PeriodDays,
  reasons: ReadonlyArray<{ readonly id: string; readonly name: Message }> = [],
): ReadonlyArray<CauseEvidence> => {
  const range = dayRangeOf(period)
  const days = ({ openedOn, closedOn }: Deal): number | null =>
    openedOn === null || closedOn === null ? null : dayNumberOf(closedOn) - dayNumberOf(openedOn)
  const wonDays = deals
    .flatMap((deal) => (deal.outcome === "won" ? (days(deal) ?? []) : []))
    .sort((left, right) => left - right)
  const lost = deals.filter(({ outcome, closedOn }) => outcome === "lost" && isWithin(range, closedOn))
  const evidence: Array<CauseEvidence> = []
  const byReason = Map.groupBy(
    lost.filter(({ lostReasonId }) => lostReasonId !== null),
    ({ lostReasonId }) => lostReasonId ?? "",
  )
  for (const [cause, own] of byReason) {
    const name = reasons.find(({ id }) => id === cause)?.name ?? { en: cause, ru: cause }
    evidence.push({
      cause,
      name: { en: `Stated reason: ${name.en}`, ru: `Названная причина: ${name.ru}` },
      source: "lostReason",
      driver: "winRate",
      dealIds: own.map(({ id }) => id),
      seen: "statedReason",
      bears: "against",
    })
  }
  const usual = wonDays.length < leastWon ? null : quantile(wonDays, lateShare)
  const late = usual === null ? [] : lost.filter((deal) => (days(deal) ?? 0) > usual)
  if (usual !== null && late.length > 0) {
    evidence.push({
      cause: "longerThanWon",
      name: {
        en: `Open longer than nine of ten won deals (${daysText(usual).en})`,
        ru: `Велись дольше, чем девять из десяти выигранных (${daysText(usual).ru})`,
      },
      source: "stageTime",
      driver: "winRate",
      dealIds: late.map(({ id }) => id),
      seen: "beforeOutcome",
      bears: "against",
    })
  }
  return evidence
}

const whole = { atStart: new Set<string>(), atEnd: new Set<string>() }

/**
 * Deals seen at the start and at the end of a period, for `timingVariance`: those expected within it at its start, and those won in it.
 * Amounts in another currency are taken as not stated.
 *
 * @param before - deals as known at the start, by id
 * @param after - deals as known at the end
 * @param period - the period; without its last day
 * @param currency - ISO 4217 code
 * @param elsewhere - of a part of the department, deals that were open in other parts at the start, and those that are of other parts at the
 *   end, by id; none of the whole, which is the default
 *
 * @example
 * ```ts
 * import { timedDeals, timingVariance } from "@salesdept/core/plan"
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals } = (await salesDept({ store: memory(), department })).tenant("default").as("user:42")
 * const amount = { amountMinor: 95_000_00, currency: "RUB" }
 * const { deal } = await deals.open({ title: "Audit", amount, expectedCloseOn: "2026-09-20" })
 * const quarter = periodOf("2026-09-30", "quarter")
 * const seenTwice = timedDeals(new Map([[deal.id, deal]]), [deal], quarter, "RUB")
 * timingVariance(seenTwice).lines.find(({ bucket }) => bucket === "slipped")?.amountMinor // -9500000
 * ```
 */
export const timedDeals = (
  before: ReadonlyMap<string, Deal>,
  after: Iterable<Deal>,
  period: PeriodDays,
  currency: string,
  elsewhere: { readonly atStart: ReadonlySet<string>; readonly atEnd: ReadonlySet<string> } = whole,
): ReadonlyArray<TimedDeal> => {
  const range = dayRangeOf(period)
  const amountOf = ({ amount }: Deal): number | null =>
    amount === null || amount.currency !== currency ? null : amount.amountMinor
  const timed: Array<TimedDeal> = []
  for (const deal of after) {
    const start = before.get(deal.id)
    const isWon = deal.outcome === "won" && isWithin(range, deal.closedOn)
    const wasWon = deal.cycles.some(({ outcome, closedOn }) => outcome === "won" && isWithin(range, closedOn))
    const isOpenAtStart = start !== undefined && start.outcome === "open"
    const expected = isOpenAtStart ? expectedIn(range, start.expectedCloseOn) : null
    if (expected !== "within" && !isWon) continue
    const isLost = deal.outcome === "lost" && deal.closedOn !== null && dayNumberOf(deal.closedOn) < range.toDay
    timed.push({
      id: deal.id,
      atStart: isOpenAtStart
        ? { amountMinor: amountOf(start), expected }
        : start === undefined && elsewhere.atStart.has(deal.id)
          ? "elsewhere"
          : null,
      atEnd: {
        standing: isWon ? "won" : isLost ? "lost" : wasWon ? "cancelled" : "open",
        amountMinor: amountOf(deal),
      },
    })
  }
  for (const start of before.values()) {
    if (start.outcome !== "open" || !elsewhere.atEnd.has(start.id)) continue
    const expected = expectedIn(range, start.expectedCloseOn)
    if (expected !== "within") continue
    const atEnd = { standing: "elsewhere", amountMinor: null } as const
    timed.push({ id: start.id, atStart: { amountMinor: amountOf(start), expected }, atEnd })
  }
  return timed
}
