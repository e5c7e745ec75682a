import { replay } from "@salesdept/core/journal"
import type { JournalEvent } from "@salesdept/core/journal"
import { makeMemoryStore } from "@salesdept/core/memory"
import type { Session } from "@salesdept/core/promise"
import { isSalesDeptError } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { AnyCommand } from "../arbitrary/AnyCommand.ts"
import { anyCommand } from "../arbitrary/Commands.ts"
import { allKinds } from "./Kinds.ts"
import { playSale } from "./PlaySale.ts"
import type { Scene } from "./Scene.ts"
import { inScene, makeScene, run, suiteActor, suiteTenant } from "./Scene.ts"
import { comparable, storedBy, withoutSalts } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

type Call = (shop: Session) => Promise<{ readonly events: ReadonlyArray<JournalEvent> }>

/** What a caller sees, but for random salts. */
const seen = async (answering: ReturnType<Call>): Promise<unknown> => {
  try {
    const answer = await answering
    return { ...answer, events: answer.events.map(withoutSalts) }
  } catch (error) {
    if (!isSalesDeptError(error)) throw error
    return JSON.parse(JSON.stringify(error)) as unknown
  }
}

const numbers = Array.from({ length: 8 }, (_, index) => index)
const dealOf = (index: number): `deal_${string}` => `deal_${index}`
const on = "2026-02-02"
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** Each list is sent at once; no two of its commands change or guard one record. The key makes a command the same wherever it runs. */
const waves: ReadonlyArray<ReadonlyArray<Call>> = [
  numbers.map(
    (index) => (shop) =>
      shop.clients.register({ id: `client_${index}`, name: `Client ${index}` }, { idempotencyKey: `c${index}` }),
  ),
  [
    ...numbers.map(
      (index): Call =>
        (shop) =>
          shop.deals.open(
            { id: dealOf(index), title: `Audit ${index}`, ownerId: suiteActor },
            { idempotencyKey: `d${index}` },
          ),
    ),
    (shop) => shop.clients.register({ id: "client_1", name: "There already" }, { idempotencyKey: "again" }),
  ],
  [
    (shop) => shop.deals.move({ dealId: dealOf(0), to: "contact" }, { idempotencyKey: "m0" }),
    (shop) => shop.deals.move({ dealId: dealOf(1), to: "nowhere" }, { idempotencyKey: "m1" }),
    // A replay, and its key with another input.
    (shop) => shop.deals.open({ id: dealOf(2), title: "Audit 2", ownerId: suiteActor }, { idempotencyKey: "d2" }),
    (shop) => shop.deals.amend({ dealId: dealOf(3), ownerId: "user:1" }, { idempotencyKey: "d3" }),
    (shop) => shop.deals.amend({ dealId: dealOf(4), amount: rub(100) }, { idempotencyKey: "a4" }),
    (shop) =>
      shop.invoices.issue(
        {
          id: "invoice_5",
          dealId: dealOf(5),
          issuedOn: on,
          currency: "RUB",
          instalments: [{ dueOn: on, amountMinor: 100 }],
        },
        { idempotencyKey: "i5" },
      ),
    (shop) =>
      shop.nextSteps.set(
        { id: "step_6", dealId: dealOf(6), typeId: "call", dueOn: on, ownerId: suiteActor },
        { idempotencyKey: "s6" },
      ),
    (shop) => shop.deals.move({ dealId: dealOf(7), to: "lost", lostReasonId: "price" }, { idempotencyKey: "m7" }),
    (shop) => shop.deals.move({ dealId: "deal_none", to: "contact" }, { idempotencyKey: "none" }),
    (shop) => shop.clients.amend({ clientId: "client_0", name: "Renamed" }, { idempotencyKey: "r0" }),
  ],
  [
    (shop) =>
      shop.payments.receive(
        { id: "payment_5", invoiceId: "invoice_5", amount: rub(60), receivedOn: on },
        { idempotencyKey: "p5" },
      ),
    (shop) => shop.nextSteps.complete({ nextStepId: "step_6" }, { idempotencyKey: "s6done" }),
    (shop) => shop.deals.move({ dealId: dealOf(0), to: "needs", reason: "They asked" }, { idempotencyKey: "m00" }),
  ],
]

/** Whatever is sent at the same moment, every command has its own outcome, whole or not at all. */
export const togetherSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: commands sent together`, () => {
    it(
      "answer and leave what they do one after another in memory, where they want different records",
      inScene(factory, async (scene) => {
        const opened = { store: makeMemoryStore(), close: () => Promise.resolve() }
        const model = await makeScene(scene.harness, opened)
        for (const wave of waves) {
          const shop = scene.session()
          const answers = await Promise.all(wave.map((call) => seen(call(shop))))
          for (const [index, call] of wave.entries()) {
            expect(answers[index], call.toString()).toEqual(await seen(call(model.session())))
          }
        }
        expect(comparable(await storedBy(scene.store, suiteTenant))).toEqual(
          comparable(await storedBy(model.store, suiteTenant)),
        )
      }),
    )

    it("leave in the journal what they answer and nothing else, whatever they are", async () => {
      const groups = fc.array(fc.array(anyCommand, { minLength: 2, maxLength: 12, size: "max" }), {
        minLength: 1,
        maxLength: 2,
        size: "max",
      })
      await fc.assert(
        fc.asyncProperty(groups, async (history) => {
          const harness = await factory()
          try {
            const scene = await makeScene(harness, await harness.open())
            try {
              await playSale(scene)
              await expectAnswersKept(scene, history)
            } finally {
              await scene.dept.close()
            }
          } finally {
            await harness.release()
          }
        }),
        { numRuns: 3 },
      )
    })
  })
}

const positionOf = ({ stream, version, hash }: JournalEvent): string => `${stream} ${version} ${hash}`

const journalIn = async (scene: Scene): Promise<ReadonlySet<string>> => {
  const kinds = await storedBy(scene.store, suiteTenant)
  return new Set(kinds.flatMap(({ streams }) => streams.flatMap(([, events]) => events.map(positionOf))))
}

const expectAnswersKept = async (scene: Scene, history: ReadonlyArray<ReadonlyArray<AnyCommand>>): Promise<void> => {
  const shop = scene.session(suiteTenant, suiteActor, ["head"])
  let before = await journalIn(scene)
  for (const group of history) {
    scene.clock.advance(3_600_000)
    const outcomes = await Promise.allSettled(group.map((command) => command.call(shop)))
    const answered = new Set<string>()
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === "rejected") {
        if (!isSalesDeptError(outcome.reason)) throw outcome.reason
        continue
      }
      const { events = [], replayed } = outcome.value as {
        readonly events?: ReadonlyArray<JournalEvent>
        readonly replayed?: boolean
      }
      if (replayed === true) continue
      const isDry = group[index]?.options.dryRun === true
      expect(isDry ? events.length : 0).toBe(0)
      for (const event of events) answered.add(positionOf(event))
    }
    const after = await journalIn(scene)
    expect(new Set([...after].filter((row) => !before.has(row)))).toEqual(answered)
    before = after
  }
  for (const { kind, records, streams } of await storedBy(scene.store, suiteTenant)) {
    const of = allKinds.find((one) => one.kind === kind)
    const rebuilt = streams.map(([, events]) => (of === undefined ? null : replay(of, events)))
    const uncounted = records.map((record) =>
      record.factsVersion === undefined ? record : { ...record, factsVersion: 0 },
    )
    expect(rebuilt, kind).toEqual(uncounted)
    if (of !== undefined) expect((await run(scene.store.verify(suiteTenant, of))).faults).toEqual([])
  }
}
