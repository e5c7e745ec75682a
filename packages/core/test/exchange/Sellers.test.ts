import { expect, it } from "vitest"
import { planImport } from "../../src/exchange/index.ts"
import { presets } from "../../src/department/index.ts"
import { memory, salesDept } from "../../src/promise/index.ts"

const planned = (text: string, file = "сделки.csv") =>
  planImport([{ name: file, bytes: new TextEncoder().encode(text) }], {
    source: "crm",
    currency: "RUB",
    timeZone: "Europe/Moscow",
    people: { Анна: "ann", Борис: "bob", Вера: null },
  })

const rows = [
  "1,Аудит,Успешно реализовано,100,10.03.2026,Борис,Анна",
  "2,Ремонт,Успешно реализовано,100,11.03.2026,Борис,",
  "3,Кухня,Закрыто и не реализовано,100,12.03.2026,Борис,Вера",
  "4,Стол,Новая,100,,Борис,Анна",
]
const header = "ID,Название,Этап,Сумма,Дата закрытия,Ответственный,Кто продал"

const columnOf = (text: string, field: string) =>
  planned(text, "deals.csv").mapping.files[0]?.columns.find((column) => column.field === field)?.column

it("reads who sold what is closed from a column of its own, beside who looks after it now", async () => {
  const plan = planned([header, ...rows].join("\n"))
  expect(plan.deals.map(({ sellerKey }) => sellerKey)).toEqual(["Анна", undefined, "Вера", undefined])
  expect(plan.outcomes.filter(({ field }) => field === "seller").map(({ line, code }) => [line, code])).toEqual([
    [5, "sellerNotClosed"],
  ])
  const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  const shop = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
  await shop.imports.record(plan)
  const known = async () => {
    const { items } = await shop.deals.page({ orderBy: { field: "id" } })
    return new Map(items.map(({ texts, ownerId, sellerId }) => [texts["title"], [ownerId, sellerId]]))
  }
  // A blank cell says nothing; who is nobody of the host's sold it all the same, and not who looks after it.
  const sold = [
    ["Аудит", ["bob", "ann"]],
    ["Кухня", ["bob", null]],
    ["Ремонт", ["bob", "bob"]],
    ["Стол", ["bob", "bob"]],
  ] as const
  expect(await known()).toEqual(new Map<unknown, unknown>(sold))
  expect((await shop.imports.record(plan)).deals).toEqual({ created: 0, changed: 0, unchanged: 4 })
  // A later export without the column takes nothing back.
  const bare = [header, ...rows].map((row) => row.slice(0, row.lastIndexOf(","))).join("\n")
  await shop.imports.record(planned(bare))
  expect(await known()).toEqual(new Map<unknown, unknown>(sold))
})

it("takes a column for the seller's by its name where another says who the owner is, and holds people", () => {
  expect(columnOf("id,stage,owner,closed by\n1,Won,Ann,Bob\n", "seller")).toBe("closed by")
  expect(columnOf("id,этап,ответственный,продавец\n1,Won,Ann,Bob\n", "seller")).toBe("продавец")
  expect(columnOf("id,этап,продавец\n1,Won,Ann\n", "owner")).toBe("продавец")
  expect(columnOf("id,stage,owner,closed by\n1,Won,Ann,2026-03-01\n", "seller")).toBeUndefined()
  expect(columnOf("id,этап,ответственный,закрыл\n1,Won,Ann,да\n", "seller")).toBeUndefined()
})

it("gives a result back with a run that named another seller, also where the pipeline of the source has a new stage since", async () => {
  const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  const shop = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
  const importing = (...lines: ReadonlyArray<string>) => shop.imports.record(planned([header, ...lines].join("\n")))
  await importing("1,Аудит,Успешно реализовано,100,10.03.2026,Борис,Анна")
  const { runId } = await importing(
    "1,Аудит,Успешно реализовано,100,10.03.2026,Борис,Борис",
    "2,Ремонт,Переговоры,100,,Борис,",
  )
  const known = async () =>
    (await shop.deals.page()).items.flatMap(({ standing, sellerId }) => (standing === "active" ? [sellerId] : []))
  expect(await known()).toEqual(["bob", "bob"])
  await shop.imports.revert({ runId: runId ?? expect.fail() })
  expect(await known()).toEqual(["ann"])
})
