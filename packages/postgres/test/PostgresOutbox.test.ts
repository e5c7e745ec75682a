import type { OutboxClaim, OutboxShape } from "@salesdept/core/ports"
import { makeOutbox, quotedTableName } from "@salesdept/sql"
import type { Naming, Query } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { setTimeout as sleep } from "node:timers/promises"
import type { Pool } from "pg"
import { beforeEach, describe, expect, it } from "vitest"
import { migratedAt, useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const tenant = "shop-17"
const consumer = "search"

/** A step of a plan, as `explain (format json)` tells it. */
interface PlanStep {
  readonly "Relation Name"?: string
  readonly "Actual Rows": number
  readonly "Actual Loops": number
  readonly "Rows Removed by Filter"?: number
  readonly Plans?: ReadonlyArray<PlanStep>
}

const claim: OutboxClaim = {
  tenant,
  consumer,
  after: "",
  batch: 100,
  onlyNew: false,
  now: migratedAt,
  leasedUntil: migratedAt,
  token: "token",
  maxAttempts: 10,
}

/** How many rows of tables a statement read. */
const rowsRead = (step: PlanStep): number => {
  const own = step["Relation Name"] === undefined ? 0 : step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0)
  return own * step["Actual Loops"] + (step.Plans ?? []).reduce((sum, inner) => sum + rowsRead(inner), 0)
}

