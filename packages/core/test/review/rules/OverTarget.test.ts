import { describe, expect, it } from "vitest"
import { attainment } from "../../../src/plan/attainment/Attainment.ts"
import type { TargetCell } from "../../../src/plan/attainment/Attainment.ts"
import { withThresholds } from "../../../src/review/FindingRule.ts"
import { overTarget } from "../../../src/review/rules/OverTarget.ts"
import { deal } from "../../deal/deals.ts"
import { outline, raised } from "../raised.ts"

const fact = (repId: string, value: number, ids: ReadonlyArray<string> | null) => ({
  repId,
  periodId: "2026-Q1",
  measure: "wonMinor",
  value,
  count: ids?.length ?? 1,
  ids,
  unvaluedCount: 0,
  unvaluedIds: null,
})
const target = (repId: string | null, value: number): TargetCell => ({
  repId,
  periodId: "2026-Q1",
  measure: "wonMinor",
  value,
})
const deals = [deal({ id: "small", amountMinor: 20_00 }), deal({ id: "large", amountMinor: 100_00 })]

describe("rep.overTarget", () => {
  it("given a rep above target, then the deals behind it are evidence, the largest first; at target is not above", () => {
    const cells = attainment({
      periods: [{ id: "2026-Q1" }],
      targets: [target("ann", 100_00), target("bob", 50_00), target(null, 1)],
      facts: [fact("ann", 120_00, ["small", "large"]), fact("bob", 50_00, ["b"])],
    })
    const found = raised(overTarget, deals, { attainment: [{ cells, currency: "RUB" }] })
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["large", "small"], minor: 20_00 }])
    expect(found.findings[0]).toMatchObject({ kind: "win", title: { en: "Target exceeded: 120.0%" } })
    const strict = withThresholds(overTarget, { overShare: 0.2 })
    expect(raised(strict, deals, { attainment: [{ cells, currency: "RUB" }] }).findings).toEqual([])
  })

  it("given no targets, then the prior period is not taken for one", () => {
    const cells = attainment({
      periods: [{ id: "2026-Q1", priorId: "2025-Q4" }],
      targets: [],
      facts: [fact("ann", 120_00, ["large"])],
    })
    const found = raised(overTarget, deals, { attainment: [{ cells, currency: "RUB" }] })
    expect(found).toMatchObject({ findings: [], notRead: [{ reason: { en: "no rep has a target" } }] })
  })

  it("given facts without ids, then there is no finding without evidence", () => {
    const cells = attainment({
      periods: [{ id: "2026-Q1" }],
      targets: [target("ann", 100_00)],
      facts: [fact("ann", 120_00, null)],
    })
    const found = raised(overTarget, deals, { attainment: [{ cells, currency: "RUB" }] })
    expect(found).toMatchObject({ findings: [], notRead: [{ ruleId: "rep.overTarget" }] })
  })
})
