import { describe, expect, it } from "vitest"
import { makeCatalog } from "../../src/Catalog.ts"
import { postgresReads } from "../../src/statement/PostgresReads.ts"
import { recordTables } from "../../src/Tables.ts"
import type { SqlDialect } from "../../src/schema/Dialect.ts"
import type { Naming } from "../../src/schema/Naming.ts"

interface Named {
  readonly name: string
  readonly sql: string
}

const texts = (name: string, members: object): ReadonlyArray<Named> =>
  Object.entries(members as Record<string, unknown>).flatMap(([key, value]) => {
    if (typeof value === "string") return value === "" ? [] : [{ name: `${name}.${key}`, sql: value }]
    return typeof value === "object" && value !== null ? texts(`${name}.${key}`, value) : []
  })

const subsets = <Item>(items: ReadonlyArray<Item>): ReadonlyArray<ReadonlyArray<Item>> =>
  items.reduce<ReadonlyArray<ReadonlyArray<Item>>>(
    (all, item) => all.concat(all.map((some) => some.concat([item]))),
    [[]],
  )

/** Every statement a store of this dialect runs over the library's tables. */
const statements = (dialect: SqlDialect, naming: Naming): ReadonlyArray<Named> => {
  const catalog = makeCatalog(dialect, naming)
  const records = recordTables.flatMap(({ kind, columns, indexes }) => {
    const { statements: own } = catalog.of(kind)
    const pages = subsets(indexes.map(({ field }) => field)).map((fields) => ({
      name: `${kind}.page(${fields.join()})`,
      sql: own.page(fields),
    }))
    const update = { name: `${kind}.updateOf`, sql: own.updateOf(columns.map((_, index) => index).slice(2)) }
    return [...texts(kind, own), ...pages, update]
  })
  const reads = postgresReads(naming)
  const postgres = [
    ...texts("postgres", reads),
    ...recordTables.map(({ kind }) => ({ name: `lock(${kind})`, sql: reads.lock(kind) })),
  ]
  return [...records, ...texts("journal", catalog.journal), ...(dialect === "postgres" ? postgres : [])]
}

const selected = /^select .+ from "[^"]+"(?:\."[^"]+")? where "tenant_id" = (?:\?|\$1)(?: |$)/
const updated = /^update "[^"]+"(?:\."[^"]+")? set .+ where "tenant_id" = (?:\?|\$\d+)(?: |$)/
const inserted = /^insert into "[^"]+"(?:\."[^"]+")? \("tenant_id", /

describe.each([
  ["sqlite", { prefix: "salesdept_" }],
  ["postgres", { schema: "salesdept", prefix: "" }],
  ["postgres", { prefix: "crm_" }],
] as const)("statements for %s named %j", (dialect, naming) => {
  const all = statements(dialect, naming)

  it("are all here", () => {
    expect(all.length).toBeGreaterThan(150)
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })

  it.each(all.map(({ name, sql }) => [name, sql] as const))("%s is bound to one tenant", (_name, sql) => {
    // The tenant is what the first condition asks for, so that no other condition can let another tenant in.
    expect([selected, updated, inserted].filter((shape) => shape.test(sql))).toHaveLength(1)
    expect(sql).not.toMatch(/\bor\b/)
    expect(sql).not.toMatch(/\bjoin\b|\bunion\b/)
  })
})
