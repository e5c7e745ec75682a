import { describe, expect, it } from "vitest"
import { defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import type { Session } from "../../src/promise/index.ts"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import { along, attack, attacked, rub, stateOf } from "../attack.ts"

/** Evidence of one rule's findings about ann, of the day. */
const named = async (shop: Session, ruleId: string, on: string) => {
  const { findings } = await shop.findings.find({ span: "day", on })
  return findings.flatMap((one) => (one.ruleId === ruleId && one.ownerId === "ann" ? one.evidence.ids : [])).toSorted()
}

/** Two deals of ann with a proposal at the client's, about which nobody has spoken for two months; the first was put off until 10 April. */
const putOff = async () => {
  const scene = await attack({ ...attacked, sources: [] })
  const { shop, at } = scene
  await shop.reps.state({ rows: [{ id: "rep_ann", personId: "ann", name: "Ann" }] })
  await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
  for (const id of ["deal_off", "deal_left"] as const) {
    await shop.deals.open({ id, title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
    await along(shop, id, ["contact", "needs", "proposal"])
  }
  await shop.control.park({ id: "deal_off", reasonId: "clientAsked", resumeOn: "2026-04-10" })
  at("2026-04-02")
  return scene
}

describe("findings say of a record what control says of it", () => {
  it.each(["deal.noNextStep", "deal.untouched", "deal.proposalWithoutFollowUp"])(
    "%s names no deal that was put off, until its day comes",
    async (ruleId) => {
      const { shop, at } = await putOff()
      expect([await stateOf(shop, "deal_off"), await stateOf(shop, "deal_left")]).toEqual(["parked", "stalled"])
      expect(await named(shop, ruleId, "2026-04-01")).toEqual(["deal_left"])
      at("2026-04-12")
      expect(await stateOf(shop, "deal_off")).toBe("stalled")
      expect(await named(shop, ruleId, "2026-04-11")).toEqual(["deal_left", "deal_off"])
    },
  )

  it("names a deal that was put off where the department puts that below", async () => {
    const { shop } = await putOff()
    const { priority } = defaultControlPolicy
    const last = [...priority.filter((state) => state !== "parked"), "parked" as const]
    await shop.department.publish({ ...attacked, sources: [], control: { ...defaultControlPolicy, priority: last } })
    expect(await stateOf(shop, "deal_off")).toBe("stalled")
    expect(await named(shop, "deal.noNextStep", "2026-04-02")).toEqual(["deal_left", "deal_off"])
  })

  it("takes a step that lies too far ahead for none", async () => {
    const { shop } = await attack({
      ...attacked,
      sources: [],
      control: { ...defaultControlPolicy, commitWithinDays: 30 },
    })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    for (const [id, dueOn] of [
      ["deal_far", "2026-12-01"],
      ["deal_near", "2026-02-20"],
    ] as const) {
      await shop.deals.open({ id, title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
      await shop.nextSteps.set({ dealId: id, typeId: "call", dueOn, ownerId: "ann" })
    }
    expect([await stateOf(shop, "deal_far"), await stateOf(shop, "deal_near")]).toEqual(["noNextStep", "onTrack"])
    expect(await named(shop, "deal.noNextStep", "2026-02-02")).toEqual(["deal_far"])
  })

  it("calls a regular client quiet by the department's rule of who is regular and by the cadence of its segment", async () => {
    const segments = [{ id: "key", name: { en: "Key", ru: "Ключевые" }, contactEveryDays: 14 }]
    const base = { ...attacked.base, regular: { fromWonDeals: 1 }, contactEveryDays: 200, segments }
    const { shop, at } = await attack({ ...attacked, sources: [], base })
    for (const [id, segmentId] of [
      ["client_key", "key"],
      ["client_other", undefined],
    ] as const) {
      await shop.clients.register({ id, name: "Bakery", ownerId: "ann", ...(segmentId && { segmentId }) })
      const dealId = `deal_${id}` as const
      await shop.deals.open({ id: dealId, title: "Audit", clientId: id, ownerId: "ann", amount: rub(100) })
      await along(shop, dealId, ["contact", "needs", "proposal", "negotiation", "contract", "paymentControl"])
    }
    at("2026-02-20")
    expect([await stateOf(shop, "client_key"), await stateOf(shop, "client_other")]).toEqual([
      "quietRegular",
      "onTrack",
    ])
    expect(await named(shop, "client.quietRegular", "2026-02-19")).toEqual(["client_key"])
    at("2026-09-20")
    const { findings } = await shop.findings.find({ span: "day", on: "2026-09-19" })
    const quiet = findings.find(({ ruleId }) => ruleId === "client.quietRegular")
    expect(quiet?.evidence.ids).toEqual(["client_key", "client_other"])
    expect(quiet?.what.en).toMatch(/for more than 14 to 200\sdays \(by segment\): 2\./u)
    expect(quiet?.what.ru).toMatch(/дольше порога \(14–200\sдней, по сегменту\): 2\./u)
  })

  it("lets a lead and a client wait over a weekend, where an answer is agreed in working time", async () => {
    const minutes = { minutes: 120, remindBeforeMinutes: 0 }
    const sla = { calendar: fiveDayCalendar, firstResponse: minutes, rollingResponse: minutes, escalation: [] }
    const { shop, at } = await attack({ ...attacked, sources: [], control: { ...defaultControlPolicy, sla } })
    // Friday evening, when the office is closed.
    at("2026-02-06T17:00:00.000Z")
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.leads.receive({ id: "lead_1", name: "Café", channelId: "site", ownerId: "ann" })
    await shop.dialogs.record({ clientId: "client_1", kind: "call", direction: "inbound", outcomeId: "noAnswer" })
    at("2026-02-10")
    const waiting = async (on: string) => [
      ...(await named(shop, "lead.untaken", on)),
      ...(await named(shop, "dialog.unanswered", on)),
    ]
    expect(await waiting("2026-02-08")).toEqual([])
    expect(await waiting("2026-02-09")).toEqual(["lead_1", "client_1"])
    const { findings } = await shop.findings.find({ span: "day", on: "2026-02-09" })
    const words = findings.find(({ ruleId }) => ruleId === "lead.untaken")?.what
    expect(words?.en).toMatch(/^Not taken for more than 120\smin of working time:\s1\./u)
    expect(words?.ru).toMatch(/^Не взяты в работу дольше 120 мин рабочего времени: 1\./u)
  })
})
