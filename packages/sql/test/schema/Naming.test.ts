import { expect, it } from "vitest"
import { checkedNaming, quotedTableName, tableName } from "../../src/schema/Naming.ts"

it("puts prefix and schema before the snake-case name", () => {
  expect(tableName({ prefix: "crm_" }, "closingDocument")).toBe("crm_closing_document")
  expect(quotedTableName({ schema: "crm", prefix: "x_" }, "nextStep")).toBe('"crm"."x_next_step"')
})

it.each(["Shop_", "1_", 'a"b', "a b", "a;drop table x", "x".repeat(31), "ц_"])("refuses %j as a prefix", (prefix) => {
  expect(() => checkedNaming({ prefix })).toThrow(TypeError)
})

it("refuses no prefix without a schema, and odd schemas", () => {
  expect(() => checkedNaming({ prefix: "" })).toThrow(TypeError)
  expect(() => checkedNaming({ schema: "My Schema", prefix: "" })).toThrow(TypeError)
  expect(checkedNaming({ schema: "crm", prefix: "" })).toEqual({ schema: "crm", prefix: "" })
})
