import type { DealColumns } from "../../deal/DealFact.ts"
import { outcomeCodes } from "../../deal/DealFact.ts"
import type { Ratio } from "../../shared/Ratio.ts"

/** One stretch under observation that ends in a win or a loss: a deal since it was opened, or since it entered a stage. */
export interface Spell {
  /** What it is pooled with, such as a pipeline, or a pipeline and a stage. */
  readonly group: string
  /** First day, as a day number. */
  readonly fromDay: number
  /** Day of the win or the loss; null while neither has come. */
  readonly endDay: number | null
  /** How it ended; null while it has not. */
  readonly outcome: "won" | "lost" | null
}

/** Wins and losses by age, of spells that may not be over: competing outcomes with censoring. */
export interface OutcomeHazard {
  /** Spells read. */
  readonly spells: number
  /** Of them won by the day. */
  readonly won: number
  /** Of them lost by the day. */
  readonly lost: number
  /** Per age in whole days from 0: share won by the end of it (Aalen–Johansen). */
  readonly wonShare: Float64Array
  /** Per age: share neither won nor lost at the end of it. */
  readonly openShare: Float64Array
  /** Oldest age observed, in days; nothing is known beyond it. −1 without spells. */
  readonly oldestDays: number
}

/** What a hazard is estimated with. */
export interface HazardSettings {
  /** Look as known at the end of this day, a day number since 1970-01-01: what closed later counts as open, what began later is not there. */
  readonly asOfDay: number
  /** First day from which the source records closings; spells begun before come under observation then. Always by default. */
  readonly recordedFromDay?: number
}

/**
 * Wins and losses by age with spells that are not over censored, in whole days: the estimator of Aalen and Johansen (1978), with
 * delayed entry. Only what was known by the day goes in.
 *
 * @param spells - the spells
 * @param settings - as of the end of which day, and from which day on closings are recorded (always by default)
 *
 * @example
 * ```ts
 * import { outcomeHazard } from "@salesdept/core/plan/forecast"
 *
 * const spell = { group: "sales", fromDay: 0 }
 * const hazard = outcomeHazard(
 *   [{ ...spell, endDay: 10, outcome: "won" }, { ...spell, endDay: 20, outcome: "lost" }, { ...spell, endDay: null, outcome: null }],
 *   { asOfDay: 30 },
 * )
 * hazard.wonShare[10] // 0.3333…
 * hazard.oldestDays // 30
 * ```
 */
export const outcomeHazard = (spells: Iterable<Spell>, settings: HazardSettings): OutcomeHazard => {
  const { asOfDay, recordedFromDay = Number.NEGATIVE_INFINITY } = settings
  const entered: Array<number> = []
  const left: Array<number> = []
  const wonAt: Array<number> = []
  const lostAt: Array<number> = []
  let [count, won, lost, oldest] = [0, 0, 0, -1]
  const bump = (at: Array<number>, age: number): void => {
    at[age] = (at[age] ?? 0) + 1
  }
  for (const { fromDay, endDay, outcome } of spells) {
    if (fromDay > asOfDay) continue
    const isOver = endDay !== null && outcome !== null && endDay <= asOfDay
    const lastDay = isOver ? endDay : asOfDay
    // What ended, or is asked about, before anything was recorded was not under observation.
    if (lastDay < recordedFromDay || lastDay < fromDay) continue
    const age = lastDay - fromDay
    count += 1
    oldest = Math.max(oldest, age)
    bump(entered, Math.max(0, recordedFromDay - fromDay))
    bump(left, age)
    if (!isOver) continue
    if (outcome === "won") won += 1
    else lost += 1
    bump(outcome === "won" ? wonAt : lostAt, age)
  }
  const wonShare = new Float64Array(oldest + 1)
  const openShare = new Float64Array(oldest + 1)
  let [atRisk, open, share] = [0, 1, 0]
  for (let age = 0; age <= oldest; age++) {
    atRisk += entered[age] ?? 0
    const wins = wonAt[age] ?? 0
    if (atRisk > 0) {
      share += (open * wins) / atRisk
      open *= 1 - (wins + (lostAt[age] ?? 0)) / atRisk
    }
    wonShare[age] = share
    openShare[age] = open
    atRisk -= left[age] ?? 0
  }
  return { spells: count, won, lost, wonShare, openShare, oldestDays: oldest }
}

