import type { DirectoryProblem, HostKind } from "@salesdept/core/ports"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { HostTable } from "./HostMapping.ts"

/** Columns of a host's table by name, with their types in the database's own words; null where the table is not there. */
export type FoundColumns = ReadonlyMap<string, string> | null

/** A type that a mapped column may have, and how to recognise it. */
interface Expected {
  readonly en: string
  readonly ru: string
  readonly fits: (type: string, dialect: SqlDialect) => boolean
}

// A column of a view may have no type in SQLite, and then holds what the view computes.
const sqliteText = /^$|char|clob|text/i
const sqliteInteger = /^$|int/i
const postgresText = /^(?:text|citext|character|character varying|name)\b/
const postgresInteger = /^(?:smallint|integer|bigint)$/

const text: Expected = {
  en: "a text",
  ru: "текст",
  fits: (type, dialect) => (dialect === "sqlite" ? sqliteText : postgresText).test(type),
}

const idTypes: { readonly [Type in NonNullable<HostTable["idType"]>]: Expected } = {
  text,
  uuid: {
    en: "a uuid",
    ru: "uuid",
    fits: (type, dialect) => (dialect === "sqlite" ? sqliteText.test(type) : type === "uuid"),
  },
  bigint: {
    en: "an integer",
    ru: "целое число",
    fits: (type, dialect) => (dialect === "sqlite" ? sqliteInteger : postgresInteger).test(type),
  },
}

const known: Expected = { en: "", ru: "", fits: () => true }

/** What is wrong with one mapped table: each fault is named by table and column. */
export const directoryProblems = (
  dialect: SqlDialect,
  kind: HostKind,
  { id, idType = "text", name, table, tenant }: HostTable,
  found: FoundColumns,
): ReadonlyArray<DirectoryProblem> => {
  if (found === null) {
    return [
      {
        kind,
        table,
        column: null,
        code: "tableMissing",
        message: { en: `There is no table ${table} (${kind})`, ru: `Нет таблицы ${table} (${kind})` },
      },
    ]
  }
  const columns: ReadonlyArray<readonly [column: string, expected: Expected]> = [
    [id, idTypes[idType]],
    [name, text],
    ...(tenant === undefined ? [] : [[tenant, known] as const]),
  ]
  return columns.flatMap(([column, expected]): ReadonlyArray<DirectoryProblem> => {
    const type = found.get(column)
    if (type === undefined) {
      const message = { en: `${table} has no column ${column}`, ru: `В таблице ${table} нет столбца ${column}` }
      return [{ kind, table, column, code: "columnMissing", message }]
    }
    if (expected.fits(type, dialect)) return []
    return [
      {
        kind,
        table,
        column,
        code: "columnType",
        message: {
          en: `${table}.${column} is ${type}, not ${expected.en}`,
          ru: `${table}.${column} имеет тип ${type}, ожидается ${expected.ru}`,
        },
      },
    ]
  })
}

/** A table that is there and may not be read. */
export const notReadable = (kind: HostKind, table: string): DirectoryProblem => ({
  kind,
  table,
  column: null,
  code: "notReadable",
  message: { en: `${table} may not be read by this role`, ru: `Роли не разрешено читать ${table}` },
})
