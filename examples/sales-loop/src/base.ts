import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { salesDept } from "@salesdept/core/promise"
import type { TenantSales } from "@salesdept/core/promise"
import type { Language } from "@salesdept/core/shared"
import { migrateSqlite, openSqlite, sqlite } from "@salesdept/sqlite"
import { departmentConfig, playDepartment, simulated } from "./department.ts"
import type { Round } from "./loop.ts"
import { goRound } from "./loop.ts"
import { reviewsOf } from "./reviews.ts"

/** Plays the department into a file of its own and goes round the loop once. */
export const playLoop = async (language: Language): Promise<Round & { readonly refused: number }> => {
  const folder = mkdtempSync(join(tmpdir(), "sales-loop-"))
  const filename = join(folder, "sales.db")
  try {
    const database = openSqlite({ filename })
    migrateSqlite(database, "2025-10-01T00:00:00.000Z")
    database.close()
    const department = simulated(language)
    let now = 0
    await using dept = await salesDept({
      store: sqlite({ filename }),
      department: departmentConfig,
      now: () => now,
    })
    const tenant: TenantSales = dept.tenant("default")
    const onTime = (epochMs: number): void => {
      now = epochMs
    }
    const pauses = reviewsOf(department, tenant, () => dept.tick())
    const refused = await playDepartment(department, tenant, onTime, pauses)
    await addNextQuarter(department, tenant)
    now = Date.parse("2026-07-01T15:00:00.000Z")
    return { ...(await goRound(department, tenant)), refused }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The third quarter was planned like the second; the simulation ends before it. */
const addNextQuarter = async (department: ReturnType<typeof simulated>, tenant: TenantSales): Promise<void> => {
  const { currency } = department.options
  const targets = department.targets.flatMap(({ repId, quarter, amountMinor }) =>
    repId === null ? [] : [{ ownerId: repId, quarter, amountMinor }],
  )
  const next = targets
    .filter(({ quarter }) => quarter === "2026-Q2")
    .map((target) => ({ ...target, quarter: "2026-Q3" }))
  await tenant.as(department.head.id).plans.publish({ id: "plan_main", currency, targets: [...targets, ...next] })
}
