import { DuckDBInstance } from "@duckdb/node-api"
import type { DuckDBConnection } from "@duckdb/node-api"
import type { DealColumns } from "@salesdept/core/deal"
import type { CubeTargets, PlanPeriod } from "@salesdept/core/plan"

/** A columnar engine with the same deals, targets and months in its own tables. */
export interface ColumnarEngine {
  /** Fact, target and gap of every rep, month and product: rows, and the sums of all facts and gaps. */
  readonly variance: () => Promise<{ readonly cells: number; readonly factMinor: number; readonly gapMinor: number }>
  /** Deals, won ones and won money by stage: rows, and the sum of the money. */
  readonly funnel: () => Promise<{ readonly stages: number; readonly wonMinor: number }>
  /** Closes it. */
  readonly close: () => void
}

const sumOf = (column: ReadonlyArray<unknown>): number => column.reduce<number>((sum, value) => sum + Number(value), 0)

const fill = async (
  connection: DuckDBConnection,
  table: string,
  rows: number,
  columns: ReadonlyArray<ArrayLike<number>>,
): Promise<void> => {
  const appender = await connection.createAppender(table)
  for (let row = 0; row < rows; row++) {
    for (const column of columns) appender.appendDouble(column[row] ?? 0)
    appender.endRow()
  }
  appender.closeSync()
}

/** Opens an engine in memory and fills it; that is not part of what is measured. */
export const columnarEngine = async (
  deals: DealColumns,
  targets: CubeTargets,
  months: ReadonlyArray<PlanPeriod>,
): Promise<ColumnarEngine> => {
  const instance = await DuckDBInstance.create(":memory:")
  const connection = await instance.connect()
  // Whole numbers come as doubles and are stored as what they are.
  await connection.run(
    "create table raw_deal (owner double, product double, stage double, outcome double, day double, amount double)",
  )
  await connection.run("create table raw_target (owner double, period double, product double, amount double)")
  await connection.run("create table raw_month (period double, from_day double, to_day double)")
  const { owner, product, stage, outcome, closedDay, amountMinor } = deals
  await fill(connection, "raw_deal", deals.length, [
    owner.codes,
    product.codes,
    stage.codes,
    outcome,
    closedDay,
    amountMinor,
  ])
  await fill(connection, "raw_target", targets.amountMinor.length, [
    targets.owner,
    targets.period,
    targets.product,
    targets.amountMinor,
  ])
  await fill(connection, "raw_month", months.length, [
    months.map((_, index) => index),
    months.map(({ fromDay }) => fromDay),
    months.map(({ toDay }) => toDay),
  ])
  await connection.run(
    "create table deal as select owner::int as owner, product::int as product, stage::int as stage, outcome::tinyint as outcome, day::int as day, amount::bigint as amount from raw_deal",
  )
  await connection.run(
    "create table target as select owner::int as owner, period::int as period, product::int as product, amount::bigint as amount from raw_target",
  )
  await connection.run(
    "create table month as select period::int as period, from_day::int as from_day, to_day::int as to_day from raw_month",
  )
  const variance = `
    with fact as (
      select d.owner, m.period, d.product, sum(d.amount) as amount
      from deal d join month m on d.day >= m.from_day and d.day < m.to_day
      where d.outcome = 1
      group by 1, 2, 3
    )
    select coalesce(f.owner, t.owner) as owner, coalesce(f.period, t.period) as period,
      coalesce(f.product, t.product) as product, coalesce(f.amount, 0)::double as fact, t.amount as target,
      (coalesce(f.amount, 0) - coalesce(t.amount, 0))::double as gap
    from fact f full join target t on t.owner = f.owner and t.period = f.period and t.product = f.product`
  return {
    variance: async () => {
      const reader = await connection.runAndReadAll(variance)
      const columns = reader.getColumns()
      const gaps = columns[5] ?? []
      return { cells: gaps.length, factMinor: sumOf(columns[3] ?? []), gapMinor: sumOf(gaps) }
    },
    funnel: async () => {
      const reader = await connection.runAndReadAll(
        "select stage, count(*) as deals, count(*) filter (outcome = 1) as won, (sum(amount) filter (outcome = 1))::double as money from deal group by 1",
      )
      return { stages: reader.currentRowCount, wonMinor: sumOf(reader.getColumns()[3] ?? []) }
    },
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
