import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import { makePostgresStore } from "@salesdept/postgres"
import { quotedTableName } from "@salesdept/sql"
import { expect, it } from "vitest"
import { watchPlans } from "./server/PlanWatch.ts"
import { startMs, useDatabase } from "./server/TestDatabase.ts"

// A server of our own: it tells its plans to a superuser.
const database = useDatabase("18")

/** How many records one becomes, each about a deal of its own but for every tenth. */
const copies = 30_000

it(
  "the dialogs and steps of one deal, and a rep's open steps, are not looked for among those of the base, by kept plans either",
  async () => {
    const naming = await database.migrated()
    const watch = watchPlans(database.url())
    try {
      const store = makePostgresStore(watch.pool, { naming })
      const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
      const dept = await salesDept({ store: { open }, department: suiteDepartment })
      const shop = dept.tenant("shop-17").as("user:1")
      await shop.deals.open({ id: "deal_1", title: "Audit" })
      await shop.dialogs.record({ dealId: "deal_1", kind: "call", direction: "outbound", outcomeId: "agreed" })
      await shop.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2026-02-10", ownerId: "user:1" })
      const admin = database.admin()
      const multiply = async (kind: string, changed: ReadonlyMap<string, string>): Promise<void> => {
        const table = quotedTableName(naming, kind)
        const { rows } = await admin.query<{ readonly name: string }>(
          "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum",
          [table],
        )
        const names = rows.map(({ name }) => name)
        await admin.query(
          `insert into ${table} (${names.join(", ")}) select ${names.map((name) => changed.get(name) ?? name).join(", ")} from ${table}, generate_series(2, ${copies}) as n`,
        )
        await admin.query("checkpoint")
        await admin.query(`vacuum (analyze) ${table}`)
      }
      const about = [
        ["id", "id || '_' || n"],
        ["deal_id", "'deal_' || n / 10"],
      ] as const
      await multiply("dialog", new Map([...about, ["held_at", "held_at - n * interval '1 minute'"]]))
      await multiply(
        "nextStep",
        new Map([
          ...about,
          ["due_on", "due_on - n % 400"],
          ["status", "case when n % 100 = 0 then 'open' else 'done' end"],
          ["owner_id", "'user:' || n % 7"],
        ]),
      )
      const byHeldAt = { orderBy: { field: "heldAt", direction: "desc" } } as const
      const byDueOn = { orderBy: { field: "dueOn" } } as const
      const asked = {
        dialogs: () => shop.dialogs.page({ where: { dealId: "deal_7" }, ...byHeldAt }),
        "dialogs of several": () => shop.dialogs.page({ where: { dealId: { oneOf: ["deal_7", "deal_9"] } } }),
        "done steps": () => shop.nextSteps.page({ where: { dealId: "deal_7", status: "done" } }),
        "steps by day": () => shop.nextSteps.page({ where: { dealId: "deal_7", status: "done" }, ...byDueOn }),
        "own open steps": () =>
          shop.nextSteps.page({ where: { ownerId: "user:3", status: "open" }, ...byDueOn, limit: 20 }),
      }
      for (const [name, ask] of Object.entries(asked)) {
        // The server makes five plans for the values it is given before it keeps one for any.
        for (let time = 0; time < 7; time++) {
          watch.taken()
          expect((await ask()).items.length, name).toBeGreaterThan(0)
          expect(
            watch.taken().reduce((sum, { rows }) => sum + rows, 0),
            name,
          ).toBeLessThan(copies / 50)
        }
      }
    } finally {
      await watch.pool.end()
    }
  },
  startMs,
)
