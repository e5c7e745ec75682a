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
  /** A tier, once reached or renewed, is kept for so many months, 1 to 120, unless the money that brought it goes back. */
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
  /** Last day on which it is kept, unless the money that brought it goes back; null for the lowest, which nobody loses. */
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

/** Revenue as it was known from a day on: without the money that had gone back by then, and with what documents proved then. */
export interface RevenueAsKnown {
  /** The day from which on it was known so. */
  readonly from: CalendarDate
  /** Whether money went back on that day: a tier that it had brought goes with it. */
  readonly isMoneyBack: boolean
  /** Paid and documented, in the order of days, as it is counted until the next one is known. */
  readonly revenue: ReadonlyArray<DatedAmount>
}

/** Where a client stands on the way. */
interface Place {
  /** Which tier, from 0. */
  readonly at: number
  /** Last day on which it is kept; null for the lowest. */
  readonly keptUntil: CalendarDate | null
  /** All changes so far. */
  readonly changes: ReadonlyArray<TierChange>
}

const atFirst: Place = { at: 0, keptUntil: null, changes: [] }

const windowOn = (revenue: ReadonlyArray<DatedAmount>, { windowMonths }: TierRules, day: CalendarDate): number => {
  const after = addMonths(day, 0 - windowMonths)
  let sum = 0
  for (const amount of revenue) if (amount.on > after && amount.on <= day) sum += amount.amountMinor
  return sum
}

const qualified = ({ tiers }: TierRules, sum: number): number =>
  Math.max(
    0,
    tiers.findLastIndex(({ fromMinor }) => sum >= fromMinor),
  )

const idOf = ({ tiers }: TierRules, index: number): string => tiers[index]?.id ?? ""

const keptFrom = (at: number, day: CalendarDate, { keepMonths }: TierRules): CalendarDate | null => {
  if (at === 0) return null
  const end = addMonths(day, keepMonths)
  // A shorter month ends with them: no tier is kept for less than its months.
  return end.slice(8) === day.slice(8) ? addDays(end, -1) : end
}

const changed = (place: Place, to: number, on: CalendarDate, why: TierChange["why"], rules: TierRules): Place => ({
  at: to,
  keptUntil: keptFrom(to, on, rules),
  changes: [...place.changes, { on, from: idOf(rules, place.at), to: idOf(rules, to), why }],
})

/** Judges what has to be kept no longer by the day, term after term. */
const reviewed = (place: Place, revenue: ReadonlyArray<DatedAmount>, rules: TierRules, day: CalendarDate): Place => {
  const { at, keptUntil } = place
  if (keptUntil === null || keptUntil >= day) return place
  const judgedOn = addDays(keptUntil, 1)
  const earned = qualified(rules, windowOn(revenue, rules, judgedOn))
  const next =
    earned >= at
      ? { ...place, keptUntil: keptFrom(at, judgedOn, rules) }
      : changed(place, rules.downgrade === "oneTier" ? at - 1 : earned, judgedOn, "notQualified", rules)
  return reviewed(next, revenue, rules, day)
}

/** Goes on from a place over the days from `from` (null: the first) to `to`, both inclusive. */
const walked = (
  place: Place,
  revenue: ReadonlyArray<DatedAmount>,
  rules: TierRules,
  from: CalendarDate | null,
  to: CalendarDate,
): Place => {
  let now = place
  for (const day of new Set(revenue.map((amount) => amount.on))) {
    if (day > to || (from !== null && day < from)) continue
    now = reviewed(now, revenue, rules, day)
    const earned = qualified(rules, windowOn(revenue, rules, day))
    if (earned > now.at) now = changed(now, earned, day, "qualified", rules)
  }
  return reviewed(now, revenue, rules, to)
}

const standingOf = (
  { at, keptUntil, changes }: Place,
  revenue: ReadonlyArray<DatedAmount>,
  rules: TierRules,
  on: CalendarDate,
): TierStanding => {
  const windowMinor = windowOn(revenue, rules, on)
  const above = rules.tiers[at + 1]
  return {
    on,
    tierId: idOf(rules, at),
    keptUntil,
    qualifiesForId: idOf(rules, qualified(rules, windowMinor)),
    windowMinor,
    next: above === undefined ? null : { tierId: above.id, missingMinor: Math.max(0, above.fromMinor - windowMinor) },
    changes,
  }
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
export const tierOn = (revenue: ReadonlyArray<DatedAmount>, rules: TierRules, on: CalendarDate): TierStanding =>
  standingOf(walked(atFirst, revenue, rules, null, on), revenue, rules, on)

/**
 * A client's tier on a day, where some of the revenue was taken back. Until then it counted, and from then on it never had: it is taken
 * off the day on which it was earned, so that no window holds the one without the other. Where money went back, a tier that the client
 * would not have without it is lost on that day; a document that was revoked leaves it for its months.
 *
 * @param known - revenue as it was known from each day on, in order of days, the first from before all revenue
 * @param rules - tiers and how they change, checked
 * @param on - the day (inclusive)
 */
export const tierAsKnown = (known: ReadonlyArray<RevenueAsKnown>, rules: TierRules, on: CalendarDate): TierStanding => {
  const past = known.filter(({ from }, index) => index === 0 || from <= on)
  let place = atFirst
  for (const [index, { from, isMoneyBack, revenue }] of past.entries()) {
    const next = past[index + 1]
    if (index > 0 && isMoneyBack) {
      const kept = walked(place, revenue, rules, from, from)
      const without = walked(atFirst, revenue, rules, null, from)
      place =
        without.at < kept.at
          ? { ...changed(kept, without.at, from, "notQualified", rules), keptUntil: without.keptUntil }
          : kept
    }
    place = walked(place, revenue, rules, index === 0 ? null : from, next === undefined ? on : addDays(next.from, -1))
  }
  return standingOf(place, past.at(-1)?.revenue ?? [], rules, on)
}
