import { beforeEach, describe, expect, it } from "vitest"
import type { ImportOptions } from "../../src/exchange/index.ts"
import { planImport } from "../../src/exchange/index.ts"
import { fact } from "../../src/deal/index.ts"
import type { Pipeline } from "../../src/deal/index.ts"
import type { SalesDept, Session } from "../../src/promise/index.ts"
import { isSalesDeptError, memory, presets, salesDept } from "../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const pipeline = department.pipelines[0] as Pipeline
const options: ImportOptions = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow" }
const file = (text: string) => ({ name: "deals.csv", bytes: new TextEncoder().encode(text) })

const header = "deal id,deal name,stage,status,amount,owner\n"
const csv = file(
  header +
    "1,Аудит,2. Контакт,,100,Анна\n2,Обучение,paymentControl,open,200,Анна\n3,Склад,Первичный звонок,,300,Пётр\n" +
    "4,Сайт,Contact,won,400,Анна\n5,Офис,Proposal,lost,500,Пётр\n6,Цех,Нечто,,600,Анна\n",
)

let dept: SalesDept
let shop: Session
beforeEach(async () => {
  dept = await salesDept({ store: memory(), department, now: () => Date.UTC(2026, 5, 1) })
  shop = dept.tenant("default").as("head")
})

const refusal = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    if (isSalesDeptError(error)) return error.data
    throw error
  }
  return null
}

describe("deals imported into a pipeline of the department", () => {
  const plan = planImport([csv], {
    ...options,
    pipeline,
    people: { Анна: "user:42" },
    mapping: { files: [], stages: {}, stageIds: { "Первичный звонок": "needs" } },
  })

  it("stand in its stages by id, name in either language or as the mapping says; other rows are rejected by line", async () => {
    expect(plan.outcomes.filter(({ severity }) => severity === "rejected")).toMatchObject([
      { line: 7, code: "stageNotInPipeline", detail: "Нечто" },
    ])
    await shop.imports.record(plan)
    const { items } = await shop.deals.page({ orderBy: { field: "id" } })
    const placed = Object.fromEntries(items.map(({ texts, stageId, outcome }) => [texts["title"], [stageId, outcome]]))
    expect(placed).toEqual({
      Аудит: ["contact", "open"],
      // The pipeline says that payment control is won; the source's "open" says only that it is not over.
      Обучение: ["paymentControl", "won"],
      Склад: ["needs", "open"],
      // A status closes a deal of an open stage: the first stage after the sale, whose payment nobody has seen.
      Сайт: ["paymentControl", "won"],
      Офис: ["lost", "lost"],
    })
    expect(new Set(items.map(({ pipelineId }) => pipelineId))).toEqual(new Set([pipeline.id]))
    const config = (await shop.department.get("department_main"))?.config
    expect(config?.pipelines).toEqual(department.pipelines)
    expect(config?.sources.map(({ id }) => id)).toEqual(["crm"])
    expect((await shop.imports.record(plan)).deals).toEqual({ created: 0, changed: 0, unchanged: 5 })
  })

  it("are judged by its gates from then on", async () => {
    await shop.imports.record(plan)
    const { items } = await shop.deals.page({ where: { stageId: "needs" } })
    const dealId = items[0]?.id ?? ""
    await shop.deals.move({ dealId, to: "proposal" })
    await shop.deals.move({ dealId, to: "negotiation" })
    const { unmet } = await shop.deals.evaluate({ dealId, to: "contract" })
    expect(unmet.map(({ code }) => code)).toEqual(["client.isKnown.is"])
  })

  it("are owned by the host's own people where it says who they are", async () => {
    await shop.imports.record(plan)
    expect(await shop.deals.count({ ownerId: "user:42" })).toBe(3)
    const { items } = await shop.reps.page({ where: { personId: "user:42" } })
    expect(items.map(({ texts }) => texts["name"])).toEqual(["Анна"])
    const others = await shop.deals.page({ where: { stageId: "needs" } })
    expect(others.items[0]?.ownerId).toMatch(/^rep_/)
  })

  it("need a pipeline for stages that the mapping names, and stages that are in it", () => {
    const stageIds = { Нечто: "nowhere" }
    const mapping = { files: [], stages: {}, stageIds }
    const problem = { path: "mapping.stageIds.Нечто", code: "mapping.unknownStage" }
    for (const given of [{ mapping }, { mapping, pipeline }]) {
      expect(refusal(() => planImport([csv], { ...options, ...given }))).toMatchObject({ problems: [problem] })
    }
  })
})

describe("the pipeline that a source gets of its own", () => {
  it("keeps what the department has said of its stages when the source is imported again", async () => {
    await shop.imports.record(planImport([file(`${header}1,Аудит,Contact,,100,Анна\n`)], options))
    const before = (await shop.department.get("department_main"))?.config
    if (before === undefined) throw new Error("not published")
    const own = before.pipelines.at(-1) as Pipeline
    const name = { en: "First talk", ru: "Первый разговор" }
    const gate = fact("client.isKnown").is(true)
    const stages = own.stages.map((stage) =>
      stage.id === "Contact" ? { ...stage, name, limitDays: 3, exit: gate } : stage,
    )
    await shop.department.publish({ ...before, pipelines: [...before.pipelines, { ...own, version: 2, stages }] })

    await shop.imports.record(
      planImport([file(`${header}1,Аудит,Contact,,100,Анна\n2,Склад,Needs,,1,Анна\n`)], options),
    )
    const after = (await shop.department.get("department_main"))?.config.pipelines.at(-1)
    expect(after?.version).toBe(3)
    expect(after?.stages.find(({ id }) => id === "Contact")).toMatchObject({ name, limitDays: 3, exit: gate })
    expect(after?.stages.map(({ id }) => id)).toContain("Needs")
  })
})

describe("a source that the department has stated", () => {
  it("keeps its name, its place and what it is known to carry, whatever the next files hold", async () => {
    const crm = { id: "crm", name: { en: "Old CRM", ru: "Старая CRM" }, carries: ["nextSteps", "dialogs"] } as const
    const site = { id: "site", name: { en: "Site", ru: "Сайт" }, carries: [] }
    await shop.department.publish({ ...department, sources: [crm, site] })
    const sources = async () => (await shop.department.get("department_main"))?.config.sources
    const leads = { name: "leads.csv", bytes: new TextEncoder().encode("lead id,name,status\n1,Анна,new\n") }
    await shop.imports.record(planImport([csv, leads], { ...options, pipeline }))
    const known = [{ ...crm, carries: ["nextSteps", "dialogs", "leads"] }, site]
    expect(await sources()).toEqual(known)
    const published = (await shop.department.get("department_main"))?.version
    await shop.imports.record(planImport([csv], { ...options, pipeline }))
    expect(await sources()).toEqual(known)
    expect((await shop.department.get("department_main"))?.version).toBe(published)
  })
})
