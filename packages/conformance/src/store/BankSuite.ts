import type { Session } from "@salesdept/core/promise"
import { bankEntryAggregate, invoiceAggregate, paymentAggregate } from "@salesdept/core/settlement"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inSceneAfterwards, inTheBase, run, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const account = "40702810900000012345"

/** Whose invoices they are. */
const base = { clients: ["1", "2"], deals: ["1", "2"] }

const issue = (shop: Session, at: number, clientId: `client_${string}`, parts: ReadonlyArray<number>) =>
  shop.invoices.issue({
    id: `invoice_${at}`,
    dealId: `deal_${at}`,
    clientId,
    number: String(at),
    issuedOn: "2026-02-01",
    currency: "RUB",
    instalments: parts.map((amountMinor, index) => ({ dueOn: `2026-02-${20 + index}`, amountMinor })),
  })

const line = (amountMinor: number, purpose: string, taxId: string, order: number) =>
  ({
    direction: "in",
    bookedOn: "2026-02-05",
    amount: rub(amountMinor),
    reference: `№ ${order} от 04.02.2026`,
    party: { name: "ООО «Ромашка»", account: "40702810500000098765", taxId },
    purpose,
  }) as const

const document = (fields: ReadonlyArray<string>): ReadonlyArray<string> => [
  "СекцияДокумент=Платежное поручение",
  ...fields,
  `ПолучательСчет=${account}`,
  "ДатаПоступило=05.02.2026",
  "КонецДокумента",
]

const order = (number: number, sum: string, purpose: string): ReadonlyArray<string> =>
  document([
    `Номер=${number}`,
    "Дата=04.02.2026",
    `Сумма=${sum}`,
    "ПлательщикСчет=40702810500000098765",
    "Плательщик=ООО «Ромашка»",
    "ПлательщикИНН=7707083893",
    `НазначениеПлатежа=${purpose}`,
  ])

const file = (...documents: ReadonlyArray<ReadonlyArray<string>>): string =>
  ["1CClientBankExchange", "ВерсияФормата=1.03", `РасчСчет=${account}`, ...documents.flat(), "КонецФайла"].join("\r\n")

