import { StoreFault } from "@salesdept/core/ports/adapter"
import { InputInvalid, isSalesDeptError } from "@salesdept/core/shared"
import type { Message } from "@salesdept/core/shared"
import type { SqlRow } from "../schema/Dialect.ts"
import type { TenantRows, TenantStatements, TenantTable } from "./TenantStatements.ts"

const refused = (path: string, code: string, message: Message): InputInvalid =>
  new InputInvalid([{ path, code, message }])

/** Why a tenant's rows cannot be put back where some of its rows are there. */
export const tenantNotEmpty = (table: string): InputInvalid =>
  refused("tenant", "tenant.notEmpty", {
    en: `has rows already (${table}): erase it first`,
    ru: `уже есть строки (${table}): сначала удалите арендатора`,
  })

const isRow = (row: unknown): row is SqlRow => typeof row === "object" && row !== null && !Array.isArray(row)

/** Holds a row to the columns of its table: of another version of the schema it would be put back in part. */
const checkedRow = (row: unknown, { columns, table }: TenantTable, tenant: string): void => {
  if (!isRow(row))
    throw refused("rows", "field.type", { en: `of ${table} must be objects`, ru: `${table}: ожидаются объекты` })
  if (row["tenant_id"] !== tenant) {
    throw refused("rows", "tenant.other", {
      en: `of ${table} must be those of ${tenant}, not of ${String(row["tenant_id"])}`,
      ru: `${table}: ожидаются строки арендатора ${tenant}, а не ${String(row["tenant_id"])}`,
    })
  }
  const given = Object.keys(row)
  const odd =
    given.find((column) => !columns.includes(column)) ?? columns.find((column) => !Object.hasOwn(row, column)) ?? null
  if (odd !== null) {
    throw refused("rows", "column.unknown", {
      en: `of ${table} are of another version of the schema: ${odd} is in one of the two only`,
      ru: `${table}: строки другой версии схемы — столбец ${odd} есть только в одной из двух`,
    })
  }
}

/**
 * The table that rows are put back into.
 *
 * @throws InputInvalid where there is no such table, a row is of another tenant, or of another version of the schema
 */
export const restoredInto = (
  { tables }: Pick<TenantStatements, "tables">,
  batch: TenantRows,
  tenant: string,
): TenantTable => {
  const { rows, table: name }: Partial<TenantRows> = isRow(batch) ? batch : {}
  if (typeof name !== "string" || !Array.isArray(rows)) {
    throw refused("batches", "field.type", {
      en: "must be tables with their rows: { table, rows }",
      ru: "ожидаются таблицы со строками: { table, rows }",
    })
  }
  const table = tables.find((one) => one.table === name)
  if (table === undefined) {
    throw refused("table", "table.unknown", { en: `there is no table ${name}`, ru: `таблицы ${name} нет` })
  }
  for (const row of rows) checkedRow(row, table, tenant)
  return table
}

/** What is wrong with rows is told as such, and no fault of the store; any other failure is given back as it is. */
export const refusalIn = (fault: unknown): unknown =>
  fault instanceof StoreFault && isSalesDeptError(fault.cause) && fault.cause._tag === "InputInvalid"
    ? fault.cause
    : fault
