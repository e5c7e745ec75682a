import type { DealColumns } from "../../deal/DealFact.ts"
import { outcomeCodes } from "../../deal/DealFact.ts"
import { textAt } from "../../shared/Columns.ts"
import type { DayRange } from "../facts/DayRange.ts"
import type { DealCredits } from "../facts/CreditedParts.ts"
import { creditedParts } from "../facts/CreditedParts.ts"
import type { ChanceBasis, ForecastBasis } from "./ForecastBasis.ts"
import { surestChance } from "./ForecastBasis.ts"
import type { ForecastArrivals, ForecastDeal, ForecastInput } from "./ForecastInput.ts"
import type { HazardsByGroup, OutcomeHazard, StageStay } from "./OutcomeHazard.ts"
import { dealSpells, hazardsByGroup, stageSpells, winWithin, wonOfClosed } from "./OutcomeHazard.ts"

/** How open deals get their probability. */
export type ForecastMethod =
  /** By age since opening: conversion and time, from deals that may not be over; new deals are added. */
  | "hazard"
  /** The same by age in the stage. Needs stays. */
  | "stageHazard"
  /** The share won of what closed after the deal's stage (its pipeline where there are no stays), whenever that was or will be. */
  | "stageHistory"

/** What a forecast is built with. */
export interface ForecastSettings {
  /** The period. */
  readonly period: DayRange
  /** Look as known at the end of this day, a day number since 1970-01-01; what closed later is open, what was opened later is not there. */
  readonly asOfDay: number
  /** Whether that day is over. On the last day of a period under way deals may still be won in it. Default true. */
  readonly isDayOver?: boolean
  /** ISO 4217 code; amounts in others are valued like those that are not stated. */
  readonly currency: string
  /** How probabilities are made; `hazard` by default. */
  readonly method?: ForecastMethod
  /** Stays in stages, for the methods that need them. */
  readonly stays?: ReadonlyArray<StageStay>
  /** First day from which closings were recorded; always by default. */
  readonly recordedFromDay?: number
  /** Days before the as-of day from which the pace of new deals is taken; 90 by default. */
  readonly arrivalWindowDays?: number
  /**
   * Whether stated amounts were known on the day. False for looking back at deals that have closed since, whose amounts are those
   * of their close: then each is valued like its product's wins by the day. Default true.
   */
  readonly amountsWereKnown?: boolean
  /** Who has left by the day: deals that would have been theirs still come, and are nobody's yet. None by default. */
  readonly left?: ReadonlySet<string>
  /** Who is credited with deals that are split; all of a deal is its seller's by default. */
  readonly credits?: DealCredits
}

/** A forecast's input with what could not go into it. */
export interface BuiltForecast {
  /** What the forecast is drawn from. Targets are the caller's to add. */
  readonly input: Omit<ForecastInput, "targets">
  /** Open deals that are, or will be when the period begins, as old as the oldest observed: probability 0, stated rather than guessed. */
  readonly beyondObserved: ReadonlyArray<string>
  /** Days by whose openings new deals are expected: those asked for, or as many as there are to see. */
  readonly paceDays: number
  /** Open deals without a day of opening: they are not in the forecast. */
  readonly undated: ReadonlyArray<string>
  /** Open deals that were valued by past wins, since no amount was stated in the currency. */
  readonly valuedByHistory: number
  /** Open deals without any value: nothing was won yet to value them by. */
  readonly withoutValue: ReadonlyArray<string>
  /** Deals won in the period without an amount in the currency: they are in no sum. */
  readonly wonWithoutAmount: ReadonlyArray<string>
}

interface Seen {
  readonly row: number
  readonly state: "won" | "lost" | "open"
}

/** Deals as they stood at the end of a day, by their own dates. */
const seenAt = (columns: DealColumns, asOfDay: number): ReadonlyArray<Seen> => {
  const seen: Array<Seen> = []
  for (let row = 0; row < columns.length; row++) {
    const opened = columns.openedDay[row]!
    if (opened > asOfDay) continue
    const closed = columns.closedDay[row]!
    const code = columns.outcome[row]!
    const isOver = code !== outcomeCodes.open && !(closed > asOfDay)
    seen.push({ row, state: isOver ? (code === outcomeCodes.won ? "won" : "lost") : "open" })
  }
  return seen
}

type Value = Pick<ForecastDeal, "amountMinor" | "amountsMinor">

