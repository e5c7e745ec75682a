import { describe, expect, it } from "vitest"
import { attack, attacked, done, invoiced, paid, refusal, rub, signed, sold, stateOf } from "../attack.ts"
import type { Attack } from "../attack.ts"

const inbound = { kind: "mail", direction: "inbound", outcomeId: "undecided" } as const
const call = { typeId: "call", ownerId: "ann" } as const
const lost = { to: "lost", lostReasonId: "price", reason: "too dear" } as const

const received = async ({ shop }: Attack): Promise<void> => {
  await shop.leads.receive({ id: "lead_1", name: "N", channelId: "site", ownerId: "ann" })
  await shop.leads.take({ leadId: "lead_1", ownerId: "ann" })
}

describe("what is owed stays owed", () => {
  it("when its deal is given up as lost", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await invoiced(shop)
    await shop.deals.move({ dealId: "deal_1", ...lost })
    expect(await stateOf(shop, "deal_1")).toBe("onTrack")
    at("2026-03-01")
    expect(await stateOf(shop, "deal_1")).toBe("owingPayment")
    await shop.invoices.credit({ invoiceId: "invoice_1", amount: rub(100), creditedOn: "2026-03-01", reasonId: "off" })
    expect(await stateOf(shop, "deal_1")).toBe("closed")
  })

  it("by a document that the client sent back, from that day on", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await invoiced(shop)
    await paid(shop)
    for (const to of ["fulfilment", "closingDocuments"]) await shop.deals.move({ dealId: "deal_1", to })
    await shop.nextSteps.set({ dealId: "deal_1", ...call, dueOn: "2026-02-10" })
    const act = { documentId: "document_1" } as const
    const drafted = { id: act.documentId, dealId: "deal_1", kind: "serviceAct", amount: rub(100) } as const
    await shop.documents.draft({ ...drafted, draftedOn: "2026-02-02" })
    await shop.documents.send({ ...act, sentOn: "2026-02-02" })
    expect(await stateOf(shop, "deal_1")).toBe("onTrack")
    at("2026-02-03")
    await shop.documents.refuse({ ...act, refusedOn: "2026-02-03", reasonId: "sum" })
    const { rows } = await shop.control.list({ kinds: ["deal"] })
    expect(rows).toMatchObject([{ state: "owingDocuments", since: "2026-02-03" }])
    expect(rows[0]?.reason.ru).toContain("нужно исправить")
    await shop.documents.correct({ ...act, correctedOn: "2026-02-03", amount: rub(100) })
    expect(await stateOf(shop, "deal_1")).toBe("onTrack")
  })

  it("to the client, when a deal that was paid for is given up as lost", async () => {
    const { shop } = await attack()
    await sold(shop)
    await invoiced(shop)
    await paid(shop)
    await shop.payments.receive({
      id: "payment_2",
      dealId: "deal_1",
      amount: rub(7),
      receivedOn: "2026-02-02",
      excess: "keep",
    })
    await shop.deals.move({ dealId: "deal_1", ...lost })
    const { rows } = await shop.control.list({ kinds: ["deal"] })
    expect(rows).toMatchObject([{ state: "owingDocuments", since: "2026-02-02", amountMinor: 107 }])
    expect((await shop.control.owned({ personId: "ann" })).deals.map(({ id }) => id)).toEqual(["deal_1"])
    const back = { refundedOn: "2026-02-02", reasonId: "lost" } as const
    await shop.payments.refund({ paymentId: "payment_2", amount: rub(7), ...back })
    await shop.invoices.credit({ invoiceId: "invoice_1", amount: rub(60), creditedOn: "2026-02-02", reasonId: "off" })
    await signed(shop, { amountMinor: 40 })
    expect((await shop.control.list({ kinds: ["deal"] })).rows).toMatchObject([{ amountMinor: 60 }])
    await shop.payments.refund({ paymentId: "payment_1", amount: rub(60), ...back })
    expect(await stateOf(shop, "deal_1")).toBe("closed")
    expect((await shop.settlement.paidNotDocumented()).items).toEqual([])
  })

  it("when the deal is done and no day was ever set for it", async () => {
    const { shop } = await attack()
    await done(shop)
    expect(await stateOf(shop, "deal_1")).toBe("closed")
    await shop.invoices.issue({
      id: "invoice_2",
      dealId: "deal_1",
      issuedOn: "2026-02-02",
      currency: "RUB",
      instalments: [{ offset: { from: "shipment", days: 5, counted: "calendar" }, amountMinor: 10 }],
    })
    const { rows } = await shop.control.list({ kinds: ["deal"] })
    expect(rows).toMatchObject([{ state: "owingPayment", since: null, amountMinor: 10 }])
    expect(rows[0]?.reason.ru).toContain("срок платежа не назначен")
  })

  it("when the amount of a finished deal rises above what was invoiced", async () => {
    const { shop } = await attack()
    await done(shop)
    await shop.deals.amend({ dealId: "deal_1", amount: rub(250) })
    await signed(shop, { id: "2", amountMinor: 150 })
    const { rows } = await shop.control.list({ kinds: ["deal"] })
    expect(rows).toMatchObject([{ state: "owingPayment", amountMinor: 150 }])
    await invoiced(shop, { id: "2", amountMinor: 150, dueOn: "2026-02-20" })
    expect(await stateOf(shop, "deal_1")).toBe("onTrack")
  })
})

