import { describe, expect, it } from "vitest"
import { defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import { attack, attacked, rub } from "../attack.ts"

const february = { span: "month", on: "2026-02-01" } as const

/** February of ann, with a step that she left, one that she moved too late, and a lead that she let wait; all of it is bob's from March on. */
const handedOver = async () => {
  const sla = { calendar: fiveDayCalendar, firstResponse: { minutes: 60, remindBeforeMinutes: 0 }, escalation: [] }
  const scene = await attack({ ...attacked, sources: [], control: { ...defaultControlPolicy, sla } })
  const { shop, at } = scene
  const rows = ["ann", "bob"].map((id) => ({ id: `rep_${id}` as const, personId: id, name: id }))
  await shop.reps.state({ rows })
  await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(50) })
  await shop.leads.receive({ id: "lead_1", name: "Café", channelId: "site", ownerId: "ann" })
  for (const [id, dueOn] of [
    ["step_1", "2026-02-10"],
    ["step_2", "2026-02-05"],
  ] as const)
    await shop.nextSteps.set({ id, dealId: "deal_1", typeId: "call", dueOn, ownerId: "ann" })
  at("2026-02-09")
  await shop.nextSteps.move({ nextStepId: "step_2", dueOn: "2026-03-20" })
  at("2026-02-12")
  await shop.leads.take({ leadId: "lead_1", ownerId: "ann" })
  at("2026-03-01")
  return scene
}

describe("findings of a period that is over", () => {
  it("are of who held the records then, whenever the period is looked through", async () => {
    const { shop, at } = await handedOver()
    const { raised } = await shop.findings.review(february)
    expect(raised.length).toBeGreaterThan(2)
    at("2026-03-02")
    await shop.control.handOver({ ids: ["client_1", "deal_1", "lead_1"], toId: "bob" })
    at("2026-03-03")
    await shop.nextSteps.complete({ nextStepId: "step_1" })
    await shop.nextSteps.complete({ nextStepId: "step_2" })
    at("2026-03-10")
    expect((await shop.findings.review(february)).raised).toEqual([])
    const { findings } = await shop.findings.find(february)
    expect(new Set(findings.map(({ ownerId }) => ownerId))).toEqual(new Set(["ann"]))
  })

  it("of an open deal are of who holds it, also where the credit is to be another's, in a period that runs as in one that is over", async () => {
    const { shop, at } = await attack({ ...attacked, sources: [] })
    const rows = ["ann", "bob"].map((id) => ({ id: `rep_${id}` as const, personId: id, name: id }))
    await shop.reps.state({ rows })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(50) })
    await shop.deals.splitCredit({ dealId: "deal_1", shares: [{ repId: "bob", weight: 1 }] })
    const owners = async () => {
      const { findings } = await shop.findings.find(february)
      return findings.flatMap(({ ruleId, ownerId }) => (ruleId === "deal.noNextStep" ? ownerId : []))
    }
    at("2026-02-20")
    expect(await owners()).toEqual(["ann"])
    at("2026-03-05")
    expect(await owners()).toEqual(["ann"])
  })
})
