import { describe, expect, it } from "vitest"
import type { IndexKind } from "@salesdept/core/journal"
import type { FilterTest, RecordOrder } from "@salesdept/core/ports"
import { makeCatalog } from "../../src/Catalog.ts"
import { postgresReads } from "../../src/statement/PostgresReads.ts"
import { recordTables } from "../../src/Tables.ts"
import type { SqlDialect } from "../../src/schema/Dialect.ts"
import type { RecordTable } from "../../src/schema/RecordTable.ts"
import type { BoundStatement, PageStatements } from "../../src/statement/PageStatements.ts"
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

const tests = (kind: IndexKind): ReadonlyArray<FilterTest> => {
  const value = kind === "money" ? { amountMinor: 1, currency: "RUB" } : kind === "integer" ? 1 : "x"
  const always: ReadonlyArray<FilterTest> = [{ _tag: "IsNull" }, { _tag: "IsNotNull" }, { _tag: "Equals", value }]
  const listed: ReadonlyArray<FilterTest> = typeof value === "object" ? [] : [{ _tag: "OneOf", values: [value, value] }]
  const ranges: ReadonlyArray<FilterTest> =
    kind === "text" || kind === "boolean"
      ? []
      : [
          { _tag: "Range", from: value, to: value },
          { _tag: "Range", from: value, to: null },
          { _tag: "Range", from: null, to: value },
        ]
  const scopes: ReadonlyArray<FilterTest> =
    kind !== "text"
      ? []
      : [true, false].flatMap((unowned): ReadonlyArray<FilterTest> => [
          { _tag: "OwnedBy", owners: ["x", "y"], unowned },
          { _tag: "BelongsTo", kind: "deal", field: "ownerId", owners: ["x"], unowned },
          {
            _tag: "BelongsToFirst",
            steps: [
              { through: "dealId", kinds: [{ kind: "deal", field: "ownerId" }] },
              {
                through: "contactId",
                kinds: [{ kind: "contact", field: "clientId", in: { kind: "client", field: "ownerId" } }],
              },
            ],
            owners: ["x"],
            unowned,
          },
        ])
  return [...always, ...listed, ...ranges, ...scopes]
}

const nameOf = (statement: BoundStatement): string => JSON.stringify(statement.values)

/** Every test of every indexed field, in the order of ids and in its own; every order; at the start and in the middle. */
const pageTexts = (kind: string, pages: PageStatements, indexes: RecordTable["indexes"]): ReadonlyArray<Named> => {
  const orders = [{ field: "id", kind: "text" as const }, ...indexes].flatMap(({ field, kind: held }) =>
    (["asc", "desc"] as const).map((direction): RecordOrder => ({ field, kind: held, direction })),
  )
  const filters = indexes.flatMap(({ field, kind: held }) => tests(held).map((test) => [{ field, kind: held, test }]))
  const places = (order: RecordOrder) => [
    null,
    { key: order.field === "id" ? [] : order.kind === "money" ? ["RUB", 1] : ["x"], id: "x" },
    ...(order.field === "id" ? [] : [{ key: null, id: "x" }]),
  ]
  // Conditions and order stand side by side in a statement, except for those on the ordered field itself.
  const ordersOf = (some: ReadonlyArray<{ readonly field: string }>): ReadonlyArray<RecordOrder> =>
    orders.filter(({ field }) => some.length === 0 || field === "id" || some.some((filter) => filter.field === field))
  const paged = [[], ...filters].flatMap((some) =>
    ordersOf(some).flatMap((order) =>
      places(order).flatMap((after) =>
        [false, true].flatMap((withTexts) =>
          pages.page("tenant", { filters: some, order, after }, { withTexts }).map((statement, part) => ({
            name: `${kind}.page(${JSON.stringify([some, order, after, part, withTexts])})`,
            statement: statement(1),
          })),
        ),
      ),
    ),
  )
  const counted = [[], ...filters].flatMap((some) => [
    { name: `${kind}.count(${JSON.stringify(some)})`, statement: pages.count("tenant", some) },
    ...indexes.map(({ field }) => ({
      name: `${kind}.countBy(${JSON.stringify([field, some])})`,
      statement: pages.countBy("tenant", field, some),
    })),
  ])
  return [...paged, ...counted].map(({ name, statement }) => {
    expect(statement.values[0], nameOf(statement)).toBe("tenant")
    return { name, sql: statement.text }
  })
}

