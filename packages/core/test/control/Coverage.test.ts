import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { NotCovered } from "../../src/control/ControlErrors.ts"
import { controlKinds } from "../../src/control/ControlPolicy.ts"
import { coverageOf, defaultCoveragePolicy } from "../../src/control/Coverage.ts"
import { judge } from "../../src/control/Judgement.ts"
import { anyBase, anyContext, context, deal, lead, nothing, policy } from "./facts.ts"

const covered = {
  lead: [lead()],
  client: [],
  deal: [deal(), deal({ id: "deal_2", observed: nothing, stepDueOn: null })],
}

describe("coverageOf", () => {
  it("given nobody forgotten, then the base is covered, and what cannot be seen is counted", () => {
    expect(coverageOf(covered, policy, context)).toMatchObject({
      isCovered: true,
      checked: 3,
      notObservable: 1,
      uncovered: [],
    })
  })

  it("given a promise to see everything, then what cannot be seen is not covered", () => {
    const strict = { ...defaultCoveragePolicy, states: ["notObservable"] as const }
    expect(coverageOf(covered, policy, context, strict).uncovered.map(({ id }) => id)).toEqual(["deal_2"])
  })

  it("given a problem behind a worse one, then it counts where the promise names it", () => {
    const base = { ...covered, deal: [deal({ ownerId: null, stepDueOn: "2026-05-01" })] }
    const steps = { kinds: controlKinds, states: ["stepOverdue"] as const }
    const { uncovered } = coverageOf(base, policy, context, steps)
    expect(uncovered).toMatchObject([{ id: "deal_1", state: "unassigned", holds: ["stepOverdue"] }])
    expect(coverageOf(base, policy, context, { ...steps, kinds: ["lead"] }).checked).toBe(1)
  })

  it("lists exactly the records for which a promised state holds", () => {
    fc.assert(
      fc.property(anyBase, anyContext, (base, moment) => {
        const { uncovered, checked } = coverageOf(base, policy, moment)
        const all = controlKinds.flatMap((kind) => [...base[kind]])
        const expected = all.filter((facts) => {
          const { first, also } = judge(facts, policy, moment)
          return [first, ...also].some(({ state }) => defaultCoveragePolicy.states.includes(state))
        })
        expect(checked).toBe(all.length)
        expect(uncovered.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
      }),
    )
  })

  it("as an error names the first ten and carries all", () => {
    const many = Array.from({ length: 12 }, (_, i) => deal({ id: `deal_${i}`, ownerId: null }))
    const error = new NotCovered(coverageOf({ lead: [], client: [], deal: many }, policy, context))
    expect(error.message).toMatch(/^Not under control: 12 of 12 records: deal_0 \(Unassigned\); /)
    expect(error.messages.ru).toMatch(/^Вне контроля записей: 12 из 12: deal_0 \(Без ответственного\); /)
    expect(error.message).not.toMatch(/deal_9/)
    expect(error.data.uncovered).toHaveLength(12)
  })
})
