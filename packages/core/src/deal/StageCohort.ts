import { InputInvalid } from "../shared/InputErrors.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { InstantRange } from "../shared/Period.ts"
import type { Problem } from "../shared/Problem.ts"
import type { IncidenceCurve } from "../stats/AalenJohansen.ts"
import { aalenJohansen, incidenceAt } from "../stats/AalenJohansen.ts"
import type { Distribution } from "../stats/Distribution.ts"
import { distributionOf } from "../stats/Distribution.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import { groupDeals, instantProblems } from "./DealRows.ts"
import type { StageVisitColumns } from "./StageVisitFact.ts"

/** A way in which a deal may leave a cohort: by coming to one of these stages. */
export interface CohortExit {
  /** Name of the way, such as `advanced` or `lost`. */
  readonly id: string
  /** Stages by which it is known. A stage stands in one exit only. */
  readonly stageIds: ReadonlyArray<string>
}

/** One way out of a cohort and who took it. */
export interface CohortExitFigures {
  /** The way. */
  readonly id: string
  /** Deals that took it first. */
  readonly dealCount: number
  /** Out of all deals that entered. Those that are still there count below the line, so it is a floor while there are any. */
  readonly ofEntered: Proportion
  /** Days from entry to this exit, of those that took it. */
  readonly days: Distribution
}

/** What became of the deals that entered a stage. */
export interface StageCohort {
  /** The stage. */
  readonly stageId: string
  /** As known at this instant. */
  readonly asOf: Instant
  /** Deals that entered it, each counted from its first entry. */
  readonly enteredCount: number
  /** The ways out, in the order given. */
  readonly exits: ReadonlyArray<CohortExitFigures>
  /** Deals that took none of them by then (censored). */
  readonly stillCount: number
  /** Which. */
  readonly stillDealIds: ReadonlyArray<string>
  /** Shares by days since entry (24 hours each, fractional), ways out competing and the rest censored: cause 1 is the first exit. */
  readonly curve: IncidenceCurve
}

/** Settings of {@link stageCohort}. */
export interface StageCohortSettings {
  /** The stage that is entered. */
  readonly stageId: string
  /** The ways out, 1 to 255. */
  readonly exits: ReadonlyArray<CohortExit>
  /** As known at this instant. */
  readonly asOf: Instant
  /** Deals whose first entry lies in it; all where absent. */
  readonly entered?: InstantRange
  /** Confidence level of the curve, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

const dayMs = 86_400_000

interface VisitsOfDeal {
  readonly dealId: string | null
  /** In the order of time; of those that begin at the same instant, the later row last. */
  readonly rows: ReadonlyArray<number>
}

const grouped = new WeakMap<StageVisitColumns, ReadonlyArray<VisitsOfDeal>>()

/** The visits of each deal; made once of the same columns, since a funnel asks for a cohort of each stage. */
const visitsByDeal = (visits: StageVisitColumns): ReadonlyArray<VisitsOfDeal> => {
  const known = grouped.get(visits)
  if (known !== undefined) return known
  const all = Int32Array.from({ length: visits.length }, (_, row) => row)
  const found = groupDeals(all, visits.deal).map(({ value, rows }): VisitsOfDeal => ({
    dealId: value,
    rows: [...rows].sort((left, right) => visits.enteredAtMs[left]! - visits.enteredAtMs[right]! || left - right),
  }))
  grouped.set(visits, found)
  return found
}

/**
 * What becomes of deals from their first entry into a stage: which way out they took first, after how long, and how many are
 * still on the way. Shares by time are Aalen–Johansen (1978): deals that are still there are censored and do not press the shares
 * down, and ways out compete instead of censoring one another.
 *
 * @param visits - stage visits in any order; of those that begin at the same instant the later row is the later visit
 * @param settings - stage, ways out, instant
 * @throws InputInvalid where an instant is not valid, the entries end before they begin, a stage stands in two ways out, the level is out of bounds or there are over 255 ways out
 *
 * @example
 * ```ts
 * import { stageCohort, stageVisitColumns } from "@salesdept/core/deal/funnel"
 *
 * const visits = stageVisitColumns([
 *   { dealId: "1", stageId: "newLead", enteredAt: "2026-09-01T09:00:00.000Z", leftAt: "2026-09-11T09:00:00.000Z" },
 *   { dealId: "1", stageId: "done", enteredAt: "2026-09-11T09:00:00.000Z", leftAt: null },
 *   { dealId: "2", stageId: "newLead", enteredAt: "2026-09-05T09:00:00.000Z", leftAt: null },
 * ])
 * const exits = [{ id: "won", stageIds: ["done"] }, { id: "lost", stageIds: ["lost"] }]
 * const cohort = stageCohort(visits, { stageId: "newLead", exits, asOf: "2026-11-23T00:00:00.000Z" })
 * cohort.exits.map(({ id, dealCount, days }) => [id, dealCount, days.p50]) // [["won", 1, 10], ["lost", 0, null]]
 * cohort.stillDealIds // ["2"]
 * ```
 */
