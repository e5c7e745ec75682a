import { existsSync, mkdirSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"
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

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/**
 * Makes a folder and those above it that are missing, one by one: asked for all at once, Node tries for ever where the system has no
 * place for any, as below `/proc`.
 *
 * @throws the system's error
 */
export const makeFolder = (folder: string): void => {
  const missing: Array<string> = []
  for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.unshift(path)
  for (const path of missing) {
    try {
      mkdirSync(path)
    } catch (cause) {
      // Somebody else may have made it meanwhile.
      if (!isFolder(path)) throw cause
    }
  }
  // A file of that name is refused as a folder would be.
  if (missing.length === 0) mkdirSync(folder, { recursive: true })
}

/**
 * Looks whether a file may be a database before a driver does, whose words for a folder are not to be understood.
 *
 * @throws `DatabaseFileUnusable` where it is a folder, or where the folder that it would lie in is not there
 */
export const assertDatabaseFile = (file: string): void => {
  if (isFolder(file)) throw new DatabaseFileUnusable(file, "EISDIR")
  const folder = dirname(file)
  if (!existsSync(folder)) throw new DatabaseFileUnusable(folder, "ENOENT")
}
