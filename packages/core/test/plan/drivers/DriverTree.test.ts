import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../../src/shared/InputErrors.ts"
import type { DriverNode, DriverState, DriverTreeMethod, DriverTreeVariance } from "../../../src/plan/index.ts"
import {
  decomposeDriverTree,
  driverTreeProblems,
  driverTreeVariance,
  evaluateDriverTree,
  lmdi,
  LmdiUndefined,
  maxDriverTreeDepth,
  measuresOf,
  RatioUndefined,
} from "../../../src/plan/index.ts"
import { thrownBy } from "../thrownBy.ts"

const name = (id: string) => ({ en: id, ru: id })
const leaf = (id: string, measure?: string): DriverNode =>
  measure === undefined ? { kind: "leaf", id, name: name(id) } : { kind: "leaf", id, name: name(id), measure }
const product = (id: string, ...children: ReadonlyArray<DriverNode>): DriverNode => ({
  kind: "product",
  id,
  name: name(id),
  children,
})
const sum = (id: string, children: ReadonlyArray<DriverNode>, minus: ReadonlyArray<DriverNode> = []): DriverNode => ({
  kind: "sum",
  id,
  name: name(id),
  children,
  minus,
})
const ratio = (id: string, numerator: DriverNode, denominator: DriverNode, whenDenominatorZero?: number): DriverNode =>
  whenDenominatorZero === undefined
    ? { kind: "ratio", id, name: name(id), numerator, denominator }
    : { kind: "ratio", id, name: name(id), numerator, denominator, whenDenominatorZero }

const partsOf = (
  tree: DriverNode,
  base: DriverState,
  actual: DriverState,
  how: DriverTreeMethod,
): { readonly [driver: string]: number } =>
  Object.fromEntries(decomposeDriverTree(tree, base, actual, how).effects.map(({ driver, effect }) => [driver, effect]))

const funnel = product("revenue", leaf("leads"), leaf("qualify"), leaf("win"), leaf("average"))
const funnelBase = { leads: 400, qualify: 0.3, win: 0.25, average: 120_000 }
const funnelActual = { leads: 460, qualify: 0.26, win: 0.24, average: 131_000 }

/** The properties of any answer: exact sums by measure, and a roll-up in which parents are the sums of their children. */
const expectCoherent = (tree: DriverNode, variance: DriverTreeVariance): void => {
  expect(variance.contributions.reduce((total, { amountMinor }) => total + amountMinor, 0)).toBe(variance.deltaMinor)
  const amount = new Map(variance.nodes.map((node) => [node.node, node.amountMinor]))
  const visit = (node: DriverNode): void => {
    const children =
      node.kind === "leaf"
        ? []
        : node.kind === "ratio"
          ? [node.numerator, node.denominator]
          : node.kind === "sum"
            ? [...node.children, ...(node.minus ?? [])]
            : node.children
    const amounts = children.map((child) => amount.get(child.id) ?? null)
    if (children.length > 0 && amounts.every((one) => one !== null))
      expect(amount.get(node.id)).toBe(amounts.reduce((total, one) => total + one, 0))
    for (const child of children) visit(child)
  }
  visit(tree)
  expect(amount.get(tree.id)).toBe(variance.deltaMinor)
  expect(JSON.parse(JSON.stringify(variance))).toEqual(variance)
}

/** The answer, or null where the method says that it has none. */
const unlessUndefined = <Answer>(answer: () => Answer): Answer | null => {
  try {
    return answer()
  } catch (error) {
    if (error instanceof LmdiUndefined || error instanceof RatioUndefined) return null
    throw error
  }
}

