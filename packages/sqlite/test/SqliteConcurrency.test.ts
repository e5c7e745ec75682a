import { Worker } from "node:worker_threads"
import { migrations } from "@salesdept/sql"
import { expect, it } from "vitest"
import { checkSqlite } from "../src/index.ts"
import { newFile, opened, shopOver } from "./database.ts"

interface WriterReport {
  readonly applied: ReadonlyArray<string>
  readonly replayed: boolean
}

const writer = (workerData: object): Promise<WriterReport> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("writer.ts", import.meta.url), { workerData })
    worker.once("message", resolve)
    worker.once("error", reject)
  })

it("several writers migrate a new file together, do a keyed command once, and lose no update", async () => {
  const filename = newFile()
  const writers = 4
  const moves = 15
  const ready = new SharedArrayBuffer(4)
  const reports = await Promise.all(Array.from({ length: writers }, () => writer({ filename, moves, ready, writers })))
  expect(reports.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
  expect(reports.filter(({ replayed }) => !replayed)).toHaveLength(1)
  const database = opened(filename)
  expect(checkSqlite(database).state).toBe("current")
  const shop = await shopOver(database)
  expect((await shop.nextSteps.get("step_1"))?.moves).toBe(writers * moves)
  expect(await shop.nextSteps.verify()).toEqual({ streams: 1, events: writers * moves + 1, faults: [] })
  expect(database.all("pragma integrity_check", [])).toEqual([{ integrity_check: "ok" }])
})

it("connections that open a new file together migrate it once, twenty times over", async () => {
  const files = Array.from({ length: 20 }, newFile)
  const threads = 3
  const arrived = new SharedArrayBuffer(4 * files.length)
  const migrator = (): Promise<ReadonlyArray<ReadonlyArray<string>>> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("migrator.ts", import.meta.url), { workerData: { files, arrived, threads } })
      worker.once("message", resolve)
      worker.once("error", reject)
    })
  const reports = await Promise.all(Array.from({ length: threads }, migrator))
  const all = migrations.map(({ id }) => id)
  for (const [index, file] of files.entries()) {
    expect(reports.map((applied) => applied[index] ?? []).filter((ids) => ids.length > 0)).toEqual([all])
    expect(checkSqlite(opened(file))).toMatchObject({ state: "current", differences: [] })
  }
})
