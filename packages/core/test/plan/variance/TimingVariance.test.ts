import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { TimedDeal } from "../../../src/plan/index.ts"
import { timingVariance } from "../../../src/plan/index.ts"

const deal = (
  id: string,
  atStart: TimedDeal["atStart"],
  standing: TimedDeal["atEnd"]["standing"],
  amountMinor: number | null,
): TimedDeal => ({ id, atStart, atEnd: { standing, amountMinor } })
const expected = (amountMinor: number | null) => ({ amountMinor, expected: "within" as const })
const later = (amountMinor: number | null) => ({ amountMinor, expected: "after" as const })

describe("timing of a period's wins", () => {
  it("keeps what slipped apart from what was lost, and what was pulled in apart from what was gained", () => {
    const variance = timingVariance([
      deal("kept", expected(100), "won", 90),
      // Nothing about it changed, so it is in no line.
      deal("asExpected", expected(60), "won", 60),
      deal("lost", expected(50), "lost", 50),
      deal("slipped", expected(70), "open", 80),
      deal("cancelled", expected(30), "cancelled", 30),
      deal("early", later(40), "won", 45),
      deal("overdue", { amountMinor: 15, expected: "before" }, "won", 15),
      deal("vague", { amountMinor: 5, expected: null }, "won", 5),
      deal("new", null, "won", 25),
      deal("given", expected(20), "elsewhere", null),
      deal("received", "elsewhere", "won", 35),
      deal("elsewhere", later(500), "lost", 500),
    ])
    expect(variance).toMatchObject({ expectedMinor: 330, wonMinor: 275, deltaMinor: -55, withoutAmount: [] })
    expect(variance.lines.map(({ bucket, amountMinor, ids }) => [bucket, amountMinor, ids])).toEqual([
      ["lost", -50, ["lost"]],
      ["slipped", -70, ["slipped"]],
      ["cancelled", -30, ["cancelled"]],
      ["passedOn", -20, ["given"]],
      ["pulledIn", 45, ["early"]],
      ["madeUp", 15, ["overdue"]],
      ["undated", 5, ["vague"]],
      ["takenOver", 35, ["received"]],
      ["newWon", 25, ["new"]],
      ["amountChanged", -10, ["kept"]],
    ])
  })

  it("names deals without an amount beside the sums", () => {
    const variance = timingVariance([deal("a", expected(null), "lost", null), deal("b", null, "won", null)])
    expect(variance).toMatchObject({ expectedMinor: 0, wonMinor: 0, withoutAmount: ["a", "b"] })
  })

  it("sums to the difference whatever became of deals", () => {
    const amount = fc.option(fc.nat(1000), { nil: null })
    const day = fc.constantFrom("before" as const, "within" as const, "after" as const, null)
    const own = fc.record({ amountMinor: amount, expected: day })
    const start = fc.oneof(own, fc.constantFrom("elsewhere" as const, null))
    const standing = fc.constantFrom("won", "lost", "open", "cancelled", "elsewhere" as const)
    const deals = fc.array(fc.tuple(start, standing, amount))
    fc.assert(
      fc.property(deals, (given) => {
        const { lines, deltaMinor } = timingVariance(given.map(([at, how, minor], id) => deal(`${id}`, at, how, minor)))
        expect(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(deltaMinor)
        const ids = lines.flatMap((line) => line.ids)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})
