import { describe, expect, it } from "vitest"
import { defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import type { Session } from "../../src/promise/index.ts"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import { along, attack, attacked, invoiced, rub, sold, toPayment } from "../attack.ts"

type Span = "day" | "week" | "month"

const found = async (shop: Session, ruleId: string, span: Span, on: string) => {
  const { findings } = await shop.findings.find({ span, on })
  return findings.filter((one) => one.ruleId === ruleId)
}

const named = async (shop: Session, ruleId: string, span: Span, on: string) =>
  (await found(shop, ruleId, span, on)).flatMap(({ evidence }) => evidence.ids)

describe("plan.varianceDrag", () => {
  it("compares no part of a month with a whole one", async () => {
    const { shop, at } = await attack({ ...attacked, sources: [] })
    for (const id of ["deal_1", "deal_2", "deal_3"] as const) await sold(shop, id)
    at("2026-03-03")
    await sold(shop, "deal_4")
    expect(await found(shop, "plan.varianceDrag", "month", "2026-03-03")).toEqual([])
    const { notRead } = await shop.findings.find({ span: "month", on: "2026-03-03" })
    expect(notRead.find(({ ruleId }) => ruleId === "plan.varianceDrag")?.reason.en).toMatch(/^the period is not over/u)
    at("2026-04-01")
    expect(await named(shop, "plan.varianceDrag", "month", "2026-03-03")).toEqual(["deal_4"])
  })
})

describe("invoice.promiseUnnoticed", () => {
  // The grace ends on the 9th, and three days to speak on the 12th.
  it.each([
    [null, [[], [], [], ["invoice_1"], []]],
    ["2026-02-12", [[], [], [], [], []]],
    ["2026-02-13", [[], [], [], ["invoice_1"], []]],
  ])("counts the days to speak from the end of the grace: spoken on %s", async (spokenOn, expected) => {
    const { shop, at } = await attack({ ...attacked, settlement: { ...attacked.settlement, promiseGraceDays: 5 } })
    await sold(shop)
    await invoiced(shop)
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-02-04" })
    if (spokenOn !== null) {
      at(spokenOn)
      const call = { kind: "call", direction: "outbound", repId: "ann", outcomeId: "agreed" } as const
      await shop.dialogs.record({ dealId: "deal_1", ...call })
    }
    at("2026-02-20")
    const days = ["2026-02-07", "2026-02-08", "2026-02-11", "2026-02-12", "2026-02-13"]
    const on = await Promise.all(days.map((day) => named(shop, "invoice.promiseUnnoticed", "day", day)))
    expect(on).toEqual(expected)
  })
})

describe("deals that were lost and opened again after the period", () => {
  it("are lost in it, and were not open meanwhile", async () => {
    const { shop, at } = await attack({
      ...attacked,
      sources: [],
      review: {
        rules: [
          { ruleId: "deal.stalledByHistory", thresholds: { minimumWins: 1 } },
          { ruleId: "rep.winRateBelow", thresholds: { minimumClosed: 5 } },
        ],
      },
    })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    const dealsOf = (ownerId: string) => Array.from({ length: 10 }, (_, at) => `deal_${ownerId}${at}` as const)
    for (const ownerId of ["ann", "bob", "cid"]) {
      for (const id of dealsOf(ownerId)) {
        await shop.deals.open({ id, title: "Audit", clientId: "client_1", ownerId, amount: rub(100) })
      }
    }
    at("2026-02-04")
    for (const id of [...dealsOf("bob"), ...dealsOf("cid")]) await along(shop, id, toPayment)
    for (const dealId of dealsOf("ann")) await shop.deals.move({ dealId, to: "lost", lostReasonId: "price" })
    at("2026-03-01")
    const inTime = await named(shop, "rep.winRateBelow", "month", "2026-02-01")
    expect(inTime).toEqual(dealsOf("ann"))
    for (const dealId of dealsOf("ann")) await shop.deals.move({ dealId, to: "newLead", reason: "They called back" })
    at("2026-03-02")
    expect(await named(shop, "rep.winRateBelow", "month", "2026-02-01")).toEqual(inTime)
    expect(await named(shop, "deal.stalledByHistory", "month", "2026-02-01")).toEqual([])
    expect((await named(shop, "deal.stalledByHistory", "day", "2026-03-01")).toSorted()).toEqual(dealsOf("ann"))
  })
})

describe("deal.creditMovedAfterClose", () => {
  it("is told of a deal that was opened again after the period, as before", async () => {
    const { shop, at } = await attack({ ...attacked, sources: [] })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
    await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
    at("2026-02-05")
    await shop.deals.splitCredit({ dealId: "deal_1", shares: [{ repId: "bob", weight: 1 }], reason: "Bob led it" })
    at("2026-03-01")
    const inTime = await found(shop, "deal.creditMovedAfterClose", "month", "2026-02-05")
    expect(inTime.map(({ evidence }) => evidence.ids)).toEqual([["deal_1"]])
    await shop.deals.move({ dealId: "deal_1", to: "newLead", reason: "They called back" })
    at("2026-03-02")
    expect(await found(shop, "deal.creditMovedAfterClose", "month", "2026-02-05")).toEqual(inTime)
    await shop.deals.splitCredit({ dealId: "deal_1", shares: [{ repId: "ann", weight: 1 }] })
    at("2026-04-01")
    expect(await found(shop, "deal.creditMovedAfterClose", "month", "2026-03-02")).toEqual([])
  })
})

describe("a rule of the department's own", () => {
  it("tells of deals and steps as they stood, whenever the period is looked through", async () => {
    const own = (id: string, over: "deal" | "nextStep", fact: string, is: string) => ({
      id,
      version: 1,
      over,
      when: [{ fact, is }],
      kind: "mistake",
      severity: "minor",
      name: { en: id, ru: id },
      next: { en: "Why?", ru: "Почему?" },
    })
    const ownRules = [
      own("open", "deal", "outcome", "open"),
      own("won", "deal", "outcome", "won"),
      own("stage", "deal", "stageId", "paymentControl"),
      own("step", "nextStep", "status", "open"),
    ] as NonNullable<NonNullable<(typeof attacked)["review"]>["ownRules"]>
    const { shop, as, at } = await attack({ ...attacked, sources: [], review: { ownRules } })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    const opened = (id: `deal_${string}`) =>
      shop.deals.open({ id, title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
    for (const id of ["deal_open", "deal_won"] as const) await opened(id)
    await along(shop, "deal_won", toPayment)
    const step = (id: `step_${string}`) =>
      shop.nextSteps.set({ id, dealId: "deal_open", typeId: "call", dueOn: "2026-03-10", ownerId: "ann" })
    await step("step_1")
    const told = () => Promise.all(ownRules.map(({ id }) => named(shop, `own.${id}`, "month", "2026-02-02")))
    at("2026-03-01")
    const inTime = await told()
    expect(inTime).toEqual([["deal_open"], ["deal_won"], ["deal_won"], ["step_1"]])
    await shop.nextSteps.complete({ nextStepId: "step_1" })
    await step("step_2")
    const override = { reason: "A client of ten years" }
    await as("head", ["head"]).deals.move({ dealId: "deal_won", to: "fulfilment", override })
    await opened("deal_later")
    const stake = async () => (await found(shop, "own.open", "month", "2026-02-02"))[0]?.atStake?.amountMinor
    expect(await stake()).toBe(100)
    await shop.deals.amend({ dealId: "deal_open", amount: rub(900) })
    // At what it was to bring when the period ended, while it is open and once it is closed.
    expect(await stake()).toBe(100)
    await along(shop, "deal_open", toPayment)
    expect(await stake()).toBe(100)
    expect(await told()).toEqual(inTime)
    await along(shop, "deal_later", toPayment)
    at("2026-04-01")
    expect(await told()).toEqual(inTime)
  })
})

describe("dialog.criteriaNotMet", () => {
  it("is found in the days in which a dialog was scored, and told likewise whenever one looks", async () => {
    const { shop, as, at } = await attack({ ...attacked, sources: [] })
    const words = { purpose: "Needs", wording: "What do you need?" }
    const step = { id: "needs", kind: "opening", ...words, branches: [{ when: null, to: null }] } as const
    await shop.scripts.create({ id: "script_1", name: "Talk", language: "en", ownerId: "user:42" })
    await shop.scripts.draft({ scriptId: "script_1", id: "scriptversion_1", steps: [step] })
    await shop.scripts.submit({ versionId: "scriptversion_1" })
    await as("head").scripts.approve({ versionId: "scriptversion_1", putInForce: true })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    at("2026-02-06")
    for (const id of ["dialog_1", "dialog_2"] as const) {
      const call = { kind: "call", direction: "outbound", repId: "ann", outcomeId: "agreed" } as const
      await shop.dialogs.record({ id, clientId: "client_1", ...call })
    }
    at("2026-02-09")
    const scored = async (dialogId: "dialog_1" | "dialog_2", mark: "met" | "notMet", raterKind: "host" | "mentor") => {
      const marks = [{ stepId: "needs", mark }]
      const card = { dialogId, versionId: "scriptversion_1", repId: "ann", marks } as const
      await as(raterKind).scorecards.record({ ...card, raterKind })
    }
    await scored("dialog_1", "notMet", "host")
    await scored("dialog_2", "notMet", "host")
    const days = ["2026-02-06", "2026-02-09", "2026-02-11"]
    const told = () => Promise.all(days.map((day) => named(shop, "dialog.criteriaNotMet", "day", day)))
    at("2026-02-10")
    expect(await told()).toEqual([[], ["dialog_1", "dialog_2"], []])
    at("2026-02-11")
    await scored("dialog_1", "met", "mentor")
    at("2026-02-12")
    expect(await told()).toEqual([[], ["dialog_1", "dialog_2"], []])
  })
})

describe("deal.approvalUnanswered", () => {
  it("tells of none that was granted in time, also where it was taken back since", async () => {
    const { shop, as, at } = await attack({ ...attacked, sources: [] })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
    const asked = { dealId: "deal_1", kindId: "override", reason: "The act is on its way" } as const
    for (const who of ["cid", "dan"] as const) {
      await shop.approvals.ask({ id: `approval_${who}`, askedOf: who, ...asked })
    }
    await as("cid", ["head"]).approvals.grant({ approvalId: "approval_cid" })
    at("2026-02-20")
    const owners = async () =>
      (await found(shop, "deal.approvalUnanswered", "week", "2026-02-02")).flatMap(({ ownerId }) => ownerId ?? [])
    expect(await owners()).toEqual(["dan"])
    for (const who of ["cid", "dan"] as const) {
      await as(who, ["head"]).approvals.refuse({ approvalId: `approval_${who}` })
    }
    expect(await owners()).toEqual(["dan"])
  })
})

describe("sla.breached", () => {
  it("tells of a client who was merged into another only what was told before", async () => {
    const minutes = { minutes: 60, remindBeforeMinutes: 0 }
    const sla = { calendar: fiveDayCalendar, rollingResponse: minutes, escalation: [] }
    const { shop, at, dept } = await attack({ ...attacked, sources: [], control: { ...defaultControlPolicy, sla } })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.clients.register({ id: "client_2", name: "The bakery", ownerId: "bob" })
    await shop.control.watch({ everyMinutes: 60 })
    at("2026-02-03T07:00:00.000Z")
    for (const clientId of ["client_1", "client_2"] as const) {
      await shop.dialogs.record({ clientId, kind: "call", direction: "inbound", outcomeId: "noAnswer" })
    }
    await dept.tick()
    at("2026-02-04")
    await shop.clients.merge({ fromId: "client_1", intoId: "client_2" })
    at("2026-02-09")
    const told = async (span: Span) =>
      (await found(shop, "sla.breached", span, "2026-02-03")).map(({ ownerId, evidence }) => [ownerId, evidence.ids])
    expect(await told("day")).toContainEqual(["ann", ["client_1"]])
    expect(await told("week")).toEqual([["bob", ["client_2"]]])
  })
})

describe("rep.overTarget", () => {
  it("reads every plan, each with its own people", async () => {
    const { shop, as, at } = await attack({ ...attacked, sources: [] })
    for (const personId of ["ann", "bob"]) {
      await shop.reps.state({ rows: [{ id: `rep_${personId}`, personId, name: personId, joinedOn: "2025-01-01" }] })
    }
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    for (const [planId, repId, value] of [
      ["plan_1", "ann", 100],
      ["plan_2", "bob", 99],
    ] as const) {
      const id = `deal_${repId}` as const
      await shop.deals.open({ id, title: "Audit", clientId: "client_1", ownerId: repId, amount: rub(100) })
      await along(shop, id, toPayment)
      const measures = [{ id: "won", kind: "money", credit: "wonMoney" }] as const
      await shop.plans.open({ id: planId, name: planId, currency: "RUB", measures })
      const versionId = `planversion_${planId}` as const
      const targets = [{ measure: "won", period: "2026-02", value, repId }]
      await shop.plans.draft({ planId, versionId, baseline: "original", effectiveFrom: "2026-02-01", targets })
      await shop.plans.submit({ versionId })
      await as("owner").plans.approve({ versionId })
    }
    at("2026-03-02")
    const told = await found(shop, "rep.overTarget", "month", "2026-02-01")
    // Ann has brought her target and no more.
    expect(told.map(({ ownerId, evidence, atStake }) => [ownerId, evidence.ids, atStake?.amountMinor])).toEqual([
      ["bob", ["deal_bob"], 1],
    ])
  })
})