describe("evaluateDriverTree", () => {
  const tree = sum(
    "net",
    [product("new", leaf("leads"), leaf("average")), ratio("repeat", leaf("orders"), leaf("days"))],
    [leaf("refunds")],
  )

  it("gives the value of every node, the root first", () => {
    expect(evaluateDriverTree(tree, { leads: 3, average: 50, orders: 10, days: 4, refunds: 7 })).toEqual([
      { node: "net", value: 145.5 },
      { node: "new", value: 150 },
      { node: "leads", value: 3 },
      { node: "average", value: 50 },
      { node: "repeat", value: 2.5 },
      { node: "orders", value: 10 },
      { node: "days", value: 4 },
      { node: "refunds", value: 7 },
    ])
  })

  it("refuses a zero denominator unless a value is stated for it", () => {
    const state = { a: 1, b: 0 }
    expect(() => evaluateDriverTree(ratio("r", leaf("a"), leaf("b")), state)).toThrow(RatioUndefined)
    expect(evaluateDriverTree(ratio("r", leaf("a"), leaf("b"), 5), state)[0]).toEqual({ node: "r", value: 5 })
  })

  it("reports all problems of a tree, then all of a state", () => {
    const broken = product(
      "root",
      leaf("a"),
      leaf("a"),
      sum("empty", []),
      leaf(""),
      ratio("r", leaf("b"), leaf("c"), Number.NaN),
    )
    expect(driverTreeProblems(broken).map(({ code, path }) => `${path} ${code}`)).toEqual([
      "root.a tree.duplicate",
      "root.empty tree.childless",
      "root. tree.unnamed",
      "root.r value.notFinite",
    ])
    const error = thrownBy(InputInvalid, () =>
      decomposeDriverTree(funnel, { leads: 1, qualify: Number.NaN }, funnelActual, {
        method: "sequential",
        order: ["leads", "x"],
      }),
    )
    expect(error.problems.map(({ path }) => path)).toEqual([
      "base.qualify",
      "base.win",
      "base.average",
      "order",
      "order",
      "order",
      "order",
    ])
  })

  it("does not read what objects inherit, and refuses trees that are too deep", () => {
    expect(() => evaluateDriverTree(leaf("toString"), {})).toThrow(InputInvalid)
    let deep = leaf("bottom")
    for (let level = 1; level < maxDriverTreeDepth; level++) deep = product(`level${level}`, deep)
    expect(driverTreeProblems(deep)).toEqual([])
    expect(driverTreeProblems(product("top", deep)).map(({ code }) => code)).toEqual(["tree.tooDeep"])
  })
})

