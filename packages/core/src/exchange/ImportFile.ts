import type { CustomField } from "../shared/CustomField.ts"
import type { FailureFields } from "../shared/Failure.ts"
import { isSalesDeptError } from "../shared/Failure.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import type { CsvTable } from "./CsvTable.ts"
import { readCsvTable } from "./CsvTable.ts"
import { headerBelowTitles } from "./HeaderLine.ts"
import { ColumnsMissing, ImportRefused, NothingToImport } from "./ImportErrors.ts"
import type { FileMapping, ImportMapping } from "./Mapping.ts"
import { guessFileMapping, missingColumns } from "./Mapping.ts"
import { columnProblems, mappingProblems } from "./MappingProblems.ts"
import type { DecodedText } from "./TextEncoding.ts"
import { decodeText } from "./TextEncoding.ts"

/** A file as it comes from a person or a folder. */
export interface ImportFile {
  /** Its name without folders; each name once in an import. */
  readonly name: string
  /** Its bytes. */
  readonly bytes: Uint8Array
}

/** A file that was read as a table and understood. */
export interface UnderstoodFile {
  /** How its bytes were read. */
  readonly decoded: Omit<DecodedText, "text">
  /** Its records. */
  readonly table: CsvTable
  /** What they are. */
  readonly mapping: FileMapping
}

const repeatedNames = (files: ReadonlyArray<ImportFile>): ReadonlyArray<Problem> =>
  files.flatMap(({ name }, i) =>
    files.findIndex((file) => file.name === name) === i
      ? []
      : [
          {
            path: `files[${i}].name`,
            code: "file.repeated",
            message: { en: `two files are called ${name}`, ru: `два файла называются ${name}` },
          },
        ],
  )

/** Whether columns are those of a header that nobody has pointed at: all that its records need is there. */
const isHeader = (mapping: FileMapping): boolean =>
  mapping.entity !== null &&
  missingColumns(mapping) === null &&
  mapping.columns.filter(({ field }) => field !== null).length > 1

/** A text as a table and what it holds: from its first line on or, where that makes no sense, from a header below. */
const tableOf = (
  text: string,
  file: string,
  given: FileMapping | null,
  wrongIn: (table: CsvTable, given: FileMapping) => ReadonlyArray<Problem>,
  customFields: ReadonlyArray<CustomField>,
): Pick<UnderstoodFile, "table" | "mapping"> => {
  const delimiter = given?.delimiter ?? null
  const read = (headerLine: number): Pick<UnderstoodFile, "table" | "mapping"> => {
    const table = readCsvTable(text, file, delimiter, headerLine)
    const wrong = given === null ? [] : wrongIn(table, given)
    if (wrong.length > 0) throw new InputInvalid(wrong)
    return { table, mapping: given ?? guessFileMapping(table, customFields) }
  }
  const below = (): number | null =>
    headerBelowTitles(text, file, delimiter, (header) =>
      given === null ? isHeader(guessFileMapping(header, customFields)) : wrongIn(header, given).length === 0,
    )
  let first
  try {
    first = read(1)
    if (given !== null || first.mapping.entity !== null) return first
  } catch (error) {
    const line = isSalesDeptError(error) ? below() : null
    if (line === null) throw error
    return read(line)
  }
  const line = below()
  return line === null ? first : read(line)
}

/**
 * Reads files as tables and says what each holds: by the given mapping, else by a guess.
 *
 * @param demand - `complete`: required columns must be there; `anyColumns`: the mapping may still be changed
 * @param customFields - the fields that the tenant has given to records
 * @throws {@link ImportRefused} with every reason at once: unreadable files, a mapping that does not fit, required columns
 * that are missing, nothing recognised
 */
export const understoodFiles = (
  files: ReadonlyArray<ImportFile>,
  mapping: ImportMapping | null,
  demand: "complete" | "anyColumns" = "complete",
  customFields: ReadonlyArray<CustomField> = [],
): ReadonlyArray<UnderstoodFile> => {
  const failures: Array<FailureFields> = []
  const names = files.map(({ name }) => name)
  const problems = [...repeatedNames(files), ...(mapping === null ? [] : mappingProblems(mapping, names))]
  if (problems.length > 0) throw new ImportRefused([new InputInvalid(problems).toJSON()])
  const understood = files.flatMap((file): ReadonlyArray<UnderstoodFile> => {
    const at = mapping?.files.findIndex((candidate) => candidate.file === file.name) ?? -1
    const given = mapping?.files[at] ?? null
    try {
      const { text, ...decoded } = decodeText(file.bytes, file.name, given?.encoding ?? null)
      const wrongIn = (table: CsvTable, mapped: FileMapping) => columnProblems(mapped, at, table, customFields)
      return [{ decoded, ...tableOf(text, file.name, given, wrongIn, customFields) }]
    } catch (error) {
      if (!isSalesDeptError(error)) throw error
      const { _tag, messages, retryable, data } = error
      failures.push({ _tag, messages, retryable, data })
      return []
    }
  })
  if (demand === "anyColumns") {
    if (failures.length > 0) throw new ImportRefused(failures)
    return understood
  }
  const missing = understood.flatMap((file) => missingColumns(file.mapping) ?? [])
  if (missing.length > 0) failures.push(new ColumnsMissing(missing).toJSON())
  const isAnyRead = understood.some((file) => file.mapping.entity !== null)
  if (failures.length === 0 && !isAnyRead) {
    const unread = understood.map(({ mapping: { file, why } }) => ({ file, why }))
    failures.push(new NothingToImport(unread).toJSON())
  }
  if (failures.length > 0) throw new ImportRefused(failures)
  return understood
}
