import type { ReminderStep } from "@salesdept/core/settlement"
import { invoiceAggregate } from "@salesdept/core/settlement"
import type { JournalEvent } from "@salesdept/core/journal"
import { addDays } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { inScene, inSceneAfterwards, inTheBase, run, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const invoiceId = "invoice_1"

const step = (id: string, days: number, to: ReminderStep["to"]): ReminderStep => ({
  id,
  name: { en: id, ru: id },
  days,
  to,
})

const ladder = [
  step("soon", -3, "client"),
  step("late", 1, "client"),
  step("call", 3, "rep"),
  step("claim", 10, "client"),
  step("escalate", 10, "head"),
]

const invoice = {
  id: invoiceId,
  dealId: "deal_1",
  issuedOn: "2026-02-01",
  currency: "RUB",
  instalments: [
    { dueOn: "2026-02-10", amountMinor: 300 },
    { dueOn: "2026-02-25", amountMinor: 700 },
  ],
} as const

/** Nothing is said to have happened before the clock has come to it. */
const afterAll = ({ clock }: Scene): void => clock.advance(90 * 86_400_000)

const withLadder = async (scene: Scene, tenant?: string): Promise<ReturnType<Scene["session"]>> => {
  const shop = scene.session(tenant)
  await shop.department.publish({ ...suiteDepartment, settlement: { reminders: ladder } })
  await inTheBase(shop, { deals: ["1"] })
  await shop.invoices.issue(invoice, { occurredAt: "2026-02-01T08:00:00.000Z" })
  return shop
}

/** Ten in the morning in Moscow: an hour after reminders fall due. */
const morning = (day: string) => `${day}T07:00:00.000Z`

const tickOn = ({ dept }: Scene, day: string, tenant = suiteTenant) =>
  dept.tick({ now: morning(day), tenants: [tenant] })

const of = (events: ReadonlyArray<JournalEvent>, type: string) =>
  events.filter((event) => event.type === type).map(({ payload }) => payload as { readonly [name: string]: unknown })

const remindedOf = async (shop: ReturnType<Scene["session"]>): Promise<ReadonlyArray<string>> =>
  of(await shop.invoices.history(invoiceId), "InvoiceReminderDue").map(
    ({ stepId, no, openMinor }) => `${String(stepId)} ${String(no)} ${String(openMinor)}`,
  )

/** Reminders, promises and disputes: due actions by `tick`, each exactly once. */
export const reminderSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: reminders and promises`, () => {
    it(
      "says nothing before the day any more once it is over, also where nothing ran meanwhile",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const before = { ...suiteDepartment, settlement: { reminders: [step("soon", -3, "client")] } }
        await shop.department.publish(before)
        await inTheBase(shop, { deals: ["1"] })
        await shop.invoices.issue(invoice, { occurredAt: "2026-02-01T08:00:00.000Z" })
        await tickOn(scene, "2026-02-11")
        expect(await remindedOf(shop)).toEqual([])
        expect((await shop.invoices.get(invoiceId))?.nextReminderAt).toBe("2026-02-22T06:00:00.000Z")
        await tickOn(scene, "2026-02-25")
        expect(await remindedOf(shop)).toEqual(["soon 2 700"])
        expect((await shop.invoices.get(invoiceId))?.nextReminderAt).toBeNull()
      }),
    )

    it(
      "reminds step by step, before the day and after it, each step of each instalment exactly once",
      inScene(factory, async (scene) => {
        const shop = await withLadder(scene)
        expect((await shop.invoices.get(invoiceId))?.nextReminderAt).toBe("2026-02-07T06:00:00.000Z")
        for (let day = "2026-02-01"; day < "2026-03-20"; day = addDays(day, 1)) {
          await tickOn(scene, day)
          await tickOn(scene, day)
        }
        expect(await remindedOf(shop)).toEqual([
          "soon 1 300",
          "late 1 300",
          "call 1 300",
          "claim 1 300",
          "escalate 1 300",
          "soon 2 700",
          "late 2 700",
          "call 2 700",
          "claim 2 700",
          "escalate 2 700",
        ])
        expect((await shop.invoices.get(invoiceId))?.nextReminderAt).toBeNull()
        expect((await run(scene.store.verify(suiteTenant, invoiceAggregate))).faults).toEqual([])
      }),
    )

    it(
      "is not silenced by a partial payment, and is by payment in full",
      inScene(factory, async (scene) => {
        afterAll(scene)
        const shop = await withLadder(scene)
        await tickOn(scene, "2026-02-07")
        const pay = (amountMinor: number, day: string) =>
          shop.payments.receive(
            { invoiceId, amount: rub(amountMinor), receivedOn: day },
            { occurredAt: `${day}T08:00:00.000Z` },
          )
        await pay(299, "2026-02-09")
        await tickOn(scene, "2026-02-11")
        expect(await remindedOf(shop)).toEqual(["soon 1 300", "late 1 1"])
        await pay(1, "2026-02-12")
        await tickOn(scene, "2026-02-20")
        expect(await remindedOf(shop)).toHaveLength(2)
        await pay(700, "2026-02-21")
        expect((await shop.invoices.get(invoiceId))?.nextReminderAt).toBeNull()
        const { duties } = await tickOn(scene, "2026-03-20")
        expect(duties.every(({ done }) => done === 0)).toBe(true)
        expect(await remindedOf(shop)).toHaveLength(2)
      }),
    )

    it(
      "keeps still while the invoice is disputed or a promise is open, and then sends the last step only",
      inScene(factory, async (scene) => {
        afterAll(scene)
        const shop = await withLadder(scene)
        await shop.invoices.dispute(
          { invoiceId, disputedOn: "2026-02-05", reasonId: "quality", comment: "Не тот товар" },
          { occurredAt: morning("2026-02-05") },
        )
        const again = shop.invoices.dispute({ invoiceId, disputedOn: "2026-02-06", reasonId: "quality" })
        expect((await rejectionOf("StepRefused", again)).data).toMatchObject({ rule: "disputedAlready" })
        await tickOn(scene, "2026-02-12")
        expect(await remindedOf(shop)).toEqual([])
        await shop.invoices.resolveDispute(
          { invoiceId, resolvedOn: "2026-02-14" },
          { occurredAt: morning("2026-02-14") },
        )
        await tickOn(scene, "2026-02-14")
        expect(of(await shop.invoices.history(invoiceId), "InvoiceReminderDue")).toMatchObject([
          { stepId: "late", to: "client", passedOver: ["soon"] },
          { stepId: "call", to: "rep", passedOver: [] },
        ])
        await shop.invoices.promise(
          { invoiceId, madeOn: "2026-02-15", promisedOn: "2026-02-21", amount: rub(300), comment: "После 20-го" },
          { occurredAt: morning("2026-02-15") },
        )
        await tickOn(scene, "2026-02-21")
        expect(await remindedOf(shop)).toHaveLength(2)
        await tickOn(scene, "2026-02-22")
        expect(await shop.invoices.get(invoiceId)).toMatchObject({ promise: null, promisesKept: 0, promisesBroken: 1 })
        expect((await remindedOf(shop)).slice(2)).toEqual(["claim 1 300", "escalate 1 300", "soon 2 700"])
        expect((await shop.invoices.get(invoiceId))?.texts).toEqual({
          disputeComment: "Не тот товар",
          promiseComment: "После 20-го",
        })
      }),
    )

    it(
      "counts a promise as kept by what came in by its day, also where the payment is recorded within the grace",
      inScene(factory, async (scene) => {
        afterAll(scene)
        const shop = scene.session()
        await shop.department.publish({ ...suiteDepartment, settlement: { promiseGraceDays: 3 } })
        await inTheBase(shop, { deals: ["1"] })
        await shop.invoices.issue(invoice, { occurredAt: morning("2026-02-01") })
        const promise = (madeOn: string, promisedOn: string, amountMinor: number) =>
          shop.invoices.promise(
            { invoiceId, madeOn, promisedOn, amount: rub(amountMinor) },
            { occurredAt: morning(madeOn) },
          )
        const pay = (amountMinor: number, receivedOn: string, recordedOn: string) =>
          shop.payments.receive(
            { invoiceId, amount: rub(amountMinor), receivedOn },
            { occurredAt: morning(recordedOn) },
          )
        await promise("2026-02-02", "2026-02-05", 200)
        await pay(150, "2026-02-05", "2026-02-05")
        expect((await shop.invoices.get(invoiceId))?.promise).not.toBeNull()
        await tickOn(scene, "2026-02-08")
        await pay(50, "2026-02-05", "2026-02-08")
        expect(await shop.invoices.get(invoiceId)).toMatchObject({ promise: null, promisesKept: 1, promisesBroken: 0 })
        await promise("2026-02-09", "2026-02-10", 100)
        await pay(100, "2026-02-11", "2026-02-11")
        await tickOn(scene, "2026-02-14")
        expect(await shop.invoices.get(invoiceId)).toMatchObject({ promise: null, promisesKept: 1, promisesBroken: 1 })
        // A new promise takes the place of one that is open, which is neither kept nor broken.
        await promise("2026-02-15", "2026-02-20", 100)
        await promise("2026-02-16", "2026-02-28", 700)
        await pay(700, "2026-02-27", "2026-02-27")
        expect(await shop.invoices.get(invoiceId)).toMatchObject({ promise: null, promisesKept: 2, promisesBroken: 1 })
        const outcomes = of(await shop.invoices.history(invoiceId), "InvoicePromiseClosed")
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(["kept", "broken", "replaced", "kept"])
        const settled = shop.invoices.promise({ invoiceId, madeOn: "2026-02-28", promisedOn: "2026-03-01" })
        expect((await rejectionOf("StepRefused", settled)).data).toMatchObject({ rule: "nothingOpen" })
        const sums = await shop.settlement.promises()
        expect(sums).toEqual({ items: [{ clientId: null, open: 0, kept: 2, broken: 1 }], next: null })
      }),
    )

    it(
      "counts a promise as kept whatever became of money that had come in before it, and as broken where its own went back",
      inScene(factory, async (scene) => {
        afterAll(scene)
        const shop = scene.session()
        await shop.department.publish(suiteDepartment)
        await inTheBase(shop, { deals: ["1"] })
        await shop.invoices.issue(invoice, { occurredAt: morning("2026-02-01") })
        const pay = (at: number, amountMinor: number, on: string) =>
          shop.payments.receive(
            { id: `payment_${at}`, invoiceId, amount: rub(amountMinor), receivedOn: on },
            { occurredAt: morning(on) },
          )
        const refund = (at: number, amountMinor: number, on: string) =>
          shop.payments.refund(
            { paymentId: `payment_${at}`, invoiceId, amount: rub(amountMinor), refundedOn: on, reasonId: "disputed" },
            { occurredAt: morning(on) },
          )
        const promise = (madeOn: string, promisedOn: string) =>
          shop.invoices.promise({ invoiceId, madeOn, promisedOn, amount: rub(200) }, { occurredAt: morning(madeOn) })
        await pay(1, 600, "2026-02-02")
        await refund(1, 100, "2026-02-03")
        await promise("2026-02-03", "2026-02-10")
        await refund(1, 500, "2026-02-05")
        expect((await shop.invoices.get(invoiceId))?.promise).not.toBeNull()
        await pay(2, 200, "2026-02-08")
        expect(await shop.invoices.get(invoiceId)).toMatchObject({ promise: null, promisesKept: 1, promisesBroken: 0 })
        await promise("2026-02-12", "2026-02-15")
        await pay(3, 150, "2026-02-13")
        await refund(3, 150, "2026-02-14")
        await pay(4, 150, "2026-02-14")
        await tickOn(scene, "2026-02-16")
        expect(await shop.invoices.get(invoiceId)).toMatchObject({ promise: null, promisesKept: 1, promisesBroken: 1 })
      }),
    )

    it(
      "plans every open invoice anew by the next tick where the ladder has changed, and sends no step twice",
      inScene(factory, async (scene) => {
        const { session, store } = scene
        const shop = await withLadder(scene)
        const publish = (reminders: ReadonlyArray<ReminderStep>) =>
          shop.department.publish({ ...suiteDepartment, settlement: { reminders } })
        const planned = async (id: `invoice_${string}`) => (await shop.invoices.get(id))?.nextReminderAt
        await shop.invoices.issue({ ...invoice, id: "invoice_2" }, { occurredAt: morning("2026-02-01") })
        await shop.payments.receive({ invoiceId: "invoice_2", amount: rub(1000), receivedOn: "2026-02-02" })
        await tickOn(scene, "2026-02-07")
        expect(await remindedOf(shop)).toEqual(["soon 1 300"])
        await publish([step("soon", -3, "client"), step("today", 0, "rep"), step("late", 1, "client")])
        expect(await planned("invoice_1")).toBe("2026-02-11T06:00:00.000Z")
        await tickOn(scene, "2026-02-07")
        expect(await planned("invoice_1")).toBe("2026-02-10T06:00:00.000Z")
        expect(await planned("invoice_2")).toBeNull()
        expect((await shop.department.get("department_main"))?.invoicesReplanAt).toBeNull()
        // Another published before the tick, and several ticks at once: the last one holds, each step comes once.
        await publish([])
        await publish([step("soon", -3, "client"), step("today", 0, "rep")])
        await Promise.all([1, 2, 3].map(() => tickOn(scene, "2026-02-12")))
        expect(await remindedOf(shop)).toEqual(["soon 1 300", "today 1 300"])
        await publish([])
        await tickOn(scene, "2026-02-12")
        expect(await planned("invoice_1")).toBeNull()
        // What is published again as it is plans nothing.
        const { events } = await publish([])
        expect(events).toEqual([])
        expect((await run(store.verify(suiteTenant, invoiceAggregate))).faults).toEqual([])
        expect((await session().department.verify()).faults).toEqual([])
      }),
    )

    it(
      "refuses a promise in the wrong order, currency or size, and a dispute of what is not disputed",
      inSceneAfterwards(factory, async (scene) => {
        const shop = await withLadder(scene)
        const promise = { invoiceId, madeOn: "2026-02-05", promisedOn: "2026-02-09" } as const
        const early = await rejectionOf(
          "DateOrderRefused",
          shop.invoices.promise({ ...promise, promisedOn: "2026-02-04" }),
        )
        expect(early.data).toMatchObject({ field: "promisedOn" })
        await rejectionOf("DateOrderRefused", shop.invoices.promise({ ...promise, madeOn: "2026-01-31" }))
        for (const [amount, rule] of [
          [{ amountMinor: 1, currency: "EUR" }, "currency"],
          [rub(0), "zero"],
          [rub(1001), "moreThanOwed"],
        ] as const) {
          const { data } = await rejectionOf("AmountRefused", shop.invoices.promise({ ...promise, amount }))
          expect(data).toMatchObject({ rule })
        }
        const nothing = shop.invoices.resolveDispute({ invoiceId, resolvedOn: "2026-02-05" })
        expect((await rejectionOf("StepRefused", nothing)).data).toMatchObject({ rule: "notDisputed" })
        expect(await shop.invoices.history(invoiceId)).toHaveLength(2)
      }),
    )

    it(
      "produces no step twice, whatever happens between ticks at any times",
      inScene(factory, async (scene) => {
        afterAll(scene)
        let tenants = 0
        const day = fc.integer({ min: 0, max: 40 }).map((offset) => addDays("2026-02-02", offset))
        const move = fc.record({
          day,
          what: fc.constantFrom("tick", "tick", "tick", "pay", "dispute", "resolve", "promise", "reschedule"),
          amountMinor: fc.integer({ min: 1, max: 400 }),
        })
        await fc.assert(
          fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 16 }), async (moves) => {
            tenants += 1
            const tenant = `ladder-${tenants}`
            const shop = await withLadder(scene, tenant)
            for (const { what, amountMinor, day: on } of moves.toSorted((left, right) =>
              left.day < right.day ? -1 : 1,
            )) {
              const at = { occurredAt: morning(on) }
              const named = { invoiceId } as const
              const call = {
                tick: () => tickOn(scene, on, tenant),
                pay: () => shop.payments.receive({ ...named, amount: rub(amountMinor), receivedOn: on }, at),
                dispute: () => shop.invoices.dispute({ ...named, disputedOn: on, reasonId: "sum" }, at),
                resolve: () => shop.invoices.resolveDispute({ ...named, resolvedOn: on }, at),
                promise: () => shop.invoices.promise({ ...named, madeOn: on, promisedOn: addDays(on, 3) }, at),
                reschedule: () => shop.invoices.reschedule({ ...named, no: 2, dueOn: addDays(on, 2) }, at),
              }[what]
              await call().catch(() => null)
            }
            const events = await shop.invoices.history(invoiceId)
            const produced = of(events, "InvoiceReminderDue").flatMap(({ no, dueOn, stepId, passedOver }) =>
              [stepId, ...(passedOver as ReadonlyArray<string>)].map(
                (id) => `${String(no)} ${String(dueOn)} ${String(id)}`,
              ),
            )
            expect(new Set(produced).size).toBe(produced.length)
            expect((await run(scene.store.verify(tenant, invoiceAggregate))).faults).toEqual([])
          }),
          { numRuns: 15 },
        )
      }),
    )
  })
}
