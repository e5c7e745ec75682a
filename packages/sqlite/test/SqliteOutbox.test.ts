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

it("marks that a consumer lacks that never asks are out of the way of the others' polls, and it gets all when it asks", async () => {
  database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, at, defaultNaming)
  const { handle } = database
  const table = (name: string): string => tableName(defaultNaming, name)
  const numbered = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${streams})`
  for (const known of [consumer, "asleep"]) {
    handle.prepare(`insert into ${table("outbox_consumer")} values (?, ?, ?)`).run(tenant, known, at)
  }
  handle
    .prepare(
      `insert into ${table("outbox")} (tenant_id, stream, from_version, version, recorded_at) ${numbered} select ?, 'deal_' || printf('%09d', n), 1, 5, ? from numbers`,
    )
    .run(tenant, at)
  const position = handle.prepare(
    `insert into ${table("outbox_position")} (tenant_id, consumer, stream, version, leased_to, attempts, available_at, parked_at) ${numbered} select ?, ?, 'deal_' || printf('%09d', n), ?, 5, 0, ?, ? from numbers where n <= ?`,
  )
  position.run(tenant, consumer, 5, at, null, streams)
  // It had taken some, and of these one was parked.
  position.run(tenant, "asleep", 3, at, null, 100)
  const stuck = "deal_000000007"
  handle
    .prepare(
      `update ${table("outbox_position")} set parked_at = ?, error = 'stuck' where consumer = 'asleep' and stream = ?`,
    )
    .run(at, stuck)
  const { outbox } = makeSqliteStore(database, defaultNaming)
  if (outbox === null) throw new Error("the store has an outbox")
  const claim = { tenant, consumer, after: "", batch: 100, onlyNew: false, now: at, leasedUntil: at, maxAttempts: 10 }
  const inTheWay = () =>
    handle
      .prepare(`select count(*) from ${table("outbox")} where stream < '~'`)
      .pluck()
      .get() as number
  for (let polls = 0; polls < 4; polls++) {
    expect((await Effect.runPromise(outbox.claim({ ...claim, token: "token" }))).deliveries).toEqual([])
  }
  expect(inTheWay()).toBeLessThan(4000)
  const runs = new Map<string, readonly [after: number, to: number]>()
  const drain = async () => {
    for (let after = "", claims = 0; ; claims++) {
      const token = `token ${runs.size} ${claims}`
      const asked = { ...claim, consumer: "asleep", batch: 5000, after, token, leasedUntil: "2026-11-23T09:31:00.000Z" }
      const { deliveries, next } = await Effect.runPromise(outbox.claim(asked))
      if (deliveries.length === 0) return
      for (const { stream, after: from, to } of deliveries) {
        // A long run may be handed over in parts.
        const before = runs.get(stream)
        expect(before === undefined || before[1] === from).toBe(true)
        runs.set(stream, [before?.[0] ?? from, to])
      }
      const taken = deliveries.map(({ stream, to }) => ({ stream, token, to, keepsRest: false }))
      await Effect.runPromise(outbox.acknowledge({ tenant, consumer: "asleep", runs: taken, now: at }))
      after = next
    }
  }
  await drain()
  expect(runs.size).toBe(streams - 1)
  expect(runs.get("deal_000000001")).toEqual([3, 5])
  expect(runs.get("deal_000012000")).toEqual([0, 5])
  // It has caught up but for what is parked, and looks behind the others no more, until that is to be tried again.
  const behind = `select count(*) from ${table("outbox_position")} where stream = '~'`
  expect(handle.prepare(behind).pluck().get()).toBe(0)
  await Effect.runPromise(outbox.retry({ tenant, consumer: "asleep" }, stuck, at))
  await drain()
  expect(runs.get(stuck)).toEqual([3, 5])
  expect(handle.prepare(behind).pluck().get()).toBe(0)
})