describe("a win is not made of a credit note", () => {
  const credit = { invoiceId: "invoice_1", amount: rub(100), creditedOn: "2026-02-02", reasonId: "less" } as const

  it("by crediting the invoice instead of being paid", async () => {
    const { shop } = await attack()
    await sold(shop)
    await invoiced(shop)
    await shop.invoices.credit(credit)
    await signed(shop)
    const { unmet } = await shop.deals.evaluate({ dealId: "deal_1", to: "fulfilment" })
    expect(unmet.map(({ code }) => code)).toEqual(["settlement.advancePaid.is"])
  })

  it("that comes once the deal is done: what was not sold is taken off the amount", async () => {
    const { shop } = await attack()
    await done(shop)
    await shop.invoices.credit({ ...credit, amount: rub(40) })
    const { rows } = await shop.control.list({ kinds: ["deal"] })
    expect(rows).toMatchObject([{ state: "owingPayment", amountMinor: 40 }])
    await shop.deals.amend({ dealId: "deal_1", amount: rub(60) })
    expect(await stateOf(shop, "deal_1")).toBe("closed")
  })
})

describe("what is promised stays promised", () => {
  it("when its deal is lost", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await shop.nextSteps.set({ dealId: "deal_1", dueOn: "2026-02-20", ...call })
    await shop.deals.move({ dealId: "deal_1", ...lost })
    expect(await stateOf(shop, "deal_1")).toBe("onTrack")
    at("2026-03-01")
    expect(await stateOf(shop, "deal_1")).toBe("stepOverdue")
  })

  it("when its lead is closed", async () => {
    const scene = await attack()
    await received(scene)
    await scene.shop.nextSteps.set({ leadId: "lead_1", dueOn: "2026-02-20", ...call })
    await scene.shop.leads.disqualify({ leadId: "lead_1", reasonId: "spam" })
    expect(await stateOf(scene.shop, "lead_1")).toBe("onTrack")
    scene.at("2026-03-01")
    expect(await stateOf(scene.shop, "lead_1")).toBe("stepOverdue")
  })
})

describe("nobody is put off for ever", () => {
  it("by a next step that lies years ahead: it counts when it has come near", async () => {
    const scene = await attack()
    const { shop, at } = scene
    await received(scene)
    await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "ann" })
    for (const about of [{ clientId: "client_1" }, { leadId: "lead_1" }, { dealId: "deal_1" }] as const) {
      await shop.nextSteps.set({ ...about, dueOn: "2027-02-04", ...call })
    }
    for (const id of ["client_1", "lead_1", "deal_1"]) expect(await stateOf(shop, id)).toBe("noNextStep")
    const { uncovered } = await shop.control.coverage()
    expect(uncovered.map(({ reason }) => reason.en.includes("2027"))).toEqual([true, true, true])
    at("2026-02-03")
    for (const id of ["client_1", "lead_1"]) expect(await stateOf(shop, id)).toBe("onTrack")
  })

  it("by nurture: a day that is too far ahead parks nothing", async () => {
    const scene = await attack({ ...attacked, control: { ...attacked.control, commitWithinDays: 100 } })
    await received(scene)
    await scene.shop.leads.nurture({ leadId: "lead_1", until: "2099-01-01" })
    expect(await stateOf(scene.shop, "lead_1")).toBe("noNextStep")
    await scene.shop.leads.nurture({ leadId: "lead_1", until: "2026-05-13" })
    expect(await stateOf(scene.shop, "lead_1")).toBe("parked")
  })

  it("by parking it again and again without a word to the client", async () => {
    const { shop, at } = await attack()
    await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann" })
    const park = (resumeOn: string) => shop.control.park({ id: "deal_1", reasonId: "other", resumeOn })
    await park("2026-02-10")
    await shop.control.resume({ id: "deal_1" })
    expect((await refusal(park("2026-02-17"))).data).toMatchObject({ latest: "2026-02-16" })
    await park("2026-02-16")
    expect(await stateOf(shop, "deal_1")).toBe("parked")
    at("2026-02-18")
    expect((await refusal(park("2026-02-20"))).data).toMatchObject({ latest: "2026-02-16" })
    await shop.control.resume({ id: "deal_1" })
    expect((await refusal(shop.control.resume({ id: "deal_1" })))._tag).toBe("NothingToUndo")
    expect((await refusal(park("2026-02-20")))._tag).toBe("PutOffDayRefused")
    await shop.dialogs.record({ ...inbound, direction: "outbound", repId: "ann", clientId: "client_1" })
    await park("2026-03-04")
    expect(await stateOf(shop, "deal_1")).toBe("parked")
  })

  it("by a clock that is put back for an hour", async () => {
    const scene = await attack()
    const { shop, at } = scene
    await received(scene)
    await shop.clients.register({ id: "client_1", name: "A" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
    at("2026-02-02T05:00:00.000Z")
    const { rows, total } = await shop.control.list()
    expect([total, rows.map(({ id }) => id).toSorted()]).toEqual([2, ["deal_1", "lead_1"]])
    expect(await stateOf(shop, "deal_1")).toBe("unassigned")
    expect((await shop.control.coverage()).isCovered).toBe(false)
    expect((await shop.control.list({ asOf: "2026-02-02T05:00:00.000Z" })).total).toBe(0)
  })

  it("by a policy that allows more than ten years", async () => {
    const { shop } = await attack()
    const control = { ...attacked.control, commitWithinDays: 3651 }
    expect((await refusal(shop.department.publish({ ...attacked, control })))._tag).toBe("InputInvalid")
  })
})

