import type { Message } from "@salesdept/core/shared"
import type { ViewShape } from "../views/ViewManifest.ts"
import type { TableShape } from "./Manifest.ts"

/** In what a table differs from what the library relies on. */
export type SchemaDifferenceKind =
  /** The table is not there. */
  | "tableMissing"
  /** The column is not there. */
  | "columnMissing"
  /** A column that the library does not know, and that may be left out: harmless. */
  | "columnExtra"
  /** A column that the library does not know and that must be filled: no row could be added. */
  | "columnExtraRequired"
  /** Another type, or another collation. */
  | "columnType"
  /** May be null and should not, or the other way round. */
  | "columnNullable"
  /** The check of the safe range is not there. */
  | "boundMissing"
  /** Other columns, or another order of them. */
  | "primaryKey"
  /** No index has these columns in this order. */
  | "indexMissing"
  /** A unique index of somebody else: it may refuse rows that the library takes for right. */
  | "uniqueExtra"
  /** The view is not there. */
  | "viewMissing"
  /** The view has other columns, another order of them or other types. */
  | "viewColumns"
  /** The view is made otherwise: another text in SQLite; in Postgres it reads other columns, or with the rights of its owner. */
  | "viewSource"

/** One difference between the tables that are there and those of this version. */
export interface SchemaDifference {
  /** What it is. */
  readonly kind: SchemaDifferenceKind
  /** Table or view, without a schema. */
  readonly table: string
  /** Column, or columns with commas between; null where it is the table's. */
  readonly column: string | null
  /** What should be there; null where nothing should. */
  readonly expected: string | null
  /** What is there; null where nothing is. */
  readonly found: string | null
  /** The same in words. */
  readonly message: Message
}

type Words = (name: string, expected: string, found: string) => Message

const words: { readonly [Kind in SchemaDifferenceKind]: Words } = {
  tableMissing: (name) => ({ en: `${name}: the table is not there`, ru: `${name}: таблицы нет` }),
  columnMissing: (name) => ({ en: `${name}: the column is not there`, ru: `${name}: столбца нет` }),
  columnExtra: (name) => ({ en: `${name}: a column that is not ours`, ru: `${name}: посторонний столбец` }),
  columnExtraRequired: (name) => ({
    en: `${name}: a column that is not ours and must be filled`,
    ru: `${name}: посторонний обязательный столбец`,
  }),
  columnType: (name, expected, found) => ({
    en: `${name}: is ${found}, should be ${expected}`,
    ru: `${name}: тип ${found} вместо ${expected}`,
  }),
  columnNullable: (name, expected, found) => ({
    en: `${name}: is ${found}, should be ${expected}`,
    ru: `${name}: ${found} вместо ${expected}`,
  }),
  boundMissing: (name) => ({
    en: `${name}: the check of the range is not there`,
    ru: `${name}: нет проверки диапазона`,
  }),
  primaryKey: (name, expected, found) => ({
    en: `${name}: the primary key is (${found}), should be (${expected})`,
    ru: `${name}: первичный ключ (${found}) вместо (${expected})`,
  }),
  indexMissing: (name) => ({ en: `${name}: the index is not there`, ru: `${name}: индекса нет` }),
  uniqueExtra: (name) => ({
    en: `${name}: a unique index that is not ours`,
    ru: `${name}: посторонний уникальный индекс`,
  }),
  viewMissing: (name) => ({ en: `${name}: the view is not there`, ru: `${name}: представления нет` }),
  viewColumns: (name, expected, found) => ({
    en: `${name}: the view has (${found}), should have (${expected})`,
    ru: `${name}: столбцы представления (${found}) вместо (${expected})`,
  }),
  viewSource: (name) => ({
    en: `${name}: the view is not made as it should be`,
    ru: `${name}: представление устроено иначе, чем должно`,
  }),
}

/** Whether the library works all the same: a newer version may have added these, and so may the host. */
export const isHarmless = ({ kind }: SchemaDifference): boolean => kind === "columnExtra"

