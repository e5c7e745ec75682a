import type { CubeField, CubeQuery, CubeRow } from "@salesdept/core/ports"
import { journalTable } from "../journal/JournalTables.ts"
import { monthColumn, sqliteMonthOf } from "../schema/AnalysisIndex.ts"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName, tableName } from "../schema/Naming.ts"
import { peopleCodec } from "../schema/PeopleCodec.ts"
import type { RecordTable } from "../schema/RecordTable.ts"
import { builderFor, sqlOf } from "./Builder.ts"
import { cubeRowReader } from "./CubeRows.ts"
import { streamBounds } from "./JournalStatements.ts"
import { snakeCase } from "./OwnerCondition.ts"

/** A statement with its parameters, and how its rows are read. */
export interface CubeStatement {
  /** Text; the same for all questions of one shape, so that it may stay prepared. */
  readonly sql: string
  /** Values in the order of the placeholders. */
  readonly values: ReadonlyArray<unknown>
  /** Reads its rows, all of them. */
  readonly rowsOf: (rows: ReadonlyArray<SqlRow>) => ReadonlyArray<CubeRow>
}

/** A column of a record's table under its alias; a name that the table has not is a fault of the caller. */
const columnsOf = (table: RecordTable, alias: string) => {
  const names = new Set(table.columns.map(({ name }) => name))
  return (field: string): string => {
    const name = snakeCase(field)
    if (!names.has(name)) throw new TypeError(`${field} is not a field of ${table.kind}`)
    return `${alias}."${name}"`
  }
}

/** Names of fields stand in the text of the statement. */
const entryField = (field: string): string => {
  if (!/^[a-zA-Z]+$/.test(field)) throw new TypeError(`${field} cannot be a field of an entry`)
  return field
}

/** A decimal text as whole millionths. */
const millionths = (text: string, isPostgres: boolean): string =>
  isPostgres ? `round((${text})::numeric * 1000000)` : `cast(round(${text} * 1000000) as integer)`

/** Which records of the question an arm of the statement groups, and whether it tells them apart. */
interface Arm {
  /** Conditions beside those of the question. */
  readonly where: ReadonlyArray<string>
  /** `none` are to be told apart, `all` are, or `some` may be, each as it stands. */
  readonly apart: "none" | "all" | "some"
}

/** The column that parts the records of a table's indexes for analysis in two, where the question can use them; null where not. */
const partingColumn = (table: RecordTable, { at, join, each, apart }: CubeQuery): string | null => {
  if (join !== null || each !== undefined) return null
  const parting = table.analysis
    .filter((index) => index.at === snakeCase(at))
    .flatMap(({ when }) => when.filter(({ is }) => is === "null").map(({ column }) => column))[0]
  if (parting === undefined) return null
  return (apart?.lists ?? []).every(({ field }) => snakeCase(field) === parting) ? parting : null
}

/** Whether every bound between two segments is the first of a month, and an index holds the months. */
const isByMonth = (table: RecordTable, { at, atKind, bounds }: CubeQuery): boolean =>
  atKind === "date" &&
  bounds.length > 2 &&
  bounds.slice(1, -1).every((bound) => bound.endsWith("-01")) &&
  table.analysis.some((index) => index.at === snakeCase(at) && index.columns.includes(monthColumn))

/**
 * Writes the one grouped statement that answers a cube. Where an index for analysis holds the records, it has an arm for those that are
 * plainly summed, which reads the index alone, and arms for the others; SQLite groups there by month, in the index's order, and months
 * are put together to segments as rows are read.
 *
 * @param dialect - which SQL
 * @param naming - where the tables lie
 * @param tableOf - the table of a kind
 * @param tenant - whose records
 * @param query - the question
 */
