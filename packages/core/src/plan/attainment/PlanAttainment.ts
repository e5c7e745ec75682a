import { textAt } from "../../shared/Columns.ts"
import type { Message } from "../../shared/Message.ts"
import type { Attainment, AttainmentPeriod, TargetCell } from "./Attainment.ts"
import { attainment } from "./Attainment.ts"
import type { FactCell } from "../facts/FactCell.ts"
import { addFigure } from "../facts/Figure.ts"
import type { MeasureFacts } from "../facts/MeasureFacts.ts"
import type { DueShare, PeriodWorkingDays } from "../record/Pace.ts"
import { targetKey } from "../record/Plan.ts"
import type { Target, TargetScope } from "../record/PlanSchema.ts"
import type { ScopeMembers } from "../facts/ScopeMembers.ts"
import { teamsIn } from "../facts/ScopeMembers.ts"

/** A period of a plan as attainment takes it. */
export interface PlanPeriodDays {
  /** Its label. */
  readonly id: string
  /** Working days, all and elapsed; absent where no calendar speaks for it. */
  readonly workingDays?: PeriodWorkingDays
  /** The same of people who are not there on all of them, by the person's id: pace of their targets goes by their own days. */
  readonly ownDays?: ReadonlyMap<string, PeriodWorkingDays>
}

/** A target with what came about. */
export interface PlanAttainmentRow
  extends
    TargetScope,
    Pick<
      Attainment,
      | "measure"
      | "fact"
      | "factCount"
      | "factIds"
      | "unvaluedCount"
      | "unvaluedIds"
      | "gap"
      | "ratio"
      | "withheld"
      | "notes"
      | "pace"
    > {
  /** Label of the period. */
  readonly period: string
  /** The target; null for facts of the same kind of scope that nobody has a target for. */
  readonly target: number | null
  /** Of the target what was laid on top; null without a target. */
  readonly padding: number | null
  /** How much of the target was due by the day; null without a target, of a balance, and where nothing but calendar days speaks for it. */
  readonly due: DueShare | null
}

/** A row among those of one kind of scope. */
export interface ScopedAttainmentRow extends PlanAttainmentRow {
  /**
   * What targets of its kind are told by. One of these that is null is what has none: facts without a product in a plan by product are
   * not the department's own row, which is told by nothing.
   */
  readonly by: ReadonlyArray<keyof TargetScope>
}

const scopeOf = (target: TargetScope): TargetScope => ({
  repId: target.repId,
  teamId: target.teamId,
  productId: target.productId,
  segmentId: target.segmentId,
  pipelineId: target.pipelineId,
  clientId: target.clientId,
})

const scopeNames = ["repId", "teamId", "productId", "segmentId", "pipelineId", "clientId"] as const

const without: { readonly [Part in keyof TargetScope]: Message } = {
  repId: { en: "Facts of nobody", ru: "Факты без ответственного" },
  teamId: { en: "Facts of no team", ru: "Факты без группы" },
  productId: { en: "Facts without a product", ru: "Факты без продукта" },
  segmentId: { en: "Facts of no segment", ru: "Факты без сегмента" },
  pipelineId: { en: "Facts of no pipeline", ru: "Факты без воронки" },
  clientId: { en: "Facts without a client", ru: "Факты без клиента" },
}

const nobodyIn: { readonly teamId: Message; readonly segmentId: Message } = {
  teamId: { en: "Nobody is recorded as a member of the team", ru: "Никто не записан в эту группу" },
  segmentId: { en: "No client is recorded in the segment", ru: "Ни один клиент не записан в этот сегмент" },
}

/** That a fact of 0 is one of a group without members. */
const memberNotes = (
  { teamId, segmentId }: TargetScope,
  period: string,
  members: ScopeMembers,
): ReadonlyArray<Message> => [
  ...(teamId !== null && !teamsIn(members, period).has(teamId) ? [nobodyIn.teamId] : []),
  ...(segmentId !== null && !members.clientsOfSegment.has(segmentId) ? [nobodyIn.segmentId] : []),
]

