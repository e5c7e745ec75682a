import { afterEach, describe, expect, it, vi } from "vitest"
import { integer, json, list, money, nullable, text } from "../../src/schema/Field.ts"
import type { ReadField } from "../../src/schema/RowReader.ts"
import { rowReaders } from "../../src/schema/RowReader.ts"

const fields: ReadonlyArray<ReadField> = [
  { name: "id", columns: ["id"], field: text() },
  { name: "version", columns: ["version"], field: integer() },
  { name: "ownerId", columns: ["owner_id"], field: nullable(text()) },
  { name: "amount", columns: ["amount_minor", "amount_currency"], field: nullable(money()) },
  { name: "lines", columns: ["lines"], field: list<string>() },
]
const custom = nullable(json<{ readonly [key: string]: unknown }>())

const full = {
  id: "deal_1",
  version: 3,
  owner_id: "user:1",
  amount_minor: 500,
  amount_currency: "RUB",
  lines: '["a"]',
  custom: '{"source":"fair"}',
  texts: '{"title":"Audit"}',
}
const bare = {
  id: "deal_2",
  version: 1,
  owner_id: null,
  amount_minor: null,
  amount_currency: null,
  lines: null,
  custom: null,
  texts: null,
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe("rows become records", () => {
  const cases = [
    ["compiled", () => {}],
    [
      "where no code may be made at run time",
      () =>
        vi.stubGlobal("Function", () => {
          throw new EvalError("Code generation from strings disallowed for this context")
        }),
    ],
  ] as const
  it.each(cases)("%s", (_name, given) => {
    given()
    const readers = rowReaders(fields, custom)
    expect(readers.plain(full)).toStrictEqual({
      id: "deal_1",
      version: 3,
      ownerId: "user:1",
      amount: { amountMinor: 500, currency: "RUB" },
      lines: ["a"],
      custom: { source: "fair" },
    })
    expect(readers.shown(bare)).toStrictEqual({
      id: "deal_2",
      version: 1,
      ownerId: null,
      amount: null,
      lines: [],
      texts: {},
    })
    expect(readers.shown(full).texts).toEqual({ title: "Audit" })
    expect(() => readers.plain({ ...full, version: "9007199254740993" })).toThrow(RangeError)
  })
})
