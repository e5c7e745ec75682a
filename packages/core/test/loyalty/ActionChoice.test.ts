import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CampaignPlan, Candidate, ChoiceRules, ClientTouch, LoyaltyAction } from "../../src/loyalty/index.ts"
import { chooseActions, contactMoment, defaultLoyaltyPolicy } from "../../src/loyalty/index.ts"
import { addDays } from "../../src/shared/index.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const offer: LoyaltyAction = { kind: "offer", offerTypeId: "audit", cost: rub(100), validDays: 14 }

const plan: CampaignPlan = {
  name: { en: "Again", ru: "Снова" },
  trigger: { on: "dealFinished", afterDays: 30 },
  condition: null,
  action: { kind: "recommendation" },
  channelId: "call",
  consentPurposeId: null,
  priority: 10,
  perClient: null,
  maxActions: null,
  budget: null,
  holdout: null,
}

const candidate = (id: string, own: Partial<CampaignPlan> = {}, more: Partial<Candidate> = {}): Candidate => ({
  campaign: { id: `campaign_${id}`, plan: { ...plan, ...own }, actionCount: 0, reservedMinor: 0, usedMinor: 0 },
  occurrence: { key: `key_${id}`, dueOn: "2026-03-01", dealId: "deal_1" },
  isMet: true,
  isHeldOut: false,
  ...more,
})

const rules: ChoiceRules = {
  policy: { ...defaultLoyaltyPolicy, caps: [], coolDownDays: 0 },
  blocks: { hasOverdue: false, hasComplaint: false, consents: new Map() },
  touches: [],
  on: "2026-03-02",
}

const touch = (on: string, channelId: string | null = "call", campaignId = "campaign_z" as const): ClientTouch => ({
  actionId: "action_1",
  campaignId,
  channelId,
  on,
})

const reasonsOf = (given: Candidate, own: Partial<ChoiceRules> = {}) =>
  chooseActions([given], { ...rules, ...own }).withheld.flatMap(({ reasons }) => reasons)

describe("what holds an action back", () => {
  it("is an overdue payment or an open complaint for what asks something of the client, and not for a question or a task", () => {
    const blocks = { hasOverdue: true, hasComplaint: true, consents: new Map() }
    expect(reasonsOf(candidate("a"), { blocks })).toEqual(["paymentOverdue", "complaintOpen"])
    expect(reasonsOf(candidate("a", { action: { kind: "satisfaction", metric: "nps" } }), { blocks })).toEqual([])
    expect(reasonsOf(candidate("a", { action: { kind: "task", typeId: "call", dueInDays: 1 } }), { blocks })).toEqual(
      [],
    )
  })

  it("is a condition that is not met, a missing deal, or a missing consent, all named at once", () => {
    expect(reasonsOf(candidate("a", { consentPurposeId: "news" }, { isMet: false }))).toEqual([
      "condition",
      "noConsent",
    ])
    expect(reasonsOf(candidate("a", {}, { isMet: null }))).toEqual(["noDeal"])
    const blocks = { hasOverdue: false, hasComplaint: false, consents: new Map([["news", "consent_1" as const]]) }
    expect(reasonsOf(candidate("a", { consentPurposeId: "news" }), { blocks })).toEqual([])
  })

  it("is a cap of all channels or of its own, counted by days with both ends", () => {
    const capped = (cap: { readonly channelId?: string; readonly days: number }, touches: ReadonlyArray<ClientTouch>) =>
      reasonsOf(candidate("a"), { policy: { ...rules.policy, caps: [{ count: 1, ...cap }] }, touches })
    expect(capped({ days: 1 }, [touch("2026-03-02", "mail")])).toEqual(["contactCap"])
    expect(capped({ days: 1 }, [touch("2026-03-01", "mail")])).toEqual([])
    expect(capped({ days: 2 }, [touch("2026-03-01", "mail")])).toEqual(["contactCap"])
    expect(capped({ days: 2, channelId: "call" }, [touch("2026-03-01", "mail")])).toEqual([])
    expect(capped({ days: 2, channelId: "call" }, [touch("2026-03-01", "call")])).toEqual(["contactCap"])
    expect(capped({ days: 9 }, [touch("2026-03-01", null)])).toEqual([])
    // One that waits for the morning counts for the day on which it reaches the client.
    expect(capped({ days: 1 }, [touch("2026-03-03", "call")])).toEqual(["contactCap"])
  })

  it("is a cool-down since the last turn, and the campaign's own limits", () => {
    const policy = { ...rules.policy, coolDownDays: 7 }
    expect(reasonsOf(candidate("a"), { policy, touches: [touch("2026-02-24")] })).toEqual(["coolDown"])
    expect(reasonsOf(candidate("a"), { policy, touches: [touch("2026-02-23")] })).toEqual([])
    const own = candidate("z", { perClient: { count: 1, days: 30 }, channelId: null })
    expect(reasonsOf(own, { touches: [touch("2026-02-10", null)] })).toEqual(["clientCap"])
    const full = candidate("a", { maxActions: 5 })
    expect(reasonsOf({ ...full, campaign: { ...full.campaign, actionCount: 5 } })).toEqual(["campaignFull"])
    const poor = candidate("a", { action: offer, budget: rub(150) })
    expect(reasonsOf({ ...poor, campaign: { ...poor.campaign, reservedMinor: 51 } })).toEqual(["budget"])
  })
})

