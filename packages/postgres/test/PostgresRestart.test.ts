import { suiteDepartment } from "@salesdept/conformance"
import { isSalesDeptError, salesDept } from "@salesdept/core/promise"
import { migratePostgres, openPool, postgres } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import { startServer } from "@salesdept/test-server"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import { migratedAt, startMs } from "./server/TestDatabase.ts"

const naming: Naming = { schema: "restarts", prefix: "" }
const tenant = "shop-17"

it(
  "a server that crashes and comes back in the middle of load loses and doubles nothing, and the pool goes on",
  { timeout: startMs },
  async () => {
    const server = await startServer("18", { durable: true })
    const pool = openPool({ connectionString: server.url, maxConnections: 6 })
    try {
      await migratePostgres(pool, migratedAt, naming)
      const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
      await dept.load()
      const shop = dept.tenant(tenant).as("user:42")
      await shop.deals.open({ id: "deal_0", title: "Audit" })
      const over = new AbortController()
      const acknowledged = new Set<string>()
      const asked = new Map<string, () => Promise<unknown>>()
      // What fails otherwise than as told, and what nobody listens for, fails the run.
      const answered = async (id: string, call: () => Promise<unknown>): Promise<void> => {
        asked.set(id, call)
        try {
          await call()
          acknowledged.add(id)
        } catch (error) {
          if (!isSalesDeptError(error)) throw error
          expect(error).toMatchObject({ _tag: "StoreFault", retryable: true })
        }
      }
      const opening = async (worker: number): Promise<void> => {
        for (let index = 0; !over.signal.aborted; index++) {
          const id = `deal_${worker}.${index}` as const
          await answered(id, () => shop.deals.open({ id, title: "Audit" }, { idempotencyKey: id }))
          await shop.deals.get(id).catch(() => null)
        }
      }
      const taken = new Map<string, Array<number>>()
      const consuming = async (): Promise<void> => {
        while (!over.signal.aborted) {
          try {
            const events = dept.tenant(tenant).events({ consumer: "search", leaseMs: 200, pollMs: 5, once: true })
            for await (const batch of events) {
              for (const { stream, version } of batch.events) {
                taken.set(stream, [...(taken.get(stream) ?? []), version])
              }
              await batch.ack()
            }
          } catch (error) {
            if (!isSalesDeptError(error)) throw error
          }
          await sleep(5)
        }
      }
      const ticking = async (): Promise<void> => {
        while (!over.signal.aborted) {
          await dept.tick({ tenants: "all" }).catch((error: unknown) => {
            if (!isSalesDeptError(error)) throw error
          })
          await sleep(5)
        }
      }
      const load = [1, 2, 3].map(opening)
      const all = Promise.all([...load, consuming(), ticking()])
      await sleep(300)
      await server.restart()
      await sleep(300)
      await server.restart()
      const before = acknowledged.size
      await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 20)
      over.abort()
      await all
      // What was acknowledged is there, and what was not can be asked for again.
      for (const id of acknowledged) expect((await shop.deals.get(id))?.version).toBe(1)
      for (const call of asked.values()) await call()
      expect(await shop.deals.count()).toBe(asked.size + 1)
      expect(await shop.deals.verify()).toEqual({ streams: asked.size + 1, events: asked.size + 1, faults: [] })
      await sleep(250)
      for await (const batch of dept.tenant(tenant).events({ consumer: "search", once: true })) {
        for (const { stream } of batch.events) taken.set(stream, [...(taken.get(stream) ?? []), 1])
        await batch.ack()
      }
      expect(new Set(taken.keys())).toEqual(new Set(["deal_0", ...asked.keys()]))
      expect({ out: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }).toEqual({ out: 0, waiting: 0 })
      await dept.close()
    } finally {
      await pool.end()
      await server.stop()
    }
  },
)