describe("decomposeDriverTree", () => {
  it("reproduces the worked funnel by each method", () => {
    const expected: ReadonlyArray<readonly [DriverTreeMethod, ReadonlyArray<number>]> = [
      [{ method: "lmdi" }, [514_258.345046628, -526_543.9344560012, -150_205.7783880675, 322_715.3677974342]],
      [{ method: "shapley" }, [516_116, -528_987.333333333, -150_847.3333333337, 323_942.6666666667]],
      [
        {
          method: "owen",
          groups: [
            ["leads", "qualify"],
            ["win", "average"],
          ],
        },
        [516_096, -528_384, -150_349, 322_861],
      ],
      [{ method: "sequential" }, [540_000, -552_000, -143_520, 315_744]],
      [{ method: "sequential", order: ["average", "win", "qualify", "leads"] }, [490_464, -503_040, -157_200, 330_000]],
    ]
    for (const [how, wanted] of expected) {
      const parts = Object.values(partsOf(funnel, funnelBase, funnelActual, how))
      for (const [index, part] of wanted.entries()) expect(Math.abs((parts[index] ?? 0) - part)).toBeLessThan(0.16)
      expectCoherent(funnel, driverTreeVariance(funnel, funnelBase, funnelActual, { currency: "RUB", how }))
    }
  })

  it("substitutes in the order it states, also where a term has its measures the other way round", () => {
    const tree = sum("all", [leaf("a"), product("b", leaf("price"), leaf("again", "a"))])
    const [base, actual] = [
      { a: 10, price: 2 },
      { a: 14, price: 5 },
    ]
    const how = { method: "sequential" } as const
    const { limits } = driverTreeVariance(tree, base, actual, { currency: "RUB", how })
    expect(limits.map(({ en }) => en)).toContain("Order: a → price")
    // First `a` at the old price, 4 + 4 × 2, then the price of 14.
    expect(partsOf(tree, base, actual, how)).toEqual({ a: 12, price: 42 })
    expect(partsOf(tree, base, actual, { ...how, order: ["price", "a"] })).toEqual({ a: 24, price: 30 })
  })

  it("is the item form of LMDI for a sum of products that share a measure", () => {
    const tree = sum("all", [
      product("a", leaf("volume.a", "volume"), leaf("share.a"), leaf("price.a")),
      product("b", leaf("volume.b", "volume"), leaf("share.b"), leaf("price.b")),
    ])
    const base = { volume: 100, "share.a": 0.3, "price.a": 7, "share.b": 0.7, "price.b": 5 }
    const actual = { volume: 90, "share.a": 0.5, "price.a": 8, "share.b": 0.5, "price.b": 4 }
    const parts = partsOf(tree, base, actual, { method: "lmdi" })
    const items = lmdi(
      ["volume", "share", "price"],
      [
        { item: "a", base: [100, 0.3, 7], actual: [90, 0.5, 8] },
        { item: "b", base: [100, 0.7, 5], actual: [90, 0.5, 4] },
      ],
    )
    expect(parts["volume"]).toBeCloseTo(items.effects[0]?.effect ?? Number.NaN, 9)
    expect(parts["share.b"]).toBeCloseTo(items.items[1]?.effects[1] ?? Number.NaN, 9)
    expect(parts["price.a"]).toBeCloseTo(items.items[0]?.effects[2] ?? Number.NaN, 9)
  })

  it("nests: a product of products is one product", () => {
    const nested = product(
      "revenue",
      product("won", leaf("leads"), product("rate", leaf("qualify"), leaf("win"))),
      leaf("average"),
    )
    for (const method of ["lmdi", "shapley", "sequential"] as const) {
      const flat = partsOf(funnel, funnelBase, funnelActual, { method })
      for (const [driver, part] of Object.entries(partsOf(nested, funnelBase, funnelActual, { method })))
        expect(part).toBeCloseTo(flat[driver] ?? Number.NaN, 6)
    }
  })

  it("splits a sum within a product in proportion to its terms' changes, refunds within it included", () => {
    const tree = product("revenue", sum("leads", [leaf("inbound"), leaf("bought")], [leaf("spam")]), leaf("value"))
    const base = { inbound: 100, bought: 50, spam: 10, value: 20 }
    const actual = { inbound: 130, bought: 40, spam: 20, value: 22 }
    const parts = partsOf(tree, base, actual, { method: "lmdi" })
    expect((parts["inbound"] ?? 0) / (parts["bought"] ?? 1)).toBeCloseTo(-3, 9)
    expect(parts["spam"]).toBeCloseTo(parts["bought"] ?? Number.NaN, 9)
    expect(Object.values(parts).reduce((total, part) => total + part, 0)).toBeCloseTo(150 * 22 - 140 * 20, 9)
  })

  it("takes the denominator of a ratio as a driver with the opposite sign", () => {
    const speed = ratio("velocity", product("value", leaf("open"), leaf("win"), leaf("average")), leaf("days"))
    const base = { open: 100, win: 0.25, average: 120_000, days: 40 }
    const actual = { open: 110, win: 0.24, average: 131_000, days: 48 }
    expect(partsOf(speed, base, actual, { method: "lmdi" })["days"]).toBeCloseTo(-13_403.3939552123, 3)
    expect(partsOf(speed, base, actual, { method: "shapley" })["days"]).toBeCloseTo(-13_453.0208333333, 3)
  })

  it("refuses negative factors under LMDI, all of them at once, while terms of a sum may be negative", () => {
    const tree = sum("net", [
      product("a", leaf("a1"), leaf("a2")),
      product("b", leaf("b1"), leaf("b2")),
      leaf("credit"),
    ])
    const base = { a1: 1, a2: 2, b1: 3, b2: 4, credit: -5 }
    const error = thrownBy(LmdiUndefined, () =>
      decomposeDriverTree(tree, base, { ...base, a2: -1, b1: -2 }, { method: "lmdi" }),
    )
    expect(error.data.values).toEqual([
      { item: "a", driver: "a2", state: "actual", value: -1 },
      { item: "b", driver: "b1", state: "actual", value: -2 },
    ])
    expect(partsOf(tree, base, { ...base, credit: -9, a1: 2 }, { method: "lmdi" })).toMatchObject({ credit: -4, a1: 2 })
  })

  it("splits each term of the root's sum by itself, so that twelve drivers per term are enough", () => {
    const terms = Array.from({ length: 10 }, (_, index) =>
      product(`t${index}`, leaf(`q${index}`), leaf(`s${index}`), leaf(`p${index}`)),
    )
    const tree = sum("all", terms)
    const state = (scale: number): DriverState =>
      Object.fromEntries(measuresOf(tree).map((measure, index) => [measure, index + scale]))
    expect(measuresOf(tree)).toHaveLength(30)
    expectCoherent(tree, driverTreeVariance(tree, state(1), state(3), { currency: "RUB", how: { method: "shapley" } }))
  })
})

