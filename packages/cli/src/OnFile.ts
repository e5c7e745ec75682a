import { statSync } from "node:fs"
import { dirname } from "node:path"
import { FileUnreadable } from "./FileErrors.ts"

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
 * @throws `FileUnreadable` where it is a folder, or where the folder that it would lie in is not there
 */
export const assertDatabaseFile = (file: string): void => {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) throw new FileUnreadable(file, "EISDIR", null)
  const folder = dirname(file)
  onFile(folder, () => statSync(folder))
}
