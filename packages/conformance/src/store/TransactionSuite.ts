import { streamOf } from "@salesdept/core/ports"
import { clientAggregate } from "@salesdept/core/client"
import { productAggregate } from "@salesdept/core/deal"
import type { RecordState, Work } from "@salesdept/core/journal"
import { byId, byIds } from "@salesdept/core/journal"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { AnyKind } from "./Kinds.ts"
import { kindNamed } from "./Kinds.ts"
import { deciding, rawChange, rawCommand, storeStates } from "./RawCommand.ts"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { inScene, run, suiteTenant } from "./Scene.ts"
import { comparable, recordsOf, storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteStart } from "./SuiteClock.ts"

const products: AnyKind = kindNamed("product")

const product = (id: string, version = 1): RecordState & { readonly name: string; readonly listPrice: null } => ({
  id: `product_${id}`,
  version,
  textsVersion: 0,
  changedAt: suiteStart,
  name: `name of version ${version}`,
  listPrice: null,
})

const everything = async ({ store }: Scene) => comparable(await storedBy(store, suiteTenant))

/** Writes one record after whatever went wrong: the store must still be of use. */
const stillWorks = async ({ store }: Scene): Promise<void> => {
  await run(storeStates(store, products, [product("afterwards")]))
  expect(await run(store.byIds(suiteTenant, productAggregate, ["product_afterwards"]))).toHaveLength(1)
}

/**
 * One command, one transaction: all of it is written or nothing, dry runs write nothing, and whoever decided on an outdated
 * state is refused.
 */
