import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ImportDeals } from "../../../src/deal/DealImportSchema.ts"
import { moneyField, slug, textField } from "../../../src/ports/input/FieldSchema.ts"
import { quickDecoder, unsettled } from "../../../src/ports/input/QuickDecode.ts"

const everything = Schema.Struct({
  name: textField(5),
  kind: Schema.Union([Schema.Literal("a"), Schema.Null, Schema.Number]),
  amount: Schema.NullOr(moneyField),
  note: Schema.optionalKey(slug),
  maybe: Schema.optional(Schema.Boolean),
  list: Schema.Array(Schema.Struct({ id: slug })),
  named: Schema.Record(slug, Schema.Union([Schema.String, Schema.Number])),
})

const strictly = Schema.decodeUnknownResult(everything, { errors: "all", onExcessProperty: "error" })

/** Good values mostly, so that many inputs are good to the last member; each of the others in turn. */
const often = <Value>(good: fc.Arbitrary<Value>, ...bad: ReadonlyArray<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 30, arbitrary: good },
    { weight: 1, arbitrary: fc.constantFrom(undefined, ...bad) },
    { weight: 1, arbitrary: fc.anything({ withNullPrototype: true }) },
  )

const rub = { amountMinor: 1, currency: "RUB" }
const poisoned: unknown = JSON.parse(`{"__proto__": "x"}`)

const inputs = fc.record(
  {
    name: often(fc.string({ minLength: 1, maxLength: 5 }), "", "too long", "\ud800"),
    kind: often(fc.constantFrom("a", null, 3, Number.NaN), "b"),
    amount: often(fc.constantFrom(rub, null), { ...rub, currency: "ZZZ" }, { ...rub, more: 1 }, { currency: "RUB" }),
    note: often(fc.constantFrom("x", "é"), "a b"),
    maybe: often(fc.boolean()),
    list: often(fc.array(fc.record({ id: fc.constantFrom("x", "y") })), [{ id: "x", more: 1 }], [undefined]),
    named: often(fc.dictionary(fc.constantFrom("x", "y"), fc.oneof(fc.string(), fc.integer())), { "a b": 1 }, poisoned),
    excess: fc.constant(1),
  },
  { requiredKeys: ["name", "kind", "amount", "list", "named"] },
)

describe("quick decoding", () => {
  it("gives what strict decoding gives, or leaves it to that", () => {
    const decode = quickDecoder(everything)
    if (decode === null) throw new TypeError("there is a quick decoder")
    let settled = 0
    fc.assert(
      fc.property(inputs, (input) => {
        const quick = decode(input)
        if (quick === unsettled) return
        settled += 1
        const strict = strictly(input)
        expect(Result.isSuccess(strict) ? strict.success : strict.failure.issue).toStrictEqual(quick)
      }),
      { numRuns: 2000 },
    )
    expect(settled).toBeGreaterThan(20)
  })

  it("gives a copy, so that what a host changes later does not reach a command", () => {
    const decode = quickDecoder(Schema.Struct({ list: Schema.Array(Schema.String) }))
    const input = { list: ["x"] }
    const decoded = decode?.(input)
    input.list.push("y")
    expect(decoded).toStrictEqual({ list: ["x"] })
  })

  it("does not look into what is deep, or of a class", () => {
    const round: { [key: string]: unknown } = {}
    round["self"] = round
    class Connection {
      readonly pool = round
    }
    const any = quickDecoder(Schema.Unknown)
    expect(any?.(round)).toBe(unsettled)
    expect(any?.({ connection: new Connection() })).toBe(unsettled)
    expect(any?.({ amountMinor: 1, list: ["x", null] })).toStrictEqual({ amountMinor: 1, list: ["x", null] })
    expect(any?.({ left: undefined })).toBe(unsettled)
  })

  it("refuses nothing itself, and knows what it cannot do", () => {
    expect(quickDecoder(Schema.NumberFromString)).toBeNull()
    expect(quickDecoder(ImportDeals)).not.toBeNull()
    expect(quickDecoder(slug)?.("a b")).toBe(unsettled)
  })
})
