import type { ImportFile, ImportPlan } from "@salesdept/core/exchange"
import { planImport } from "@salesdept/core/exchange"
import type { RecordedImport } from "@salesdept/core/exchange/service"
import { makeMemoryStore } from "@salesdept/core/memory"
import { presets, salesDept } from "@salesdept/core/promise"
import * as Effect from "effect/Effect"
import type { Base } from "../../src/figures/Base.ts"
import { readBase } from "../../src/figures/ReadBase.ts"

/** A base that files were imported into through the write path, twice. */
export interface ImportedBase {
  readonly plan: ImportPlan
  readonly recorded: RecordedImport
  readonly again: RecordedImport
  readonly base: Base
}

/** Imports files into a store in memory and reads the base back. */
export const importedBase = async (files: ReadonlyArray<ImportFile>): Promise<ImportedBase> => {
  const plan = planImport(files, { source: "crm", currency: "USD", timeZone: "UTC" })
  const department = presets.servicesWithActs({ timeZone: "UTC", currency: "USD" })
  const store = makeMemoryStore()
  const opened = { store, close: () => Promise.resolve() }
  await using dept = await salesDept({ store: { open: () => Promise.resolve(opened) }, department })
  const session = dept.tenant("default").as("head")
  const recorded = await session.imports.record(plan)
  const again = await session.imports.record(plan)
  const base = await Effect.runPromise(
    readBase(store, "default", { department, asOf: plan.dataAsOf, now: "2026-12-31T00:00:00.000Z" }),
  )
  return { plan, recorded, again, base }
}
