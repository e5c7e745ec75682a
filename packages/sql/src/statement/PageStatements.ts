import type { IndexKind } from "@salesdept/core/journal"
import { customKeyOf, idOrder } from "@salesdept/core/ports/adapter"
import type { OrderKey, PageQuery, RecordFilter, RecordOrder, RecordPosition, ValueCount } from "@salesdept/core/ports"
import { sql } from "kysely"
import type { AliasedExpression, Kysely, RawBuilder } from "kysely"
import { fieldValueTable } from "../journal/JournalTables.ts"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { PeopleCodec } from "../schema/PeopleCodec.ts"
import type { IndexedField, RecordTable } from "../schema/RecordTable.ts"
import { sqlOf } from "./Builder.ts"
import { customConditionOf, customValuesOf } from "./CustomCondition.ts"
import { makeRemembered } from "./Remembered.ts"
import { asksForValue, bound, conditionOf, isAside, isOrderAside, ofOne, shapeOf, valuesOf } from "./FilterCondition.ts"

/** A statement with the values of its parameters. */
export interface BoundStatement {
  /** The statement. */
  readonly text: string
  /** One value for each parameter, in order, the tenant first. */
  readonly values: ReadonlyArray<unknown>
}

/** What a page's rows hold. */
interface PageOptions {
  /** Beside the record's columns, its current texts as `texts`; null of a record that has none. Default false. */
  readonly withTexts?: boolean
}

/** The statements that read and count records by conditions on indexed fields. */
export interface PageStatements {
  /**
   * Statements that give the page one after another: run the next with what is left of the limit while there is something left. The
   * second, if there is one, gives the records without a value of the ordered field: so each is one walk along an index, and
   * databases need not agree on where null stands.
   */
  readonly page: (
    tenant: string,
    query: PageQuery,
    options?: PageOptions,
  ) => ReadonlyArray<(limit: number) => BoundStatement>
  /** A row of `count`. */
  readonly count: (tenant: string, filters: ReadonlyArray<RecordFilter>) => BoundStatement
  /** Rows of `value` and `count`. */
  readonly countBy: (tenant: string, field: string, filters: ReadonlyArray<RecordFilter>) => BoundStatement
}

/** How many texts are remembered of a kind of record. */
const mostRemembered = 500

// Stands where a value will be: statements are compiled once and given their values when they run.
const slot = (): RawBuilder<unknown> => sql`${""}`

const slots = (columns: ReadonlyArray<string>): RawBuilder<unknown> => sql.join(columns.map(slot))

/** Which part of the order a statement walks: ids alone, the records that have a value, or those that have none. */
type Walk = "ids" | "values" | "nulls"

/** A table to be read by pages. */
export interface PagedTable {
  /** For which database. */
  readonly dialect: SqlDialect
  /** Its name, as Kysely takes it. */
  readonly name: string
  /** Its description. */
  readonly table: RecordTable
  /** Columns to be read. */
  readonly readColumns: ReadonlyArray<string>
  /** The record's current texts as one more of them. */
  readonly textsColumn: AliasedExpression<unknown, string>
  /** How ids of people cross; null where they lie in columns as they are. */
  readonly people: PeopleCodec | null
  /** Type of the columns with ids of people. */
  readonly personType: string
  /** The table of another kind of record. */
  readonly tableOf: (kind: string) => string
}

