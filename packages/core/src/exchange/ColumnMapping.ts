import type { Message } from "../shared/Message.ts"

/** Order of day and month in dates such as `03/04/2026`. */
export type DateOrder = "dmy" | "mdy"

/** The character before the fraction of a number. */
export type DecimalMark = "." | ","

/** What one column of a file holds. */
export interface ColumnMapping {
  /** The column's name, as the file's header has it. */
  readonly column: string
  /** The field it fills; null where it fills a custom field or is not read. */
  readonly field: string | null
  /** Key of the custom field it fills, one of its kind of record in `ImportOptions.customFields`; none where null or left out. */
  readonly custom?: string | null
  /** Why. */
  readonly why: Message
  /** Order of day and month, where a person has said it; null leaves it to the evidence of the column. */
  readonly dateOrder: DateOrder | null
  /** Mark before the fraction, where a person has said it; null leaves it to the evidence of the column. */
  readonly decimalMark: DecimalMark | null
}
