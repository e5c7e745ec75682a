import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { makeMemoryStore } from "../../../src/memory/index.ts"
import { backoffOf } from "../../../src/ports/index.ts"
import { presets, salesDept } from "../../../src/promise/index.ts"
import type { EventBatch } from "../../../src/promise/index.ts"
import type { OutboxShape } from "../../../src/ports/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const start = Date.parse("2026-02-02T06:00:00.000Z")
const hourMs = 3_600_000

/** The library over a store in memory, by a clock that the test sets; `outbox` puts steps of its own before the store's. */
const scene = async (outbox: (own: OutboxShape) => Partial<OutboxShape> = () => ({})) => {
  const clock = { ms: start }
  const own = makeMemoryStore()
  if (own.outbox === null) throw new TypeError("the store in memory has an outbox")
  const store = { ...own, outbox: { ...own.outbox, ...outbox(own.outbox) } }
  const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
  const dept = await salesDept({ store: { open }, department, now: () => clock.ms })
  const shop = dept.tenant("t")
  const first = async (more: { readonly pollMs?: number } = {}): Promise<EventBatch> => {
    for await (const batch of shop.events({ consumer: "mailer", ...more })) return batch
    throw new RangeError("nothing was due")
  }
  return { clock, first, shop: shop.as("user:42") }
}

describe("a consumer's feed, by a clock that goes wrong", () => {
  it("hands over what is due after the clock was put back", async () => {
    let claims = 0
    const { clock, first, shop } = await scene((own) => ({
      claim: (asked) => {
        claims += 1
        // Claimed over and over at a stroke, nothing else of this process would ever have its turn.
        if (claims > 100) throw new RangeError("it is claimed without an end")
        if (claims > 1) return own.claim(asked)
        clock.ms -= hourMs
        return Effect.succeed({ deliveries: [], next: "" })
      },
    }))
    await shop.deals.open({ title: "Audit" })
    expect((await first({ pollMs: 1 })).events.map(({ type }) => type)).toEqual(["DealOpened"])
  })

  it("rejects an answer that it cannot date, and takes the next one", async () => {
    const { clock, first, shop } = await scene()
    await shop.deals.open({ title: "Audit" })
    const batch = await first()
    clock.ms = Number.NaN
    await expect(batch.ack()).rejects.toThrow(RangeError)
    clock.ms = start
    expect(await batch.ack()).toBe(true)
  }, 5000)
})

describe("the wait before another try", () => {
  it.each([
    [1, 1000, 1000],
    [3, 1000, 4000],
    [13, 1000, 3_600_000],
    [5000, 1000, 3_600_000],
    [1, 0, 0],
    // Twice as long so often is more than a number holds, and no wait at all times that is no number.
    [5000, 0, 0],
  ])("after %i tries, from %i ms on, is %i ms", (attempts, firstMs, waitMs) => {
    expect(backoffOf(attempts, firstMs, 3_600_000)).toBe(waitMs)
  })
})
