import { expect, it } from "vitest"
import { memory, presets, salesDept } from "../../src/promise/index.ts"
import { attack, attacked, rub } from "../attack.ts"

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

it("what stands of more than a finding lists is known again", async () => {
  const { as, at } = await attack({ ...attacked, sources: [] })
  const head = as("user:head")
  await head.reps.state({ rows: [{ id: "rep_ann", personId: "ann", name: "Ann", joinedOn: "2025-01-01" }] })
  await head.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
  for (let no = 1; no <= 60; no++) {
    const deal = { id: `deal_${no}`, title: "Audit", clientId: "client_1", ownerId: "ann" } as const
    await head.deals.open({ ...deal, amount: rub(1000 - no) })
  }
  at("2026-02-09")
  await head.findings.review({ span: "week", on: "2026-02-02" })
  // The largest is seen to, and one more comes among the fifty that the next week's finding lists.
  await head.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2026-02-20", ownerId: "ann" })
  at("2026-02-16")
  await head.findings.review({ span: "week", on: "2026-02-09" })
  const { items } = await head.findings.page({ where: { ruleId: "deal.noNextStep" }, limit: 1000 })
  const ofAnn = items
    .filter(({ ownerId }) => ownerId === "ann")
    .toSorted((left, right) => (left.periodFrom < right.periodFrom ? -1 : 1))
  const shown = ofAnn.map(({ evidence, recurrenceOf }) => [evidence.ids.length, evidence.count, recurrenceOf])
  expect(shown).toEqual([
    [50, 60, null],
    [50, 59, null],
  ])
  const growth = await head.findings.growth({ repId: "ann" })
  const others = items.length - ofAnn.length
  expect([growth.errors, others]).toEqual([1, 0])
})
