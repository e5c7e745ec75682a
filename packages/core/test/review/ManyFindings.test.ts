import { expect, it } from "vitest"
import { memory, presets, salesDept } from "../../src/promise/index.ts"

it(
  "all findings of a period are recorded, also where they are more than are raised at once",
  { timeout: 60_000 },
  async () => {
    const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
    const sources = [{ id: "steps", name: { en: "Steps", ru: "Шаги" }, carries: ["nextSteps"] as const }]
    let now = Date.parse("2026-03-02T09:00:00.000Z")
    await using dept = await salesDept({ store: memory(), department: { ...department, sources }, now: () => now })
    const shop = dept.tenant("shop").as("head")
    const row = { title: "D", stageId: "proposal", clientId: null, productId: null, amount: null, listAmount: null }
    const rows = Array.from({ length: 5001 }, (_, no) => {
      return { ...row, id: `deal_${no}`, ownerId: `rep-${no}`, openedOn: "2026-03-02", closedOn: null } as const
    })
    for (const part of [rows.slice(0, 2501), rows.slice(2501)]) {
      await shop.deals.import({ sourceId: "steps", pipelineId: "servicesWithActs", rows: part })
    }
    now += 14 * 86_400_000
    const week = { span: "week", on: "2026-03-03" } as const
    const { considered, notRead } = await shop.findings.find(week)
    expect(considered).toBeGreaterThan(5001)
    expect(notRead.filter(({ reason }) => reason.en.includes("only after the period"))).toEqual([])
    const { raised } = await shop.findings.review(week)
    expect(raised).toHaveLength(considered)
    expect(await shop.findings.review(week)).toMatchObject({ raised: [], known: considered })
  },
)

it("records that came into the base after a period are named beside what was found in it", async () => {
  const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  const sources = [{ id: "steps", name: { en: "Steps", ru: "Шаги" }, carries: ["nextSteps"] as const }]
  await using dept = await salesDept({
    store: memory(),
    department: { ...department, sources },
    now: () => Date.parse("2026-03-16T09:00:00.000Z"),
  })
  const shop = dept.tenant("shop").as("head")
  const row = { title: "D", stageId: "proposal", clientId: null, productId: null, amount: null, listAmount: null }
  await shop.deals.import({
    sourceId: "steps",
    pipelineId: "servicesWithActs",
    rows: [
      { ...row, id: "deal_1", ownerId: "ann", openedOn: "2026-03-02", closedOn: null },
      { ...row, id: "deal_2", ownerId: "ann", openedOn: "2026-03-10", closedOn: null },
    ],
  })
  const { findings, notRead } = await shop.findings.find({ span: "week", on: "2026-03-03" })
  expect(findings.map(({ ruleId }) => ruleId)).not.toContain("deal.noNextStep")
  expect(notRead.find(({ ruleId }) => ruleId === "deal.noNextStep")?.reason).toEqual({
    en: "deals and leads of that time that came into the base only after the period, and are not judged: 1",
    ru: "сделки и лиды того времени, которые появились в базе уже после периода и не проверены: 1",
  })
})
