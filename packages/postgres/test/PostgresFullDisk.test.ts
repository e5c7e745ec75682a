import { execFileSync } from "node:child_process"
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { suiteDepartment } from "@salesdept/conformance"
import { openPool, postgres } from "@salesdept/postgres"
import { salesDept } from "@salesdept/core/promise"
import { isSalesDeptError } from "@salesdept/core/shared"
import { quotedTableName } from "@salesdept/sql"
import { expect, it } from "vitest"
import { startMs, testedVersions, useDatabase } from "./server/TestDatabase.ts"

/** A file system of a few megabytes; only root may make one. */
const mount = (...args: ReadonlyArray<string>): void => {
  execFileSync("mount", [...args], { stdio: "pipe" })
}

const cannot = (): string | null => {
  if (testedVersions[0] === "given") return "a server was given"
  const folder = mkdtempSync(join(tmpdir(), "salesdept-mount-"))
  try {
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
    execFileSync("umount", [folder], { stdio: "pipe" })
    return null
  } catch {
    return "a small file system cannot be mounted here"
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const missing = cannot()
if (missing !== null) console.warn(`SKIPPED, a disk of Postgres that is really full: ${missing}`)

const database = useDatabase()

it.skipIf(missing !== null)(
  "a disk that is really full is told as full, leaves nothing of a command, and all works again with room",
  async () => {
    const naming = await database.migrated()
    const admin = database.admin()
    const { rows } = await admin.query<{ readonly data_directory: string }>("show data_directory")
    const { gid, uid } = statSync(rows[0]?.data_directory ?? "")
    const folder = mkdtempSync(join(tmpdir(), "salesdept-full-"))
    mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", folder)
    const tables = ["journal", "texts"].map((name) => quotedTableName(naming, name))
    const pool = openPool({ connectionString: database.url(), maxConnections: 3 })
    try {
      chownSync(folder, uid, gid)
      chmodSync(folder, 0o700)
      await admin.query(`create tablespace tiny location '${folder}'`)
      for (const table of tables) await admin.query(`alter table ${table} set tablespace tiny`)
      const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
      const shop = dept.tenant("shop-17").as("user:42")
      let kept = 0
      const register = (index: number) =>
        shop.clients.register({ id: `client_${index}`, name: "А".repeat(190), comment: "я".repeat(1500) })
      let fault: unknown = null
      while (fault === null && kept < 5000) {
        const outcomes = await Promise.allSettled([0, 1, 2].map((step) => register(kept + step)))
        fault = outcomes.find(({ status }) => status === "rejected") ?? null
        kept += 3
      }
      const told = (fault as PromiseRejectedResult).reason as unknown
      expect(isSalesDeptError(told) && told._tag === "StoreFault" && told.data).toEqual({
        operation: "transact",
        reason: "full",
      })
      expect({ out: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }).toEqual({ out: 0, waiting: 0 })
      // Each client is there with its journal and its texts, or not at all.
      const count = await shop.clients.count()
      expect(await shop.clients.verify()).toEqual({ streams: count, events: count, faults: [] })
      const stored = await admin.query<{ readonly journal: string; readonly texts: string }>(
        `select (select count(*) from ${tables[0]}) as journal, (select count(*) from ${tables[1]}) as texts`,
      )
      expect(stored.rows[0]).toEqual({ journal: String(count), texts: String(count) })
      mount("-o", "remount,size=16m", folder)
      expect((await register(9999)).replayed).toBe(false)
      expect(await shop.clients.count()).toBe(count + 1)
    } finally {
      await pool.end()
      for (const table of tables) await admin.query(`alter table ${table} set tablespace pg_default`).catch(() => null)
      await admin.query("drop tablespace if exists tiny").catch(() => null)
      execFileSync("umount", ["-l", folder], { stdio: "pipe" })
      rmSync(folder, { recursive: true, force: true })
    }
  },
  startMs,
)