const mean = (values: ReadonlyArray<number>): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** Values deals that state no usable amount by the wins of their product, or of all: by their mean, to be drawn from them. */
const valuer = (columns: DealColumns, seen: ReadonlyArray<Seen>, settings: ForecastSettings) => {
  const wanted = columns.currency.values.indexOf(settings.currency)
  const stated = (row: number, amounts: Float64Array): number | null =>
    columns.currency.codes[row] === wanted && !Number.isNaN(amounts[row]!) ? amounts[row]! : null
  const wins = new Map<number, Array<number>>()
  const all: Array<number> = []
  for (const { row, state } of seen) {
    const amount = state === "won" ? stated(row, columns.amountMinor) : null
    if (amount === null) continue
    all.push(amount)
    const product = columns.product.codes[row]!
    const own = wins.get(product)
    if (own === undefined) wins.set(product, [amount])
    else own.push(amount)
  }
  const valued = (amountsMinor: ReadonlyArray<number>): Value | null => {
    const value = mean(amountsMinor)
    return value === null ? null : { amountMinor: Math.round(value), amountsMinor }
  }
  const overall = valued(all)
  const byProduct = new Map([...wins].map(([product, amounts]) => [product, valued(amounts)]))
  const valueOf = (row: number): Value | null => {
    const known = settings.amountsWereKnown ?? true
    const own = (known ? stated(row, columns.amountMinor) : null) ?? stated(row, columns.listAmountMinor)
    return own === null ? (byProduct.get(columns.product.codes[row]!) ?? overall) : { amountMinor: own }
  }
  return { all, stated, valueOf }
}

const groupOfDeal = (columns: DealColumns, row: number): string => textAt(columns.pipeline, row) ?? ""

/** The last stay of each deal by the day. */
const lastStays = (stays: ReadonlyArray<StageStay>, asOfDay: number): ReadonlyMap<string, StageStay> => {
  const last = new Map<string, StageStay>()
  for (const stay of stays) {
    if (stay.enteredDay > asOfDay) continue
    const held = last.get(stay.dealId)
    if (held === undefined || held.enteredDay <= stay.enteredDay) last.set(stay.dealId, stay)
  }
  return last
}

const pastOf = ({ won, lost }: OutcomeHazard): ChanceBasis => ({ won, lost })

/** The past of groups that were judged by theirs alone; where there is one group, its past is that of all. */
const ownPasts = ({ all, groups }: HazardsByGroup): ForecastBasis["groups"] =>
  Object.fromEntries(
    [...groups].flatMap(([group, own]) =>
      own.won === all.won && own.lost === all.lost ? [] : [[group, pastOf(own)] as const],
    ),
  )

/** Expected wins of deals opened from tomorrow on, one a day, by the end of the last day, those of the days before the period apart. */
const winsOfOneADay = (hazard: OutcomeHazard, daysLeft: number, daysBefore: number): number => {
  let wins = 0
  for (let day = 1; day <= daysLeft; day++) {
    wins += winWithin(hazard, -1, daysLeft - day + 1, Math.max(0, daysBefore - day + 1)) ?? 0
  }
  return wins
}

/**
 * Builds what a forecast is drawn from: won already, open deals with a probability by the end of the period, and deals that are
 * not there yet. Nothing that became known after the as-of day goes in.
 *
 * @param columns - all deals
 * @param settings - period, as-of day (its end), ISO 4217 code, method (`hazard` by default)
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { buildForecast, forecast } from "@salesdept/core/plan/forecast"
 * import { addDays, dayNumberOf } from "@salesdept/core/shared"
 *
 * const deal = {
 *   clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "work", productId: "audit",
 *   amountMinor: 100_000_00, listAmountMinor: null, currency: "RUB",
 * } as const
 * const past = Array.from({ length: 40 }, (_, i) => {
 *   const openedOn = addDays("2026-08-01", i)
 *   return { ...deal, id: `past-${i}`, outcome: i % 4 === 0 ? "won" : "lost", openedOn, closedOn: addDays(openedOn, 20 + i) } as const
 * })
 * const open = { ...deal, id: "17", outcome: "open", openedOn: "2026-11-01", closedOn: null } as const
 * const period = { fromDay: dayNumberOf("2026-11-01"), toDay: dayNumberOf("2026-12-01") }
 * const { input } = buildForecast(dealColumns([...past, open]), { period, asOfDay: dayNumberOf("2026-11-10"), currency: "RUB" })
 * input.open.map(({ id, probability }) => [id, probability]) // [["17", 0.075]]
 * forecast({ ...input, targets: [] }).total.openMinor // 750000
 * ```
 */
