import type { CustomField } from "../shared/CustomField.ts"
import type { Message } from "../shared/Message.ts"
import { yesOrNo } from "./ChoiceText.ts"
import type { CsvTable, Delimiter } from "./CsvTable.ts"
import type { ColumnMapping } from "./ColumnMapping.ts"
import { withCustomColumns } from "./CustomColumn.ts"
import { fileNameSuggests, headerNames, headerNamesIn, isForecastHeader, normalizedHeader } from "./HeaderName.ts"
import type { MissingColumns } from "./ImportErrors.ts"
import type { ImportEntity } from "./ImportField.ts"
import { importEntities, importOrder } from "./ImportField.ts"
import type { TextEncoding } from "./TextEncoding.ts"

/** What one file holds. Plain data: store it, edit it, hand it back. */
export interface FileMapping {
  /** Name of the file. */
  readonly file: string
  /** Kind of its records; null where the file is not read. */
  readonly entity: ImportEntity | null
  /** Why. */
  readonly why: Message
  /** Encoding, where a person has said it; null leaves it to the bytes. */
  readonly encoding: TextEncoding | null
  /** Delimiter, where a person has said it; null leaves it to the text. */
  readonly delimiter: Delimiter | null
  /** Every column of the file, in its order. */
  readonly columns: ReadonlyArray<ColumnMapping>
}

/** What a set of files holds. A file that is not listed is guessed. */
export interface ImportMapping {
  /** One entry per file. */
  readonly files: ReadonlyArray<FileMapping>
  /** Meanings of stages that a person has said, by the stage's name as written; the rest is looked up. */
  readonly stages: { readonly [stageName: string]: "open" | "won" | "lost" }
  /** Where a pipeline of the department is given: ids of its stages by the stage's name as written; the rest is found by id or name. */
  readonly stageIds?: { readonly [stageName: string]: string }
}

/** How many records are looked at to tell what a column holds. */
const sampledRecords = 200

/** Whether all cells of a column that are looked at are of one sort, and there are any. */
const isAll = ({ records }: CsvTable, column: number, isOf: (text: string) => boolean): boolean => {
  const texts = records.slice(0, sampledRecords).flatMap(({ cells }) => cells[column] || [])
  return texts.length > 0 && texts.every(isOf)
}

/** Whether a text is a day in numbers, whichever it is. */
const isDay = (text: string): boolean => /^\d{1,4}([-./])\d{1,2}\1\d{1,4}\b/.test(text)

const guessedColumns = (entity: ImportEntity, table: CsvTable): ReadonlyArray<ColumnMapping> => {
  const normalized = table.columns.map(normalizedHeader)
  /** `закрыта` may stand over days, or over да and нет. */
  const isFlag = (column: number): boolean => isAll(table, column, (text) => yesOrNo(text) !== null)
  const isOdd = (field: string, column: number): boolean =>
    // `closed by` may stand over people, or over days.
    field === "seller" ? isFlag(column) || isAll(table, column, isDay) : field.endsWith("On") && isFlag(column)
  const fieldOf = new Map<number, string>()
  for (const field of importEntities[entity].fields) {
    const usual = headerNamesIn(entity, field, table.file)
    const at = usual
      .map((name) => normalized.indexOf(name))
      .find((index) => index >= 0 && !fieldOf.has(index) && !isOdd(field, index))
    if (at !== undefined) fieldOf.set(at, field)
  }
  return table.columns.map((column, i) => {
    const field = fieldOf.get(i) ?? null
    const why = columnReason(entity, field, column, isFlag(i))
    return { column, field, why, dateOrder: null, decimalMark: null }
  })
}

const isUsualDay = (entity: ImportEntity, normalized: string): boolean =>
  importEntities[entity].fields.some((field) => field.endsWith("On") && headerNames(entity, field).includes(normalized))

const columnReason = (entity: ImportEntity, field: string | null, column: string, isFlag: boolean): Message => {
  const normalized = normalizedHeader(column)
  if (field !== null) {
    const name = importEntities[entity].name
    return {
      en: `“${column}” is a usual name of the field ${field} of ${name.en}`,
      ru: `«${column}» — обычное имя поля ${field} (${name.ru})`,
    }
  }
  if (isFlag && isUsualDay(entity, normalized)) {
    return { en: "says yes or no, not a day; not read", ru: "здесь «да» и «нет», а не дата; не читается" }
  }
  return isForecastHeader(normalized)
    ? {
        en: "an expected date is a forecast, not a fact; not read",
        ru: "ожидаемая дата — прогноз, а не факт; не читается",
      }
    : { en: "no field is usually called so; not read", ru: "ни одно поле так обычно не называется; не читается" }
}

const mappedFields = (columns: ReadonlyArray<ColumnMapping>): ReadonlySet<string> =>
  new Set(columns.flatMap(({ field }) => (field === null ? [] : [field])))

