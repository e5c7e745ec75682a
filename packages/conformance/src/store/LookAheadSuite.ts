import type { EventBatch, SalesDept } from "@salesdept/core/promise"
import { salesDept } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import type { TestContext } from "vitest"
import type { Scene } from "./Scene.ts"
import { inScene, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const leaseMs = 60_000

const options = { consumer: "books", batch: 4, leaseMs, once: true, backoffMs: 1000 }

/** Streams with one event each. */
const clients = 20

/** Events of the one long stream. */
const steps = 11

const write = async ({ session }: Scene): Promise<ReadonlyArray<string>> => {
  const shop = session()
  for (let index = 0; index < clients; index++) await shop.clients.register({ id: `client_${index}`, name: "A" })
  await shop.nextSteps.set({ id: "step_1", clientId: "client_1", typeId: "call", dueOn: "2026-03-01", ownerId: "u" })
  for (let day = 2; day <= steps; day++) {
    await shop.nextSteps.move({ nextStepId: "step_1", dueOn: `2026-03-${String(day).padStart(2, "0")}` })
  }
  return [
    ...Array.from({ length: clients }, (_, index) => `client_${index}@1`),
    ...Array.from({ length: steps }, (_, index) => `step_1@${index + 1}`),
  ].toSorted()
}

const placesOf = ({ events }: EventBatch): ReadonlyArray<string> =>
  events.map(({ stream, version }) => `${stream}@${version}`)

const streamsOf = ({ events }: EventBatch): ReadonlySet<string> => new Set(events.map(({ stream }) => stream))

const haveCommon = (left: EventBatch, right: EventBatch): boolean => {
  const streams = streamsOf(left)
  return right.events.some(({ stream }) => streams.has(stream))
}

const inOrder = (places: ReadonlyArray<string>): ReadonlyArray<string> =>
  places.filter((place) => place.startsWith("step_1@"))

const stepPlaces = Array.from({ length: steps }, (_, index) => `step_1@${index + 1}`)

/** The library once more over the store, as another process of the host. */
const another = ({ clock, store }: Scene): Promise<SalesDept> =>
  salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    now: clock.now,
  })

const batchesOf = (dept: SalesDept, more: { readonly ahead?: number } = {}): AsyncIterator<EventBatch, unknown> => {
  const batches = dept.tenant(suiteTenant).events({ ...options, ...more })
  return batches[Symbol.asyncIterator]()
}

const valueOf = async (batches: AsyncIterator<EventBatch, unknown>): Promise<EventBatch> => {
  const { done, value } = await batches.next()
  if (done === true) throw new RangeError("nothing was due")
  return value
}

/** Takes and acknowledges everything that is due, batch by batch; gives the batches. */
const drain = async (dept: SalesDept): Promise<ReadonlyArray<EventBatch>> => {
  const taken: Array<EventBatch> = []
  for await (const batch of dept.tenant(suiteTenant).events(options)) {
    taken.push(batch)
    expect(await batch.ack()).toBe(true)
  }
  return taken
}

const withOutbox = (factory: HarnessFactory, test: (scene: Scene, context: TestContext) => Promise<void>) =>
  inScene(factory, async (scene, context) => {
    if (scene.store.outbox === null) context.skip("the store declares that it has no outbox")
    await test(scene, context)
  })

