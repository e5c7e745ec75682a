import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Cascade, CascadeNode } from "../../../src/plan/index.ts"
import { allot, cascade, reconcileTargets } from "../../../src/plan/index.ts"
import { InputInvalid } from "../../../src/shared/index.ts"

describe("allotment within bounds", () => {
  it("is the published bounded split; clipping and scaling again would break a floor", () => {
    const weights = [5, 3, 2, 2]
    const [lo, hi] = [
      [0, 100, 250, 0],
      [400, 600, 600, 150],
    ]
    const shares = weights.map((weight, index) => ({
      id: `${index}`,
      weight,
      floor: lo[index] ?? 0,
      ceiling: hi[index] ?? null,
    }))
    expect(allot(1000, shares).shares.map(({ amount }) => amount)).toEqual([375, 225, 250, 150])
  })

  it("is largest remainder without bounds, and holds what is held", () => {
    // Hamilton's own apportionment of 1790: 60 seats among 15 states.
    const populations = [
      630560, 475327, 432879, 353523, 331589, 278514, 236841, 206236, 179570, 141822, 85533, 70835, 68705, 68446, 55540,
    ]
    const won = [11, 8, 7, 6, 6, 5, 4, 3, 3, 2, 1, 1, 1, 1, 1]
    const states = populations.map((weight, index) => ({ id: `${index}`, weight }))
    expect(allot(60, states).shares.map(({ amount }) => amount)).toEqual(won)
    const held = allot(100, [
      { id: "jan", weight: 10 },
      { id: "feb", weight: 20, floor: 20, ceiling: 20 },
      { id: "mar", weight: 30 },
    ])
    expect(held.shares.map(({ amount }) => amount)).toEqual([20, 20, 60])
  })

  it("says by how much the bounds miss the total, and who stands at them", () => {
    const capped = allot(100, [
      { id: "a", weight: 1, ceiling: 30 },
      { id: "b", weight: 2, ceiling: 40 },
      { id: "c", weight: 0 },
    ])
    expect(capped).toMatchObject({ fits: "ceilings", residual: 30 })
    expect(capped.shares.map(({ amount }) => amount)).toEqual([30, 40, 0])
    const floored = allot(10, [
      { id: "a", weight: 1, floor: 8 },
      { id: "b", weight: 1, floor: 5 },
    ])
    expect(floored).toMatchObject({ fits: "floors", residual: -3, binding: ["a", "b"] })
  })

  it("keeps every bound and sums to the total, or tells the rest", () => {
    const share = fc.record({
      weight: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.01, max: 9, noNaN: true })),
      floor: fc.nat(40),
      width: fc.option(fc.nat(60), { nil: null }),
    })
    fc.assert(
      fc.property(fc.nat(400), fc.array(share, { minLength: 1, maxLength: 8 }), (total, given) => {
        const shares = given.map(({ weight, floor, width }, index) => ({
          id: `${index}`,
          weight,
          floor,
          ceiling: width === null ? null : floor + width,
        }))
        const { shares: parts, residual, fits } = allot(total, shares)
        expect(parts.reduce((sum, { amount }) => sum + amount, residual)).toBe(total)
        expect(residual === 0).toBe(fits === "yes")
        for (const [index, { amount }] of parts.entries()) {
          expect(amount).toBeGreaterThanOrEqual(shares[index]?.floor ?? 0)
          expect(amount).toBeLessThanOrEqual(shares[index]?.ceiling ?? Number.MAX_SAFE_INTEGER)
        }
      }),
    )
  })

  it("refuses what cannot be split, all at once", () => {
    const call = () =>
      allot(-1, [
        { id: "a", weight: -1 },
        { id: "a", weight: 1, floor: 5, ceiling: 4 },
      ])
    expect(call).toThrow(InputInvalid)
  })
})

const nodes = (
  depth: number,
): fc.Arbitrary<Omit<CascadeNode, "id" | "children"> & { readonly below: ReadonlyArray<unknown> }> =>
  fc.record(
    {
      weight: fc.oneof(fc.constant(0), fc.nat(9)),
      padding: fc.constantFrom(0, 0.05, 0.333),
      below: depth === 0 ? fc.constant([]) : fc.array(nodes(depth - 1), { maxLength: 3 }),
    },
    { requiredKeys: ["below"] },
  )

const named = (node: { readonly below: ReadonlyArray<unknown> }, id: string): CascadeNode => {
  const { below, ...own } = node
  const children = below.map((child, index) => named(child as { readonly below: [] }, `${id}.${index}`))
  return { ...own, id, children }
}

