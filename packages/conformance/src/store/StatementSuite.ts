import type { Session } from "@salesdept/core/promise"
import { openMinorOf } from "@salesdept/core/settlement"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inSceneAfterwards, inTheBase } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const clientId = "client_1"

const issue = (shop: Session, at: number, of: string, currency: string, day = "2026-01-15") =>
  shop.invoices.issue({
    id: `invoice_${at}`,
    dealId: `deal_${at}`,
    clientId: of === "client_2" ? "client_2" : "client_1",
    number: `С-${at}`,
    issuedOn: day,
    currency,
    instalments: [{ dueOn: "2026-03-01", amountMinor: 1000 }],
  })

/** A deal of a client whose act is signed. */
const signedAct = async (shop: Session, at: number, amountMinor: number, signedOn: string) => {
  const dealId = `deal_${at}` as const
  const id = `document_${at}` as const
  await shop.documents.draft({ id, dealId, kind: "serviceAct", amount: rub(amountMinor), draftedOn: "2026-01-15" })
  await shop.documents.sign({ documentId: id, signedOn })
}

const scene3 = async (shop: Session) => {
  await shop.clients.register({ id: clientId, name: "ООО «Ромашка»" })
  for (const at of [1, 2, 3]) {
    await shop.deals.open({ id: `deal_${at}`, title: "Аудит", clientId, ownerId: at === 3 ? "user:7" : "user:42" })
  }
}

