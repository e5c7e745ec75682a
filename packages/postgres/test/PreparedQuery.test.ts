import { startServer } from "@salesdept/test-server"
import fc from "fast-check"
import type { TestServer } from "@salesdept/test-server"
import pg from "pg"
import type { PoolClient } from "pg"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { askPrepared, canAskPrepared } from "../src/PreparedQuery.ts"
import { rowTypes } from "../src/PostgresTypes.ts"
import { startMs } from "./server/TestDatabase.ts"

let server: TestServer
let client: PoolClient
let pool: pg.Pool
/** Descriptions of columns that the server has sent. */
let descriptions = 0

interface WithConnection {
  readonly connection: { readonly on: (event: "rowDescription", listener: () => void) => void }
}

beforeAll(async () => {
  server = await startServer("18")
}, startMs)
afterAll(async () => {
  await server.stop()
}, startMs)
beforeEach(async () => {
  pool = new pg.Pool({ connectionString: server.url, max: 1 })
  // A connection that a test ends is no failure of the pool's.
  pool.on("error", () => {})
  client = await pool.connect()
  await client.query(
    "create temp table thing (id text primary key, count bigint, at timestamptz, on_day date, held jsonb)",
  )
  await client.query(
    `insert into thing values ('a', 7, '2026-11-23 09:30:00.5+00', '2026-11-23', '{"x": 1}'), ('b', null, null, null, null),
      ('it''s', 9007199254740993, '0044-03-15 12:00:00+00 BC', '0001-01-01', '[]')`,
  )
  // The driver's types leave its connection out.
  const { connection } = client as unknown as WithConnection
  descriptions = 0
  connection.on("rowDescription", () => {
    descriptions += 1
  })
})
afterEach(async () => {
  client.release(true)
  await pool.end()
  vi.unstubAllGlobals()
})

const select = `select id, count, at, on_day, held, id = 'a' as is_first from thing where id = $1 or $2 order by id`
const ask = (...values: ReadonlyArray<string | boolean | null>) =>
  askPrepared(client, { name: "things", text: select, values })
const askDriver = async (...values: Array<unknown>) =>
  (await client.query<Record<string, unknown>>({ text: select, values, types: rowTypes })).rows

describe("a statement under a name", () => {
  const cases = [
    ["with rows made by compiled code", () => {}],
    [
      "where no code may be made at run time",
      () =>
        vi.stubGlobal("Function", () => {
          throw new EvalError("Code generation from strings disallowed for this context")
        }),
    ],
  ] as const
  it.each(cases)("gives what the driver gives, first and again, %s", async (_name, given) => {
    const [all, one, none] = [await askDriver("-", true), await askDriver("it's", false), await askDriver("-", false)]
    expect([all.length, one.length, none.length]).toEqual([3, 1, 0])
    given()
    for (let round = 0; round < 3; round++) {
      expect(await ask("-", true)).toStrictEqual(all)
      expect(await ask("it's", false)).toStrictEqual(one)
      expect(await ask("-", false)).toStrictEqual(none)
      expect(await ask(null, false)).toStrictEqual(none)
    }
  })

  it("is described once on each connection", async () => {
    for (let round = 0; round < 5; round++) await ask("a", false)
    expect(descriptions).toBe(1)
    const other = new pg.Client({ connectionString: server.url })
    await other.connect()
    try {
      // Nothing is known there: no such table, and no columns.
      await expect(
        askPrepared(other as PoolClient, { name: "things", text: select, values: ["a", false] }),
      ).rejects.toThrow("thing")
      await other.query("create temp table thing (id text, count text, at text, on_day text, held text)")
      await other.query("insert into thing values ('a', '7', 'x', 'y', 'z')")
      const rows = await askPrepared(other as PoolClient, { name: "things", text: select, values: ["a", false] })
      expect(rows).toEqual([{ id: "a", count: "7", at: "x", on_day: "y", held: "z", is_first: true }])
    } finally {
      await other.end()
    }
  })

  it("carries texts of any length and writing", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }).map((any) => any.replaceAll("\0", "")),
      fc.constantFrom("", "a".repeat(48), "a".repeat(49), "Ж".repeat(48), "😀".repeat(30_000), "x".repeat(70_000)),
    )
    const echo = { name: "echo", text: "select $1::text as a, $2::text as b, $3::text as c" }
    await askPrepared(client, { ...echo, values: [null, null, null] })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { minLength: 3, maxLength: 3 }), async (values) => {
        const [a = null, b = null, c = null] = values
        expect(await askPrepared(client, { ...echo, values: [a, b, c] })).toEqual([{ a, b, c }])
      }),
      { numRuns: 300 },
    )
  })

  it("may give no rows at all", async () => {
    const change = { name: "change", text: "update thing set count = 1 where id = $1", values: ["a"] }
    expect([await askPrepared(client, change), await askPrepared(client, change)]).toEqual([[], []])
  })

  it("fails with what the server says, and the connection goes on", async () => {
    await ask("a", false)
    await expect(ask("a", "many")).rejects.toMatchObject({ code: "22P02" })
    await client.query("alter table thing alter column count type text")
    // The columns that are known are not those of today: the server refuses, and nothing is read as what it is not.
    await expect(ask("a", false)).rejects.toMatchObject({ code: "0A000" })
    await client.query("deallocate all")
    await expect(ask("a", false)).rejects.toMatchObject({ code: "26000" })
    expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }])
  })

  it("fails where a value cannot be read, and the connection goes on", async () => {
    await ask("a", false)
    await client.query("update thing set at = 'infinity' where id = 'a'")
    await expect(ask("a", false)).rejects.toThrow("infinity is not an instant")
    expect(await ask("b", false)).toHaveLength(1)
  })

  it("fails when its connection ends", async () => {
    await ask("a", false)
    client.on("error", () => {})
    const waiting = askPrepared(client, { name: "sleep", text: "select pg_sleep($1)", values: [60] })
    const ended = waiting.catch((cause: unknown) => cause)
    const admin = new pg.Client({ connectionString: server.url })
    await admin.connect()
    const others =
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and query like $1"
    await vi.waitUntil(async () => (await admin.query(others, ["%pg_sleep($1)%"])).rows.length > 0)
    expect(await ended).toMatchObject({ code: "57P01" })
    await admin.end()
  })
})

describe("the short way", () => {
  it("is for the driver's own clients and plain values", () => {
    expect(canAskPrepared(client, ["a", 1, true, null])).toBe(true)
    expect(canAskPrepared(client, ["a", ["b"]])).toBe(false)
    expect(canAskPrepared({ query: () => {} } as unknown as PoolClient, ["a"])).toBe(false)
  })
})