/** Writes the statements of a kind of record, each once. */
export const pageStatements = (
  db: Kysely<{ [table: string]: { [column: string]: unknown } }>,
  { dialect, name, people, personType, readColumns, table, tableOf, textsColumn }: PagedTable,
): PageStatements => {
  const byField = new Map(table.indexes.map((index) => [index.field, index]))
  const indexed = (field: string): IndexedField => {
    const found = byField.get(field)
    if (found === undefined) throw new TypeError(`${field} is not an indexed field of ${table.kind}`)
    return found
  }
  const written = makeRemembered<string>(mostRemembered)
  const asked = (filter: RecordFilter, aside = false): RawBuilder<boolean> =>
    customKeyOf(filter.field) === null
      ? conditionOf(dialect, indexed(filter.field), filter, personType, tableOf, aside)
      : customConditionOf(dialect, tableOf(fieldValueTable.name), filter)
  const filtered = (filters: ReadonlyArray<RecordFilter>, orderedBy: string | null = null) => {
    let query = db.selectFrom(name).where("tenant_id", "=", "")
    const beside = { filters, orderedBy, lists: table.lists }
    for (const filter of filters) query = query.where(asked(filter, isAside(dialect, filter, beside)))
    return query
  }
  const filterValues = (tenant: string, filters: ReadonlyArray<RecordFilter>): ReadonlyArray<unknown> =>
    filters.flatMap((filter) => {
      const custom = customKeyOf(filter.field)
      return custom === null
        ? valuesOf(dialect, tenant, filter, peopleOf(filter.field), people)
        : customValuesOf(dialect, tenant, table.kind, custom, filter)
    })
  const peopleOf = (field: string): PeopleCodec | null => (indexed(field).isPerson ? people : null)
  const placeOf = (field: string, part: string | number | boolean): unknown => {
    const codec = peopleOf(field)
    return codec === null || typeof part !== "string" ? bound(dialect, part) : codec.toColumn(part)
  }
  const columnsRead = (withTexts: boolean): ReadonlyArray<string | AliasedExpression<unknown, string>> =>
    withTexts ? [...readColumns, textsColumn] : readColumns
  /** The records by a custom field, in its order, each with its value. */
  const byCustomText = (
    filters: ReadonlyArray<RecordFilter>,
    direction: RecordOrder["direction"],
    isAfter: boolean,
    withTexts: boolean,
  ): string => {
    const found = sql`(select "record_id" as "ordered_id", "value" as "ordered_value" from ${sql.table(tableOf(fieldValueTable.name))} where "tenant_id" = ${""} and "kind" = ${""} and "field" = ${""}${
      isAfter
        ? direction === "asc"
          ? sql` and ("value", "record_id") > (${""}, ${""})`
          : sql` and ("value", "record_id") < (${""}, ${""})`
        : sql``
    })`
    let query = db
      .selectFrom(name)
      .innerJoin(found.as<"ordered">("ordered"), (join) => join.on(sql<boolean>`"ordered_id" = "id"`))
      .where("tenant_id", "=", "")
    for (const filter of filters) query = query.where(asked(filter))
    const text = query
      .select(columnsRead(withTexts))
      .orderBy(sql.ref("ordered_value"), direction)
      .orderBy(sql.ref("ordered_id"), direction)
      .limit(1)
    return sqlOf(text, filterValues("", filters).length + 5 + (isAfter ? 2 : 0))
  }
  const customPage = (
    tenant: string,
    custom: string,
    { filters = [], order = idOrder, after = null }: PageQuery,
    { withTexts = false }: PageOptions,
  ): ReadonlyArray<(limit: number) => BoundStatement> => {
    const valued = (from: { readonly key: OrderKey; readonly id: string } | null) => (limit: number) => {
      const place = from === null ? [] : [from.key[0], from.id]
      return {
        text: written(key("byCustom", filters.map(shapeOf), order.direction, from !== null, withTexts), () =>
          byCustomText(filters, order.direction, from !== null, withTexts),
        ),
        values: [tenant, table.kind, custom, ...place, tenant, ...filterValues(tenant, filters), limit],
      }
    }
    const none: RecordFilter = { field: order.field, kind: "text", test: { _tag: "IsNull" } }
    const unvalued = (after: RecordPosition | null) => {
      const byId = { ...idOrder, direction: order.direction }
      const place = after === null ? null : { key: [], id: after.id }
      const [walk] = pages(tenant, { filters: [...filters, none], order: byId, after: place }, { withTexts })
      return walk === undefined || filters.some(asksForValue(order.field)) ? [] : [walk]
    }
    if (after !== null && after.key === null) return unvalued(after)
    return [valued(after === null || after.key === null ? null : { key: after.key, id: after.id }), ...unvalued(null)]
  }
  /** Counts by a custom field: a record is counted under each text it is found by, else under null. */
  const countByCustom = (filters: ReadonlyArray<RecordFilter>): string => {
    const counted = sql`(select "record_id" as "counted_id", "value" as "counted_value" from ${sql.table(tableOf(fieldValueTable.name))} where "tenant_id" = ${""} and "kind" = ${""} and "field" = ${""})`
    let query = db
      .selectFrom(name)
      .leftJoin(counted.as<"counted">("counted"), (join) => join.on(sql<boolean>`"counted_id" = "id"`))
      .where("tenant_id", "=", "")
    for (const filter of filters) query = query.where(asked(filter))
    const text = query
      .select([sql.ref("counted_value").as("value"), sql<number>`count(*)`.as("count")])
      .groupBy(sql.ref("counted_value"))
      .orderBy(sql.ref("counted_value"))
    return sqlOf(text, filterValues("", filters).length + 4)
  }
  const key = (...parts: ReadonlyArray<unknown>): string => JSON.stringify(parts)

  const pageText = (
    filters: ReadonlyArray<RecordFilter>,
    order: RecordOrder,
    walk: Walk,
    isAfter: boolean,
    withTexts: boolean,
  ): string => {
    const walked = walk === "values" ? indexed(order.field).columns : []
    const keys = [...walked, "id"]
    const isSorted = isOrderAside(dialect, filters, order.field)
    const refOf = (column: string): RawBuilder<unknown> => (isSorted ? sql`+${sql.ref(column)}` : sql.ref(column))
    let query = filtered(filters, order.field).select(columnsRead(withTexts))
    if (walk === "nulls") query = query.where(refOf(indexed(order.field).columns[0] ?? ""), "is", null)
    if (walk === "values" && !isAfter && !filters.some(asksForValue(order.field))) {
      query = query.where(refOf(walked[0] ?? ""), "is not", null)
    }
    if (isAfter) {
      const refs = sql.join(keys.map(refOf))
      query = query.where(
        order.direction === "asc"
          ? sql<boolean>`(${refs}) > (${slots(keys)})`
          : sql<boolean>`(${refs}) < (${slots(keys)})`,
      )
    }
    for (const column of keys) query = query.orderBy(refOf(column), order.direction)
    return sqlOf(query.limit(1), filterValues("", filters).length + 2 + (isAfter ? keys.length : 0))
  }

  const pages: PageStatements["page"] = (tenant, question, options = {}) => {
    const { order = idOrder, after = null } = question
    const filters = (question.filters ?? []).map(ofOne)
    const query = { ...question, filters }
    const { withTexts = false } = options
    const custom = customKeyOf(order.field)
    if (custom !== null) return customPage(tenant, custom, query, options)
    const statement =
      (walk: Walk, from: { readonly key: OrderKey; readonly id: string } | null) =>
      (limit: number): BoundStatement => {
        const shape = key("page", filters.map(shapeOf), order.field, order.direction, walk, from !== null, withTexts)
        const place = from === null ? [] : [...from.key.map((part) => placeOf(order.field, part)), from.id]
        return {
          text: written(shape, () => pageText(filters, order, walk, from !== null, withTexts)),
          values: [tenant, ...filterValues(tenant, filters), ...place, limit],
        }
      }
    if (order.field === "id") return [statement("ids", after === null ? null : { key: [], id: after.id })]
    const { nullable } = indexed(order.field)
    const nulls = (from: { readonly key: OrderKey; readonly id: string } | null) =>
      nullable && !filters.some(asksForValue(order.field)) ? [statement("nulls", from)] : []
    if (after !== null && after.key === null) return nulls({ key: [], id: after.id })
    return [
      statement("values", after === null || after.key === null ? null : { key: after.key, id: after.id }),
      ...nulls(null),
    ]
  }

  return {
    page: pages,
    count: (tenant, given) => {
      const filters = given.map(ofOne)
      const text = written(key("count", filters.map(shapeOf)), () =>
        sqlOf(filtered(filters).select(sql<number>`count(*)`.as("count")), filterValues("", filters).length + 1),
      )
      return { text, values: [tenant, ...filterValues(tenant, filters)] }
    },
    countBy: (tenant, field, given) => {
      const filters = given.map(ofOne)
      const values = [tenant, ...filterValues(tenant, filters)]
      const custom = customKeyOf(field)
      if (custom !== null) {
        const text = written(key("countByCustom", filters.map(shapeOf)), () => countByCustom(filters))
        return { text, values: [tenant, table.kind, custom, ...values] }
      }
      const text = written(key("countBy", field, filters.map(shapeOf)), () => {
        const column = indexed(field).columns[0] ?? ""
        const query = filtered(filters)
          .select([sql.ref(column).as("value"), sql<number>`count(*)`.as("count")])
          .groupBy(column)
          .orderBy(column)
        return sqlOf(query, filterValues("", filters).length + 1)
      })
      return { text, values }
    },
  }
}

const countedValue = (kind: IndexKind, value: unknown): ValueCount["value"] => {
  if (value === null || typeof value === "boolean") return value
  if (kind === "integer") return Number(value)
  return kind === "boolean" ? value !== 0 : (value as string)
}

/** A row of `value` and `count`, the value in the form in which the field holds it. */
export const valueCountOf = (kind: IndexKind, row: SqlRow): ValueCount => ({
  value: countedValue(kind, row["value"]),
  count: Number(row["count"]),
})