/** Questions over invoices, payments and documents: ageing, what is paid and not documented, statements that tie. */
export const statementSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: questions about settlement`, () => {
    it(
      "lists what is paid and not documented, and what is documented and not paid, apart, with owner, age and amount",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await scene3(shop)
        for (const at of [1, 2, 3]) await issue(shop, at, clientId, "RUB")
        const pay = (at: number, amountMinor: number, receivedOn: string) =>
          shop.payments.receive({ invoiceId: `invoice_${at}`, amount: rub(amountMinor), receivedOn })
        await pay(1, 300, "2026-01-20")
        await pay(1, 500, "2026-02-01")
        await shop.documents.draft({
          id: "document_9",
          dealId: "deal_1",
          kind: "workAct",
          amount: rub(1000),
          draftedOn: "2026-02-02",
        })
        await pay(2, 1000, "2026-01-20")
        await signedAct(shop, 2, 1000, "2026-01-25")
        await signedAct(shop, 3, 1000, "2026-02-05")
        await pay(3, 400, "2026-02-10")
        expect((await shop.settlement.paidNotDocumented({ on: "2026-02-20" })).items).toEqual([
          {
            dealId: "deal_1",
            ownerId: "user:42",
            clientId,
            amount: rub(800),
            since: "2026-01-20",
            ageDays: 31,
            unsignedIds: ["document_9"],
          },
        ])
        expect((await shop.settlement.documentedNotPaid({ on: "2026-02-20" })).items).toEqual([
          {
            dealId: "deal_3",
            ownerId: "user:7",
            clientId,
            amount: rub(600),
            since: "2026-02-05",
            ageDays: 15,
            unsignedIds: [],
          },
        ])
        // A revoked act documents nothing any more; what is credited is not awaited.
        await shop.documents.askRevocation({ documentId: "document_2", revocationAskedOn: "2026-02-12", by: "us" })
        await shop.documents.revoke({ documentId: "document_2", revokedOn: "2026-02-12" })
        await shop.invoices.credit({
          invoiceId: "invoice_3",
          amount: rub(600),
          creditedOn: "2026-02-12",
          reasonId: "price",
        })
        const paid = await shop.settlement.paidNotDocumented({ on: "2026-02-20" })
        expect(paid.items.map(({ dealId, since }) => [dealId, since])).toEqual([
          ["deal_1", "2026-01-20"],
          ["deal_2", "2026-01-20"],
        ])
        expect((await shop.settlement.documentedNotPaid({ on: "2026-02-20" })).items).toEqual([])
      }),
    )

    it(
      "counts money for a deal that no invoice asks for, until it is refunded or counted elsewhere",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await scene3(shop)
        const receive = (at: number, amountMinor: number) =>
          shop.payments.receive({
            id: `payment_${at}`,
            dealId: `deal_${at}`,
            amount: rub(amountMinor),
            receivedOn: "2026-01-20",
            excess: "keep",
          })
        await receive(1, 700)
        await receive(2, 1000)
        await signedAct(shop, 2, 1000, "2026-01-25")
        const listed = async () =>
          (await shop.settlement.paidNotDocumented({ on: "2026-02-20" })).items.map((gap) => [
            gap.dealId,
            gap.amount,
            gap.since,
          ])
        expect(await listed()).toEqual([["deal_1", rub(700), "2026-01-20"]])
        expect((await shop.settlement.documentedNotPaid({ on: "2026-02-20" })).items).toEqual([])
        await issue(shop, 3, clientId, "RUB")
        await shop.payments.allocate({ paymentId: "payment_1", parts: [{ invoiceId: "invoice_3", amountMinor: 300 }] })
        expect(await listed()).toEqual([
          ["deal_1", rub(400), "2026-01-20"],
          ["deal_3", rub(300), "2026-01-20"],
        ])
        const refundedOn = "2026-02-01"
        await shop.payments.refund({ paymentId: "payment_1", amount: rub(400), refundedOn, reasonId: "returned" })
        expect((await listed()).map(([dealId]) => dealId)).toEqual(["deal_3"])
      }),
    )

    it(
      "ages open money by client, rep and deal",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await scene3(shop)
        await issue(shop, 1, clientId, "RUB")
        await issue(shop, 3, clientId, "RUB")
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(400), receivedOn: "2026-02-01" })
        const row = { currency: "RUB", notDueMinor: 0 }
        expect((await shop.settlement.ageing({ by: "client", on: "2026-03-31" })).items).toEqual([
          { ...row, groupId: clientId, overdueMinor: [1600, 0, 0, 0], openMinor: 1600 },
        ])
        expect((await shop.settlement.ageing({ by: "rep", on: "2026-03-31", bounds: [10] })).items).toEqual([
          { ...row, groupId: "user:42", overdueMinor: [0, 600], openMinor: 600 },
          { ...row, groupId: "user:7", overdueMinor: [0, 1000], openMinor: 1000 },
        ])
        const { items: deals } = await shop.settlement.ageing({ by: "deal", on: "2026-03-01" })
        expect(deals.map(({ groupId, notDueMinor }) => [groupId, notDueMinor])).toEqual([
          ["deal_1", 600],
          ["deal_3", 1000],
        ])
        const bad = shop.settlement.ageing({ by: "client", bounds: [30, 30] })
        expect((await rejectionOf("InputInvalid", bad)).data).toMatchObject({ problems: [{ code: "ageing.bounds" }] })
      }),
    )

    it(
      "asks on days that are past for nothing that was paid by then, whatever a refund and a credit note freed later",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await scene3(shop)
        const at = [1, 2, 3]
        for (const no of at) await issue(shop, no, clientId, "RUB")
        for (const no of at) {
          const paid = { id: `payment_${no}`, invoiceId: `invoice_${no}`, amount: rub(1000) } as const
          await shop.payments.receive({ ...paid, receivedOn: "2026-02-01" })
        }
        const [reasonId, on] = ["price", "2026-04-01"] as const
        const [invoiceId, paymentId] = ["invoice_1", "payment_1"] as const
        await shop.payments.refund({ paymentId, invoiceId, amount: rub(400), refundedOn: on, reasonId })
        await shop.invoices.credit({ invoiceId: "invoice_2", amount: rub(300), creditedOn: on, reasonId })
        // What was counted wrongly was counted on no day.
        await shop.payments.release({ paymentId: "payment_3", invoiceId: "invoice_3", amountMinor: 10 })
        const openOn = async (day: string) =>
          (await shop.settlement.ageing({ by: "deal", on: day })).items.map((row) => [row.groupId, row.openMinor])
        const wrongly = ["deal_3", 10]
        expect(await openOn("2026-01-31")).toEqual(at.map((no) => [`deal_${no}`, 1000]))
        expect(await openOn("2026-03-31")).toEqual([wrongly])
        expect(await openOn(on)).toEqual([["deal_1", 400], wrongly])
        const { closingMinor } = await shop.settlement.reconciliation({
          clientId,
          currency: "RUB",
          from: "2026-01-01",
          to: on,
        })
        expect(closingMinor).toBe(0)
      }),
    )

    it(
      "gives a reconciliation statement: opening, lines, closing; by invoices and by signed documents",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await scene3(shop)
        await issue(shop, 1, clientId, "RUB")
        await issue(shop, 2, clientId, "RUB", "2026-02-03")
        await shop.payments.receive({
          id: "payment_1",
          invoiceId: "invoice_1",
          amount: rub(1300),
          receivedOn: "2026-02-05",
          excess: "keep",
        })
        await shop.payments.refund({
          paymentId: "payment_1",
          amount: rub(100),
          refundedOn: "2026-02-20",
          reasonId: "overpaid",
        })
        await signedAct(shop, 1, 1000, "2026-02-10")
        const february = { clientId, currency: "RUB", from: "2026-02-01", to: "2026-03-01" } as const
        const statement = await shop.settlement.reconciliation(february)
        expect(statement).toMatchObject({
          openingMinor: 1000,
          debitMinor: 1100,
          creditMinor: 1300,
          closingMinor: 800,
        })
        expect(
          statement.entries.map(({ on, kind, number, debitMinor, creditMinor }) => [
            on,
            kind,
            number,
            debitMinor,
            creditMinor,
          ]),
        ).toEqual([
          ["2026-02-03", "invoice", "С-2", 1000, 0],
          ["2026-02-05", "payment", null, 0, 1300],
          ["2026-02-20", "refund", null, 100, 0],
        ])
        const byDocuments = await shop.settlement.reconciliation({ ...february, basis: "documents" })
        expect(byDocuments).toMatchObject({ openingMinor: 0, debitMinor: 1100, creditMinor: 1300, closingMinor: -200 })
        const backwards = shop.settlement.reconciliation({ ...february, to: "2026-02-01" })
        expect((await rejectionOf("InputInvalid", backwards)).data).toMatchObject({
          problems: [{ code: "period.order" }],
        })
      }),
    )

    it(
      "ties: periods close where the next opens, and all time closes with what is open less what is unallocated",
      inSceneAfterwards(factory, async ({ session }) => {
        let tenants = 0
        const currency = fc.constantFrom("RUB", "EUR")
        const day = fc.integer({ min: 10, max: 28 }).map((at) => `2026-02-${at}`)
        const move = fc.record({
          what: fc.constantFrom("pay", "spread", "foreign", "credit", "writeOff", "refund", "release", "allocate"),
          at: fc.integer({ min: 1, max: 3 }),
          other: fc.integer({ min: 1, max: 6 }),
          amountMinor: fc.integer({ min: 1, max: 900 }),
          currency,
          on: day,
        })
        await fc.assert(
          fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 12 }), fc.tuple(day, day), async (moves, cuts) => {
            tenants += 1
            const shop = session(`statement-${tenants}`)
            await inTheBase(shop, { clients: ["1", "2"], deals: ["1", "2", "3"] })
            await issue(shop, 1, "client_1", "RUB")
            await issue(shop, 2, "client_2", "RUB")
            await issue(shop, 3, "client_1", "EUR")
            let payments = 0
            for (const one of moves) {
              const amount = { amountMinor: one.amountMinor, currency: one.currency }
              const invoiceId = `invoice_${one.at}` as const
              const paymentId = `payment_${one.other}` as const
              const received = { id: `payment_${payments + 1}`, amount, receivedOn: one.on } as const
              const reason = { reasonId: "any" }
              const call = {
                pay: () => shop.payments.receive({ ...received, invoiceId, excess: "keep" }),
                spread: () => shop.payments.receive({ ...received, clientId, rule: "oldestDueFirst", excess: "keep" }),
                foreign: () => shop.payments.receive({ ...received, invoiceId, rate: { rate: "1.7", on: one.on } }),
                credit: () => shop.invoices.credit({ ...reason, invoiceId, amount, creditedOn: one.on }),
                writeOff: () => shop.invoices.writeOff({ ...reason, invoiceId, amount, writtenOffOn: one.on }),
                refund: () => shop.payments.refund({ ...reason, paymentId, amount, refundedOn: "2026-03-01" }),
                release: () => shop.payments.release({ paymentId, invoiceId }),
                allocate: () =>
                  shop.payments.allocate({ paymentId, parts: [{ invoiceId, amountMinor: one.amountMinor }] }),
              }[one.what]
              await call().then(
                () => (payments += one.what === "pay" || one.what === "spread" || one.what === "foreign" ? 1 : 0),
                () => null,
              )
            }
            const [first, second] = cuts.toSorted((left, right) => (left < right ? -1 : 1))
            const bounds = [...new Set(["2026-01-01", first, second, "2026-04-01"])]
            for (const of of ["RUB", "EUR"]) {
              for (const client of ["client_1", "client_2"] as const) {
                let carried = 0
                for (const [at, from = ""] of bounds.entries()) {
                  const to = bounds[at + 1]
                  if (to === undefined) break
                  const period = { clientId: client, currency: of, from, to }
                  const statement = await shop.settlement.reconciliation(period)
                  expect(statement.openingMinor).toBe(carried)
                  carried = statement.closingMinor
                }
                const invoices = (await shop.invoices.page({ where: { clientId: client } })).items
                const own = (await shop.payments.page({ where: { clientId: client } })).items
                const open = invoices.reduce((sum, one) => sum + (one.currency === of ? openMinorOf(one) : 0), 0)
                const left = own.reduce((sum, one) => sum + (one.amount.currency === of ? one.unallocatedMinor : 0), 0)
                expect(carried).toBe(open - left)
              }
            }
          }),
          { numRuns: 20 },
        )
      }),
    )
  })
}
