/** What sharded Postgres cannot do, or does only by asking every machine. */
const banned: ReadonlyArray<readonly [pattern: RegExp, fault: string]> = [
  [/\btrigger\b/, "a trigger"],
  [/\b(?:big|small)?serial\b|\bsequence\b|\bnextval\b|\bas identity\b/, "a sequence"],
  [/\bcreate (?:type|domain)\b/, "a type of its own"],
  [/\bcreate extension\b/, "an extension"],
  [/\btemp(?:orary)?\b|\bunlogged\b/, "a table that only one session sees"],
  [/\b(?:listen|notify)\b/, "listen and notify"],
  [/\buuidv7\(\)|\bgen_random_uuid\(\)|\bnow\(\)|\bcurrent_timestamp\b/, "a value made by the database"],
  [/\bset (?:null|default)\b(?! not)/, "on delete set null"],
  [/\bpartition by\b/, "partitions"],
  [/\bexclude using\b/, "an exclusion constraint"],
]

const columnsIn = (list: string): ReadonlyArray<string> => list.split(",").map((column) => column.trim())

const tenantFirst = (what: string, list: string): ReadonlyArray<string> =>
  columnsIn(list)[0] === "tenant_id" ? [] : [`${what} (${list}) does not begin with the tenant`]

const faultsOfTable = (statement: string): ReadonlyArray<string> => {
  const faults: Array<string> = []
  if (!/^create table \S+ \(\s*tenant_id text (?:collate "C" )?not null/.test(statement)) {
    faults.push("the tenant is not the first column")
  }
  const keys = [...statement.matchAll(/\b(primary key|unique|foreign key)\s*\(([^)]*)\)/g)]
  for (const [, what = "", list = ""] of keys) faults.push(...tenantFirst(what, list))
  if (!keys.some(([, what]) => what === "primary key")) faults.push("no primary key over the tenant")
  for (const [, list = ""] of statement.matchAll(/\breferences \S+\s*\(([^)]*)\)/g)) {
    faults.push(...tenantFirst("references", list))
  }
  if (/^ {2}\w+ [^,\n]*\bunique\b(?!\s*\()/m.test(statement)) faults.push("a unique column spans tenants")
  return faults
}

/** A view shows the tenant first, so that asking for one reaches its table's key, and joins tables of the same tenant only. */
const faultsOfView = (statement: string): ReadonlyArray<string> => {
  const faults: Array<string> = []
  if (!/ as\nselect\n {2}r\.tenant_id,\n/.test(statement)) faults.push("the view does not show the tenant first")
  for (const [join] of statement.matchAll(/^.*\bjoin .+$/gm)) {
    const isOfRow = /^(?:cross join lateral jsonb_array_elements|join json_each)\(r\.\w+\)/.test(join)
    if (!isOfRow && !/ on (\w+)\.tenant_id = r\.tenant_id\b/.test(join)) faults.push("the view joins other tenants")
  }
  if (/\b(?:union|group by|distinct|limit)\b/.test(statement))
    faults.push("a view that a tenant's condition does not reach")
  return faults
}

/**
 * In what a statement of a migration breaks the rules of sharded Postgres: the tenant stands first in every key and index,
 * nothing is unique across tenants, and nothing is used that shards cannot do.
 */
export const shardingFaults = (statement: string): ReadonlyArray<string> => {
  const faults = banned.flatMap(([pattern, fault]) => (pattern.test(statement) ? [fault] : []))
  if (/;\s*\S/.test(statement)) faults.push("two statements in one")
  if (statement.startsWith("create table")) return [...faults, ...faultsOfTable(statement)]
  const index = /^create (unique )?index (?:\S+ )?on \S+ \(([^)]*)\)/.exec(statement)
  if (index !== null) return [...faults, ...tenantFirst("index", index[2] ?? "")]
  if (/^alter table \S+ (?:add column|drop column|add constraint|drop constraint)\b/.test(statement)) {
    return /\bcolumn tenant_id\b/.test(statement) ? [...faults, "the tenant never changes"] : faults
  }
  if (statement.startsWith("create view")) return [...faults, ...faultsOfView(statement)]
  if (/^drop (?:index|table|view) /.test(statement)) return faults
  return [...faults, "a kind of statement that nobody has judged"]
}
