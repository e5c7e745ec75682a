import { campaignAggregate, dueActionAggregate, loyaltyProfileAggregate, offerAggregate } from "@salesdept/core/loyalty"
import type { Session } from "@salesdept/core/promise"
import { salesDept } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { budgetOf, praised, startCampaign } from "./CampaignScene.ts"
import { finishDeal } from "./FinishDeal.ts"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { ability, inScene, run } from "./Scene.ts"
import { storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteCampaign } from "./SuiteCampaign.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const dayMs = 86_400_000
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

const actionsOf = async (shop: Session) => (await shop.dueActions.page({ limit: 1000 })).items

const expectNoFaults = async ({ store }: Scene): Promise<void> => {
  expect((await run(store.verify("shop-17", campaignAggregate))).faults).toEqual([])
  expect((await run(store.verify("shop-17", dueActionAggregate))).faults).toEqual([])
  expect((await run(store.verify("shop-17", loyaltyProfileAggregate))).faults).toEqual([])
  expect((await run(store.verify("shop-17", offerAggregate))).faults).toEqual([])
}

/** Campaigns decide each due action once and within their limits, whoever decides at the same time. */
export const campaignSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: campaigns`, () => {
    it(
      "decide each due action exactly once, hand it over by the journal, and leave alone what fell due before",
      inScene(factory, async (scene) => {
        const { session, clock } = scene
        const shop = session()
        const [early] = await praised(shop, 1)
        clock.advance(dayMs)
        await startCampaign(shop, "campaign_1")
        const [clientId] = await praised(shop, 1, 2)
        if (clientId === undefined || early === undefined) return
        const { actions, events } = await shop.loyalty.decide({ clientId })
        expect(actions).toHaveLength(1)
        expect(actions[0]).toMatchObject({ clientId, campaignId: "campaign_1", status: "decided", channelId: "mail" })
        expect(events.map(({ type }) => type)).toEqual([
          "DueActionDecided",
          "OfferProposed",
          "CampaignUsed",
          "ClientTouched",
        ])
        expect((await shop.loyalty.decide({ clientId })).events).toEqual([])
        const { actions: toDo } = await shop.loyalty.due()
        expect(toDo).toEqual([{ ...actions[0], campaignName: suiteCampaign.name, priority: suiteCampaign.priority }])
        expect((await shop.loyalty.due({ assigneeId: "user:nobody" })).actions).toEqual([])
        expect((await shop.loyalty.due({ on: "2026-02-01" })).actions).toEqual([])
        expect((await shop.loyalty.decide({ clientId: early })).actions).toEqual([])
        expect(await budgetOf(shop, "campaign_1")).toEqual([1, 10_00, 0])
        await expectNoFaults(scene)
      }),
    )

    it(
      "hand each due action to a consumer of events, in order and once it is acknowledged never again",
      inScene(factory, async ({ session, dept, store }, context) => {
        if (store.outbox === null) return context.skip("the store declares that it has no outbox")
        const shop = session()
        await startCampaign(shop, "campaign_1")
        await praised(shop, 4)
        await Promise.all([shop.loyalty.run(), shop.loyalty.run()])
        const handed: Array<string> = []
        const drain = async () => {
          for await (const { events, ack } of dept.tenant("shop-17").events({ consumer: "mailer", once: true })) {
            for (const { type, stream } of events) if (type === "DueActionDecided") handed.push(stream)
            await ack()
          }
        }
        await drain()
        await shop.loyalty.run()
        await drain()
        const actions = await actionsOf(shop)
        expect(handed.toSorted()).toEqual(actions.map(({ id }) => id))
        expect(new Set(handed).size).toBe(4)
      }),
    )

    it(
      "hold caps, limits and budgets when passes run at once, and decide nothing twice",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.department.publish({
          ...suiteDepartment,
          loyalty: {
            caps: [{ count: 1, days: 1 }],
            coolDownDays: 0,
            quietHours: null,
            refusalReasons: [],
            graceDays: 14,
          },
        })
        // Two campaigns want every client, who may be turned to once; the first has money for three.
        await startCampaign(shop, "campaign_1", { priority: 1, budget: rub(30_00) })
        await startCampaign(shop, "campaign_2", {
          priority: 2,
          action: { kind: "recommendation" },
          budget: null,
          maxActions: 4,
        })
        const ids = await praised(shop, 8)
        const decideAll = () => ids.map((clientId) => shop.loyalty.decide({ clientId }))
        const outcomes = await Promise.allSettled([...decideAll(), shop.loyalty.run(), ...decideAll()])
        for (const one of outcomes)
          if (one.status === "rejected") expect((one.reason as Error).name).toBe("VersionConflict")
        for (const clientId of ids) await shop.loyalty.decide({ clientId })
        const actions = await actionsOf(shop)
        expect(actions).toHaveLength(7)
        expect(new Set(actions.map(({ clientId }) => clientId)).size).toBe(7)
        expect(await budgetOf(shop, "campaign_1")).toEqual([3, 30_00, 0])
        expect(await budgetOf(shop, "campaign_2")).toEqual([4, 0, 0])
        expect((await shop.offers.page({ limit: 100 })).items).toHaveLength(3)
        await expectNoFaults(scene)
      }),
    )

    it(
      "decide nothing twice between two connections",
      inScene(factory, async (scene, context) => {
        const second = await ability(scene.harness.secondConnection, "second connection", context)()
        const other = await salesDept({
          store: { open: () => Promise.resolve(second) },
          department: suiteDepartment,
          now: scene.clock.now,
        })
        try {
          const shop = scene.session()
          const otherShop = other.tenant("shop-17").as("user:43")
          await startCampaign(shop, "campaign_1", { budget: rub(50_00) })
          const ids = await praised(shop, 8)
          await Promise.allSettled(
            ids.flatMap((clientId) => [shop.loyalty.decide({ clientId }), otherShop.loyalty.decide({ clientId })]),
          )
          for (const clientId of ids) await shop.loyalty.decide({ clientId })
          expect(await actionsOf(shop)).toHaveLength(5)
          expect(await budgetOf(shop, "campaign_1")).toEqual([5, 50_00, 0])
          await expectNoFaults(scene)
        } finally {
          await other.close()
        }
      }),
    )

    it(
      "offer nothing while a payment is overdue or a complaint is open, and do so when that has passed",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await startCampaign(shop, "campaign_1")
        const [clientId] = await praised(shop, 1)
        if (clientId === undefined) return
        await shop.deals.open({ id: "deal_1", title: "Audit", clientId, amount: rub(500) })
        await shop.invoices.issue({
          id: "invoice_1",
          dealId: "deal_1",
          issuedOn: "2026-02-01",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-01", amountMinor: 500 }],
        })
        await shop.complaints.open({ id: "complaint_1", clientId, text: "Опоздали" })
        const held = await shop.loyalty.decide({ clientId })
        expect(held.actions).toEqual([])
        expect(held.withheld[0]?.reasons).toEqual(["paymentOverdue", "complaintOpen"])
        const proposal = { clientId, offerTypeId: "audit", cost: rub(1), validDays: 7 }
        const refused = await rejectionOf("OfferBlocked", shop.offers.propose(proposal))
        expect(refused.data).toEqual({ clientId, hasOverdue: true, hasComplaint: true })
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(500), receivedOn: "2026-02-02" })
        expect((await shop.loyalty.decide({ clientId })).withheld[0]?.reasons).toEqual(["complaintOpen"])
        await shop.complaints.resolve({ complaintId: "complaint_1" })
        clock.advance(3 * dayMs)
        expect((await shop.loyalty.decide({ clientId })).actions).toHaveLength(1)
        expect((await shop.offers.propose(proposal)).offer.status).toBe("proposed")
      }),
    )

    it(
      "ask conditions of the deal in the language of gates",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await startCampaign(shop, "campaign_1", {
          trigger: { on: "dealFinished", afterDays: 0 },
          condition: { fact: "deal.amountMinor", op: "atLeast", value: rub(1000) },
        })
        for (const [at, amount] of [rub(999), rub(1000)].entries()) {
          const clientId = `client_${at}` as const
          const dealId = `deal_${at}` as const
          await shop.clients.register({ id: clientId, name: clientId, ownerId: "user:7" })
          await shop.deals.open({ id: dealId, title: "Audit", clientId, amount })
          await finishDeal(shop, { dealId, amount, on: "2026-02-02" })
        }
        expect((await shop.loyalty.decide({ clientId: "client_0" })).withheld[0]?.reasons).toEqual(["condition"])
        const { actions } = await shop.loyalty.decide({ clientId: "client_1" })
        expect(actions[0]).toMatchObject({ dealId: "deal_1", occurrenceKey: "deal_1", assigneeId: "user:7" })
      }),
    )

    it(
      "go through all clients once a day, and when they are switched on",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const ids = await praised(shop, 5)
        expect((await shop.loyalty.run()).clients).toBe(0)
        await startCampaign(shop, "campaign_1")
        expect(await shop.loyalty.run()).toEqual({
          isOver: true,
          clients: 5,
          actions: 5,
          withheld: 0,
          referrals: 0,
          failedClientIds: [],
        })
        expect((await shop.loyalty.run()).clients).toBe(0)
        clock.advance(dayMs)
        await praised(shop, 1, 6)
        expect(await shop.loyalty.run()).toMatchObject({ clients: ids.length + 1, actions: 1 })
        await shop.campaigns.pause({ campaignId: "campaign_1" })
        clock.advance(dayMs)
        expect((await shop.loyalty.run()).actions).toBe(0)
        clock.advance(dayMs)
        expect((await shop.loyalty.run()).clients).toBe(0)
      }),
    )

    it(
      "are a duty of the tick, as are offers and points that run out; several ticks at once do it once",
      inScene(factory, async ({ session, dept, clock }) => {
        const shop = session()
        await praised(shop, 4)
        await startCampaign(shop, "campaign_1")
        await shop.rewards.earn({ clientId: "client_1", points: 10, reasonId: "gift", validity: { days: 20 } })
        const tick = () => dept.tick({ tenants: ["shop-17"] })
        await Promise.all([tick(), tick(), tick()])
        expect(await actionsOf(shop)).toHaveLength(4)
        expect(await budgetOf(shop, "campaign_1")).toEqual([4, 40_00, 0])
        clock.advance(30 * dayMs)
        await Promise.all([tick(), tick()])
        // Offers that nobody made take their actions with them.
        expect(await budgetOf(shop, "campaign_1")).toEqual([0, 0, 0])
        expect((await shop.offers.page({ where: { status: "expired" } })).items).toHaveLength(4)
        expect((await actionsOf(shop)).map(({ status }) => status)).toEqual(Array(4).fill("cancelled"))
        expect((await shop.rewards.get("rewards_1"))?.balances).toMatchObject({ active: 0, expired: 10 })
        expect(await actionsOf(shop)).toHaveLength(4)
      }),
    )

    it(
      "turn only to clients whose consent is in force, and name it",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await startCampaign(shop, "campaign_1", { consentPurposeId: "news" })
        const [clientId, other] = await praised(shop, 2)
        if (clientId === undefined || other === undefined) return
        expect((await shop.loyalty.decide({ clientId })).withheld[0]?.reasons).toEqual(["noConsent"])
        const agree = { purposeId: "news", proofKind: "webForm", proof: "Форма на сайте, 2 февраля" } as const
        await shop.consents.give({ id: "consent_1", clientId, ...agree })
        await shop.contacts.add({ id: "contact_1", clientId: other, name: "Анна" })
        await shop.consents.give({ id: "consent_2", contactId: "contact_1", ...agree })
        await shop.consents.withdraw({ consentId: "consent_1" })
        clock.advance(3 * dayMs)
        expect((await shop.loyalty.decide({ clientId })).withheld[0]?.reasons).toEqual(["noConsent"])
        expect((await shop.loyalty.decide({ clientId: other })).actions[0]?.consentId).toBe("consent_2")
      }),
    )

    it(
      "are played over the past before they are switched on, which writes nothing",
      inScene(factory, async (scene) => {
        const { session, clock } = scene
        const shop = session()
        const plan = {
          ...suiteCampaign,
          trigger: { on: "dealFinished", afterDays: 10 },
          condition: { fact: "deal.amountMinor", op: "atLeast", value: rub(200) },
          budget: rub(30_00),
        } as const
        for (const at of [1, 2, 3, 4, 5, 6]) {
          const clientId = `client_${at}` as const
          const dealId = `deal_${at}` as const
          const amount = rub(at * 100)
          await shop.clients.register({ id: clientId, name: clientId })
          await shop.deals.open({ id: dealId, title: "Audit", clientId, amount })
          await finishDeal(shop, { dealId, amount, on: `2026-02-0${at + 1}` })
          clock.advance(dayMs)
        }
        // The last one complained before it fell due, and was heard after its days of grace.
        await shop.complaints.open({ id: "complaint_1", clientId: "client_6" })
        clock.advance(60 * dayMs)
        await shop.complaints.resolve({ complaintId: "complaint_1" })
        const before = await storedBy(scene.store, "shop-17")
        const played = await shop.loyalty.simulate({ plan, from: "2026-02-01", to: "2026-03-31" })
        expect(played).toMatchObject({
          clientCount: 6,
          dueCount: 6,
          actionCount: 3,
          reachedClientCount: 3,
          heldOutCount: 0,
          costMinor: 30_00,
          byMonth: [{ month: "2026-02", actionCount: 3 }],
          withheld: [
            { reason: "budget", count: 3 },
            { reason: "complaintOpen", count: 1 },
            { reason: "condition", count: 1 },
          ],
        })
        expect(played.actions[0]).toEqual({
          clientId: "client_2",
          occurrenceKey: "deal_2",
          dueOn: "2026-02-13",
          decidedOn: "2026-02-13",
        })
        expect(await storedBy(scene.store, "shop-17")).toEqual(before)
        await rejectionOf("InputInvalid", shop.loyalty.simulate({ plan, from: "2026-02-02", to: "2026-02-01" }))
      }),
    )

    it(
      "are played over the past with the money as it stood: what was credited or refunded since was due or paid then",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const amount = rub(300)
        for (const at of [1, 2]) {
          const clientId = `client_${at}` as const
          await shop.clients.register({ id: clientId, name: clientId })
          await shop.deals.open({ id: `deal_${at}`, title: "Audit", clientId, amount })
          await finishDeal(shop, { dealId: `deal_${at}`, amount, on: "2026-02-02" })
        }
        const common = { issuedOn: "2026-02-02", currency: "RUB", dealId: "deal_1" } as const
        const instalments = [{ dueOn: "2026-02-05", amountMinor: 100 }]
        await shop.invoices.issue({ ...common, id: "invoice_late", instalments })
        clock.advance(60 * dayMs)
        const on = "2026-04-02"
        const reasonId = "returned"
        await shop.invoices.credit({ invoiceId: "invoice_late", amount: rub(100), creditedOn: on, reasonId })
        const [paid] = (await shop.payments.page({ where: { dealId: "deal_2" } })).items
        const refund = { amount, invoiceId: "invoice_deal_2", refundedOn: on, reasonId } as const
        await shop.payments.refund({ ...refund, paymentId: paid?.id ?? "payment_0" })
        const plan = { ...suiteCampaign, trigger: { on: "dealFinished", afterDays: 10 } } as const
        const played = await shop.loyalty.simulate({ plan, from: "2026-02-01", to: "2026-03-31" })
        expect(played.actions.map(({ clientId }) => clientId)).toEqual(["client_2"])
        expect(played.withheld).toEqual([{ reason: "paymentOverdue", count: 1 }])
      }),
    )

    it(
      "let the holdout alone, for good, and count it",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await startCampaign(shop, "campaign_1", { budget: rub(1000_00), holdout: { share: 0.5, seed: "s1" } })
        await praised(shop, 30)
        await shop.loyalty.run()
        const actions = await actionsOf(shop)
        const heldOut = actions.filter(({ status }) => status === "heldOut")
        expect(actions).toHaveLength(30)
        expect(heldOut.length).toBeGreaterThan(5)
        expect(heldOut.length).toBeLessThan(25)
        expect(heldOut.every(({ offerId }) => offerId === null)).toBe(true)
        const offered = actions.length - heldOut.length
        expect(await budgetOf(shop, "campaign_1")).toEqual([offered, offered * 10_00, 0])
      }),
    )

    it(
      "turn to a client by its own clocks",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await startCampaign(shop, "campaign_1")
        const [clientId] = await praised(shop, 1)
        if (clientId === undefined) return
        // 09:00 in Moscow is 15:00 in Tokyo and half past midnight in Chicago.
        await shop.loyalty.setTimeZone({ clientId, timeZone: "America/Chicago" })
        const { actions } = await shop.loyalty.decide({ clientId })
        expect(actions[0]?.notBefore).toBe("2026-02-02T15:00:00.000Z")
        expect((await shop.loyaltyProfiles.get("loyalty_1"))?.touches[0]?.on).toBe("2026-02-02")
      }),
    )

    it(
      "give back what a cancelled action took, and change their rule only while they are off",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await startCampaign(shop, "campaign_1")
        const [clientId] = await praised(shop, 1)
        if (clientId === undefined) return
        const [action] = (await shop.loyalty.decide({ clientId })).actions
        if (action === undefined) return
        await shop.dueActions.cancel({ actionId: action.id })
        expect(await budgetOf(shop, "campaign_1")).toEqual([0, 0, 0])
        expect((await shop.loyaltyProfiles.get("loyalty_1"))?.touches).toEqual([])
        expect((await shop.offers.page({})).items[0]?.status).toBe("cancelled")
        await rejectionOf("LoyaltyStepRefused", shop.dueActions.complete({ actionId: action.id }))
        const again = { id: "campaign_1", plan: { ...suiteCampaign, priority: 3 } } as const
        await rejectionOf("LoyaltyStepRefused", shop.campaigns.plan(again))
        await shop.campaigns.pause({ campaignId: "campaign_1" })
        expect((await shop.campaigns.plan(again)).campaign).toMatchObject({ status: "paused", plan: { priority: 3 } })
        await shop.campaigns.end({ campaignId: "campaign_1" })
        await rejectionOf("LoyaltyStepRefused", shop.campaigns.start({ campaignId: "campaign_1" }))
        const offerless = { ...suiteCampaign, budget: null }
        await rejectionOf("InputInvalid", shop.campaigns.plan({ plan: offerless }))
        // A trigger that could never fire is a mistake, not a rule.
        for (const trigger of [
          { on: "season", month: 2, day: 30 },
          { on: "season", month: 11, day: 31 },
          { on: "satisfaction", metric: "nps", from: 9, to: 3, afterDays: 0 },
          { on: "satisfaction", metric: "csat", from: 0, to: 2, afterDays: 0 },
          { on: "satisfaction", metric: "csat", from: 5, to: 9, afterDays: 0 },
        ] as const) {
          await rejectionOf("InputInvalid", shop.campaigns.plan({ plan: { ...suiteCampaign, trigger } }))
        }
        const leapDay = { ...suiteCampaign, trigger: { on: "season", month: 2, day: 29 } } as const
        expect((await shop.campaigns.plan({ plan: leapDay })).campaign.status).toBe("draft")
        await expectNoFaults(scene)
      }),
    )
  })
}
