import type { IndexKind } from "@salesdept/core/journal"
import { customKeyOf } from "@salesdept/core/ports/adapter"
import type { FieldValue, RecordFilter } from "@salesdept/core/ports"
import { sql } from "kysely"
import type { RawBuilder } from "kysely"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { PeopleCodec } from "../schema/PeopleCodec.ts"
import type { IndexedField, WorkList } from "../schema/RecordTable.ts"
import { holderValues, isHeldBy, isOneOf, isOwned, orNull, snakeCase } from "./OwnerCondition.ts"

const elementTypes: { readonly [Kind in IndexKind]: string } = {
  text: "text",
  instant: "timestamptz",
  date: "date",
  integer: "bigint",
  boolean: "boolean",
  money: "bigint",
}

/** A list of one, as a rep's scope is, asked for as that one: its index gives the records in order, and no others need be gone through. */
export const ofOne = (filter: RecordFilter): RecordFilter => {
  const { field, test } = filter
  if (customKeyOf(field) !== null) return filter
  const values =
    test._tag === "OneOf" ? test.values : test._tag === "OwnedBy" && !test.unowned ? test.owners : ([] as const)
  const [value, ...others] = values
  return value === undefined || others.length > 0 ? filter : { ...filter, test: { _tag: "Equals", value } }
}

/** Fields of which one value leads to few records, however large the base: what is about one record, or is known by a number of its own. */
const leadingToFew: ReadonlySet<string> = new Set([
  "advocateId",
  "clientId",
  "dealId",
  "debriefId",
  "invoiceId",
  "leadId",
  "mergedIntoId",
  "number",
  "openClientId",
  "payerKey",
  "paymentId",
  "planId",
  "referenceKey",
  "subjectId",
])

/** Whether a filter lets few records pass whatever the base holds. */
const leadsToFew = ({ field, test }: RecordFilter): boolean =>
  leadingToFew.has(field) && (test._tag === "Equals" || test._tag === "OneOf")

/**
 * Whether SQLite is to be kept from walking the index of an order, since a filter leads to few records: those are sorted. Left to itself
 * it goes through all records in their order until there are enough that pass, and where there are not, through the base.
 *
 * @param orderedBy - the field by which records come
 */
export const isOrderAside = (dialect: SqlDialect, filters: ReadonlyArray<RecordFilter>, orderedBy: string): boolean =>
  dialect === "sqlite" &&
  // The index of one value has its records in the order of their ids.
  filters.some((filter) => leadsToFew(filter) && (orderedBy !== "id" || filter.test._tag !== "Equals"))

/** How much of a base one value of a field may be of: nearly all of it, a third and more, or little. */
const coarsenessOf = (field: string): number => (field === "standing" ? 2 : field === "outcome" ? 1 : 0)

/** Whether SQLite goes by the index of a filter's field; along a list of values only where rows may come in any order. */
const isLedByIndex = ({ test }: RecordFilter, isOrdered: boolean): boolean =>
  test._tag === "Equals" ||
  test._tag === "IsNull" ||
  (!isOrdered && (test._tag === "OneOf" || (test._tag === "OwnedBy" && !test.unowned)))

/** What is known of the indexes that a filter stands beside. */
interface Beside {
  /** All filters of the question. */
  readonly filters: ReadonlyArray<RecordFilter>
  /** The field by which records come; null where they may come in any order. */
  readonly orderedBy: string | null
  /** The lists of work that have an index of their own. */
  readonly lists: ReadonlyArray<WorkList>
}

/**
 * Whether SQLite is to be kept from going by the index of a filter's field, since that of another leads to fewer records. What it knows
 * of indexes before it is told to analyse them is how many columns they have, and of several that serve it takes the last.
 */
export const isAside = (
  dialect: SqlDialect,
  { field, test }: RecordFilter,
  { filters, orderedBy, lists }: Beside,
): boolean => {
  if (dialect !== "sqlite") return false
  if (filters.some(leadsToFew)) return !leadingToFew.has(field)
  if (test._tag === "Equals" && lists.some(({ of, by }) => of.field === field && by.field === orderedBy)) return false
  return (
    orderedBy !== field &&
    filters.some(
      (other) =>
        customKeyOf(other.field) === null &&
        coarsenessOf(other.field) < coarsenessOf(field) &&
        isLedByIndex(other, orderedBy !== null),
    )
  )
}

/**
 * The condition of a filter, with a slot (`${""}`) for each of its values: it is compiled once, and given them when it runs.
 *
 * @param aside - whether the index of its field is not to be used
 */
