import { describe, expect, it } from "vitest"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { memory, salesDept } from "../../src/promise/index.ts"
import { areas } from "../../src/promise/UseCases.ts"
import { isSalesDeptError } from "../../src/shared/Failure.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

/** Values that some argument of some use case is: an empty input, an id, a date, a question. */
const arguments_: ReadonlyArray<ReadonlyArray<unknown>> = [
  [],
  [{}],
  ["deal_1"],
  ["client_1", {}],
  ["ownerId"],
  [{ dealId: "deal_1" }],
  [{ clientId: "client_1" }],
  [{ on: "2026-02-02", span: "month" }],
  [{ from: "2026-02-01", to: "2026-02-28" }],
  [department],
]

const groups: ReadonlyArray<object> = await Promise.all(Object.values(areas).map((load) => load()))

const cases = groups
  .flatMap((group) => Object.entries<object>({ ...group }))
  .flatMap(([area, group]) => Object.keys(group).map((name) => [area, name] as const))

describe("every use case", () => {
  it("is there", () => {
    expect(cases.length).toBeGreaterThan(150)
  })

  it.each(cases)("%s.%s answers, or refuses with, what JSON carries unchanged", async (area, name) => {
    const dept = await salesDept({ store: memory(), department, now: () => Date.parse("2026-02-02T06:00:00.000Z") })
    const shop = dept.tenant("shop").as("user:1")
    await shop.clients.register({ id: "client_1", name: "Ромашка", ownerId: "user:1" })
    const amount = { amountMinor: 500, currency: "RUB" }
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "user:1", amount })
    await shop.leads.receive({ id: "lead_1", name: "Ромашка", channelId: "site" })
    // Every use case is a function of arguments of its own kind: whatever is no input of it is refused, which is an answer too.
    const call = (
      shop as unknown as Record<string, Record<string, (...args: ReadonlyArray<unknown>) => Promise<unknown>>>
    )[area]?.[name]
    if (call === undefined) return expect.fail("there is no such use case")
    for (const args of arguments_) {
      const outcome: unknown = await call(...args).catch((error: unknown) => {
        if (!isSalesDeptError(error)) throw error
        return JSON.parse(JSON.stringify(error))
      })
      expect(JSON.parse(JSON.stringify(outcome))).toStrictEqual(outcome)
    }
  })
})
