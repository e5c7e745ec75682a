import { closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from "node:fs"
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

/** No text of Node is longer, and a device such as `/dev/zero` has no end. */
const mostBytes = 2 ** 29 - 24

const partBytes = 2 ** 20

/**
 * Reads a file to its end.
 *
 * @throws `FileUnreadable` with what the system refuses; `EFBIG` where it holds more than half a gibibyte
 */
export const readWhole = (path: string): Uint8Array =>
  onFile(path, () => {
    const file = openSync(path, "r")
    try {
      const parts: Array<Uint8Array> = []
      for (let size = 0; ;) {
        const part = new Uint8Array(partBytes)
        const read = readSync(file, part)
        if (read === 0) return new Uint8Array(Buffer.concat(parts, size))
        size += read
        if (size > mostBytes) throw Object.assign(new Error(`more than ${mostBytes} bytes`), { code: "EFBIG" })
        parts.push(part.subarray(0, read))
      }
    } finally {
      closeSync(file)
    }
  })

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
