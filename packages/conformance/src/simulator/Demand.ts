import type { LeadSource } from "./LeadActions.ts"
import type { RandomSource } from "./Random.ts"
import { chance, normal, poisson, uniform, weightedPick } from "./Random.ts"
import type { ResolvedOptions } from "./SimulationOptions.ts"
import type { DayKind, WorkClock } from "./WorkClock.ts"

/**
 * Demand by month, January first, against a usual month: quiet in January, May and summer, busy before the year's end.
 */
export const monthFactors = [0.72, 0.95, 1.12, 1.05, 0.82, 0.98, 0.82, 0.84, 1.1, 1.15, 1.2, 1.25] as const

const dayFactors: { readonly [Kind in DayKind]: number } = { workday: 1, saturday: 0.28, sunday: 0.18, holiday: 0.12 }

/** Inbound leads on a usual workday at scale 1: about 2,000 a year. */
const leadsPerWorkday = 7

/** A lead on its way in. */
export interface Arrival {
  /** When. */
  readonly second: number
  /** From where. */
  readonly source: LeadSource
  /** The client that recommended the department; null where nobody did. */
  readonly referredByClientKey: string | null
}

/** The month factor of a local day. */
const monthFactor = (clock: WorkClock, day: number): number =>
  monthFactors[Number(clock.dateOf(clock.momentOf(day, 43_200)).slice(5, 7)) - 1] ?? 1

/** Seconds after midnight: two humps of office hours, or evenly over the waking day. */
const timeOfDay = (random: RandomSource, kind: DayKind): number => {
  if (kind !== "workday" || chance(random, 0.15)) return Math.floor(uniform(random, 8, 23) * 3600)
  const hour = chance(random, 0.55) ? normal(random, 11, 1) : normal(random, 15.5, 1.2)
  return Math.floor(Math.min(17.9, Math.max(9, hour)) * 3600)
}

const sourceOf = (random: RandomSource, isOfficeTime: boolean): LeadSource =>
  weightedPick<LeadSource>(random, [
    ["website", 40],
    ["phone", isOfficeTime ? 25 : 0],
    ["advertising", 20],
    ["partner", isOfficeTime ? 8 : 0],
    ["exhibition", isOfficeTime ? 7 : 0],
  ])

/** All inbound leads of the period, day by day: a Poisson number a day, by season and kind of day, growing slowly. */
export const arrivalsOf = (
  random: RandomSource,
  { scale }: ResolvedOptions,
  clock: WorkClock,
): ReadonlyArray<Arrival> => {
  const arrivals: Array<Arrival> = []
  for (let day = clock.firstDay; day < clock.endDay; day++) {
    const kind = clock.kindOf(day)
    const growth = 1 + (0.1 * (day - clock.firstDay)) / 365
    const mean = leadsPerWorkday * scale * growth * dayFactors[kind] * monthFactor(clock, day)
    const today = Array.from({ length: poisson(random, mean) }, () => timeOfDay(random, kind)).sort((a, b) => a - b)
    for (const secondOfDay of today) {
      const isOfficeTime = kind === "workday" && secondOfDay < 18 * 3600
      const source = sourceOf(random, isOfficeTime)
      arrivals.push({ second: clock.momentOf(day, secondOfDay), source, referredByClientKey: null })
    }
  }
  return arrivals
}
