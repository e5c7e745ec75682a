import { dateOfDayNumber, dayNumberOf, periodOf } from "@salesdept/core/shared"
import { monthFactors } from "./Demand.ts"
import { quantitySigma } from "./DealTerms.ts"
import type { Choices, RandomSource } from "./Random.ts"
import { lognormal } from "./Random.ts"
import type { CatalogueItem } from "./Products.ts"
import type { Seller, SimulatedTeam } from "./Reps.ts"
import type { ResolvedOptions } from "./SimulationOptions.ts"
import type { WorkClock } from "./WorkClock.ts"

/** A target: agreed amount (deals entering `paymentControl`) to reach within a calendar quarter. */
export interface SimulatedTarget {
  /** Whose; null for a team's own commitment, which is not the sum of its reps' targets. */
  readonly repId: string | null
  /** The rep's team, or the team itself. */
  readonly teamId: string
  /**
   * The quarter, such as `2025-Q4`. A quarter that the period only touches has a target for the days inside; where the period ends
   * with a quarter, the one after it is planned too.
   */
  readonly quarter: string
  /** Whole minor units. */
  readonly amountMinor: number
}

/** What the head expects at scale 1: deals agreed a year. Known from before, not from the simulated future. */
const agreedDealsAYear = 285
const roundedToMinor = { RUB: 10_000_00, USD: 100_00 } as const

const meanAmountMinor = (catalogue: Choices<readonly [choice: CatalogueItem, weight: number]>): number => {
  let total = 0
  let weights = 0
  for (const [{ product, medianQuantity }, weight] of catalogue) {
    const meanQuantity = Math.max(1, medianQuantity * Math.exp(quantitySigma ** 2 / 2))
    total += weight * product.listPriceMinor * meanQuantity
    weights += weight
  }
  return (total / weights) * 0.95
}

const quarterOf = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`

/**
 * Days from demand to agreement. The pipeline starts empty, so the first quarter can bring only what is sold that fast.
 */
const usualCycleDays = 45

/** What a quarter inside the period can bring a rep. */
interface Prospect {
  /** The share of a usual year's agreements. */
  readonly share: number
  /** Days on which something may be agreed: those after the first usual cycle. */
  readonly days: number
}

/** The day after the last one planned: a head whose quarter is over has planned the next. */
const plannedUntil = ({ endDay }: WorkClock): number => {
  const next = periodOf(dateOfDayNumber(endDay), "quarter")
  return dayNumberOf(next.from) === endDay ? dayNumberOf(next.to) : endDay
}

/** What each quarter planned can bring, from the first day a rep is there. */
const prospectsByQuarter = (clock: WorkClock, fromDay: number): ReadonlyMap<string, Prospect> => {
  const prospects = new Map<string, Prospect>()
  const untilDay = plannedUntil(clock)
  for (let day = fromDay; day < untilDay; day++) {
    const quarter = quarterOf(dateOfDayNumber(day))
    const { share, days } = prospects.get(quarter) ?? { share: 0, days: 0 }
    const month = Number(dateOfDayNumber(day - usualCycleDays).slice(5, 7))
    const factor = day - usualCycleDays < fromDay ? 0 : (monthFactors[month - 1] ?? 1)
    prospects.set(quarter, { share: share + factor / 365, days: days + (factor === 0 ? 0 : 1) })
  }
  return prospects
}

/** A newcomer's first target is for the first quarter with so many days on which something may be agreed. */
const fewestDaysOfNewcomer = 30

/**
 * Sets targets as a head would: last year's pace by season and load, a guess too high here and too low there. Newcomers
 * have half of a full target, and none for a quarter in which they could hardly agree on anything yet.
 */
export const targetsOf = (
  random: RandomSource,
  options: ResolvedOptions,
  people: { readonly sellers: ReadonlyArray<Seller>; readonly teams: ReadonlyArray<SimulatedTeam> },
  catalogue: Choices<readonly [choice: CatalogueItem, weight: number]>,
  clock: WorkClock,
): ReadonlyArray<SimulatedTarget> => {
  const year = agreedDealsAYear * options.scale * meanAmountMinor(catalogue)
  const unit = roundedToMinor[options.currency]
  const rounded = (amount: number): number => Math.max(1, Math.round(amount / unit)) * unit
  const isNew = ({ startsAt }: Seller): boolean => startsAt > clock.startsAt
  const loads = people.sellers.reduce((sum, seller) => sum + (isNew(seller) ? 0 : seller.load), 0)
  const targets: Array<SimulatedTarget> = []
  for (const seller of people.sellers) {
    const { rep, load, startsAt, leavesAt } = seller
    const isNewcomer = isNew(seller)
    const fromDay = isNewcomer ? clock.dayOf(startsAt) : clock.firstDay
    for (const [quarter, { share, days }] of prospectsByQuarter(clock, fromDay)) {
      if (isNewcomer && days < fewestDaysOfNewcomer) continue
      // Nobody foresees a leave: the target of that quarter stands whole, and there is none after it.
      if (leavesAt !== Infinity && quarter > quarterOf(clock.dateOf(leavesAt - 1))) continue
      const expected = year * share * (load / loads) * (isNewcomer ? 0.5 : 1)
      targets.push({
        repId: rep.id,
        teamId: rep.teamId,
        quarter,
        amountMinor: rounded(expected * lognormal(random, 1, 0.1)),
      })
    }
  }
  for (const team of people.teams) {
    for (const [quarter, { share }] of prospectsByQuarter(clock, clock.firstDay)) {
      const amountMinor = rounded((year * share * 1.04) / people.teams.length)
      targets.push({ repId: null, teamId: team.id, quarter, amountMinor })
    }
  }
  return targets
}
