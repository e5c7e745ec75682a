import { describe, expect, it } from "vitest"
import type { PlantedMistakeKind, SimulatedDepartment } from "../../src/simulator/index.ts"
import { discountLimitPercent, simulateDepartment } from "../../src/simulator/index.ts"

const kinds: ReadonlyArray<PlantedMistakeKind> = ["overdueSteps", "deepDiscounts", "slowResponse", "unsentDocuments"]

describe("planted mistakes", () => {
  // Planted at the usual rate for all others, so that the truth section also measures them.
  const usual = { overdueSteps: 12, deepDiscounts: 4, slowResponse: 2, unsentDocuments: 5 }
  const reps = Array.from({ length: 6 }, (_, index) => `user:${index + 1}`)
  const department = simulateDepartment({
    seed: "planted",
    scale: 3,
    planted: {
      mistakes: kinds.flatMap((kind, place) =>
        reps.map((repId, index) => ({ kind, repId, ...(index === place ? {} : { ratePercent: usual[kind] }) })),
      ),
    },
  })

  it.each(kinds)("%s show at their rate with that rep, and seldom with the others", (kind) => {
    const sinner = `user:${kinds.indexOf(kind) + 1}`
    const truths = department.truth.mistakes.filter((truth) => truth.kind === kind)
    expect(truths.map(({ repId }) => repId)).toEqual(reps)
    for (const { repId, occasions, evidenceKeys, ratePercent, usualRatePercent } of truths) {
      expect(occasions).toBeGreaterThan(20)
      expect(new Set(evidenceKeys).size).toBe(evidenceKeys.length)
      expect({ ratePercent, usualRatePercent }).toEqual({
        ratePercent: repId === sinner ? 60 : usual[kind],
        usualRatePercent: usual[kind],
      })
      const [low, high] = repId === sinner ? [0.5, 0.75] : [0, 0.25]
      expect(evidenceKeys.length / occasions).toSatisfy((share: number) => share >= low && share <= high)
    }
  })

  it("name deals whose price was cut too far", () => {
    const truth = department.truth.mistakes.find(({ kind, repId }) => kind === "deepDiscounts" && repId === "user:2")
    const deep = new Set(truth?.evidenceKeys)
    const last = new Map<string, number>()
    for (const action of department.actions) {
      if (action.type !== "dealAmended" || action.actor !== "user:2") continue
      last.set(action.dealKey, (1 - action.amountMinor / action.listAmountMinor) * 100)
    }
    for (const [dealKey, percent] of last) expect(deep.has(dealKey)).toBe(percent > discountLimitPercent)
  })

  it("are made never at 0 percent and always at 100", () => {
    const { truth } = simulateDepartment({
      seed: 1,
      planted: {
        mistakes: [
          { kind: "deepDiscounts", repId: "user:1", ratePercent: 0 },
          { kind: "slowResponse", repId: "user:1", ratePercent: 0 },
          { kind: "slowResponse", repId: "user:2", ratePercent: 100 },
        ],
      },
    })
    const [discounts, answers, always] = truth.mistakes
    expect(discounts?.evidenceKeys).toEqual([])
    expect(always?.evidenceKeys.length).toBe(always?.occasions)
    // Some leads are taken and never called, with whatever speed others are.
    expect(answers?.evidenceKeys.length).toBeLessThan((answers?.occasions ?? 0) * 0.05)
  })
})

interface Use {
  readonly stratum: string
  readonly isUsed: boolean
  readonly isWon: boolean
}

/**
 * Closed deals that reached a step's stage, with whether the step was used; stratified by first owner and by kind of
 * sale.
 */
const usesOf = ({ actions, truth }: SimulatedDepartment, step: string, isReachRequired = true): ReadonlyArray<Use> => {
  const stageId = truth.steps.find((candidate) => candidate.step === step)?.stageId
  const stratum = new Map<string, string>()
  const reached = new Set<string>()
  const used = new Set<string>()
  const won = new Map<string, boolean>()
  for (const action of actions) {
    if (action.type === "dealOpened") stratum.set(action.dealKey, `${action.ownerId} ${action.leadKey === null}`)
    if (action.type === "dealMoved" && action.toStageId === stageId) reached.add(action.dealKey)
    if (action.type === "dealMoved" && action.toStageId === "paymentControl") won.set(action.dealKey, true)
    if (action.type === "dealLost") won.set(action.dealKey, false)
    if (action.type === "dialogHeld" && action.steps.some((candidate) => candidate === step)) used.add(action.about.key)
  }
  return [...won]
    .filter(([dealKey]) => !isReachRequired || reached.has(dealKey))
    .map(([dealKey, isWon]) => ({ stratum: stratum.get(dealKey) ?? "", isUsed: used.has(dealKey), isWon }))
}

