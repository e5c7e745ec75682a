import type { DealOutcome } from "../deal/DealFact.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ScriptRun } from "./ScriptSchema.ts"

/** One deal that came to where a step could be used. A plain row that a host may also build from its own tables. */
export interface StepOpportunity {
  /** The step. */
  readonly stepId: string
  /** The deal. */
  readonly dealId: string
  /** Day on which the step could first be used. */
  readonly reachedOn: CalendarDate
  /** Day on which it was first used; null where it was not, or only after the deal was closed. */
  readonly usedOn: CalendarDate | null
  /** Open, won or lost. */
  readonly outcome: DealOutcome
  /** Day of closing; null while open. */
  readonly closedOn: CalendarDate | null
  /** What is held equal, such as the rep and the client's segment: deals are compared only with their like. */
  readonly held: ReadonlyArray<string | null>
}

/** A deal as opportunities need it. */
export interface OpportunityDeal {
  /** Open, won or lost. */
  readonly outcome: DealOutcome
  /** Day of closing; null while open. */
  readonly closedOn: CalendarDate | null
  /** What is held equal. */
  readonly held: ReadonlyArray<string | null>
}

/**
 * Opportunities of every step from recorded runs of its script: a deal comes to a step when a dialog is first held by a version
 * that has the step. Deals without a run are not among them: whether they would have used a step was not seen.
 *
 * @param runs - runs of one script
 * @param stepsOf - the steps of each version
 * @param deals - the deals, by id; runs of others are left out
 * @param dayOf - the tenant's day of an instant
 * @returns rows in the order in which the runs first come to a step with a deal; none for a deal that was closed before its first dialog
 * @example
 * ```ts
 * import { stepOpportunities } from "@salesdept/core/script"
 * import { localDateOf } from "@salesdept/core/shared"
 *
 * const steps = [{ stepId: "needs", usedAt: "2026-11-23T09:35:00.000Z" }]
 * const run = { dealId: "deal_1", versionId: "scriptversion_2", startedAt: "2026-11-23T09:30:00.000Z", steps } as const
 * const deals = new Map([["deal_1", { outcome: "won", closedOn: "2026-12-01", held: ["user:7"] } as const]])
 * const found = stepOpportunities([run], () => ["needs", "value"], deals, (at) => localDateOf(at, "Europe/Moscow"))
 * found.map(({ stepId, usedOn }) => [stepId, usedOn]) // [["needs", "2026-11-23"], ["value", null]]
 * ```
 */
export const stepOpportunities = (
  runs: Iterable<Pick<ScriptRun, "dealId" | "versionId" | "startedAt" | "steps">>,
  stepsOf: (versionId: string) => ReadonlyArray<string>,
  deals: ReadonlyMap<string, OpportunityDeal>,
  dayOf: (instant: string) => CalendarDate,
): ReadonlyArray<StepOpportunity> => {
  const found = new Map<string, { stepId: string; dealId: string; reachedAt: string; usedAt: string | null }>()
  for (const { dealId, versionId, startedAt, steps } of runs) {
    if (dealId === null || !deals.has(dealId)) continue
    const used = new Map(steps.toReversed().map((use) => [use.stepId, use.usedAt]))
    for (const stepId of stepsOf(versionId)) {
      const key = JSON.stringify([stepId, dealId])
      const known = found.get(key) ?? { stepId, dealId, reachedAt: startedAt, usedAt: null }
      const usedAt = used.get(stepId) ?? null
      if (startedAt < known.reachedAt) known.reachedAt = startedAt
      if (usedAt !== null && (known.usedAt === null || usedAt < known.usedAt)) known.usedAt = usedAt
      found.set(key, known)
    }
  }
  return [...found.values()].flatMap(({ stepId, dealId, reachedAt, usedAt }) => {
    const deal = deals.get(dealId)
    if (deal === undefined) return []
    const reachedOn = dayOf(reachedAt)
    // A deal that was closed before its first dialog by the script never came to the step.
    if (deal.closedOn !== null && deal.closedOn < reachedOn) return []
    const usedDay = usedAt === null ? null : dayOf(usedAt)
    const usedOn = usedDay !== null && deal.closedOn !== null && usedDay > deal.closedOn ? null : usedDay
    return [{ stepId, dealId, reachedOn, usedOn, ...deal }]
  })
}
