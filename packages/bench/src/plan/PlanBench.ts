import { join } from "node:path"
import { outcomeCodes } from "@salesdept/core/deal"
import type { DealColumns } from "@salesdept/core/deal"
import { planCube } from "@salesdept/core/plan"
import type { CubeTargets, PlanCube } from "@salesdept/core/plan"
import { makePostgresStore, migratePostgres, openPool } from "@salesdept/postgres"
import { makeSqliteStore } from "@salesdept/sqlite"
import { startServer } from "@salesdept/test-server"
import { openBase } from "../BenchBase.ts"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { expectSame, pairedRounds } from "../PairedRounds.ts"
import type { ColumnarEngine } from "./ColumnarEngine.ts"
import { columnarEngine } from "./ColumnarEngine.ts"
import { fillPostgres, fillSqlite } from "./FillDeals.ts"
import { fillVisitsPostgres, fillVisitsSqlite } from "./FillVisits.ts"
import { benchColumns, benchTargets, months } from "./PlanRows.ts"
import { storedBench } from "./StoredBench.ts"
import { visitsInMemory, visitsStored } from "./VisitBench.ts"

/** Cells with a target or a fact, and the sum of their gaps. */
const gapsOf = ({
  factMinor,
  targetMinor,
  wonCount,
}: PlanCube): { readonly cells: number; readonly gapMinor: number } => {
  let [cells, gapMinor] = [0, 0]
  for (let cell = 0; cell < factMinor.length; cell++) {
    const target = targetMinor[cell] ?? Number.NaN
    if (Number.isNaN(target) && wonCount[cell] === 0) continue
    cells += 1
    gapMinor += (factMinor[cell] ?? 0) - (Number.isNaN(target) ? 0 : target)
  }
  return { cells, gapMinor }
}

/** Deals, won ones and won money by stage in one pass. */
const funnelOf = ({ length, stage, outcome, amountMinor }: DealColumns) => {
  const deals = new Float64Array(stage.values.length)
  const won = new Float64Array(stage.values.length)
  const money = new Float64Array(stage.values.length)
  for (let row = 0; row < length; row++) {
    const at = stage.codes[row] ?? 0
    deals[at] = (deals[at] ?? 0) + 1
    if (outcome[row] !== outcomeCodes.won) continue
    won[at] = (won[at] ?? 0) + 1
    money[at] = (money[at] ?? 0) + (amountMinor[row] ?? 0)
  }
  return { stages: deals.length, wonMinor: money.reduce((sum, amount) => sum + amount, 0) }
}

const inMemory = async (
  columns: DealColumns,
  targets: CubeTargets,
  engine: ColumnarEngine,
): Promise<ReadonlyArray<Comparison>> => {
  const ours = gapsOf(planCube(columns, months, targets, "RUB"))
  const theirs = await engine.variance()
  expectSame("cells", ours.cells, theirs.cells)
  expectSame("gaps", ours.gapMinor, theirs.gapMinor)
  const [funnel, theirFunnel] = [funnelOf(columns), await engine.funnel()]
  expectSame("stages", funnel.stages, theirFunnel.stages)
  expectSame("won money by stage", funnel.wonMinor, theirFunnel.wonMinor)
  const rounds = { perRound: columns.length, rounds: 9, warmUps: 3, unit: "deals" }
  return [
    {
      work: `Plan × rep × month × product, ${columns.length} deals in columns`,
      rival: "DuckDB, one grouped and joined statement on its own tables",
      // At most 0.3 of its time.
      target: 1 / 0.3,
      ...(await pairedRounds({
        ours: { run: () => void gapsOf(planCube(columns, months, targets, "RUB")) },
        theirs: { run: async () => void (await engine.variance()) },
        ...rounds,
      })),
    },
    {
      work: `Funnel by stage, ${columns.length} deals in columns`,
      rival: "DuckDB, one grouped statement",
      target: null,
      ...(await pairedRounds({
        ours: { run: () => void funnelOf(columns) },
        theirs: { run: async () => void (await engine.funnel()) },
        ...rounds,
      })),
    },
  ]
}

const inSqlite = async (folder: string, columns: DealColumns, engine: ColumnarEngine): Promise<BenchResult> => {
  const { database, dept } = await openBase(join(folder, `plan-${columns.length}.db`), "off")
  try {
    fillSqlite(database, columns)
    const byHand = {
      run: (sql: string) => database.all(sql, []).length,
      table: "salesdept_deal",
      journal: "salesdept_journal",
      month: "substr(closed_on, 1, 7)",
    }
    const store = makeSqliteStore(database)
    const { comparisons, figures } = await storedBench(store, "SQLite", byHand, columns, engine)
    fillVisitsSqlite(database, columns.length)
    return { comparisons: [...comparisons, await visitsStored(store, "SQLite", byHand, columns.length)], figures }
  } finally {
    await dept.close()
  }
}

/** On the server that `DATABASE_URL` names, in a schema of its own, or on a throw-away one. */
const inPostgres = async (columns: DealColumns, engine: ColumnarEngine): Promise<BenchResult> => {
  const given = process.env["DATABASE_URL"]
  const server = given === undefined ? await startServer("18") : { url: given, stop: () => Promise.resolve() }
  const timeouts = { statementMs: null, lockMs: null, idleInTransactionMs: null }
  const pool = openPool({ connectionString: server.url, timeouts })
  // A server that stops ends its idle clients first.
  pool.on("error", () => {})
  const naming = { schema: `bench_${process.pid}_${columns.length}`, prefix: "" }
  try {
    await migratePostgres(pool, "2026-01-01T00:00:00.000Z", naming)
    await fillPostgres(pool, naming, columns)
    const byHand = {
      run: async (sql: string) => (await pool.query(sql)).rows.length,
      table: `"${naming.schema}".deal`,
      journal: `"${naming.schema}".journal`,
      month: "date_trunc('month', closed_on)",
    }
    const store = makePostgresStore(pool, { naming })
    const { comparisons, figures } = await storedBench(store, "Postgres", byHand, columns, engine)
    await fillVisitsPostgres(pool, naming, columns.length)
    return { comparisons: [...comparisons, await visitsStored(store, "Postgres", byHand, columns.length)], figures }
  } finally {
    await pool.query(`drop schema if exists "${naming.schema}" cascade`)
    await pool.end()
    await server.stop()
  }
}

/**
 * Compares plan against fact and the funnel, from columns in memory and from each store, with a columnar engine on the same deals:
 * the engine's tables are filled before, as columns are.
 */
export const planBench = async (folder: string, isFull: boolean): Promise<BenchResult> => {
  const comparisons: Array<Comparison> = []
  const figures: Array<Figure> = []
  for (const size of isFull ? [100_000, 1_000_000] : [100_000]) {
    const columns = benchColumns(size)
    const targets = benchTargets()
    const engine = await columnarEngine(columns, targets, months)
    try {
      comparisons.push(...(await inMemory(columns, targets, engine)))
      for (const stored of [await inSqlite(folder, columns, engine), await inPostgres(columns, engine)]) {
        comparisons.push(...stored.comparisons)
        figures.push(...stored.figures)
      }
    } finally {
      engine.close()
    }
  }
  comparisons.push(await visitsInMemory(isFull ? 5_000_000 : 500_000))
  return { comparisons, figures }
}
