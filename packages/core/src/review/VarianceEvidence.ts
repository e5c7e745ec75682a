import type { ControlStateName } from "../control/ControlPolicy.ts"
import { controlStateNames } from "../control/ControlNames.ts"
import type { DealDriver } from "../plan/variance/DealDrivers.ts"
import type { CauseEvidence } from "../plan/variance/VarianceCauses.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"
import type { FindingRule } from "./FindingRule.ts"

/** States that ask nothing of anybody, or of which nothing can be said. */
const withoutFault: ReadonlySet<ControlStateName> = new Set(["onTrack", "notObservable", "closed", "parked"])

/** Of what most findings say something is whether a deal is won; a discount given away shows in what it brought. */
const driverOfRule: { readonly [ruleId: string]: DealDriver } = { "deal.discountBeyondLimit": "averageDeal" }

/** Rules that tell what came out over again, such as the split of an earlier deviation: of the next one that is no cause. */
const retold: ReadonlySet<string> = new Set([
  "plan.varianceDrag",
  "plan.varianceLift",
  "rep.overTarget",
  "rep.winRateAbove",
  "rep.winRateBelow",
])

/** Control states of deals as they stood at the beginning of a day. */
export interface StatesOnDay {
  /** The day. */
  readonly on: CalendarDate
  /** State by deal. */
  readonly states: ReadonlyMap<string, ControlStateName>
}

/**
 * What control said of deals before they were closed: of each the last state that was seen by the day of its closing, where that
 * asked for somebody.
 *
 * @param closed - day of closing by deal
 * @param seen - states on some days, in any order
 * @example
 * ```ts
 * import { controlEvidence } from "@salesdept/core/review/findings"
 *
 * const seen = [{ on: "2026-03-15", states: new Map([["deal_1", "noNextStep" as const]]) }]
 * const evidence = controlEvidence(new Map([["deal_1", "2026-03-20"]]), seen)
 * evidence.map(({ cause, driver, dealIds }) => [cause, driver, dealIds]) // [["noNextStep", "winRate", ["deal_1"]]]
 * ```
 */
export const controlEvidence = (
  closed: ReadonlyMap<string, CalendarDate>,
  seen: ReadonlyArray<StatesOnDay>,
): ReadonlyArray<CauseEvidence> => {
  const days = seen.toSorted((left, right) => (left.on < right.on ? -1 : 1))
  const byState = new Map<ControlStateName, Array<string>>()
  for (const [id, closedOn] of closed) {
    const state = days.findLast(({ on, states }) => on <= closedOn && states.has(id))?.states.get(id)
    if (state === undefined || withoutFault.has(state)) continue
    const ids = byState.get(state)
    if (ids === undefined) byState.set(state, [id])
    else ids.push(id)
  }
  return [...byState].map(([state, dealIds]) => ({
    cause: state,
    name: controlStateNames[state],
    source: "controlState",
    driver: "winRate",
    dealIds: dealIds.toSorted(),
    seen: "beforeOutcome",
    bears: "against",
  }))
}

/**
 * What findings said of deals before they were closed. A finding that was raised on the day of the closing or later says nothing
 * about what led to it, nor does one that tells what came out over again: how a period differs from the one before, or who is above target.
 *
 * @param closed - day of closing by deal
 * @param findings - raised ones, each with the day on which it was raised
 * @param rules - names of rules, such as `shippedRules`, since what many findings of a rule said goes by no title of one of them; none by
 * default, and of what none names the first finding's title stands
 * @example
 * ```ts
 * import { findingEvidence } from "@salesdept/core/review/findings"
 * import type { FindingRecord } from "@salesdept/core/review"
 *
 * const text = { en: "A discount of 20 %", ru: "Скидка 20 %" }
 * const state = { version: 1, textsVersion: 0, changedAt: "2026-03-05T09:00:00.000Z", ruleVersion: 1, likeness: "ann", atStake: null }
 * const days = { periodFrom: "2026-03-01", periodTo: "2026-04-01", raisedAt: "2026-03-05T09:00:00.000Z", recurrenceOf: null }
 * const finding: FindingRecord = {
 *   id: "finding_1", ruleId: "deal.discountBeyondLimit", kind: "mistake", severity: "minor", ownerId: "ann", ...state, ...days,
 *   words: { title: text, what: text, next: text, withheldReason: null }, evidence: { kind: "deal", ids: ["deal_1"], count: 1 },
 *   status: "open", correctedAt: null,
 * }
 * const evidence = findingEvidence(new Map([["deal_1", "2026-03-20"]]), [{ finding, raisedOn: "2026-03-05" }])
 * evidence.map(({ cause, driver, bears }) => [cause, driver, bears]) // [["deal.discountBeyondLimit", "averageDeal", "against"]]
 * ```
 */
export const findingEvidence = (
  closed: ReadonlyMap<string, CalendarDate>,
  findings: ReadonlyArray<{ readonly finding: FindingRecord; readonly raisedOn: CalendarDate }>,
  rules: ReadonlyArray<Pick<FindingRule, "id" | "name">> = [],
): ReadonlyArray<CauseEvidence> => {
  const names = new Map(rules.map(({ id, name }) => [id, name]))
  const byRule = new Map<string, { readonly evidence: CauseEvidence; readonly ids: Set<string> }>()
  for (const { finding, raisedOn } of findings) {
    const { evidence, kind, ruleId, words } = finding
    if (evidence.kind !== "deal" || retold.has(ruleId)) continue
    for (const id of evidence.ids) {
      const closedOn = closed.get(id)
      if (closedOn === undefined || closedOn <= raisedOn) continue
      const held = byRule.get(ruleId) ?? {
        evidence: {
          cause: ruleId,
          name: names.get(ruleId) ?? words.title,
          source: "finding",
          driver: driverOfRule[ruleId] ?? "winRate",
          dealIds: [],
          seen: "beforeOutcome",
          bears: kind === "win" ? "for" : "against",
        },
        ids: new Set(),
      }
      held.ids.add(id)
      byRule.set(ruleId, held)
    }
  }
  return [...byRule.values()].map(({ evidence, ids }) => ({ ...evidence, dealIds: [...ids].toSorted() }))
}
