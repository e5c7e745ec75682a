import type { PlanAttainment } from "../../src/model/AttainmentSection.ts"
import { isWithheld } from "../../src/model/Figure.ts"
import type { OrWithheld } from "../../src/model/Figure.ts"
import { beforeAll, describe, expect, it } from "vitest"
import { attainmentSection } from "../../src/figures/AttainmentFigures.ts"
import type { Base } from "../../src/figures/Base.ts"
import { coverageNotes } from "../../src/figures/NotesFigures.ts"
import { pipelineSection } from "../../src/figures/PipelineFigures.ts"
import { varianceSection } from "../../src/figures/VarianceFigures.ts"
import type { SimulatedBase } from "./simulatedBase.ts"
import { simulatedBase } from "./simulatedBase.ts"

const known = <Figure>(figure: OrWithheld<Figure>): Figure => {
  if (isWithheld(figure)) throw new Error(`withheld: ${figure.withheld.en}`)
  return figure
}

describe("figures of a department that works in the library", () => {
  let played: SimulatedBase
  let base: Base
  beforeAll(async () => {
    played = await simulatedBase()
    base = played.base
  })

  it("tells of each stage how many deals reached it and how long they stayed, from the journal", () => {
    const { stages, dealCount } = pipelineSection(base)
    expect(stages.reduce((sum, { count }) => sum + count, 0)).toBe(dealCount)
    for (const { stageId, count, reachedCount, conversion, medianDaysInStage } of stages) {
      const everThere = new Set(base.visits.flatMap((visit) => (visit.stageId === stageId ? [visit.dealId] : [])))
      expect(known(reachedCount)).toBe(everThere.size)
      expect(known(reachedCount)).toBeGreaterThanOrEqual(count)
      if (isWithheld(conversion)) expect(["done", "lost"]).toContain(stageId)
      else expect(conversion.denominator).toBeLessThanOrEqual(known(reachedCount))
      if (isWithheld(medianDaysInStage)) expect(["done", "lost"]).toContain(stageId)
    }
  })

  it("leaves deals that may yet go on out of both parts of a stage's conversion", () => {
    const { stages } = pipelineSection(base)
    const contact = stages.find(({ stageId }) => stageId === "contact")
    const reached = known(contact?.reachedCount ?? 0)
    const rate = contact === undefined ? null : known(contact.conversion)
    const order = base.config.pipelines[0]?.stages.map(({ id }) => id) ?? []
    const position = order.indexOf("contact")
    const ids = new Set(base.visits.flatMap(({ stageId, dealId }) => (stageId === "contact" ? [dealId] : [])))
    const further = new Set(
      base.visits.flatMap(({ stageId, dealId }) =>
        stageId !== "lost" && order.indexOf(stageId) > position && ids.has(dealId) ? [dealId] : [],
      ),
    )
    const lost = base.deals.filter(({ id, outcome }) => outcome === "lost" && ids.has(id) && !further.has(id))
    expect(rate).toMatchObject({ numerator: further.size, denominator: further.size + lost.length })
    expect(further.size + lost.length).toBeLessThanOrEqual(reached)
  })

  describe("fact against plan", () => {
    let plan: PlanAttainment
    beforeAll(() => {
      const section = known(attainmentSection(base))
      if (section.kind !== "plan") throw new Error(section.kind)
      plan = section
    })

    it("has the simulated targets by rep and quarter, and the department's as their sum", () => {
      const { targets, reps } = played.simulated
      for (const [index, quarter] of ["2025-Q4", "2026-Q1"].entries()) {
        const own = targets.filter((target) => target.repId !== null && target.quarter === quarter)
        for (const { repId, amountMinor } of own) {
          const name = reps.find(({ id }) => id === repId)?.name
          expect(plan.reps.find(({ repName }) => repName === name)?.cells[index]?.targetMinor).toBe(amountMinor)
        }
        const sum = own.reduce((total, { amountMinor }) => total + amountMinor, 0)
        expect(plan.department[index]?.targetMinor).toBe(sum)
      }
    })

    it("has gaps and rates that follow from fact and target", () => {
      for (const { targetMinor, factMinor, gapMinor, attainment } of plan.department) {
        expect(known(gapMinor)).toBe(known(factMinor) - known(targetMinor))
        expect(known(attainment)).toBeCloseTo(known(factMinor) / known(targetMinor), 12)
      }
      plan.department.forEach(({ factMinor }, index) => {
        const facts = plan.reps.map(({ cells }) => known(cells[index]?.factMinor ?? 0))
        expect(facts.reduce((sum, fact) => sum + fact, 0)).toBe(known(factMinor))
      })
    })

    it("says that the last quarter is not over, and that reps alone have targets", () => {
      expect(plan.periods.at(-1)).toEqual({
        from: "2026-01-01",
        to: "2026-02-28",
        name: { en: "Q1\u00A02026 so far", ru: "1\u00A0кв.\u00A02026 (не\u00A0окончен)" },
      })
      expect(plan.unallocatedMinor.every((figure) => isWithheld(figure))).toBe(true)
    })
  })

  it("without targets compares no quarter that is not over", () => {
    const section = known(attainmentSection({ ...base, targets: [] }))
    if (section.kind !== "priorPeriod") throw new Error(section.kind)
    const last = section.department.at(-1)
    expect(isWithheld(last?.priorMinor ?? 0)).toBe(false)
    expect(last?.changeMinor).toEqual({ withheld: { en: "the quarter is not over", ru: "квартал не окончен" } })
  })

  it("notes beside the variance that the quarter is not over", () => {
    const [latest] = known(varianceSection(base)).comparisons
    expect(latest?.notes.some(({ en }) => en.startsWith("The quarter is not over"))).toBe(true)
    const sum = latest?.contributions.reduce((total, { amountMinor }) => total + amountMinor, 0)
    expect(sum).toBe(latest?.varianceMinor)
  })

  it("survives JSON unchanged", () => {
    const report = [pipelineSection(base), attainmentSection(base), varianceSection(base), coverageNotes(base, null)]
    expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report)
  })
})
