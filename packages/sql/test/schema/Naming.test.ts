import { InputInvalid } from "@salesdept/core/shared"
import { expect, it } from "vitest"
import { chosenNaming, quotedTableName, tableName } from "../../src/schema/Naming.ts"
import type { NamingChoice } from "../../src/schema/Naming.ts"

it("puts prefix and schema before the snake-case name", () => {
  expect(tableName({ prefix: "crm_" }, "closingDocument")).toBe("crm_closing_document")
  expect(quotedTableName({ schema: "crm", prefix: "x_" }, "nextStep")).toBe('"crm"."x_next_step"')
})

it.each(["Shop_", "1_", 'a"b', "a b", "a;drop table x", "x".repeat(31), "ц_"])("refuses %j as a prefix", (prefix) => {
  expect(() => chosenNaming("sqlite", { prefix })).toThrow(InputInvalid)
})

it.each([
  ["postgres", undefined, { schema: "salesdept", prefix: "" }],
  ["postgres", {}, { schema: "salesdept", prefix: "" }],
  ["postgres", { people: { type: "uuid" } }, { schema: "salesdept", prefix: "", people: { type: "uuid" } }],
  ["postgres", { schema: "sales" }, { schema: "sales", prefix: "" }],
  ["postgres", { schema: "sales", prefix: undefined }, { schema: "sales", prefix: "" }],
  ["postgres", { schema: "sales", prefix: "sd_" }, { schema: "sales", prefix: "sd_" }],
  ["postgres", { prefix: "sd_" }, { prefix: "sd_" }],
  ["sqlite", undefined, { prefix: "salesdept_" }],
  ["sqlite", { people: { type: "bigint" } }, { prefix: "salesdept_", people: { type: "bigint" } }],
] as const)("in %s makes of %j the whole of %j", (dialect, choice, whole) => {
  expect(chosenNaming(dialect, choice as NamingChoice | undefined)).toEqual(whole)
})

it("refuses no prefix without a schema, and odd schemas", () => {
  expect(() => chosenNaming("sqlite", { prefix: "" })).toThrow(InputInvalid)
  expect(() => chosenNaming("postgres", { prefix: "" })).toThrow(InputInvalid)
  expect(() => chosenNaming("postgres", { schema: "My Schema" })).toThrow(InputInvalid)
  expect(() => chosenNaming("sqlite", { schema: "crm" })).toThrow("SQLite has no schemas")
})

const problemsOf = (naming: unknown) => {
  try {
    chosenNaming("postgres", naming as NamingChoice)
  } catch (error) {
    if (error instanceof InputInvalid) return error.problems
    throw error
  }
  return []
}

it.each([
  [null, ["naming field.type"]],
  [5, ["naming field.type"]],
  [{ schemas: "crm", rowSecurity: "yes" }, ["naming.schemas field.unknown", "naming.rowSecurity field.type"]],
  [{ prefix: null }, ["naming.prefix naming.prefix"]],
  [{ prefix: "" }, ["naming.prefix naming.prefixMissing"]],
  [{ prefix: "x_", schema: null }, ["naming.schema naming.schema"]],
  [{ prefix: "x_", schema: "s".repeat(64) }, ["naming.schema naming.schema"]],
  [{ prefix: "x_", schema: "s".repeat(63) }, []],
  [{ prefix: "x_", people: null }, ["naming.people field.type"]],
  [{ prefix: "x_", people: "text" }, ["naming.people field.type"]],
  [{ prefix: "x_", people: { type: "int" } }, ["naming.people.type naming.personType"]],
  [{ prefix: "x_", people: { type: "uuid", fromColumn: null } }, ["naming.people.fromColumn function.shape"]],
  [
    { prefix: "x_", people: { type: "uuid", references: null } },
    ["naming.people.references.table naming.name", "naming.people.references.column naming.name"],
  ],
  [
    { prefix: "x_", people: { type: "uuid", references: { table: "crm.us ers", column: "id" } } },
    ["naming.people.references.table naming.name"],
  ],
])("says of %j what is wrong with it: %j", (naming, problems) => {
  expect(problemsOf(naming).map(({ path, code }) => `${path} ${code}`)).toEqual(problems)
})

it.each(["text", "uuid", "bigint"] as const)(
  "takes people's ids of the type %s, with functions and a table of theirs",
  (type) => {
    const people = { type, toColumn: String, fromColumn: String, references: { table: "crm.users", column: "id" } }
    expect(problemsOf({ prefix: "x_", people })).toEqual([])
  },
)

it("names everything that is wrong, in both languages", () => {
  const wrong = { prefix: 5, schema: "S", people: { type: "int", toColumn: 1, references: { table: "a b" } } }
  expect(problemsOf(wrong).map(({ path }) => path)).toEqual([
    "naming.prefix",
    "naming.schema",
    "naming.people.type",
    "naming.people.toColumn",
    "naming.people.references.table",
    "naming.people.references.column",
  ])
  for (const { message } of problemsOf(wrong)) expect(message.ru).toMatch(/[а-я]/)
  for (const none of [null, 5, { prefix: "", people: null }]) {
    expect(problemsOf(none)).not.toEqual([])
  }
})
