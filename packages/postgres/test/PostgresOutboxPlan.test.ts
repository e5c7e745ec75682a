import type { OutboxClaim } from "@salesdept/core/ports"
import { makeOutbox, quotedTableName } from "@salesdept/sql"
import type { OutboxTools, Query } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"

/** A step of a plan, as `explain (format json)` tells it. */
interface PlanStep {
  readonly "Actual Rows": number
  readonly "Actual Loops": number
  readonly "Rows Removed by Filter"?: number
  readonly "Rows Removed by Join Filter"?: number
  readonly Plans?: ReadonlyArray<PlanStep>
}

/** How many rows pass through the steps of a plan, kept or not. */
const passed = ({ Plans = [], ...step }: PlanStep): number => {
  const dropped = (step["Rows Removed by Filter"] ?? 0) + (step["Rows Removed by Join Filter"] ?? 0)
  return (step["Actual Rows"] + dropped) * step["Actual Loops"] + Plans.reduce((sum, inner) => sum + passed(inner), 0)
}

const [tenant, consumer, marks] = ["shop-17", "search", 3000]

/** Where what was put aside begins. */
const putAside = "~"

const claim: Omit<OutboxClaim, "after"> = {
  tenant,
  consumer,
  batch: marks,
  onlyNew: false,
  now: migratedAt,
  leasedUntil: migratedAt,
  token: "token",
  maxAttempts: 10,
}

describe.each(testedVersions)("plans of the outbox on Postgres %s", (version) => {
  const database = useDatabase(version)

  it.each([
    ["analysed", "is asked anew", "force_custom_plan"],
    ["analysed", "is kept", "force_generic_plan"],
    ["never analysed", "is asked anew", "force_custom_plan"],
    ["never analysed", "is kept", "force_generic_plan"],
  ])("put marks beside positions, not each beside all: tables %s, a plan that %s", async (state, _words, mode) => {
    const naming = await database.migrated()
    const [outboxes, positions] = [quotedTableName(naming, "outbox"), quotedTableName(naming, "outbox_position")]
    const admin = database.admin()
    for (const table of [outboxes, positions])
      await admin.query(`alter table ${table} set (autovacuum_enabled = false)`)
    const numbered = `from generate_series(1, ${marks}) as n`
    await admin.query(
      `insert into ${outboxes} (tenant_id, stream, from_version, version, recorded_at) select $1, 'deal_' || lpad(n::text, 9, '0'), 1, 5, $2 ${numbered}`,
      [tenant, migratedAt],
    )
    await admin.query(
      `insert into ${outboxes} (tenant_id, stream, from_version, version, recorded_at) select tenant_id, '${putAside}' || replace(stream, 'deal', 'visit'), from_version, version, recorded_at from ${outboxes}`,
    )
    await admin.query(
      `insert into ${positions} (tenant_id, consumer, stream, version, leased_to, attempts, available_at) select tenant_id, $1, ltrim(stream, '${putAside}'), version, version, 0, $2 from ${outboxes}`,
      [consumer, migratedAt],
    )
    if (state === "analysed") await admin.query(`analyze ${outboxes}, ${positions}`)
    const connection = await admin.connect()
    const looks: Array<number> = []
    /** Looks at a statement's plan before it is asked. */
    const query: Query = async (text, values) => {
      if (text.startsWith("with looked")) {
        const name = `look_${looks.length}`
        const literals = values.map((value) => (typeof value === "number" ? value : `'${String(value)}'`)).join(", ")
        await connection.query(`prepare ${name} as ${text}`)
        const { rows } = await connection.query<{ readonly "QUERY PLAN": ReadonlyArray<{ readonly Plan: PlanStep }> }>(
          `explain (analyze, format json) execute ${name}(${literals})`,
        )
        looks.push(rows.flatMap((row) => row["QUERY PLAN"]).reduce((sum, { Plan }) => sum + passed(Plan), 0))
      }
      return (await connection.query<{ [column: string]: unknown }>(text, [...values])).rows
    }
    const run: OutboxTools["run"] = (_operation, body) => Effect.promise(() => body(query))
    const outbox = makeOutbox({ dialect: "postgres", naming, readInstant: String, run })
    try {
      await connection.query(`set plan_cache_mode = ${mode}`)
      for (const after of ["", putAside]) {
        expect((await Effect.runPromise(outbox.claim({ ...claim, after }))).deliveries).toEqual([])
      }
    } finally {
      connection.release(true)
    }
    // At what was never tried, at what was put aside, and at what is due.
    expect(looks).toHaveLength(3)
    for (const rows of looks) {
      expect(rows).toBeGreaterThan(marks)
      expect(rows).toBeLessThan(25 * marks)
    }
  })
})