export const conditionOf = (
  dialect: SqlDialect,
  { columns, isPerson, kind }: IndexedField,
  { test }: RecordFilter,
  personType: string,
  tableOf: (kind: string) => string,
  aside: boolean,
): RawBuilder<boolean> => {
  const refs = columns.map((column) => (aside ? sql`+${sql.ref(column)}` : sql.ref(column)))
  const last = refs.at(-1)
  const first = refs[0]
  if (first === undefined || last === undefined) throw new TypeError("an indexed field has a column")
  switch (test._tag) {
    case "IsNull":
      return sql<boolean>`${first} is null`
    case "IsNotNull":
      return sql<boolean>`${first} is not null`
    case "Equals":
      return sql<boolean>`${sql.join(
        refs.map((ref) => sql`${ref} = ${""}`),
        sql` and `,
      )}`
    case "OneOf":
      return isOneOf(dialect, first, isPerson ? personType : elementTypes[kind])
    case "OwnedBy":
      return isOwned(dialect, first, personType, test.unowned)
    case "BelongsTo": {
      const owner = isOwned(dialect, sql.ref(snakeCase(test.field)), personType, test.unowned)
      const owned = sql<boolean>`${first} in (select "id" from ${sql.table(tableOf(test.kind))} where "tenant_id" = ${""} and ${owner})`
      return test.unowned ? orNull(first, owned) : owned
    }
    case "BelongsToFirst": {
      // Cases instead of `or`: the condition on the tenant stands before all others, and nothing beside it lets anybody else in.
      const steps = test.steps.map(({ kinds, through }) => {
        const ref = sql.ref(snakeCase(through))
        const held = kinds.map(
          (kind) => sql`when ${isHeldBy(dialect, ref, kind, personType, test.unowned, tableOf)} then true`,
        )
        return sql`when ${ref} is not null then case ${sql.join(held, sql` `)} else false end`
      })
      return sql<boolean>`case ${sql.join(steps, sql` `)} else ${test.unowned ? sql`true` : sql`false`} end`
    }
    case "Range": {
      const ends: Array<RawBuilder<unknown>> = kind === "money" ? [sql`${first} = ${""}`] : []
      if (test.from !== null) ends.push(sql`${last} >= ${""}`)
      if (test.to !== null) ends.push(sql`${last} < ${""}`)
      return sql<boolean>`${sql.join(ends, sql` and `)}`
    }
  }
}

/** A value as the driver takes it: SQLite has no booleans. */
export const bound = (dialect: SqlDialect, value: string | number | boolean): unknown =>
  typeof value === "boolean" && dialect === "sqlite" ? Number(value) : value

const partsOf = (dialect: SqlDialect, value: FieldValue): ReadonlyArray<unknown> =>
  typeof value === "object" ? [value.currency, value.amountMinor] : [bound(dialect, value)]

/** The values of a filter, in the order of its slots. */
export const valuesOf = (
  dialect: SqlDialect,
  tenant: string,
  { test }: RecordFilter,
  fieldPeople: PeopleCodec | null,
  people: PeopleCodec | null,
): ReadonlyArray<unknown> => {
  const list = (values: ReadonlyArray<string | number | boolean>, codec: PeopleCodec | null): unknown => {
    // An id that no column can hold is nobody's.
    const held = values.flatMap((value) =>
      codec === null || typeof value !== "string" ? [value] : [codec.toColumn(value) ?? []].flat(),
    )
    return dialect === "sqlite" ? JSON.stringify(held) : held
  }
  switch (test._tag) {
    case "IsNull":
    case "IsNotNull":
      return []
    case "Equals":
      // An id that no column can hold is nobody's: nothing equals null.
      if (fieldPeople !== null && typeof test.value === "string") return [fieldPeople.toColumn(test.value)]
      return partsOf(dialect, test.value)
    case "OneOf":
      return [list(test.values, fieldPeople)]
    case "OwnedBy":
      return [list(test.owners, people)]
    case "BelongsTo":
      return [tenant, list(test.owners, people)]
    case "BelongsToFirst": {
      const owners = list(test.owners, people)
      return test.steps.flatMap(({ kinds }) => kinds.flatMap((kind) => holderValues(kind, tenant, owners)))
    }
    case "Range": {
      const ends = [test.from, test.to].filter((end) => end !== null)
      const values: Array<unknown> = []
      for (const [index, end] of ends.entries()) {
        // The currency of money is asked for once.
        values.push(...partsOf(dialect, end).slice(index === 0 ? 0 : -1))
      }
      return values
    }
  }
}

/** What of a filter decides the text of its statement; keys of custom fields are values of it. */
export const shapeOf = ({ field, test }: RecordFilter): string => {
  if (customKeyOf(field) !== null) return `custom ${test._tag}`
  switch (test._tag) {
    case "Range":
      return `${field} ${test.from === null ? "" : "from"}${test.to === null ? "" : "to"}`
    case "OwnedBy":
      return `${field} OwnedBy ${test.unowned}`
    case "BelongsTo":
      return `${field} BelongsTo ${test.kind} ${test.field} ${test.unowned}`
    case "BelongsToFirst":
      return `${JSON.stringify(test.steps)} ${test.unowned}`
    default:
      return `${field} ${test._tag}`
  }
}

/** Whether a filter lets no record without a value of this field through. */
export const asksForValue =
  (field: string) =>
  (filter: RecordFilter): boolean =>
    filter.field === field && ["IsNotNull", "Equals", "OneOf", "Range"].includes(filter.test._tag)
