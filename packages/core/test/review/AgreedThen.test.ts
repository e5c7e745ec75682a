import { describe, expect, it } from "vitest"
import type { SlaPolicy } from "../../src/control/SlaPolicy.ts"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import { attack, attacked, invoiced, sold } from "../attack.ts"

const february = { span: "month", on: "2026-02-01" } as const
const within = (minutes: number): SlaPolicy => ({
  calendar: fiveDayCalendar,
  firstResponse: { minutes, remindBeforeMinutes: 0 },
  escalation: [],
})
const agreed = (sla: SlaPolicy | undefined) => {
  const { sla: _none, ...control } = attacked.control
  return { ...attacked, sources: [], control: sla === undefined ? control : { ...control, sla } }
}

/** Two leads of a Monday morning: called by ann after two hours, and waiting at ann's all month. */
const mornings = async (sla: SlaPolicy | undefined) => {
  const scene = await attack(agreed(sla))
  const { shop, at, dept } = scene
  await shop.reps.state({ rows: ["ann", "bob"].map((id) => ({ id: `rep_${id}` as const, personId: id, name: id })) })
  await shop.department.publish(agreed(sla))
  await shop.control.watch({ everyMinutes: 60 })
  for (const id of ["lead_called", "lead_waits"] as const)
    await shop.leads.receive({ id, name: "Café", channelId: "site", ownerId: "ann" })
  at("2026-02-02T08:00:00.000Z")
  const call = { kind: "call", direction: "outbound", repId: "ann", outcomeId: "agreed" } as const
  await shop.dialogs.record({ leadId: "lead_called", ...call })
  const late = async () => {
    await dept.tick()
    const { findings, notRead } = await shop.findings.find(february)
    const told = findings.filter(({ ruleId }) => ruleId === "sla.breached")
    return {
      told: told.map(({ ownerId, evidence }) => [ownerId, evidence.ids.toSorted()]),
      reasons: notRead.flatMap(({ ruleId, reason }) => (ruleId === "sla.breached" ? reason.en : [])),
    }
  }
  return { ...scene, late }
}

describe("answers are late by what was agreed when the client asked", () => {
  it("by nothing where nothing was, whatever is agreed later", async () => {
    const { shop, at, late } = await mornings(undefined)
    at("2026-03-01")
    const inTime = await late()
    expect(inTime).toEqual({ told: [], reasons: ["no time of answer is agreed"] })
    at("2026-03-02")
    await shop.department.publish(agreed(within(60)))
    at("2026-03-03")
    expect(await late()).toEqual(inTime)
  })

  it.each([
    [within(240), within(60), ["lead_waits"]],
    [within(60), within(240), ["lead_called", "lead_waits"]],
    [within(60), undefined, ["lead_called", "lead_waits"]],
  ])("by the time agreed then, where another is agreed later", async (then, later, anns) => {
    const { shop, at, late } = await mornings(then)
    at("2026-03-01")
    const inTime = await late()
    expect(inTime.told).toEqual([["ann", anns]])
    at("2026-03-02")
    await shop.department.publish(agreed(later))
    at("2026-03-03")
    expect(await late()).toEqual(inTime)
  })
})

it("waits for promised money as long as was given when it was promised", async () => {
  const graceOf = (promiseGraceDays: number) => ({
    ...attacked,
    sources: [],
    settlement: { ...attacked.settlement, promiseGraceDays },
  })
  const { shop, at } = await attack(graceOf(0))
  await shop.department.publish(graceOf(0))
  await sold(shop)
  await invoiced(shop)
  await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-02-23" })
  at("2026-03-01")
  const unnoticed = async () =>
    (await shop.findings.find(february)).findings.filter(({ ruleId }) => ruleId === "invoice.promiseUnnoticed")
  const inTime = await unnoticed()
  expect(inTime).toHaveLength(1)
  await shop.department.publish(graceOf(10))
  at("2026-03-20")
  expect(await unnoticed()).toEqual(inTime)
})
