import type { Deal } from "@salesdept/core/deal"
import type { Texts } from "@salesdept/core/journal"
import { makeCatalog } from "@salesdept/sql"
import type { Catalog } from "@salesdept/sql"
import type { SqliteDatabase } from "@salesdept/sqlite"
import { dealIdAt, tenant } from "../BenchBase.ts"
import type { PostgresBase } from "../BenchPostgres.ts"
import { stages } from "../move/MoveScript.ts"

/** The stage whose board is shown. */
export const boardStage = "needs"

const dayOf = (index: number): string =>
  `2026-${String((index % 12) + 1).padStart(2, "0")}-${String((index % 28) + 1).padStart(2, "0")}`

/** An open deal as a store keeps it; every stage has as many. */
const dealAt = (index: number): Deal => ({
  id: dealIdAt(index),
  version: 1,
  textsVersion: 1,
  changedAt: "2026-01-01T00:00:00.000Z",
  factsVersion: 0,
  pipelineId: "servicesWithActs",
  pipelineVersion: 1,
  stageId: stages[index % stages.length] ?? "",
  outcome: "open",
  standing: "active",
  clientId: `client_${index % 997}`,
  ownerId: `user:${index % 9}`,
  sellerId: `user:${index % 9}`,
  closedById: null,
  productId: "product_audit",
  amount: { amountMinor: 120_000_00 + ((index * 7919) % 1_000_003), currency: "RUB" },
  listAmount: { amountMinor: 150_000_00 + index, currency: "RUB" },
  openedOn: dayOf(index),
  closedOn: null,
  enteredStageAt: "2026-01-01T00:00:00.000Z",
  lostReasonId: null,
  expectedCloseOn: dayOf(index * 5),
  lines: [],
  amountFrom: "stated",
  creditShares: [],
  closeRate: null,
  cycles: [],
  earlierStays: [],
  unownedSince: null,
  reopenedOn: null,
  finishedOn: null,
  mergedIntoId: null,
  removedOn: null,
  sourceId: "crm",
  imported: null,
})

const textsAt = (index: number): Texts => ({ title: `Аудит ${index}` })

/** Values of the rows of a deal and of its texts. */
const rowsAt = ({ table }: ReturnType<Catalog["of"]>, index: number) => ({
  deal: table.toValues(tenant, dealAt(index), ""),
  texts: [tenant, dealIdAt(index), 1, JSON.stringify(textsAt(index)), ""],
})

/** Puts deals with their texts into the tables, past the write path: they are what is read, not what is measured. */
export const fillSqlite = (database: SqliteDatabase, count: number): void => {
  const catalog = makeCatalog("sqlite", { prefix: "salesdept_" })
  const deals = catalog.of("deal")
  database.run("begin", [])
  for (let index = 0; index < count; index++) {
    const { deal, texts } = rowsAt(deals, index)
    database.run(deals.statements.insert, deal)
    database.run(catalog.journal.insertTexts, texts)
  }
  database.run("commit", [])
  database.run("analyze", [])
}

const rowsAtOnce = 500

/** The same statement for several rows. */
const forRows = (insert: string, rows: number, width: number): string => {
  const [head = "", row = ""] = insert.split(/(?<= values )(?=\()/)
  const at = (index: number) => row.replaceAll(/\$(\d+)/g, (_, number) => `$${Number(number) + index * width}`)
  return head + Array.from({ length: rows }, (_, index) => at(index)).join(", ")
}

/** The same in Postgres, some hundred rows with a statement. */
export const fillPostgres = async ({ pool, naming }: PostgresBase, count: number): Promise<void> => {
  const catalog = makeCatalog("postgres", naming)
  const deals = catalog.of("deal")
  for (let start = 0; start < count; start += rowsAtOnce) {
    const rows = Array.from({ length: Math.min(rowsAtOnce, count - start) }, (_, at) => rowsAt(deals, start + at))
    const send = (insert: string, values: ReadonlyArray<ReadonlyArray<unknown>>) =>
      pool.query(forRows(insert, values.length, values[0]?.length ?? 0), values.flat())
    await send(
      deals.statements.insert,
      rows.map(({ deal }) => deal),
    )
    await send(
      catalog.journal.insertTexts,
      rows.map(({ texts }) => texts),
    )
  }
  await pool.query("vacuum analyze")
}
