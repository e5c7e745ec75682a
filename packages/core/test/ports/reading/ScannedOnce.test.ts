import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { dealAggregate } from "../../../src/deal/Deal.ts"
import { narrowed } from "../../../src/journal/Narrowed.ts"
import { makeMemoryStore } from "../../../src/memory/index.ts"
import { Store } from "../../../src/ports/Store.ts"
import type { StoreShape } from "../../../src/ports/Store.ts"
import { heldInPart, scannedOnce } from "../../../src/ports/reading/ScannedOnce.ts"

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

it("given a kind that is held in part, when others scan it, then the first is given all, the kind itself those held, and who comes later reads for itself", async () => {
  const { asked, noting } = notedScans()
  const given: Array<ReadonlyArray<string>> = []
  const owned = narrowed(dealAggregate, ["ownerId"])
  const note = (batch: ReadonlyArray<{ readonly id: string }>) => void given.push(batch.map(({ id }) => id))
  const store: StoreShape = {
    ...noting,
    scan: (tenant, of, onBatch) =>
      Effect.andThen(
        noting.scan(tenant, of, () => {}),
        Effect.sync(() => onBatch([{ id: "deal_1" }, { id: "deal_2" }] as unknown as Parameters<typeof onBatch>[0])),
      ),
  }
  const question = Effect.gen(function* () {
    const scanned = yield* Store
    yield* scanned.scan("shop", narrowed(dealAggregate, ["ownerId"]), note)
    yield* scanned.scan("shop", owned, note)
    yield* scanned.scan("shop", narrowed(dealAggregate, ["ownerId"]), note)
  })
  const kept = heldInPart(owned, ({ id }) => id === "deal_2")
  await Effect.runPromise(Effect.provideService(scannedOnce([kept], question), Store, store))
  expect(given).toEqual([["deal_1", "deal_2"], ["deal_2"], ["deal_1", "deal_2"]])
  expect(asked).toEqual([["ownerId"], ["ownerId"]])
})
