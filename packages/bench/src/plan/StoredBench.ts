import { dealAggregate } from "@salesdept/core/deal"
import type { DealColumns } from "@salesdept/core/deal"
import type { CubeQuery, CubeRow, StoreShape } from "@salesdept/core/ports"
import { dateOfDayNumber } from "@salesdept/core/shared"
import * as Effect from "effect/Effect"
import { tenant } from "../BenchBase.ts"
import type { BenchResult } from "../Measurement.ts"
import { expectSame, median, pairedRounds } from "../PairedRounds.ts"
import type { ColumnarEngine } from "./ColumnarEngine.ts"
import { months } from "./PlanRows.ts"

/** Won money by rep, product and month, with split credit and other currencies told apart: what attainment reads. */
const variance: CubeQuery = {
  of: dealAggregate,
  join: null,
  where: [
    { field: "outcome", is: "won" },
    { field: "standing", is: "active" },
  ],
  at: "closedOn",
  atKind: "date",
  bounds: [...months.map(({ fromDay }) => fromDay), months.at(-1)?.toDay ?? 0].map(dateOfDayNumber),
  by: [{ field: "sellerId" }, { field: "productId" }],
  money: { field: "amount" },
  apart: { currency: "RUB", lists: [{ field: "creditShares" }], told: [{ field: "closeRate" }] },
  except: [],
  exceptJoined: [],
  withIds: false,
}

/** Deals and their money by stage and outcome. */
const funnel: CubeQuery = {
  ...variance,
  where: [],
  at: "openedOn",
  bounds: ["0001-01-01", "9999-12-31"],
  by: [{ field: "stageId" }, { field: "outcome" }],
  apart: null,
}

const sumOf = (rows: ReadonlyArray<CubeRow>): number => rows.reduce((total, { sum }) => total + Number(sum), 0)

/** Runs a statement that somebody has written by hand; gives the number of its rows. */
export type RunByHand = (sql: string) => number | Promise<number>

/** Whose facts are asked for alone. */
const rep = "user:7"

/** One grouped scan by hand over the same table: as much as a query can ask of the store, without what is told apart. */
const grouped = (
  table: string,
  month: string,
): { readonly variance: string; readonly oneRep: string; readonly funnel: string } => {
  const [from = "", to = ""] = [variance.bounds[0], variance.bounds.at(-1)]
  const won = (of: string): string =>
    `select seller_id, product_id, ${month}, amount_currency, count(*), sum(amount_minor) from ${table} where tenant_id = '${tenant}' and standing = 'active' and outcome = 'won'${of} and credit_shares is null and closed_on >= '${from}' and closed_on < '${to}' group by 1, 2, 3, 4`
  return {
    variance: won(""),
    oneRep: won(` and seller_id = '${rep}'`),
    funnel: `select stage_id, outcome, amount_currency, count(*), sum(amount_minor) from ${table} where tenant_id = '${tenant}' group by 1, 2, 3`,
  }
}

/** Reads plan against fact and the funnel from a store that holds the deals, beside the engine that holds them too. */
export const storedBench = async (
  store: StoreShape,
  name: string,
  byHand: { readonly run: RunByHand; readonly table: string; readonly month: string },
  columns: DealColumns,
  engine: ColumnarEngine,
): Promise<BenchResult> => {
  const { facts } = store
  if (facts === null) throw new TypeError(`${name} has no grouped reads`)
  const read = (query: CubeQuery) => Effect.runPromise(facts.cube(tenant, query))
  const [cells, stages, theirs, theirFunnel] = [
    await read(variance),
    await read(funnel),
    await engine.variance(),
    await engine.funnel(),
  ]
  expectSame(`${name}: won money`, sumOf(cells), theirs.factMinor)
  expectSame(`${name}: stages`, new Set(stages.map(({ keys }) => keys[0])).size, theirFunnel.stages)
  expectSame(`${name}: won deals`, sumOf(stages.filter(({ keys }) => keys[1] === "won")), theirFunnel.wonMinor)
  const hand = grouped(byHand.table, byHand.month)
  expectSame(`${name}: rows by hand`, cells.length, await byHand.run(hand.variance))
  expectSame(`${name}: rows of the funnel by hand`, stages.length, await byHand.run(hand.funnel))
  // At most one and a half times as long.
  const target = 1 / 1.5
  const rounds = { perRound: columns.length, rounds: 3, warmUps: 1, unit: "deals" }
  const oneRep: CubeQuery = { ...variance, where: [...variance.where, { field: "sellerId", is: rep }] }
  expectSame(`${name}: rows of one rep by hand`, (await read(oneRep)).length, await byHand.run(hand.oneRep))
  const times: Array<number> = []
  for (let round = 0; round < 40; round++) {
    const startedAt = performance.now()
    await read(oneRep)
    times.push(performance.now() - startedAt)
  }
  const asked = 20
  return {
    comparisons: [
      {
        work: `Facts by credit rule, rep × month × product, ${columns.length} deals in ${name}`,
        rival: "one grouped scan by hand on the same connection",
        target,
        ...(await pairedRounds({
          ours: { run: async () => void (await read(variance)) },
          theirs: { run: async () => void (await byHand.run(hand.variance)) },
          ...rounds,
        })),
      },
      {
        work: `Funnel by stage and outcome, ${columns.length} deals in ${name}`,
        rival: "one grouped scan by hand on the same connection",
        target,
        ...(await pairedRounds({
          ours: { run: async () => void (await read(funnel)) },
          theirs: { run: async () => void (await byHand.run(hand.funnel)) },
          ...rounds,
        })),
      },
      {
        work: `One rep's facts, month × product, ${columns.length} deals in ${name}`,
        rival: "one grouped scan of the rep's by hand on the same connection",
        target: null,
        ...(await pairedRounds({
          ours: {
            run: async () => {
              for (let time = 0; time < asked; time++) await read(oneRep)
            },
          },
          theirs: {
            run: async () => {
              for (let time = 0; time < asked; time++) await byHand.run(hand.oneRep)
            },
          },
          perRound: asked,
          rounds: 7,
          warmUps: 2,
          unit: "questions",
        })),
      },
      {
        work: `Facts by credit rule, rep × month × product, ${columns.length} deals in ${name}`,
        rival: "DuckDB on its own tables",
        target: null,
        ...(await pairedRounds({
          ours: { run: async () => void (await read(variance)) },
          theirs: { run: async () => void (await engine.variance()) },
          ...rounds,
        })),
      },
      {
        work: `Funnel by stage and outcome, ${columns.length} deals in ${name}`,
        rival: "DuckDB on its own tables",
        target: null,
        ...(await pairedRounds({
          ours: { run: async () => void (await read(funnel)) },
          theirs: { run: async () => void (await engine.funnel()) },
          ...rounds,
        })),
      },
    ],
    figures: [
      { name: `One rep's facts of ${columns.length} deals from ${name}`, value: median(times), unit: "ms" },
      { name: `The same, the fastest of ${times.length}`, value: Math.min(...times), unit: "ms" },
    ],
  }
}
