import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, daysBetween, isCalendarDate } from "../shared/CalendarDate.ts"
import { daysText } from "../shared/FigureText.ts"
import type { Message } from "../shared/Message.ts"
import type { DateRange } from "../shared/Period.ts"
import type { Problem } from "../shared/Problem.ts"
import { levelProblems, rejectWhere } from "../stats/ArgumentProblem.ts"
import type { AttributeChart } from "../stats/AttributeChart.ts"
import { attributeChart } from "../stats/AttributeChart.ts"
import type { MantelHaenszel, TwoByTwo } from "../stats/MantelHaenszel.ts"
import { mantelHaenszel } from "../stats/MantelHaenszel.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import { normalWidth } from "../stats/NormalDistribution.ts"
import { sequentialInterval } from "../stats/SequentialInterval.ts"
import { newcombeInterval } from "../stats/TwoProportions.ts"
import type { Interval } from "../stats/Wilson.ts"

/** A deal that came to a script. */
export interface BeforeAfterDeal {
  /** The deal. */
  readonly id: string
  /** Day of its first dialog by the script. */
  readonly reachedOn: CalendarDate
  /** Day on which it was won; null while it was not. */
  readonly wonOn: CalendarDate | null
  /** Whether it met versions from before and from after the change within its days of following up, or the new one before the change. */
  readonly isMixed: boolean
  /** What is held equal, such as the rep and the client's segment. */
  readonly held: ReadonlyArray<string | null>
}

/** What a comparison of before and after advises. */
export type BeforeAfterAdvice = "keep" | "rollBack" | "noDifferenceShown" | "alreadyMoving" | "withheld"

/** Deals before a version came into force beside those after. JSON-safe. */
export interface BeforeAfter {
  /** What to do. */
  readonly advice: BeforeAfterAdvice
  /** The same in words, with its reason. */
  readonly why: Message
  /** Days of first dialogs before (the end is exclusive), and the share won within the days of following up. */
  readonly before: DateRange & { readonly won: Proportion }
  /** The same after. */
  readonly after: DateRange & { readonly won: Proportion }
  /** Odds of winning after against before, among deals alike in what is held equal; null where withheld. Its interval is for one look. */
  readonly effect: MantelHaenszel | null
  /**
   * Interval of the same odds ratio that holds however often one looks (Waudby-Smith et al. 2021), tightest at ten times `leastDeals`:
   * what the advice rests on. Null where there is no interval for one look.
   */
  readonly anytimeInterval: Interval | null
  /**
   * Share won by the time of the first dialog before the change, in points of `trendWeeks` each. Where it moved by itself — a run of
   * eight points on one side, or the second half beside the first (Newcombe 1998) — nothing is said of the version.
   */
  readonly trend: AttributeChart
  /**
   * Weeks that make a point of the trend: so many that five deals won and five not are expected of each (Cochran 1954), since of points
   * with hardly a deal most lie on one side of the mean by nature; and no more than 26 points, of which eight in a run are rare by chance.
   */
  readonly trendWeeks: number
  /** How many days each deal was followed. */
  readonly followDays: number
  /** Deals that were left out: they met both versions. */
  readonly mixed: number
  /** What the comparison can not tell. */
  readonly limits: Message
}

