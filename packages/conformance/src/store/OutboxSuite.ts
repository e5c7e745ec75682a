import type { JournalEvent } from "@salesdept/core/journal"
import { salesDept } from "@salesdept/core/promise"
import type { EventBatch, SalesDept } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import type { TestContext } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { ability, inScene, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { notSupported } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const hour = 3_600_000
const day = 24 * hour

/** The library once more over the store, as another process of the host at another time. */
const later = ({ clock, store }: Scene, ms: number): Promise<SalesDept> =>
  salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    now: () => clock.now() + ms,
  })

/** An error that quotes bytes of its input, which databases do not keep alike. */
const poison = "poison \u0000\ud83d"

const place = ({ stream, version }: JournalEvent): string => `${stream}@${version}`

/** Takes the next batch of a consumer, or null where nothing is due. */
const take = async (
  dept: SalesDept,
  consumer: string,
  batch = 100,
  tenant = suiteTenant,
): Promise<EventBatch | null> => {
  const options = { consumer, batch, once: true, maxAttempts: 3, leaseMs: 60_000, backoffMs: 1000 }
  for await (const taken of dept.tenant(tenant).events(options)) return taken
  return null
}

/** Takes and acknowledges everything that is due. */
const drain = async (dept: SalesDept, consumer: string, batch?: number, tenant?: string) => {
  const places: Array<string> = []
  for (;;) {
    const taken = await take(dept, consumer, batch, tenant)
    if (taken === null) return places
    places.push(...taken.events.map(place))
    expect(await taken.ack()).toBe(true)
  }
}

/** Two clients, and a step that is moved twice. */
const write = async ({ session }: Scene, tenant?: string): Promise<void> => {
  const shop = session(tenant)
  await shop.clients.register({ id: "client_1", name: "A", ownerId: "u" })
  await shop.clients.register({ id: "client_2", name: "B", ownerId: "u" })
  const step = { clientId: "client_1", typeId: "call", dueOn: "2026-03-01", ownerId: "u" }
  await shop.nextSteps.set({ id: "step_1", ...step })
  await shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-02" })
  await shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-03" })
}

const written = ["client_1@1", "client_2@1", "step_1@1", "step_1@2", "step_1@3"]

const withOutbox = (factory: HarnessFactory, test: (scene: Scene, context: TestContext) => Promise<void>) =>
  inScene(factory, async (scene, context) => {
    if (scene.store.outbox === null) {
      await rejectionOf("NoOutbox", take(scene.dept, "search"))
      context.skip("the store declares that it has no outbox")
    }
    await test(scene, context)
  })

