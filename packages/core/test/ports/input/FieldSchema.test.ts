import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import {
  currencyField,
  dateField,
  idField,
  instantField,
  minorFromZero,
  moneyField,
  occurredField,
  opaqueId,
  rowsOf,
  slug,
  textField,
} from "../../../src/ports/input/FieldSchema.ts"
import { inputDecoder } from "../../../src/ports/input/Input.ts"

const refusal = <A, I>(schema: Schema.Codec<A, I>, input: unknown): ReadonlyArray<string> => {
  const decoded = inputDecoder(schema)(input)
  return Result.isSuccess(decoded) ? [] : decoded.failure.problems.map(({ code }) => code)
}

const most = Number.MAX_SAFE_INTEGER

describe("fields take", () => {
  it.each([
    ["text of 1 to its maximum", textField(5), ["a", "Ёжик!", "🇷🇺", "e\u0301"]],
    ["an opaque id of up to 255 characters", opaqueId, ["user:42", "x".repeat(255), "Ёж"]],
    ["a slug", slug, ["site", "2nd_call", "звонок-1", "a.b"]],
    ["an id of its kind", idField("deal"), ["deal_1", "deal_01JD:a.b-c_Z"]],
    ["an instant", instantField, ["2026-11-23T09:30:00.000Z", "0001-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z"]],
    ["when it happened", occurredField, ["0001-01-02T00:00:00.000Z", "9999-12-30T23:59:59.999Z"]],
    ["a date", dateField, ["2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"]],
    ["minor units from zero to the bound", minorFromZero, [0, 1, most]],
    ["a currency", currencyField, ["RUB", "JPY"]],
  ] as ReadonlyArray<readonly [string, Schema.Codec<unknown, unknown>, ReadonlyArray<unknown>]>)(
    "%s",
    (_name, schema, inputs) => {
      for (const input of inputs) expect(refusal(schema, input), String(input)).toEqual([])
    },
  )
})

describe("fields refuse", () => {
  it.each([
    [
      "blank, long and unstorable text",
      textField(5),
      [
        ["", "text.length"],
        ["   ", "text.length"],
        ["sixsix", "text.length"],
        ["a\u0000", "text.notStorable"],
        ["\ud800", "text.notStorable"],
        [7, "field.type"],
        [null, "field.type"],
      ],
    ],
    [
      "what is no slug",
      slug,
      [
        ["", "slug.shape"],
        ["a b", "slug.shape"],
        ["x".repeat(61), "slug.shape"],
        ["a/b", "slug.shape"],
      ],
    ],
    [
      "ids of another kind or shape",
      idField("deal"),
      [
        ["client_1", "id.shape"],
        ["deal_", "id.shape"],
        ["deal_a b", "id.shape"],
        ["deal_Ё", "id.shape"],
        [`deal_${"x".repeat(101)}`, "id.shape"],
      ],
    ],
    [
      "instants that are not UTC with milliseconds",
      instantField,
      [
        ["2026-11-23", "instant.shape"],
        ["2026-11-23T09:30:00Z", "instant.shape"],
        ["2026-11-23T12:30:00.000+03:00", "instant.shape"],
        ["2026-02-30T00:00:00.000Z", "instant.shape"],
        ["0000-12-31T00:00:00.000Z", "instant.shape"],
      ],
    ],
    [
      "dates that do not exist",
      dateField,
      [
        ["2026-02-29", "date.shape"],
        ["2026-2-1", "date.shape"],
        ["23.11.2026", "date.shape"],
        ["0000-02-28", "date.shape"],
      ],
    ],
    [
      "amounts that are not whole and safe",
      minorFromZero,
      [
        [0.5, "amount.notWhole"],
        [-0, "amount.notWhole"],
        [most + 1, "amount.notWhole"],
        [Number.NaN, "amount.notWhole"],
        [Infinity, "amount.notWhole"],
        ["1", "field.type"],
      ],
    ],
    ["amounts below zero", minorFromZero, [[-1, "amount.negative"]]],
    [
      "codes that are no currencies",
      currencyField,
      [
        ["rub", "currency.unknown"],
        ["RUR", "currency.unknown"],
        ["XXX", "currency.unknown"],
      ],
    ],
  ] as ReadonlyArray<readonly [string, Schema.Codec<unknown, unknown>, ReadonlyArray<readonly [unknown, string]>]>)(
    "%s",
    (_name, schema, inputs) => {
      for (const [input, code] of inputs) expect(refusal(schema, input), JSON.stringify(input)).toContain(code)
    },
  )

  it("rows of one record twice, no rows, and more than 5,000", () => {
    const rows = rowsOf(Schema.Struct({ id: idField("deal") }))
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `deal_${index}` }))
    expect(refusal(rows, many(5000))).toEqual([])
    expect(refusal(rows, many(5001))).toEqual(["rows.count"])
    expect(refusal(rows, [])).toEqual(["rows.count"])
    expect(refusal(rows, [{ id: "deal_1" }, { id: "deal_1" }])).toEqual(["rows.repeatedId"])
  })
})

describe("problems", () => {
  it("are sentences in English and Russian, none left to the schema library", () => {
    const schema = Schema.Struct({
      title: textField(3),
      dealId: idField("deal"),
      amount: moneyField,
      on: dateField,
      kind: Schema.Literals(["call", "mail"]),
      flag: Schema.Boolean,
      list: Schema.Array(Schema.String),
      inner: Schema.Struct({ id: slug }),
    })
    const bad = {
      title: "long title",
      dealId: "x",
      amount: { amountMinor: -1, currency: "?" },
      on: "soon",
      kind: "visit",
      flag: "yes",
      list: "one",
      inner: 5,
      extra: 1,
    }
    for (const input of [bad, {}, null, 5, []]) {
      const decoded = inputDecoder(schema)(input)
      if (Result.isSuccess(decoded)) return expect.fail("this input is bad")
      const { problems, messages } = decoded.failure
      expect(problems.length).toBeGreaterThanOrEqual(input === bad ? 10 : 1)
      for (const { path, code, message } of problems) {
        expect(code).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/)
        expect(message.en, path).toMatch(/^[\x20-\x7e\u2010-\u2015]+$/)
        expect(message.ru, path).toMatch(/[а-яё]/)
      }
      expect(messages.ru).toMatch(/^Входные данные не приняты: /)
      expect(JSON.parse(JSON.stringify(decoded.failure))).toMatchObject({ _tag: "InputInvalid", data: { problems } })
    }
  })
})
