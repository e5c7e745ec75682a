import { describe, expect, it } from "vitest"
import { hasComeBack } from "../../src/loyalty/CameBack.ts"
import type { Session } from "../../src/promise/index.ts"
import { attack, done } from "../attack.ts"

const plan = {
  name: { en: "Where have you been", ru: "Давно не виделись" },
  trigger: { on: "quiet", times: 1 },
  action: { kind: "satisfaction", metric: "nps" },
  channelId: null,
  consentPurposeId: null,
} as const
const campaignId = "campaign_1"
const clientId = "client_1"

/** A client whose only deal was finished on 2026-02-02; it is quiet 90 days later, on 2026-05-03. */
const quiet = async () => {
  const scene = await attack()
  await scene.shop.campaigns.plan({ id: campaignId, plan })
  await scene.shop.campaigns.start({ campaignId })
  await done(scene.shop)
  return scene
}

const reasons = async (shop: Session) => {
  const { actions, withheld } = await shop.loyalty.decide({ clientId })
  return actions.length > 0 ? "decided" : withheld.map((one) => one.reasons)
}

describe("a campaign for who is quiet", () => {
  it("leaves alone who has a new deal, and asks again once that was lost", async () => {
    const { shop, at } = await quiet()
    at("2026-05-01")
    await shop.deals.open({ id: "deal_2", title: "Audit", clientId, ownerId: "ann" })
    at("2026-05-05")
    expect(await reasons(shop)).toEqual([["cameBack"]])
    at("2026-05-10")
    await shop.deals.move({ dealId: "deal_2", to: "lost", lostReasonId: "price" })
    expect(await reasons(shop)).toBe("decided")
  })

  it("decides for who has begun nothing since", async () => {
    const { shop, at } = await quiet()
    at("2026-05-05")
    expect(await reasons(shop)).toBe("decided")
  })

  it("holds back what was decided for who has come back by then", async () => {
    const { shop, at } = await quiet()
    at("2026-05-05")
    expect(await reasons(shop)).toBe("decided")
    expect(await shop.loyalty.due({})).toMatchObject({ actions: [{ clientId }], held: [] })
    at("2026-05-06")
    await shop.deals.open({ id: "deal_2", title: "Audit", clientId, ownerId: "ann" })
    expect(await shop.loyalty.due({})).toMatchObject({ actions: [], held: [{ clientId, reasons: ["cameBack"] }] })
  })

  it("is played over the past as it would have been decided", async () => {
    const { shop, at } = await quiet()
    at("2026-05-01")
    await shop.deals.open({ id: "deal_2", title: "Audit", clientId, ownerId: "ann" })
    at("2026-05-10")
    await shop.deals.move({ dealId: "deal_2", to: "lost", lostReasonId: "price" })
    at("2026-06-10")
    const played = await shop.loyalty.simulate({ plan, from: "2026-02-02", to: "2026-06-09" })
    expect(played.actions).toMatchObject([{ dueOn: "2026-05-03", decidedOn: "2026-05-10" }])
  })
})

describe("hasComeBack", () => {
  const finished = [
    { dealId: "deal_1", productIds: ["toner"], finishedOn: "2026-02-10" },
    { dealId: "deal_2", productIds: ["paper"], finishedOn: "2026-05-10" },
  ] as const
  const facts = { finished, milestones: [], dialogs: [], answers: [], usualIntervalDays: 60 }
  const occurrence = { key: "deal_1", dueOn: "2026-05-01", dealId: "deal_1" } as const

  it("tells by a later sale from the day on which it was finished on, of the product where one is used up", () => {
    expect(hasComeBack({ on: "quiet", times: 1 }, facts, occurrence, "2026-05-09")).toBe(false)
    expect(hasComeBack({ on: "quiet", times: 1 }, facts, occurrence, "2026-05-10")).toBe(true)
    const usedUp = { on: "consumption", everyDays: 80 } as const
    expect(hasComeBack({ ...usedUp, productId: "toner" }, facts, occurrence, "2026-05-10")).toBe(false)
    expect(hasComeBack({ ...usedUp, productId: "paper" }, facts, occurrence, "2026-05-10")).toBe(true)
  })

  it("goes by no deal that was begun before the sale, and asks nothing of other triggers", () => {
    const begun = [{ dealId: "deal_0", productIds: [], openedOn: "2026-02-09", lostOn: null }] as const
    expect(hasComeBack({ on: "quiet", times: 1 }, { ...facts, begun }, occurrence, "2026-05-09")).toBe(false)
    expect(hasComeBack({ on: "dealFinished", afterDays: 80 }, facts, occurrence, "2026-05-10")).toBe(false)
  })
})
