import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaRepresentation from "effect/SchemaRepresentation"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { ConditionSchema, conditionJsonSchema } from "../../src/deal/ConditionSchema.ts"
import { readCondition } from "../../src/deal/ConditionReading.ts"
import { condition } from "./conditionArbitrary.ts"

const decode = Schema.decodeUnknownResult(ConditionSchema, { errors: "all" })

describe("ConditionSchema", () => {
  test("decodes and encodes what readCondition reads", () => {
    fc.assert(
      fc.property(condition, (given) => {
        expect(decode(given)).toEqual(Result.succeed(given))
        expect(Schema.encodeSync(ConditionSchema)(given)).toEqual(given)
      }),
    )
  })

  test("refuses what readCondition refuses, with the same paths", () => {
    const result = decode({ all: [{ fact: "deal.amount", op: "isSet" }, { any: [] }] })
    const issues = Result.isFailure(result)
      ? SchemaIssue.makeFormatterStandardSchemaV1()(result.failure.issue).issues
      : []
    expect(issues.map(({ path }) => path)).toEqual([
      ["all", 0, "fact"],
      ["all", 1, "any"],
    ])
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(Result.isSuccess(decode(json))).toBe(readCondition(json).ok)
      }),
    )
  })

  test("refuses nesting that would exhaust the stack", () => {
    let json: unknown = { fact: "deal.lineCount", op: "isSet" }
    for (let i = 0; i < 100_000; i++) json = { not: json }
    expect(Result.isFailure(decode(json))).toBe(true)
  })
})

describe("conditionJsonSchema", () => {
  const { $schema, $defs, title: _, ...schema } = conditionJsonSchema()
  const decodeByJsonSchema = Schema.decodeUnknownResult(
    SchemaRepresentation.fromJsonSchemaDocument(
      { dialect: "draft-2020-12", schema, definitions: $defs as Record<string, Record<string, unknown>> },
      { patterns: "apply" },
    ) as Schema.Codec<unknown>,
    { onExcessProperty: "error" },
  )
  const accepts = (json: unknown) => Result.isSuccess(decodeByJsonSchema(json))

  test("is plain JSON of draft 2020-12", () => {
    expect($schema).toBe("https://json-schema.org/draft/2020-12/schema")
    expect(JSON.parse(JSON.stringify(conditionJsonSchema()))).toEqual(conditionJsonSchema())
  })

  test("read back as a schema, it accepts every condition", () => {
    fc.assert(fc.property(condition, (given) => accepts(given)))
  })

  test.each([
    [{ fact: "deal.amount", op: "isSet" }],
    [{ fact: "deal.lineCount", op: "has", value: "x" }],
    [{ fact: "deal.lineCount", op: "is", value: "x" }],
    [{ fact: "deal.amountMinor", op: "is", value: 5 }],
    [{ fact: "deal.amountMinor", op: "is", value: { amountMinor: 5, currency: "rub" } }],
    [{ fact: "deal.lineCount", op: "isSet", value: 1 }],
    [{ all: [] }],
    [{ all: [{ fact: "deal.lineCount", op: "isSet" }], any: [] }],
    [{}],
  ])("refuses %j", (json) => {
    expect(accepts(json)).toBe(false)
    expect(readCondition(json).ok).toBe(false)
  })
})
