import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import { rulesInForce, shippedRules } from "../../src/review/RuleSet.ts"

describe("rulesInForce", () => {
  it("given nothing set, then the shipped rules are in force with their defaults", () => {
    expect(rulesInForce([])).toEqual(shippedRules)
    expect(new Set(shippedRules.map(({ id }) => id)).size).toBe(shippedRules.length)
    for (const { parameters, thresholds } of shippedRules) {
      for (const [name, { default: value, min, max }] of Object.entries(parameters)) {
        expect(thresholds[name]).toBe(value)
        expect(value).toBeGreaterThanOrEqual(min)
        expect(value).toBeLessThanOrEqual(max)
      }
    }
  })

  it("given settings, then rules are left out and thresholds changed, the others kept", () => {
    const rules = rulesInForce([
      { ruleId: "rep.overTarget", isOff: true },
      { ruleId: "deal.stalledByHistory", thresholds: { probability: 0.9 } },
    ])
    expect(rules.map(({ id }) => id)).not.toContain("rep.overTarget")
    expect(rules.find(({ id }) => id === "deal.stalledByHistory")!.thresholds).toEqual({
      probability: 0.9,
      minimumWins: 20,
      criticalShare: 0.5,
    })
  })

  it("refuses every wrong setting at once", () => {
    const settings = [
      { ruleId: "no.such" },
      { ruleId: "deal.stalledByHistory", thresholds: { probability: 2, toString: 1, minimumWins: Number.NaN } },
    ]
    let error: unknown = null
    try {
      rulesInForce(settings)
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(InputInvalid)
    expect((error as InputInvalid).problems.map(({ path, code }) => [path, code])).toEqual([
      ["settings[0].ruleId", "rule.unknown"],
      ["settings[1].thresholds.probability", "rule.parameterBounds"],
      ["settings[1].thresholds.toString", "rule.parameterUnknown"],
      ["settings[1].thresholds.minimumWins", "rule.parameterBounds"],
    ])
  })
})
