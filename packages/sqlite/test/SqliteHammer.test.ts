import { fork } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { fileURLToPath } from "node:url"
import { streamOf } from "@salesdept/core/ports"
import { nextStepAggregate } from "@salesdept/core/client"
import { productAggregate } from "@salesdept/core/deal"
import { replay } from "@salesdept/core/journal"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { makeSqliteStore } from "../src/index.ts"
import { deptOver, migrated, newFile, opened } from "./database.ts"

interface Told {
  readonly moved?: number
  readonly stated?: number
  readonly taken?: ReadonlyArray<readonly [stream: string, version: number]>
}

it("two processes that work on one file, one of them killed at random, lose nothing and hand over all", async () => {
  const file = newFile()
  const setUp = migrated(file)
  const first = await deptOver(setUp)
  const shop = first.tenant("shop-17").as("user:42")
  await shop.clients.register({ id: "client_1", name: "Alfa" })
  const step = { id: "step_1", clientId: "client_1", typeId: "call", dueOn: "2026-03-01", ownerId: "user:42" }
  await shop.nextSteps.set(step)
  const moved = [0, 0, 0]
  const stated = [0, 0, 0]
  const taken = new Map<string, Array<number>>()
  const note = (stream: string, version: number): void => {
    taken.set(stream, [...(taken.get(stream) ?? []), version])
  }
  let failed: string | null = null
  const begin = (index: number): ChildProcess => {
    const child = fork(fileURLToPath(new URL("hammering.ts", import.meta.url)), [file, `p${index}`], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    })
    child.on("message", (message: Told) => {
      if (message.moved !== undefined) moved[index] = message.moved
      if (message.stated !== undefined) stated[index] = message.stated
      for (const [stream, version] of message.taken ?? []) note(stream, version)
    })
    child.stderr?.on("data", (chunk: Buffer) => {
      failed = `${failed ?? ""}${chunk.toString()}`
    })
    return child
  }
  const ended = (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      child.once("exit", () => resolve())
      child.kill("SIGKILL")
    })
  const children = [begin(0), begin(1)] as const
  const working = (index: number) => Math.min(moved[index] ?? 0, stated[index] ?? 0)
  await expect.poll(() => Math.min(working(0), working(1)), { timeout: 30_000 }).toBeGreaterThan(5)
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 100))
  await ended(children[0])
  const third = begin(2)
  const before = working(1)
  await expect.poll(() => Math.min(working(1) - before, working(2)), { timeout: 30_000 }).toBeGreaterThan(5)
  await ended(third)
  await ended(children[1])
  expect(failed).toBeNull()

  const database = opened(file)
  const shopAfter = (await deptOver(database)).tenant("shop-17").as("user:42")
  const sum = (counts: ReadonlyArray<number>): number => counts.reduce((all, one) => all + one, 0)
  const { moves } = (await shopAfter.nextSteps.get("step_1")) ?? { moves: -1 }
  // What was acknowledged is there; of each that was killed one more may be.
  expect(moves).toBeGreaterThanOrEqual(sum(moved))
  expect(moves).toBeLessThanOrEqual(sum(moved) + 3)
  expect(await shopAfter.products.count()).toBeGreaterThanOrEqual(sum(stated))
  expect((await shopAfter.products.count()) % 30).toBe(0)
  for (const verify of [shopAfter.nextSteps.verify, shopAfter.products.verify, shopAfter.clients.verify]) {
    expect((await verify()).faults).toEqual([])
  }
  expect(database.all("pragma integrity_check", [])).toEqual([{ integrity_check: "ok" }])
  const store = makeSqliteStore(database)
  const run = Effect.runPromise
  const streams: Array<string> = ["client_1"]
  for (const of of [nextStepAggregate, productAggregate]) {
    const records: Array<{ readonly id: string }> = []
    await run(
      store.scan("shop-17", of as never, (batch: ReadonlyArray<{ readonly id: string }>) => records.push(...batch)),
    )
    for (const record of records) {
      streams.push(record.id)
      if (of === nextStepAggregate || records.length < 100) {
        expect(replay(of as never, await run(streamOf(store, "shop-17", record.id)))).toEqual(record)
      }
    }
  }
  // Leases of who was killed end; what nobody has taken yet comes now.
  await new Promise((resolve) => setTimeout(resolve, 550))
  const events = (await deptOver(database)).tenant("shop-17").events({ consumer: "search", once: true })
  for await (const batch of events) {
    for (const { stream, version } of batch.events) note(stream, version)
    await batch.ack()
  }
  expect(new Set(taken.keys())).toEqual(new Set(streams))
  for (const stream of streams) {
    const versions = taken.get(stream) ?? []
    const firsts = versions.filter((version, index) => versions.indexOf(version) === index)
    const { length } = await run(streamOf(store, "shop-17", stream))
    // Some twice; and what two processes tell of may cross on its way here.
    expect(firsts.toSorted((left, right) => left - right)).toEqual(Array.from({ length }, (_, index) => index + 1))
  }
}, 90_000)