export const stageCohort = (visits: StageVisitColumns, settings: StageCohortSettings): StageCohort => {
  const { stageId, exits, asOf, entered, level = 0.95 } = settings
  const problems = [...instantProblems("asOf", asOf), ...enteredProblems(entered), ...exitProblems(exits)]
  if (problems.length > 0) throw new InputInvalid(problems)
  const asOfMs = epochMsOf(asOf)
  const [fromMs, toMs] =
    entered === undefined
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : [epochMsOf(entered.from), epochMsOf(entered.to)]
  const stageCode = visits.stage.values.indexOf(stageId)
  const causeOf = new Int32Array(visits.stage.values.length)
  exits.forEach(({ stageIds }, index) => {
    for (const id of stageIds) {
      const code = visits.stage.values.indexOf(id)
      if (code !== -1) causeOf[code] = index + 1
    }
  })
  const days: Array<number> = []
  const causes: Array<number> = []
  const still: Array<string> = []
  for (const { dealId, rows } of stageCode === -1 ? [] : visitsByDeal(visits)) {
    const known = rows.filter((row) => visits.enteredAtMs[row]! <= asOfMs)
    const first = known.findIndex((row) => visits.stage.codes[row] === stageCode)
    const start = first === -1 ? Number.NaN : visits.enteredAtMs[known[first]!]!
    // A NaN compares false: who never entered is not in it.
    if (!(start >= fromMs && start < toMs)) continue
    let exit = -1
    for (let i = first + 1; i < known.length && exit === -1; i++)
      if (causeOf[visits.stage.codes[known[i]!]!]! > 0) exit = known[i]!
    days.push(((exit === -1 ? asOfMs : visits.enteredAtMs[exit]!) - start) / dayMs)
    causes.push(exit === -1 ? 0 : causeOf[visits.stage.codes[exit]!]!)
    if (exit === -1 && dealId !== null) still.push(dealId)
  }
  return {
    stageId,
    asOf,
    enteredCount: days.length,
    exits: exits.map(({ id }, index) => {
      const taken = days.filter((_, i) => causes[i] === index + 1)
      return {
        id,
        dealCount: taken.length,
        ofEntered: proportion(taken.length, days.length),
        days: distributionOf(Float64Array.from(taken)),
      }
    }),
    stillCount: still.length,
    stillDealIds: still,
    curve: aalenJohansen({ exits: Float64Array.from(days) }, Uint8Array.from(causes), Math.max(1, exits.length), level),
  }
}

/**
 * The share of a cohort that has taken a way out by so many days.
 *
 * @param cohort - the cohort
 * @param exitId - id of the way out
 * @param days - days (24 hours each, fractional) since entry, 0 or more
 * @returns null past what was observed, and for a way that the cohort does not know
 * @throws InputInvalid where the days are no number
 *
 * @example
 * ```ts
 * import { cohortShareAt, stageCohort, stageVisitColumns } from "@salesdept/core/deal/funnel"
 *
 * const visits = stageVisitColumns([
 *   { dealId: "1", stageId: "newLead", enteredAt: "2026-09-01T09:00:00.000Z", leftAt: "2026-09-11T09:00:00.000Z" },
 *   { dealId: "1", stageId: "done", enteredAt: "2026-09-11T09:00:00.000Z", leftAt: null },
 *   { dealId: "2", stageId: "newLead", enteredAt: "2026-09-05T09:00:00.000Z", leftAt: null },
 * ])
 * const exits = [{ id: "won", stageIds: ["done"] }]
 * const cohort = stageCohort(visits, { stageId: "newLead", exits, asOf: "2026-11-23T00:00:00.000Z" })
 * cohortShareAt(cohort, "won", 30) // 0.5
 * ```
 */
export const cohortShareAt = ({ exits, curve }: StageCohort, exitId: string, days: number): number | null => {
  const cause = exits.findIndex(({ id }) => id === exitId)
  return cause === -1 ? null : incidenceAt(curve, cause + 1, days)
}

/** Of a stage in two ways out nobody could say which of them was taken. */
const exitProblems = (exits: ReadonlyArray<CohortExit>): ReadonlyArray<Problem> =>
  exits.flatMap(({ stageIds }, index) => {
    const taken = new Set(exits.slice(0, index).flatMap((earlier) => earlier.stageIds))
    const twice = stageIds.filter((id) => taken.has(id)).join(", ")
    const message = { en: `stand in another way out already: ${twice}`, ru: `уже стоят в другом исходе: ${twice}` }
    return twice === "" ? [] : [{ path: `exits[${index}].stageIds`, code: "exits.repeatedStage", message }]
  })

const enteredProblems = (entered: InstantRange | undefined): ReadonlyArray<Problem> => {
  if (entered === undefined) return []
  const { from, to } = entered
  const problems = [...instantProblems("entered.from", from), ...instantProblems("entered.to", to)]
  return problems.length > 0 || from < to
    ? problems
    : [{ path: "entered", code: "period.bounds", message: emptyRange(entered) }]
}

const emptyRange = ({ from, to }: InstantRange): Message => ({
  en: `the first moment, ${from}, must be before the end, ${to} (exclusive)`,
  ru: `первый момент (${from}) должен быть раньше конца (${to}, не включается)`,
})
