import { productAggregate } from "@salesdept/core/deal"
import type { Product } from "@salesdept/core/deal"
import { decision, recordEvents, replay, sha256, upcast, verifyStream } from "@salesdept/core/journal"
import type { Aggregate, DomainEvent, Recorded, Upcaster } from "@salesdept/core/journal"
import { command, EventKinds, events, recordQueries, Store, streamOf } from "@salesdept/core/ports"
import type { StoreShape } from "@salesdept/core/ports"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { describe, expect, it } from "vitest"
import { deciding, rawCommand } from "./RawCommand.ts"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { ability, inScene, run, suiteActor, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** What the first version of the library wrote of a product, in this suite's story. */
interface First {
  readonly id: "product_1"
  readonly title: string
  /** Roubles. */
  readonly price: number
}

/** What the second wrote: minor units, with a currency. */
interface Second {
  readonly id: "product_1"
  readonly title: string
  readonly priceMinor: number
  readonly currency: string
}

/** What the third writes: today's. */
type Third = Pick<Product, "id" | "name" | "listPrice">

const steps: ReadonlyArray<Upcaster> = [
  ({ price, ...rest }: First): Second => ({ ...rest, priceMinor: price * 100, currency: "RUB" }),
  ({ currency, id, priceMinor, title }: Second): Third => ({
    id,
    name: title,
    listPrice: { amountMinor: priceMinor, currency },
  }),
]

/** Products as a version of the library knows them: it writes its own shape and reads every older one. */
const productsOf = (version: 1 | 2 | 3): Aggregate<Product, DomainEvent<"ProductStated">, never> => ({
  ...productAggregate,
  upcasters: version === 1 ? {} : { ProductStated: steps.slice(0, version - 1) },
  evolve: (_before, { payload }, { occurredAt, version: at }) => {
    // Each version of the library folds its own shape alone; what the state is has not changed between them.
    let today = payload
    for (const step of steps.slice(version - 1)) today = step(today as never, { version: at, occurredAt })
    return { ...(today as Third), version: at, textsVersion: 0, changedAt: occurredAt }
  },
})

const today = productsOf(3)

const first: First = { id: "product_1", title: "Audit", price: 1500 }
const second: Second = { id: "product_1", title: "Audit", priceMinor: 1_700_00, currency: "RUB" }
const third: Third = { id: "product_1", name: "Full audit", listPrice: { amountMinor: 1_900_00, currency: "RUB" } }
const inTodaysShape: ReadonlyArray<Third> = [
  { id: "product_1", name: "Audit", listPrice: { amountMinor: 1_500_00, currency: "RUB" } },
  { id: "product_1", name: "Audit", listPrice: { amountMinor: 1_700_00, currency: "RUB" } },
  third,
]
const times = ["2026-02-02T06:00:00.000Z", "2026-02-03T06:00:00.000Z", "2026-02-04T06:00:00.000Z"] as const

/** Has each version of the library in turn state the product, as the store has it after two upgrades of the host. */
const plantVersions = async (store: StoreShape): Promise<void> => {
  let before: Product | null = null
  for (const [index, payload] of [first, second, third].entries()) {
    const of = productsOf((index + 1) as 1 | 2 | 3)
    const change: Recorded<Product> = recordEvents(of, before, [{ type: "ProductStated", payload }], {
      occurredAt: times[index] ?? times[0],
    })
    await run(store.transact(rawCommand(deciding({ changes: [change], touches: [], guards: [] }))))
    before = change.after
  }
}

const caller = { tenant: suiteTenant, actor: suiteActor }

/** What a library of a version asks of the store. */
const asking =
  ({ store }: Scene, kinds = today) =>
  <A, E>(question: Effect.Effect<A, E, Store>): Promise<A> =>
    Effect.runPromiseWith(
      Context.make(Store, store).pipe(Context.add(EventKinds, Effect.succeed(new Map([[kinds.kind, kinds]])))),
    )(question)

/** Events keep the shape they were written in; whoever reads them gets today's. */
export const eventVersionSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: event versions`, () => {
    it(
      "reads, rebuilds and shows events of every older version in today's shape",
      inScene(factory, async (scene) => {
        await plantVersions(scene.store)
        const ask = asking(scene)
        const queries = recordQueries(today)
        const current = { ...third, version: 3, textsVersion: 0, changedAt: times[2], texts: {} }
        expect(await ask(queries.get(caller, "product_1"))).toEqual(current)
        for (const [index, asOf] of times.entries()) {
          const then = await ask(queries.getAsOf(caller, "product_1", { asOf }))
          expect(then).toMatchObject({ ...inTodaysShape[index], version: index + 1, changedAt: asOf })
          expect((await ask(queries.pageAsOf(caller, { asOf }))).items).toMatchObject([inTodaysShape[index]])
        }
        const rows = await run(streamOf(scene.store, suiteTenant, "product_1"))
        const [stored] = await run(scene.store.byIds(suiteTenant, today, ["product_1"]))
        expect(replay(today, rows)).toEqual(stored)
        const history = await ask(queries.history(caller, "product_1"))
        expect(history.map(({ payload }) => payload)).toEqual(inTodaysShape)
        expect(history.map(({ typeVersion }) => typeVersion)).toEqual([3, 3, 3])
      }),
    )

    it(
      "keeps what was written, and verifies that",
      inScene(factory, async (scene) => {
        await plantVersions(scene.store)
        const rows = await run(streamOf(scene.store, suiteTenant, "product_1"))
        expect(rows.map(({ payload, typeVersion }) => [typeVersion, payload])).toEqual([
          [1, first],
          [2, second],
          [3, third],
        ])
        expect(await run(scene.store.verify(suiteTenant, today))).toEqual({ streams: 1, events: 3, faults: [] })
        const head = { version: 3, hash: rows.at(-1)?.hash ?? "" }
        expect(verifyStream("product_1", rows, head, sha256)).toEqual([])
        // The chain is over the bytes that are stored: rows that were upcast are not those rows.
        const read = rows.map((row) => upcast(today, row))
        const faults = verifyStream("product_1", read, head, sha256)
        expect(faults.map(({ _tag }) => _tag)).toEqual(["HashMismatch", "HashMismatch"])
      }),
    )

    it(
      "finds an edit of an old event that upcasting would hide",
      inScene(factory, async (scene, context) => {
        const tamper = ability(scene.harness.tamper, "way to falsify its journal", context)
        await plantVersions(scene.store)
        await tamper({
          tenant: suiteTenant,
          stream: "product_1",
          rewrite: (rows) => rows.map((row, at) => (at === 0 ? { ...upcast(today, row), hash: row.hash } : row)),
        })
        const { faults } = await run(scene.store.verify(suiteTenant, today))
        expect(faults).toEqual([{ _tag: "HashMismatch", stream: "product_1", version: 1 }])
      }),
    )

    it(
      "hands events of every version to consumers in today's shape",
      inScene(factory, async (scene, context) => {
        if (scene.store.outbox === null) context.skip("the store declares that it has no outbox")
        await plantVersions(scene.store)
        const batches = await asking(scene)(Stream.runCollect(events(suiteTenant, { consumer: "search", once: true })))
        const [delivered] = [...batches]
        expect(delivered?.events.map(({ payload }) => payload)).toEqual(inTodaysShape)
      }),
    )

    it(
      "gives a command that an older version ran its first result, the events in today's shape",
      inScene(factory, async (scene) => {
        const stateBy = (version: 1 | 3, payload: unknown) =>
          command({
            name: "product.plant",
            input: Schema.Struct({}),
            *work(_input, { occurredAt }) {
              yield* []
              const event = { type: "ProductStated", payload } as const
              return Result.succeed(decision([recordEvents(productsOf(version), null, [event], { occurredAt })], {}))
            },
          })
        const options = { idempotencyKey: "the same" }
        const before = await asking(scene, productsOf(1))(stateBy(1, first)(caller, {}, options))
        const after = await asking(scene)(stateBy(3, third)(caller, {}, options))
        expect([before.replayed, after.replayed]).toEqual([false, true])
        expect(after.events.map(({ payload }) => payload)).toEqual([inTodaysShape[0]])
      }),
    )

    it(
      "refuses to guess at events that a newer version wrote, and still reads and verifies the record",
      inScene(factory, async (scene) => {
        await plantVersions(scene.store)
        const older = recordQueries(productsOf(2))
        const ask = asking(scene, productsOf(2))
        const { data } = await rejectionOf("EventNewer", ask(older.history(caller, "product_1")))
        expect(data).toMatchObject({ type: "ProductStated", typeVersion: 3, knownVersion: 2, version: 3 })
        await rejectionOf("EventNewer", ask(older.getAsOf(caller, "product_1", {})))
        expect(await ask(older.getAsOf(caller, "product_1", { asOf: times[1] }))).toMatchObject({ version: 2 })
        expect(await ask(older.get(caller, "product_1"))).toMatchObject(third)
        expect((await ask(older.verify(caller))).faults).toEqual([])
      }),
    )
  })
}
