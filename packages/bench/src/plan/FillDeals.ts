import type { Deal, DealColumns } from "@salesdept/core/deal"
import { outcomeCodes } from "@salesdept/core/deal"
import { dateOfDayNumber, textAt } from "@salesdept/core/shared"
import { makeCatalog } from "@salesdept/sql"
import type { SqliteDatabase } from "@salesdept/sqlite"
import { tenant } from "../BenchBase.ts"

/** Puts deals into the table as they stand, past the write path: a million of them is what is read, not what is measured. */
export const fillDeals = (database: SqliteDatabase, columns: DealColumns): void => {
  const { table, statements } = makeCatalog("sqlite", { prefix: "salesdept_" }).of("deal")
  const outcomes = Object.entries(outcomeCodes)
  const dayAt = (days: Float64Array, row: number): string => dateOfDayNumber(days[row] ?? 0)
  database.run("begin", [])
  for (let row = 0; row < columns.length; row++) {
    const outcome = outcomes.find(([, code]) => code === columns.outcome[row])?.[0] ?? "open"
    const deal: Deal = {
      id: `deal_${row}`,
      version: 1,
      textsVersion: 0,
      changedAt: "2026-01-01T00:00:00.000Z",
      factsVersion: 0,
      pipelineId: "sales",
      pipelineVersion: 1,
      stageId: textAt(columns.stage, row) ?? "",
      outcome: outcome as Deal["outcome"],
      standing: "active",
      clientId: null,
      ownerId: textAt(columns.owner, row),
      productId: textAt(columns.product, row),
      amount: { amountMinor: columns.amountMinor[row] ?? 0, currency: "RUB" },
      listAmount: null,
      openedOn: dayAt(columns.openedDay, row),
      closedOn: outcome === "open" ? null : dayAt(columns.closedDay, row),
      enteredStageAt: null,
      lostReasonId: null,
      expectedCloseOn: null,
      lines: [],
      amountFrom: "stated",
      creditShares: [],
      closeRate: null,
      cycles: [],
      reopenedOn: null,
      sourceId: "crm",
      imported: null,
    }
    database.run(statements.insert, table.toValues(tenant, deal, ""))
  }
  database.run("commit", [])
  database.run("analyze", [])
}
