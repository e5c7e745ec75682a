import { invoiceAggregate, openInstalments } from "@salesdept/core/settlement"
import type { Problem } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejection, rejectionOf } from "./Rejection.ts"
import { inScene, inSceneAfterwards, inTheBase, run } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const dealId = "deal_1"

const invoice = {
  id: "invoice_1",
  dealId,
  issuedOn: "2026-02-02",
  currency: "RUB",
  instalments: [{ dueOn: "2026-02-10", amountMinor: 500 }],
} as const

/** Money is conserved: what is invoiced is what is paid and what is open, to the last minor unit. */
export const settlementSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: settlement`, () => {
    it(
      "keeps invoiced equal to paid and open, whatever payments come, and never takes more than is owed",
      inSceneAfterwards(factory, async ({ session }) => {
        let tenants = 0
        const amounts = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constant(Number.MAX_SAFE_INTEGER))
        const days = fc.integer({ min: 10, max: 28 }).map((day) => `2026-02-${day}`)
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.record({ dueOn: days, amountMinor: fc.integer({ min: 1, max: 900 }) }), {
              minLength: 1,
              maxLength: 5,
            }),
            fc.array(amounts, { maxLength: 8 }),
            async (instalments, payments) => {
              tenants += 1
              const shop = session(`tenant-${tenants}`)
              await inTheBase(shop, { deals: ["1"] })
              const { invoice: issued } = await shop.invoices.issue({ ...invoice, instalments })
              let accepted = 0
              for (const amountMinor of payments) {
                const call = shop.payments.receive({
                  invoiceId: "invoice_1",
                  amount: rub(amountMinor),
                  receivedOn: "2026-02-11",
                })
                if (accepted + amountMinor <= issued.totalMinor) {
                  await call
                  accepted += amountMinor
                } else {
                  const { _tag, data } = await rejection(call)
                  expect([_tag, data]).toEqual([
                    "AmountRefused",
                    {
                      id: "invoice_1",
                      field: "amount.amountMinor",
                      rule: "moreThanOwed",
                      openMinor: issued.totalMinor - accepted,
                    },
                  ])
                }
              }
              const stored = await shop.invoices.get("invoice_1")
              const recorded = (await shop.payments.page({ where: { invoiceId: "invoice_1" } })).items
              expect(stored?.paidMinor).toBe(accepted)
              expect(recorded.map(({ amount }) => amount.amountMinor).reduce((sum, one) => sum + one, 0)).toBe(accepted)
              const open = stored === null ? [] : openInstalments(stored)
              expect(open.reduce((sum, { openMinor }) => sum + openMinor, 0)).toBe(issued.totalMinor - accepted)
              const sorted = stored?.instalments.map(({ dueOn }) => dueOn) ?? []
              expect(sorted).not.toContain(null)
              expect(sorted).toEqual(sorted.toSorted((left, right) => ((left ?? "") < (right ?? "") ? -1 : 1)))
            },
          ),
          { numRuns: 20 },
        )
      }),
    )

    it(
      "keeps invoiced equal to paid, open and written off over any history, as does the replayed journal",
      inSceneAfterwards(factory, async ({ session, store }) => {
        let tenants = 0
        const step = fc.record({ isWriteOff: fc.boolean(), amountMinor: fc.integer({ min: 1, max: 400 }) })
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
            tenants += 1
            const tenant = `balance-${tenants}`
            const shop = session(tenant)
            await inTheBase(shop, { deals: ["1"] })
            const { invoice: issued } = await shop.invoices.issue(invoice)
            let [open, paid, writtenOff] = [issued.totalMinor, 0, 0]
            for (const { isWriteOff, amountMinor } of steps) {
              const named = { invoiceId: "invoice_1", amount: rub(amountMinor) } as const
              const call = isWriteOff
                ? shop.invoices.writeOff({ ...named, writtenOffOn: "2026-02-12", reasonId: "insolvent" })
                : shop.payments.receive({ ...named, receivedOn: "2026-02-11" })
              if (amountMinor > open) {
                const { data } = await rejectionOf("AmountRefused", call)
                expect(data).toMatchObject({ id: "invoice_1", rule: "moreThanOwed", openMinor: open })
                continue
              }
              await call
              open -= amountMinor
              if (isWriteOff) writtenOff += amountMinor
              else paid += amountMinor
            }
            const stored = await shop.invoices.get("invoice_1")
            expect(stored).toMatchObject({ totalMinor: paid + open + writtenOff, paidMinor: paid })
            expect(stored?.writtenOffMinor).toBe(writtenOff)
            expect(stored?.writeOffs.reduce((sum, one) => sum + one.amountMinor, 0)).toBe(writtenOff)
            const left = stored === null ? [] : openInstalments(stored)
            expect(left.reduce((sum, { openMinor }) => sum + openMinor, 0)).toBe(open)
            // Verifying folds every journal anew and compares it with what is stored.
            expect((await run(store.verify(tenant, invoiceAggregate))).faults).toEqual([])
          }),
          { numRuns: 15 },
        )
      }),
    )

    it(
      "writes off only what is owed, in its currency, from the day of issue on; a refusal writes nothing",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.invoices.issue(invoice)
        const writeOff = (amount: { readonly amountMinor: number; readonly currency: string }, on = "2026-02-12") =>
          shop.invoices.writeOff({ invoiceId: "invoice_1", amount, writtenOffOn: on, reasonId: "insolvent" })
        const euros = await rejectionOf("AmountRefused", writeOff({ amountMinor: 1, currency: "EUR" }))
        expect(euros.data).toMatchObject({ rule: "currency" })
        expect((await rejectionOf("AmountRefused", writeOff(rub(0)))).data).toMatchObject({ rule: "zero" })
        expect((await rejectionOf("AmountRefused", writeOff(rub(501)))).data).toMatchObject({ rule: "moreThanOwed" })
        await rejectionOf("DateOrderRefused", writeOff(rub(1), "2026-02-01"))
        expect(await shop.invoices.get("invoice_1")).toMatchObject({ version: 1, writtenOffMinor: 0, writeOffs: [] })
        await writeOff(rub(500))
        expect(await shop.invoices.get("invoice_1")).toMatchObject({
          version: 2,
          paidMinor: 0,
          writtenOffMinor: 500,
          writeOffs: [{ amountMinor: 500, writtenOffOn: "2026-02-12", reasonId: "insolvent" }],
        })
        const late = shop.payments.receive({ invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-02-13" })
        expect((await rejectionOf("AmountRefused", late)).data).toMatchObject({ rule: "moreThanOwed", openMinor: 0 })
      }),
    )

    it(
      "refuses another currency, zero, unknown invoices, and ids that are taken",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.invoices.issue(invoice)
        const pay = (
          amount: { readonly amountMinor: number; readonly currency: string },
          invoiceId = "invoice_1" as const,
        ) => shop.payments.receive({ id: "payment_1", invoiceId, amount, receivedOn: "2026-02-03" })
        const euros = await rejectionOf("AmountRefused", pay({ amountMinor: 1, currency: "EUR" }))
        expect(euros.data).toMatchObject({ rule: "currency" })
        expect((await rejectionOf("AmountRefused", pay(rub(0)))).data).toMatchObject({ rule: "zero" })
        await pay(rub(1))
        await rejectionOf("RecordExists", pay(rub(1)))
        await rejectionOf("RecordExists", shop.invoices.issue(invoice))
        const unknown = shop.payments.receive({ invoiceId: "invoice_9", amount: rub(1), receivedOn: "2026-02-03" })
        await rejectionOf("RecordNotFound", unknown)
        expect((await shop.invoices.get("invoice_1"))?.paidMinor).toBe(1)
      }),
    )

    it(
      "takes nothing for paid, refunded or signed that lies ahead of today where the department is, and tells all of it at once",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.invoices.issue({ ...invoice, issuedOn: "2026-02-02" })
        const pay = (receivedOn: string, more: object = {}) =>
          shop.payments.receive({ invoiceId: "invoice_1", amount: rub(1), receivedOn, ...more })
        const problems = async (call: Promise<unknown>) =>
          (
            (await rejectionOf("InputInvalid", call)).data as { readonly problems: ReadonlyArray<Problem> }
          ).problems.map(({ path, code }) => [path, code])
        const ahead = ["receivedOn", "date.ahead"]
        expect(await problems(pay("2026-02-03"))).toEqual([ahead])
        // Beside whatever else is wrong.
        expect(await problems(pay("2062-02-03", { amount: { amountMinor: -1, currency: "RUB" } }))).toEqual([
          ["amount.amountMinor", "amount.negative"],
          ahead,
        ])
        const account = "40702810900000012345"
        const line = (bookedOn: string) => ({ direction: "in" as const, bookedOn, amount: rub(1), purpose: "x" })
        const lines = [line("2026-02-01"), line("2026-02-03"), line("2027-02-03")]
        expect(await problems(shop.bank.import({ account, lines }))).toContainEqual(["lines[2].bookedOn", "date.ahead"])
        const batch = shop.batch(({ payments }) => [
          payments.receive({ invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-02-02" }),
          payments.receive({ invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-03-02" }),
        ])
        expect(await problems(batch)).toEqual([["[1].receivedOn", "date.ahead"]])
        expect((await shop.invoices.get("invoice_1"))?.paidMinor).toBe(0)
        // Four minutes to midnight in Moscow it may be tomorrow by the clock of who writes; six minutes to it, not.
        clock.advance(Date.parse("2026-02-02T20:54:00.000Z") - clock.now())
        expect(await problems(pay("2026-02-03"))).toEqual([ahead])
        clock.advance(2 * 60_000)
        await pay("2026-02-03")
        // What would be then is asked by a dry run of then.
        const then = { dryRun: true, occurredAt: "2026-03-02T09:00:00.000Z" } as const
        const wouldPay = { invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-03-02" } as const
        expect((await shop.payments.receive(wouldPay, then)).invoices[0]?.paidMinor).toBe(2)
        // A promise and a due day are plans.
        await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-03-02" })
      }),
    )

    it(
      "holds amounts up to the bound, and refuses a sum past it",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        const most = Number.MAX_SAFE_INTEGER
        const { invoice: issued } = await shop.invoices.issue({
          ...invoice,
          instalments: [{ dueOn: "2026-02-10", amountMinor: most }],
        })
        expect(issued.totalMinor).toBe(most)
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(most), receivedOn: "2026-02-03" })
        expect((await shop.invoices.get("invoice_1"))?.paidMinor).toBe(most)
        const past = shop.invoices.issue({
          ...invoice,
          id: "invoice_2",
          instalments: [
            { dueOn: "2026-02-10", amountMinor: most },
            { dueOn: "2026-02-11", amountMinor: 1 },
          ],
        })
        expect((await rejectionOf("AmountRefused", past)).data).toMatchObject({ rule: "tooLarge" })
      }),
    )

    it(
      "keeps the days of invoices and documents in order",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        const early = { ...invoice, instalments: [{ dueOn: "2026-02-01", amountMinor: 1 }] }
        await rejectionOf("DateOrderRefused", shop.invoices.issue(early))
        const documentId = "document_1"
        await shop.documents.draft({
          id: documentId,
          dealId,
          kind: "serviceAct",
          amount: rub(1),
          draftedOn: "2026-02-05",
        })
        await rejectionOf("DateOrderRefused", shop.documents.send({ documentId, sentOn: "2026-02-04" }))
        await shop.documents.send({ documentId, sentOn: "2026-02-06" })
        await rejectionOf("DateOrderRefused", shop.documents.sign({ documentId, signedOn: "2026-02-05" }))
        const { document } = await shop.documents.sign({ documentId, signedOn: "2026-02-06" })
        expect(document).toMatchObject({ draftedOn: "2026-02-05", sentOn: "2026-02-06", signedOn: "2026-02-06" })
        await rejectionOf("StepRefused", shop.documents.send({ documentId, sentOn: "2026-02-07" }))
        await rejectionOf("RecordNotFound", shop.documents.send({ documentId: "document_9", sentOn: "2026-02-07" }))
      }),
    )

    it(
      "takes the last unit of an invoice once, however many payments come together",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.invoices.issue(invoice)
        const pay = () => shop.payments.receive({ invoiceId: "invoice_1", amount: rub(100), receivedOn: "2026-02-03" })
        const outcomes = await Promise.allSettled(Array.from({ length: 9 }, pay))
        const taken = outcomes.filter(({ status }) => status === "fulfilled").length
        expect(taken).toBeLessThanOrEqual(5)
        const stored = await shop.invoices.get("invoice_1")
        expect(stored?.paidMinor).toBe(taken * 100)
        expect((await shop.payments.page({})).items).toHaveLength(taken)
      }),
    )
  })
}
