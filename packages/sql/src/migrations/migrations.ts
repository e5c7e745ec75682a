import { initial } from "./0001_initial.ts"
import type { Migration } from "./Migration.ts"

/** The whole history of the schema, in order. */
export const migrations: ReadonlyArray<Migration> = [initial]
