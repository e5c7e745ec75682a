import type { RecordFilter } from "@salesdept/core/ports"
import { sql } from "kysely"
import type { RawBuilder } from "kysely"
import type { SqlDialect } from "../schema/Dialect.ts"
import { isOneOf } from "./OwnerCondition.ts"

/** The condition of a filter by a custom field, with slots for tenant, kind, key and its values. */
export const customConditionOf = (
  dialect: SqlDialect,
  fieldValues: string,
  { test }: RecordFilter,
): RawBuilder<boolean> => {
  const asked = (): RawBuilder<boolean> => {
    switch (test._tag) {
      case "Equals":
        return sql<boolean>` and "value" = ${""}`
      case "OneOf":
        return sql<boolean>` and ${isOneOf(dialect, sql.ref("value"), "text")}`
      case "Range":
        return sql<boolean>` and "value" >= ${""} and "value" < ${""}`
      default:
        return sql<boolean>``
    }
  }
  const found = sql<boolean>`(select "record_id" from ${sql.table(fieldValues)} where "tenant_id" = ${""} and "kind" = ${""} and "field" = ${""}${asked()})`
  return test._tag === "IsNull" ? sql<boolean>`"id" not in ${found}` : sql<boolean>`"id" in ${found}`
}

/** The values of a filter by a custom field, in the order of its slots. */
export const customValuesOf = (
  dialect: SqlDialect,
  tenant: string,
  kind: string,
  key: string,
  { test }: RecordFilter,
): ReadonlyArray<unknown> => {
  const asked = (): ReadonlyArray<unknown> => {
    switch (test._tag) {
      case "Equals":
        return [test.value]
      case "OneOf":
        return [dialect === "sqlite" ? JSON.stringify(test.values) : test.values]
      case "Range":
        return [test.from, test.to]
      default:
        return []
    }
  }
  return [tenant, kind, key, ...asked()]
}
