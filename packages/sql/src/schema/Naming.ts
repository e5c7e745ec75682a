/** Where the library's tables lie: every name begins with a prefix that the host may choose. */
export interface Naming {
  /** Beginning of every table and index name; lower-case letters, digits and `_`, 1–30 characters. */
  readonly prefix: string
}

/** The prefix where the host chooses none. */
export const defaultNaming: Naming = { prefix: "salesdept_" }

/** The name of a table. */
export const tableName = (naming: Naming, table: string): string => `${naming.prefix}${snake(table)}`

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
