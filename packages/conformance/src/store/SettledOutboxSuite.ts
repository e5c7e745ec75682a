import { salesDept } from "@salesdept/core/promise"
import type { SalesDept } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import type { Scene } from "./Scene.ts"
import { inScene, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const day = 24 * 3_600_000
/** More streams than are looked at before those that every consumer has done with are put aside. */
const count = 700
const ids = Array.from({ length: count }, (_, index) => `client_${String(index).padStart(4, "0")}` as const)

/** Takes and acknowledges everything that is due; gives each event as its stream and version, sorted. */
const drain = async (dept: SalesDept, consumer: string): Promise<ReadonlyArray<string>> => {
  const places: Array<string> = []
  for await (const batch of dept.tenant(suiteTenant).events({ consumer, once: true })) {
    places.push(...batch.events.map(({ stream, version }) => `${stream}@${version}`))
    expect(await batch.ack()).toBe(true)
  }
  return places.toSorted()
}

const later = ({ clock, store }: Scene, ms: number): Promise<SalesDept> =>
  salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    now: () => clock.now() + ms,
  })

/** More than are looked at before those are put aside that one has done with and another has not. */
const many = 3000

const everyFirst = ids.map((id) => `${id}@1`)

/** However much a consumer has behind it, it gets what is new, and who comes later gets what is kept. */
export const settledOutboxSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: an outbox with a long history`, () => {
    it(
      "delivers what is new once, all that is kept to a consumer that comes later, and prunes the whole",
      inScene(factory, async (scene, context) => {
        if (scene.store.outbox === null) return context.skip("the store declares that it has no outbox")
        const shop = scene.session()
        await Promise.all(ids.map((id) => shop.clients.register({ id, name: "A" })))
        expect(await drain(scene.dept, "search")).toEqual(everyFirst)
        for (let polls = 0; polls < 3; polls++) expect(await drain(scene.dept, "search")).toEqual([])

        await shop.clients.amend({ clientId: "client_0007", name: "B" })
        await shop.clients.register({ id: "client_new", name: "C" })
        expect(await drain(scene.dept, "search")).toEqual(["client_0007@2", "client_new@1"])

        const all = [...everyFirst, "client_0007@2", "client_new@1"].toSorted()
        expect(await drain(scene.dept, "mail")).toEqual(all)
        for (const consumer of ["mail", "search", "mail"]) expect(await drain(scene.dept, consumer)).toEqual([])

        await shop.clients.amend({ clientId: "client_0007", name: "D" })
        const backlog = async () =>
          (await scene.dept.tenant(suiteTenant).outbox.consumers()).map(({ events, streams }) => [events, streams])
        // Of one stream, although it has a mark that was put aside too.
        expect(await backlog()).toEqual([
          [1, 1],
          [1, 1],
        ])
        expect(await drain(scene.dept, "search")).toEqual(["client_0007@3"])
        expect(await backlog()).toEqual([
          [1, 1],
          [0, 0],
        ])
        expect(await drain(scene.dept, "mail")).toEqual(["client_0007@3"])
        const { outbox } = scene.dept.tenant(suiteTenant)
        await outbox.forget("mail")
        expect(await drain(scene.dept, "mail")).toEqual([...all, "client_0007@3"].toSorted())

        const old = (await later(scene, 2 * day)).tenant(suiteTenant).outbox
        expect(await old.prune(3 * day)).toBe(0)
        expect(await old.prune(day)).toBe(count + 1)
        expect(await drain(scene.dept, "audit")).toEqual([])
        await shop.clients.amend({ clientId: "client_0007", name: "E" })
        for (const consumer of ["search", "mail", "audit"]) {
          expect(await drain(scene.dept, consumer)).toEqual(["client_0007@4"])
        }
      }),
      60_000,
    )

    it(
      "keeps for a consumer that sleeps all that it lacks, in order, whatever the others have done with meanwhile",
      inScene(factory, async (scene, context) => {
        if (scene.store.outbox === null) return context.skip("the store declares that it has no outbox")
        const shop = scene.session()
        const state = (from: number, to: number, name: string) =>
          shop.products.state({
            rows: Array.from({ length: to - from }, (_, index) => ({
              id: `product_${String(from + index).padStart(5, "0")}` as const,
              name,
              listPrice: null,
            })),
          })
        for (let from = 0; from < many; from += 1000) await state(from, from + 1000, "A")
        const seen: Array<string> = []
        const take = async (consumer: string, most: number): Promise<void> => {
          let batches = 0
          for await (const batch of scene.dept
            .tenant(suiteTenant)
            .events({ consumer, once: true, ahead: 0, batch: 200 })) {
            seen.push(...batch.events.map(({ stream, version }) => `${stream}@${version}`))
            expect(await batch.ack()).toBe(true)
            batches += 1
            if (batches === most) return
          }
        }
        // It has taken some when it falls asleep.
        await take("asleep", 2)
        expect(seen.length).toBeGreaterThan(200)
        expect(await drain(scene.dept, "search")).toHaveLength(many)
        for (let polls = 0; polls < 4; polls++) expect(await drain(scene.dept, "search")).toEqual([])
        // Of what it has, of what it lacks, and new.
        await state(100, 120, "B")
        await state(2000, 2020, "B")
        await state(many, many + 20, "A")
        expect(await drain(scene.dept, "search")).toHaveLength(60)
        for (let polls = 0; polls < 2; polls++) expect(await drain(scene.dept, "search")).toEqual([])
        expect(await scene.dept.tenant(suiteTenant).outbox.consumers()).toMatchObject([
          { consumer: "asleep", events: many + 60 - seen.length },
          { consumer: "search", events: 0, streams: 0, parked: 0, oldestRecordedAt: null },
        ])
        // It wakes while others go on.
        await Promise.all([
          take("asleep", 5),
          state(2500, 2520, "B"),
          drain(scene.dept, "search"),
          state(many + 20, many + 40, "A"),
        ])
        await take("asleep", Infinity)
        const all = await drain(scene.dept, "later")
        expect(all).toHaveLength(many + 100)
        expect(seen.toSorted()).toEqual(all)
        const last = new Map<string, number>()
        for (const place of seen) {
          const [stream = "", version] = place.split("@")
          expect(Number(version)).toBe((last.get(stream) ?? 0) + 1)
          last.set(stream, Number(version))
        }
        for (const consumer of ["search", "asleep", "later"]) await drain(scene.dept, consumer)
        await state(0, 10, "C")
        for (const consumer of ["search", "asleep", "later"]) expect(await drain(scene.dept, consumer)).toHaveLength(10)
        for (const consumer of ["search", "asleep", "later"]) expect(await drain(scene.dept, consumer)).toEqual([])
        expect(await (await later(scene, 2 * day)).tenant(suiteTenant).outbox.prune(day)).toBe(many + 40)
      }),
      60_000,
    )
  })
}
