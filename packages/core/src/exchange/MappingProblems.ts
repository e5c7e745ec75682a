import type { CustomField } from "../shared/CustomField.ts"
import type { Problem } from "../shared/Problem.ts"
import type { CsvTable } from "./CsvTable.ts"
import { delimiters } from "./CsvTable.ts"
import { importEntities } from "./ImportField.ts"
import type { ImportEntity } from "./ImportField.ts"
import type { ColumnMapping } from "./ColumnMapping.ts"
import type { FileMapping, ImportMapping } from "./Mapping.ts"
import { textEncodings } from "./TextEncoding.ts"

const problem = (path: string, code: string, en: string, ru: string): Problem => ({ path, code, message: { en, ru } })

/**
 * What is wrong with a mapping in itself and against the names of the files: unknown or repeated files, unknown kinds,
 * encodings, delimiters and meanings of stages. Checked before any file is read.
 *
 * @param mapping - given by the host
 * @param files - names of the files to import
 */
export const mappingProblems = (mapping: ImportMapping, files: ReadonlyArray<string>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const seen = new Set<string>()
  for (const [i, { file, entity, encoding, delimiter }] of mapping.files.entries()) {
    const at = (path: string) => `mapping.files[${i}].${path}`
    if (!files.includes(file)) {
      problems.push(
        problem(at("file"), "mapping.unknownFile", `no file is called ${file}`, `нет файла с именем ${file}`),
      )
    }
    if (seen.has(file)) {
      problems.push(problem(at("file"), "mapping.repeatedFile", `${file} is listed twice`, `${file} указан дважды`))
    }
    seen.add(file)
    if (entity !== null && !Object.hasOwn(importEntities, entity)) {
      problems.push(
        problem(at("entity"), "mapping.unknownEntity", `${entity} is no kind of record`, `нет вида записей ${entity}`),
      )
    }
    if (encoding !== null && !textEncodings.includes(encoding)) {
      const texts = [`${encoding} is no encoding known here`, `кодировка ${encoding} не поддерживается`] as const
      problems.push(problem(at("encoding"), "mapping.unknownEncoding", ...texts))
    }
    if (delimiter !== null && !delimiters.includes(delimiter)) {
      const texts = ["the delimiter is one of , ; tab |", "разделитель — один из знаков , ; табуляция |"] as const
      problems.push(problem(at("delimiter"), "mapping.unknownDelimiter", ...texts))
    }
  }
  for (const [stage, meaning] of Object.entries(mapping.stages)) {
    if (meaning === "open" || meaning === "won" || meaning === "lost") continue
    const texts = ["a stage means open, won or lost", "этап означает open, won или lost"] as const
    problems.push(problem(`mapping.stages.${stage}`, "mapping.unknownMeaning", ...texts))
  }
  return problems
}

/** What is wrong with the custom field of a column, if anything: no such field, one of other records, a field of the kind besides. */
const customProblems = (
  { field, custom = null }: ColumnMapping,
  entity: ImportEntity | null,
  customFields: ReadonlyArray<CustomField>,
): ReadonlyArray<Omit<Problem, "path">> => {
  if (custom === null) return []
  const problems: Array<Omit<Problem, "path">> = []
  if (field !== null) {
    const texts = [
      `a column fills ${field} or the custom field ${custom}, not both`,
      `столбец заполняет либо ${field}, либо пользовательское поле ${custom}, но не оба`,
    ] as const
    problems.push(problem("", "mapping.fieldAndCustom", ...texts))
  }
  const named = customFields.filter(({ key }) => key === custom)
  if (named.length === 0) {
    const texts = [`no custom field is called ${custom}`, `нет пользовательского поля ${custom}`] as const
    problems.push(problem("", "mapping.unknownCustomField", ...texts))
  } else if (!named.some(({ of }) => of === entity)) {
    const kinds = named.map(({ of }) => of).join(", ")
    const texts = [
      `the custom field ${custom} belongs to ${kinds}, not to ${entity ?? "a file that is not read"}`,
      `пользовательское поле ${custom} относится к виду ${kinds}, а не к ${entity ?? "файлу, который не читается"}`,
    ] as const
    problems.push(problem("", "mapping.customFieldOfOther", ...texts))
  }
  return problems
}

/**
 * What is wrong with the mapping of one file against its table: columns the file does not have, fields its kind does not
 * have, custom fields that are not declared for its kind, two columns for one field, two fields for one column.
 *
 * @param mapping - given by the host
 * @param index - its place among the mapping's files, for the paths
 * @param table - the file, taken apart
 * @param customFields - the fields that the tenant has given to records
 */
export const columnProblems = (
  mapping: FileMapping,
  index: number,
  table: CsvTable,
  customFields: ReadonlyArray<CustomField> = [],
): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const fields = mapping.entity === null ? [] : importEntities[mapping.entity].fields
  const seen = new Set<string>()
  const seenCustom = new Set<string>()
  for (const [i, entry] of mapping.columns.entries()) {
    const { column, field, custom = null, dateOrder, decimalMark } = entry
    const at = (path: string) => `mapping.files[${index}].columns[${i}].${path}`
    if (!table.columns.includes(column)) {
      const texts = [`${table.file} has no column ${column}`, `в ${table.file} нет столбца ${column}`] as const
      problems.push(problem(at("column"), "mapping.unknownColumn", ...texts))
    }
    if (dateOrder !== null && dateOrder !== "dmy" && dateOrder !== "mdy") {
      const texts = ["the order of day and month is dmy or mdy", "порядок дня и месяца — dmy или mdy"] as const
      problems.push(problem(at("dateOrder"), "mapping.unknownDateOrder", ...texts))
    }
    if (decimalMark !== null && decimalMark !== "." && decimalMark !== ",") {
      const texts = ["the decimal mark is . or ,", "десятичный знак — точка или запятая"] as const
      problems.push(problem(at("decimalMark"), "mapping.unknownDecimalMark", ...texts))
    }
    const ofCustom = customProblems(entry, mapping.entity, customFields)
    problems.push(...ofCustom.map((one) => ({ ...one, path: at("custom") })))
    if (custom !== null && seenCustom.has(custom)) {
      const texts = [
        `two columns fill the custom field ${custom}`,
        `пользовательское поле ${custom} заполняют два столбца`,
      ] as const
      problems.push(problem(at("custom"), "mapping.repeatedField", ...texts))
    }
    if (custom !== null) seenCustom.add(custom)
    if (field === null) continue
    if (!fields.includes(field)) {
      const texts = [`${mapping.entity} has no field ${field}`, `у вида ${mapping.entity} нет поля ${field}`] as const
      problems.push(problem(at("field"), "mapping.unknownField", ...texts))
    } else if (seen.has(field)) {
      const texts = [`two columns fill ${field}`, `поле ${field} заполняют два столбца`] as const
      problems.push(problem(at("field"), "mapping.repeatedField", ...texts))
    }
    seen.add(field)
  }
  return problems
}