export const transactionSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: transactions`, () => {
    it(
      "writes every change of a command",
      inScene(factory, async ({ store }) => {
        await run(storeStates(store, products, [product("a"), product("b"), product("c")]))
        expect((await recordsOf(store, suiteTenant, products)).map(({ id }) => id)).toEqual([
          "product_a",
          "product_b",
          "product_c",
        ])
      }),
    )

    it(
      "leaves nothing of a command that is rejected after its reads",
      inScene(factory, async (scene) => {
        const before = await everything(scene)
        const rejecting = function* (): Work<object, "no"> {
          yield* byId(productAggregate, "product_a")
          return Result.fail("no" as const)
        }
        const exit = await Effect.runPromiseExit(scene.store.transact(rawCommand(rejecting, { key: "k" })))
        expect(Exit.isFailure(exit)).toBe(true)
        expect(await everything(scene)).toEqual(before)
        await stillWorks(scene)
      }),
    )

    it(
      "leaves nothing of a command whose work throws, and stays of use",
      inScene(factory, async (scene) => {
        const throwing = function* (): Work<object, never> {
          yield* byId(productAggregate, "product_a")
          throw new RangeError("a fault of the work")
        }
        const exit = await Effect.runPromiseExit(scene.store.transact(rawCommand(throwing)))
        expect(Exit.isFailure(exit)).toBe(true)
        expect(await recordsOf(scene.store, suiteTenant, products)).toEqual([])
        await stillWorks(scene)
      }),
    )

    it(
      "leaves nothing of the changes before one that conflicts, nor texts, nor the key",
      inScene(factory, async (scene) => {
        const { store } = scene
        await run(storeStates(store, products, [product("z")]))
        const before = await everything(scene)
        const changes = [
          rawChange(products, { ...product("a"), textsVersion: 1 }, 0, { name: "half-written" }),
          rawChange(products, product("z", 8), 7),
        ]
        const work = deciding({ changes, touches: [], guards: [] })
        const error = await rejectionOf("VersionConflict", run(store.transact(rawCommand(work, { key: "once" }))))
        expect(error.retryable).toBe(true)
        expect(await everything(scene)).toEqual(before)
        expect(await run(streamOf(store, suiteTenant, "product_a"))).toEqual([])
        const again = deciding({ changes: [rawChange(products, product("a"))], touches: [], guards: [] })
        expect((await run(store.transact(rawCommand(again, { key: "once" })))).replayed).toBe(false)
      }),
    )

    it(
      "takes back a failed command alone, though others were sent with it",
      inScene(factory, async ({ store }) => {
        await run(storeStates(store, products, [product("z")]))
        const failing = deciding({
          changes: [rawChange(products, product("half")), rawChange(products, product("z", 8), 7)],
          touches: [],
          guards: [],
        })
        const throwing = function* (): Work<object, never> {
          yield* byId(productAggregate, "product_z")
          throw new RangeError("a fault of the work")
        }
        const outcomes = await Promise.allSettled([
          run(storeStates(store, products, [product("a")])),
          run(store.transact(rawCommand(failing))),
          run(storeStates(store, products, [product("b")])),
          run(store.transact(rawCommand(throwing))),
          run(storeStates(store, products, [product("c")])),
        ])
        expect(outcomes.map(({ status }) => status)).toEqual([
          "fulfilled",
          "rejected",
          "fulfilled",
          "rejected",
          "fulfilled",
        ])
        const ids = (await recordsOf(store, suiteTenant, products)).map(({ id }) => id)
        expect(ids).toEqual(["product_a", "product_b", "product_c", "product_z"])
      }),
    )

    it(
      "refuses a change that expects another version",
      inScene(factory, async (scene) => {
        const { store } = scene
        await run(storeStates(store, products, [product("a")]))
        await run(storeStates(store, products, [product("a", 2)]))
        for (const expected of [0, 1, 3]) {
          const stale = deciding({
            changes: [rawChange(products, product("a", expected + 1), expected)],
            touches: [],
            guards: [],
          })
          const error = await rejectionOf("VersionConflict", run(store.transact(rawCommand(stale))))
          expect(error.data).toEqual({ recordId: "product_a", expectedVersion: expected })
        }
        const absent = deciding({ changes: [rawChange(products, product("b", 3), 2)], touches: [], guards: [] })
        await rejectionOf("VersionConflict", run(store.transact(rawCommand(absent))))
        expect(await recordsOf(store, suiteTenant, products)).toEqual([product("a", 2)])
      }),
    )

    it(
      "refuses a decision that changes one record twice",
      inScene(factory, async (scene) => {
        const twice = deciding({
          changes: [rawChange(products, product("a")), rawChange(products, product("a"))],
          touches: [],
          guards: [],
        })
        await rejectionOf("VersionConflict", run(scene.store.transact(rawCommand(twice))))
        expect(await recordsOf(scene.store, suiteTenant, products)).toEqual([])
      }),
    )

    it(
      "writes nothing on a dry run, and answers as the run itself does",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const before = await everything(scene)
        const input = { id: "client_1", name: "Alfa", ownerId: "user:42" } as const
        const dry = await shop.clients.register(input, { dryRun: true, idempotencyKey: "k" })
        expect(dry.events).toEqual([])
        expect(await everything(scene)).toEqual(before)
        const wet = await shop.clients.register(input, { idempotencyKey: "k" })
        expect(wet.client).toEqual(dry.client)
        expect(wet.replayed).toBe(false)
        expect(wet.events).toHaveLength(1)
      }),
    )

    it(
      "takes nothing of what an earlier command read for what is stored now",
      inScene(factory, async ({ store }) => {
        await run(storeStates(store, products, [product("a")]))
        const reading = function* (): Work<object, never> {
          yield* byId(productAggregate, "product_a")
          yield* byId(productAggregate, "product_b")
          return Result.succeed({ changes: [], touches: [], guards: [], answer: {} })
        }
        await run(store.transact(rawCommand(reading)))
        // Another tenant's record of the same id begins at the beginning; a record missed before may be there since.
        await run(storeStates(store, products, [product("a")], "other"))
        await run(storeStates(store, products, [product("b")]))
        await run(store.transact(rawCommand(reading, { tenant: "other" })))
        await run(storeStates(store, products, [product("b", 2)]))
        expect(await recordsOf(store, suiteTenant, products)).toEqual([product("a"), product("b", 2)])
        expect(await recordsOf(store, "other", products)).toEqual([product("a")])
      }),
    )

    it(
      "knows no record by an id of another kind, and writes what was asked for so all the same",
      inScene(factory, async ({ store }) => {
        await run(storeStates(store, products, [product("a"), product("b")]))
        const seen: Array<unknown> = []
        const changes = [rawChange(products, product("a", 2)), rawChange(products, product("c"))]
        const asking = function* (): Work<object, never> {
          seen.push(yield* byId(productAggregate, "product_a"))
          seen.push((yield* byIds(clientAggregate, ["product_a", "product_b", "product_c"])).size)
          return Result.succeed({ changes, touches: [], guards: [], answer: {} })
        }
        await run(store.transact(rawCommand(asking)))
        expect(seen.slice(-2)).toEqual([product("a"), 0])
        const again = { changes: [rawChange(products, product("a", 3))], touches: [], guards: [], answer: {} }
        const blindly = function* (): Work<object, never> {
          yield* byIds(clientAggregate, ["product_a"])
          return Result.succeed(again)
        }
        await run(store.transact(rawCommand(blindly)))
        expect(await recordsOf(store, suiteTenant, products)).toEqual([product("a", 3), product("b"), product("c")])
      }),
    )

    it(
      "gives a command what it reads as it stands within the transaction",
      inScene(factory, async ({ store }) => {
        await run(storeStates(store, products, [product("a"), product("b")]))
        const seen: Array<unknown> = []
        const reading = function* (): Work<object, never> {
          seen.push(yield* byId(productAggregate, "product_b"), yield* byId(productAggregate, "product_missing"))
          return Result.succeed({ changes: [], touches: [], guards: [], answer: {} })
        }
        await run(store.transact(rawCommand(reading)))
        expect(seen.slice(-2)).toEqual([product("b"), null])
      }),
    )
  })
}
