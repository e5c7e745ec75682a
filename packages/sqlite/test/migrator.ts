// One of several threads that migrate new files together, file by file: answers with the ids it has applied to each.
import { parentPort, workerData } from "node:worker_threads"
import { migrateSqlite, openSqlite } from "../src/index.ts"

const { files, arrived, threads } = workerData as {
  readonly files: ReadonlyArray<string>
  /** For each file, how many threads have come to it. */
  readonly arrived: SharedArrayBuffer
  readonly threads: number
}

const counts = new Int32Array(arrived)
const applied = files.map((filename, index) => {
  // All begin at the same moment, or the race would not be one.
  Atomics.add(counts, index, 1)
  while (Atomics.load(counts, index) < threads) Atomics.wait(counts, index, -1, 1)
  const database = openSqlite({ filename, busyTimeoutMs: 30_000 })
  const ids = migrateSqlite(database, "2026-02-02T06:00:00.000Z")
  database.close()
  return ids
})
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a worker has no origin
parentPort?.postMessage(applied)
