import { makeMemoryStore } from "@salesdept/core/memory"
import type { JournalEvent } from "@salesdept/core/journal"
import { replay } from "@salesdept/core/journal"
import { indexKindOf } from "@salesdept/core/ports"
import type { ValueCount } from "@salesdept/core/ports"
import { isSalesDeptError } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyClientRows } from "../arbitrary/BaseCommands.ts"
import { anyCommand, anyDealRows } from "../arbitrary/Commands.ts"
import type { AnyCommand } from "../arbitrary/AnyCommand.ts"
import { allKinds } from "./Kinds.ts"
import { playSale } from "./PlaySale.ts"
import type { Scene } from "./Scene.ts"
import { makeScene, run, suiteActor, suiteTenant } from "./Scene.ts"
import { comparable, storedBy, withoutSalts } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** How long the suite tries. */
export interface HistoryOptions {
  /** Random histories to play, 1 or more. Default 20. */
  readonly runs?: number
  /** Commands in the longest of them, 1 or more. Default 40. */
  readonly longest?: number
}

interface Answer {
  readonly events?: ReadonlyArray<JournalEvent>
}

/** What a caller sees of a command, but for random salts: its answer, or the error as JSON. */
const outcomeOf = async (scene: Scene, command: AnyCommand): Promise<unknown> => {
  try {
    const answer: Answer = await command.call(scene.session(suiteTenant, suiteActor, ["head"]))
    expect(JSON.parse(JSON.stringify(answer)), `${command.name} answers JSON`).toStrictEqual(answer)
    return { ...answer, events: (answer.events ?? []).map(withoutSalts) }
  } catch (error) {
    if (!isSalesDeptError(error)) throw error
    return JSON.parse(JSON.stringify(error)) as unknown
  }
}

const inMemory = (scene: Scene): Promise<Scene> =>
  makeScene(scene.harness, { store: makeMemoryStore(), close: () => Promise.resolve() })

const expectSameBase = async (scene: Scene, model: Scene): Promise<void> => {
  const stored = await storedBy(scene.store, suiteTenant)
  expect(comparable(stored)).toEqual(comparable(await storedBy(model.store, suiteTenant)))
  for (const [index, of] of allKinds.entries()) {
    const kind = stored[index]
    for (const [, events] of kind?.streams ?? []) {
      const times = events.map(({ occurredAt }) => occurredAt)
      expect(times).toEqual(times.toSorted())
    }
    const rebuilt = kind?.streams.map(([, events]) => replay(of, events))
    const uncounted = kind?.records.map((record) =>
      record.factsVersion === undefined ? record : { ...record, factsVersion: 0 },
    )
    expect(rebuilt).toEqual(uncounted)
    expect((await run(scene.store.verify(suiteTenant, of))).faults).toEqual([])
    const byValue = (left: ValueCount, right: ValueCount): number => (String(left.value) < String(right.value) ? -1 : 1)
    for (const field of of.indexes.filter((name) => indexKindOf(of, name) !== "money")) {
      const counts = (await run(scene.store.countBy(suiteTenant, of, field, []))).toSorted(byValue)
      expect(counts).toEqual((await run(model.store.countBy(suiteTenant, of, field, []))).toSorted(byValue))
    }
  }
}

/** Whatever commands come in whatever order, a store answers and keeps what the store in memory answers and keeps. */
export const historySuite = (name: string, factory: HarnessFactory, options: HistoryOptions = {}): void => {
  const { runs = 20, longest = 40 } = options
  describe(`${name}: histories`, () => {
    it("agrees with the store in memory on every answer, refusal, record and journal", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          fc.array(anyCommand, { minLength: 1, maxLength: longest, size: "max" }),
          (afterSale, history) =>
            playBoth(factory, async (scene, model) => {
              if (afterSale) {
                await playSale(scene)
                await playSale(model)
              }
              for (const command of history) {
                scene.clock.advance(command.afterMs)
                model.clock.advance(command.afterMs)
                const expected = await outcomeOf(model, command)
                expect(await outcomeOf(scene, command), command.name).toEqual(expected)
              }
              await expectSameBase(scene, model)
            }),
        ),
        { numRuns: runs },
      )
    })

    it("changes nothing when the same rows are imported again", async () => {
      await fc.assert(
        fc.asyncProperty(anyClientRows, anyDealRows, (clients, deals) =>
          playBoth(factory, async (scene) => {
            const shop = scene.session()
            const importAll = async () => ({
              clients: await shop.clients.import({ sourceId: "fullExport", rows: clients }),
              deals: await shop.deals.import({ sourceId: "fullExport", pipelineId: "servicesWithActs", rows: deals }),
            })
            const first = await importAll()
            expect(first.clients.created).toBe(clients.length)
            expect(first.deals.created + first.deals.unknownStages.length).toBe(deals.length)
            const before = await storedBy(scene.store, suiteTenant)
            scene.clock.advance(86_400_000)
            const second = await importAll()
            expect(second.clients).toMatchObject({ created: 0, changed: 0, unchanged: clients.length, events: [] })
            expect(second.deals).toMatchObject({ created: 0, changed: 0, unchanged: first.deals.created, events: [] })
            expect(await storedBy(scene.store, suiteTenant)).toEqual(before)
          }),
        ),
        { numRuns: Math.ceil(runs / 2) },
      )
    })
  })
}

const playBoth = async (
  factory: HarnessFactory,
  play: (scene: Scene, model: Scene) => Promise<void>,
): Promise<void> => {
  const harness = await factory()
  try {
    const scene = await makeScene(harness, await harness.open())
    try {
      await play(scene, await inMemory(scene))
    } finally {
      await scene.dept.close()
    }
  } finally {
    await harness.release()
  }
}
