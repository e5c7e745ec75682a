// One of several writers on one file: migrates, sets the same step under the same key, then moves it many times.
import { parentPort, workerData } from "node:worker_threads"
import { salesDept } from "@salesdept/core/promise"
import { makeSqliteStore, migrateSqlite, openSqlite } from "../src/index.ts"

const { filename, moves, ready, writers } = workerData as {
  readonly filename: string
  readonly moves: number
  readonly ready: SharedArrayBuffer
  readonly writers: number
}

// All begin at the same moment, or the race would not be one.
const started = new Int32Array(ready)
Atomics.add(started, 0, 1)
Atomics.notify(started, 0)
for (let seen = Atomics.load(started, 0); seen < writers; seen = Atomics.load(started, 0))
  Atomics.wait(started, 0, seen, 1000)

const database = openSqlite({ filename, busyTimeoutMs: 20_000 })
const applied = migrateSqlite(database, "2026-02-02T06:00:00.000Z")
const dept = await salesDept({
  store: { open: () => Promise.resolve({ store: makeSqliteStore(database), close: () => Promise.resolve() }) },
  hostKeeps: ["client"],
})
const shop = dept.tenant("shop-17").as("user:42")
const step = { id: "step_1", clientId: "client_1", typeId: "call", dueOn: "2026-02-03", ownerId: "user:42" } as const
const { replayed } = await shop.nextSteps.set(step, { idempotencyKey: "the step" })
for (let index = 0; index < moves; index++) await shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-02-04" })
database.close()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a worker has no origin
parentPort?.postMessage({ applied, replayed })