/** What is claimed before it is asked for is handed over as if it had been claimed then. */
export const lookAheadSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: outbox, claimed ahead`, () => {
    it(
      "hands over in batches of the size asked for, and a long run part by part",
      withOutbox(factory, async (scene) => {
        const written = await write(scene)
        const taken = await drain(scene.dept)
        const places = taken.flatMap(placesOf)
        expect(places.toSorted()).toEqual(written)
        expect(inOrder(places)).toEqual(stepPlaces)
        for (const { events } of taken) expect(events.length).toBeLessThanOrEqual(options.batch)
        expect(await drain(scene.dept)).toEqual([])
      }),
    )

    it(
      "gives the events as the journal has them, deals' places, texts and all",
      withOutbox(factory, async (scene) => {
        const shop = scene.session(suiteTenant, 'user:"4\u001f2"')
        await shop.clients.register({ id: "client_1", name: "Ольга" })
        await shop.deals.open({
          id: "deal_1",
          clientId: "client_1",
          title: "Audit",
          amount: { amountMinor: 9_007_199_254_740_991, currency: "RUB" },
          expectedCloseOn: "2026-04-01",
        })
        await shop.deals.amend({ dealId: "deal_1", title: "Аудит" })
        const events = (await drain(scene.dept)).flatMap((batch) => batch.events)
        expect(events.filter(({ stream }) => stream === "deal_1")).toEqual(await shop.deals.history("deal_1"))
        expect(events.filter(({ stream }) => stream === "client_1")).toEqual(await shop.clients.history("client_1"))
        expect(events.map(({ mark }) => mark?.expectedCloseOn ?? null)).toContain("2026-04-01")
      }),
    )

    it(
      "never has one stream in two batches that are not answered, and goes on with it when the first is",
      withOutbox(factory, async (scene) => {
        const written = await write(scene)
        const places: Array<string> = []
        for (;;) {
          const before = places.length
          const inHand: Array<EventBatch> = []
          for await (const batch of scene.dept.tenant(suiteTenant).events(options)) {
            for (const other of inHand) expect(haveCommon(batch, other)).toBe(false)
            places.push(...placesOf(batch))
            inHand.push(batch)
            // The latest of them first.
            if (inHand.length === 3) expect(await inHand.pop()?.ack()).toBe(true)
          }
          expect(await Promise.all(inHand.map(({ ack }) => ack()))).toEqual(inHand.map(() => true))
          if (places.length === before) break
        }
        expect(places.toSorted()).toEqual(written)
        expect(inOrder(places)).toEqual(stepPlaces)
      }),
    )

    it(
      "serves several loops over one iteration, each stream in one of them at a time",
      withOutbox(factory, async (scene) => {
        const written = await write(scene)
        const ended = new AbortController()
        const batches = scene.dept
          .tenant(suiteTenant)
          .events({ ...options, once: false, pollMs: 5, signal: ended.signal })
        const places: Array<string> = []
        const held = new Set<string>()
        const loop = async (): Promise<void> => {
          for await (const batch of batches) {
            for (const stream of streamsOf(batch)) {
              expect(held.has(stream)).toBe(false)
              held.add(stream)
            }
            await new Promise((resolve) => setTimeout(resolve, 2))
            places.push(...placesOf(batch))
            for (const stream of streamsOf(batch)) held.delete(stream)
            expect(await batch.ack()).toBe(true)
            if (places.length === written.length) ended.abort("all is there")
          }
        }
        const loops = await Promise.allSettled([loop(), loop(), loop(), loop()])
        const reasons = loops.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []))
        expect(reasons.filter((reason) => reason !== "all is there")).toEqual([])
        expect(places.toSorted()).toEqual(written)
        expect(inOrder(places)).toEqual(stepPlaces)
      }),
    )

    it(
      "gives back what nobody asks for any more, untried",
      withOutbox(factory, async (scene) => {
        const written = await write(scene)
        const batches = batchesOf(scene.dept)
        const [first, second] = [await valueOf(batches), await valueOf(batches)]
        expect(await Promise.all([first.ack(), second.ack()])).toEqual([true, true])
        await batches.return?.()
        const rest = await drain(await another(scene))
        for (const { attempts } of rest) expect(attempts).toBe(1)
        expect([first, second, ...rest].flatMap(placesOf).toSorted()).toEqual(written)
      }),
    )

    it(
      "hands over nothing with less than half of its lease left",
      withOutbox(factory, async (scene) => {
        const written = await write(scene)
        const batches = batchesOf(scene.dept)
        const taken = [await valueOf(batches), await valueOf(batches)]
        for (const { ack } of taken) expect(await ack()).toBe(true)
        scene.clock.advance(0.6 * leaseMs)
        const late = await valueOf(batches)
        expect(late.attempts).toBe(1)
        scene.clock.advance(0.6 * leaseMs)
        // The first lease has ended; what was handed over since is still the first's.
        const other = await drain(await another(scene))
        expect(other.some((batch) => haveCommon(batch, late))).toBe(false)
        expect(await late.ack()).toBe(true)
        for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
          taken.push(next.value)
          await next.value.ack()
        }
        const rest = await drain(scene.dept)
        expect([...taken, late, ...other, ...rest].flatMap(placesOf).toSorted()).toEqual(written)
      }),
    )

    it(
      "hands over nothing whose lease has ended and that another has taken",
      withOutbox(factory, async (scene) => {
        const written = await write(scene)
        const batches = batchesOf(scene.dept)
        const taken = [await valueOf(batches), await valueOf(batches)]
        expect(await taken[0]?.ack()).toBe(true)
        scene.clock.advance(leaseMs)
        const other = (await drain(await another(scene))).flatMap(placesOf)
        expect(await taken[1]?.ack()).toBe(false)
        expect((await batches.next()).done).toBe(true)
        expect([...taken.slice(0, 1).flatMap(placesOf), ...other].toSorted()).toEqual(written)
      }),
    )

    it(
      "holds back nothing but the streams of a batch that failed",
      withOutbox(factory, async (scene) => {
        const written = await write(scene)
        const refused: Array<string> = []
        const taken: Array<string> = []
        const take = async (): Promise<void> => {
          for await (const batch of scene.dept.tenant(suiteTenant).events({ ...options, maxAttempts: 2 })) {
            const isPoison = streamsOf(batch).has("step_1")
            expect(await (isPoison ? batch.fail("poison") : batch.ack())).toBe(true)
            ;(isPoison ? refused : taken).push(...placesOf(batch))
          }
        }
        await take()
        expect(refused.filter((place) => place.startsWith("step_1@"))).toEqual(stepPlaces.slice(0, options.batch))
        scene.clock.advance(2000)
        await take()
        expect(taken.toSorted()).toEqual(written.filter((place) => place.startsWith("client_")))
        expect(refused.at(-1)).toBe("step_1@1")
        expect(await scene.dept.tenant(suiteTenant).outbox.parked("books")).toMatchObject([
          { stream: "step_1", version: 1, attempts: 2 },
        ])
      }),
    )

    it(
      "claims nothing that is not asked for where that is wanted",
      withOutbox(factory, async (scene) => {
        await write(scene)
        const batches = batchesOf(scene.dept, { ahead: 0 })
        const taken = [await valueOf(batches), await valueOf(batches)]
        const other = await drain(await another(scene))
        expect([...taken, ...other].flatMap(placesOf)).toHaveLength(clients + steps)
        expect(await Promise.all(taken.map(({ ack }) => ack()))).toEqual([true, true])
        await batches.return?.()
      }),
    )
  })
}
