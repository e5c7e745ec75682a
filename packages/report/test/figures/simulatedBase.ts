import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
import type { SimulatedDepartment } from "@salesdept/conformance/simulator"
import { makeMemoryStore } from "@salesdept/core/memory"
import type { ClosingDocument, Invoice } from "@salesdept/core/settlement"
import { closingDocumentAggregate, invoiceAggregate } from "@salesdept/core/settlement"
import { presets, salesDept } from "@salesdept/core/promise"
import { addDays } from "@salesdept/core/shared"
import * as Effect from "effect/Effect"
import type { Base } from "../../src/figures/Base.ts"
import { readBase } from "../../src/figures/ReadBase.ts"

/** A simulated department that was played into a store in memory. */
export interface SimulatedBase {
  readonly simulated: SimulatedDepartment
  readonly base: Base
  readonly invoices: ReadonlyArray<Invoice>
  readonly documents: ReadonlyArray<ClosingDocument>
}

/** Plays five months of a small department, the last quarter of which is not over, and reads the base back. */
export const simulatedBase = async (): Promise<SimulatedBase> => {
  const simulated = simulateDepartment({ seed: 7, from: "2025-10-01", months: 5, reps: 4, scale: 0.4 })
  const { timeZone, currency, until } = simulated.options
  const department = presets.servicesWithActs({ timeZone, currency })
  const store = makeMemoryStore()
  const opened = { store, close: () => Promise.resolve() }
  let now = 0
  await using dept = await salesDept({
    store: { open: () => Promise.resolve(opened) },
    department,
    now: () => now,
  })
  await playSimulation(simulated, dept.tenant("default"), {
    onTime: (epochMs) => {
      now = epochMs
    },
  })
  const base = await Effect.runPromise(
    readBase(store, "default", { department, asOf: addDays(until, -1), now: "2026-12-31T00:00:00.000Z" }),
  )
  const invoices: Array<Invoice> = []
  const documents: Array<ClosingDocument> = []
  await Effect.runPromise(store.scan("default", invoiceAggregate, (batch) => void invoices.push(...batch)))
  await Effect.runPromise(store.scan("default", closingDocumentAggregate, (batch) => void documents.push(...batch)))
  return { simulated, base, invoices, documents }
}
