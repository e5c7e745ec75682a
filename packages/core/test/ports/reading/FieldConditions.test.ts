import { describe, expect, it } from "vitest"
import { memory, presets, salesDept } from "../../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

// What people try who have met other libraries.
const tried = [
  ["stageId", { is: "contact" }],
  ["stageId", ["contact", "needs"]],
  ["stageId", { from: "contact" }],
  ["expectedCloseOn", { in: ["2026-11-01"] }],
  ["expectedCloseOn", ["2026-11-01"]],
  ["amount", { oneOf: [] }],
] as const

const text = "must be a value, null, { not: null } or { oneOf: […] }"
const ordered = "must be a value, null, { not: null }, { oneOf: […] } or { from, to }"
const money = "must be a value, null, { not: null } or { from, to }"

describe("a condition of a form that its field has not", () => {
  it("is refused with the forms that it has", async () => {
    await using dept = await salesDept({ store: memory(), department })
    const { deals } = dept.tenant("shop").as("user:1")
    const said = await Promise.all(
      tried.map(([field, condition]) => {
        const question: object = { where: { [field]: condition } }
        return deals.page(question).then(
          () => "found",
          ({ data }) => data.problems[0].message,
        )
      }),
    )
    expect(said.map(({ en }) => en)).toEqual([text, text, text, ordered, ordered, money])
    expect(said[0].ru).toBe("ожидается значение, null, { not: null } или { oneOf: […] }")
  })
})
