import type { CampaignPlan } from "@salesdept/core/loyalty"
import type { Session } from "@salesdept/core/promise"
import type { Problem } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { budgetOf, praised, startCampaign, suiteDesign } from "./CampaignScene.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteCampaign } from "./SuiteCampaign.ts"

const dayMs = 86_400_000

/** Offers have a life, and their cost is reserved, used or given back with it; answers about satisfaction are told with intervals. */
export const offerSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: offers`, () => {
    const scene = async (shop: Session) => {
      await startCampaign(shop, "campaign_1")
      const [clientId] = await praised(shop, 1)
      const { actions } = await shop.loyalty.decide({ clientId: clientId ?? "client_none" })
      return { clientId: clientId ?? "client_none", offerId: actions[0]?.offerId ?? "offer_none" } as const
    }

    it(
      "are proposed, made and accepted with the deal they led to; only then their cost is used",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const { clientId, offerId } = await scene(shop)
        await rejectionOf("LoyaltyStepRefused", shop.offers.accept({ offerId, dealId: "deal_1" }))
        expect((await shop.offers.make({ offerId })).offer).toMatchObject({ status: "made", lastOn: "2026-02-16" })
        await rejectionOf("RecordNotFound", shop.offers.accept({ offerId, dealId: "deal_1" }))
        await shop.deals.open({ id: "deal_2", title: "Somebody else's" })
        await rejectionOf("RecordNotFound", shop.offers.accept({ offerId, dealId: "deal_2" }))
        await shop.deals.open({ id: "deal_1", title: "Again", clientId })
        const { offer } = await shop.offers.accept({ offerId, dealId: "deal_1" })
        expect(offer).toMatchObject({ status: "accepted", dealId: "deal_1", openUntil: null })
        expect(await budgetOf(shop, "campaign_1")).toEqual([1, 0, 10_00])
        await rejectionOf("LoyaltyStepRefused", shop.offers.cancel({ offerId }))
      }),
    )

    it(
      "are refused with a reason from the list, and their cost goes back",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const { offerId } = await scene(shop)
        await shop.offers.make({ offerId })
        await rejectionOf("RefusalReasonUnknown", shop.offers.refuse({ offerId, reasonId: "weather" }))
        const { offer } = await shop.offers.refuse({ offerId, reasonId: "price", reason: "Дорого" })
        expect(offer).toMatchObject({ status: "refused", refusalReasonId: "price", dealId: null })
        expect((await shop.offers.get(offerId))?.texts).toEqual({ reason: "Дорого" })
        expect(await budgetOf(shop, "campaign_1")).toEqual([1, 0, 0])
      }),
    )

    it(
      "are told with what became of them and of the clients let alone, which feeds the analysis of wins",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await startCampaign(shop, "campaign_1", {
          budget: { amountMinor: 1000_00, currency: "RUB" },
          holdout: { share: 0.5, seed: "s1" },
        })
        const ids = await praised(shop, 12)
        await shop.loyalty.run()
        const design = { campaignId: "campaign_1" } as const
        expect((await shop.campaigns.outcomes(design)).undecidedCount).toBe(ids.length)
        const offers = (await shop.offers.page({ limit: 100 })).items
        for (const [at, { id: offerId, clientId }] of offers.entries()) {
          await shop.offers.make({ offerId })
          if (at > 0) await shop.offers.refuse({ offerId, reasonId: at === 1 ? "price" : "noNeed" })
          else {
            await shop.deals.import({
              sourceId: "fullExport",
              pipelineId: "servicesWithActs",
              rows: [
                {
                  id: "deal_1",
                  title: null,
                  stageId: "done",
                  clientId,
                  ownerId: null,
                  productId: null,
                  amount: null,
                  listAmount: null,
                  openedOn: "2026-02-03",
                  closedOn: "2026-02-04",
                },
              ],
            })
            await shop.offers.accept({ offerId, dealId: "deal_1" })
          }
        }
        clock.advance(7 * dayMs)
        const outcomes = await shop.campaigns.outcomes(design)
        expect(outcomes).toMatchObject({
          treated: { clientCount: offers.length, cameBackCount: 1 },
          holdout: { clientCount: ids.length - offers.length, cameBackCount: 0 },
          undecidedCount: 0,
          uplift: { status: "notEnoughData" },
          offers: {
            accepted: { numerator: 1, denominator: offers.length },
            dealIds: ["deal_1"],
            refusals: [{ reasonId: "noNeed" }, { reasonId: "price", count: 1 }],
          },
          events: [],
        })
        await shop.deals.remove({ dealId: "deal_1", reason: "entered by mistake" })
        expect((await shop.campaigns.outcomes(design)).treated.cameBackCount).toBe(0)
        await rejectionOf("RecordNotFound", shop.campaigns.outcomes({ ...design, campaignId: "campaign_9" }))
        // What was stated when it was switched on holds: nobody tries several.
        expect(outcomes).toMatchObject({ design: suiteDesign, isDesignHeld: true })
        expect((await shop.campaigns.outcomes({ ...design, design: suiteDesign })).isDesignHeld).toBe(true)
        const longer = { ...suiteDesign, withinDays: 90 }
        await rejectionOf("InputInvalid", shop.campaigns.outcomes({ ...design, design: longer }))
        await shop.campaigns.pause(design)
        await rejectionOf("InputInvalid", shop.campaigns.start({ ...design, design: longer }))
        expect((await shop.campaigns.start(design)).campaign.design).toEqual(suiteDesign)
      }),
    )

    it(
      "need it stated beforehand by what a campaign that lets clients alone is read",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const campaignId = "campaign_1"
        await shop.campaigns.plan({ id: campaignId, plan: { ...suiteCampaign, holdout: { share: 0.5, seed: "s1" } } })
        await rejectionOf("InputInvalid", shop.campaigns.start({ campaignId }))
        const wide = { ...suiteDesign, baselineShare: 0.9 }
        await rejectionOf("InputInvalid", shop.campaigns.start({ campaignId, design: wide }))
        expect((await shop.campaigns.start({ campaignId, design: suiteDesign })).campaign.design).toEqual(suiteDesign)
        // Paused, its rule may change; whom it lets alone was drawn for good.
        await shop.campaigns.pause({ campaignId })
        const drawn = { ...suiteCampaign, holdout: { share: 0.5, seed: "s1" } }
        for (const holdout of [{ share: 0.5, seed: "s2" }, { share: 0.4, seed: "s1" }, null]) {
          const anew = shop.campaigns.plan({ id: campaignId, plan: { ...suiteCampaign, holdout } })
          const refused = await rejectionOf("InputInvalid", anew)
          expect(refused.data).toMatchObject({ problems: [{ path: "plan.holdout", code: "campaign.holdoutHeld" }] })
        }
        const changed = await shop.campaigns.plan({ id: campaignId, plan: { ...drawn, priority: 7 } })
        expect(changed.campaign.plan).toMatchObject({ priority: 7, holdout: drawn.holdout })
        // Nobody is let alone: it may be said when it is asked.
        await startCampaign(shop, "campaign_2")
        await rejectionOf("InputInvalid", shop.campaigns.outcomes({ campaignId: "campaign_2" }))
        const asked = await shop.campaigns.outcomes({ campaignId: "campaign_2", design: suiteDesign })
        expect(asked).toMatchObject({ isDesignHeld: false, uplift: null })
      }),
    )

    it(
      "expire at the end of their last day; their cost goes back once, however often that is written down",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const { clientId, offerId } = await scene(shop)
        await shop.offers.make({ offerId })
        expect((await shop.offers.expire({ offerId })).events).toEqual([])
        clock.advance(15 * dayMs)
        await shop.deals.open({ id: "deal_1", title: "Too late", clientId })
        await rejectionOf("LoyaltyStepRefused", shop.offers.accept({ offerId, dealId: "deal_1" }))
        await Promise.allSettled(Array.from({ length: 6 }, () => shop.offers.expire({ offerId })))
        await shop.offers.expire({ offerId })
        expect((await shop.offers.get(offerId))?.status).toBe("expired")
        expect(await budgetOf(shop, "campaign_1")).toEqual([1, 0, 0])
      }),
    )

    it(
      "need a budget that suffices for one of them, and a limit that lets one through",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const codes = async (own: Partial<CampaignPlan>) => {
          const plan = shop.campaigns.plan({ plan: { ...suiteCampaign, ...own } })
          const { data } = await rejectionOf("InputInvalid", plan)
          return (data as { readonly problems: ReadonlyArray<Problem> }).problems.map(({ code }) => code)
        }
        expect(await codes({ budget: { amountMinor: 9_99, currency: "RUB" } })).toEqual(["campaign.budgetTooSmall"])
        expect(await codes({ budget: { amountMinor: 9_99, currency: "EUR" } })).toEqual(["campaign.budget"])
        expect(await codes({ maxActions: 0 })).toEqual(["number.bounds"])
        const exact = { ...suiteCampaign, budget: { amountMinor: 10_00, currency: "RUB" } }
        expect((await shop.campaigns.plan({ plan: exact })).campaign.status).toBe("draft")
      }),
    )

    it(
      "keep their campaign's budget in their currency: what was used in one is not counted against another",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" })
        const cost = { ...suiteCampaign.action, cost: euros(10_00) }
        const inEuros = { id: "campaign_1", plan: { ...suiteCampaign, action: cost, budget: euros(100_00) } } as const
        await startCampaign(shop, "campaign_1")
        await shop.campaigns.pause({ campaignId: "campaign_1" })
        expect((await shop.campaigns.plan(inEuros)).campaign.plan.budget).toEqual(euros(100_00))
        await shop.campaigns.start({ campaignId: "campaign_1" })
        const [clientId] = await praised(shop, 1)
        await shop.loyalty.decide({ clientId: clientId ?? "client_none" })
        await shop.campaigns.pause({ campaignId: "campaign_1" })
        const task = { kind: "task", typeId: "call", dueInDays: 1 } as const
        await shop.campaigns.plan({ id: "campaign_1", plan: { ...suiteCampaign, action: task, budget: null } })
        const refused = await rejectionOf(
          "InputInvalid",
          shop.campaigns.plan({ id: "campaign_1", plan: suiteCampaign }),
        )
        expect(refused.data).toMatchObject({ problems: [{ path: "plan.budget", code: "campaign.currencyHeld" }] })
        expect((await shop.campaigns.plan(inEuros)).campaign).toMatchObject({ reservedMinor: 10_00 })
      }),
    )

    it(
      "wait though they were decided where consent, a complaint or a payment has come between, until that has passed",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await startCampaign(shop, "campaign_1", { consentPurposeId: "news" })
        const clientIds = await praised(shop, 4)
        const agree = { purposeId: "news", proofKind: "webForm", proof: "Форма на сайте, 2 февраля" } as const
        for (const clientId of clientIds) {
          await shop.consents.give({ id: `consent_${clientId.slice(7)}`, clientId, ...agree })
          await shop.loyalty.decide({ clientId })
        }
        const due = async () => {
          const { actions, held } = await shop.loyalty.due()
          return [
            actions.map(({ clientId }) => clientId).toSorted(),
            Object.fromEntries(held.map(({ clientId, reasons }) => [clientId, reasons])),
          ]
        }
        expect(await due()).toEqual([clientIds, {}])
        await shop.consents.withdraw({ consentId: "consent_1" })
        await shop.complaints.open({ id: "complaint_2", clientId: "client_2" })
        await shop.deals.open({ id: "deal_3", title: "Audit", clientId: "client_3" })
        await shop.invoices.issue({
          id: "invoice_3",
          dealId: "deal_3",
          issuedOn: "2026-02-02",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-03", amountMinor: 100_00 }],
        })
        clock.advance(3 * dayMs)
        expect(await due()).toEqual([
          ["client_4"],
          { client_1: ["noConsent"], client_2: ["complaintOpen"], client_3: ["paymentOverdue"] },
        ])
        await shop.contacts.add({ id: "contact_1", clientId: "client_1", name: "Анна" })
        await shop.consents.give({ id: "consent_9", contactId: "contact_1", ...agree })
        await shop.complaints.resolve({ complaintId: "complaint_2" })
        await shop.payments.receive({
          invoiceId: "invoice_3",
          amount: { amountMinor: 100_00, currency: "RUB" },
          receivedOn: "2026-02-05",
        })
        expect(await due()).toEqual([clientIds, {}])
      }),
    )

    it(
      "are made to nobody who was erased: neither what was decided before nor what falls due after",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await startCampaign(shop, "campaign_1")
        const [first, second] = await praised(shop, 2)
        if (first === undefined || second === undefined) return
        await shop.loyalty.decide({ clientId: first })
        await shop.personalData.erase({ clientId: first })
        await shop.personalData.erase({ clientId: second })
        expect((await shop.loyalty.decide({ clientId: second })).actions).toEqual([])
        expect(await shop.loyalty.due()).toMatchObject({ actions: [], held: [] })
      }),
    )

    it(
      "count what was done before a limit was stated, and give back their cost whatever the rule is by then",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const task = { kind: "task", typeId: "call", dueInDays: 1 } as const
        const free = { ...suiteCampaign, action: task, budget: null }
        await startCampaign(shop, "campaign_1", free)
        const clientIds = await praised(shop, 3)
        for (const clientId of clientIds) await shop.loyalty.decide({ clientId })
        const [one] = (await shop.loyalty.due()).actions
        const states = async (plan: CampaignPlan) => {
          await shop.campaigns.pause({ campaignId: "campaign_1" })
          await shop.campaigns.plan({ id: "campaign_1", plan })
          await shop.campaigns.start({ campaignId: "campaign_1" })
          return budgetOf(shop, "campaign_1")
        }
        expect(await budgetOf(shop, "campaign_1")).toEqual([0, 0, 0])
        expect(await states({ ...free, maxActions: 3 })).toEqual([3, 0, 0])
        const [late] = await praised(shop, 1, 4)
        const { withheld } = await shop.loyalty.decide({ clientId: late ?? "client_none" })
        expect(withheld[0]?.reasons).toEqual(["campaignFull"])
        await shop.dueActions.cancel({ actionId: one?.id ?? "action_none" })
        expect(await budgetOf(shop, "campaign_1")).toEqual([2, 0, 0])
        expect(await states(suiteCampaign)).toEqual([2, 0, 0])
        const { actions } = await shop.loyalty.decide({ clientId: late ?? "client_none" })
        expect(await budgetOf(shop, "campaign_1")).toEqual([3, 10_00, 0])
        expect(await states(free)).toEqual([3, 10_00, 0])
        await shop.dueActions.cancel({ actionId: actions[0]?.id ?? "action_none" })
        expect(await budgetOf(shop, "campaign_1")).toEqual([3, 0, 0])
        expect(await states({ ...free, maxActions: 9 })).toEqual([2, 0, 0])
      }),
    )

    it(
      "take the action with them that was to make them, where they run out or are called off before",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const { clientId, offerId } = await scene(shop)
        const [other] = await praised(shop, 1, 2)
        const { actions } = await shop.loyalty.decide({ clientId: other ?? "client_none" })
        expect((await shop.loyalty.due()).actions).toHaveLength(2)
        await shop.offers.cancel({ offerId: actions[0]?.offerId ?? "offer_none" })
        expect((await shop.loyalty.due()).actions.map((action) => action.clientId)).toEqual([clientId])
        expect(await budgetOf(shop, "campaign_1")).toEqual([1, 10_00, 0])
        clock.advance(15 * dayMs)
        // Before anybody writes it down.
        expect((await shop.loyalty.due()).actions).toEqual([])
        await shop.offers.expire({ offerId })
        expect((await shop.dueActions.page({})).items.map(({ status }) => status)).toEqual(["cancelled", "cancelled"])
        expect((await shop.loyaltyProfiles.get("loyalty_1"))?.touches).toEqual([])
        expect(await budgetOf(shop, "campaign_1")).toEqual([0, 0, 0])
      }),
    )
  })

  describe(`${name}: satisfaction`, () => {
    it(
      "is recorded and told with intervals",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await praised(shop, 3)
        await shop.satisfaction.record({ clientId: "client_1", metric: "nps", score: 3, comment: "Долго" })
        await shop.satisfaction.record({ clientId: "client_1", metric: "csat", score: 5 })
        await rejectionOf("InputInvalid", shop.satisfaction.record({ clientId: "client_1", metric: "nps", score: 11 }))
        await rejectionOf("InputInvalid", shop.satisfaction.record({ clientId: "client_1", metric: "csat", score: 0 }))
        const month = { from: "2026-02-01", to: "2026-02-28" }
        const nps = await shop.satisfaction.nps({ ...month, asked: 8 })
        expect(nps).toMatchObject({ answerCount: 4, score: 0.5, response: { numerator: 4, denominator: 8 } })
        expect(nps.interval?.lower).toBeLessThan(0.5)
        const csat = await shop.satisfaction.csat(month)
        expect(csat.satisfied).toMatchObject({ numerator: 1, denominator: 1 })
        expect((await shop.satisfaction.nps({ from: "2026-03-01", to: "2026-03-31" })).score).toBeNull()
        await rejectionOf("InputInvalid", shop.satisfaction.nps({ ...month, asked: 1 }))
        await rejectionOf("InputInvalid", shop.satisfaction.csat({ from: month.to, to: month.from }))
      }),
    )
  })
}
