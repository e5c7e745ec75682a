import { memory, presets, salesDept } from "@salesdept/core/promise"
import type { Finding } from "@salesdept/core/review"
import { addDays, fiveDayCalendar } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import type { PlantedMistakeKind, SimulatedDepartment } from "../../src/simulator/index.ts"
import {
  discountLimitPercent,
  playSimulation,
  simulateDepartment,
  slowResponseMinutes,
} from "../../src/simulator/index.ts"

const kinds = ["overdueSteps", "deepDiscounts", "slowResponse", "unsentDocuments"] as const
/** The rule that names the records of a planted mistake. */
const recordRule: { readonly [Kind in PlantedMistakeKind]: string } = {
  overdueSteps: "nextStep.overdue",
  deepDiscounts: "deal.discountBeyondLimit",
  slowResponse: "sla.breached",
  unsentDocuments: "document.notSent",
}
const weeks = Array.from({ length: 9 }, (_, week) => addDays("2025-10-29", 7 * week))

/** Plays a department, looks periods of its last quarter through, and gives what was found. */
const reviewed = async (
  department: SimulatedDepartment,
  span: "week" | "quarter",
  days: ReadonlyArray<string>,
): Promise<ReadonlyArray<Finding>> => {
  let now = 0
  const config = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  await using dept = await salesDept({
    store: memory(),
    now: () => now,
    department: {
      ...config,
      control: {
        ...config.control,
        sla: {
          calendar: fiveDayCalendar,
          firstResponse: { minutes: slowResponseMinutes, remindBeforeMinutes: 0 },
          escalation: [],
        },
      },
      review: {
        rules: [
          { ruleId: "document.notSent", thresholds: { afterDays: 7 } },
          { ruleId: "deal.discountBeyondLimit", thresholds: { limitPercent: discountLimitPercent } },
        ],
      },
    },
  })
  const tenant = dept.tenant("default")
  const { refused } = await playSimulation(department, tenant, { onTime: (epochMs) => (now = epochMs) })
  expect(refused).toEqual([])
  now = Date.parse("2026-01-01T06:00:00.000Z")
  const found: Array<Finding> = []
  for (const on of days) found.push(...(await tenant.as("system").findings.find({ span, on })).findings)
  return found
}

const evidenceOf = (found: ReadonlyArray<Finding>, ruleId: string, repId: string): ReadonlySet<string> =>
  new Set(found.flatMap((one) => (one.ruleId === ruleId && one.ownerId === repId ? [...one.evidence.ids] : [])))

/** Records whose mistake the period can show: of deals those that were won in it, of the rest all that came due in it. */
const showable = ({ actions }: SimulatedDepartment): ((kind: PlantedMistakeKind, key: string) => boolean) => {
  const from = "2025-10-27T00:00"
  const won = new Set<string>()
  const moved = new Map<string, string>()
  for (const action of actions) {
    if (action.type === "dealMoved" && action.toStageId === "paymentControl" && action.at >= from)
      won.add(action.dealKey)
    if (action.type === "leadReceived") moved.set(action.leadKey, action.at)
    if (action.type === "nextStepSet") moved.set(action.stepKey, action.at)
  }
  return (kind, key) =>
    kind === "deepDiscounts" ? won.has(key) : kind === "unsentDocuments" || (moved.get(key) ?? "") >= from
}

const simulated = (seed: string, first: number): SimulatedDepartment =>
  simulateDepartment({
    seed,
    from: "2025-08-01",
    months: 5,
    scale: 2.5,
    planted: { mistakes: kinds.map((kind, at) => ({ kind, repId: `user:${((first + at) % 6) + 1}` })) },
  })

describe("reviews of simulated departments", () => {
  it("name the records of planted mistakes: recall and precision by kind", { timeout: 600_000 }, async () => {
    const sums = new Map(kinds.map((kind) => [kind, { hits: 0, truth: 0, found: 0, right: 0 }]))
    const department = simulated("records", 1)
    const isShowable = showable(department)
    const found = await reviewed(department, "week", weeks)
    for (const { kind, repId, evidenceKeys } of department.truth.mistakes) {
      const evidence = evidenceOf(found, recordRule[kind], repId)
      const truth = new Set(evidenceKeys)
      const shown = evidenceKeys.filter((key) => isShowable(kind, key))
      sums.set(kind, {
        truth: shown.length,
        found: evidence.size,
        hits: shown.filter((key) => evidence.has(key)).length,
        right: [...evidence].filter((key) => truth.has(key)).length,
      })
    }
    for (const [kind, { hits, truth, found, right }] of sums) {
      expect(truth, kind).toBeGreaterThanOrEqual(10)
      // A finding names fifty records at most, so that a busy week's steps are not all named.
      expect(hits / truth, `recall of ${kind}`).toBeGreaterThanOrEqual(0.85)
      expect(right / found, `precision of ${kind}`).toBeGreaterThanOrEqual(0.95)
    }
  })

  it(
    "say with whom a planted mistake is more frequent than with peers: recall and precision",
    { timeout: 600_000 },
    async () => {
      let [hits, calls, planted] = [0, 0, 0]
      const measures = {
        overdueSteps: "next steps not done by their day",
        deepDiscounts: "discounts beyond the limit",
        slowResponse: "answers later than agreed",
        unsentDocuments: "closing documents not sent",
      }
      for (let seed = 1; seed <= 3; seed++) {
        const department = simulated(`people ${seed}`, seed)
        const found = await reviewed(department, "quarter", ["2025-11-15"])
        const sinners = new Set(department.truth.mistakes.map(({ kind, repId }) => `${repId} ${measures[kind]}`))
        const named = found
          .filter(({ ruleId }) => ruleId === "rep.mistakeAbovePeers")
          .map(({ ownerId, title }) => `${ownerId} ${title.en.split(" — ")[1]?.split(":")[0]}`)
        hits += named.filter((one) => sinners.has(one)).length
        calls += named.length
        planted += sinners.size
      }
      expect(hits / planted).toBeGreaterThanOrEqual(0.8)
      expect(hits / calls).toBeGreaterThanOrEqual(0.9)
    },
  )
})
