import { expect, it } from "vitest"
import { planImport } from "../../src/exchange/index.ts"
import { presets } from "../../src/department/index.ts"
import { memory, salesDept } from "../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const { lostReasons } = department

const planned = (rows: ReadonlyArray<string>, reasons = lostReasons) => {
  const bytes = new TextEncoder().encode(["ID,Название,Этап,Сумма,Причина проигрыша", ...rows].join("\n"))
  const options = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow", lostReasons: reasons }
  return planImport([{ name: "сделки.csv", bytes }], options)
}

const rows = [
  "1,Аудит,Проиграна,100,price",
  "2,Ремонт,Проиграна,100,ЦЕНА",
  "3,Кухня,Проиграна,100,Погода",
  "4,Стол,Проиграна,100,",
  "5,Стул,Новая,100,price",
]

it("reads why deals were lost, by id and by name, and tells the reasons there are of a word that is none", () => {
  const reason = lostReasons.find(({ id }) => id === "price")
  expect(reason?.name.ru).toBe("Цена")
  const plan = planned(rows)
  expect(plan.deals.map(({ lostReasonId }) => lostReasonId)).toEqual(["price", "price", null, null, null])
  const told = plan.outcomes.filter(({ field, severity }) => field === "lostReason" && severity === "noted")
  expect(told.map(({ line, code }) => [line, code])).toEqual([
    [3, "nearMatch"],
    [4, "lostReasonUnknown"],
    [6, "lostReasonNotLost"],
  ])
  expect(told[1]?.message.ru).toMatch(/: Погода; есть Цена, Условия, Выбрали конкурента, /)
  expect(plan.summary.find(({ code }) => code === "lostReasonUnknown")?.message.en).toMatch(
    /: Погода; there are Price, /,
  )
  expect(planned(rows, []).deals.map(({ lostReasonId }) => lostReasonId)).toEqual([null, null, null, null, null])
})

it("records the reasons, and says nothing of them where no column does", async () => {
  const shop = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
  await shop.imports.record(planned(rows))
  const { items } = await shop.deals.page({ orderBy: { field: "id" } })
  expect(new Map(items.map(({ texts, lostReasonId }) => [texts["title"], lostReasonId]))).toEqual(
    new Map([
      ["Аудит", "price"],
      ["Кухня", null],
      ["Ремонт", "price"],
      ["Стол", null],
      ["Стул", null],
    ]),
  )
  const { deals } = await shop.imports.record(planned(rows))
  expect(deals).toEqual({ created: 0, changed: 0, unchanged: 5 })
  const bytes = new TextEncoder().encode("id,stage\n1,Won\n")
  const [bare] = planImport([{ name: "deals.csv", bytes }], { source: "crm", currency: "RUB", timeZone: "UTC" }).deals
  expect(bare !== undefined && "lostReasonId" in bare).toBe(false)
})