/** Entries of bank statements: certain ones become payments, the others wait for a person; the same file twice changes nothing. */
export const bankSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: bank statements`, () => {
    it(
      "pays what is certain, lists what is not, and records nothing twice",
      inSceneAfterwards(factory, async ({ session, store }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [300, 700])
        await issue(shop, 2, "client_1", [500])
        const content = file(
          order(11, "3.00", "Оплата по счёту № 1 от 01.02.2026"),
          order(12, "5.00", "оплата"),
          order(13, "7.00", "счёт 1"),
          order(14, "7.00", "счёт 1"),
          order(15, "0.005", "счёт 1"),
        )
        const statement = { content, format: { format: "1c" } } as const
        const trial = await shop.bank.importStatement(statement, { dryRun: true })
        expect(trial).toMatchObject({ read: 4, recorded: 4 })
        expect((await shop.bank.page({})).items).toEqual([])
        const first = await shop.bank.importStatement(statement)
        expect(first).toMatchObject({ read: 4, recorded: 4, repeated: 0, matched: 2, outgoing: 0 })
        expect(first.problems.map(({ position, code }) => [position, code])).toEqual([[5, "statement.amount"]])
        expect(await shop.invoices.get("invoice_1")).toMatchObject({ paidMinor: 1000 })
        const waiting = (await shop.bank.page({ where: { status: "open" } })).items
        expect(waiting.map(({ id }) => id).toSorted((left, right) => (left < right ? -1 : 1))).toEqual(
          [...first.openIds].toSorted((left, right) => (left < right ? -1 : 1)),
        )
        // The second payment of the invoice finds nothing to pay, and is told with it; the other's payer is not known yet.
        expect(
          waiting.map(({ doubt }) => doubt).toSorted((left, right) => (String(left) < String(right) ? -1 : 1)),
        ).toEqual(["moreThanOwed", "unknownPayer"])
        expect(waiting.find(({ doubt }) => doubt === "moreThanOwed")?.candidates).toEqual(["invoice_1"])
        expect(waiting[0]?.texts).toMatchObject({ partyName: "ООО «Ромашка»", partyTaxId: "7707083893" })
        const again = await shop.bank.importStatement(statement)
        expect(again).toMatchObject({ read: 4, recorded: 0, repeated: 4, matched: 0, openIds: [] })
        // A file that overlaps brings only what is new in it.
        const overlapping = file(order(12, "5.00", "оплата"), order(16, "1.00", "оплата"))
        const next = await shop.bank.importStatement({ ...statement, content: overlapping })
        expect(next).toMatchObject({ recorded: 1, repeated: 1 })
        expect((await shop.payments.page({})).items).toHaveLength(2)
        for (const of of [invoiceAggregate, paymentAggregate, bankEntryAggregate]) {
          const { faults } = await run(store.verify<never, never>(suiteTenant, of as never))
          expect(faults).toEqual([])
        }
      }),
    )

    it(
      "refuses to assign an entry in two ways at once, for nobody, or at a rate that nothing is counted by",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [300])
        const { openIds } = await shop.bank.import({ account, lines: [line(300, "предоплата", "7707083893", 1)] })
        const [entryId] = openIds
        if (entryId === undefined) return expect.fail("nothing is open")
        const rate = { rate: "80", on: "2026-02-01" }
        const parts = [{ invoiceId: "invoice_1", amountMinor: 300 }] as const
        const refused = { clientId: "client_1", rule: "proRata", parts, rate } as const
        const { data } = await rejectionOf("InputInvalid", shop.bank.assign({ entryId, ...refused }))
        expect(data).toMatchObject({ problems: [{ code: "payment.oneWay" }, { code: "payment.rateUnused" }] })
        const forNobody = await rejectionOf("InputInvalid", shop.bank.assign({ entryId }))
        expect(forNobody.data).toMatchObject({ problems: [{ code: "payment.forNobody" }] })
        expect((await shop.bank.get(entryId))?.status).toBe("open")
      }),
    )

    it(
      "knows a payer by what people said of earlier entries, and matches by amount from then on",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [300])
        await issue(shop, 2, "client_1", [500])
        const { openIds } = await shop.bank.import({ account, lines: [line(300, "предоплата", "7707083893", 1)] })
        const [entryId] = openIds
        if (entryId === undefined) return expect.fail("nothing is open")
        const { entry, payment, invoices } = await shop.bank.assign({ entryId, invoiceId: "invoice_1" })
        expect(entry).toMatchObject({ status: "matched", clientId: "client_1", paymentId: payment.id, doubt: null })
        expect(invoices.map(({ paidMinor }) => paidMinor)).toEqual([300])
        // What the payer wrote goes with the money.
        const { reference, purpose } = (await shop.bank.get(entryId))?.texts ?? {}
        expect(purpose).toBe("предоплата")
        expect((await shop.payments.get(payment.id))?.texts).toEqual(
          reference === undefined ? { purpose } : { reference, purpose },
        )
        await rejectionOf("StepRefused", shop.bank.assign({ entryId, invoiceId: "invoice_2" }))
        await rejectionOf("StepRefused", shop.bank.ignore({ entryId, reasonId: "loan" }))
        const known = await shop.bank.import({ account, lines: [line(500, "оплата", "7707083893", 2)] })
        expect(known).toMatchObject({ matched: 1, openIds: [] })
        expect((await shop.invoices.get("invoice_2"))?.paidMinor).toBe(500)
        // Of a person nothing is kept that would outlive the erasure of its texts: the host says who it is.
        const person = await shop.bank.import({ account, lines: [line(1, "оплата", "771234567890", 9)] })
        const [byPerson = ""] = person.openIds
        expect(await shop.bank.get(byPerson)).toMatchObject({ payerKey: null, doubt: "unknownPayer" })
        const other = await shop.bank.import({ account, lines: [line(900, "заём", "7728168971", 3)] })
        const [loan] = other.openIds
        if (loan === undefined) return expect.fail("nothing is open")
        const ignored = await shop.bank.ignore({ entryId: loan, reasonId: "loan" })
        expect(ignored.entry).toMatchObject({ status: "ignored", ignoredReasonId: "loan", paymentId: null })
        // What was put aside by mistake is assigned all the same.
        const taken = await shop.bank.assign({ entryId: loan, clientId: "client_2", excess: "keep" })
        expect(taken.entry).toMatchObject({ status: "matched", ignoredReasonId: null, clientId: "client_2" })
      }),
    )

    it(
      "takes a payer from the host, amounts within the tolerance, and leaves an excess visible",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [300])
        await issue(shop, 2, "client_2", [300])
        const payers = [{ clientId: "client_2", taxId: "77 28168971" }] as const
        const imported = await shop.bank.import({
          account,
          payers,
          toleranceMinor: 2,
          lines: [line(302, "оплата", "7728168971", 1)],
        })
        expect(imported).toMatchObject({ matched: 1 })
        expect((await shop.invoices.get("invoice_2"))?.paidMinor).toBe(300)
        const left = (await shop.payments.page({ where: { unallocatedCurrency: "RUB" } })).items
        expect(left.map(({ clientId, unallocatedMinor }) => [clientId, unallocatedMinor])).toEqual([["client_2", 2]])
      }),
    )

    it(
      "takes a payment that was recorded by hand for what it is, and asks where its reference came with another amount",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [300, 700])
        const reference = "№ 1 от 04.02.2026"
        const { payment } = await shop.payments.receive({
          invoiceId: "invoice_1",
          amount: rub(300),
          receivedOn: "2026-02-05",
          reference,
        })
        const same = await shop.bank.import({ account, lines: [line(300, "счёт 1", "7707083893", 1)] })
        expect(same).toMatchObject({ recorded: 1, matched: 1 })
        const [entry] = (await shop.bank.page({ where: { paymentId: payment.id } })).items
        expect(entry?.status).toBe("matched")
        const changed = await shop.bank.import({ account, lines: [line(400, "счёт 1", "7707083893", 1)] })
        const doubtful = (await shop.bank.page({ where: { status: "open" } })).items
        expect(doubtful.map(({ id, doubt, candidates }) => [id, doubt, candidates])).toEqual([
          [changed.openIds[0], "repeatedReference", ["invoice_1"]],
        ])
        expect((await shop.invoices.get("invoice_1"))?.paidMinor).toBe(300)
      }),
    )

    it(
      "ties one of two transfers to a payment, also where both are assigned to it at once",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        const [paymentId, receivedOn] = ["payment_1", "2026-02-01"] as const
        const kept = { clientId: "client_1", amount: rub(300), receivedOn, excess: "keep" } as const
        await shop.payments.receive({ id: paymentId, ...kept })
        const lines = [line(300, "аванс", "7707083893", 1), line(300, "аванс", "7707083893", 2)]
        const { openIds } = await shop.bank.import({ account, lines })
        const outcomes = await Promise.allSettled(openIds.map((entryId) => shop.bank.assign({ entryId, paymentId })))
        expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
        for (const one of outcomes) {
          if (one.status === "rejected") expect(one.reason).toMatchObject({ data: { rule: "paymentTied" } })
        }
        expect((await shop.bank.page({ where: { status: "open" } })).items).toHaveLength(1)
        // So it is with a refund that somebody has noted: one transfer is its money, and for another there is not as much left.
        const refund = { amount: rub(200), refundedOn: receivedOn, reasonId: "returned" } as const
        await shop.payments.refund({ paymentId, ...refund })
        const out = [11, 12].map(
          (order) => ({ ...line(200, "возврат", "7707083893", order), direction: "out" }) as const,
        )
        await shop.bank.import({ account, lines: out })
        const outgoing = (await shop.bank.page({ where: { status: "outgoing" } })).items
        const refunds = outgoing.map(({ id }) => shop.bank.refund({ entryId: id, paymentId, reasonId: "returned" }))
        const returned = await Promise.allSettled(refunds)
        expect(returned.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
        expect((await shop.payments.get(paymentId))?.refunds).toHaveLength(1)
      }),
    )

    it(
      "counts no money twice that somebody recorded by hand: the transfer waits, and is tied to its payment",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [300, 700])
        await issue(shop, 2, "client_1", [300, 400])
        const [paymentId, receivedOn] = ["payment_1", "2026-02-01"] as const
        await shop.payments.receive({ id: paymentId, invoiceId: "invoice_1", amount: rub(300), receivedOn })
        const lines = [line(300, "счёт 1", "7707083893", 1), line(300, "счёт 2", "7707083893", 2)]
        // One payment is the money of one transfer: the second of the amount is another.
        expect(await shop.bank.import({ account, lines })).toMatchObject({ recorded: 2, matched: 1 })
        const [entry] = (await shop.bank.page({ where: { status: "open" } })).items
        expect(entry).toMatchObject({ doubt: "recordedByHand", candidates: ["invoice_1"], clientId: "client_1" })
        expect((await shop.invoices.get("invoice_1"))?.paidMinor).toBe(300)
        const entryId = entry!.id
        const refusedBy = async (input: Parameters<typeof shop.bank.assign>[0]) =>
          (await rejectionOf("StepRefused", shop.bank.assign(input))).data
        const [other] = (await shop.bank.page({ where: { status: "matched" } })).items
        await shop.payments.receive({
          id: "payment_2",
          clientId: "client_1",
          amount: rub(5),
          receivedOn,
          excess: "keep",
        })
        expect(await refusedBy({ entryId, paymentId: "payment_2" })).toMatchObject({ rule: "paymentDiffers" })
        expect(await refusedBy({ entryId, paymentId: other!.paymentId! })).toMatchObject({ rule: "paymentTied" })
        await rejectionOf("RecordNotFound", shop.bank.assign({ entryId, paymentId: "payment_9" }))
        const beside = shop.bank.assign({ entryId, paymentId, invoiceId: "invoice_1" })
        expect((await rejectionOf("InputInvalid", beside)).data).toMatchObject({
          problems: [{ code: "payment.recorded" }],
        })
        const tied = await shop.bank.assign({ entryId, paymentId })
        expect(tied).toMatchObject({ entry: { status: "matched", paymentId, clientId: "client_1" }, invoices: [] })
        expect((await shop.payments.page({})).items).toHaveLength(3)
        // Money that is known to be a transfer's stands in the way of no other.
        const later = { ...line(300, "счёт 1", "7707083893", 3), bookedOn: "2026-02-02" } as const
        expect(await shop.bank.import({ account, lines: [later] })).toMatchObject({ matched: 1 })
      }),
    )

    it(
      "takes a payer whom the host names by a client that was merged since for the one that stayed",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [300])
        await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        const payers = [{ clientId: "client_2", taxId: "7707083893" }] as const
        const lines = [line(300, "счёт 1", "7707083893", 1)]
        expect(await shop.bank.import({ account, payers, lines })).toMatchObject({ matched: 1 })
        expect((await shop.bank.page({})).items).toMatchObject([{ status: "matched", clientId: "client_1" }])
      }),
    )

    it(
      "refuses payers that name clients whom nobody has, all of them, and writes nothing of the statement",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [300])
        const payers = [
          { clientId: "client_1", taxId: "7728168971" },
          { clientId: "client_17", taxId: "7707083893" },
          { clientId: "client_18", account: "40702810000000000018" },
        ] as const
        const lines = [line(300, "оплата", "7728168971", 1)]
        const refused = await rejectionOf("RecordNotFound", shop.bank.import({ account, payers, lines }))
        expect(refused.data).toMatchObject({ kind: "client", id: "client_17", field: "payers[1].clientId" })
        expect(refused.messages.en).toContain("client_18")
        expect((await shop.bank.page({})).items).toEqual([])
        expect(await shop.bank.import({ account, payers: payers.slice(0, 1), lines })).toMatchObject({ matched: 1 })
      }),
    )

    it(
      "keeps equal lines of one statement apart, and pays once where the same file is imported by several at once",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [900])
        const twice = [
          { ...line(100, "счёт 1", "7707083893", 1), reference: undefined, occurrence: 1 },
          { ...line(100, "счёт 1", "7707083893", 1), reference: undefined, occurrence: 2 },
        ].map(({ reference: _none, ...rest }) => rest)
        const outcomes = await Promise.allSettled(
          Array.from({ length: 4 }, () => shop.bank.import({ account, lines: twice })),
        )
        expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true)
        await shop.bank.import({ account, lines: twice })
        expect((await shop.invoices.get("invoice_1"))?.paidMinor).toBe(200)
        expect((await shop.payments.page({})).items).toHaveLength(2)
      }),
    )

    it(
      "takes equal lines of one call for as many transfers, the same at every call",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        const { reference: _none, ...twice } = line(300, "оплата", "7707083893", 1)
        const lines = [twice, twice]
        expect(await shop.bank.import({ account, lines })).toMatchObject({ recorded: 2, repeated: 0 })
        expect(await shop.bank.import({ account, lines })).toMatchObject({ recorded: 0, repeated: 2 })
        expect(await shop.bank.count({})).toBe(2)
      }),
    )

    it(
      "ties what went out to the payment it went back from: a refund is recorded once, whoever was first",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, base)
        await issue(shop, 1, "client_1", [1000])
        const paymentId = "payment_1"
        const receivedOn = "2026-02-01"
        await shop.payments.receive({ id: paymentId, invoiceId: "invoice_1", amount: rub(1000), receivedOn })
        const out = (amountMinor: number, at: number) => ({
          ...line(amountMinor, "возврат", "7707083893", at),
          direction: "out" as const,
        })
        const lines = [out(300, 1), out(200, 2), out(300, 3), line(50, "?", "7707083893", 4)]
        expect(await shop.bank.import({ account, lines })).toMatchObject({ recorded: 4, outgoing: 3 })
        const { items } = await shop.bank.page({ orderBy: { field: "bookedOn" } })
        const entryOf = (reference: number) =>
          items.find(({ texts }) => texts["reference"]?.startsWith(`№ ${reference} `))?.id ?? "bankEntry_none"
        const reasonId = "returned"
        const asked = { paymentId, reasonId, invoiceId: "invoice_1" } as const
        // Told by hand before the statement came.
        await shop.payments.refund({ ...asked, amount: rub(300), refundedOn: "2026-02-04" })
        const first = await shop.bank.refund({ ...asked, entryId: entryOf(1) })
        expect(first).toMatchObject({ entry: { status: "matched", paymentId, clientId: "client_1" }, invoices: [] })
        const second = await shop.bank.refund({ ...asked, entryId: entryOf(2) })
        expect(second.payment.refunds).toEqual([
          { amountMinor: 300, refundedOn: "2026-02-04", reasonId },
          { amountMinor: 200, refundedOn: "2026-02-05", reasonId },
        ])
        const third = await shop.bank.refund({ ...asked, entryId: entryOf(3) })
        expect(third.payment.refunds).toHaveLength(3)
        expect(third.invoices).toMatchObject([{ id: "invoice_1", paidMinor: 200 }])
        const refused = async (entryId: `bankEntry_${string}`) =>
          (await rejectionOf("StepRefused", shop.bank.refund({ ...asked, entryId }))).data
        expect(await refused(entryOf(3))).toMatchObject({ rule: "entryClosed" })
        expect(await refused(entryOf(4))).toMatchObject({ rule: "entryIncoming" })
        await rejectionOf("RecordNotFound", shop.bank.refund({ ...asked, entryId: "bankEntry_9" }))
      }),
    )

    it(
      "refuses lines without an amount, a payer without a name, and too many at once",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        const good = line(1, "счёт 1", "7707083893", 1)
        for (const [input, code] of [
          [{ account, lines: [{ ...good, amount: rub(0) }] }, "amount.zero"],
          [{ account, lines: [{ ...good, amount: rub(-1) }] }, "amount.negative"],
          [{ account, lines: [] }, "lines.count"],
          [{ account, lines: Array.from({ length: 501 }, () => good) }, "lines.count"],
          [{ account, lines: [good], payers: [{ clientId: "client_1" as const }] }, "payer.unnamed"],
          [{ account, lines: [good], toleranceMinor: -1 }, "tolerance.bounds"],
        ] as const) {
          const { data } = await rejectionOf("InputInvalid", shop.bank.import(input))
          expect(data).toMatchObject({ problems: [{ code }] })
        }
        expect((await shop.bank.page({})).items).toEqual([])
      }),
    )
  })
}
