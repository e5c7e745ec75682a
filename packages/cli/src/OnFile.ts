import { existsSync, statSync } from "node:fs"
import { dirname } from "node:path"
import { DatabaseFileUnusable, FileUnreadable } from "./FileErrors.ts"

/**
 * Works on a file or a folder.
 *
 * @throws `FileUnreadable` with what the system refuses
 */
export const onFile = <A>(file: string, work: () => A): A => {
  try {
    return work()
  } catch (cause) {
    throw new FileUnreadable(file, cause instanceof Error && "code" in cause ? String(cause.code) : "?", cause)
  }
}

/**
 * Looks whether a file may be a database before a driver does, whose words for a folder are not to be understood.
 *
 * @throws `DatabaseFileUnusable` where it is a folder, or where the folder that it would lie in is not there
 */
export const assertDatabaseFile = (file: string): void => {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) throw new DatabaseFileUnusable(file, "EISDIR")
  const folder = dirname(file)
  if (!existsSync(folder)) throw new DatabaseFileUnusable(folder, "ENOENT")
}
