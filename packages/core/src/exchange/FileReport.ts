import type { CustomField } from "../shared/CustomField.ts"
import type { Message } from "../shared/Message.ts"
import { filledField } from "./CustomColumn.ts"
import type { Delimiter } from "./CsvTable.ts"
import type { ImportEntity } from "./ImportField.ts"
import { importEntities } from "./ImportField.ts"
import type { UnderstoodFile } from "./ImportFile.ts"
import type { LineCounts } from "./OutcomeLog.ts"
import type { TextEncoding } from "./TextEncoding.ts"

/** How one file was read. Its records are imported, merged, rejected or not read: the four sum to `records`. */
export interface FileReport extends LineCounts {
  /** Name of the file. */
  readonly file: string
  /** What it holds; null where it is not read. */
  readonly entity: ImportEntity | null
  /** Why it was taken so. */
  readonly why: Message
  /** Its encoding. */
  readonly encoding: TextEncoding
  /** What decided the encoding. */
  readonly encodingHow: Message
  /** What divides its cells. */
  readonly delimiter: Delimiter
  /** Its lines below the header that are not blank, a record on several lines counting once. */
  readonly records: number
  /** Records of a file that is not read. */
  readonly notRead: number
  /** Lines with nothing but blanks and delimiters. */
  readonly blankLines: number
  /** How many other lines stand above its header, such as a title. */
  readonly titleLines: number
  /** Columns that are not read; the plan's mapping says why. */
  readonly unmappedColumns: ReadonlyArray<string>
  /** Fields of its kind that no column fills; custom fields as `custom.<key>`. */
  readonly unfilledFields: ReadonlyArray<string>
}

/** Reports on a file once its lines are read. */
export const fileReport = (
  { decoded, table, mapping }: UnderstoodFile,
  counts: LineCounts,
  customFields: ReadonlyArray<CustomField>,
): FileReport => {
  const records = table.records.length + table.ragged.length
  const filled = new Set(mapping.columns.map(filledField))
  const read = new Set(mapping.columns.flatMap((column) => (filledField(column) === null ? [] : [column.column])))
  const custom = customFields.filter(({ of }) => of === mapping.entity).map(({ key }) => `custom.${key}`)
  return {
    file: table.file,
    entity: mapping.entity,
    why: mapping.why,
    encoding: decoded.encoding,
    encodingHow: decoded.how,
    delimiter: table.delimiter,
    records,
    ...counts,
    notRead: mapping.entity === null ? records : 0,
    blankLines: table.blankLines,
    titleLines: table.titleLines.length,
    unmappedColumns: table.columns.filter((column) => !read.has(column)),
    unfilledFields:
      mapping.entity === null
        ? []
        : [...importEntities[mapping.entity].fields, ...custom].filter((field) => !filled.has(field)),
  }
}