describe("several campaigns", () => {
  it("go by priority within what the first have left", () => {
    const policy = { ...rules.policy, caps: [{ count: 1, days: 1 }] }
    const { chosen, withheld } = chooseActions([candidate("b", { priority: 2 }), candidate("a", { priority: 1 })], {
      ...rules,
      policy,
    })
    expect(chosen.map(({ campaign }) => campaign.id)).toEqual(["campaign_a"])
    expect(withheld.map(({ candidate: { campaign }, reasons }) => [campaign.id, reasons])).toEqual([
      ["campaign_b", ["contactCap"]],
    ])
  })

  it("turn to nobody of the holdout and spend nothing on it", () => {
    const given = candidate("a", { action: offer, budget: rub(100) }, { isHeldOut: true })
    const { chosen } = chooseActions([given, candidate("b")], {
      ...rules,
      policy: { ...rules.policy, caps: [{ count: 1, days: 1 }] },
    })
    expect(chosen).toHaveLength(2)
  })

  it("never pass a cap or a budget, whatever is due", () => {
    const due = fc.array(
      fc.record({
        id: fc.constantFrom("a", "b", "c"),
        priority: fc.nat({ max: 3 }),
        key: fc.integer({ min: 0, max: 99 }),
        isOffer: fc.boolean(),
        channelId: fc.option(fc.constantFrom("call", "mail")),
      }),
      { maxLength: 12 },
    )
    const past = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.constantFrom("call", "mail")), { maxLength: 6 })
    fc.assert(
      fc.property(
        due,
        past,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 30 }),
        (given, before, count, days) => {
          const touches = before.map(([ago, channelId]) => touch(addDays(rules.on, 0 - ago), channelId))
          const policy = { ...rules.policy, caps: [{ count, days }] }
          const candidates = given.map(({ id, priority, key, isOffer, channelId }) => {
            const one = candidate(id, { priority, channelId, ...(isOffer ? { action: offer, budget: rub(250) } : {}) })
            return { ...one, occurrence: { ...one.occurrence, key: String(key) } }
          })
          const { chosen, withheld } = chooseActions(candidates, { ...rules, policy, touches })
          expect(chosen.length + withheld.length).toBe(candidates.length)
          const turned = chosen.filter(({ campaign }) => campaign.plan.channelId !== null).length
          const recent = touches.filter(({ on }) => on >= addDays(rules.on, 1 - days)).length
          if (turned > 0) expect(recent + turned).toBeLessThanOrEqual(count)
          for (const id of ["campaign_a", "campaign_b", "campaign_c"]) {
            const offers = chosen.filter(({ campaign }) => campaign.id === id && campaign.plan.action.kind === "offer")
            expect(offers.length * 100).toBeLessThanOrEqual(250)
          }
          for (const { reasons } of withheld) expect(reasons.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe("hours of rest", () => {
  const night = { from: "21:00", to: "09:00" }
  it("are by the client's own clocks, over midnight and not", () => {
    const moscow = (at: string) => contactMoment(at, night, "Europe/Moscow")
    expect(moscow("2026-11-23T17:59:59.999Z")).toEqual({ notBefore: "2026-11-23T17:59:59.999Z", on: "2026-11-23" })
    expect(moscow("2026-11-23T18:00:00.000Z")).toEqual({ notBefore: "2026-11-24T06:00:00.000Z", on: "2026-11-24" })
    expect(moscow("2026-11-23T21:30:00.000Z")).toEqual({ notBefore: "2026-11-24T06:00:00.000Z", on: "2026-11-24" })
    expect(moscow("2026-11-24T06:00:00.000Z")).toEqual({ notBefore: "2026-11-24T06:00:00.000Z", on: "2026-11-24" })
    const lunch = contactMoment("2026-11-23T10:30:00.000Z", { from: "13:00", to: "14:00" }, "Europe/Moscow")
    expect(lunch).toEqual({ notBefore: "2026-11-23T11:00:00.000Z", on: "2026-11-23" })
    expect(contactMoment("2026-11-23T20:00:00.000Z", night, "Asia/Tokyo").on).toBe("2026-11-24")
    expect(contactMoment("2026-11-23T23:00:00.000Z", null, "UTC").notBefore).toBe("2026-11-23T23:00:00.000Z")
  })
})