describe("what is said of a deal that left the base is its client's", () => {
  it("or of the deal into which it was merged", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await sold(shop, "deal_2")
    await shop.deals.merge({ intoId: "deal_2", fromId: "deal_1" })
    const { dialog } = await shop.dialogs.record({ ...inbound, dealId: "deal_1" })
    expect(dialog.dealId).toBe("deal_2")
    await shop.nextSteps.set({ dealId: "deal_1", dueOn: "2026-02-03", ...call })
    at("2026-02-05")
    const { rows } = await shop.control.list({ kinds: ["deal"] })
    expect(rows).toMatchObject([{ id: "deal_2", state: "stepOverdue" }])
  })

  it("where it was removed, with what was said before and after", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await shop.dialogs.record({ ...inbound, dealId: "deal_1" })
    await shop.deals.remove({ dealId: "deal_1", reason: "entered twice" })
    at("2026-02-05")
    expect(await stateOf(shop, "client_1")).toBe("waitingOnUs")
    await shop.dialogs.record({ ...inbound, direction: "outbound", clientId: "client_1", repId: "ann" })
    expect(await stateOf(shop, "client_1")).toBe("noNextStep")
    const step = shop.nextSteps.set({ dealId: "deal_1", dueOn: "2026-02-06", ...call })
    await expect(step).rejects.toMatchObject({ _tag: "RecordNotFound", data: { id: "deal_1", field: "dealId" } })
    await shop.nextSteps.set({ clientId: "client_1", dueOn: "2026-02-06", ...call })
    expect(await stateOf(shop, "client_1")).toBe("onTrack")
    at("2026-02-07")
    expect(await stateOf(shop, "client_1")).toBe("stepOverdue")
  })
})

describe("whoever leaves", () => {
  it("leaves nothing behind that control asks for: a revoked act, a word to a lost deal or a closed lead", async () => {
    const { shop, at } = await attack()
    const people = ["ann", "bob"].map((personId) => ({ id: `rep_${personId}`, personId, name: personId }) as const)
    await shop.reps.state({ rows: people.map((one) => ({ ...one, teamId: null, joinedOn: null, leftOn: null })) })
    await done(shop)
    at("2026-02-03")
    await shop.documents.askRevocation({ documentId: "document_1", by: "client", revocationAskedOn: "2026-02-03" })
    await shop.documents.revoke({ documentId: "document_1", revokedOn: "2026-02-03" })
    for (const dealId of ["deal_2", "deal_3"] as const) {
      await shop.deals.open({ id: dealId, title: "B", ownerId: "ann", clientId: "client_1" })
      await shop.deals.move({ dealId, ...lost })
    }
    for (const leadId of ["lead_1", "lead_2"] as const) {
      await shop.leads.receive({ id: leadId, name: "N", channelId: "site", ownerId: "ann" })
      await shop.leads.disqualify({ leadId, reasonId: "spam" })
    }
    at("2026-02-04")
    await shop.dialogs.record({ ...inbound, dealId: "deal_2" })
    await shop.dialogs.record({ ...inbound, leadId: "lead_1" })
    at("2026-02-06")
    const { handOver } = await shop.control.offboard({ personId: "ann", restToId: "bob", leftOn: "2026-02-05" })
    expect(handOver.moves.map(({ id }) => id).toSorted()).toEqual(["client_1", "deal_1", "deal_2", "lead_1"])
    const { rows } = await shop.control.list()
    expect(rows.map(({ id, ownerId }) => `${id} ${ownerId}`).toSorted()).toEqual([
      "deal_1 bob",
      "deal_2 bob",
      "lead_1 bob",
    ])
  })
})

describe("a new configuration", () => {
  it("leaves deals under the pipeline that they lived by, though it had never been published", async () => {
    const { shop } = await attack()
    await sold(shop)
    await signed(shop)
    const [pipeline] = attacked.pipelines
    if (pipeline === undefined) return expect.fail("a preset has a pipeline")
    await shop.department.publish({ ...attacked, pipelines: [{ ...pipeline, version: 2 }] })
    expect(await stateOf(shop, "deal_1")).toBe("noNextStep")
    const { lines } = await shop.deals.adopt({ pipelineId: pipeline.id, dealIds: ["deal_1"] })
    expect(lines).toMatchObject([{ result: "adopted", stageId: "paymentControl" }])
  })
})
