import { existsSync } from "node:fs"
import { presets, salesDept } from "@salesdept/core/promise"
import { expect, it } from "vitest"
import { sqlite } from "../src/index.ts"
import { faultOf, migrated, newFile, opened } from "./database.ts"

const closed = { tag: "StoreFault", reason: "closed", retryable: false }

it("a store that is closed refuses at once what waits for the file, and what comes later", async () => {
  const file = newFile()
  migrated(file)
  const dept = await salesDept({
    // Far longer than a test may take: who waits for it fails.
    store: sqlite({ filename: file, busyTimeoutMs: 60_000, synchronous: "normal", readerFromBytes: 0 }),
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  })
  await dept.load()
  const shop = dept.tenant("shop-17").as("user:42")
  await shop.clients.register({ id: "client_0", name: "Alfa" })
  const other = opened(file)
  other.handle.exec("begin immediate")
  const waiting = [1, 2, 3].map((n) => faultOf(() => shop.clients.register({ id: `client_${n}`, name: "Alfa" })))
  await new Promise((resolve) => setTimeout(resolve, 50))
  await dept.close()
  expect(await Promise.all(waiting)).toEqual([closed, closed, closed])
  const late = [
    () => shop.clients.register({ name: "Late" }),
    () => shop.clients.get("client_0"),
    () => shop.clients.page({}),
    () => shop.clients.verify(),
    () => dept.tick(),
    () => dept.tenants(),
  ]
  for (const call of late) expect(await faultOf(call)).toEqual(closed)
  other.handle.exec("rollback")
  expect(other.all("select id from salesdept_client", [])).toEqual([{ id: "client_0" }])
  await dept.close()
})

it("a file whose store cannot be opened is closed again", async () => {
  const file = newFile()
  const database = opened(file)
  // A list of migrations that is somebody else's.
  database.handle.exec("create table salesdept_migration (title text)")
  database.close()
  expect(await faultOf(() => salesDept({ store: sqlite({ filename: file }) }))).toMatchObject({
    reason: "schemaMissing",
  })
  expect([`${file}-wal`, `${file}-shm`].filter((path) => existsSync(path))).toEqual([])
})