/** Every journal row reaches every consumer, at least once and in stream order, whoever dies meanwhile. */
export const outboxSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: outbox`, () => {
    it(
      "delivers every event of a tenant once to consumers that answer, in stream order",
      withOutbox(factory, async (scene) => {
        await write(scene)
        for (const [consumer, batch] of [
          ["search", 100],
          ["mail", 1],
          ["books", 2],
        ] as const) {
          const places = await drain(scene.dept, consumer, batch)
          expect(places.toSorted()).toEqual(written)
          expect(places.filter((one) => one.startsWith("step_1"))).toEqual(["step_1@1", "step_1@2", "step_1@3"])
          expect(await drain(scene.dept, consumer)).toEqual([])
        }
        await scene.session().nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-04" })
        const taken = await take(scene.dept, "search")
        expect(taken?.events).toEqual((await scene.session().nextSteps.history("step_1")).slice(3))
        expect(await drain(scene.dept, "search", 5, "north")).toEqual([])
      }),
    )

    it(
      "comes back to streams that sort before, however many new ones come behind",
      withOutbox(factory, async (scene) => {
        await write(scene)
        const shop = scene.session()
        const batches: Array<ReadonlyArray<string>> = []
        const options = { consumer: "search", batch: 100, once: true }
        for await (const taken of scene.dept.tenant(suiteTenant).events(options)) {
          batches.push(taken.events.map(place))
          await taken.ack()
          if (batches.length === 1) await shop.clients.amend({ clientId: "client_1", name: "Other" })
          if (batches.length > 3) continue
          const step = { clientId: "client_1", typeId: "call", dueOn: "2026-03-01", ownerId: "u" } as const
          await shop.nextSteps.set({ id: `step_${batches.length + 1}`, ...step })
        }
        expect(batches.map((batch) => batch.toSorted())).toEqual([
          written,
          ["client_1@2", "step_2@1"],
          ["step_3@1"],
          ["step_4@1"],
        ])
      }),
    )

    it(
      "hands nothing of a leased stream to anybody, and all of it again after the lease of a killed consumer",
      withOutbox(factory, async (scene) => {
        await write(scene)
        const killed = await take(scene.dept, "search")
        expect(killed?.events.map(place)).toEqual(written)
        await scene.session().nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-04" })
        expect(await take(scene.dept, "search")).toBe(null)
        expect((await take(scene.dept, "mail"))?.events).toHaveLength(6)
        const next = await later(scene, 60_000)
        const again = await drain(next, "search")
        expect(again.toSorted()).toEqual([...written, "step_1@4"])
        expect(again.filter((one) => one.startsWith("step_1")).map((one) => one.at(-1))).toEqual(["1", "2", "3", "4"])
        expect(await killed?.ack()).toBe(false)
        expect(await killed?.fail("too late")).toBe(false)
        expect(await drain(next, "search")).toEqual([])
      }),
    )

    it(
      "hands each stream to one of many that claim at once, over several connections",
      withOutbox(factory, async (scene) => {
        await write(scene)
        const { secondConnection } = scene.harness
        const other = secondConnection === notSupported ? null : await secondConnection()
        const second = other === null ? scene.dept : await later({ ...scene, store: other.store }, 0)
        try {
          const places: Array<string> = []
          const work = async (dept: SalesDept): Promise<void> => {
            for (let tries = 0; tries < 20; tries++) {
              const taken = await take(dept, "search", 2)
              if (taken === null) continue
              places.push(...taken.events.map(place))
              expect(await taken.ack()).toBe(true)
            }
          }
          await Promise.all([scene.dept, second, scene.dept, second].map(work))
          expect(places.toSorted()).toEqual(written)
          expect(places.filter((one) => one.startsWith("step_1"))).toEqual(["step_1@1", "step_1@2", "step_1@3"])
        } finally {
          await other?.close()
        }
      }),
    )

    it(
      "delivers what a host's transaction keeps and nothing of what it takes back",
      withOutbox(factory, async (scene, context) => {
        const { begin } = ability(scene.harness.joined, "transactions of a host", context)
        const lost = await begin()
        await scene.session().clients.register({ id: "client_1", name: "A" }, { tx: lost.executor })
        await lost.rollback()
        expect(await drain(scene.dept, "search")).toEqual([])
        const kept = await begin()
        await scene.session().clients.register({ id: "client_2", name: "A" }, { tx: kept.executor })
        await kept.commit()
        expect(await drain(scene.dept, "search")).toEqual(["client_2@1"])
      }),
    )

    it(
      "tries a refused event again after a growing wait, alone, and parks it with its last error",
      withOutbox(factory, async (scene) => {
        await write(scene)
        expect(await (await take(scene.dept, "search"))?.fail(new TypeError("first"))).toBe(true)
        expect(await take(await later(scene, 999), "search")).toBe(null)
        const handed: Array<string> = []
        for (const ms of [1000, 3000, 7000, 7000, 7000]) {
          const dept = await later(scene, ms)
          for (;;) {
            const taken = await take(dept, "search")
            if (taken === null) break
            handed.push(...taken.events.map(place))
            expect(taken.events.length).toBeLessThanOrEqual(taken.attempts > 1 ? 1 : 100)
            if (taken.events.some(({ stream }) => stream === "step_1")) await taken.fail(new RangeError(poison))
            else await taken.ack()
          }
        }
        expect(handed.toSorted()).toEqual(["client_1@1", "client_2@1", "step_1@1", "step_1@1"])
        const shop = (await later(scene, 8000)).tenant(suiteTenant)
        const parked = await shop.outbox.parked("search")
        expect(parked).toMatchObject([
          { stream: "step_1", version: 1, attempts: 3, error: "RangeError: poison \ufffd\ufffd" },
        ])
        expect(await shop.outbox.parked("mail")).toEqual([])
        expect(await shop.outbox.retry("search", "client_1")).toBe(false)
        expect(await shop.outbox.retry("search", "step_1")).toBe(true)
        expect(await drain(await later(scene, 8000), "search")).toEqual(["step_1@1", "step_1@2", "step_1@3"])
        expect(await shop.outbox.parked("search")).toEqual([])
      }),
    )

    it(
      "tells of every consumer what it has not acknowledged, in hand and parked among it",
      withOutbox(factory, async (scene) => {
        const { outbox } = scene.dept.tenant(suiteTenant)
        expect(await outbox.consumers()).toEqual([])
        await write(scene)
        const [first] = await scene.session().clients.history("client_1")
        await drain(scene.dept, "search")
        await take(scene.dept, "mail", 2)
        const nothing = { events: 0, streams: 0, parked: 0, oldestRecordedAt: null }
        const everything = { events: 5, streams: 3, parked: 0, oldestRecordedAt: first?.recordedAt }
        expect(await outbox.consumers()).toEqual([
          { consumer: "mail", ...everything },
          { consumer: "search", ...nothing },
        ])
        const second = await later(scene, day)
        await second.tenant(suiteTenant).as("user:1").nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-04" })
        const [moved] = (await scene.session().nextSteps.history("step_1")).slice(-1)
        for (const tries of [0, 1, 2]) {
          const taken = await take(await later(scene, day + (tries + 1) * hour), "search")
          expect(await taken?.fail("down")).toBe(true)
        }
        expect(await outbox.consumers()).toEqual([
          { consumer: "mail", ...everything, events: 6 },
          { consumer: "search", events: 1, streams: 1, parked: 1, oldestRecordedAt: moved?.recordedAt },
        ])
        expect(await scene.dept.tenant("north").outbox.consumers()).toEqual([])
        await outbox.forget("mail")
        expect(await outbox.consumers()).toHaveLength(1)
      }),
    )

    it(
      "parks what was never answered as often",
      withOutbox(factory, async (scene) => {
        await scene.session().clients.register({ id: "client_1", name: "A" })
        for (const tries of [0, 1, 2]) expect(await take(await later(scene, tries * hour), "search")).not.toBe(null)
        const dept = await later(scene, 3 * hour)
        expect(await take(dept, "search")).toBe(null)
        expect(await dept.tenant(suiteTenant).outbox.parked("search")).toMatchObject([
          { stream: "client_1", attempts: 3 },
        ])
      }),
    )

    it(
      "keeps for every known consumer what it has not acknowledged, and drops the rest after its age",
      withOutbox(factory, async (scene) => {
        await write(scene)
        const { outbox } = (await later(scene, 2 * day)).tenant(suiteTenant)
        expect(await outbox.prune(day)).toBe(0)
        expect(await drain(scene.dept, "search")).toHaveLength(5)
        await take(scene.dept, "mail", 1)
        expect(await outbox.prune(3 * day)).toBe(0)
        expect(await outbox.prune(day)).toBe(0)
        await outbox.forget("mail")
        expect(await outbox.prune(day)).toBe(3)
        expect(await drain(scene.dept, "search")).toEqual([])
        await scene.session().nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-04" })
        expect(await drain(scene.dept, "search")).toEqual(["step_1@4"])
        expect(await drain(scene.dept, "newcomer")).toEqual(["step_1@4"])
        expect(await scene.session().nextSteps.history("step_1")).toHaveLength(4)
      }),
    )
  })
}
