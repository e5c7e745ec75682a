import { describe, expect, it } from "vitest"
import { defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import type { Session } from "../../src/promise/index.ts"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import { along, attack, attacked, invoiced, rub, sold } from "../attack.ts"

/** Monday the 9th is a holiday: nobody works from the 7th to the 9th. */
const calendar = { ...fiveDayCalendar, exceptions: [{ on: "2026-02-09", kind: "off" as const }] }
const sla = { calendar, escalation: [] }
const atWork = () => attack({ ...attacked, sources: [], control: { ...defaultControlPolicy, sla } })

/** The days of February, from the 6th to the 13th, on which a rule names something. */
const namedOn = async (shop: Session, ruleId: string) => {
  const days: Array<string> = []
  for (let day = 6; day <= 13; day++) {
    const on = `2026-02-${String(day).padStart(2, "0")}`
    const { findings } = await shop.findings.find({ span: "day", on })
    if (findings.some((one) => one.ruleId === ruleId)) days.push(on)
  }
  return days
}

const fromTheEleventh = ["2026-02-11", "2026-02-12", "2026-02-13"]

describe("what was to be done by a day off may be done on the next working day", () => {
  it("a closing document, a proposal that wants a call", async () => {
    const { shop, at } = await atWork()
    await sold(shop)
    await shop.clients.register({ id: "client_2", name: "Café", ownerId: "ann" })
    await shop.deals.open({ id: "deal_2", title: "Audit", clientId: "client_2", ownerId: "ann", amount: rub(100) })
    await along(shop, "deal_2", ["contact", "needs", "proposal"])
    at("2026-02-04")
    await shop.documents.draft({ dealId: "deal_1", kind: "serviceAct", amount: rub(100), draftedOn: "2026-02-04" })
    at("2026-02-20")
    expect(await namedOn(shop, "document.notSent")).toEqual(fromTheEleventh)
    expect(await namedOn(shop, "deal.proposalWithoutFollowUp")).toEqual(fromTheEleventh)
  })

  it.each([
    ["2026-02-10", []],
    ["2026-02-11", ["2026-02-10"]],
  ])("a broken promise of payment: spoken about on %s, it is named on %j", async (spokenOn, days) => {
    const { shop, at } = await atWork()
    await sold(shop)
    await invoiced(shop)
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-02-04" })
    at(spokenOn)
    await shop.dialogs.record({
      dealId: "deal_1",
      kind: "call",
      direction: "outbound",
      repId: "ann",
      outcomeId: "agreed",
    })
    at("2026-02-20")
    expect(await namedOn(shop, "invoice.promiseUnnoticed")).toEqual(days)
  })

  it("counts every day where the department states no calendar", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    at("2026-02-04")
    await shop.documents.draft({ dealId: "deal_1", kind: "serviceAct", amount: rub(100), draftedOn: "2026-02-04" })
    at("2026-02-20")
    expect((await namedOn(shop, "document.notSent"))[0]).toBe("2026-02-08")
  })
})