/** Settings of {@link beforeAfter}. */
export interface BeforeAfterSettings {
  /** Day on which the version came into force: it belongs to neither side, nor do the days of following up before it. */
  readonly changedOn: CalendarDate
  /** Today: only deals whose days of following up are over are looked at. */
  readonly on: CalendarDate
  /** For how many days each deal is followed: whole, 1 to 3650. Default 60. */
  readonly followDays?: number
  /** Deals that each side must have: whole, 1 or more. Default 30. */
  readonly leastDeals?: number
  /** Confidence level, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

const reasons: { readonly [Advice in Exclude<BeforeAfterAdvice, "withheld">]: Message } = {
  keep: {
    en: "More is won since the version came into force, among deals of their like, beyond what looking often could feign.",
    ru: "С этой версией выигрывают больше, чем раньше, среди таких же сделок, и это не эффект частых проверок.",
  },
  rollBack: {
    en: "Less is won since the version came into force, among deals of their like, beyond what looking often could feign: bring the one before back.",
    ru: "С этой версией выигрывают меньше, чем раньше, среди таких же сделок, и это не эффект частых проверок: верните прежнюю.",
  },
  noDifferenceShown: {
    en: "No difference is shown. That is not proof that there is none.",
    ru: "Различие не показано. Это не доказывает, что его нет.",
  },
  alreadyMoving: {
    en: "The share won was moving before the version came into force, so the difference says nothing of it.",
    ru: "Доля выигранных менялась ещё до этой версии, поэтому разница о ней ничего не говорит.",
  },
}

const limits: Message = {
  en: "Nobody drew who got which version: whatever else changed at that time — season, prices, people, leads — is in the difference too. An experiment can tell.",
  ru: "Версии не распределялись случайно: в разницу входит и всё остальное, что изменилось тогда же, — сезон, цены, люди, лиды. Ответит эксперимент.",
}

const weekDays = 7
const leastExpected = 5
const mostPoints = 26

const weeksOfPoint = (deals: number, won: number, weeks: number): number => {
  const fewer = Math.min(won, deals - won)
  const enough = fewer === 0 ? weeks : Math.ceil((leastExpected * weeks) / fewer)
  return Math.max(1, Math.min(weeks, Math.max(enough, Math.ceil(weeks / mostPoints))))
}

/** The interval for one look, on the scale of logarithms, made to hold at every look. */
const atEveryLook = ({ lower, upper, level }: Interval, deals: number, tunedFor: number): Interval => {
  const [low, high] = [Math.log(lower), Math.log(upper)]
  const standardError = (high - low) / (2 * normalWidth(level))
  const interval = sequentialInterval({ estimate: (low + high) / 2, standardError, n: deals }, tunedFor, level)
  return { lower: Math.exp(interval.lower), upper: Math.exp(interval.upper), level }
}

/**
 * Each cell of the largest stratum with one deal more (Agresti and Caffo 2000): where one side won nothing, or everything, the odds are 0
 * or without end, and have no interval.
 */
const withOneMore = (tables: ReadonlyArray<TwoByTwo>): ReadonlyArray<TwoByTwo> => {
  const sizes = tables.map((table) => table.flat().reduce((sum, count) => sum + count, 0))
  const largest = sizes.indexOf(Math.max(...sizes))
  return tables.map(([[a, b], [c, d]], at) =>
    at === largest
      ? [
          [a + 1, b + 1],
          [c + 1, d + 1],
        ]
      : [
          [a, b],
          [c, d],
        ],
  )
}

/** Why enough deals still tell nothing. */
const nothingCompared = (tables: ReadonlyArray<TwoByTwo>): Message =>
  tables.some(([[a, b], [c, d]]) => a + b > 0 && c + d > 0)
    ? {
        en: "Withheld: of deals of their like all ended the same way, before and after, so there is nothing to tell a difference by.",
        ru: "Не показано: похожие сделки до и после закончились одинаково, судить о различии не по чему.",
      }
    : {
        en: "Withheld: no deals of their like came both before and after.",
        ru: "Не показано: нет похожих сделок, которые были бы и до, и после.",
      }

const maxFollowDays = 3650

const wholeProblems = (path: string, value: number, most: number): ReadonlyArray<Problem> =>
  Number.isSafeInteger(value) && value >= 1 && value <= most
    ? []
    : [
        {
          path,
          code: "beforeAfter.setting",
          message: {
            en: `must be a whole number from 1 to ${most}`,
            ru: `должно быть целым числом от 1 до ${most}`,
          },
        },
      ]

const dateProblems = (path: string, value: CalendarDate): ReadonlyArray<Problem> =>
  isCalendarDate(value)
    ? []
    : [
        {
          path,
          code: "date.shape",
          message: { en: "must be a date such as 2026-11-23", ru: "ожидается дата вида 2026-11-23" },
        },
      ]

/** For how many days deals are followed where nothing else is said. */
export const usualFollowDays = 60

/**
 * Compares deals before and after a version of a script came into force, where no experiment was made. Both sides are as long and
 * followed as many days, so that young deals do not look lost; deals that met both versions are left out; deals are compared with
 * their like (Mantel and Haenszel 1959); and where the share won was moving before, nothing is said. The days after grow from look to look,
 * so the advice rests on an interval that holds at all of them.
 *
 * @param deals - deals that came to the script, with their first dialog by it
 * @param settings - day of the change, today, days of following up
 * @throws InputInvalid listing every setting out of bounds and every day that is none
 *
 * @example
 * ```ts
 * import { beforeAfter } from "@salesdept/core/script"
 * import { addDays } from "@salesdept/core/shared"
 *
 * // Two deals a day: one of four was won before 1 June, two of four since.
 * const deals = Array.from({ length: 360 }, (_, at) => {
 *   const reachedOn = addDays("2026-03-03", Math.floor(at / 2))
 *   const isWon = at % 4 < (reachedOn < "2026-06-01" ? 1 : 2)
 *   return { id: `deal_${at}`, reachedOn, wonOn: isWon ? addDays(reachedOn, 20) : null, isMixed: false, held: ["user:7"] }
 * })
 * beforeAfter(deals, { changedOn: "2026-06-01", on: "2026-10-28" }).advice // "keep"
 * ```
 */
export const beforeAfter = (deals: ReadonlyArray<BeforeAfterDeal>, settings: BeforeAfterSettings): BeforeAfter => {
  const { changedOn, on, followDays = usualFollowDays, leastDeals = 30, level = 0.95 } = settings
  rejectWhere([
    ...dateProblems("changedOn", changedOn),
    ...dateProblems("on", on),
    ...deals.flatMap(({ reachedOn, wonOn }, at) => [
      ...dateProblems(`deals[${at}].reachedOn`, reachedOn),
      ...(wonOn === null ? [] : dateProblems(`deals[${at}].wonOn`, wonOn)),
    ]),
    ...wholeProblems("followDays", followDays, maxFollowDays),
    ...wholeProblems("leastDeals", leastDeals, Number.MAX_SAFE_INTEGER),
    ...levelProblems(level),
  ])
  const [from, followedTo] = [addDays(changedOn, 1), addDays(on, 1 - followDays)]
  // No day is there to be looked at before the first deals were followed to the end.
  const after = { from, to: followedTo < from ? from : followedTo }
  const length = daysBetween(after.from, after.to)
  const lastBefore = addDays(changedOn, -followDays)
  const before = { from: addDays(lastBefore, -length), to: lastBefore }
  const inDays = ({ from, to }: DateRange): ReadonlyArray<BeforeAfterDeal> =>
    deals.filter(({ isMixed, reachedOn }) => !isMixed && reachedOn >= from && reachedOn < to)
  const isWon = ({ reachedOn, wonOn }: BeforeAfterDeal): boolean =>
    wonOn !== null && daysBetween(reachedOn, wonOn) <= followDays
  const [first, second] = [inDays(before), inDays(after)]
  const wonOf = (list: ReadonlyArray<BeforeAfterDeal>): number => list.filter(isWon).length
  const strata = new Map<string, { before: [number, number]; after: [number, number] }>()
  for (const [side, list] of [
    ["before", first],
    ["after", second],
  ] as const) {
    for (const deal of list) {
      const key = JSON.stringify(deal.held)
      const stratum = strata.get(key) ?? { before: [0, 0], after: [0, 0] }
      stratum[side][isWon(deal) ? 0 : 1]++
      strata.set(key, stratum)
    }
  }
  const trendWeeks = weeksOfPoint(first.length, wonOf(first), Math.ceil(length / weekDays))
  const points = Map.groupBy(first, ({ reachedOn }) =>
    Math.floor(daysBetween(before.from, reachedOn) / (trendWeeks * weekDays)),
  )
  const trend = attributeChart(
    "p",
    [...points]
      .toSorted(([left], [right]) => left - right)
      .map(([, point]) => ({ count: wonOf(point), size: point.length })),
  )
  const isEnough = first.length >= leastDeals && second.length >= leastDeals
  const tables = [...strata.values()].map((stratum): TwoByTwo => [stratum.after, stratum.before])
  const effect = isEnough ? mantelHaenszel(tables, { level }) : null
  const once =
    effect === null || effect.informativeStrata === 0
      ? null
      : (effect.interval ?? mantelHaenszel(withOneMore(tables), { level }).interval)
  const interval = once === null ? null : atEveryLook(once, first.length + second.length, 10 * leastDeals)
  const half = addDays(before.from, Math.floor(length / 2))
  const [early, late] = [
    first.filter(({ reachedOn }) => reachedOn < half),
    first.filter((deal) => deal.reachedOn >= half),
  ]
  const drift = newcombeInterval(
    { successes: wonOf(late), trials: late.length },
    { successes: wonOf(early), trials: early.length },
    level,
  )
  const isMoving = trend.runs.length > 0 || (drift !== null && (drift.lower > 0 || drift.upper < 0))
  const advice: BeforeAfterAdvice =
    effect === null || interval === null
      ? "withheld"
      : isMoving
        ? "alreadyMoving"
        : interval.lower > 1
          ? "keep"
          : interval.upper < 1
            ? "rollBack"
            : "noDifferenceShown"
  return {
    advice,
    why:
      advice === "withheld"
        ? isEnough
          ? nothingCompared(tables)
          : {
              en: `Withheld: deals followed for ${daysText(followDays).en} before ${first.length}, after ${second.length}; ${leastDeals} of each would do.`,
              ru: `Не показано: сделок, прослеженных ${daysText(followDays).ru}, до — ${first.length}, после — ${second.length}; нужно хотя бы по ${leastDeals}.`,
            }
        : reasons[advice],
    before: { ...before, won: proportion(wonOf(first), first.length, level) },
    after: { ...after, won: proportion(wonOf(second), second.length, level) },
    effect,
    anytimeInterval: interval,
    trend,
    trendWeeks,
    followDays,
    mixed: deals.filter(({ isMixed }) => isMixed).length,
    limits,
  }
}
