import { textsTable } from "../journal/JournalTables.ts"
import { prefixMark, schemaMark } from "../schema/Ddl.ts"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { View, ViewColumn, ViewType, ViewValue } from "./View.ts"

/** A view's name before prefix and schema. */
export const viewName = ({ name, version }: Pick<View, "name" | "version">): string => `v${version}_${name}`

const casts: { readonly [Type in ViewType]: string | null } = {
  text: null,
  integer: "bigint",
  boolean: "boolean",
  instant: "timestamptz(3)",
  date: "date",
  decimal: "numeric",
  json: "jsonb",
  person: null,
}

/** A value inside a structured one. SQLite's JSON has types of its own, so that only Postgres is told which it is. */
const valueInside = (dialect: SqlDialect, json: string, path: ReadonlyArray<string>, type: ViewType): string => {
  const steps = path.map((step, at) => `${at === path.length - 1 ? "->>" : "->"} '${step}'`)
  const value = `${json} ${steps.join(" ")}`
  const cast = dialect === "postgres" ? casts[type] : null
  return cast === null ? value : `(${value})::${cast}`
}

const ofRecord = "x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version"

/**
 * The record's current texts. SQLite makes a join even where nobody asks for its columns, but no subquery; Postgres leaves out such a
 * join, and joins many rows at once.
 */
const texts: { readonly [Dialect in SqlDialect]: string } = {
  sqlite: `(select x.texts from ${prefixMark}${textsTable.name} as x where ${ofRecord})`,
  postgres: "x.texts::json",
}

const expressionOf = (dialect: SqlDialect, value: ViewValue, type: ViewType): string => {
  switch (value._tag) {
    case "Column":
      return `r.${value.column}`
    case "Text": {
      const field = value.ofElement ? `('${value.field}' || (e.value ->> 'id'))` : `'${value.field}'`
      return `${texts[dialect]} ->> ${field}`
    }
    case "Inside":
      return valueInside(dialect, `r.${value.column}`, value.path, type)
    case "Element":
      return valueInside(dialect, "e.value", [value.field], type)
    case "Place":
      return dialect === "postgres" ? "e.place" : "e.key + 1"
  }
}

const hasTexts = ({ columns }: View): boolean => columns.some(({ value }) => value._tag === "Text")

/** The statement that would make the view today. In Postgres it gives whoever asks no right that they lack, and no row. */
export const viewDdl = (dialect: SqlDialect, view: View): string => {
  const postgres = dialect === "postgres"
  const named = (name: string): string => `${postgres ? schemaMark : ""}${prefixMark}${name}`
  const columns = view.columns.map(({ name, type, value }) => {
    const expression = expressionOf(dialect, value, type)
    return expression === `r.${name}` ? `  ${expression}` : `  ${expression} as ${name}`
  })
  const elements = postgres
    ? `cross join lateral jsonb_array_elements(r.${view.list}) with ordinality as e(value, place)`
    : `join json_each(r.${view.list}) as e`
  const conditions = view.when.map((condition) =>
    "equals" in condition
      ? `r.${condition.column} = '${condition.equals}'`
      : `r.${condition.column} <> r.${condition.unlike}`,
  )
  return [
    `create view ${named(viewName(view))}${postgres ? " with (security_invoker = true)" : ""} as`,
    "select",
    columns.join(",\n"),
    `from ${named(snake(view.table))} as r`,
    ...(view.list === null ? [] : [elements]),
    ...(postgres && hasTexts(view) ? [`left join ${named(textsTable.name)} as x on ${ofRecord}`] : []),
    ...(conditions.length === 0 ? [] : [`where ${conditions.join(" and ")}`]),
  ].join("\n")
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const readOf = ({ value }: ViewColumn): ReadonlyArray<string> =>
  value._tag === "Column" || value._tag === "Inside" ? [value.column] : []

/** The columns of tables that the view reads, each as `table.column` before the prefix, in order of the alphabet. */
export const columnsRead = (view: View): ReadonlyArray<string> => {
  const own = [
    ...view.columns.flatMap(readOf),
    ...(view.list === null ? [] : [view.list]),
    ...view.when.flatMap((one) => ("equals" in one ? [one.column] : [one.column, one.unlike])),
    ...(hasTexts(view) ? ["tenant_id", "id", "texts_version"] : []),
  ].map((column) => `${snake(view.table)}.${column}`)
  const texts = hasTexts(view) ? ["tenant_id", "record_id", "version", "texts"] : []
  return [...new Set([...own, ...texts.map((column) => `${textsTable.name}.${column}`)])].toSorted()
}
