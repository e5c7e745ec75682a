import { StoreFault } from "@salesdept/core/ports/adapter"
import { postgresSource, quotedTableName, tableRights, tenantPolicy, tenantTables } from "@salesdept/sql"
import type {
  ColumnShape,
  IndexShape,
  MissingRight,
  Naming,
  PersonIdType,
  Query,
  RowSecurityState,
  SqlRow,
  TableShape,
  ViewShape,
} from "@salesdept/sql"
import type { Pool } from "pg"
import { makeClients } from "./PostgresClients.ts"

/** The tables asked for, with the oid of each that is there. Parameters: names as written in statements, the same bare. */
const wanted =
  "with wanted as materialized (select w.name, to_regclass(w.quoted)::oid as oid from unnest($1::text[], $2::text[]) as w(quoted, name))"

const columnsText = `${wanted}
select w.name as table_name, a.attname as column_name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
  a.atthasdef or a.attidentity <> '' as filled,
  case when a.attcollation <> t.typcollation then l.collname end as collation
from wanted as w
join pg_catalog.pg_attribute as a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type as t on t.oid = a.atttypid
left join pg_catalog.pg_collation as l on l.oid = a.attcollation
order by w.name, a.attnum`

const indexesText = `${wanted}
select w.name as table_name, i.indisprimary as "primary", i.indisunique as "unique", i.indpred is not null as partial,
  array_to_string(array(select a.attname from unnest(i.indkey) with ordinality as k(attnum, place)
    join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where k.place <= i.indnkeyatts order by k.place), ',') as columns
from wanted as w
join pg_catalog.pg_index as i on i.indrelid = w.oid and i.indisvalid
order by w.name, i.indexrelid`

// A view's rule depends on every column that it reads, and on the view itself.
const viewReadsText = `${wanted}
select w.name as view_name, coalesce('security_invoker=true' = any(v.reloptions), false) as invoker,
  array_to_string(array(select distinct (t.relname || '.' || a.attname) collate "C" from pg_catalog.pg_rewrite as u
    join pg_catalog.pg_depend as d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = u.oid
      and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> w.oid and d.refobjsubid > 0
    join pg_catalog.pg_class as t on t.oid = d.refobjid
    join pg_catalog.pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where u.ev_class = w.oid order by 1), ',') as reads
from wanted as w
join pg_catalog.pg_class as v on v.oid = w.oid and v.relkind = 'v'`

const rightsText =
  "select w.name as table_name, w.right_name from unnest($1::text[], $2::text[], $3::text[]) as w(quoted, name, right_name) where to_regclass(w.quoted) is not null and not has_table_privilege(to_regclass(w.quoted), w.right_name)"

