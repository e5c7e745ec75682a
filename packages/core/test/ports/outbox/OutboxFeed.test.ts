import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { makeMemoryStore } from "../../../src/memory/index.ts"
import { backoffOf } from "../../../src/ports/index.ts"
import { presets, salesDept } from "../../../src/promise/index.ts"
import type { EventBatch } from "../../../src/promise/index.ts"
import type { JournalEvent } from "../../../src/journal/index.ts"
import { StoreFault } from "../../../src/ports/adapter.ts"
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
  return { clock, dept: shop, first, shop: shop.as("user:42") }
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

describe("events that this process cannot read", () => {
  const unreadable = {
    "damaged ones": (row: JournalEvent) => Effect.fail(new StoreFault(`read ${row.type}`, "damaged", null)),
    "ones of a newer library": (row: JournalEvent) => Effect.succeed([{ ...row, typeVersion: 99 }]),
  }

  it.each(Object.keys(unreadable) as ReadonlyArray<keyof typeof unreadable>)(
    "of %s: their stream waits and is parked, and all others are handed over",
    async (kind) => {
      const { clock, dept, shop } = await scene((own) => ({
        read: (who, runs) =>
          Effect.flatMap(own.read(who, runs), (rows) => {
            const bad = rows.find(({ stream, version }) => stream === "deal_2" && version === 2)
            return bad === undefined ? Effect.succeed(rows) : unreadable[kind](bad)
          }),
      }))
      for (const id of ["deal_1", "deal_2", "deal_3"]) {
        await shop.deals.open({ id, title: "Audit" })
        await shop.deals.amend({ dealId: id, ownerId: "user:1" })
      }
      const taken: Array<string> = []
      for (let round = 1; round <= 4; round++) {
        for await (const batch of dept.events({ consumer: "mailer", once: true, maxAttempts: 3 })) {
          taken.push(...batch.events.map(({ stream, version }) => `${stream}@${version}`))
          await batch.ack()
        }
        clock.ms += hourMs
      }
      expect(taken).toEqual(["deal_1@1", "deal_1@2", "deal_3@1", "deal_3@2", "deal_2@1"])
      const [parked] = await dept.outbox.parked("mailer")
      expect(parked).toMatchObject({ stream: "deal_2", version: 2, attempts: 3 })
      expect(parked?.error).toMatch(
        /^(?:StoreFault: read DealAmended: what is stored cannot be read|EventNewer: deal_2: event 2)/,
      )
    },
  )
})
