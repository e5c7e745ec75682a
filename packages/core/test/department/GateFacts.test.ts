import { describe, expect, it } from "vitest"
import { fact } from "../../src/deal/ConditionBuilder.ts"
import type { Money } from "../../src/shared/Money.ts"
import type { DepartmentConfig } from "../../src/department/DepartmentSchema.ts"
import { along, attack, attacked, invoiced, paid, rub, signed, sold, toPayment } from "../attack.ts"

/** The attacked department, where a deal comes to its contract with at most a fifth off. */
const bounded: DepartmentConfig = {
  ...attacked,
  pipelines: attacked.pipelines.map((pipeline) => ({
    ...pipeline,
    stages: pipeline.stages.map((stage) =>
      stage.id === "contact" ? { ...stage, entry: fact("deal.discountPercent").atMost(20) } : stage,
    ),
  })),
}

describe("the discount of a deal", () => {
  it.each<[string, Money, Money, boolean]>([
    ["is none above the list price", rub(120), rub(100), true],
    ["is none at the list price", rub(100), rub(100), true],
    ["is counted up to its bound", rub(80), rub(100), true],
    ["is refused past it", rub(79), rub(100), false],
    ["cannot be told in two currencies", rub(90), { amountMinor: 100, currency: "USD" }, false],
  ])("%s", async (_name, amount, listAmount, isAllowed) => {
    const { shop } = await attack(bounded)
    await shop.deals.open({ id: "deal_1", title: "Audit", amount, listAmount })
    expect((await shop.deals.evaluate({ dealId: "deal_1", to: "contact" })).allowed).toBe(isAllowed)
  })
})

it("an advance that is asked for in a wrong currency holds a deal back until it is taken back by a credit note", async () => {
  const { shop } = await attack()
  await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
  await along(shop, "deal_1", toPayment)
  const issue = async (id: `invoice_${number}`, currency: string) => {
    const instalments = [{ kind: "advance", dueOn: "2026-02-02", amountMinor: 100 }] as const
    await shop.invoices.issue({ id, dealId: "deal_1", issuedOn: "2026-02-02", currency, instalments })
  }
  await issue("invoice_1", "USD")
  await issue("invoice_2", "RUB")
  await shop.payments.receive({ invoiceId: "invoice_2", amount: rub(100), receivedOn: "2026-02-02" })
  const isAllowed = async () => (await shop.deals.evaluate({ dealId: "deal_1", to: "fulfilment" })).allowed
  expect(await isAllowed()).toBe(false)
  const amount = { amountMinor: 100, currency: "USD" }
  await shop.invoices.credit({ invoiceId: "invoice_1", amount, creditedOn: "2026-02-02", reasonId: "mistake" })
  expect(await isAllowed()).toBe(true)
})

it("a gate that asks for documents alone knows what an act leaves out of its invoice, as far as it asks for it by now", async () => {
  const documented = fact("documents.documented").is(true)
  const pipelines = attacked.pipelines.map((pipeline) => ({
    ...pipeline,
    stages: pipeline.stages.map((stage) => (stage.id === "fulfilment" ? { ...stage, entry: documented } : stage)),
  }))
  const { shop } = await attack({ ...attacked, pipelines })
  await sold(shop)
  await invoiced(shop)
  await paid(shop)
  await signed(shop, { amountMinor: 90, of: { invoiceId: "invoice_1", difference: { reasonId: "price" } } })
  const isAllowed = async () => (await shop.deals.evaluate({ dealId: "deal_1", to: "fulfilment" })).allowed
  expect(await isAllowed()).toBe(true)
  const creditNote = { amount: rub(10), creditedOn: "2026-02-02", reasonId: "price" } as const
  await shop.invoices.credit({ invoiceId: "invoice_1", ...creditNote })
  expect(await isAllowed()).toBe(false)
  await shop.deals.amend({ dealId: "deal_1", amount: rub(90) })
  expect(await isAllowed()).toBe(true)
})

it("an invoice that was taken back lets no deal pass as paid, and one that was credited in part is paid by the rest", async () => {
  const shared = fact("settlement.paidShare").atLeast(1)
  const pipelines = attacked.pipelines.map((pipeline) => ({
    ...pipeline,
    stages: pipeline.stages.map((stage) => (stage.id === "fulfilment" ? { ...stage, exit: shared } : stage)),
  }))
  const { shop } = await attack({ ...attacked, pipelines })
  await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
  await along(shop, "deal_1", toPayment)
  const issue = async (id: `invoice_${number}`) => {
    const instalments = [{ kind: "advance" as const, dueOn: "2026-02-02", amountMinor: 100 }]
    await shop.invoices.issue({ id, dealId: "deal_1", issuedOn: "2026-02-02", currency: "RUB", instalments })
  }
  const credit = async (invoiceId: `invoice_${number}`, minor: number) =>
    shop.invoices.credit({ invoiceId, amount: rub(minor), creditedOn: "2026-02-02", reasonId: "mistake" })
  const unmet = async (to: string) =>
    (await shop.deals.evaluate({ dealId: "deal_1", to })).unmet.map(({ code }) => code)
  await issue("invoice_1")
  await credit("invoice_1", 100)
  expect(await unmet("fulfilment")).toEqual(["settlement.advancePaid.is"])

  await issue("invoice_2")
  expect(await unmet("fulfilment")).toEqual(["settlement.advancePaid.is"])
  await credit("invoice_2", 40)
  await shop.payments.receive({ invoiceId: "invoice_2", amount: rub(60), receivedOn: "2026-02-02" })
  await along(shop, "deal_1", ["fulfilment"])
  expect(await unmet("closingDocuments")).toEqual([])
})

