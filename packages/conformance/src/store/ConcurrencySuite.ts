import { streamOf } from "@salesdept/core/ports"
import { nextStepAggregate } from "@salesdept/core/client"
import type { Work } from "@salesdept/core/journal"
import { byId, recordEvents } from "@salesdept/core/journal"
import { salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { kindNamed } from "./Kinds.ts"
import { deciding, rawChange, rawCommand } from "./RawCommand.ts"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { ability, inScene, inTheBase, run, sessionOfKeeper, suiteActor, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteStart } from "./SuiteClock.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const stepId = "step_1"

const setStep = async (shop: Session): Promise<void> => {
  await inTheBase(shop, { clients: ["1"] })
  const about = { clientId: "client_1", typeId: "call" } as const
  await shop.nextSteps.set({ id: stepId, ...about, dueOn: "2026-03-01", ownerId: suiteActor })
}

const day = (index: number): string => `2026-03-${String((index % 28) + 1).padStart(2, "0")}`

/** Moves the step once from each of many callers at the same time; gives how many moves were answered. */
const moveTogether = async (shops: ReadonlyArray<Session>, count: number): Promise<number> => {
  const calls = Array.from({ length: count }, async (_, index) => {
    const shop = shops[index % shops.length]
    return shop?.nextSteps.move({ nextStepId: stepId, dueOn: day(index) }).then(
      () => 1,
      (error: { readonly _tag?: string; readonly retryable?: boolean }) => {
        expect([error._tag, error.retryable]).toEqual(["VersionConflict", true])
        return 0
      },
    )
  })
  let answered = 0
  for (const one of await Promise.all(calls)) answered += one ?? 0
  return answered
}

const expectNoLostUpdate = async ({ store }: Scene, answered: number): Promise<void> => {
  const [step] = await run(store.byIds(suiteTenant, nextStepAggregate, [stepId]))
  const journal = await run(streamOf(store, suiteTenant, stepId))
  expect(answered).toBeGreaterThan(0)
  expect(step?.moves).toBe(answered)
  expect(journal.map(({ version }) => version)).toEqual(Array.from({ length: answered + 1 }, (_, index) => index + 1))
  expect((await run(store.verify(suiteTenant, nextStepAggregate))).faults).toEqual([])
}

const factsVersionOf = async (shop: Session): Promise<number> => (await shop.deals.get("deal_1"))?.factsVersion ?? -1

/** Whatever several writers do at once comes to what some order of them would have done. */
export const concurrencySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: concurrency`, () => {
    it(
      "loses no update among commands that are sent together",
      inScene(factory, async (scene) => {
        await setStep(scene.session())
        await expectNoLostUpdate(scene, await moveTogether([scene.session()], 40))
      }),
    )

    it(
      "loses no update among two connections, and each sees what the other committed",
      inScene(factory, async (scene, context) => {
        const second = await ability(scene.harness.secondConnection, "second connection", context)()
        const other = await salesDept({ store: { open: () => Promise.resolve(second) }, department: suiteDepartment })
        try {
          const shop = other.tenant(suiteTenant).as(suiteActor)
          await setStep(scene.session())
          expect((await shop.nextSteps.get(stepId))?.dueOn).toBe("2026-03-01")
          await expectNoLostUpdate(scene, await moveTogether([scene.session(), shop], 40))
        } finally {
          await other.close()
        }
      }),
    )

    it(
      "keeps the outcome of each of several commands that are sent together",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const ids = Array.from({ length: 30 }, (_, index) => `client_${index % 15}` as const)
        const outcomes = await Promise.allSettled(ids.map((id) => shop.clients.register({ id, name: id })))
        expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(15)
        const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [(one.reason as Error).name] : []))
        expect(new Set(refused)).toEqual(new Set(["RecordExists"]))
        expect(await shop.clients.verify()).toEqual({ streams: 15, events: 15, faults: [] })
      }),
    )

    it(
      "counts every write of a fact that gates can read",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        const dealId = "deal_1"
        const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
        const on = "2026-02-02"
        const writes: ReadonlyArray<() => Promise<unknown>> = [
          () => shop.deals.amend({ dealId, amount: rub(100) }),
          () => shop.dialogs.record({ dealId, kind: "call", direction: "inbound", outcomeId: "agreed" }),
          () => shop.nextSteps.set({ id: stepId, dealId, typeId: "call", dueOn: on, ownerId: suiteActor }),
          () => shop.nextSteps.move({ nextStepId: stepId, dueOn: "2026-02-03" }),
          () => shop.nextSteps.complete({ nextStepId: stepId }),
          () =>
            shop.invoices.issue({
              id: "invoice_1",
              dealId,
              issuedOn: on,
              currency: "RUB",
              instalments: [{ dueOn: on, amountMinor: 100 }],
            }),
          () => shop.payments.receive({ invoiceId: "invoice_1", amount: rub(60), receivedOn: on }),
          () => shop.documents.draft({ id: "document_1", dealId, kind: "serviceAct", amount: rub(100), draftedOn: on }),
          () => shop.documents.send({ documentId: "document_1", sentOn: on }),
          () => shop.documents.sign({ documentId: "document_1", signedOn: on }),
        ]
        let last = await factsVersionOf(shop)
        expect(last).toBe(0)
        for (const write of writes) {
          await write()
          const next = await factsVersionOf(shop)
          expect(next, write.toString()).toBeGreaterThan(last)
          last = next
        }
      }),
    )

    it(
      "counts what is written of a client for all its deals, and for no other's",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const counts = async () => {
          const deals = await Promise.all(["deal_1", "deal_2", "deal_3"].map((id) => shop.deals.get(id)))
          return deals.map((deal) => deal?.factsVersion)
        }
        const keeper = await sessionOfKeeper(scene)
        await keeper.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
        await keeper.deals.open({ id: "deal_2", title: "Again", clientId: "client_1" })
        await keeper.deals.open({ id: "deal_3", title: "Other", clientId: "client_2" })
        expect(await counts()).toEqual([0, 0, 0])
        await shop.clients.register({ id: "client_1", name: "Alfa" })
        expect(await counts()).toEqual([1, 1, 0])
        await shop.contacts.add({ id: "contact_1", clientId: "client_1", name: "Anna" })
        expect(await counts()).toEqual([2, 2, 0])
        // No gate asks for names, nor of other deals for anything but what was won: their rows need not be written.
        await shop.clients.amend({ clientId: "client_1", name: "Alpha" })
        await shop.contacts.amend({ contactId: "contact_1", name: "Anna B." })
        await shop.deals.move({ dealId: "deal_2", to: "lost", lostReasonId: "price" })
        expect(await counts()).toEqual([2, 2, 0])
        await shop.clients.amend({ clientId: "client_1", taxId: "7707083893" })
        await shop.contacts.amend({ contactId: "contact_1", leftOn: "2026-02-01" })
        expect(await counts()).toEqual([4, 4, 0])
        await shop.deals.amend({ dealId: "deal_3", clientId: "client_1" })
        expect(await counts()).toEqual([5, 5, 1])
      }),
    )

    it(
      "refuses a decision whose facts have moved on, and writes nothing of it",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        const before = await factsVersionOf(shop)
        await shop.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2026-02-02", ownerId: suiteActor })
        const own = { currency: "RUB", fiscalCalendar: null, measures: [], versions: [] }
        const plan = { id: "plan_1", version: 1, textsVersion: 0, changedAt: suiteStart, ...own }
        const guarded = (factsVersion: number) =>
          deciding({
            changes: [rawChange(kindNamed("plan"), plan)],
            touches: [],
            guards: [{ dealId: "deal_1", factsVersion }],
          })
        const stale = run(scene.store.transact(rawCommand(guarded(before))))
        expect((await rejectionOf("VersionConflict", stale)).retryable).toBe(true)
        expect(await shop.plans.get("plan_1")).toBeNull()
        const absent = deciding({ changes: [], touches: [], guards: [{ dealId: "deal_none", factsVersion: 0 }] })
        await rejectionOf("VersionConflict", run(scene.store.transact(rawCommand(absent))))
        await run(scene.store.transact(rawCommand(guarded(before + 1))))
        expect(await shop.plans.get("plan_1")).not.toBeNull()
      }),
    )

    it(
      "runs a command again after a conflict or refuses it as retryable, never half",
      inScene(factory, async (scene) => {
        await setStep(scene.session())
        let runs = 0
        const work = function* (): Work<object, never> {
          runs += 1
          const step = yield* byId(nextStepAggregate, stepId)
          // The first run stands for one that read before another writer committed.
          const read = step === null ? null : { ...step, version: runs === 1 ? step.version - 1 : step.version }
          const event = {
            type: "NextStepMoved",
            payload: { from: "2026-03-01", to: "2026-04-01", remindAt: null },
          } as const
          const change = recordEvents(nextStepAggregate, read, [event], { occurredAt: suiteStart })
          return Result.succeed({ changes: [change], touches: [], guards: [], answer: {} })
        }
        const outcome = await run(scene.store.transact(rawCommand(work))).catch((error: unknown) => error)
        const step = await scene.session().nextSteps.get(stepId)
        if (outcome instanceof Error) {
          expect(outcome).toMatchObject({ _tag: "VersionConflict", retryable: true })
          expect(step?.dueOn).toBe("2026-03-01")
        } else {
          expect(step?.dueOn).toBe("2026-04-01")
        }
        expect((await run(scene.store.verify(suiteTenant, nextStepAggregate))).faults).toEqual([])
      }),
    )

    it(
      "leaves nothing with a client that is merged while others write about it",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await inTheBase(shop, { clients: ["1", "2"] })
        const about = { clientId: "client_1" } as const
        const step = { ...about, typeId: "call", dueOn: "2026-03-01", ownerId: suiteActor } as const
        await Promise.all([
          ...Array.from({ length: 6 }, () => shop.deals.open({ ...about, title: "Audit" })),
          ...Array.from({ length: 6 }, () => shop.rewards.earn({ ...about, points: 5, reasonId: "purchase" })),
          shop.clients.merge({ intoId: "client_2", fromId: "client_1" }),
          ...Array.from({ length: 6 }, () => shop.nextSteps.set(step)),
        ])
        const left = { where: about }
        expect((await shop.deals.page(left)).items).toEqual([])
        expect((await shop.nextSteps.page(left)).items).toEqual([])
        expect((await shop.rewardLots.page(left)).items).toEqual([])
        expect(await shop.deals.count({ clientId: "client_2" })).toBe(6)
        expect(await shop.rewards.balance({ clientId: "client_2" })).toMatchObject({ activePoints: 30 })
      }),
    )
  })
}
