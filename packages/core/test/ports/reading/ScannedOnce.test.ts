import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { dealAggregate } from "../../../src/deal/Deal.ts"
import { narrowed } from "../../../src/journal/Narrowed.ts"
import { makeMemoryStore } from "../../../src/memory/index.ts"
import { Store } from "../../../src/ports/Store.ts"
import type { StoreShape } from "../../../src/ports/Store.ts"
import { scannedOnce } from "../../../src/ports/reading/ScannedOnce.ts"

/** A store that notes of each scan which fields were asked for. */
const notedScans = () => {
  const store = makeMemoryStore()
  const asked: Array<ReadonlyArray<string> | undefined> = []
  const noting: StoreShape = {
    ...store,
    scan: (tenant, of, onBatch) => Effect.suspend(() => (asked.push(of.only), store.scan(tenant, of, onBatch))),
  }
  return { asked, noting }
}

it("given records of which a part is asked first and the whole then, when they are scanned once, they are read whole", async () => {
  const { asked, noting } = notedScans()
  const question = Effect.gen(function* () {
    const scanned = yield* Store
    yield* scanned.scan("shop", narrowed(dealAggregate, ["ownerId"]), () => {})
    yield* scanned.scan("shop", dealAggregate, () => {})
  })
  const answered = Effect.provideService(scannedOnce([dealAggregate], question), Store, noting)
  await Effect.runPromise(answered)
  expect(asked).toEqual([undefined])
  await Effect.runPromise(Effect.provideService(question, Store, noting))
  expect(asked.slice(1)).toEqual([["ownerId"], undefined])
})

it("given a kind named in part, when it is scanned once, then whoever asks some of that shares it, and whoever asks more reads for itself", async () => {
  const { asked, noting } = notedScans()
  const question = Effect.gen(function* () {
    const scanned = yield* Store
    yield* scanned.scan("shop", narrowed(dealAggregate, ["ownerId"]), () => {})
    yield* scanned.scan("shop", narrowed(dealAggregate, ["stageId", "ownerId"]), () => {})
    yield* scanned.scan("shop", narrowed(dealAggregate, ["stageId", "amount"]), () => {})
    yield* scanned.scan("shop", dealAggregate, () => {})
  })
  const part = narrowed(dealAggregate, ["ownerId", "stageId"])
  await Effect.runPromise(Effect.provideService(scannedOnce([part], question), Store, noting))
  expect(asked).toEqual([["ownerId", "stageId"], ["stageId", "amount"], undefined])
})
