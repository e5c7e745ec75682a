import { describe, expect, it } from "vitest"
import { defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import type { Session } from "../../src/promise/index.ts"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import type { Attack } from "../attack.ts"
import { attack, attacked, invoiced, rub, sold } from "../attack.ts"

const minutes = { minutes: 60, remindBeforeMinutes: 0 }
const sla = { calendar: fiveDayCalendar, rollingResponse: minutes, escalation: [] }

/** A department that answers within a working hour, with ann in it, and what was found in weeks so far. */
const office = async () => {
  const scene = await attack({ ...attacked, sources: [], control: { ...defaultControlPolicy, sla } })
  const head = scene.as("user:head")
  await head.reps.state({ rows: [{ id: "rep_ann", personId: "ann", name: "Ann", joinedOn: "2025-01-01" }] })
  return { ...scene, head }
}

const findingsOf = async (head: Session, ruleId: string) => {
  const { items } = await head.findings.page({ where: { ruleId }, limit: 1000 })
  return items
    .filter(({ ownerId }) => ownerId === "ann")
    .toSorted((left, right) => (left.periodFrom < right.periodFrom ? -1 : 1))
}

const review = (head: Session, on: string) => head.findings.review({ span: "week", on })

/** Clients call in the morning of a day, and ann answers in the evening. */
const answeredLate = async ({ shop, at, dept }: Attack, clientIds: ReadonlyArray<`client_${string}`>, on: string) => {
  at(`${on}T07:00:00.000Z`)
  for (const clientId of clientIds) {
    await shop.dialogs.record({ clientId, kind: "call", direction: "inbound", outcomeId: "noAnswer" })
  }
  await dept.tick()
  at(`${on}T13:00:00.000Z`)
  await dept.tick()
  for (const clientId of clientIds) {
    await shop.dialogs.record({ clientId, kind: "call", direction: "outbound", repId: "ann", outcomeId: "agreed" })
  }
  await dept.tick()
}

/** Regular clients of ann, under the watch of control. */
const regulars = async (shop: Session, count: number) => {
  const ids = Array.from({ length: count }, (_, at) => `client_${at}` as const)
  for (const id of ids) await shop.clients.register({ id, name: "Bakery", ownerId: "ann" })
  await shop.control.watch({ everyMinutes: 60 })
  return ids
}

describe("a mistake that is made again with the same record", () => {
  it("is found again: a client who is answered too late in two weeks", async () => {
    const scene = await office()
    const { head, shop, at } = scene
    const clients = await regulars(shop, 1)
    await answeredLate(scene, clients, "2026-02-03")
    at("2026-02-09")
    expect((await review(head, "2026-02-03")).raised).toHaveLength(1)
    await answeredLate(scene, clients, "2026-02-17")
    at("2026-02-23")
    expect((await review(head, "2026-02-17")).raised).toHaveLength(1)
    const [first, second] = await findingsOf(head, "sla.breached")
    expect([first?.evidence.ids, second?.evidence.ids]).toEqual([["client_0"], ["client_0"]])
    expect([first?.recurrenceOf, second?.recurrenceOf]).toEqual([null, first?.id])
    at("2026-03-02")
    expect((await review(head, "2026-02-17")).raised).toEqual([])
    const figures = await head.summaries.preview({ span: "month", on: "2026-02-01", repId: "ann" })
    expect(figures.mistakes.count).toBe(2)
    // The month names both, and says nothing that its weeks did not.
    await head.findings.review({ span: "month", on: "2026-02-01" })
    const whole = await head.summaries.preview({ span: "month", on: "2026-02-01", repId: "ann" })
    expect(whole.mistakes.count).toBe(2)
  })

  it("is no effect of an action: the same clients, answered as late as before", async () => {
    const scene = await office()
    const { head, shop, at } = scene
    const clients = await regulars(shop, 10)
    await answeredLate(scene, clients, "2026-02-03")
    at("2026-02-09")
    await review(head, "2026-02-03")
    const [found] = await findingsOf(head, "sla.breached")
    const debriefId = "debrief_1"
    const planned = { route: "personal", repId: "ann", leaderId: "user:head", plannedOn: "2026-02-09" } as const
    await head.debriefs.plan({ id: debriefId, ...planned, findingIds: [found!.id] })
    const action = {
      id: "calls",
      what: "Call back",
      ownerId: "ann",
      dueOn: "2026-02-10",
      ruleId: "sla.breached",
    } as const
    await head.debriefs.hold({ debriefId, decisions: "Call back", actions: [{ ...action, expected: "fewer" }] })
    await answeredLate(scene, clients, "2026-02-17")
    at("2026-02-23")
    await review(head, "2026-02-17")
    const { debrief } = await head.debriefs.verifyActions({
      debriefId,
      before: { from: "2026-02-02", to: "2026-02-09" },
      after: { from: "2026-02-16", to: "2026-02-23" },
    })
    const verdict = debrief.actions[0]?.verdict
    expect([verdict?.before, verdict?.after, verdict?.outcome]).toEqual([10, 10, "none"])
  })

  it("is found again: a step that slips twice, an invoice whose second promise is broken too", async () => {
    const { head, shop, at } = await office()
    await sold(shop)
    await invoiced(shop, { dueOn: "2026-02-04" })
    await shop.nextSteps.set({ id: "step_1", dealId: "deal_1", typeId: "call", dueOn: "2026-02-03", ownerId: "ann" })
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-02-03" })
    at("2026-02-05")
    await shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-02-10" })
    at("2026-02-09")
    await review(head, "2026-02-03")
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-09", promisedOn: "2026-02-10" })
    at("2026-02-12")
    await shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-10" })
    at("2026-02-16")
    await review(head, "2026-02-10")
    for (const ruleId of ["nextStep.overdue", "invoice.promiseUnnoticed"]) {
      const [first, second] = await findingsOf(head, ruleId)
      expect([ruleId, first?.periodFrom, second?.periodFrom]).toEqual([ruleId, "2026-02-02", "2026-02-09"])
      expect([first?.recurrenceOf, second?.recurrenceOf]).toEqual([null, first?.id])
    }
    // The debt itself is the same one, and stands.
    expect(await findingsOf(head, "payment.overdue")).toHaveLength(1)
  })

  it("is found again after it was corrected, and only in days that began later", async () => {
    const { head, shop, as, at } = await office()
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
    at("2026-02-09")
    await review(head, "2026-02-03")
    const [first] = await findingsOf(head, "deal.noNextStep")
    const ann = as("ann")
    await ann.findings.accept({ findingId: first!.id })
    await ann.findings.correct({ findingId: first!.id, text: "Every deal has a step now" })
    // It was corrected within this week, whose review tells of the same stock.
    at("2026-02-16")
    await review(head, "2026-02-10")
    expect(await findingsOf(head, "deal.noNextStep")).toHaveLength(1)
    at("2026-02-23")
    await review(head, "2026-02-17")
    await review(head, "2026-02-17")
    const found = await findingsOf(head, "deal.noNextStep")
    expect(found.map(({ periodFrom, status, recurrenceOf }) => [periodFrom, status, recurrenceOf])).toEqual([
      ["2026-02-02", "corrected", null],
      ["2026-02-16", "open", first!.id],
    ])
    const growth = await head.findings.growth({ repId: "ann" })
    expect([growth.corrected.numerator, growth.corrected.denominator, growth.recurring.ratio]).toEqual([1, 2, 1])
    at("2026-03-02")
    await review(head, "2026-02-24")
    expect(await findingsOf(head, "deal.noNextStep")).toHaveLength(2)
  })
})
