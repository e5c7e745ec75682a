import { defaultNaming, tableName } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { afterEach, expect, it } from "vitest"
import { makeSqliteStore, migrateSqlite, openSqlite } from "../src/index.ts"
import type { SqliteDatabase } from "../src/index.ts"

const tenant = "shop-17"
const consumer = "search"
const at = "2026-11-23T09:30:00.000Z"
const streams = 12_000

let database: SqliteDatabase
afterEach(() => database.close())

it("marks that every consumer has done with are out of the way of polls, however many there are", async () => {
  database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, at, defaultNaming)
  const { handle } = database
  const table = (name: string): string => tableName(defaultNaming, name)
  const numbered = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${streams})`
  handle.prepare(`insert into ${table("outbox_consumer")} values (?, ?, ?)`).run(tenant, consumer, at)
  handle
    .prepare(
      `insert into ${table("outbox")} (tenant_id, stream, from_version, version, recorded_at) ${numbered} select ?, 'deal_' || printf('%09d', n), 1, 5, ? from numbers`,
    )
    .run(tenant, at)
  handle
    .prepare(
      `insert into ${table("outbox_position")} (tenant_id, consumer, stream, version, leased_to, attempts, available_at) ${numbered} select ?, ?, 'deal_' || printf('%09d', n), 5, 5, 0, ? from numbers`,
    )
    .run(tenant, consumer, at)
  // One that is not done with stays where it is.
  handle.prepare(`update ${table("outbox_position")} set parked_at = ?, version = 4 where stream like '%11111'`).run(at)
  const { outbox } = makeSqliteStore(database, defaultNaming)
  if (outbox === null) throw new Error("the store has an outbox")
  const claim = { tenant, consumer, after: "", batch: 100, onlyNew: false, now: at, leasedUntil: at, maxAttempts: 10 }
  const poll = async () => {
    const { deliveries } = await Effect.runPromise(outbox.claim({ ...claim, token: "token" }))
    expect(deliveries).toEqual([])
  }
  const inTheWay = () =>
    handle
      .prepare(`select count(*) from ${table("outbox")} where stream < '~'`)
      .pluck()
      .get() as number
  expect(inTheWay()).toBe(streams)
  for (let polls = 0; polls < 4; polls++) await poll()
  expect(inTheWay()).toBeLessThan(1000)
  const parked = handle
    .prepare(`select stream from ${table("outbox")} where stream like '%11111'`)
    .pluck()
    .all()
  expect(parked).toEqual(["deal_000011111"])
  expect(
    handle
      .prepare(`select count(*) from ${table("outbox")}`)
      .pluck()
      .get(),
  ).toBe(streams)
})
