import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { date, instant, integer, json, money, nullable, text } from "../../src/schema/Field.ts"
import type { Field } from "../../src/schema/Field.ts"
import type { SqlDialect, SqlRow } from "../../src/schema/Dialect.ts"

/** What a driver may give back for a value that was bound: SQLite as it was, Postgres 64-bit integers as text, jsonb parsed. */
const driverForms = (value: unknown, type: string, dialect: SqlDialect): unknown => {
  if (dialect === "sqlite") return value
  if (typeof value === "number") return String(value)
  if (typeof value !== "string") return value
  if (type === "instant") return new Date(value)
  return type === "json" ? (JSON.parse(value) as unknown) : value
}

const roundTrip = <Value>(field: Field<Value>, value: Value, dialect: SqlDialect): Value => {
  const values: Array<unknown> = []
  field.write(value, values)
  const columns = field.columns("it")
  expect(values).toHaveLength(columns.length)
  const row: SqlRow = Object.fromEntries(
    columns.map(({ name, type }, index) => [name, driverForms(values[index], type, dialect)]),
  )
  const [first, second] = columns.map(({ name }) => row[name])
  return field.isNullable && first === null ? (null as Value) : field.read(first, second)
}

const anyInstant = fc
  .date({ min: new Date("0001-01-01T00:00:00.000Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true })
  .map((at) => at.toISOString())
const anyMinor = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0))
const anyMoney = fc.record({ amountMinor: anyMinor, currency: fc.constantFrom("RUB", "JPY") })
// A text at the top is never stored, and JSON does not carry −0.
const anyJson = fc
  .jsonValue()
  .map((value) => JSON.parse(JSON.stringify(value)) as fc.JsonValue)
  .filter((value) => typeof value !== "string" && value !== null)

const cases: ReadonlyArray<readonly [name: string, property: (dialect: SqlDialect) => fc.IProperty<[unknown]>]> = [
  ["text", (dialect) => law(text(), fc.string({ unit: "binary" }), dialect)],
  ["integer", (dialect) => law(integer(), anyMinor, dialect)],
  ["instant", (dialect) => law(instant(), anyInstant, dialect)],
  [
    "date",
    (dialect) =>
      law(
        date(),
        anyInstant.map((at) => at.slice(0, 10)),
        dialect,
      ),
  ],
  ["json", (dialect) => law(json<fc.JsonValue>(), anyJson, dialect)],
  ["money", (dialect) => law(money(), anyMoney, dialect)],
  ["nullable text", (dialect) => law(nullable(text()), fc.option(fc.string()), dialect)],
  ["nullable integer", (dialect) => law(nullable(integer()), fc.option(anyMinor), dialect)],
  ["nullable money", (dialect) => law(nullable(money()), fc.option(anyMoney), dialect)],
  ["nullable json", (dialect) => law(nullable(json<fc.JsonValue>()), fc.option(anyJson), dialect)],
]

const law = <Value>(field: Field<Value>, values: fc.Arbitrary<Value>, dialect: SqlDialect) =>
  fc.property(values, (value) => {
    expect(roundTrip(field, value, dialect)).toEqual(value)
  }) as unknown as fc.IProperty<[unknown]>

describe("a field crosses into its columns and back unchanged", () => {
  for (const dialect of ["sqlite", "postgres"] as const) {
    it.each(cases)(`${dialect}: %s`, (_name, property) => {
      fc.assert(property(dialect))
    })
  }
})

describe("columns of a field", () => {
  it("money has two, and all columns of a nullable field may be null together", () => {
    expect(nullable(money()).columns("amount")).toEqual([
      { name: "amount_minor", type: "integer", nullable: true },
      { name: "amount_currency", type: "text", nullable: true },
    ])
    const values: Array<unknown> = []
    nullable(money()).write(null, values)
    expect(values).toEqual([null, null])
  })
})

describe("a number that a database holds and JavaScript does not", () => {
  it("is refused rather than rounded", () => {
    const past = "9007199254740993"
    expect(() => integer().read(past, null)).toThrow(RangeError)
    expect(() => money().read(past, "RUB")).toThrow(RangeError)
  })
})
