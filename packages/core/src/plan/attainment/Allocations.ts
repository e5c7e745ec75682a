import { moneyText } from "../../shared/FigureText.ts"
import type { Message } from "../../shared/Message.ts"
import { addFigure } from "../facts/Figure.ts"
import type { ScopeMembers } from "../facts/ScopeMembers.ts"
import { teamsIn } from "../facts/ScopeMembers.ts"
import type { Target, TargetScope } from "../record/PlanSchema.ts"

/** What a team or the whole department is to reach beside what is allocated to its teams or its people: two figures. */
export interface PlanAllocation extends TargetScope {
  /** A measure of the plan. */
  readonly measure: string
  /** Label of the period. */
  readonly period: string
  /** Among whom it is allocated. */
  readonly among: "teams" | "reps"
  /** The target of the whole. */
  readonly target: number
  /** The targets of its parts together. */
  readonly allocated: number
  /** What is allocated to nobody; below 0 where more is allocated than the whole is to reach. */
  readonly unallocated: number
  /** The same in words. */
  readonly message: Message
}

const parts = ["productId", "segmentId", "pipelineId", "clientId", "measure", "period"] as const

const isAlike = (one: Target, other: Target): boolean => parts.every((part) => one[part] === other[part])

const among = { teams: { en: "teams", ru: "группам" }, reps: { en: "people", ru: "менеджерам" } }

const messageOf = (kind: keyof typeof among, unallocated: number, write: (value: number) => Message): Message => {
  const [{ en, ru }, rest] = [among[kind], write(Math.abs(unallocated))]
  if (unallocated === 0) return { en: `all of it is allocated to ${en}`, ru: `распределено по ${ru} полностью` }
  return unallocated > 0
    ? { en: `not allocated to ${en}: ${rest.en}`, ru: `не распределено по ${ru}: ${rest.ru}` }
    : { en: `allocated to ${en} beyond the target: ${rest.en}`, ru: `распределено по ${ru} сверх плана: ${rest.ru}` }
}

/**
 * What is allocated of the targets of teams and of the whole department, where their teams or people have targets of the same measure,
 * period and scope. Without such targets nothing is said: then nothing was shared out.
 *
 * @param targets - those that hold, each measure, period and scope once
 * @param members - who belongs to which team
 * @param currencyOf - the currency of a measure of money, null of any other
 * @example
 * ```ts
 * import { planAllocations } from "@salesdept/core/plan/attainment"
 * import { wholeTarget } from "@salesdept/core/plan"
 *
 * const target = (value: number, of: { readonly repId?: string }) =>
 *   wholeTarget({ measure: "meetings", period: "2026-Q3", value, ...of })
 * const members = { repsOfTeam: new Map(), clientsOfSegment: new Map() }
 * const [whole] = planAllocations([target(100, {}), target(40, { repId: "ann" }), target(50, { repId: "bob" })], members, () => null)
 * whole?.unallocated // 10
 * whole?.message.en // "not allocated to people: 10"
 * ```
 */
export const planAllocations = (
  targets: ReadonlyArray<Target>,
  members: ScopeMembers,
  currencyOf: (measure: string) => string | null,
): ReadonlyArray<PlanAllocation> =>
  targets.flatMap((whole): ReadonlyArray<PlanAllocation> => {
    if (whole.repId !== null) return []
    const alike = targets.filter((target) => target !== whole && isAlike(target, whole))
    const team = whole.teamId === null ? null : teamsIn(members, whole.period).get(whole.teamId)
    const ofTeams = whole.teamId === null ? alike.filter(({ repId, teamId }) => repId === null && teamId !== null) : []
    const ofReps = alike.filter(({ repId, teamId }) => {
      if (repId === null || (teamId !== null && teamId !== whole.teamId)) return false
      return whole.teamId === null || teamId === whole.teamId || team?.has(repId) === true
    })
    const currency = currencyOf(whole.measure)
    const write = (value: number): Message => {
      if (currency !== null) return moneyText({ amountMinor: value, currency })
      return { en: String(value), ru: String(value) }
    }
    const { measure, period, value: target, repId, teamId, productId, segmentId, pipelineId, clientId } = whole
    const scope: TargetScope = { repId, teamId, productId, segmentId, pipelineId, clientId }
    return (
      [
        ["teams", ofTeams],
        ["reps", ofReps],
      ] as const
    ).flatMap(([kind, own]): ReadonlyArray<PlanAllocation> => {
      if (own.length === 0) return []
      const allocated = own.reduce((sum, { value }) => addFigure(sum, value), 0)
      const unallocated = addFigure(target, -allocated)
      const message = messageOf(kind, unallocated, write)
      return [{ ...scope, measure, period, among: kind, target, allocated, unallocated, message }]
    })
  })
