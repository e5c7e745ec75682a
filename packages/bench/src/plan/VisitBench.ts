import { DuckDBInstance } from "@duckdb/node-api"
import { stageFlow, stageMoveCounts } from "@salesdept/core/deal"
import type { StoreShape } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import { tenant } from "../BenchBase.ts"
import type { Comparison } from "../Measurement.ts"
import { expectSame, pairedRounds } from "../PairedRounds.ts"
import type { RunByHand } from "./StoredBench.ts"
import { visitColumns } from "./VisitRows.ts"

/** From each stage to each other: how many, and the mean time before. DuckDB gets visits as rows of whole numbers. */
const duckFlow = `
  with next as (
    select stage, lead(stage) over w as next_stage, lead(entered) over w - entered as ms
    from visit window w as (partition by deal order by entered)
  )
  select stage, next_stage, count(*)::double as moves, sum(ms // 1000)::double as seconds
  from next where next_stage is not null group by 1, 2`

/** Conversion between stages and time in them over columns in memory, beside a columnar engine on the same visits. */
export const visitsInMemory = async (count: number): Promise<Comparison> => {
  const visits = visitColumns(count)
  const instance = await DuckDBInstance.create(":memory:")
  const connection = await instance.connect()
  try {
    await connection.run("create table raw (deal double, stage double, entered double)")
    const appender = await connection.createAppender("raw")
    for (let row = 0; row < count; row++) {
      appender.appendDouble(visits.deal.codes[row] ?? 0)
      appender.appendDouble(visits.stage.codes[row] ?? 0)
      appender.appendDouble(visits.enteredAtMs[row] ?? 0)
      appender.endRow()
    }
    appender.closeSync()
    await connection.run(
      "create table visit as select deal::int as deal, stage::tinyint as stage, entered::bigint as entered from raw",
    )
    const theirs = async () => (await connection.runAndReadAll(duckFlow)).getColumns()
    const [, , moves = [], seconds = []] = await theirs()
    const sum = (column: ReadonlyArray<unknown>): number =>
      column.reduce<number>((all, value) => all + Number(value), 0)
    const counts = stageMoveCounts(visits)
    expectSame("pairs of stages", counts.length, moves.length)
    expectSame("moves", sum(counts.map(({ moveCount }) => moveCount)), sum(moves))
    expectSame("seconds", sum(counts.map((pair) => pair.seconds)), sum(seconds))
    return {
      work: `Funnel and stage times, ${count} visits in columns`,
      rival: "DuckDB, lead() over its own table",
      // At most 0.3 of its time.
      target: 1 / 0.3,
      ...(await pairedRounds({
        ours: { run: () => void stageFlow(stageMoveCounts(visits)) },
        theirs: { run: async () => void (await theirs()) },
        perRound: count,
        rounds: 5,
        warmUps: 2,
        unit: "visits",
      })),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** The same from a store's journal, beside one grouped scan by hand. */
export const visitsStored = async (
  store: StoreShape,
  name: string,
  byHand: { readonly run: RunByHand; readonly journal: string },
  count: number,
): Promise<Comparison> => {
  const { facts } = store
  if (facts === null) throw new TypeError(`${name} has no grouped reads`)
  const query = { pipelineId: "sales", from: null, to: null }
  const ours = async () => stageFlow(await Effect.runPromise(facts.stageMoves(tenant, query)))
  const hand = `select previous_stage_id, stage_id, count(*), sum(previous_stage_seconds) from ${byHand.journal} where tenant_id = '${tenant}' and pipeline_id = 'sales' and previous_stage_id <> stage_id group by 1, 2`
  const pairs = (await ours()).reduce((sum, { exits }) => sum + exits.length, 0)
  expectSame(`${name}: pairs of stages`, pairs, await byHand.run(hand))
  return {
    work: `Funnel and stage times, ${count} visits in ${name}`,
    rival: "one grouped scan by hand on the same connection",
    target: 1 / 1.5,
    ...(await pairedRounds({
      ours: { run: async () => void (await ours()) },
      theirs: { run: async () => void (await byHand.run(hand)) },
      perRound: count,
      rounds: 5,
      warmUps: 1,
      unit: "visits",
    })),
  }
}
