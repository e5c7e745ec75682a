import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { gatedBy, suiteDepartment } from "./SuiteDepartment.ts"

const listed = (id: string) => ({ id, name: { en: id, ru: id }, textRequired: false })

/** A tenant's configuration is data of the tenant: published by a command, versioned, in force at once. */
export const configurationSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: configuration`, () => {
    it(
      "judges by what was published last, by each tenant for itself",
      inScene(factory, async ({ session }) => {
        const lose = async (tenant: string, id: "deal_1" | "deal_2", lostReasonId: string) => {
          await session(tenant).deals.open({ id, title: "Audit" })
          return session(tenant).deals.move({ dealId: id, to: "lost", lostReasonId })
        }
        await session("north").department.publish({ ...suiteDepartment, lostReasons: [listed("weather")] })
        expect((await lose("north", "deal_1", "weather")).deal.lostReasonId).toBe("weather")
        await rejectionOf("LostReasonRefused", lose("south", "deal_1", "weather"))
        await session("north").department.publish({ ...suiteDepartment, lostReasons: [listed("mood")] })
        await rejectionOf("LostReasonRefused", lose("north", "deal_2", "weather"))
      }),
    )

    it(
      "writes a version for each change and none for a repetition",
      inScene(factory, async ({ session }) => {
        const shop = session()
        expect((await shop.department.publish(suiteDepartment)).department.version).toBe(1)
        expect((await shop.department.publish(suiteDepartment)).events).toEqual([])
        const changed = { ...suiteDepartment, lostReasons: [listed("weather")] }
        expect((await shop.department.publish(changed)).department.version).toBe(2)
        expect(await shop.department.history("department_main")).toHaveLength(2)
      }),
    )

    it(
      "refuses an unsound configuration whole, and keeps the one in force",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(suiteDepartment)
        const unsound = { ...suiteDepartment, defaultPipelineId: "nowhere" }
        await rejectionOf("DepartmentInvalid", shop.department.publish(unsound))
        expect((await shop.department.get("department_main"))?.version).toBe(1)
      }),
    )

    it(
      "refuses gates that ask for what the department does not have",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const unsound = gatedBy({ fact: "approvals.granted", op: "has", value: "discont" })
        const { data } = await rejectionOf("DepartmentInvalid", shop.department.publish(unsound))
        expect(data).toMatchObject({
          problems: [{ path: "pipelines[0].stages[1].entry.value", code: "condition.choiceUnknown" }],
        })
      }),
    )

    it(
      "keeps the sources that records came from, whoever stated them",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const [bare, full] = suiteDepartment.sources
        if (bare === undefined || full === undefined) throw new Error("the suites have two sources")
        await shop.department.publish({ ...suiteDepartment, sources: [full] })
        await shop.department.publish({ ...suiteDepartment, sources: [bare] })
        const published = await shop.department.publish({
          ...suiteDepartment,
          sources: [{ ...bare, carries: ["leads"] }],
        })
        expect(published.department.config.sources).toEqual([{ ...bare, carries: ["leads"] }, full])
        const again = await shop.department.publish({ ...suiteDepartment, sources: [{ ...bare, carries: ["leads"] }] })
        expect(again.events).toEqual([])
      }),
    )
  })
}