const nullability = (nullable: boolean): string => (nullable ? "null" : "not null")

const listed = (columns: ReadonlyArray<string>): string => columns.join(", ")

const differencesOfTable = (expected: TableShape, found: TableShape): ReadonlyArray<SchemaDifference> => {
  const differences: Array<SchemaDifference> = []
  const differs = (
    kind: SchemaDifferenceKind,
    column: string | null,
    should: string | null,
    is: string | null,
  ): void => {
    const place = column === null ? expected.name : `${expected.name} (${column})`
    const message = words[kind](place, should ?? "", is ?? "")
    differences.push({ kind, table: expected.name, column, expected: should, found: is, message })
  }
  const there = new Map(found.columns.map((column) => [column.name, column]))
  for (const { name, type, nullable, bounded } of expected.columns) {
    const column = there.get(name)
    there.delete(name)
    if (column === undefined) {
      differs("columnMissing", name, type, null)
      continue
    }
    if (column.type !== type) differs("columnType", name, type, column.type)
    if (column.nullable !== nullable) {
      differs("columnNullable", name, nullability(nullable), nullability(column.nullable))
    }
    if (bounded && !column.bounded) differs("boundMissing", name, "check", null)
  }
  for (const { name, nullable, filled = false, type } of there.values()) {
    differs(nullable || filled ? "columnExtra" : "columnExtraRequired", name, null, type)
  }
  if (listed(found.primaryKey) !== listed(expected.primaryKey)) {
    differs("primaryKey", null, listed(expected.primaryKey), listed(found.primaryKey))
  }
  const known = (partial: boolean): ReadonlySet<string> =>
    new Set(found.indexes.filter((index) => index.partial === partial).map(({ columns }) => listed(columns)))
  const indexed = [known(false), known(true)] as const
  for (const { columns, partial } of expected.indexes) {
    if (!indexed[partial ? 1 : 0].has(listed(columns))) differs("indexMissing", listed(columns), listed(columns), null)
  }
  for (const { columns, partial, unique } of found.indexes) {
    if (unique && !partial) differs("uniqueExtra", listed(columns), null, listed(columns))
  }
  return differences
}

/**
 * Every difference between the tables that should be there and those that are.
 *
 * @param expected - the manifest of this version
 * @param found - tables of these names, as the catalogue tells them; others are not looked at
 */
export const schemaDifferences = (
  expected: ReadonlyArray<TableShape>,
  found: ReadonlyArray<TableShape>,
): ReadonlyArray<SchemaDifference> => {
  const there = new Map(found.map((table) => [table.name, table]))
  return expected.flatMap((table) => {
    const same = there.get(table.name)
    if (same !== undefined) return differencesOfTable(table, same)
    const message = words.tableMissing(table.name, "", "")
    return [{ kind: "tableMissing", table: table.name, column: null, expected: table.name, found: null, message }]
  })
}

/**
 * Every difference between the views that should be there and those that are. The store reads none of them; hosts do.
 *
 * @param expected - the views of this version
 * @param found - views of these names, as the catalogue tells them
 */
export const viewDifferences = (
  expected: ReadonlyArray<ViewShape>,
  found: ReadonlyArray<ViewShape>,
): ReadonlyArray<SchemaDifference> => {
  const there = new Map(found.map((view) => [view.name, view]))
  return expected.flatMap(({ columns, name, source }) => {
    const differs = (
      kind: SchemaDifferenceKind,
      should: string,
      is: string | null,
    ): ReadonlyArray<SchemaDifference> => [
      { kind, table: name, column: null, expected: should, found: is, message: words[kind](name, should, is ?? "") },
    ]
    const same = there.get(name)
    if (same === undefined) return differs("viewMissing", name, null)
    if (listed(same.columns) !== listed(columns)) return differs("viewColumns", listed(columns), listed(same.columns))
    return same.source === source ? [] : differs("viewSource", source, same.source)
  })
}
