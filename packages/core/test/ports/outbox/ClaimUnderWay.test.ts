import { makeMemoryStore } from "../../../src/memory/index.ts"
import type { OutboxClaim } from "../../../src/ports/Outbox.ts"
import { salesDept } from "../../../src/promise/index.ts"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"

it("given a claim that is on its way when the signal ends the iteration, then what it gets is given back", async () => {
  const store = makeMemoryStore()
  const { outbox } = store
  if (outbox === null) throw new RangeError("the store in memory has an outbox")
  let [sent, answer] = [(): void => {}, (): void => {}]
  const isSent = new Promise<void>((resolve) => (sent = resolve))
  const isAnswered = new Promise<void>((resolve) => (answer = resolve))
  // What a server was asked is done, whether or not anybody still waits for it.
  const slow = {
    ...store,
    outbox: {
      ...outbox,
      claim: (claim: OutboxClaim) => {
        sent()
        return Effect.promise(() => isAnswered.then(() => Effect.runPromise(outbox.claim(claim))))
      },
    },
  }
  const over = (opened: typeof store) =>
    salesDept({ store: { open: () => Promise.resolve({ store: opened, close: () => Promise.resolve() }) } })
  const [dept, another] = [await over(slow), await over(store)]
  await dept.tenant("shop").as("user").clients.register({ id: "client_1", name: "Anna" })
  const ended = new AbortController()
  const batches = dept.tenant("shop").events({ consumer: "books", leaseMs: 60_000, signal: ended.signal })
  const asked = batches[Symbol.asyncIterator]().next()
  await isSent
  ended.abort(new RangeError("the process stops"))
  answer()
  await expect(asked).rejects.toThrow("the process stops")
  const taken: Array<string> = []
  for await (const batch of another.tenant("shop").events({ consumer: "books", once: true })) {
    taken.push(...batch.events.map(({ stream }) => stream))
    await batch.ack()
  }
  expect(taken).toEqual(["client_1"])
})

it("given nothing that is due, when a consumer waits, then it claims again after its wait alone", async () => {
  const store = makeMemoryStore()
  const { outbox } = store
  if (outbox === null) throw new RangeError("the store in memory has an outbox")
  let claims = 0
  const counting = {
    ...store,
    outbox: {
      ...outbox,
      claim: (claim: OutboxClaim) => {
        claims += 1
        return outbox.claim(claim)
      },
    },
  }
  const open = () => Promise.resolve({ store: counting, close: () => Promise.resolve() })
  const dept = await salesDept({ store: { open } })
  const ended = new AbortController()
  const batches = dept.tenant("shop").events({ consumer: "books", pollMs: 60_000, signal: ended.signal })
  const asked = batches[Symbol.asyncIterator]().next()
  for (let turn = 0; turn < 200; turn++) await new Promise((resume) => setImmediate(resume))
  ended.abort(new RangeError("enough"))
  await expect(asked).rejects.toThrow("enough")
  expect(claims).toBe(1)
})
