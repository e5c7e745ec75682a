import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { conditionLimits } from "../../src/deal/Condition.ts"
import { readCondition, validateCondition } from "../../src/deal/ConditionReading.ts"
import { condition } from "./conditionArbitrary.ts"

const leaf = { fact: "deal.lineCount", op: "atLeast", value: 1 }
const codes = (json: unknown) => validateCondition(json).map(({ path, code }) => [path, code])

const nested = (depth: number): unknown => {
  let json: unknown = leaf
  for (let i = 1; i < depth; i++) json = { not: json }
  return json
}

describe("readCondition", () => {
  test("every condition within the bounds is read unchanged, as a copy", () => {
    fc.assert(
      fc.property(condition, (given) => {
        const reading = readCondition(JSON.parse(JSON.stringify(given)))
        expect(reading).toEqual({ ok: true, condition: given })
      }),
    )
  })

  test("never throws and either reads or explains, whatever the JSON", () => {
    const near = fc.dictionary(
      fc.constantFrom("all", "any", "not", "fact", "op", "value", "__proto__", "constructor", "x"),
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom("deal.lineCount", "contacts.roles", "is", "has", "in"),
        fc.constant([leaf]),
      ),
    )
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), near, fc.anything({ withNullPrototype: true, withSparseArray: true })),
        (json) => {
          const reading = readCondition(json)
          const problems = reading.ok ? [] : reading.problems
          expect(problems.length > 0).toBe(!reading.ok)
          expect(problems.length).toBeLessThanOrEqual(100)
          expect(problems.every(({ message }) => message.en !== "" && message.ru !== "")).toBe(true)
          // What was read is read again as itself.
          expect(reading.ok ? readCondition(reading.condition) : reading).toEqual(reading)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test("all problems are reported at once, with their paths", () => {
    const json = {
      all: [
        { fact: "deal.amount", op: "isSet" },
        { any: [] },
        { fact: "deal.lineCount", op: "has", value: "x" },
        { not: { fact: "client.isKnown", op: "is", value: "yes" } },
        { fact: "client.segment", op: "in", value: ["a", ""] },
        { fact: "deal.ownerId", op: "isSet", value: null },
        { all: [leaf], any: [leaf] },
        7,
      ],
      extra: 1,
    }
    expect(codes(json)).toEqual([
      ["", "condition.keyUnknown"],
      ["all[0].fact", "condition.factUnknown"],
      ["all[1].any", "condition.listEmpty"],
      ["all[2].op", "condition.operatorUnknown"],
      ["all[3].not.value", "condition.valueInvalid"],
      ["all[4].value[1]", "condition.valueInvalid"],
      ["all[5].value", "condition.valueNotAllowed"],
      ["all[6]", "condition.form"],
      ["all[7]", "condition.notObject"],
    ])
  })

  test("keys that reach prototypes are refused, and inherited keys are not seen", () => {
    expect(codes(JSON.parse(`{"fact":"deal.lineCount","op":"isSet","__proto__":{"value":1}}`))).toEqual([
      ["", "condition.keyForbidden"],
    ])
    expect(codes(JSON.parse(`{"not":${JSON.stringify(leaf)},"constructor":1}`))).toEqual([
      ["", "condition.keyForbidden"],
    ])
    expect(codes(Object.create({ fact: "deal.lineCount", op: "isSet" }))).toEqual([["", "condition.notObject"]])
    expect(codes({ fact: "__proto__", op: "isSet" })).toEqual([["fact", "condition.factUnknown"]])
    expect(codes({ fact: "deal.lineCount", op: "constructor", value: 1 })).toEqual([
      ["op", "condition.operatorUnknown"],
    ])
  })

  test("no code of the input runs: accessors are not called, throwing proxies are refused", () => {
    let called = 0
    const trap = { fact: "deal.lineCount", op: "isSet" }
    Object.defineProperty(trap, "op", { enumerable: true, get: () => (called += 1) })
    expect(codes(trap)).toEqual([["op", "condition.operatorUnknown"]])
    expect(called).toBe(0)
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(codes(proxy)).toEqual([["", "condition.notReadable"]])
  })

  test(`depth ${conditionLimits.depth} is read, one more is refused, and so is endless nesting`, () => {
    expect(codes(nested(conditionLimits.depth))).toEqual([])
    expect(codes(nested(conditionLimits.depth + 1)).map(([, code]) => code)).toEqual(["condition.tooDeep"])
    expect(codes(nested(100_000)).map(([, code]) => code)).toEqual(["condition.tooDeep"])
    const cycle: { not?: unknown } = {}
    cycle.not = cycle
    expect(codes(cycle).map(([, code]) => code)).toEqual(["condition.tooDeep"])
  })

  test(`${conditionLimits.nodes} nodes are read, one more is refused, and a flood is not walked`, () => {
    const wide = (parts: number) => ({ all: Array.from({ length: parts }, () => leaf) })
    expect(codes(wide(conditionLimits.nodes - 1))).toEqual([])
    expect(codes(wide(conditionLimits.nodes))).toEqual([["all[63]", "condition.tooManyNodes"]])
    expect(codes({ all: Object.assign([], { length: 2 ** 31 }) })).toHaveLength(64)
  })

  test("lists and texts have bounds; broken text is refused", () => {
    const segments = (value: unknown) => codes({ fact: "client.segment", op: "in", value })
    expect(segments(Array.from({ length: conditionLimits.list }, (_, i) => `s${i}`))).toEqual([])
    expect(segments(Array.from({ length: conditionLimits.list + 1 }, (_, i) => `s${i}`))).toHaveLength(1)
    expect(segments([])).toHaveLength(1)
    const segment = (value: unknown) => codes({ fact: "client.segment", op: "is", value })
    expect(segment("x".repeat(conditionLimits.text))).toEqual([])
    for (const bad of ["x".repeat(conditionLimits.text + 1), "", "a\0b", "\ud800", 1, null]) {
      expect(segment(bad)).toEqual([["value", "condition.valueInvalid"]])
    }
  })

  test("numbers are finite and money is whole minor units of a known currency, or 0", () => {
    const lines = (value: unknown) => codes({ fact: "deal.lineCount", op: "is", value })
    expect(lines(0.5)).toEqual([])
    for (const bad of [Number.NaN, Infinity, 2 ** 53, "1", null, undefined]) expect(lines(bad)).toHaveLength(1)
    const amount = (value: unknown) => codes({ fact: "deal.amountMinor", op: "above", value })
    expect(amount(0)).toEqual([])
    expect(amount({ amountMinor: 5, currency: "RUB" })).toEqual([])
    for (const bad of [
      5,
      { amountMinor: 0.5, currency: "RUB" },
      { amountMinor: 5, currency: "rub" },
      { amountMinor: 5 },
    ]) {
      expect(amount(bad)).toEqual([["value", "condition.valueInvalid"]])
    }
    expect(amount({ amountMinor: 5, currency: "RUB", rate: 1 })).toEqual([["value", "condition.keyUnknown"]])
  })

  test("minus zero is read as zero, so that JSON gives it back unchanged", () => {
    const reading = readCondition({ fact: "deal.lineCount", op: "is", value: -0 })
    expect(reading).toStrictEqual({ ok: true, condition: { fact: "deal.lineCount", op: "is", value: 0 } })
  })
})
