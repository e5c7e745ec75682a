import { expect, it } from "vitest"
import { attack, rub } from "../attack.ts"

/** Two clients with a deal each, of whom the second pays an invoice that the first was billed for before it goes into the first. */
const merged = async () => {
  const { shop, at } = await attack()
  for (const n of [1, 2]) {
    await shop.clients.register({ id: `client_${n}`, name: `Company ${n}`, ownerId: "ann" })
    await shop.deals.open({
      id: `deal_${n}`,
      title: "Audit",
      clientId: `client_${n}`,
      ownerId: "ann",
      amount: rub(100),
    })
  }
  const issue = (id: `invoice_${string}`, dealId: `deal_${string}`, clientId?: `client_${string}`) =>
    shop.invoices.issue({
      id,
      dealId,
      ...(clientId === undefined ? {} : { clientId }),
      issuedOn: "2026-02-02",
      currency: "RUB",
      instalments: [{ dueOn: "2026-02-02", amountMinor: 100 }],
    })
  await issue("invoice_billed", "deal_2", "client_1")
  await issue("invoice_before", "deal_2")
  await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
  at("2026-02-03")
  return { shop, issue }
}

it("given what was written about its deals since, then it goes back with the deals of the client that comes back", async () => {
  const { shop, issue } = await merged()
  await issue("invoice_since", "deal_2")
  await issue("invoice_other", "deal_1")
  const amount = rub(40)
  await shop.payments.receive({ id: "payment_1", invoiceId: "invoice_since", amount, receivedOn: "2026-02-03" })
  const draftedOn = "2026-02-03"
  await shop.documents.draft({ id: "document_1", dealId: "deal_2", kind: "serviceAct", amount, draftedOn })
  const { moved, leftCount } = await shop.clients.unmerge({ clientId: "client_2" })
  expect(moved).toEqual(
    expect.arrayContaining([
      { kind: "invoice", count: 2 },
      { kind: "payment", count: 1 },
      { kind: "closingDocument", count: 1 },
    ]),
  )
  expect(leftCount).toBe(0)
  expect((await shop.payments.get("payment_1"))?.clientId).toBe("client_2")
  expect((await shop.documents.get("document_1"))?.clientId).toBe("client_2")
  const { items } = await shop.settlement.ageing({ by: "client" })
  expect(items.map(({ groupId, openMinor }) => [groupId, openMinor])).toEqual([
    ["client_1", 200],
    ["client_2", 160],
  ])
})

it("given a transfer that paid its invoice since, then its payer is the client that comes back", async () => {
  const { shop, issue } = await merged()
  await issue("invoice_since", "deal_2")
  await issue("invoice_other", "deal_1")
  const account = "40702810000000000017"
  const lineOf = (reference: string, amountMinor: number) => ({
    direction: "in" as const,
    bookedOn: "2026-02-03",
    amount: rub(amountMinor),
    reference,
    party: { taxId: "7707083893" },
  })
  const { openIds } = await shop.bank.import({ account, lines: [lineOf("1", 40)] })
  await shop.bank.assign({ entryId: openIds[0] ?? "bankentry_none", invoiceId: "invoice_since" })
  await shop.clients.unmerge({ clientId: "client_2" })
  expect((await shop.bank.page({})).items).toMatchObject([{ clientId: "client_2" }])
  await shop.bank.import({ account, lines: [lineOf("2", 60)] })
  expect((await shop.invoices.get("invoice_since"))?.paidMinor).toBe(100)
})

it("given an invoice of its deal that the other client was billed for before, then it stays with that one", async () => {
  const { shop } = await merged()
  await shop.payments.receive({ invoiceId: "invoice_billed", amount: rub(40), receivedOn: "2026-02-03" })
  await shop.clients.unmerge({ clientId: "client_2" })
  expect((await shop.invoices.get("invoice_billed"))?.clientId).toBe("client_1")
  expect((await shop.invoices.get("invoice_before"))?.clientId).toBe("client_2")
})

it("given a deal that was given to the client that stays, then what was written about it stays too", async () => {
  const { shop, issue } = await merged()
  await issue("invoice_since", "deal_2")
  await shop.clients.register({ id: "client_3", name: "Company 3", ownerId: "ann" })
  await shop.deals.amend({ dealId: "deal_2", clientId: "client_3" })
  expect((await shop.clients.unmerge({ clientId: "client_2" })).leftCount).toBe(1)
  expect((await shop.invoices.get("invoice_since"))?.clientId).toBe("client_1")
})