const shareAt = (shares: Float64Array, age: number, before: number): number =>
  age < 0 ? before : (shares[Math.min(age, shares.length - 1)] ?? before)

/**
 * The probability that a deal open at an age is won within some days, those of a time to come: `[F(age + days) − F(age + after)] ÷
 * S(age)`. Of ages past the oldest observed nothing is known: they add nothing, so that a time which reaches past it gives a floor.
 *
 * @param hazard - estimated from the history
 * @param ageDays - age at the end of the day of asking, whole days, 0 or more; −1 for one that is yet to come
 * @param withinDays - whole days from then on to the last that counts, 0 or more
 * @param afterDays - whole days from then on that do not count yet, 0 to `withinDays`. Default 0
 * @returns 0 to 1; null where no deal was observed at any age that counts
 *
 * @example
 * ```ts
 * import { outcomeHazard, winWithin } from "@salesdept/core/plan/forecast"
 *
 * const spell = { group: "sales", fromDay: 0 }
 * const hazard = outcomeHazard([{ ...spell, endDay: 10, outcome: "won" }, { ...spell, endDay: 20, outcome: "lost" }], { asOfDay: 30 })
 * winWithin(hazard, 5, 10) // 0.5
 * winWithin(hazard, 25, 10) // null
 * ```
 */
export const winWithin = (hazard: OutcomeHazard, ageDays: number, withinDays: number, afterDays = 0): number | null => {
  if (withinDays > afterDays && ageDays + afterDays >= hazard.oldestDays) return null
  const open = shareAt(hazard.openShare, ageDays, 1)
  if (open <= 0) return null
  const won = shareAt(hazard.wonShare, ageDays + withinDays, 0) - shareAt(hazard.wonShare, ageDays + afterDays, 0)
  return Math.min(1, Math.max(0, won / open))
}

/**
 * Won of won and lost by the day: the weight of a stage by its history, without time.
 *
 * @param hazard - from {@link outcomeHazard}
 * @returns its denominator is 0 where nothing is closed
 *
 * @example
 * ```ts
 * import { outcomeHazard, wonOfClosed } from "@salesdept/core/plan/forecast"
 *
 * const spell = { group: "sales", fromDay: 0 }
 * wonOfClosed(outcomeHazard([{ ...spell, endDay: 10, outcome: "won" }, { ...spell, endDay: 20, outcome: "lost" }], { asOfDay: 30 })) // { numerator: 1, denominator: 2 }
 * ```
 */
export const wonOfClosed = ({ won, lost }: OutcomeHazard): Ratio => ({ numerator: won, denominator: won + lost })

/**
 * Deals as spells since they were opened, pooled by pipeline (an empty text where a deal has none). Deals without a day of opening are
 * left out.
 *
 * @param columns - the deals
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { dealSpells } from "@salesdept/core/plan/forecast"
 *
 * const columns = dealColumns([
 *   {
 *     id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *     amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-10-01", closedOn: "2026-11-10",
 *   },
 * ])
 * dealSpells(columns) // [{ group: "sales", fromDay: 20727, endDay: 20767, outcome: "won" }]
 * ```
 */
export const dealSpells = (columns: DealColumns): ReadonlyArray<Spell> => {
  const spells: Array<Spell> = []
  for (let row = 0; row < columns.length; row++) {
    const fromDay = columns.openedDay[row]!
    if (Number.isNaN(fromDay)) continue
    const code = columns.outcome[row]!
    const closed = columns.closedDay[row]!
    const isOver = code !== outcomeCodes.open && !Number.isNaN(closed)
    spells.push({
      group: columns.pipeline.values[columns.pipeline.codes[row]!] ?? "",
      fromDay,
      endDay: isOver ? closed : null,
      outcome: isOver ? (code === outcomeCodes.won ? "won" : "lost") : null,
    })
  }
  return spells
}

