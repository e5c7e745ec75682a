// A process that moves deals one after another and tells how many bytes of each command outlive collections of what is young.
import { getHeapSpaceStatistics } from "node:v8"
import { presets, salesDept } from "@salesdept/core/promise"
import { makeSqliteStore, migrateSqlite, openSqlite } from "../src/index.ts"

const commands = 4000

const database = openSqlite({ filename: ":memory:" })
migrateSqlite(database, "2026-02-02T06:00:00.000Z")
const dept = await salesDept({
  store: { open: () => Promise.resolve({ store: makeSqliteStore(database), close: () => Promise.resolve() }) },
  department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  hostKeeps: ["client"],
})
const shop = dept.tenant("shop-17").as("user:42")
await shop.deals.open({ id: "deal_1", clientId: "client_1", title: "Audit" })

const oldBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === "old_space")?.space_used_size ?? Number.NaN

const evaluate = async (): Promise<void> => {
  for (let count = 0; count < commands; count++) await shop.deals.evaluate({ dealId: "deal_1", to: "contact" })
}

// Until all of it is compiled.
for (let round = 0; round < 3; round++) await evaluate()
globalThis.gc?.()
const before = oldBytes()
await evaluate()
process.stdout.write(String((oldBytes() - before) / commands))
database.close()
