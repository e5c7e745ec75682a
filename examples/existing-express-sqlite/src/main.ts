import { existsSync } from "node:fs"
import Database from "better-sqlite3"
import { shopApp } from "./app.ts"
import { openSales, stateReps } from "./sales.ts"
import { createShop } from "./shop.ts"

const filename = process.argv[2] ?? "shop.db"
const isNew = !existsSync(filename)
const db = new Database(filename)
db.pragma("foreign_keys = on")
if (isNew) createShop(db)
const dept = await openSales(db)
await stateReps(dept, db)
shopApp(dept, db).listen(3000, () => console.log(`${filename} on http://localhost:3000/control`))
