import type { StoreShape, TenantCare } from "@salesdept/core/ports"
import { StoreFault } from "@salesdept/core/ports/adapter"
import type { SalesDept } from "@salesdept/core/promise"
import { salesDept } from "@salesdept/core/promise"
import { instantOf } from "@salesdept/core/shared"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import type { TestContext } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { ability, inScene, run } from "./Scene.ts"
import { notSupported } from "./StoreHarness.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const dayMs = 86_400_000

const careOf = ({ store }: Scene, context: TestContext): TenantCare =>
  ability(store.care ?? notSupported, "list of its tenants", context)

/** The library over the store as another process of the host has it. */
const another = ({ clock, store }: Scene): Promise<SalesDept> =>
  salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    now: clock.now,
  })

/** One loop of the host looks after everybody: it finds its tenants in the store, and old keys are forgotten on the way. */
export const tenantCareSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: care of tenants`, () => {
    it(
      "lists those who have run a command, in order and in parts, and nobody who has only asked or tried",
      inScene(factory, async (scene, context) => {
        const care = careOf(scene, context)
        expect(await scene.dept.tenants()).toEqual([])
        for (const tenant of ["shop-b", "shop-a", "Ёлка", "shop-c", "shop-a"]) {
          await scene.session(tenant).clients.register({ name: "Ромашка" })
        }
        await scene.session("asks").clients.page({})
        await scene.session("tries").clients.register({ name: "Ромашка" }, { dryRun: true })
        const all = ["shop-a", "shop-b", "shop-c", "Ёлка"]
        expect(await run(care.tenants("", 100))).toEqual(all)
        expect(await run(care.tenants("shop-a", 2))).toEqual(["shop-b", "shop-c"])
        expect(await scene.dept.tenants()).toEqual(all)
        expect(await scene.dept.tenants({ after: "shop-b", limit: 1 })).toEqual(["shop-c"])
      }),
    )

    it(
      "ticks all of them by one call",
      inScene(factory, async (scene, context) => {
        careOf(scene, context)
        const day = "2026-02-03"
        for (const tenant of ["one", "three", "two"]) {
          const { lead } = await scene.session(tenant).leads.receive({ name: "Л", channelId: "site" })
          await scene.session(tenant).leads.nurture({ leadId: lead.id, until: day, reason: "Позже" })
        }
        scene.clock.advance(3 * dayMs)
        const report = await (await another(scene)).tick()
        expect(report).toMatchObject({ stoppedBy: null, after: null })
        const resumed = report.duties.filter(({ duty }) => duty.startsWith("lead."))
        expect(resumed.map(({ done, left, tenant }) => [tenant, done > 0, left])).toEqual([
          ["one", true, 0],
          ["three", true, 0],
          ["two", true, 0],
        ])
        expect((await scene.dept.tick({ tenants: "all" })).duties.filter(({ done }) => done > 0)).toEqual([])
      }),
    )

    it(
      "goes on with the next tenants where a budget ended it, so that nobody waits for ever",
      inScene(factory, async (scene, context) => {
        careOf(scene, context)
        // More tenants than are looked at together.
        const tenants = Array.from({ length: 60 }, (_, index) => `shop-${String(index).padStart(2, "0")}`)
        for (const tenant of tenants) {
          const { lead } = await scene.session(tenant).leads.receive({ name: "Л", channelId: "site" })
          await scene.session(tenant).leads.nurture({ leadId: lead.id, until: "2026-02-03", reason: "Позже" })
        }
        scene.clock.advance(3 * dayMs)
        const first = await scene.dept.tick({ tenants: "all", budget: { records: 10 } })
        expect(first.stoppedBy).toBe("records")
        expect(first.after).toBe("shop-09")
        const second = await scene.dept.tick({ tenants: "all", after: first.after ?? "" })
        expect(second).toMatchObject({ stoppedBy: null, after: null })
        expect(new Set(second.duties.map(({ tenant }) => tenant))).toEqual(new Set(tenants.slice(10)))
        const third = await scene.dept.tick({ tenants: "all" })
        expect(third.duties.filter(({ done }) => done > 0)).toEqual([])
      }),
    )

    it(
      "goes on with the next tenants where one has taken all of its time, also where it gave nothing",
      inScene(factory, async (scene, context) => {
        careOf(scene, context)
        for (const tenant of ["one", "three", "two"]) {
          const { lead } = await scene.session(tenant).leads.receive({ name: "Л", channelId: "site" })
          await scene.session(tenant).leads.nurture({ leadId: lead.id, until: "2026-02-03", reason: "Позже" })
        }
        scene.clock.advance(3 * dayMs)
        const { page } = scene.store
        const slow: StoreShape = {
          ...scene.store,
          page: (tenant, of, query) =>
            tenant === "one"
              ? Effect.delay(Effect.fail(new StoreFault("page", "timedOut", null)), 300)
              : page(tenant, of, query),
        }
        const dept = await another({ ...scene, store: slow })
        const first = await dept.tick({ tenants: "all", budget: { ms: 250 } })
        expect(first).toMatchObject({ stoppedBy: "time", after: "one" })
        expect(first.duties.every(({ fault, left }) => left === null && fault?.tag === "StoreFault")).toBe(true)
        const second = await dept.tick({ tenants: "all", after: first.after })
        expect(second).toMatchObject({ stoppedBy: null, after: null })
        expect(new Set(second.duties.map(({ tenant }) => tenant))).toEqual(new Set(["three", "two"]))
      }),
    )

    it(
      "forgets keys after the time for which they are kept, once a day, and not before",
      inScene(factory, async (scene, context) => {
        const care = careOf(scene, context)
        const shop = scene.session("one")
        const register = (idempotencyKey: string) =>
          shop.clients.register({ id: `client_${idempotencyKey}`, name: "Ромашка" }, { idempotencyKey })
        await register("old")
        const forgotten = async () =>
          (await scene.dept.tick({ tenants: ["one"], keepKeysDays: 30 })).duties.filter(
            ({ duty }) => duty === "command.forgetKeys",
          )
        scene.clock.advance(29 * dayMs)
        await register("young")
        expect(await forgotten()).toEqual([])
        expect((await register("old")).replayed).toBe(true)
        scene.clock.advance(2 * dayMs)
        expect(await forgotten()).toMatchObject([{ tenant: "one", done: 1, failed: 0, left: 0 }])
        expect(await forgotten()).toEqual([])
        expect((await register("young")).replayed).toBe(true)
        // The key is a new one; the record it once made is still there.
        await rejectionOf("RecordExists", register("old"))
        const now = instantOf(scene.clock.now())
        const request = { tenant: "one", now, before: "2999-01-01T00:00:00.000Z", limit: 10, againAt: now }
        expect(await run(care.forgetKeys(request))).toBe(0)
        const tomorrow = instantOf(scene.clock.now() + dayMs)
        expect(await run(care.forgetKeys({ ...request, now: tomorrow, tenant: "two" }))).toBe(0)
        expect(await run(care.forgetKeys({ ...request, now: tomorrow }))).toBe(1)
      }),
    )

    it(
      "says so where the store keeps no list",
      inScene(factory, async (scene, context) => {
        if (scene.store.care !== null) context.skip("the store keeps a list of its tenants")
        await rejectionOf("NoTenantList", scene.dept.tick({ tenants: "all" }))
        await rejectionOf("NoTenantList", scene.dept.tenants())
        expect(await scene.dept.tick({ tenants: ["one"] })).toMatchObject({ stoppedBy: null, after: null })
      }),
    )

    it(
      "refuses what is no time and no tenant, all at once",
      inScene(factory, async (scene) => {
        const wrong: object = { tenants: "some", keepKeysDays: 0, after: "" }
        const { data } = await rejectionOf("InputInvalid", scene.dept.tick(wrong))
        expect((data as { readonly problems: ReadonlyArray<unknown> }).problems.length).toBeGreaterThanOrEqual(3)
      }),
    )
  })
}
