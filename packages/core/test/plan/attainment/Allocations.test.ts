import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Target } from "../../../src/plan/index.ts"
import { planAllocations, wholeTarget } from "../../../src/plan/index.ts"

const target = (value: number, own: Partial<Target> = {}): Target => ({
  ...wholeTarget({ measure: "wonMinor", period: "2026-Q3", value }),
  ...own,
})
const members = {
  repsOfTeam: new Map([
    ["north", new Set(["ann", "bob"])],
    ["south", new Set(["eve"])],
  ]),
  clientsOfSegment: new Map(),
}
const of = (...targets: ReadonlyArray<Target>) =>
  planAllocations(targets, members, (measure) => (measure === "wonMinor" ? "RUB" : null))

describe("planAllocations", () => {
  it("shows what of a department's and of teams' targets is allocated to nobody, and what beyond them", () => {
    const rows = of(
      target(100_00),
      target(60_00, { teamId: "north" }),
      target(30_00, { teamId: "south" }),
      target(40_00, { repId: "ann" }),
      target(35_00, { repId: "bob" }),
      target(30_00, { repId: "eve" }),
    )
    expect(
      rows.map(({ teamId, among, target, allocated, unallocated }) => [teamId, among, target, allocated, unallocated]),
    ).toEqual([
      [null, "teams", 100_00, 90_00, 10_00],
      [null, "reps", 100_00, 105_00, -5_00],
      ["north", "reps", 60_00, 75_00, -15_00],
      ["south", "reps", 30_00, 30_00, 0],
    ])
    expect(rows.map(({ message }) => message.ru.replaceAll("\u00A0", " "))).toEqual([
      "не распределено по группам: 10 ₽",
      "распределено по менеджерам сверх плана: 5 ₽",
      "распределено по менеджерам сверх плана: 15 ₽",
      "распределено по менеджерам полностью",
    ])
  })

  it("adds up only what is of the same measure, period, product, segment, pipeline and client", () => {
    const other = { period: "2026-Q4", measure: "meetings", productId: "audit", segmentId: "a", pipelineId: "p" }
    const unlike = Object.entries(other).map(([name, value]) => target(7_00, { repId: "ann", [name]: value }))
    expect(of(target(100_00), ...unlike)).toEqual([])
    expect(of(target(100_00), target(40_00, { repId: "ann" }), ...unlike)).toMatchObject([{ allocated: 40_00 }])
  })

  it("always comes to the target with what is not allocated", () => {
    const people = fc.dictionary(fc.constantFrom("ann", "bob", "eve"), fc.nat(1e9), { minKeys: 1 })
    fc.assert(
      fc.property(fc.nat(1e9), people, (whole, values) => {
        const [row] = of(target(whole), ...Object.entries(values).map(([repId, value]) => target(value, { repId })))
        expect((row?.allocated ?? 0) + (row?.unallocated ?? 0)).toBe(whole)
      }),
    )
  })
})