const expectReconciled = ({ total, cells, unallocated }: Cascade): void => {
  const tops = cells.filter(({ parentId }) => parentId === null)
  expect(tops.reduce((sum, { toReach }) => sum + toReach, unallocated)).toBe(total)
  for (const cell of cells) {
    expect(cell.value).toBe(cell.toReach + cell.padding)
    const children = cells.filter(({ parentId, periodId }) => parentId === cell.nodeId && periodId === cell.periodId)
    if (children.length === 0) continue
    const reached = children.reduce((sum, { toReach }) => sum + toReach, 0)
    expect(reached + cell.unallocated).toBe(cell.toReach)
    expect(children.reduce((sum, { value }) => sum + value, 0)).toBe(cell.allocated)
  }
}

describe("cascade", () => {
  it("splits kopecks among three, as published, where rounding each would add one", () => {
    const { cells } = cascade({
      total: 10_000_001,
      periods: [{ id: "2026-11", weight: 1 }],
      root: { id: "department", children: [{ id: "a" }, { id: "b" }, { id: "c" }] },
    })
    expect(cells.slice(1).map(({ value }) => value)).toEqual([3_333_334, 3_333_334, 3_333_333])
  })

  it("lays padding on what each level has to reach and was padded with, to the nearest unit", () => {
    const { cells } = cascade({
      total: 1000,
      periods: [{ id: "2026-11", weight: 1 }],
      root: {
        id: "top",
        padding: 0.1,
        children: [
          { id: "north", padding: 0.05, children: [{ id: "a" }, { id: "b" }] },
          { id: "south", children: [{ id: "c" }] },
        ],
      },
    })
    expect(cells.map(({ nodeId, toReach, padding, allocated }) => [nodeId, toReach, padding, allocated])).toEqual([
      ["top", 1000, 0, 1100],
      // Two leaves against one; of 100 on top two thirds.
      ["north", 667, 67, 771],
      // 67 from above and a twentieth of 734: 36.7, which is 37.
      ["a", 334, 52, null],
      ["b", 333, 52, null],
      ["south", 333, 33, 366],
      ["c", 333, 33, null],
    ])
  })

  it("gives a team whose people can do nothing nothing, whatever its weight, and says what nobody takes", () => {
    const root = {
      id: "top",
      children: [
        { id: "north", weight: 9, children: [{ id: "a" }] },
        { id: "south", children: [{ id: "b", weight: 2 }] },
      ],
    }
    const periods = [
      { id: "p1", weight: 1 },
      { id: "p2", weight: 1 },
    ]
    // In the second period nobody is there; a period that is not named is a full one.
    const capacity = new Map([
      ["a", new Map([["p1", 0]])],
      ["b", new Map([["p2", 0]])],
    ])
    const { cells } = cascade({ total: 200, periods, root, capacity })
    const of = (nodeId: string) => cells.filter((cell) => cell.nodeId === nodeId).map(({ value }) => value)
    expect([of("north"), of("south")]).toEqual([
      [0, 100],
      [100, 0],
    ])
    const nobody = cascade({ total: 200, periods: [{ id: "p1", weight: 0 }], root })
    expect(nobody.unallocated).toBe(200)
    expect(nobody.cells.every(({ value }) => value === 0)).toBe(true)
  })

  it("refuses bounds of the top, and of nodes and periods that are not there", () => {
    const of = (nodeId: string, periodId: string) => () =>
      cascade({
        total: 10,
        periods: [{ id: "p1", weight: 1 }],
        root: { id: "top", children: [{ id: "a" }] },
        bounds: [{ nodeId, periodId, floor: 1 }],
      })
    expect(of("a", "p1")().cells[1]?.value).toBe(10)
    for (const refused of [of("top", "p1"), of("b", "p1"), of("a", "p2")]) expect(refused).toThrow(/bounds\[0\]/)
  })

  it("refuses two bounds for one node and period, and capacity of what is no leaf or no period here", () => {
    const input = {
      total: 100,
      periods: [{ id: "p1", weight: 1 }],
      root: { id: "top", children: [{ id: "north", children: [{ id: "a" }] }] },
    }
    const bound = { nodeId: "a", periodId: "p1" }
    const twice = () =>
      cascade({
        ...input,
        bounds: [
          { ...bound, floor: 10 },
          { ...bound, ceiling: 60 },
        ],
      })
    expect(twice).toThrow(/bounds\[1\]: "a" has bounds for p1 already/)
    const of = (nodeId: string, periodId: string) => () =>
      cascade({ ...input, capacity: new Map([[nodeId, new Map([[periodId, 0.5]])]]) })
    expect(of("a", "p1")().cells.at(-1)?.value).toBe(100)
    expect(of("A", "p1")).toThrow(/capacity A: names no leaf/)
    expect(of("north", "p1")).toThrow(/capacity north: names no leaf/)
    expect(of("a", "2026-1")).toThrow(/capacity a 2026-1: names no period/)
  })

  it("reconciles to the last unit at every level, whatever weights, padding and bounds", () => {
    const bounds = fc.array(
      fc.record({ at: fc.nat(30), periodId: fc.constantFrom("p0", "p1"), floor: fc.nat(50), width: fc.nat(50) }),
      { maxLength: 3 },
    )
    const place = ({ nodeId, periodId }: { readonly nodeId: string; readonly periodId: string }) =>
      `${periodId} ${nodeId}`
    const periods = fc.array(fc.nat(5), { minLength: 1, maxLength: 2 })
    fc.assert(
      fc.property(fc.nat(10_000), periods, nodes(3), bounds, (total, weights, tree, held) => {
        const root = named(tree, "r")
        const ids = [...JSON.stringify(root).matchAll(/"id":"(r\.[^"]+)"/g)].map(([, id]) => id ?? "")
        const bounded = held.flatMap(({ at, periodId, floor, width }) => {
          const nodeId = ids[at % Math.max(1, ids.length)]
          if (nodeId === undefined || periodId === `p${weights.length}`) return []
          return [{ nodeId, periodId, floor, ceiling: floor + width }]
        })
        const result = cascade({
          total,
          periods: weights.map((weight, index) => ({ id: `p${index}`, weight })),
          root,
          bounds: [...new Map(bounded.map((bound) => [place(bound), bound])).values()],
        })
        expectReconciled(result)
      }),
    )
  })

  it("keeps padding apart from what is to be reached, and what nobody can take in sight", () => {
    const result = cascade({
      total: 1000,
      periods: [{ id: "p", weight: 1 }],
      root: { id: "d", padding: 0.1, children: [{ id: "a" }, { id: "b" }] },
      capacity: new Map([["b", new Map([["p", 0]])]]),
      bounds: [{ nodeId: "a", periodId: "p", ceiling: 700 }],
    })
    expect(result.cells).toMatchObject([
      { nodeId: "d", value: 1000, toReach: 1000, padding: 0, allocated: 800, unallocated: 300 },
      { nodeId: "a", value: 800, toReach: 700, padding: 100, allocated: null, unallocated: 0 },
      { nodeId: "b", value: 0 },
    ])
    expectReconciled(result)
  })

  it("names bounds that cannot hold by their place in what was given, all at once", () => {
    const one = { nodeId: "b", periodId: "p" }
    const call = () =>
      cascade({
        total: 10,
        periods: [{ id: "p", weight: 1 }],
        root: { id: "d", children: [{ id: "a" }, { id: "b" }] },
        bounds: [
          { nodeId: "a", periodId: "p", floor: 3, ceiling: 3 },
          { ...one, floor: 5, ceiling: 2 },
          { ...one, ceiling: 0.5 },
        ],
      })
    expect(call).toThrow(/bounds\[1\]: floor and ceiling.*bounds\[2\]: floor and ceiling/s)
  })

  it("lists everything that is wrong with a tree", () => {
    const call = () =>
      cascade({
        total: 0.5,
        periods: [
          { id: "p", weight: -1 },
          { id: "p", weight: 1 },
        ],
        root: { id: "d", children: [{ id: "d", padding: -1 }] },
        bounds: [{ nodeId: "x", periodId: "p" }],
      })
    expect(call).toThrow(/total.*root.*periods.*padding.*periods\[0\]\.weight.*bounds\[0\]/s)
  })
})