/** Every statement a store of this dialect runs over the library's tables. */
const statements = (dialect: SqlDialect, naming: Naming): ReadonlyArray<Named> => {
  const catalog = makeCatalog(dialect, naming)
  const records = recordTables.flatMap(({ kind, columns, indexes }) => {
    const { statements: own } = catalog.of(kind)
    const pages = pageTexts(kind, own.pages, indexes)
    const update = { name: `${kind}.updateOf`, sql: own.updateOf(columns.map((_, index) => index).slice(2)) }
    const scan = { name: `${kind}.scanOf`, sql: catalog.of(kind).scanOf(["ownerId"]).sql }
    return [...texts(kind, own), ...pages, update, scan]
  })
  const reads = postgresReads(naming)
  const postgres = [
    ...texts("postgres", reads),
    ...recordTables.flatMap(({ kind }) =>
      [true, false].map((isRetired) => ({ name: `lock(${kind}, ${isRetired})`, sql: reads.lock(kind, isRetired) })),
    ),
  ]
  return [...records, ...texts("journal", catalog.journal), ...(dialect === "postgres" ? postgres : [])]
}

const selected = /^select .+ from "[^"]+"(?:\."[^"]+")? where "tenant_id" = (?:\+\?|\$1)(?: |$)/
const updated = /^update "[^"]+"(?:\."[^"]+")? set .+ where "tenant_id" = (?:\+\?|\$\d+)(?: |$)/
const deleted = /^delete from "[^"]+"(?:\."[^"]+")? where "tenant_id" = (?:\+\?|\$1)(?: |$)/
/** Of a list that is a parameter, each row by its key. */
const lookedUp =
  /^select .+ from unnest\([^)]+\) as [^)]+\) cross join lateral \(select .+ from "[^"]+"(?:\."[^"]+")? where "tenant_id" = \$1 [^)]+ offset 0\) as t$/
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

  it("name the tenant on both sides where they count by a custom field", () => {
    const { statements: deals } = makeCatalog(dialect, naming).of("deal")
    const { text, values } = deals.pages.countBy("tenant", "custom.x", [])
    expect(text.match(/"tenant_id" = (?:\+?\?|\$\d+)/g)).toHaveLength(2)
    expect(values).toEqual(["tenant", "deal", "x", "tenant"])
  })

  // There are thousands, so that one test takes them all and names those that fail.
  it("are bound to one tenant each", () => {
    // The tenant is what the first condition asks for, so that no other condition can let another tenant in.
    const loose = all.filter(
      ({ sql }) =>
        !lookedUp.test(sql) &&
        ([selected, updated, deleted, inserted].filter((shape) => shape.test(sql)).length !== 1 ||
          /\b(?:or|join|union)\b/.test(sql)),
    )
    expect(loose).toEqual([])
  })

  it("are bound to one tenant on both sides where they walk a custom field", () => {
    const joined =
      /^select .+ from "[^"]+"(?:\."[^"]+")? inner join \(select .+ from "[^"]+"(?:\."[^"]+")? where "tenant_id" = (?:\+\?|\$1) .+\) as "ordered" on "ordered_id" = "id" where "tenant_id" = (?:\+\?|\$\d+) /
    const catalog = makeCatalog(dialect, naming)
    const custom: RecordOrder = { field: "custom.tier", kind: "text", direction: "asc" }
    const filters = [{ field: "custom.tier", kind: "text" as const, test: { _tag: "Equals" as const, value: "sgold" } }]
    const withFields = recordTables.filter(({ hasCustomFields }) => hasCustomFields)
    expect(withFields.map(({ kind }) => kind).toSorted()).toEqual(["client", "contact", "deal", "lead"])
    for (const { kind } of withFields) {
      const { pages } = catalog.of(kind).statements
      for (const after of [null, { key: ["sa"], id: "x" }]) {
        const [walk, ...rest] = pages.page("tenant", { order: custom, after })
        const first = walk?.(1)
        expect(first?.text).toMatch(joined)
        expect(first?.text).not.toMatch(/\b(?:or|union)\b/)
        expect(first?.values.filter((value) => value === "tenant")).toHaveLength(2)
        for (const statement of rest) expect(statement(1).text).toMatch(selected)
      }
      const counted = pages.count("tenant", filters)
      expect(counted.text).toMatch(selected)
      expect(counted.values.filter((value) => value === "tenant")).toHaveLength(2)
    }
  })
})
