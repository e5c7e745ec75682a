import type { OutboxClaim } from "@salesdept/core/ports"
import { makeOutbox, quotedTableName } from "@salesdept/sql"
import type { Naming, Query } from "@salesdept/sql"
import * as Effect from "effect/Effect"
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

/** How many rows of tables a statement read. */
const rowsRead = (step: PlanStep): number => {
  const own = step["Relation Name"] === undefined ? 0 : step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0)
  return own * step["Actual Loops"] + (step.Plans ?? []).reduce((sum, inner) => sum + rowsRead(inner), 0)
}

describe("a poll of a consumer that has everything", () => {
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

  it.each([5000, 30_000])("reads as few rows with %d streams behind it", async (streams) => {
    await acknowledged(streams)
    const sent: Array<readonly [text: string, values: ReadonlyArray<unknown>]> = []
    const query: Query = async (text, values) => {
      sent.push([text, values])
      return (await database.admin().query<{ [column: string]: unknown }>(text, [...values])).rows
    }
    const outbox = makeOutbox({
      dialect: "postgres",
      naming,
      readInstant: String,
      run: (_operation, body) => Effect.promise(() => body(query)),
    })
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
    const poll = async (): Promise<void> => {
      sent.length = 0
      expect(await Effect.runPromise(outbox.claim(claim))).toEqual({ deliveries: [], next: "" })
    }
    for (let polls = 0; polls < 2 + streams / 5000; polls++) await poll()
    await poll()
    let read = 0
    for (const [text, values] of sent) {
      const { rows } = await database
        .admin()
        .query<{ readonly "QUERY PLAN": ReadonlyArray<{ readonly Plan: PlanStep }> }>(
          `explain (analyze, format json) ${text}`,
          [...values],
        )
      read += rows.flatMap((row) => row["QUERY PLAN"]).reduce((sum, { Plan }) => sum + rowsRead(Plan), 0)
    }
    expect(sent.length).toBeGreaterThan(0)
    expect(read).toBeLessThan(5000)
  })
})
