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
