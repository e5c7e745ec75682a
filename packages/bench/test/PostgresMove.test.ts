import { openPool } from "@salesdept/postgres"
import type { Pool } from "pg"
import { describe, expect, it } from "vitest"
import { actor, tenant } from "../src/BenchBase.ts"
import type { Move } from "../src/move/MoveScript.ts"
import { moveAt } from "../src/move/MoveScript.ts"
import type { MoveServer } from "../src/move/PostgresMoveBase.ts"
import { onMoveServer, openOurs, rivalPool } from "../src/move/PostgresMoveBase.ts"
import { countRoundTrips } from "../src/move/PostgresMoveBench.ts"
import { moveByKysely } from "../src/move/PostgresMoveByKysely.ts"
import { moveByCte, moveBySix } from "../src/move/PostgresMoveRivals.ts"

/** Columns that hold clocks, salts, or what is made of them; the chain itself is verified instead. */
const unlike = new Set([
  "changed_at",
  "entered_stage_at",
  "occurred_at",
  "recorded_at",
  "head",
  "hash",
  "salt",
  "digest",
  "previous_stage_seconds",
])

const tables = [
  ["deal", "id"],
  ["journal", "stream, version"],
  ["command", "key"],
  ["outbox", "stream"],
] as const

const contents = async (pool: Pool, schema: string, table: string, order: string): Promise<ReadonlyArray<unknown>> => {
  const { rows } = await pool.query<{ readonly [column: string]: unknown }>(
    `select * from ${schema}.${table} order by ${order}`,
  )
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => {
        if (unlike.has(column)) return [column, typeof value]
        if (column !== "answer" || typeof value !== "string") return [column, value]
        const { deal } = JSON.parse(value) as { readonly deal: object }
        return [column, { ...deal, changedAt: "", enteredStageAt: "" }]
      }),
    ),
  )
}

const deals = 5
const moves: ReadonlyArray<Move> = Array.from({ length: 4 * deals }, (_, position) => moveAt(position, deals))
const again: Move = moveAt(4 * deals - 1, deals)

const rivals = {
  cte: async (server: MoveServer, schema: string) => {
    const pool = rivalPool(server.urlFor("fast"), 1)
    const client = await pool.connect()
    const close = async (): Promise<void> => {
      client.release()
      await pool.end()
    }
    return { move: moveByCte(client, schema), close }
  },
  six: async (server: MoveServer, schema: string) => {
    const pool = rivalPool(server.urlFor("fast"), 1)
    const client = await pool.connect()
    const close = async (): Promise<void> => {
      client.release()
      await pool.end()
    }
    return { move: moveBySix(client, schema), close }
  },
  kysely: (server: MoveServer, schema: string) => {
    const pool = rivalPool(server.urlFor("fast"), 1)
    return Promise.resolve({ move: moveByKysely(pool, schema), close: () => pool.end() })
  },
}

describe("the move on Postgres", () => {
  it("leaves the same rows as the rivals do, and repeated ones are replayed by all", { timeout: 180_000 }, async () => {
    await onMoveServer(async (server) => {
      const schema = (name: string): string => `rivals_${process.pid}_${name}`
      const names = Object.keys(rivals) as ReadonlyArray<keyof typeof rivals>
      await server.prepare([schema("ours"), ...names.map(schema)], deals)
      const ours = await openOurs(server.urlFor("fast"), schema("ours"), 1)
      const admin = openPool({ connectionString: server.urlFor("fast"), maxConnections: 1 })
      try {
        const session = ours.dept.tenant(tenant).as(actor)
        for (const { dealId, to, idempotencyKey } of moves) await session.deals.move({ dealId, to }, { idempotencyKey })
        for (const name of names) {
          const { close, move } = await rivals[name](server, schema(name))
          try {
            for (const one of moves) await move(one)
            expect(await move(again)).toMatchObject({ deal: { id: again.dealId, stageId: "negotiation", version: 5 } })
            await expect(move({ ...again, to: "needs" })).rejects.toThrow("another input")
          } finally {
            await close()
          }
          for (const [table, order] of tables) {
            const theirs = await contents(admin, schema(name), table, order)
            expect(theirs, `${name}: ${table}`).toEqual(await contents(admin, schema("ours"), table, order))
          }
          const rival = await openOurs(server.urlFor("fast"), schema(name), 1)
          expect(await rival.dept.tenant(tenant).as(actor).deals.verify()).toMatchObject({ streams: deals, faults: [] })
          await rival.close()
        }
      } finally {
        await ours.close()
        await admin.end()
      }
    })
  })

  it("takes two round trips alone, and for each half of many", { timeout: 120_000 }, async () => {
    const counted = await onMoveServer((server) => countRoundTrips(server, `trips_${process.pid}`))
    expect(counted).toEqual({ one: 2, many: 4 })
  })
})