describe("the outbox of a consumer that has everything", () => {
  let naming: Naming
  beforeEach(async () => {
    naming = await database.migrated()
  })

  const table = (name: string): string => quotedTableName(naming, name)

  /** Streams of a tenant, of which the consumer has acknowledged everything. */
  const acknowledged = async (streams: number): Promise<void> => {
    const numbered = `from generate_series(1, ${streams}) as n`
    const admin = database.admin()
    await admin.query(`insert into ${table("outbox_consumer")} values ($1, $2, $3)`, [tenant, consumer, migratedAt])
    await admin.query(
      `insert into ${table("outbox")} (tenant_id, stream, from_version, version, recorded_at) select $1, 'deal_' || lpad(n::text, 9, '0'), 1, 5, $2 ${numbered}`,
      [tenant, migratedAt],
    )
    await admin.query(
      `insert into ${table("outbox_position")} (tenant_id, consumer, stream, version, leased_to, attempts, available_at) select $1, $2, 'deal_' || lpad(n::text, 9, '0'), 5, 5, 0, $3 ${numbered}`,
      [tenant, consumer, migratedAt],
    )
    await admin.query(`analyze ${table("outbox")}, ${table("outbox_position")}`)
  }

  const over =
    (connection: Pick<Pool, "query">): Query =>
    async (text, values) =>
      (await connection.query<{ [column: string]: unknown }>(text, [...values])).rows

  const outboxOver = (query: Query): OutboxShape =>
    makeOutbox({
      dialect: "postgres",
      naming,
      readInstant: String,
      run: (_operation, body) => Effect.promise(() => body(query)),
    })

  /** How many rows of tables the server reads for a statement, which it runs. */
  const rowsReadBy = async (text: string, values: ReadonlyArray<unknown>): Promise<number> => {
    const { rows } = await database
      .admin()
      .query<{ readonly "QUERY PLAN": ReadonlyArray<{ readonly Plan: PlanStep }> }>(
        `explain (analyze, format json) ${text}`,
        [...values],
      )
    return rows.flatMap((row) => row["QUERY PLAN"]).reduce((sum, { Plan }) => sum + rowsRead(Plan), 0)
  }

  it.each([
    [5000, "nobody"],
    [30_000, "nobody"],
    [30_000, "a consumer that never asks"],
  ])("is polled by reading as few rows with %d streams behind it, which %s lacks", async (streams, who) => {
    await acknowledged(streams)
    const isLacked = who !== "nobody"
    if (isLacked) {
      const asleep = [tenant, "asleep", migratedAt]
      await database.admin().query(`insert into ${table("outbox_consumer")} values ($1, $2, $3)`, asleep)
    }
    const sent: Array<readonly [text: string, values: ReadonlyArray<unknown>]> = []
    const outbox = outboxOver(async (text, values) => {
      sent.push([text, values])
      return await over(database.admin())(text, values)
    })
    const poll = async (): Promise<void> => {
      sent.length = 0
      expect(await Effect.runPromise(outbox.claim(claim))).toEqual({ deliveries: [], next: "" })
    }
    for (let polls = 0; polls < 2 + streams / 5000; polls++) await poll()
    await poll()
    // Of what somebody lacks, that much is left where it is.
    const most = isLacked ? 15_000 : 5000
    let read = 0
    for (const [text, values] of sent) read += await rowsReadBy(text, values)
    expect(sent.length).toBeGreaterThan(0)
    expect(read).toBeLessThan(most)
    if (!isLacked) return
    const asleep = outboxOver(over(database.admin()))
    const due = new Set<string>()
    let after = ""
    for (;;) {
      const asked = { ...claim, consumer: "asleep", after, batch: 50_000, token: `${due.size}` }
      const { deliveries, next } = await Effect.runPromise(
        asleep.claim({ ...asked, leasedUntil: "2999-01-01T00:00:00.000Z" }),
      )
      if (deliveries.length === 0) break
      for (const { stream } of deliveries) due.add(stream)
      after = next
    }
    expect(due.size).toBe(streams)
  })

  it("stores answers by reading the positions of their streams, however many lie between them", async () => {
    const streams = 20_000
    await acknowledged(streams)
    const taken = Array.from({ length: 100 }, (_, index) => `deal_${String(index * 200 + 1).padStart(9, "0")}`)
    await database
      .admin()
      .query(`update ${table("outbox_position")} set token = 'token' where stream = any($1)`, [taken])
    let read = 0
    const outbox = outboxOver(async (text, values) => {
      read += await rowsReadBy(text, values)
      await database
        .admin()
        .query(`update ${table("outbox_position")} set token = 'token' where stream = any($1)`, [taken])
      return await over(database.admin())(text, values)
    })
    const runs = taken.map((stream) => ({ stream, token: "token", to: 5, keepsRest: false }))
    const moved = await Effect.runPromise(outbox.acknowledge({ tenant, consumer, runs, now: migratedAt }))
    expect(moved.toSorted()).toEqual(taken)
    expect(read).toBeLessThan(1000)
  })

  it.each([
    ["as many as there are marks", 1],
    ["ten times as many as there are marks", 10],
  ])("finds what is due among positions that are %s", async (_words, perMark) => {
    const marks = 300
    const admin = database.admin()
    const series = `from generate_series(1, ${marks * perMark}) as n`
    const stream = "'deal_' || lpad(n::text, 9, '0')"
    const later = "2999-01-01T00:00:00.000Z"
    await admin.query(
      `insert into ${table("outbox")} (tenant_id, stream, from_version, version, recorded_at) select $1, ${stream}, 1, 5, $2 ${series} where n % ${perMark} = 0`,
      [tenant, migratedAt],
    )
    // Of each mark in turn: nothing, half, all, half leased to somebody, half parked.
    await admin.query(
      `insert into ${table("outbox_position")} (tenant_id, consumer, stream, version, leased_to, attempts, available_at, parked_at) select $1, $2, ${stream}, case (n / ${perMark}) % 5 when 2 then 5 else 3 end, 5, 0, case (n / ${perMark}) % 5 when 3 then $4::timestamptz else $3 end, case (n / ${perMark}) % 5 when 4 then $3::timestamptz end ${series} where (n / ${perMark}) % 5 > 0`,
      [tenant, consumer, migratedAt, later],
    )
    const outbox = outboxOver(over(admin))
    const found: Array<readonly [stream: string, after: number, to: number]> = []
    for (let after = ""; ;) {
      const { deliveries, next } = await Effect.runPromise(
        outbox.claim({ ...claim, after, batch: 70, leasedUntil: later }),
      )
      for (const run of deliveries) found.push([run.stream, run.after, run.to])
      after = next
      if (after === "") break
    }
    const expected = Array.from({ length: marks }, (_, index) => index + 1).flatMap((mark) => {
      const id = `deal_${String(mark * perMark).padStart(9, "0")}`
      return mark % 5 > 1 ? [] : [[id, mark % 5 === 0 ? 0 : 3, 5] as const]
    })
    expect(found.toSorted(([one], [other]) => (one < other ? -1 : 1))).toEqual(expected)
  })

  it("leaves a mark where it is that a new consumer has put back meanwhile", async () => {
    await acknowledged(1000)
    const stream = "deal_000000001"
    const holder = await database.admin().connect()
    try {
      let registered = false
      const settling = outboxOver(async (text, values) => {
        if (registered || !text.startsWith("delete from")) return await over(database.admin())(text, values)
        registered = true
        // The statement sees what was there when it begins, and waits for the mark.
        await holder.query("begin")
        await holder.query(`select 1 from ${table("outbox")} where stream = $1 for update`, [stream])
        const dropping = over(database.admin())(text, values)
        const waits = "select 1 from pg_locks where not granted"
        while ((await holder.query(waits)).rows.length === 0) await sleep(5)
        await Effect.runPromise(outboxOver(over(holder)).register({ tenant, consumer: "late" }, migratedAt))
        await holder.query("commit")
        return await dropping
      })
      await Effect.runPromise(settling.claim(claim))
      expect(registered).toBe(true)
    } finally {
      holder.release()
    }
    const late = outboxOver(over(database.admin()))
    const { deliveries } = await Effect.runPromise(late.claim({ ...claim, consumer: "late", batch: 5000 }))
    expect(deliveries).toHaveLength(1000)
    expect(deliveries[0]).toMatchObject({ stream, after: 0, to: 5 })
  })

  it("does not keep from a consumer that is being made known what is not yet back among the marks", async () => {
    const outbox = table("outbox")
    const row = (stream: string, from: number, to: number) =>
      database
        .admin()
        .query(`insert into ${outbox} values ($1, $2, $3, $4, $5)`, [tenant, stream, from, to, migratedAt])
    await row("~deal_1", 1, 2)
    await row("deal_1", 3, 4)
    await row("deal_2", 3, 4)
    for (const onlyNew of [true, false]) {
      const found = await Effect.runPromise(
        outboxOver(over(database.admin())).claim({ ...claim, consumer: `late ${onlyNew}`, onlyNew }),
      )
      expect(found.deliveries.map(({ after, stream, to }) => [stream, after, to])).toEqual([
        ["deal_1", 0, 4],
        ["deal_2", 2, 4],
      ])
    }
  })
})
