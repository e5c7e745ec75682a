import type { CalendarDate } from "@salesdept/core/shared"
import { dateOfDayNumber } from "@salesdept/core/shared"
import type { PlantedMistakeKind } from "./Planted.ts"
import { usualMistakePercent, usualPlantedPercent } from "./Planted.ts"
import { personName } from "./PersonNames.ts"
import type { RandomSource } from "./Random.ts"
import { normal, uniform, wholeNumber } from "./Random.ts"
import { sellingSteps } from "./SellingSteps.ts"
import type { ResolvedOptions } from "./SimulationOptions.ts"
import type { WorkClock } from "./WorkClock.ts"

/** A team of the department. */
export interface SimulatedTeam {
  /** Its id, such as `team:1`. */
  readonly id: string
  /** Its name in the department's language. */
  readonly name: string
}

/** A rep of the department. */
export interface SimulatedRep {
  /** The rep's id, such as `user:1`. */
  readonly id: string
  /** Invented name. */
  readonly name: string
  /** The rep's team. */
  readonly teamId: string
  /** First local day at work, inclusive; before the period for most. */
  readonly joinedOn: CalendarDate
  /** Last local day at work, inclusive; null for who is still there at the end. */
  readonly leftOn: CalendarDate | null
  /** Who guides a newcomer; null for the others. */
  readonly mentorId: string | null
}

/** A rep with the habits that only the simulator knows. */
export interface Seller {
  /** The rep as in the result. */
  readonly rep: SimulatedRep
  /** How far the rep moves the log-odds of winning; 0 is average. */
  readonly skill: number
  /** First second at work; minus infinity for who was there before. */
  readonly startsAt: number
  /** First second no longer at work; infinity for who stays. */
  readonly leavesAt: number
  /** How much work the rep takes, above 0 and at most 1. */
  readonly load: number
  /** Probability of each mistake on each occasion, 0 to 1. */
  readonly mistakeShares: { readonly [Kind in PlantedMistakeKind]: number }
  /** Probability of using each script step, in the order of `sellingSteps`. */
  readonly stepShares: ReadonlyArray<number>
}

const teamNames = {
  ru: ["Север", "Юг", "Запад", "Восток", "Центр"],
  en: ["North", "South", "West", "East", "Centre"],
} as const

/** Teams of four to eight. */
export const teamsOf = ({ reps, language }: ResolvedOptions): ReadonlyArray<SimulatedTeam> =>
  Array.from({ length: Math.max(1, Math.floor(reps / 4)) }, (_, index) => {
    const word = teamNames[language][index % 5] ?? teamNames[language][0]
    const round = index < 5 ? "" : ` ${Math.floor(index / 5) + 1}`
    return { id: `team:${index + 1}`, name: language === "ru" ? `Группа «${word}${round}»` : `${word} team${round}` }
  })

const workdayNear = (clock: WorkClock, day: number): number =>
  clock.kindOf(day) === "workday" ? day : workdayNear(clock, day + 1)

/** How many of so many reps join and leave within the period. Small departments are stable. */
const changes = (reps: number): { readonly newcomers: number; readonly leavers: number } => ({
  newcomers: Math.floor(reps / 4),
  leavers: reps < 4 ? 0 : Math.max(1, Math.floor(reps / 9)),
})

const mistakeSharesOf = (repId: string, { planted }: ResolvedOptions): Seller["mistakeShares"] => {
  const share = (kind: PlantedMistakeKind): number => {
    const found = planted.mistakes?.find((mistake) => mistake.kind === kind && mistake.repId === repId)
    return (found === undefined ? usualMistakePercent[kind] : (found.ratePercent ?? usualPlantedPercent)) / 100
  }
  return {
    overdueSteps: share("overdueSteps"),
    deepDiscounts: share("deepDiscounts"),
    slowResponse: share("slowResponse"),
    unsentDocuments: share("unsentDocuments"),
  }
}

/** By how much a rep's skill moves how often a step is used: a step of good reps, and one that is planted as their favourite. */
const [usualPull, favouritePull] = [0.5, 2]

const stepSharesOf = (random: RandomSource, skill: number, { planted }: ResolvedOptions): ReadonlyArray<number> =>
  sellingSteps.map(({ step, usualShare, confoundedBy }) => {
    const byHabit = uniform(random, -0.12, 0.12)
    const isFavourite = planted.favouriteSteps?.includes(step) === true
    const bySkill = (isFavourite ? favouritePull : confoundedBy === "rep" ? usualPull : 0) * skill
    return Math.min(0.95, Math.max(0.05, usualShare + byHabit + bySkill))
  })

/** Makes the reps: those who stay, then those who leave, then the newcomers, who have a mentor of their team. */
export const sellersOf = (
  random: RandomSource,
  options: ResolvedOptions,
  teams: ReadonlyArray<SimulatedTeam>,
  clock: WorkClock,
): ReadonlyArray<Seller> => {
  const { newcomers, leavers } = changes(options.reps)
  const stayers = options.reps - newcomers - leavers
  const length = clock.endDay - clock.firstDay
  const dayAt = (low: number, high: number): number =>
    workdayNear(clock, clock.firstDay + Math.floor(length * uniform(random, low, high)))
  return Array.from({ length: options.reps }, (_, index) => {
    const id = `user:${index + 1}`
    const isNewcomer = index >= stayers + leavers
    const isLeaver = index >= stayers && !isNewcomer
    const joinedDay = isNewcomer ? dayAt(0.1, 0.55) : clock.firstDay - wholeNumber(random, 150, 2200)
    const leftDay = isLeaver ? dayAt(0.65, 0.85) : null
    const team = index % teams.length
    // The first reps of a team are its most seasoned: stayers are dealt to the teams in turn.
    const mentorId = isNewcomer ? `user:${(team % Math.max(1, stayers)) + 1}` : null
    const skill = normal(random, 0, 0.3)
    return {
      rep: {
        id,
        name: personName(random, options.language).name,
        teamId: teams[team]?.id ?? "team:1",
        joinedOn: dateOfDayNumber(joinedDay),
        leftOn: leftDay === null ? null : dateOfDayNumber(leftDay),
        mentorId,
      },
      skill,
      startsAt: isNewcomer ? clock.momentOf(joinedDay, 0) : -Infinity,
      leavesAt: leftDay === null ? Infinity : clock.momentOf(leftDay + 1, 0),
      load: uniform(random, 0.75, 1),
      mistakeShares: mistakeSharesOf(id, options),
      stepShares: stepSharesOf(random, skill, options),
    }
  })
}

const rampSeconds = 100 * 86_400

/** How far a rep has come at a moment: from 0 on the first day to 1 after 100 days. */
export const rampOf = (seller: Seller, second: number): number =>
  Math.min(1, Math.max(0, (second - seller.startsAt) / rampSeconds))

/** Whether a rep is at work at a moment. */
export const isAtWork = (seller: Seller, second: number): boolean =>
  second >= seller.startsAt && second < seller.leavesAt

/**
 * Picks a rep who is at work, by load; newcomers get less at first. Somebody always is: most reps stay for the whole
 * period.
 */
export const pickSeller = (random: RandomSource, sellers: ReadonlyArray<Seller>, second: number): Seller => {
  for (;;) {
    // Rejection instead of a weighted sum: the time does not grow with the department.
    const seller = sellers[Math.floor(random() * sellers.length)]
    if (seller === undefined || !isAtWork(seller, second)) continue
    if (random() < seller.load * (0.3 + 0.7 * rampOf(seller, second))) return seller
  }
}
