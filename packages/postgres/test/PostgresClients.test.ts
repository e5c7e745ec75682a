import { EventEmitter } from "node:events"
import type { Pool } from "pg"
import { describe, expect, it } from "vitest"
import { makeClients } from "../src/PostgresClients.ts"

/** A pool of one client, which answers every statement but a rollback. */
const withoutRollback = () => {
  const released: Array<unknown> = []
  const client = Object.assign(new EventEmitter(), {
    query: async (text: string) => {
      if (text === "rollback") throw new Error("Connection terminated unexpectedly")
      return { command: text.toUpperCase(), rows: [] }
    },
    release: (destroyed: unknown) => released.push(destroyed),
  })
  return { pool: Object.assign(new EventEmitter(), { connect: async () => client }) as unknown as Pool, released }
}

describe("a transaction that cannot be rolled back", () => {
  it("fails with what failed first, and its client is not lent again", async () => {
    const { pool, released } = withoutRollback()
    const first = Object.assign(new Error("duplicate key"), { code: "23505", severity: "ERROR" })
    const failing = makeClients(pool, { prepare: false }).transaction("read committed", () => Promise.reject(first))
    await expect(failing).rejects.toBe(first)
    expect(released).toEqual([true])
  })
})