const namesOf = (naming: Naming, tables: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> => [
  tables.map((table) => quotedTableName({ ...naming, prefix: "" }, table)),
  tables,
]

const columnShape = ({ collation, ...row }: SqlRow): ColumnShape => ({
  name: String(row["column_name"]),
  type: `${String(row["type"])}${typeof collation === "string" ? ` collate "${collation}"` : ""}`,
  nullable: row["nullable"] === true,
  filled: row["filled"] === true,
  bounded: false,
})

const indexShape = (row: SqlRow): IndexShape => ({
  columns: String(row["columns"]).split(","),
  partial: row["partial"] === true,
  unique: row["unique"] === true,
})

/** The tables of these names that are there, prefix included, as the server's catalogue tells them. */
export const tablesFound = async (
  query: Query,
  naming: Naming,
  names: ReadonlyArray<string>,
): Promise<ReadonlyArray<TableShape>> => {
  const columns = Map.groupBy(await query(columnsText, namesOf(naming, names)), (row) => row["table_name"])
  const indexes = Map.groupBy(await query(indexesText, namesOf(naming, names)), (row) => row["table_name"])
  return names.flatMap((name) => {
    const rows = columns.get(name)
    if (rows === undefined) return []
    const own = indexes.get(name) ?? []
    const primary = own.find((row) => row["primary"] === true)
    return {
      name,
      columns: rows.map(columnShape),
      primaryKey: primary === undefined ? [] : indexShape(primary).columns,
      indexes: own.filter((row) => row["primary"] !== true).map(indexShape),
    }
  })
}

/** The views of these names that are there, prefix included, as the server's catalogue tells them. */
export const viewsFound = async (
  query: Query,
  naming: Naming,
  names: ReadonlyArray<string>,
): Promise<ReadonlyArray<ViewShape>> => {
  const columns = Map.groupBy(await query(columnsText, namesOf(naming, names)), (row) => row["table_name"])
  return (await query(viewReadsText, namesOf(naming, names))).map((row) => ({
    name: String(row["view_name"]),
    columns: (columns.get(row["view_name"]) ?? []).map(columnShape).map(({ name, type }) => `${name} ${type}`),
    source: postgresSource(row["invoker"] === true, String(row["reads"]).split(",")),
  }))
}

/** The rights that the role of the connection lacks on tables that are there. */
export const rightsMissing = async (query: Query, naming: Naming): Promise<ReadonlyArray<MissingRight>> => {
  const wants = tableRights().flatMap(({ table, rights }) => rights.map((right) => ({ table, right })))
  const quoted = wants.map(({ table }) => quotedTableName(naming, table))
  const rows = await query(rightsText, [
    quoted,
    wants.map((_, place) => String(place)),
    wants.map(({ right }) => right),
  ])
  return rows.flatMap((row) => wants[Number(row["table_name"])] ?? [])
}

const personTypes: ReadonlyArray<PersonIdType> = ["uuid", "bigint"]

const trial = `date '2026-01-02' as day, timestamptz '2026-01-02 03:04:05.006Z' as instant, 7::bigint as number, '{}'::jsonb as json`
const trialRead = { day: "2026-01-02", instant: "2026-01-02T03:04:05.006Z", number: 7, json: "{}" }

/**
 * The naming with the type that people's ids have in the tables that are there, and with row-level security where they are under
 * it: both were chosen at a migration.
 *
 * @throws StoreFault `valuesAltered` where values are not read as each of our statements asks for
 */
export const namingFound = async (pool: Pool, naming: Naming): Promise<Naming> => {
  const text = `select ${trial}, format_type(a.atttypid, null) as type, c.relforcerowsecurity as secured from pg_catalog.pg_attribute as a join pg_catalog.pg_class as c on c.oid = a.attrelid where a.attrelid = to_regclass($1) and a.attname = 'owner_id'`
  const row = (
    await makeClients(pool, { prepare: false }).use((query) => query(text, [quotedTableName(naming, "deal")]))
  )[0]
  if (row !== undefined && Object.entries(trialRead).some(([name, value]) => row[name] !== value)) {
    throw new StoreFault("open", "valuesAltered", null)
  }
  const type = personTypes.find((each) => each === row?.["type"]) ?? "text"
  return { ...naming, people: { ...naming.people, type }, rowSecurity: row?.["secured"] === true }
}

const securityText =
  "select w.name, c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_catalog.pg_policy as p where p.polrelid = c.oid and p.polname = $3) as secured, (select rolsuper or rolbypassrls from pg_catalog.pg_roles where rolname = current_user) as bypasses from unnest($1::text[], $2::text[]) as w(quoted, name) join pg_catalog.pg_class as c on c.oid = to_regclass(w.quoted)"

/** Which tables of tenants are there without row-level security, and whether it holds for the role of the connection. */
export const securityFound = async (
  query: Query,
  naming: Naming,
): Promise<{ readonly unsecured: ReadonlyArray<string>; readonly state: RowSecurityState }> => {
  const tables = tenantTables()
  const quoted = tables.map((table) => quotedTableName(naming, table))
  const rows = await query(securityText, [quoted, tables, tenantPolicy])
  const unsecured = rows.flatMap((row) => (row["secured"] === true ? [] : [String(row["name"])]))
  if (unsecured.length === rows.length) return { unsecured, state: "off" }
  if (unsecured.length > 0) return { unsecured, state: "incomplete" }
  return { unsecured, state: rows[0]?.["bypasses"] === true ? "bypassed" : "forced" }
}
