import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { playSimulation } from "@salesdept/conformance/simulator"
import { salesDept } from "@salesdept/core/promise"
import type { TenantSales } from "@salesdept/core/promise"
import type { Language } from "@salesdept/core/shared"
import { migrateSqlite, sqlite } from "@salesdept/sqlite"
import { departmentConfig, firstVersion, recordRuns, simulated, writeScripts } from "./department.ts"
import type { VersionOf } from "./department.ts"
import { closeRound } from "./ending.ts"
import type { Ending } from "./ending.ts"
import type { Round } from "./loop.ts"
import { goRound } from "./loop.ts"
import { reviewsOf } from "./reviews.ts"

/** A round, what its experiment came to a quarter later, and how many commands of the whole year were refused. */
export interface Played extends Round {
  readonly ending: Ending
  readonly refused: number
}

/** Plays a year into a file of its own. When three quarters are over the loop is gone round once; when the year is, the round is closed. */
export const playLoop = async (language: Language): Promise<Played> => {
  const folder = mkdtempSync(join(tmpdir(), "sales-loop-"))
  const filename = join(folder, "sales.db")
  try {
    migrateSqlite({ filename }, "2025-10-01T00:00:00.000Z")
    const department = simulated(language)
    let now = 0
    await using dept = await salesDept({
      // The file is thrown away: no commit of the year has to reach the disk.
      store: sqlite({ filename, synchronous: "normal" }),
      department: departmentConfig,
      now: () => now,
    })
    const tenant: TenantSales = dept.tenant("default")
    const onTime = (epochMs: number): void => {
      now = epochMs
    }
    let round: Round | null = null
    const goOnce = async (): Promise<void> => {
      await writeScripts(department, tenant)
      await recordRuns(department, tenant, { from: "2025-10-01", to: "2026-07-01" }, firstVersion)
      round = await goRound(department, tenant)
    }
    const pauses = [
      ...reviewsOf(department, tenant, () => dept.tick()),
      { at: "2026-07-01T15:00:00.000Z", run: goOnce },
    ]
    const { refused } = await playSimulation(department, tenant, { onTime, pauses })
    if (round === null) throw new Error("the simulation ended before the loop was gone round")
    const { script } = round as Round
    const head = tenant.as(department.head.id)
    // A deal gets the version that the experiment draws for it, the same in every conversation.
    const drawn: VersionOf = async (stageId, dealId) =>
      script === null || stageId !== script.stageId
        ? firstVersion(stageId, dealId)
        : (await head.scriptExperiments.assign({ experimentId: script.experiment.id, dealId })).versionId
    await recordRuns(department, tenant, { from: "2026-07-01T15:00", to: "2026-10-01" }, drawn)
    now = Date.parse("2026-10-01T15:00:00.000Z")
    return { ...(round as Round), ending: await closeRound(department, tenant, round), refused: refused.length }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
