import { withoutStageMoves } from "@salesdept/core/journal"
import type { StageMoveCount, StageMovesQuery } from "@salesdept/core/journal"
import { journalTable } from "../journal/JournalTables.ts"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"

/** A statement with its parameters, and how its rows are read. */
export interface StageMoveStatement {
  /** Text; the same for all questions with the same bounds given. */
  readonly sql: string
  /** Values in the order of the placeholders. */
  readonly values: ReadonlyArray<unknown>
  /** Reads its rows, all of them. */
  readonly rowsOf: (rows: ReadonlyArray<SqlRow>) => ReadonlyArray<StageMoveCount>
}

/**
 * Writes the one grouped statement that counts moves between stages: all of them by the journal's index of moves, and those of deals that
 * are not in the base, which are few and found by theirs, to be taken off.
 *
 * @param dialect - which SQL
 * @param naming - where the tables lie
 * @param tenant - whose journal
 * @param query - which moves
 */
export const stageMoveStatement = (
  dialect: SqlDialect,
  naming: Naming,
  tenant: string,
  { pipelineId, from, to }: StageMovesQuery,
): StageMoveStatement => {
  const isPostgres = dialect === "postgres"
  const values: Array<unknown> = []
  const given = (value: unknown, cast = ""): string => {
    values.push(value)
    return isPostgres ? `$${values.length}${cast}` : "?"
  }
  const namedTenant = isPostgres ? given(tenant) : null
  const journal = quotedTableName(naming, journalTable.name)
  const seconds = isPostgres ? "sum(r.previous_stage_seconds)::text" : "sum(r.previous_stage_seconds)"
  const arm = (part: number, source: string, conditions: ReadonlyArray<string>): string =>
    `select ${part} as part, r.previous_stage_id as from_stage, r.stage_id as to_stage, count(*) as n, count(r.previous_stage_seconds) as timed, ${seconds} as seconds from ${source} where ${conditions.join(" and ")} group by r.previous_stage_id, r.stage_id`
  const moved = (pipeline: string): ReadonlyArray<string> => [
    `${pipeline} = ${given(pipelineId)}`,
    "r.previous_stage_id <> r.stage_id",
    ...(from === null ? [] : [`r.occurred_at >= ${given(from, "::timestamptz")}`]),
    ...(to === null ? [] : [`r.occurred_at < ${given(to, "::timestamptz")}`]),
  ]
  const all = arm(0, `${journal} as r`, [`r.tenant_id = ${namedTenant ?? given(tenant)}`, ...moved("r.pipeline_id")])
  // Deals are walked first and the stream of each is read, not the other way round.
  const ofDeal = "r.tenant_id = d.tenant_id and r.stream = d.id"
  const [stream, pipeline] = isPostgres
    ? [`join lateral (select * from ${journal} as r where ${ofDeal} offset 0) as r on true`, "r.pipeline_id"]
    : [`cross join ${journal} as r on ${ofDeal}`, "+r.pipeline_id"]
  const left = arm(1, `${quotedTableName(naming, "deal")} as d ${stream}`, [
    `d.tenant_id = ${namedTenant ?? given(tenant)}`,
    "d.standing in ('merged', 'void')",
    ...moved(pipeline),
  ])
  const countOf = (row: SqlRow): StageMoveCount => ({
    fromStageId: String(row["from_stage"]),
    toStageId: String(row["to_stage"]),
    moveCount: Number(row["n"]),
    timedCount: Number(row["timed"]),
    seconds: Number(row["seconds"] ?? 0),
  })
  return {
    sql: `${all} union all ${left}`,
    values,
    rowsOf: (rows) => {
      const of = (part: number): ReadonlyArray<StageMoveCount> =>
        rows.filter((row) => Number(row["part"]) === part).map(countOf)
      return withoutStageMoves(of(0), of(1))
    },
  }
}