const unmet = (entity: ImportEntity, columns: ReadonlyArray<ColumnMapping>): ReadonlyArray<ReadonlyArray<string>> => {
  const fields = mappedFields(columns)
  return importEntities[entity].required.filter((alternatives) => !alternatives.some((field) => fields.has(field)))
}

interface Candidate {
  readonly entity: ImportEntity
  readonly columns: ReadonlyArray<ColumnMapping>
  readonly complete: boolean
  readonly matched: number
  readonly named: boolean
}

/** What a file calls itself weighs as much as so many understood columns. */
const nameWeight = 3

const weightOf = ({ matched, named }: Candidate): number => matched + (named ? nameWeight : 0)

/** More understood first, then complete before incomplete. */
const byFit = (left: Candidate, right: Candidate): number =>
  weightOf(right) - weightOf(left) || Number(right.complete) - Number(left.complete)

const unread = (table: CsvTable, why: Message): FileMapping => ({
  file: table.file,
  entity: null,
  why,
  encoding: null,
  delimiter: null,
  columns: table.columns.map((column) => ({ column, field: null, why, dateOrder: null, decimalMark: null })),
})

const isDataDictionary = (table: CsvTable): boolean => {
  const columns = table.columns.map(normalizedHeader)
  const has = (pattern: RegExp) => columns.some((column) => pattern.test(column))
  return has(/^(?:field|column|поле|столбец)\b/u) && has(/^(?:description|описание)/u)
}

/**
 * Guesses what a file holds from its columns' names and its own name. The guess may lack required columns: see
 * {@link missingColumns}. A file that fits two kinds equally well, or none, is not read, and the reason says so.
 *
 * @param table - the file, taken apart
 * @param customFields - the fields that the tenant has given to records: a column that no field of the kind takes, and that is
 * named as the key or a label of one of them, fills it
 *
 * @example
 * ```ts
 * import { guessFileMapping, readCsvTable } from "@salesdept/core/exchange"
 *
 * guessFileMapping(readCsvTable("product,series,sales_price\nGTX Pro,GTX,4821\n", "products.csv")).entity // "product"
 * ```
 */
export const guessFileMapping = (table: CsvTable, customFields: ReadonlyArray<CustomField> = []): FileMapping => {
  if (isDataDictionary(table)) {
    return unread(table, {
      en: "a data dictionary describes columns and holds no records of sales",
      ru: "словарь данных описывает столбцы и не содержит записей о продажах",
    })
  }
  const candidates = importOrder
    .map((entity): Candidate => {
      const columns = guessedColumns(entity, table)
      return {
        entity,
        columns,
        complete: unmet(entity, columns).length === 0,
        matched: mappedFields(columns).size,
        named: fileNameSuggests(entity, table.file),
      }
    })
    .filter(({ matched, named }) => matched >= 2 || (matched === 1 && named))
    // People at clients have the columns of leads and of clients: what a person does there, or the file's name, tells them apart.
    .filter(({ entity, named, columns }) => entity !== "contact" || named || mappedFields(columns).has("position"))
    .toSorted(byFit)
  const [best, second] = candidates
  if (best === undefined) {
    return unread(table, {
      en: "its columns are those of no known kind of record; deals, for one, need columns such as id and stage",
      ru: "по столбцам это ни один из известных видов записей; сделкам, например, нужны столбцы вроде «№» и «этап»",
    })
  }
  if (second !== undefined && byFit(best, second) === 0) {
    const [one, other] = [importEntities[best.entity].name, importEntities[second.entity].name]
    return unread(table, {
      en: `its columns fit ${one.en} and ${other.en} equally well; say in the mapping which it holds`,
      ru: `столбцы одинаково подходят под виды «${one.ru}» и «${other.ru}»; укажите в сопоставлении, что это`,
    })
  }
  const name = importEntities[best.entity].name
  return {
    file: table.file,
    entity: best.entity,
    why: {
      en: `${best.matched} of ${table.columns.length} columns are usual for ${name.en}`,
      ru: `вид «${name.ru}»: узнано столбцов ${best.matched} из ${table.columns.length}`,
    },
    encoding: null,
    delimiter: null,
    columns: withCustomColumns(best.columns, best.entity, customFields),
  }
}

/**
 * What a mapping lacks to read a file's records; null where it lacks nothing or the file is not read.
 *
 * @param mapping - of one file, guessed or edited
 *
 * @example
 * ```ts
 * import { guessFileMapping, missingColumns, readCsvTable } from "@salesdept/core/exchange"
 *
 * const mapping = guessFileMapping(readCsvTable("id,amount\n7,100\n", "deals.csv"))
 * missingColumns(mapping)?.fields // [["stage", "status", "wonOn"]]
 * ```
 */
export const missingColumns = (mapping: FileMapping): MissingColumns | null => {
  if (mapping.entity === null) return null
  const fields = unmet(mapping.entity, mapping.columns)
  if (fields.length === 0) return null
  return { file: mapping.file, entity: mapping.entity, fields, columns: mapping.columns.map(({ column }) => column) }
}