/** A stay of a deal in a stage, as forecasts read it. */
export interface StageStay {
  /** The deal. */
  readonly dealId: string
  /** The stage. */
  readonly stageId: string
  /** Day it was entered, as a day number. */
  readonly enteredDay: number
}

/**
 * Stays in stages as spells that end when the deal is won or lost, pooled by pipeline and stage: conversion and time from each
 * stage on, from stays that may not be over.
 *
 * @param stays - the stays; those of deals that are not among the columns are left out
 * @param columns - their deals
 * @returns groups are named `pipeline/stage`
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { stageSpells } from "@salesdept/core/plan/forecast"
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * const columns = dealColumns([
 *   {
 *     id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *     amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-10-01", closedOn: "2026-11-10",
 *   },
 * ])
 * const stays = [{ dealId: "17", stageId: "proposal", enteredDay: dayNumberOf("2026-10-20") }]
 * stageSpells(stays, columns) // [{ group: "sales/proposal", fromDay: 20746, endDay: 20767, outcome: "won" }]
 * ```
 */
export const stageSpells = (stays: ReadonlyArray<StageStay>, columns: DealColumns): ReadonlyArray<Spell> => {
  const rowOf = new Map(columns.id.map((id, row) => [id, row]))
  return stays.flatMap(({ dealId, stageId, enteredDay }) => {
    const row = rowOf.get(dealId)
    if (row === undefined) return []
    const code = columns.outcome[row]!
    const closed = columns.closedDay[row]!
    const isOver = code !== outcomeCodes.open && !Number.isNaN(closed)
    const pipeline = columns.pipeline.values[columns.pipeline.codes[row]!] ?? ""
    return [
      {
        group: `${pipeline}/${stageId}`,
        fromDay: enteredDay,
        endDay: isOver ? closed : null,
        outcome: isOver ? (code === outcomeCodes.won ? ("won" as const) : ("lost" as const)) : null,
      },
    ]
  })
}

/** Hazards by group, with all of them together to fall back on. */
export interface HazardsByGroup {
  /** All spells. */
  readonly all: OutcomeHazard
  /** Groups with enough closed spells. */
  readonly groups: ReadonlyMap<string, OutcomeHazard>
  /** How many groups there are, with those that are too small for a hazard of their own. */
  readonly groupCount: number
}

/** Closed spells that a group needs for a hazard of its own. */
export const leastClosedSpells = 30

/**
 * A hazard for each group that has at least {@link leastClosedSpells} closed spells; smaller groups use that of all spells.
 *
 * @param spells - the spells
 * @param settings - as of the end of which day, and from which day on closings are recorded (always by default)
 *
 * @example
 * ```ts
 * import { hazardsByGroup } from "@salesdept/core/plan/forecast"
 *
 * const spells = Array.from({ length: 40 }, (_, day) => ({
 *   group: day < 35 ? "sales" : "renewals", fromDay: day, endDay: day + 14, outcome: day % 4 === 0 ? "won" : "lost",
 * } as const))
 * const { all, groups } = hazardsByGroup(spells, { asOfDay: 100 })
 * Array.from(groups.keys()) // ["sales"]
 * all.won // 10
 * ```
 */
export const hazardsByGroup = (spells: ReadonlyArray<Spell>, settings: HazardSettings): HazardsByGroup => {
  const groups = new Map<string, OutcomeHazard>()
  const grouped = Map.groupBy(spells, (spell) => spell.group)
  for (const [group, own] of grouped) {
    const hazard = outcomeHazard(own, settings)
    if (hazard.won + hazard.lost >= leastClosedSpells) groups.set(group, hazard)
  }
  return { all: outcomeHazard(spells, settings), groups, groupCount: grouped.size }
}