/** Which parts of the scope a target states: targets of one pattern stand beside one another and do not overlap. */
const patternOf = (scope: TargetScope): ReadonlyArray<keyof TargetScope> =>
  scopeNames.filter((name) => scope[name] !== null)

/** The groups that each member belongs to. */
const inverted = (groups: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlyArray<string>> => {
  const of = new Map<string, Array<string>>()
  for (const [group, members] of groups)
    for (const member of members) of.set(member, [...(of.get(member) ?? []), group])
  return of
}

interface Sum {
  value: number
  count: number
  unvalued: number
  readonly ids: Array<string>
  readonly unvaluedIds: Array<string>
}

/** Facts of one pattern of scope, summed per scope and period. */
const factCells = (
  pattern: ReadonlyArray<keyof TargetScope>,
  measure: string,
  { facts, segments }: MeasureFacts,
  teamsOf: (period: string) => ReadonlyMap<string, ReadonlyArray<string>>,
  segmentsOf: ReadonlyMap<string, ReadonlyArray<string>>,
): ReadonlyArray<FactCell> => {
  const stated = new Set(pattern)
  const sums = new Map<string, Sum>()
  const key = (scope: string, period: string): string => JSON.stringify([scope, period])
  for (let row = 0; row < facts.length; row++) {
    const segment = facts.segment[row] ?? -1
    const rep = textAt(facts.rep, row)
    const client = textAt(facts.client, row)
    const groups: ReadonlyArray<string | null> = stated.has("segmentId") ? (segmentsOf.get(client ?? "") ?? []) : [null]
    for (const [period, { from, to }] of segments) {
      if (segment < from || segment >= to) continue
      const teams: ReadonlyArray<string | null> = stated.has("teamId") ? (teamsOf(period).get(rep ?? "") ?? []) : [null]
      for (const teamId of teams) {
        for (const segmentId of groups) {
          const scope: TargetScope = {
            repId: stated.has("repId") ? rep : null,
            teamId,
            productId: stated.has("productId") ? textAt(facts.product, row) : null,
            segmentId,
            pipelineId: stated.has("pipelineId") ? textAt(facts.pipeline, row) : null,
            clientId: stated.has("clientId") ? client : null,
          }
          const at = key(JSON.stringify(scope), period)
          const sum = sums.get(at) ?? { value: 0, count: 0, unvalued: 0, ids: [], unvaluedIds: [] }
          sums.set(at, sum)
          sum.value = addFigure(sum.value, facts.value[row] ?? 0)
          sum.count += facts.count[row] ?? 0
          sum.unvalued += facts.unvalued[row] ?? 0
          for (const id of facts.ids?.[row] ?? []) sum.ids.push(id)
          for (const id of facts.unvaluedIds?.[row] ?? []) sum.unvaluedIds.push(id)
        }
      }
    }
  }
  const withIds = facts.ids !== null
  return [...sums].map(([at, sum]): FactCell => {
    const [scope = "", periodId = ""] = JSON.parse(at) as ReadonlyArray<string>
    return {
      repId: scope,
      periodId,
      measure,
      value: sum.value,
      count: sum.count,
      ids: withIds ? [...new Set(sum.ids)].sort() : null,
      unvaluedCount: sum.unvalued,
      unvaluedIds: withIds ? [...new Set(sum.unvaluedIds)].sort() : null,
    }
  })
}

/**
 * Targets against facts, whatever their scope: each target gets the facts of its rep, team, product, segment, pipeline and client
 * in its period. Facts of the same pattern of scope that nobody has a target for follow as rows of their own, which `by` tells from the department's. Do not sum rows of
 * different patterns: a team's target and its reps' are two figures.
 *
 * @param targets - of the periods asked for, each measure, period and scope once
 * @param periods - with working days where known
 * @param factsOf - facts by measure, told by at least {@link dimensionsOf} its targets
 * @param members - who belongs to teams and segments
 * @param dueOf - how much of a target was due by now; by working days where it says null, and for all targets by default
 * @throws `InputInvalid` where a target stands twice
 *
 * @example
 * ```ts
 * import { creditFacts, planAttainment } from "@salesdept/core/plan/attainment"
 * import { wholeTarget } from "@salesdept/core/plan"
 *
 * const meetings = { segment: 0, keys: ["user:42"], currency: null, apart: null, count: 30, sum: null, ids: null }
 * const facts = creditFacts([meetings], { value: "count", currency: "RUB", rates: [], by: ["rep"] })
 * const rows = planAttainment(
 *   [wholeTarget({ measure: "meetings", period: "2026-11", value: 40, repId: "user:42" })],
 *   [{ id: "2026-11" }],
 *   new Map([["meetings", { facts, segments: new Map([["2026-11", { from: 0, to: 1 }]]) }]]),
 *   { repsOfTeam: new Map(), clientsOfSegment: new Map() },
 * )
 * rows.map(({ target, fact, gap }) => [target, fact, gap]) // [[40, 30, -10]]
 * ```
 */
export const planAttainment = (
  targets: ReadonlyArray<Target>,
  periods: ReadonlyArray<PlanPeriodDays>,
  factsOf: ReadonlyMap<string, MeasureFacts>,
  members: ScopeMembers,
  dueOf: (target: Target) => DueShare | null = () => null,
): ReadonlyArray<ScopedAttainmentRow> => {
  const known = new Map<string, ReadonlyMap<string, ReadonlyArray<string>>>()
  const teamsOf = (period: string): ReadonlyMap<string, ReadonlyArray<string>> => {
    const held = known.get(period) ?? inverted(teamsIn(members, period))
    known.set(period, held)
    return held
  }
  const segmentsOf = inverted(members.clientsOfSegment)
  const paddingOf = new Map(targets.map((target) => [targetKey(target), target.padding]))
  const groups = Map.groupBy(targets, (target) => JSON.stringify([target.measure, patternOf(target)]))
  const ownDays = new Map(periods.map((period) => [period.id, period.ownDays]))
  const asked: ReadonlyArray<AttainmentPeriod> = periods.map(({ id, workingDays }) =>
    workingDays === undefined ? { id } : { id, workingDays },
  )
  return [...groups].flatMap(([key, group]) => {
    const [measure, pattern] = JSON.parse(key) as [string, ReadonlyArray<keyof TargetScope>]
    const read = factsOf.get(measure)
    const facts = read === undefined ? [] : factCells(pattern, measure, read, teamsOf, segmentsOf)
    const targeted = new Set(group.map(({ period }) => period))
    const dues = new Map(group.map((target) => [targetKey(target), dueOf(target)]))
    const cells = attainment({
      periods: asked.filter(({ id }) => targeted.has(id)),
      targets: group.map((target): TargetCell => {
        const workingDays = ownDays.get(target.period)?.get(target.repId ?? "")
        return {
          repId: JSON.stringify(scopeOf(target)),
          periodId: target.period,
          measure,
          value: target.value,
          due: dues.get(targetKey(target)) ?? null,
          ...(workingDays === undefined ? {} : { workingDays }),
        }
      }),
      facts: facts.filter(({ periodId }) => targeted.has(periodId)),
    })
    return cells.map((cell): ScopedAttainmentRow => {
      const scope = JSON.parse(cell.repId ?? "") as TargetScope
      const key = targetKey({ ...scope, measure, period: cell.periodId })
      return {
        ...scope,
        by: pattern,
        measure,
        period: cell.periodId,
        target: cell.target,
        padding: cell.target === null ? null : (paddingOf.get(key) ?? 0),
        due: cell.target === null ? null : (cell.pace?.due ?? dues.get(key) ?? null),
        fact: cell.fact,
        factCount: cell.factCount,
        factIds: cell.factIds,
        unvaluedCount: cell.unvaluedCount,
        unvaluedIds: cell.unvaluedIds,
        gap: cell.gap,
        ratio: cell.ratio,
        withheld: cell.withheld,
        notes: [
          ...cell.notes,
          ...pattern.filter((part) => scope[part] === null).map((part) => without[part]),
          ...memberNotes(scope, cell.periodId, members),
        ],
        pace: cell.pace,
      }
    })
  })
}