export const buildForecast = (columns: DealColumns, settings: ForecastSettings): BuiltForecast => {
  const { period, asOfDay, method = "hazard", stays = [], recordedFromDay, arrivalWindowDays = 90, credits } = settings
  const seen = seenAt(columns, asOfDay)
  const { all, stated, valueOf } = valuer(columns, seen, settings)
  const bySettings = recordedFromDay === undefined ? { asOfDay } : { asOfDay, recordedFromDay }
  const usesStays = method === "stageHazard" || (method === "stageHistory" && stays.length > 0)
  const spells = usesStays ? stageSpells(stays, columns) : dealSpells(columns)
  const hazards = hazardsByGroup(spells, bySettings)
  const ofDeals = usesStays ? hazardsByGroup(dealSpells(columns), bySettings) : hazards
  const past = pastOf(ofDeals.all)
  const groups = ownPasts(hazards) ?? {}
  let judgedByOthers = 0
  const last = usesStays ? lastStays(stays, asOfDay) : new Map<string, StageStay>()
  const daysLeft = Math.max(0, period.toDay - 1 - asOfDay)
  const isOver = period.toDay <= asOfDay + ((settings.isDayOver ?? true) ? 1 : 0)
  // What is won before a period that has not begun is not won in it.
  const daysBefore = Math.min(daysLeft, Math.max(0, period.fromDay - 1 - asOfDay))
  const won = new Map<string | null, number>()
  const opened = new Map<string | null, number>()
  const open: Array<ForecastDeal> = []
  const beyondObserved: Array<string> = []
  const undated: Array<string> = []
  const withoutValue: Array<string> = []
  const wonWithoutAmount: Array<string> = []
  let valuedByHistory = 0
  for (const { row, state } of seen) {
    const repId = textAt(columns.owner, row)
    const id = columns.id[row] ?? ""
    const openedDay = columns.openedDay[row]!
    if (openedDay > asOfDay - arrivalWindowDays) {
      const next = repId !== null && settings.left?.has(repId) ? null : repId
      opened.set(next, (opened.get(next) ?? 0) + 1)
    }
    if (state === "won") {
      const closed = columns.closedDay[row]!
      const amount = stated(row, columns.amountMinor)
      if (!(closed >= period.fromDay && closed < period.toDay)) continue
      if (amount === null) wonWithoutAmount.push(id)
      else
        for (const part of creditedParts(repId, credits?.get(id), amount))
          won.set(part.repId, (won.get(part.repId) ?? 0) + part.amountMinor)
      continue
    }
    // Whatever becomes of it, it is not won in a period that is over.
    if (state === "lost" || isOver) continue
    const stay = last.get(id)
    const since = usesStays ? stay?.enteredDay : openedDay
    if (since === undefined || Number.isNaN(since)) {
      undated.push(id)
      continue
    }
    const pipeline = groupOfDeal(columns, row)
    const group = usesStays ? `${pipeline}/${stay?.stageId ?? ""}` : pipeline
    const hazard = hazards.groups.get(group) ?? hazards.all
    const own = groups[group]
    const closed = wonOfClosed(hazard)
    const share = closed.denominator === 0 ? null : closed.numerator / closed.denominator
    const probability = method === "stageHistory" ? share : winWithin(hazard, asOfDay - since, daysLeft, daysBefore)
    if (probability === null) beyondObserved.push(id)
    const value = valueOf(row)
    if (value === null) {
      withoutValue.push(id)
      continue
    }
    if (value.amountsMinor !== undefined) valuedByHistory += 1
    if (hazard === hazards.all && hazards.groupCount > 1) judgedByOthers += 1
    const shares = credits?.get(id)
    open.push({
      id,
      repId,
      ...value,
      probability: Math.min(probability ?? 0, surestChance(own ?? past)),
      ...(own === undefined ? {} : { group }),
      ...(shares === undefined ? {} : { creditShares: shares }),
    })
  }
  // The pace is of the days on which there was something to see.
  const firstDay = seen.reduce((day, { row }) => Math.min(day, columns.openedDay[row] || day), asOfDay)
  const windowDays = Math.max(1, Math.min(arrivalWindowDays, asOfDay - firstDay + 1))
  const perDay = method === "stageHistory" ? 0 : winsOfOneADay(ofDeals.all, daysLeft, daysBefore)
  const arrivals =
    all.length === 0 || perDay === 0
      ? []
      : [...opened].map(([repId, count]): ForecastArrivals => ({
          repId,
          expectedWins: (count / windowDays) * perDay,
          amountsMinor: all,
        }))
  return {
    input: {
      currency: settings.currency,
      won: [...won].map(([repId, wonMinor]) => ({ repId, wonMinor })),
      open,
      arrivals,
      basis: { ...past, groups, judgedByOthers, amounts: all.length },
      isOver,
    },
    beyondObserved,
    paceDays: windowDays,
    undated,
    valuedByHistory,
    withoutValue,
    wonWithoutAmount,
  }
}
