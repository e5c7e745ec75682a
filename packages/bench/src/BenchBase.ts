import { copyFileSync } from "node:fs"
import { presets, salesDept } from "@salesdept/core/promise"
import type { SalesDept, Session } from "@salesdept/core/promise"
import type { DepartmentConfig } from "@salesdept/core/department"
import { makeSqliteStore, migrateSqlite, openSqlite } from "@salesdept/sqlite"
import type { SqliteDatabase } from "@salesdept/sqlite"

/** The tenant of all benchmarks. */
export const tenant = "bench"

/** Who acts. */
export const actor = "user:1"

/** The source that imported rows name. */
export const sourceId = "crm"

/** The configuration in force. */
export const benchDepartment: DepartmentConfig = {
  ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  sources: [
    {
      id: sourceId,
      name: { en: "CRM", ru: "CRM" },
      carries: [],
    },
  ],
}

/** How safely commits are written: to the disk, or as fast as the processor allows. */
export type Durability = "full" | "off"

/** An open base with both doors to it. */
export interface BenchBase {
  /** The connection. */
  readonly database: SqliteDatabase
  /** The library over it. */
  readonly dept: SalesDept
}

/** Opens a base; makes its tables and publishes the configuration where it is new. */
export const openBase = async (filename: string, durability: Durability): Promise<BenchBase> => {
  const database = openSqlite({ filename })
  database.handle.pragma(`synchronous = ${durability}`)
  const isNew = migrateSqlite(database, "2026-01-01T00:00:00.000Z").length > 0
  const store = makeSqliteStore(database)
  const close = (): Promise<void> => {
    database.close()
    return Promise.resolve()
  }
  const dept = await salesDept({ store: { open: () => Promise.resolve({ store, close }) }, hostKeeps: ["client"] })
  if (isNew) await dept.tenant(tenant).as(actor).department.publish(benchDepartment)
  return { database, dept }
}

/** The id of the deal at a position. */
export const dealIdAt = (index: number): `deal_${string}` => `deal_${String(index).padStart(8, "0")}`

const seededTogether = 200

/** Opens deals, many at a time. */
export const openDeals = async (session: Session, deals: number): Promise<void> => {
  for (let start = 0; start < deals; start += seededTogether) {
    const count = Math.min(seededTogether, deals - start)
    const opened = Array.from({ length: count }, (_, offset) => {
      const index = start + offset
      return session.deals.open({
        id: dealIdAt(index),
        title: `Audit ${index}`,
        clientId: `client_${index % 997}`,
        ownerId: `user:${index % 9}`,
        productId: "product_audit",
        amount: { amountMinor: 120_000_00 + index, currency: "RUB" },
        listAmount: { amountMinor: 150_000_00 + index, currency: "RUB" },
        expectedCloseOn: "2026-12-31",
      })
    })
    await Promise.all(opened)
  }
}

/** Makes a base with open deals, and as many copies of it as files are named. */
export const prepareCopies = async (filenames: ReadonlyArray<string>, deals: number): Promise<void> => {
  const [first, ...others] = filenames
  if (first === undefined) return
  const { database, dept } = await openBase(first, "off")
  await openDeals(dept.tenant(tenant).as(actor), deals)
  database.handle.pragma("wal_checkpoint(truncate)")
  await dept.close()
  for (const filename of others) copyFileSync(first, filename)
}
