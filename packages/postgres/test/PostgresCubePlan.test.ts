import { suiteDepartment } from "@salesdept/conformance"
import { dealAggregate } from "@salesdept/core/deal"
import type { CubeQuery } from "@salesdept/core/ports"
import { salesDept } from "@salesdept/core/promise"
import { makePostgresStore } from "@salesdept/postgres"
import { quotedTableName } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { watchPlans } from "./server/PlanWatch.ts"
import { startMs, useDatabase } from "./server/TestDatabase.ts"

// A server of our own: it tells its plans to a superuser.
const database = useDatabase("18")
const tenant = "shop-17"
const reps = 100
const dealsOfRep = 400

const oneRep: CubeQuery = {
  of: dealAggregate,
  join: null,
  where: [
    { field: "outcome", is: "won" },
    { field: "standing", is: "active" },
    { field: "sellerId", is: "user:7" },
  ],
  at: "closedOn",
  atKind: "date",
  bounds: ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2027-01-01"],
  by: [{ field: "sellerId" }, { field: "productId" }],
  money: { field: "amount" },
  apart: { currency: "RUB", lists: [{ field: "creditShares" }], told: [{ field: "closeRate" }] },
  except: [],
  exceptJoined: [],
  withIds: false,
}

it(
  "facts of one rep are read from the index alone, also by the plan that the server keeps for a prepared statement",
  async () => {
    const naming = await database.migrated()
    const watch = watchPlans(database.url())
    try {
      const store = makePostgresStore(watch.pool, { naming })
      const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
      const dept = await salesDept({ store: { open }, department: suiteDepartment })
      await dept
        .tenant(tenant)
        .as("user:1")
        .deals.import({
          sourceId: "bareExport",
          pipelineId: "servicesWithActs",
          rows: Array.from({ length: reps }, (_, rep) => ({
            id: `deal_${rep}` as const,
            title: "Audit",
            stageId: "done",
            clientId: null,
            ownerId: `user:${rep}`,
            productId: null,
            amount: { amountMinor: 1000, currency: "RUB" },
            listAmount: null,
            openedOn: "2026-01-05",
            closedOn: "2026-01-10",
          })),
        })
      const admin = database.admin()
      const table = quotedTableName(naming, "deal")
      const { rows: columns } = await admin.query<{ readonly name: string }>(
        "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum",
        [table],
      )
      const names = columns.map(({ name }) => `"${name}"`)
      const changed = new Map([
        [`"id"`, "id || '_' || n"],
        [`"closed_on"`, "closed_on + n % 300"],
        [`"product_id"`, "'product_' || n % 20"],
        [`"amount_minor"`, "amount_minor + n * 7919 % 100003"],
        [`"outcome"`, "case n % 2 when 0 then 'won' else 'lost' end"],
      ])
      await admin.query(
        `insert into ${table} (${names.join(", ")}) select ${names.map((name) => changed.get(name) ?? name).join(", ")} from ${table}, generate_series(2, ${dealsOfRep}) as n`,
      )
      // What was committed without waiting for the disk is not known to be seen by everybody before it is there.
      await admin.query("checkpoint")
      await admin.query(`vacuum (analyze) ${table}`)
      // The server makes five plans for the values it is given before it keeps one for any.
      for (let time = 0; time < 7; time++) {
        watch.taken()
        const cells = await Effect.runPromise(store.facts?.cube(tenant, oneRep) ?? Effect.die("no facts"))
        expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(dealsOfRep / 2 + 1)
        const [read, ...others] = watch.taken()
        expect(others).toEqual([])
        expect(read?.blocks).toBeLessThan(dealsOfRep / 4)
      }
      const { rows: kept } = await watch.pool.query<{ readonly plans: number }>(
        "select sum(generic_plans)::int as plans from pg_prepared_statements where statement like '%width_bucket%'",
      )
      expect(kept[0]?.plans).toBe(2)
    } finally {
      await watch.pool.end()
    }
  },
  startMs,
)