describe("driverTreeVariance", () => {
  it("shows a plan whose drivers do not multiply to it as a line of its own", () => {
    const variance = driverTreeVariance(funnel, funnelBase, funnelActual, {
      currency: "RUB",
      statedBaseMinor: 3_500_000,
    })
    expect(variance.baseMinor).toBe(3_500_000)
    expect(variance.contributions.at(-1)).toMatchObject({ driver: "planInconsistency", amountMinor: 100_000 })
    expect(variance.contributions.reduce((total, { amountMinor }) => total + amountMinor, 0)).toBe(260_224)
  })

  it("withholds a node's amount where a measure also stands outside it within one term", () => {
    const tree = product(
      "all",
      leaf("rate"),
      sum("parts", [product("a", leaf("q.a", "q"), leaf("pa")), leaf("q.b", "q")]),
    )
    const base = { rate: 1, q: 10, pa: 2 }
    const actual = { rate: 2, q: 12, pa: 3 }
    const variance = driverTreeVariance(tree, base, actual, { currency: "RUB", how: { method: "shapley" } })
    const node = (id: string) => variance.nodes.find((one) => one.node === id)
    expect(node("a")).toMatchObject({ amountMinor: null, exact: null })
    expect(node("a")?.withheld?.ru).toContain("q")
    expect(node("parts")?.amountMinor).toBe(variance.deltaMinor - (node("rate")?.amountMinor ?? 0))
    const byLogs = driverTreeVariance(tree, base, actual, { currency: "RUB" })
    expect(byLogs.nodes.every(({ amountMinor }) => amountMinor !== null)).toBe(true)
    expectCoherent(tree, byLogs)
  })

  it("states method, order, groups and replaced ratios in its limits", () => {
    const tree = product("x", leaf("a"), ratio("r", leaf("b"), leaf("c"), 0))
    const states = [
      { a: 1, b: 2, c: 0 },
      { a: 3, b: 2, c: 4 },
    ] as const
    const limits = (how: DriverTreeMethod) =>
      driverTreeVariance(tree, ...states, { currency: "RUB", how }).limits.map(({ en }) => en)
    expect(limits({ method: "sequential" })).toEqual([
      expect.stringMatching(/^Chain/),
      "Order: a → b → c",
      "r is taken as 0 where its denominator is 0",
      expect.stringMatching(/^The drivers give 1.5/),
    ])
    expect(limits({ method: "owen", groups: [["b", "c"]] })[1]).toBe("Groups: {b, c}")
    expect(() => driverTreeVariance(tree, ...states, { currency: "RUB" })).toThrow(RatioUndefined)
  })

  // Halves up to 3: sums and products of them are exact, so that a zero is a zero in whatever order it is computed.
  const value = fc.integer({ min: -6, max: 6 }).map((halves) => halves / 2)
  const leafShape = fc.record({ kind: fc.constant("leaf" as const), measure: fc.integer({ min: 0, max: 7 }) })
  const shapeOf = (withRatios: boolean) =>
    fc.letrec<{ node: Shape }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3, depthSize: "small" },
        leafShape,
        fc.record({
          kind: fc.constantFrom("product" as const, "sum" as const),
          children: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
          minus: fc.array(tie("node"), { maxLength: 1 }),
        }),
        ...(withRatios
          ? [fc.record({ kind: fc.constant("ratio" as const), children: fc.tuple(tie("node"), leafShape) })]
          : []),
      ),
    })).node
  const state = fc.array(value, { minLength: 8, maxLength: 8 })
  const stateOf = (values: ReadonlyArray<number>): DriverState =>
    Object.fromEntries(values.map((one, index) => [`m${index}`, one]))

  it("leaves no residual for random trees with zeros and negative values", () => {
    fc.assert(
      fc.property(shapeOf(true), state, state, (given, base, actual) => {
        const tree = treeOf(given)
        for (const how of [
          { method: "shapley" },
          { method: "sequential" },
          { method: "owen", groups: [["m0", "m1"]] },
        ] as const) {
          if (how.method === "owen" && !how.groups[0].every((measure) => measuresOf(tree).includes(measure))) continue
          expectCoherent(tree, driverTreeVariance(tree, stateOf(base), stateOf(actual), { currency: "RUB", how }))
        }
      }),
    )
  })

  it("leaves no residual under LMDI for random trees with zeros, or says what is undefined", () => {
    fc.assert(
      fc.property(shapeOf(true), state, state, (given, base, actual) => {
        const tree = treeOf(given)
        const states = [base, actual].map((values) => stateOf(values.map(Math.abs))) as [DriverState, DriverState]
        const variance = unlessUndefined(() => driverTreeVariance(tree, ...states, { currency: "RUB" }))
        if (variance !== null) expectCoherent(tree, variance)
      }),
    )
  })

  it("does not depend on the order of children under LMDI and Shapley", () => {
    fc.assert(
      fc.property(shapeOf(false), state, state, (given, base, actual) => {
        for (const how of [{ method: "shapley" }, { method: "lmdi" }] as const) {
          const states = [base, actual].map((values) =>
            stateOf(how.method === "lmdi" ? values.map(Math.abs) : values),
          ) as [DriverState, DriverState]
          const forward = unlessUndefined(() => partsOf(treeOf(given), ...states, how))
          if (forward === null) continue
          const backward = partsOf(treeOf(given, true), ...states, how)
          const size = Object.values(forward).reduce((total, part) => total + Math.abs(part), 1)
          for (const [driver, part] of Object.entries(forward))
            expect(Math.abs(part - (backward[driver] ?? Number.NaN))).toBeLessThanOrEqual(1e-6 * size)
        }
      }),
    )
  })
})

type Shape =
  | { readonly kind: "leaf"; readonly measure: number }
  | { readonly kind: "product" | "sum"; readonly children: ReadonlyArray<Shape>; readonly minus: ReadonlyArray<Shape> }
  | { readonly kind: "ratio"; readonly children: readonly [Shape, Shape] }

/** A tree with ids of its own at every node; ratios state a value for the denominator 0. */
const treeOf = (given: Shape, reversed = false): DriverNode => {
  let count = 0
  const make = (one: Shape): DriverNode => {
    const id = `n${count++}`
    if (one.kind === "leaf") return leaf(id, `m${one.measure}`)
    const children = one.children.map(make)
    if (one.kind === "ratio") return ratio(id, children[0] ?? leaf("x"), children[1] ?? leaf("y"), 1)
    const ordered = reversed ? children.toReversed() : children
    return one.kind === "product" ? product(id, ...ordered) : sum(id, ordered, one.minus.map(make))
  }
  return make(given)
}
