import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { TierRules } from "../../src/loyalty/index.ts"
import { recognisedRevenue, tierOn } from "../../src/loyalty/index.ts"
import { tierAsKnown } from "../../src/loyalty/Tier.ts"
import { addDays } from "../../src/shared/index.ts"

const rules: TierRules = {
  currency: "RUB",
  tiers: [
    { id: "base", name: { en: "Base", ru: "Базовый" }, fromMinor: 0 },
    { id: "silver", name: { en: "Silver", ru: "Серебряный" }, fromMinor: 100 },
    { id: "gold", name: { en: "Gold", ru: "Золотой" }, fromMinor: 300 },
  ],
  windowMonths: 12,
  keepMonths: 12,
  downgrade: "oneTier",
}

describe("recognised revenue", () => {
  it("is what is paid and documented, on the day on which the later of the two came", () => {
    const rows = recognisedRevenue([
      {
        dealId: "deal_1",
        paid: [
          { on: "2026-03-01", amountMinor: 40 },
          { on: "2026-01-10", amountMinor: 60 },
        ],
        documented: [{ on: "2026-02-01", amountMinor: 100 }],
      },
      { dealId: "deal_2", paid: [{ on: "2026-01-05", amountMinor: 70 }], documented: [] },
      { dealId: "deal_3", paid: [], documented: [{ on: "2026-01-05", amountMinor: 70 }] },
    ])
    expect(rows).toEqual([
      { dealId: "deal_1", on: "2026-02-01", amountMinor: 60 },
      { dealId: "deal_1", on: "2026-03-01", amountMinor: 40 },
    ])
  })

  it("falls when money goes back, and is never below nothing", () => {
    const rows = recognisedRevenue([
      {
        dealId: "deal_1",
        paid: [
          { on: "2026-01-10", amountMinor: 100 },
          { on: "2026-04-01", amountMinor: -130 },
        ],
        documented: [{ on: "2026-02-01", amountMinor: 80 }],
      },
    ])
    expect(rows.map(({ on, amountMinor }) => [on, amountMinor])).toEqual([
      ["2026-02-01", 80],
      ["2026-04-01", -80],
    ])
  })

  it("sums to the lesser of paid and documented, whatever the order of rows", () => {
    const amounts = fc.array(
      fc.record({
        on: fc.integer({ min: 0, max: 60 }).map((days) => addDays("2026-01-01", days)),
        amountMinor: fc.integer({ min: 0, max: 100 }),
      }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(amounts, amounts, (paid, documented) => {
        const sum = (rows: ReadonlyArray<{ readonly amountMinor: number }>) =>
          rows.reduce((total, { amountMinor }) => total + amountMinor, 0)
        const rows = recognisedRevenue([{ dealId: "deal_1", paid, documented }])
        expect(sum(rows)).toBe(Math.min(sum(paid), sum(documented)))
        expect(recognisedRevenue([{ dealId: "deal_1", paid: paid.toReversed(), documented }])).toEqual(rows)
      }),
    )
  })
})

describe("tiers", () => {
  const revenue = [
    { on: "2025-01-10", amountMinor: 99 },
    { on: "2025-03-01", amountMinor: 1 },
    { on: "2025-06-01", amountMinor: 200 },
  ]

  it("are kept for whole months, from the end of a long month and from a leap day too", () => {
    const kept = (on: string, keepMonths: number) =>
      tierOn([{ on, amountMinor: 100 }], { ...rules, keepMonths }, on).keptUntil
    expect(kept("2026-01-15", 1)).toBe("2026-02-14")
    expect(kept("2026-01-31", 1)).toBe("2026-02-28")
    expect(kept("2026-01-31", 2)).toBe("2026-03-30")
    expect(kept("2028-02-29", 12)).toBe("2029-02-28")
    expect(kept("2028-02-29", 48)).toBe("2032-02-28")
    expect(kept("2027-12-31", 12)).toBe("2028-12-30")
  })

  it("rise on the day on which the revenue is enough", () => {
    expect(tierOn(revenue, rules, "2025-02-28")).toMatchObject({ tierId: "base", keptUntil: null, windowMinor: 99 })
    expect(tierOn(revenue, rules, "2025-03-01")).toMatchObject({
      tierId: "silver",
      keptUntil: "2026-02-28",
      next: { tierId: "gold", missingMinor: 200 },
    })
    expect(tierOn(revenue, rules, "2025-06-01")).toMatchObject({ tierId: "gold", keptUntil: "2026-05-31", next: null })
  })

  it("are kept for their months, then fall by one tier, or to what qualifies, as the rule says", () => {
    expect(tierOn(revenue, rules, "2026-05-31")).toMatchObject({ tierId: "gold", qualifiesForId: "silver" })
    expect(tierOn(revenue, rules, "2026-06-01")).toMatchObject({ tierId: "silver", keptUntil: "2027-05-31" })
    expect(tierOn(revenue, rules, "2027-06-01")).toMatchObject({ tierId: "base", keptUntil: null })
    const harder = { ...rules, downgrade: "toQualified" } as const
    expect(tierOn(revenue, harder, "2026-06-01")).toMatchObject({ tierId: "base", windowMinor: 0 })
    expect(tierOn(revenue, rules, "2027-06-01").changes).toEqual([
      { on: "2025-03-01", from: "base", to: "silver", why: "qualified" },
      { on: "2025-06-01", from: "silver", to: "gold", why: "qualified" },
      { on: "2026-06-01", from: "gold", to: "silver", why: "notQualified" },
      { on: "2027-06-01", from: "silver", to: "base", why: "notQualified" },
    ])
  })

  it("are renewed where the revenue still qualifies", () => {
    const again = [...revenue, { on: "2026-02-01", amountMinor: 300 }]
    expect(tierOn(again, rules, "2026-06-01")).toMatchObject({ tierId: "gold", keptUntil: "2027-05-31" })
  })

  it("never depend on what is known later, and never jump over the rule", () => {
    const rows = fc.array(
      fc.record({
        on: fc.integer({ min: 0, max: 1500 }).map((days) => addDays("2024-01-31", days)),
        amountMinor: fc.integer({ min: -50, max: 200 }),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 2000 }), (given, days) => {
        const sorted = given.toSorted((left, right) => (left.on < right.on ? -1 : 1))
        const on = addDays("2024-01-31", days)
        const standing = tierOn(sorted, rules, on)
        expect(
          tierOn(
            sorted.filter((row) => row.on <= on),
            rules,
            on,
          ),
        ).toEqual(standing)
        let at = "base"
        for (const { from, to, why } of standing.changes) {
          expect(from).toBe(at)
          const [left, right] = [from, to].map((id) => rules.tiers.findIndex((tier) => tier.id === id))
          if (why === "notQualified") expect(right).toBe((left ?? 0) - 1)
          else expect(right).toBeGreaterThan(left ?? 0)
          at = to
        }
        expect(standing.tierId).toBe(at)
        expect(standing.keptUntil === null).toBe(at === "base")
        if (standing.keptUntil !== null) expect(standing.keptUntil >= on).toBe(true)
      }),
    )
  })

  it("are lost on the day on which the money that had brought them goes back", () => {
    const known = [
      { from: "2026-01-01", isMoneyBack: false, revenue: [{ on: "2026-01-10", amountMinor: 320 }] },
      { from: "2026-03-05", isMoneyBack: true, revenue: [{ on: "2026-01-10", amountMinor: 120 }] },
    ] as const
    expect(tierAsKnown(known, rules, "2026-03-04")).toEqual(tierOn(known[0].revenue, rules, "2026-03-04"))
    expect(tierAsKnown(known, rules, "2026-03-05")).toMatchObject({
      tierId: "silver",
      keptUntil: "2027-01-09",
      windowMinor: 120,
      changes: [
        { on: "2026-01-10", from: "base", to: "gold", why: "qualified" },
        { on: "2026-03-05", from: "gold", to: "silver", why: "notQualified" },
      ],
    })
    // What a revoked document had brought is kept for its months.
    const revoked = known.map((one) => ({ ...one, isMoneyBack: false }))
    expect(tierAsKnown(revoked, rules, "2026-03-05")).toMatchObject({ tierId: "gold", windowMinor: 120 })
  })

  it("take money that went back off the window that it had come in, not off a later one", () => {
    const revenue = [{ on: "2026-12-01", amountMinor: 150 }]
    const known = [
      { from: "2026-01-01", isMoneyBack: false, revenue: [{ on: "2026-01-10", amountMinor: 200 }, ...revenue] },
      { from: "2026-12-20", isMoneyBack: true, revenue },
    ]
    expect(tierAsKnown(known, rules, "2026-12-19").windowMinor).toBe(350)
    for (const on of ["2026-12-20", "2027-02-01"] as const) {
      expect(tierAsKnown(known, rules, on)).toMatchObject({ windowMinor: 150, tierId: "silver" })
    }
  })
})
