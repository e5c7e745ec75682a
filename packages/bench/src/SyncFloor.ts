import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs"

const pageBytes = 4096
const syncs = 200

/** How often in a second a page can be appended to a file and brought to the disk: no durable commit can be faster. */
export const syncsPerSecond = (filename: string): number => {
  const file = openSync(filename, "w")
  const page = Buffer.alloc(pageBytes, 1)
  try {
    const startedAt = performance.now()
    for (let count = 0; count < syncs; count++) {
      writeSync(file, page)
      fdatasyncSync(file)
    }
    return syncs / ((performance.now() - startedAt) / 1000)
  } finally {
    closeSync(file)
  }
}
