import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { moneyField, textField } from "../../../src/ports/input/FieldSchema.ts"
import { inputDecoder } from "../../../src/ports/input/Input.ts"
import type { InputInvalid } from "../../../src/shared/InputErrors.ts"

const decode = inputDecoder(
  Schema.Struct({
    title: textField(10),
    amount: Schema.optionalKey(moneyField),
    tags: Schema.optionalKey(Schema.Array(Schema.Struct({ name: textField(5) }))),
  }),
)

const problemsOf = (input: unknown): ReadonlyArray<readonly [string, string]> => {
  const decoded = decode(input)
  return Result.isSuccess(decoded) ? [] : decoded.failure.problems.map(({ path, code }) => [path, code] as const)
}

const good = { title: "Audit", amount: { amountMinor: 1, currency: "RUB" }, tags: [{ name: "a" }, { name: "b" }] }

describe("decoding input", () => {
  it("gives good input back as a value of its own", () => {
    const decoded = decode(good)
    expect(Result.isSuccess(decoded) && decoded.success).toEqual(good)
    expect(Result.isSuccess(decoded) && decoded.success).not.toBe(good)
  })

  it("takes a member that is undefined as not given, at any depth, and an undefined element as a fault", () => {
    expect(decode({ title: "Audit", amount: undefined, tags: [{ name: "a", more: undefined }] })).toEqual(
      Result.succeed({ title: "Audit", tags: [{ name: "a" }] }),
    )
    expect(problemsOf({ title: undefined })).toEqual([["title", "field.missing"]])
    expect(problemsOf({ title: "Audit", tags: [undefined] })).toEqual([["tags[0]", "field.type"]])
  })

  it("reports every problem at once, with paths", () => {
    expect(problemsOf({ title: "", amount: { amountMinor: 0.5, currency: "XXXX" }, tags: [{ name: "" }, {}] })).toEqual(
      [
        ["title", "text.length"],
        ["amount.amountMinor", "amount.notWhole"],
        ["amount.currency", "currency.unknown"],
        ["tags[0].name", "text.length"],
        ["tags[1].name", "field.missing"],
      ],
    )
  })

  it("refuses fields that it does not know, at every depth, also where all else is right", () => {
    expect(problemsOf({ ...good, owner: 1 })).toEqual([["owner", "field.unknown"]])
    expect(problemsOf({ ...good, amount: { ...good.amount, vat: 1 } })).toEqual([["amount.vat", "field.unknown"]])
    expect(problemsOf({ ...good, tags: [{ name: "a" }, { name: "b", colour: "red" }] })).toEqual([
      ["tags[1].colour", "field.unknown"],
    ])
  })

  it("says which values there are, where they can be told in a few words", () => {
    const choosing = inputDecoder(
      Schema.Struct({
        span: Schema.optionalKey(Schema.Literals(["day", "week", "month"])),
        owner: Schema.optionalKey(Schema.NullOr(Schema.String)),
        kind: Schema.optionalKey(Schema.Literal("money")),
        either: Schema.optionalKey(Schema.Union([Schema.String, Schema.Struct({ from: Schema.Number })])),
      }),
    )
    const decoded = choosing({ span: "wek", owner: 42, kind: "count", either: 1 })
    expect(Result.isFailure(decoded) && decoded.failure.problems).toEqual([
      {
        path: "span",
        code: "field.value",
        message: { en: 'must be "day", "week" or "month"', ru: 'ожидается "day", "week" или "month"' },
      },
      { path: "owner", code: "field.value", message: { en: "must be a text or null", ru: "ожидается текст или null" } },
      { path: "kind", code: "field.type", message: { en: 'must be "money"', ru: 'ожидается "money"' } },
      {
        path: "either",
        code: "field.value",
        message: { en: "must be a text or an object { from }", ru: "ожидается текст или объект { from }" },
      },
    ])
  })

  it("says of objects that a field tells apart what that field may be, and names a kind of value once", () => {
    const tagged = (on: string) => Schema.Struct({ on: Schema.Literal(on), days: Schema.Number })
    const choosing = inputDecoder(
      Schema.Struct({
        trigger: Schema.Union([tagged("season"), tagged("quiet")]),
        days: Schema.Union([Schema.Struct({ from: Schema.Number }), Schema.Struct({ to: Schema.Number })]),
      }),
    )
    const said = (input: unknown) => {
      const decoded = choosing(input)
      return Result.isFailure(decoded) ? decoded.failure.problems.map(({ path, message }) => [path, message]) : []
    }
    const trigger = {
      en: 'must be an object whose on is "season" or "quiet"',
      ru: 'ожидается объект, у которого on — "season" или "quiet"',
    }
    const days = {
      en: "must be an object { from } or an object { to }",
      ru: "ожидается объект { from } или объект { to }",
    }
    expect(said({ trigger: { on: "never", days: 1 }, days: 1 })).toEqual([
      ["trigger", trigger],
      ["days", days],
    ])
    expect(said({ trigger: "season", days: { from: 1 } })).toEqual([["trigger", trigger]])
    expect(said({ trigger: { on: "season" }, days: { from: 1 } }).map(([path]) => path)).toEqual(["trigger.days"])
  })

  it("refuses input of any depth and of any number of faults, without an end of its own", () => {
    const deep = (times: number): unknown => JSON.parse(`${"[".repeat(times)}${"]".repeat(times)}`)
    expect(problemsOf({ title: deep(50_000) })).toEqual([["title", "field.type"]])
    expect(problemsOf({ title: "Audit", tags: deep(50_000) })).toEqual([["tags[0]", "field.type"]])
    const around: { title: string; self?: unknown } = { title: "Audit" }
    around.self = around
    expect(problemsOf(around)).toEqual([["self", "field.unknown"]])
    const many = Array.from({ length: 200_000 }, () => 1)
    expect(problemsOf({ title: "Audit", tags: many })).toHaveLength(10_000)
  })

  it("names the fields there are beside one that it does not know, unless they are many", () => {
    const messageOf = (decoded: Result.Result<unknown, InputInvalid>) =>
      Result.isFailure(decoded) && decoded.failure.problems[0]?.message
    expect(messageOf(decode({ ...good, amount: { ...good.amount, vat: 1 } }))).toEqual({
      en: "is not a known field; there are: amountMinor, currency",
      ru: "неизвестное поле; есть: amountMinor, currency",
    })
    const many = Schema.Struct(
      Object.fromEntries(Array.from({ length: 26 }, (_, at) => [`f${at}`, Schema.optionalKey(Schema.String)])),
    )
    expect(messageOf(inputDecoder(many)({ g: 1 }))).toEqual({
      en: "is not a known field",
      ru: "неизвестное поле",
    })
  })

  it("takes no value of a getter twice as two things", () => {
    let reads = 0
    const input = {
      get title() {
        reads += 1
        return reads === 1 ? "Audit" : 7
      },
    }
    const decoded = decode(input)
    expect(Result.isSuccess(decoded) ? typeof decoded.success.title : "refused").not.toBe("number")
  })
})
