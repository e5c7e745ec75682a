import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CauseEvidence } from "../../../src/plan/index.ts"
import { capacityVariance, isFilledOnlyAtClose, varianceCauses } from "../../../src/plan/index.ts"
import { InputInvalid } from "../../../src/shared/index.ts"
import { hasTestData } from "../../testData.ts"
import { mavenDeals } from "../mavenDeals.ts"

const seen = (cause: string, dealIds: ReadonlyArray<string>, more: Partial<CauseEvidence> = {}): CauseEvidence => ({
  cause,
  name: { en: cause, ru: cause },
  source: "controlState",
  driver: "winRate",
  dealIds,
  seen: "beforeOutcome",
  ...more,
})

const driver = {
  driver: "winRate",
  amountMinor: -100,
  deals: [
    { id: "a", weight: 50 },
    { id: "b", weight: 30 },
    { id: "c", weight: 20 },
  ],
}

describe("causes of a driver's part", () => {
  it("are ranked by what goes with them, shared where a deal has several, and leave the rest unexplained", () => {
    const linked = varianceCauses([driver], [seen("late", ["b", "z"]), seen("noNextStep", ["a", "b"])])
    expect(linked.ranked.map(({ cause, amountMinor, dealIds }) => [cause, amountMinor, dealIds])).toEqual([
      ["noNextStep", -65, ["a", "b"]],
      ["late", -15, ["b"]],
    ])
    expect(linked.drivers[0]).toMatchObject({ explainedMinor: -80, unexplainedMinor: -20 })
    expect(linked.explained).toEqual({ numerator: 80, denominator: 100 })
    expect(linked.ranked[0]?.dealShare).toEqual({ numerator: 2, denominator: 3 })
  })

  it("never include a field that is filled only at closing, but do include the stated reason of a loss", () => {
    const linked = varianceCauses(
      [driver],
      [
        seen("accountBlank", ["a"], { seen: "atClose" }),
        seen("price", ["c"], { source: "lostReason", seen: "statedReason" }),
      ],
    )
    expect(linked.refused).toMatchObject([
      { cause: "accountBlank", reason: { en: expect.stringContaining("outcome") as string } },
    ])
    expect(linked.ranked.map(({ cause }) => cause)).toEqual(["price"])
  })

  it("are never what bears the other way: a gain is not made by mistakes, nor a loss by what helped", () => {
    const evidence = [
      seen("noNextStep", ["a"], { bears: "against" }),
      seen("script", ["b"], { source: "script", bears: "for" }),
      seen("season", ["c"]),
    ]
    const named = (amountMinor: number) =>
      varianceCauses([{ ...driver, amountMinor }], evidence).ranked.map(({ cause }) => cause)
    expect(named(-100)).toEqual(["noNextStep", "season"])
    expect(named(100)).toEqual(["script", "season"])
    const [gain] = varianceCauses([{ ...driver, amountMinor: 100 }], evidence).drivers
    expect(gain).toMatchObject({ explainedMinor: 50, unexplainedMinor: 50 })
  })

  it("stand by name where they are of one size, and only where they were seen with a deal of the driver", () => {
    const linked = varianceCauses(
      [{ ...driver, deals: [...driver.deals.slice(0, 1), { id: "d", weight: 50 }] }],
      [seen("late", ["a"]), seen("elsewhere", ["z"]), seen("early", ["d", "d"])],
    )
    expect(linked.ranked.map(({ cause, amountMinor, dealIds }) => [cause, amountMinor, dealIds])).toEqual([
      ["early", -50, ["d"]],
      ["late", -50, ["a"]],
    ])
    expect(linked.drivers[0]).toMatchObject({ explainedMinor: -100, unexplainedMinor: 0 })
  })

  it("explain nothing of nothing, and no part by deals without weight", () => {
    const nothing = varianceCauses([{ ...driver, amountMinor: 0 }], [seen("late", ["a"], { bears: "for" })])
    expect(nothing.explained).toBeNull()
    expect(nothing.ranked).toMatchObject([{ cause: "late", amountMinor: 0 }])
    const weightless = { ...driver, deals: driver.deals.map(({ id }) => ({ id, weight: 0 })) }
    expect(varianceCauses([weightless], [seen("late", ["a"])]).drivers[0]).toMatchObject({
      explainedMinor: 0,
      unexplainedMinor: -100,
      causes: [{ amountMinor: 0, dealShare: { numerator: 1, denominator: 3 } }],
    })
    expect(varianceCauses([], [])).toMatchObject({ drivers: [], ranked: [], explained: null })
  })

  it("sum with the rest to the driver's part, to the last unit", () => {
    const ids = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 4 })
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.array(fc.nat(50), { maxLength: 4 }),
        fc.array(ids),
        (amountMinor, weights, causes) => {
          const deals = weights.map((weight, index) => ({ id: "abcd"[index] ?? "", weight }))
          const { drivers } = varianceCauses(
            [{ driver: "winRate", amountMinor, deals }],
            causes.map((dealIds, index) => seen(`${index}`, dealIds)),
          )
          const [only] = drivers
          const parts = only?.causes.reduce((sum, cause) => sum + cause.amountMinor, 0) ?? 0
          expect(parts + (only?.unexplainedMinor ?? 0)).toBe(amountMinor)
        },
      ),
    )
  })

  it("tell a field that is filled only when a deal closes from one that is filled or blank anyhow", () => {
    const [blankOpen, filledOpen] = [false, true].map((hasField) => ({ isOpen: true, hasField }))
    const [blankClosed, filledClosed] = [false, true].map((hasField) => ({ isOpen: false, hasField }))
    expect(isFilledOnlyAtClose([blankOpen!, filledOpen!, filledClosed!])).toBe(true)
    expect(isFilledOnlyAtClose([blankOpen!, blankClosed!, filledClosed!])).toBe(false)
    expect(isFilledOnlyAtClose([filledOpen!, filledClosed!])).toBe(false)
    expect(isFilledOnlyAtClose([blankOpen!, filledOpen!])).toBe(false)
    expect(isFilledOnlyAtClose([filledClosed!])).toBe(false)
    expect(isFilledOnlyAtClose([])).toBe(false)
  })

  it.skipIf(!hasTestData)("refuse the blank account of the public set, which is blank on open deals only", () => {
    const rows = mavenDeals().map(({ outcome, clientId }) => ({
      isOpen: outcome === "open",
      hasField: clientId !== null,
    }))
    expect(isFilledOnlyAtClose(rows)).toBe(true)
    const owners = mavenDeals().map(({ outcome, ownerId }) => ({
      isOpen: outcome === "open",
      hasField: ownerId !== null,
    }))
    expect(isFilledOnlyAtClose(owners)).toBe(false)
  })
})

describe("people and days", () => {
  it("are told apart from what each of them brought, without a rest", () => {
    const variance = capacityVariance(
      { amountMinor: 1000_00, headcount: 5, workingDays: 20, presentShare: 1 },
      { amountMinor: 720_00, headcount: 4, workingDays: 20, presentShare: 0.9 },
      "RUB",
    )
    expect(variance.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(-280_00)
    const [headcount, days, present, perRepDay] = variance.contributions.map(({ amountMinor }) => amountMinor)
    expect([days, perRepDay]).toEqual([0, 0])
    expect([headcount, present]).toEqual([-190_00, -90_00])
  })

  it("are exact at zero and below, and refused where nobody worked", () => {
    const base = { amountMinor: 0, headcount: 2, workingDays: 20, presentShare: 1 }
    const loss = capacityVariance(base, { ...base, amountMinor: -5, headcount: 3 }, "RUB")
    expect(loss.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(-5)
    expect(() => capacityVariance({ ...base, headcount: 0 }, base, "RUB")).toThrow(InputInvalid)
  })
})
