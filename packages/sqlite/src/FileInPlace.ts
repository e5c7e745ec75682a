import { statSync } from "node:fs"
import { StoreFault } from "@salesdept/core/ports/adapter"

/** How long a look holds for writes, milliseconds: looking costs some microseconds, and there may be ten thousand commits in a second. */
const lookHoldsMs = 20

/** Whether a file is where it was opened. */
export interface FileInPlace {
  /**
   * Fails with `notFound` where another file is at the path, or none: what is written would be lost, and who opens the path would read
   * something else.
   *
   * @param operation - named in the fault
   * @param isNow - whether a look of a moment ago does not do
   */
  readonly ensure: (operation: string, isNow?: boolean) => void
}

/** Remembers which file is at a path. */
export const fileInPlace = (path: string): FileInPlace => {
  const opened = statSync(path)
  let lookedAt = performance.now()
  return {
    ensure: (operation, isNow = false) => {
      const at = performance.now()
      if (!isNow && at - lookedAt < lookHoldsMs) return
      const found = statSync(path, { throwIfNoEntry: false })
      if (found === undefined || found.ino !== opened.ino || found.dev !== opened.dev) {
        throw new StoreFault(operation, "notFound", new Error(`${path} is not the file that was opened`))
      }
      lookedAt = at
    },
  }
}
