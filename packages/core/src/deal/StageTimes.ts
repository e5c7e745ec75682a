import { InputInvalid } from "../shared/InputErrors.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { Distribution } from "../stats/Distribution.ts"
import { distributionOf } from "../stats/Distribution.ts"
import type { SurvivalCurve } from "../stats/KaplanMeier.ts"
import { kaplanMeier } from "../stats/KaplanMeier.ts"
import { groupDeals, instantProblems } from "./DealRows.ts"
import type { StageVisitColumns } from "./StageVisitFact.ts"

/** What one time is: one visit, or all visits of a deal to the stage added up. */
export type StageTimeBasis = "visit" | "dealTotal"

/** Time that deals spend in one stage. */
export interface StageTime {
  /** The stage's id. */
  readonly stageId: string | null
  /** Visits begun by the as-of instant. */
  readonly visitCount: number
  /** Deals that made them. Fewer than the visits where deals came back. */
  readonly dealCount: number
  /** Times that were over by the as-of instant. */
  readonly endedCount: number
  /** Times still running then (censored). */
  readonly runningCount: number
  /** Days of those that were over. Describes what happened; as an estimate it is too short, since long stays are still running. */
  readonly endedDays: Distribution
  /** Kaplan–Meier curve of the days (24 hours each, fractional) with the running ones censored; its median is null where not reached. */
  readonly curve: SurvivalCurve
}

/** Visits that cannot be read. */
export interface StageVisitsNotRead {
  /** The reason. */
  readonly reason: "leftBeforeEntered" | "enteredAtMissing" | "enteredAfterAsOf"
  /** The reason in words. */
  readonly message: Message
  /** How many visits. */
  readonly visitCount: number
  /** Of which deals. */
  readonly dealIds: ReadonlyArray<string>
}

/** Time in stage, per stage. */
export interface StageTimes {
  /** As known at this instant. */
  readonly asOf: Instant
  /** Per visit or per deal. */
  readonly basis: StageTimeBasis
  /** Stages by id, in order of code point. */
  readonly stages: ReadonlyArray<StageTime>
  /** Visits that cannot be read. */
  readonly notRead: ReadonlyArray<StageVisitsNotRead>
}

/** Settings of {@link stageTimes}. */
export interface StageTimesSettings {
  /** As known at this instant: a stay that ended later was still running. */
  readonly asOf: Instant
  /** Per `visit` (default), or `dealTotal`: all visits of a deal to a stage added up. */
  readonly basis?: StageTimeBasis
  /** Confidence level of the curves, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

const dayMs = 86_400_000

const messages: { readonly [Reason in StageVisitsNotRead["reason"]]: Message } = {
  leftBeforeEntered: { en: "left before it was entered", ru: "выход из этапа раньше входа" },
  enteredAtMissing: { en: "the time of entering is not known", ru: "неизвестно время входа в этап" },
  enteredAfterAsOf: { en: "entered after the moment of the report", ru: "вход в этап позже момента отчёта" },
}

/**
 * Time in stage with stays that are still running taken into account, by Kaplan–Meier per stage.
 *
 * @param visits - stage visits
 * @param settings - as-of instant and basis
 * @throws InputInvalid where the instant is not valid or the level is out of bounds
 *
 * @example
 * ```ts
 * import { stageTimes, stageVisitColumns } from "@salesdept/core/deal/funnel"
 *
 * const visits = stageVisitColumns([
 *   { dealId: "1", stageId: "offer", enteredAt: "2026-09-01T09:00:00.000Z", leftAt: "2026-09-11T09:00:00.000Z" },
 *   { dealId: "2", stageId: "offer", enteredAt: "2026-09-05T09:00:00.000Z", leftAt: null },
 * ])
 * const [offer] = stageTimes(visits, { asOf: "2026-11-23T00:00:00.000Z" }).stages
 * offer?.curve.median // 10
 * offer?.runningCount // 1
 * ```
 */
export const stageTimes = (visits: StageVisitColumns, settings: StageTimesSettings): StageTimes => {
  const { asOf, basis = "visit", level = 0.95 } = settings
  const problems = instantProblems("asOf", asOf)
  if (problems.length > 0) throw new InputInvalid(problems)
  const asOfMs = epochMsOf(asOf)
  const kept: Array<number> = []
  const leftOut: LeftOutVisits = new Map()
  for (let row = 0; row < visits.length; row++) {
    const reason = whyNotRead(visits, row, asOfMs)
    if (reason === null) kept.push(row)
    else note(leftOut, reason, row)
  }
  return {
    asOf,
    basis,
    stages: groupDeals(Int32Array.from(kept), visits.stage).map(({ value, rows }) => {
      const { days, ended } = basis === "visit" ? perVisit(visits, rows, asOfMs) : perDeal(visits, rows, asOfMs)
      const endedDays = days.filter((_, i) => ended[i] === 1)
      return {
        stageId: value,
        visitCount: rows.length,
        dealCount: new Set(rows.map((row) => visits.deal.codes[row]!)).size,
        endedCount: endedDays.length,
        runningCount: days.length - endedDays.length,
        endedDays: distributionOf(endedDays),
        curve: kaplanMeier({ exits: days }, ended, level),
      }
    }),
    notRead: Array.from(leftOut, ([reason, rows]) => ({
      reason,
      message: messages[reason],
      visitCount: rows.length,
      dealIds: [...new Set(rows.map((row) => visits.deal.values[visits.deal.codes[row]!]!))],
    })),
  }
}

type LeftOutVisits = Map<StageVisitsNotRead["reason"], Array<number>>

const note = (leftOut: LeftOutVisits, reason: StageVisitsNotRead["reason"], row: number): void => {
  const rows = leftOut.get(reason)
  if (rows === undefined) leftOut.set(reason, [row])
  else rows.push(row)
}

const whyNotRead = (visits: StageVisitColumns, row: number, asOfMs: number): StageVisitsNotRead["reason"] | null => {
  const entered = visits.enteredAtMs[row]!
  if (Number.isNaN(entered)) return "enteredAtMissing"
  if (visits.leftAtMs[row]! < entered) return "leftBeforeEntered"
  return entered > asOfMs ? "enteredAfterAsOf" : null
}

interface Times {
  readonly days: Float64Array
  readonly ended: Uint8Array
}

const perVisit = (visits: StageVisitColumns, rows: Int32Array, asOfMs: number): Times => {
  const days = new Float64Array(rows.length)
  const ended = new Uint8Array(rows.length)
  for (const [i, row] of rows.entries()) {
    // A NaN compares false, so a visit without an end is still running.
    const over = visits.leftAtMs[row]! <= asOfMs
    ended[i] = over ? 1 : 0
    days[i] = ((over ? visits.leftAtMs[row]! : asOfMs) - visits.enteredAtMs[row]!) / dayMs
  }
  return { days, ended }
}

const perDeal = (visits: StageVisitColumns, rows: Int32Array, asOfMs: number): Times => {
  const each = perVisit(visits, rows, asOfMs)
  const slots = new Map<number, number>()
  const days: Array<number> = []
  const ended: Array<number> = []
  for (const [i, row] of rows.entries()) {
    const deal = visits.deal.codes[row]!
    const slot = slots.get(deal)
    if (slot === undefined) {
      slots.set(deal, days.push(each.days[i]!) - 1)
      ended.push(each.ended[i]!)
    } else {
      days[slot]! += each.days[i]!
      ended[slot] = Math.min(ended[slot]!, each.ended[i]!)
    }
  }
  return { days: Float64Array.from(days), ended: Uint8Array.from(ended) }
}