it("a deal for nothing waits for no payment, as none can be invoiced, and is finished with its act", async () => {
  const { shop } = await attack()
  await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Trial", clientId: "client_1", ownerId: "ann", amount: rub(0) })
  await along(shop, "deal_1", [...toPayment, "fulfilment", "closingDocuments"])
  expect((await shop.deals.evaluate({ dealId: "deal_1", to: "aftercare" })).allowed).toBe(false)
  await signed(shop, { amountMinor: 0 })
  await along(shop, "deal_1", ["aftercare", "done"])
})

describe("a deal in another currency than its invoices", () => {
  const usd = (amountMinor: number) => ({ amountMinor, currency: "USD" })
  const rate = { from: "USD", to: "RUB", rate: "90", on: "2026-02-02" } as const

  /** A deal of ten dollars in payment control, half of its 900 roubles asked for in advance. */
  const scene = async (more: { readonly rate?: typeof rate }) => {
    const { shop, at } = await attack()
    await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: usd(10_00) })
    await along(shop, "deal_1", toPayment.slice(0, -1))
    await shop.deals.move({ dealId: "deal_1", to: "paymentControl", ...more })
    const instalments = [
      { kind: "advance", dueOn: "2026-02-10", amountMinor: 450_00 },
      { kind: "postpayment", dueOn: "2026-02-20", amountMinor: 450_00 },
    ] as const
    const invoiceId = "invoice_1"
    await shop.invoices.issue({ id: invoiceId, dealId: "deal_1", issuedOn: "2026-02-02", currency: "RUB", instalments })
    const pay = () => shop.payments.receive({ invoiceId, amount: rub(450_00), receivedOn: "2026-02-02" })
    const draft = { kind: "serviceAct", draftedOn: "2026-02-02", dealId: "deal_1" } as const
    const sign = async (at: number, amountMinor: number) => {
      await shop.documents.draft({ ...draft, id: `document_${at}`, number: `A-${at}`, amount: rub(amountMinor) })
      await shop.documents.sign({ documentId: `document_${at}`, signedOn: "2026-02-02" })
    }
    const lacks = async (to: string) => {
      const { unmet } = await shop.deals.evaluate({ dealId: "deal_1", to })
      return unmet.map(({ code }) => code)
    }
    return { shop, at, pay, sign, lacks }
  }

  it("delivers once its advance is paid, with a rate and without: nothing has to be converted for it", async () => {
    for (const more of [{ rate }, {}]) {
      const { shop, pay, lacks } = await scene(more)
      expect(await lacks("fulfilment")).toEqual(["settlement.advancePaid.is"])
      await pay()
      expect(await lacks("fulfilment")).toEqual([])
      await shop.deals.move({ dealId: "deal_1", to: "fulfilment" })
    }
  })

  it("is finished by roubles at the rate frozen on it, to the minor unit of its own currency", async () => {
    const { shop, pay, sign, lacks } = await scene({ rate })
    await pay()
    await along(shop, "deal_1", ["fulfilment", "closingDocuments"])
    // Ten dollars less a cent and a half, in roubles.
    await sign(1, 898_65)
    expect(await lacks("aftercare")).toEqual(["settlement.fullyPaid.is", "documents.documented.is"])
    // Less than half a cent is missing now.
    await sign(2, 1_00)
    expect(await lacks("aftercare")).toEqual(["settlement.fullyPaid.is"])
    await pay()
    await shop.deals.move({ dealId: "deal_1", to: "aftercare" })
  })

  it("cannot tell that it is paid and documented without a rate, and can once one is frozen", async () => {
    const { shop, pay, sign, lacks } = await scene({})
    await pay()
    await pay()
    await along(shop, "deal_1", ["fulfilment", "closingDocuments"])
    await sign(1, 900_00)
    expect(await lacks("aftercare")).toEqual(["settlement.fullyPaid.is", "documents.documented.is"])
    await shop.deals.freezeRate({ dealId: "deal_1", rate })
    expect(await lacks("aftercare")).toEqual([])
  })
})

it("an advance that was written off was not paid", async () => {
  const { shop } = await attack()
  await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
  await along(shop, "deal_1", toPayment)
  const instalments = [
    { kind: "advance", dueOn: "2026-02-02", amountMinor: 40 },
    { kind: "postpayment", dueOn: "2026-02-20", amountMinor: 60 },
  ] as const
  const invoiceId = "invoice_1"
  await shop.invoices.issue({ id: invoiceId, dealId: "deal_1", issuedOn: "2026-02-02", currency: "RUB", instalments })
  const isAllowed = async () => (await shop.deals.evaluate({ dealId: "deal_1", to: "fulfilment" })).allowed
  await shop.invoices.writeOff({ invoiceId, amount: rub(40), writtenOffOn: "2026-02-02", reasonId: "hopeless" })
  expect(await isAllowed()).toBe(false)
  await shop.payments.receive({ invoiceId, amount: rub(40), receivedOn: "2026-02-02" })
  expect(await isAllowed()).toBe(true)
})