/** Common odds ratio over strata (Mantel and Haenszel, 1959). */
const oddsRatio = (uses: ReadonlyArray<Use>, isStratified = true): number => {
  const strata = new Map<string, { a: number; b: number; c: number; d: number }>()
  for (const { stratum, isUsed, isWon } of uses) {
    const key = isStratified ? stratum : ""
    const cell = strata.get(key) ?? { a: 0, b: 0, c: 0, d: 0 }
    cell[isUsed ? (isWon ? "a" : "b") : isWon ? "c" : "d"]++
    strata.set(key, cell)
  }
  let upper = 0
  let lower = 0
  for (const { a, b, c, d } of strata.values()) {
    upper += (a * d) / (a + b + c + d)
    lower += (b * c) / (a + b + c + d)
  }
  return upper / lower
}

describe("planted steps", () => {
  const department = simulateDepartment({
    seed: "steps",
    scale: 12,
    planted: {
      effectiveSteps: [
        { step: "needsQuestions", oddsRatio: 2.5 },
        { step: "objectionAnswer", oddsRatio: 1.8 },
      ],
    },
  })

  it.each([
    ["needsQuestions", 2.5],
    ["objectionAnswer", 1.8],
    ["budgetQuestion", 1],
    ["valueBeforePrice", 1],
    ["caseStory", 1],
  ])("%s multiplies the odds of winning by %f among like deals that reached its stage", (step, planted) => {
    expect(department.truth.steps.find((truth) => truth.step === step)?.oddsRatio).toBe(planted)
    expect(oddsRatio(usesOf(department, step)) / planted).toSatisfy((ratio: number) => ratio > 0.85 && ratio < 1.18)
  })

  it("hide in confounding: a step of good reps looks effective where reps are mixed", () => {
    const uses = usesOf(department, "caseStory")
    expect(oddsRatio(uses, false)).toBeGreaterThan(oddsRatio(uses) * 1.05)
  })

  it("hide behind skill the more where they are planted as favourites of good reps", () => {
    const liked = simulateDepartment({ seed: "steps", scale: 12, planted: { favouriteSteps: ["valueBeforePrice"] } })
    const uses = usesOf(liked, "valueBeforePrice")
    expect(oddsRatio(uses)).toSatisfy((ratio: number) => ratio > 0.85 && ratio < 1.18)
    expect(oddsRatio(uses, false)).toBeGreaterThan(oddsRatio(uses) * 1.15)
    expect(liked.truth.steps.find(({ step }) => step === "valueBeforePrice")?.confoundedBy).toBe("rep")
  })

  it("hide in reach: a step that early losers never come to looks effective unless reach is required", () => {
    expect(department.truth.steps.find(({ step }) => step === "introduction")?.confoundedBy).toBe("reach")
    expect(oddsRatio(usesOf(department, "introduction", false))).toBeGreaterThan(1.5)
    expect(oddsRatio(usesOf(department, "valueBeforePrice", false))).toBeGreaterThan(1.5)
  })

  it("are recorded only in the stage they belong to, and only in conversations", () => {
    const stage = new Map<string, string>()
    for (const action of department.actions) {
      if (action.type === "dealOpened") stage.set(action.dealKey, action.stageId)
      if (action.type === "dealMoved") stage.set(action.dealKey, action.toStageId)
      if (action.type !== "dialogHeld" || action.steps.length === 0) continue
      expect(["agreed", "undecided", "refused"]).toContain(action.outcome)
      for (const step of action.steps) {
        expect(department.truth.steps.find((truth) => truth.step === step)?.stageId).toBe(stage.get(action.about.key))
      }
    }
  })
})
