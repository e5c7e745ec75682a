import type { OwnerKind } from "@salesdept/core/journal"
import { sql } from "kysely"
import type { RawBuilder } from "kysely"
import type { SqlDialect } from "../schema/Dialect.ts"
import { listType } from "./Builder.ts"

/** A field's column. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Whether a column holds one of the values of a list, which is one parameter. */
export const isOneOf = (dialect: SqlDialect, ref: RawBuilder<unknown>, type: string): RawBuilder<boolean> =>
  dialect === "sqlite"
    ? sql<boolean>`${ref} in (select value from json_each(${""}))`
    : sql<boolean>`${ref} = any(${""}::${listType(type)})`

/** A condition that null passes too; to compare null with the members of an empty list gives false, not null. */
export const orNull = (ref: RawBuilder<unknown>, condition: RawBuilder<boolean>): RawBuilder<boolean> =>
  sql<boolean>`case when ${ref} is null then true else ${condition} end`

/** Whether a column holds the id of one of the owners. */
export const isOwned = (
  dialect: SqlDialect,
  ref: RawBuilder<unknown>,
  personType: string,
  unowned: boolean,
): RawBuilder<boolean> => {
  const isOwn = isOneOf(dialect, ref, personType)
  return unowned ? orNull(ref, isOwn) : isOwn
}

/** The condition that a column names a record which is one of the owners', with slots for tenants and owners. */
export const isHeldBy = (
  dialect: SqlDialect,
  ref: RawBuilder<unknown>,
  { field, in: next, kind }: OwnerKind,
  personType: string,
  unowned: boolean,
  tableOf: (kind: string) => string,
): RawBuilder<boolean> => {
  const own = sql.ref(snakeCase(field))
  const held =
    next === undefined
      ? isOwned(dialect, own, personType, unowned)
      : isHeldBy(dialect, own, next, personType, unowned, tableOf)
  const passes = next !== undefined && unowned ? orNull(own, held) : held
  return sql<boolean>`${ref} in (select "id" from ${sql.table(tableOf(kind))} where "tenant_id" = ${""} and ${passes})`
}

/** The tenants and owners of {@link isHeldBy}, in the order of its slots. */
export const holderValues = ({ in: next }: OwnerKind, tenant: string, owners: unknown): ReadonlyArray<unknown> =>
  next === undefined ? [tenant, owners] : [tenant, ...holderValues(next, tenant, owners)]
