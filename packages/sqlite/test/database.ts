import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { SalesDept, Session } from "@salesdept/core/promise"
import { presets, salesDept } from "@salesdept/core/promise"
import { isSalesDeptError } from "@salesdept/core/shared"
import { onTestFinished } from "vitest"
import type { SqliteDatabase } from "../src/index.ts"
import { makeSqliteStore, migrateSqlite, openSqlite } from "../src/index.ts"

/** When migrations of tests are applied. */
export const appliedAt = "2026-02-02T06:00:00.000Z"

/** The path of a file that is not there yet, in a folder that is removed after the test. */
export const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "salesdept-sqlite-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, "sales.db")
}

/** Opens a file until the test has finished. */
export const opened = (filename: string, busyTimeoutMs = 100): SqliteDatabase => {
  const database = openSqlite({ filename, busyTimeoutMs, synchronous: "normal" })
  onTestFinished(() => database.close())
  return database
}

/** Opens a file and makes the tables in it. */
export const migrated = (filename: string, busyTimeoutMs = 100): SqliteDatabase => {
  const database = opened(filename, busyTimeoutMs)
  migrateSqlite(database, appliedAt)
  return database
}

/** The library over an open database, with all its code loaded: what is called together arrives together. */
export const deptOver = async (database: SqliteDatabase): Promise<SalesDept> => {
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store: makeSqliteStore(database), close: () => Promise.resolve() }) },
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  })
  await dept.load()
  return dept
}

/** Use cases over an open database. */
export const shopOver = async (database: SqliteDatabase): Promise<Session> =>
  (await deptOver(database)).tenant("shop-17").as("user:42")

/** What is seen of the library's error with which something failed: tag, reason and whether to try again. */
export const faultOf = async (call: () => unknown): Promise<object> => {
  try {
    await call()
  } catch (error) {
    if (!isSalesDeptError(error)) throw error
    const { reason } = error.data as { readonly reason?: string }
    return { tag: error._tag, reason, retryable: error.retryable }
  }
  throw new Error("nothing failed")
}
