import type { Message } from "../shared/Message.ts"

/** Something in a column that only a person can decide. Lines that depend on it are rejected until it is answered. */
export interface ImportQuestion {
  /** Name of the file. */
  readonly file: string
  /** The column, to answer in its `ColumnMapping`. */
  readonly column: string
  /** What to decide, named as the property of the column's mapping that takes the answer. */
  readonly asks: "dateOrder" | "decimalMark"
  /** The possible answers. */
  readonly choices: ReadonlyArray<string>
  /** Up to three values that could be read either way. */
  readonly examples: ReadonlyArray<string>
  /** The question. */
  readonly message: Message
}

/** Asks which of the two numbers in the dates of a column is the day. */
export const dateOrderQuestion = (file: string, column: string, examples: ReadonlyArray<string>): ImportQuestion => ({
  file,
  column,
  asks: "dateOrder",
  choices: ["dmy", "mdy"],
  examples,
  message: {
    en: `${file}, column “${column}”: which comes first in ${examples.join(", ")}, the day (dmy) or the month (mdy)?`,
    ru: `${file}, столбец «${column}»: что стоит первым в ${examples.join(", ")} — день (dmy) или месяц (mdy)?`,
  },
})

/** Asks whether the mark in the numbers of a column divides thousands or the fraction. */
export const decimalMarkQuestion = (file: string, column: string, examples: ReadonlyArray<string>): ImportQuestion => ({
  file,
  column,
  asks: "decimalMark",
  choices: [".", ","],
  examples,
  message: {
    en: `${file}, column “${column}”: which mark stands before the fraction, given ${examples.join("; ")}: . or ,?`,
    ru: `${file}, столбец «${column}»: какой знак отделяет дробную часть, если есть значения ${examples.join("; ")}: точка или запятая?`,
  },
})
