import { describe, expect, it } from "vitest"
import { linearPipeline } from "../../src/deal/LinearPipeline.ts"
import type { DepartmentConfig } from "../../src/department/DepartmentSchema.ts"
import { attack, attacked, refusal } from "../attack.ts"

const repair = linearPipeline({
  id: "repair",
  name: { en: "Repair", ru: "Ремонт" },
  stages: [
    { id: "request", name: { en: "Request", ru: "Заявка" }, meaning: "open" },
    { id: "visit", name: { en: "Visit", ru: "Выезд" }, meaning: "open" },
    { id: "done", name: { en: "Done", ru: "Готово" }, meaning: "done" },
  ],
  lost: { id: "lost", name: { en: "Lost", ru: "Проиграна" }, meaning: "lost" },
})
const both: DepartmentConfig = { ...attacked, pipelines: [...attacked.pipelines, repair] }
const closedOf = async ({ shop }: Awaited<ReturnType<typeof attack>>) =>
  (await shop.department.get("department_main"))?.config.closedPipelineIds

/** A department that has published two pipelines, with a deal in the one that it leaves out afterwards. */
const leftOut = async () => {
  const scene = await attack()
  await scene.shop.department.publish(both)
  await scene.shop.deals.open({ id: "deal_1", title: "Roof", pipelineId: "repair" })
  await scene.shop.department.publish(attacked)
  return scene
}

describe("a pipeline that a publication leaves out", () => {
  it("takes no new deals, and says so in both languages", async () => {
    const { shop } = await leftOut()
    const error = await refusal(shop.deals.open({ title: "Cellar", pipelineId: "repair" }))
    expect(error).toMatchObject({
      _tag: "PipelineUnknown",
      data: { pipelineId: "repair", isClosed: true, known: ["servicesWithActs"] },
    })
    expect(error.messages).toEqual({
      en: "The pipeline repair takes no new deals; there are servicesWithActs",
      ru: "В воронке repair новые сделки не открываются; есть servicesWithActs",
    })
    const qualified = shop.leads
      .receive({ id: "lead_1", name: "Ann", channelId: "site" })
      .then(() => shop.leads.qualify({ leadId: "lead_1", deal: { title: "Cellar", pipelineId: "repair" } }))
    expect((await refusal(qualified))._tag).toBe("PipelineUnknown")
  })

  it("keeps its deals going", async () => {
    const { shop } = await leftOut()
    await shop.deals.move({ dealId: "deal_1", to: "visit" })
    expect((await shop.deals.move({ dealId: "deal_1", to: "done" })).deal.outcome).toBe("won")
  })

  it("breaks no rules on trial: its deals go on by theirs", async () => {
    const { shop } = await attack()
    await shop.department.publish(both)
    await shop.deals.open({ title: "Roof", pipelineId: "repair" })
    await shop.deals.open({ title: "Audit" })
    expect(await shop.deals.trial({ department: attacked })).toMatchObject({
      dealCount: 1,
      breakingCount: 0,
      items: [],
    })
  })

  it("stays closed where the file is published again, and where what is in force is published", async () => {
    const scene = await leftOut()
    const { shop } = scene
    expect((await shop.department.publish(attacked)).events).toEqual([])
    const config = (await shop.department.get("department_main"))?.config
    expect(config?.pipelines.map(({ id }) => id)).toEqual(["repair", "servicesWithActs"])
    await shop.department.publish({ ...attacked, ...config, name: { en: "Renamed", ru: "Новое имя" } })
    expect(await closedOf(scene)).toEqual(["repair"])
  })

  it("is open again where it is listed again", async () => {
    const scene = await leftOut()
    await scene.shop.department.publish(both)
    expect(await closedOf(scene)).toBeUndefined()
    expect((await scene.shop.deals.open({ title: "Cellar", pipelineId: "repair" })).deal.pipelineId).toBe("repair")
  })

  it("takes deals on where it is a source's, which imports have added and the file knows nothing of", async () => {
    const scene = await attack()
    const old = { ...repair, id: "old" }
    await scene.shop.department.publish({ ...attacked, pipelines: [...attacked.pipelines, old] })
    await scene.shop.department.publish(attacked)
    expect(await closedOf(scene)).toBeUndefined()
    expect((await scene.shop.deals.open({ title: "Cellar", pipelineId: "old" })).deal.stageId).toBe("request")
  })
})

describe("pipelines that a configuration closes", () => {
  it("are closed also where nothing is published", async () => {
    const { shop } = await attack({ ...both, closedPipelineIds: ["repair"] })
    expect((await refusal(shop.deals.open({ title: "Cellar", pipelineId: "repair" })))._tag).toBe("PipelineUnknown")
    expect((await shop.deals.open({ title: "Cellar" })).deal.pipelineId).toBe("servicesWithActs")
  })

  it("are not the one of deals that name none", async () => {
    const { shop } = await attack()
    const closed = { ...attacked, closedPipelineIds: ["servicesWithActs"] }
    const { data } = await refusal(shop.department.publish(closed))
    expect(data).toMatchObject({ problems: [{ path: "closedPipelineIds[0]", code: "pipeline.defaultClosed" }] })
  })
})
