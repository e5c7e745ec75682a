import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, dayNumberOf, monthIndexOf, startOfMonth } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import type { DatedAmount } from "./RecognisedRevenue.ts"

/** A tier of clients. */
export interface Tier {
  /** Short name. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** The least revenue of the window that qualifies for it, minor units; 0 for the first. */
  readonly fromMinor: number
}

/** How clients rise and fall between tiers. */
export interface TierRules {
  /** Currency of the revenue that counts, ISO 4217. */
  readonly currency: string
  /** Tiers, the lowest first: it is everybody's, from 0; the others from more and more. */
  readonly tiers: ReadonlyArray<Tier>
  /** Revenue of so many months before the day counts (that day included), 1 to 120. */
  readonly windowMonths: number
  /** A tier, once reached or renewed, is kept for so many months at least, 1 to 120. */
  readonly keepMonths: number
  /** What becomes of a client that does not qualify when those are over: one tier down, or down to what it qualifies for. */
  readonly downgrade: "oneTier" | "toQualified"
}

/** A change of tier. */
export interface TierChange {
  /** From which day on. */
  readonly on: CalendarDate
  /** From which tier. */
  readonly from: string
  /** To which. */
  readonly to: string
  /** Whether revenue was enough for a higher one, or too little to keep it. */
  readonly why: "qualified" | "notQualified"
}

/** A client's tier on a day. */
export interface TierStanding {
  /** The day. */
  readonly on: CalendarDate
  /** The tier. */
  readonly tierId: string
  /** Last day on which it is kept whatever happens; null for the lowest, which nobody loses. */
  readonly keptUntil: CalendarDate | null
  /** The tier that the window's revenue alone would give. */
  readonly qualifiesForId: string
  /** Revenue of the window, paid and documented, minor units. */
  readonly windowMinor: number
  /** The next tier and how much is missing, minor units; null at the highest. */
  readonly next: { readonly tierId: string; readonly missingMinor: number } | null
  /** All changes up to the day. */
  readonly changes: ReadonlyArray<TierChange>
}

/** The same day of the month so many months later, the last day of a shorter month. */
const addMonths = (date: CalendarDate, months: number): CalendarDate => {
  const index = monthIndexOf(date) + months
  const first = startOfMonth(index)
  const length = dayNumberOf(startOfMonth(index + 1)) - dayNumberOf(first)
  return addDays(first, Math.min(Number(date.slice(8)), length) - 1)
}

/**
 * A client's tier on a day. It rises on the day on which the revenue of the window is enough; it is kept for the months of the rule;
 * on the day after them it is renewed where the revenue still qualifies, and else falls, by one tier or to what qualifies. A tier that
 * is fallen to is kept as long as one that was reached.
 *
 * @param revenue - paid and documented, see `recognisedRevenue`; of the rules' currency, in order of days
 * @param rules - tiers and how they change, checked
 * @param on - the day (inclusive)
 * @example
 * ```ts
 * import { tierOn } from "@salesdept/core/loyalty/rewards"
 *
 * const rules = {
 *   currency: "RUB",
 *   tiers: [
 *     { id: "base", name: { en: "Base", ru: "Базовый" }, fromMinor: 0 },
 *     { id: "gold", name: { en: "Gold", ru: "Золотой" }, fromMinor: 500_000_00 },
 *   ],
 *   windowMonths: 12,
 *   keepMonths: 12,
 *   downgrade: "oneTier",
 * } as const
 * const standing = tierOn([{ on: "2026-02-10", amountMinor: 600_000_00 }], rules, "2026-11-23")
 * standing.tierId // "gold"
 * standing.keptUntil // "2027-02-09"
 * ```
 */
export const tierOn = (revenue: ReadonlyArray<DatedAmount>, rules: TierRules, on: CalendarDate): TierStanding => {
  const { tiers, windowMonths, keepMonths, downgrade } = rules
  const known = revenue.filter((amount) => amount.on <= on)
  const windowOn = (day: CalendarDate): number => {
    const after = addMonths(day, 0 - windowMonths)
    let sum = 0
    for (const amount of known) if (amount.on > after && amount.on <= day) sum += amount.amountMinor
    return sum
  }
  const qualified = (sum: number): number =>
    Math.max(
      0,
      tiers.findLastIndex(({ fromMinor }) => sum >= fromMinor),
    )
  const idOf = (index: number): string => tiers[index]?.id ?? ""
  const changes: Array<TierChange> = []
  let at = 0
  let keptUntil: CalendarDate | null = null
  const keepFrom = (day: CalendarDate): CalendarDate | null => {
    if (at === 0) return null
    const end = addMonths(day, keepMonths)
    // A shorter month ends with them: no tier is kept for less than its months.
    return end.slice(8) === day.slice(8) ? addDays(end, -1) : end
  }
  const change = (day: CalendarDate, to: number, why: TierChange["why"]): void => {
    changes.push({ on: day, from: idOf(at), to: idOf(to), why })
    at = to
    keptUntil = keepFrom(day)
  }
  /** Judges what has to be kept no longer by the day. */
  const review = (day: CalendarDate): void => {
    while (keptUntil !== null && keptUntil < day) {
      const judgedOn = addDays(keptUntil, 1)
      const earned = qualified(windowOn(judgedOn))
      if (earned >= at) keptUntil = keepFrom(judgedOn)
      else change(judgedOn, downgrade === "oneTier" ? at - 1 : earned, "notQualified")
    }
  }
  for (const day of new Set(known.map((amount) => amount.on))) {
    review(day)
    const earned = qualified(windowOn(day))
    if (earned > at) change(day, earned, "qualified")
  }
  review(on)
  const windowMinor = windowOn(on)
  const above = tiers[at + 1]
  return {
    on,
    tierId: idOf(at),
    keptUntil,
    qualifiesForId: idOf(qualified(windowMinor)),
    windowMinor,
    next: above === undefined ? null : { tierId: above.id, missingMinor: Math.max(0, above.fromMinor - windowMinor) },
    changes,
  }
}