describe("reconciliation of both sides", () => {
  const sides = [
    { id: "a", topDown: 100, bottomUp: 80 },
    { id: "b", topDown: 100, bottomUp: 140 },
    { id: "c", topDown: 50, bottomUp: null },
  ]

  it("keeps the chosen total, and shows both sides beside what was agreed", () => {
    const { targets, ...totals } = reconcileTargets(sides, "topDown", 1)
    expect(totals).toEqual({ topDownTotal: 250, bottomUpTotal: 270, gap: 20, total: 250, residual: 0 })
    expect(targets.map(({ agreed }) => agreed)).toEqual([74, 130, 46])
    expect(targets[2]).toMatchObject({ bottomUp: null, againstTopDown: -4, againstBottomUp: null })
    expect(reconcileTargets(sides, "bottomUp", 0.5).total).toBe(270)
    expect(reconcileTargets(sides, "between", 0.5).total).toBe(260)
  })

  it("reconciles to the last unit at any trust", () => {
    const side = fc.record({ topDown: fc.nat(9999), bottomUp: fc.option(fc.nat(9999), { nil: null }) })
    fc.assert(
      fc.property(
        fc.array(side, { minLength: 1, maxLength: 7 }),
        fc.constantFrom("topDown" as const, "bottomUp" as const, "between" as const),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, total, trust) => {
          const result = reconcileTargets(
            given.map((one, index) => ({ ...one, id: `${index}` })),
            total,
            trust,
          )
          expect(result.targets.reduce((sum, { agreed }) => sum + agreed, result.residual)).toBe(result.total)
        },
      ),
    )
  })
})
