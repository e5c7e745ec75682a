import { describe, expect, it } from "vitest"
import type { DepartmentConfig } from "../../src/department/DepartmentSchema.ts"
import type { Session } from "../../src/promise/index.ts"
import { along, attack, attacked, done } from "../attack.ts"

const notAsked = async (shop: Session, on: string) => {
  await shop.findings.review({ span: "month", on })
  const { items } = await shop.findings.page({ where: { ruleId: "client.referralNotAsked" } })
  return items.filter(({ status }) => status !== "withdrawn").map(({ periodFrom }) => periodFrom)
}

const untilAftercare = async (shop: Session): Promise<void> => {
  await done(shop)
  await shop.deals.move({ dealId: "deal_1", to: "aftercare", reason: "Not over yet" })
}

describe("a client who was not asked for a recommendation in time", () => {
  it("is found by the day on which the deal was finished, also where it goes from aftercare to its end later", async () => {
    const { shop, at } = await attack()
    await shop.reps.state({ rows: [{ id: "rep_ann", personId: "ann", name: "Ann" }] })
    await untilAftercare(shop)
    at("2026-03-20")
    await along(shop, "deal_1", ["done"])
    at("2026-04-02")
    expect(await notAsked(shop, "2026-03-01")).toEqual(["2026-03-01"])
  })

  it("is found by the version of the pipeline that the deal lives under", async () => {
    const { shop, at } = await attack()
    await shop.reps.state({ rows: [{ id: "rep_ann", personId: "ann", name: "Ann" }] })
    await untilAftercare(shop)
    const [first] = attacked.pipelines
    const second: DepartmentConfig["pipelines"] = attacked.pipelines.map((pipeline) => ({
      ...pipeline,
      version: 2,
      stages: pipeline.stages.map((stage) =>
        stage.id === "aftercare" ? { ...stage, meaning: "awaitingDocuments" } : stage,
      ),
    }))
    expect(first?.version).toBe(1)
    await shop.department.publish({ ...attacked, pipelines: second })
    at("2026-04-02")
    expect(await notAsked(shop, "2026-03-01")).toEqual(["2026-03-01"])
  })
})