export const cubeStatement = (
  dialect: SqlDialect,
  naming: Naming,
  tableOf: (kind: string) => RecordTable,
  tenant: string,
  query: CubeQuery,
): CubeStatement => {
  const isPostgres = dialect === "postgres"
  const values: Array<unknown> = []
  const given = (value: unknown, cast = ""): string => {
    values.push(value)
    return isPostgres ? `$${values.length}${cast}` : "?"
  }
  // First of all in Postgres, where row-level security takes the tenant from there; SQLite counts placeholders as they stand.
  const namedTenant = isPostgres ? given(tenant) : null
  const table = tableOf(query.of.kind)
  const own = columnsOf(table, "r")
  const other = query.join === null ? own : columnsOf(tableOf(query.join.of.kind), "j")
  const { bounds, money, apart, each } = query
  const entryText = (field: string): string =>
    isPostgres ? `e.value ->> '${field}'` : `json_extract(e.value, '$.${field}')`
  const columnOf = ({ field, joined, entry }: CubeField): string =>
    entry === true ? entryText(entryField(field)) : joined === true ? other(field) : own(field)
  const people = peopleCodec(dialect, naming)
  const isPerson = ({ field, joined, entry }: CubeField): boolean => {
    if (entry === true) return false
    const kind = joined === true ? (query.join?.of.kind ?? query.of.kind) : query.of.kind
    return tableOf(kind).columns.some(({ name, type }) => type === "person" && name === snakeCase(field))
  }
  const at = own(query.at)
  const atCast = query.atKind === "date" ? "::date" : "::timestamptz"
  const nothing = (type: string): string => (isPostgres ? `null::${type}` : "null")
  const minor =
    money === null
      ? nothing("bigint")
      : "field" in money
        ? own(`${money.field}_minor`)
        : `(${[own(money.minor), ...money.less.map(own)].join(" - ")})`
  const currency = money === null ? nothing("text") : own("field" in money ? `${money.field}_currency` : money.currency)
  const byMonth = !isPostgres && isByMonth(table, query)

  // Postgres finds the segment among the bounds by halving; as a choice of choices it would take longer to plan than to read one rep.
  const inArray = (): string => `width_bucket(${at}, ${given(bounds, `${atCast}[]`)}) - 1`
  const segment = (low: number, high: number): string => {
    if (high - low <= 1) return String(low)
    const middle = (low + high) >> 1
    const bound = given(bounds[middle], atCast)
    return `case when ${at} < ${bound} then ${segment(low, middle)} else ${segment(middle, high)} end`
  }
  // What the question fixes is one value: SQLite need not compare it row by row.
  const isFixed = ({ field, joined, entry }: CubeField): boolean =>
    !isPostgres && joined !== true && entry !== true && query.where.some((condition) => condition.field === field)
  const parting = partingColumn(table, query)
  // Without an index that holds all that is asked, SQLite is kept from walking one for the groups' order: each of its entries would
  // be a row fetched from anywhere. By id, rows come as they lie.
  const isWalked = !isPostgres && parting === null
  const keyOf = (field: CubeField): string => (isWalked ? `+${columnOf(field)}` : columnOf(field))
  const told = apart === null ? [] : [...apart.lists, ...apart.told]
  const jsonText = (column: string): string => (isPostgres ? `${column}::text` : column)

  /** Whether the tenant has an amount in another currency at all: looked up once by its index, so that nothing is walked in vain. */
  const foreignGuard = (): ReadonlyArray<string> => {
    if (apart === null || money === null || !("field" in money)) return []
    if (!table.indexes.some(({ field }) => field === money.field)) return []
    const column = `f."${snakeCase(money.field)}_currency"`
    // The first and the last by the index: whether one exists, a plan made before the currency is known would look for in the table.
    const anEnd = (end: "min" | "max"): string =>
      `(select ${end}(${column}) from ${quotedTableName(naming, query.of.kind)} as f where f.tenant_id = ${namedTenant ?? given(tenant)} and ${column} is not null) <> ${given(apart.currency)}`
    return [`(${anEnd("min")} or ${anEnd("max")})`]
  }

  const armText = (arm: Arm): string => {
    const selected: Array<string> = []
    // What is the same for all rows is no column to group by: with one, SQLite would not see that an index is in order.
    const grouped: Array<number> = []
    const select = (expression: string, isGrouped: boolean): void => {
      selected.push(expression)
      if (isGrouped) grouped.push(selected.length)
    }
    if (byMonth) select(`${sqliteMonthOf(at)} as segment`, true)
    else if (isPostgres && bounds.length > 2) select(`${inArray()} as segment`, true)
    else select(`${segment(0, bounds.length - 1)} as segment`, bounds.length > 2)
    for (const [index, field] of query.by.entries()) select(`${keyOf(field)} as k${index}`, !isFixed(field))
    select(`${currency} as currency`, money !== null)
    if (apart !== null) {
      // Every condition stands anew with parameters of its own: placeholders of SQLite have no names here.
      const whereApart = (value: string, type: string): string => {
        if (arm.apart === "none") return nothing(type)
        if (arm.apart === "all") return value
        const lists = apart.lists.map((field) => `${columnOf(field)} is not null`)
        const isForeign = `${currency} <> ${given(apart.currency)}`
        return `case when ${minor} is not null and (${[isForeign, ...lists].join(" or ")}) then ${value} end`
      }
      const isGrouped = arm.apart !== "none"
      select(`${whereApart(minor, "bigint")} as a_minor`, isGrouped)
      select(`${whereApart(isPostgres ? `${at}::text` : at, "text")} as a_on`, isGrouped)
      for (const [index, field] of told.entries()) {
        select(`${whereApart(jsonText(columnOf(field)), "text")} as t${index}`, isGrouped)
      }
    }
    // Records with entries and without have groups apart: these have no sum.
    if (each !== undefined) select("e.value is null as bare", true)
    const distinct = each === undefined ? "" : "distinct "
    const summed = each === undefined ? minor : millionths(entryText(entryField(each.quantity)), isPostgres)
    select(each === undefined ? "count(*) as n" : "count(distinct r.id) as n", false)
    select(isPostgres ? `sum(${summed})::text as total` : `cast(sum(${summed}) as text) as total`, false)
    if (query.withIds) {
      select(isPostgres ? `json_agg(${distinct}r.id)::text as ids` : `json_group_array(${distinct}r.id) as ids`, false)
    }
    // SQLite would ask a condition that speaks of no row again for each; before the table, it is asked before the first.
    const guards = arm.apart === "all" ? foreignGuard() : []
    const isGuardedFirst = !isPostgres && guards.length > 0
    const guard = isGuardedFirst ? `(select 1 where ${guards.join(" and ")}) as g cross join ` : ""
    const from = `${guard}${quotedTableName(naming, query.of.kind)} as r`
    const joined =
      query.join === null
        ? ""
        : ` left join ${quotedTableName(naming, query.join.of.kind)} as j on j.tenant_id = r.tenant_id and j.id = ${own(query.join.by)}`
    const entries =
      each === undefined
        ? ""
        : isPostgres
          ? ` left join lateral jsonb_array_elements(${own(each.list)}) as e(value) on true`
          : ` left join json_each(${own(each.list)}) as e on true`
    const conditions = [
      `r.tenant_id = ${namedTenant ?? given(tenant)}`,
      ...(isGuardedFirst ? [] : guards),
      ...query.where.map(({ field, is }) => {
        const value = isPerson({ field }) && people !== null ? people.toColumn(is) : is
        // An id that no column can hold is nobody's.
        return value === null ? "1 = 0" : `${own(field)} = ${given(value)}`
      }),
      ...(isWalked ? ["r.id > ''"] : []),
      `${at} >= ${given(bounds[0], atCast)}`,
      `${at} < ${given(bounds.at(-1), atCast)}`,
      ...arm.where.map((condition) =>
        condition.replaceAll("{currency}", () => (apart === null ? "" : given(apart.currency))),
      ),
    ]
    const notAmong = (column: string, ids: ReadonlyArray<string>): void => {
      if (ids.length === 0) return
      conditions.push(
        isPostgres
          ? `(${column} is null or not (${column} = any(${given(ids, "::text[]")})))`
          : `(${column} is null or ${column} not in (select value from json_each(${given(JSON.stringify(ids))})))`,
      )
    }
    notAmong("r.id", query.except)
    if (query.join !== null) notAmong(own(query.join.by), query.exceptJoined)
    // Where nothing is grouped by, no records are no rows, as everywhere.
    const groups = grouped.length > 0 ? ` group by ${grouped.join(", ")}` : " having count(*) > 0"
    return `select ${selected.join(", ")} from ${from}${joined}${entries} where ${conditions.join(" and ")}${groups}`
  }

  const [isPlain, isListed] = [`r."${parting}" is null`, `r."${parting}" is not null`]
  const arms: ReadonlyArray<Arm> =
    parting === null
      ? [{ where: [], apart: "some" }]
      : apart === null || money === null
        ? [
            { where: [isPlain], apart: "none" },
            { where: [isListed], apart: "none" },
          ]
        : [
            // Not as `or`, whose sides Postgres would look for in two indexes: a plan for any values reads each row then.
            {
              where: [isPlain, `case when ${minor} is null then true else ${currency} = {currency} end`],
              apart: "none",
            },
            { where: [isPlain, `${currency} <> {currency}`], apart: "all" },
            { where: [isListed], apart: "some" },
          ]
  return {
    sql: arms.map(armText).join(" union all "),
    values,
    rowsOf: cubeRowReader(query, {
      byMonth,
      // Arms, and months, may each have a part of one group.
      hasParts: byMonth || arms.length > 1,
      people: query.by.map((field) => (isPerson(field) ? people : null)),
    }),
  }
}

const changedAfterSql = (dialect: SqlDialect, naming: Naming): string => {
  const db = builderFor(dialect)
  return sqlOf(
    db
      .selectFrom(tableName(naming, journalTable.name))
      .select("stream")
      .distinct()
      .where("tenant_id", "=", "")
      .where("stream", ">=", "")
      .where("stream", "<", "")
      .where("recorded_at", ">", "")
      .orderBy("stream"),
    4,
  )
}

/** Asks which streams of a kind got a row after a moment: reads the rows of that kind alone, side by side in the journal's own key. */
export interface ChangedAfterQuestion {
  /** Rows of `stream`. */
  readonly sql: string
  /** Its parameters for a tenant, a kind and a moment (exclusive). */
  readonly values: (tenant: string, kind: string, recordedAt: string) => ReadonlyArray<string>
}

/** Writes the question. */
export const changedAfterQuestion = (dialect: SqlDialect, naming: Naming): ChangedAfterQuestion => ({
  sql: changedAfterSql(dialect, naming),
  values: (tenant, kind, recordedAt) => {
    const { from, to } = streamBounds(kind)
    return [tenant, from, to, recordedAt]
  },
})
