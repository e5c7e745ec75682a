import { join } from "node:path"
import { outcomeCodes } from "@salesdept/core/deal"
import type { DealColumns } from "@salesdept/core/deal"
import { dealAggregate } from "@salesdept/core/deal"
import { planCube } from "@salesdept/core/plan"
import type { CubeTargets, PlanCube } from "@salesdept/core/plan"
import type { CubeQuery } from "@salesdept/core/ports"
import { dateOfDayNumber } from "@salesdept/core/shared"
import { makeSqliteStore } from "@salesdept/sqlite"
import * as Effect from "effect/Effect"
import { openBase, tenant } from "../BenchBase.ts"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { median, pairedRounds } from "../PairedRounds.ts"
import type { ColumnarEngine } from "./ColumnarEngine.ts"
import { columnarEngine } from "./ColumnarEngine.ts"
import { fillDeals } from "./FillDeals.ts"
import { benchColumns, benchTargets, months, sizes } from "./PlanRows.ts"

const expectSame = (name: string, ours: number, theirs: number): void => {
  if (ours !== theirs) throw new RangeError(`${name}: ${ours} against the rival's ${theirs}`)
}

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
const funnelOf = ({ length, stage, outcome, amountMinor }: DealColumns): number => {
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
  return deals.length
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
  expectSame("stages", funnelOf(columns), await engine.funnel())
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

const cube: CubeQuery = {
  of: dealAggregate,
  join: null,
  where: [{ field: "outcome", is: "won" }],
  at: "closedOn",
  atKind: "date",
  bounds: [...months.map(({ fromDay }) => fromDay), months.at(-1)?.toDay ?? 0].map(dateOfDayNumber),
  by: [{ field: "ownerId" }, { field: "productId" }],
  money: { field: "amount" },
  apart: { currency: "RUB", lists: [{ field: "creditShares" }], told: [{ field: "closeRate" }] },
  except: [],
  exceptJoined: [],
  withIds: false,
}

const inSqlite = async (
  folder: string,
  columns: DealColumns,
  engine: ColumnarEngine,
): Promise<{ readonly comparisons: ReadonlyArray<Comparison>; readonly figures: ReadonlyArray<Figure> }> => {
  const { database, dept } = await openBase(join(folder, `plan-${columns.length}.db`), "off")
  fillDeals(database, columns)
  const store = makeSqliteStore(database)
  const read = (query: CubeQuery) =>
    Effect.runPromise(store.facts === null ? Effect.succeed([]) : store.facts.cube(tenant, query))
  const rows = await read(cube)
  if (rows.length < sizes.reps * sizes.products) throw new RangeError(`only ${rows.length} groups`)
  const found = await pairedRounds({
    ours: { run: async () => void (await read(cube)) },
    theirs: { run: async () => void (await engine.variance()) },
    perRound: columns.length,
    rounds: 3,
    warmUps: 1,
    unit: "deals",
  })
  const oneRep = { ...cube, where: [...cube.where, { field: "ownerId", is: "user:7" }] }
  const times: Array<number> = []
  for (let round = 0; round < 7; round++) {
    const startedAt = performance.now()
    await read(oneRep)
    times.push(performance.now() - startedAt)
  }
  await dept.close()
  return {
    comparisons: [
      {
        work: `Facts by credit rule, rep × month × product, ${columns.length} deals in SQLite`,
        rival: "DuckDB on its own tables",
        target: null,
        ...found,
      },
    ],
    figures: [{ name: `One rep's facts of ${columns.length} deals from SQLite`, value: median(times), unit: "ms" }],
  }
}

/**
 * Compares plan against fact from columns in memory and from SQLite with a columnar engine on the same deals: the engine's tables
 * are filled before, as columns are.
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
      const stored = await inSqlite(folder, columns, engine)
      comparisons.push(...stored.comparisons)
      figures.push(...stored.figures)
    } finally {
      engine.close()
    }
  }
  return { comparisons, figures }
}
