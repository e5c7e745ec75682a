// One of many processes that migrate a new file at the same moment: prints the ids it has applied.
import { migrateSqlite, openSqlite } from "../src/index.ts"

const [filename = "", begins = "0"] = process.argv.slice(2)
await new Promise((resolve) => {
  setTimeout(resolve, Number(begins) - Date.now())
})
const database = openSqlite({ filename, busyTimeoutMs: 30_000 })
console.log(JSON.stringify(migrateSqlite(database, "2026-02-02T06:00:00.000Z")))
database.close()
