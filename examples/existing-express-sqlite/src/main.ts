import { existsSync } from "node:fs"
import Database from "better-sqlite3"
import { shopApp } from "./app.ts"
import { openSales, stateReps, tenant } from "./sales.ts"
import { createShop } from "./shop.ts"
import { startWork } from "./work.ts"

const filename = process.argv[2] ?? "shop.db"
const isNew = !existsSync(filename)
const db = new Database(filename)
db.pragma("foreign_keys = on")
if (isNew) createShop(db)
const dept = await openSales(db)
await stateReps(dept, db)
const stopWork = startWork(dept, db, tenant)
const server = shopApp(dept, db).listen(3000, () => console.log(`${filename} on http://localhost:3000/control`))

// First no new requests, then what is under way, then the library, then the shop's own file.
const shutDown = async (): Promise<void> => {
  await new Promise((closed) => server.close(closed))
  await stopWork()
  await dept.close()
  db.close()
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void shutDown())
