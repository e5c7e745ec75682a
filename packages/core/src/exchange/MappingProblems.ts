import type { Problem } from "../shared/Problem.ts"
import type { CsvTable } from "./CsvTable.ts"
import { delimiters } from "./CsvTable.ts"
import { importEntities } from "./ImportField.ts"
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

/**
 * What is wrong with the mapping of one file against its table: columns the file does not have, fields its kind does not
 * have, two columns for one field.
 *
 * @param mapping - given by the host
 * @param index - its place among the mapping's files, for the paths
 * @param table - the file, taken apart
 */
export const columnProblems = (mapping: FileMapping, index: number, table: CsvTable): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const fields = mapping.entity === null ? [] : importEntities[mapping.entity].fields
  const seen = new Set<string>()
  for (const [i, { column, field, dateOrder, decimalMark }] of mapping.columns.entries()) {
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
