import { referralAggregate, rewardAccountAggregate } from "@salesdept/core/loyalty"
import type { Session } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const dayMs = 86_400_000
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

type ClientId = `client_${string}`

const programme = {
  advocatePoints: 100,
  clientPoints: 50,
  validDays: 365,
  minPaid: rub(500),
  capPerAdvocate: { count: 2, days: 30 },
  attributionDays: 30,
}

const open = async (shop: Session, names: ReadonlyArray<string>, own: Partial<typeof programme> = {}) => {
  await shop.department.publish({
    ...suiteDepartment,
    loyalty: {
      caps: [],
      coolDownDays: 0,
      quietHours: null,
      refusalReasons: [],
      graceDays: 14,
      referral: { ...programme, ...own },
    },
  })
  for (const name of names) await shop.clients.register({ id: `client_${name}`, name })
}

const recommend = (shop: Session, advocate: string, client: string) =>
  shop.referrals.record({ clientId: `client_${client}`, by: { advocateId: `client_${advocate}` } })

/** A deal of a client, paid and documented as far as asked. */
const sell = async (
  shop: Session,
  name: string,
  amountMinor: number,
  how: { readonly pay?: boolean; readonly sign?: boolean } = {},
) => {
  const dealId = `deal_${name}` as const
  await shop.deals.open({ id: dealId, title: "Audit", clientId: `client_${name}`, amount: rub(amountMinor) })
  await shop.invoices.issue({
    id: `invoice_${name}`,
    dealId,
    issuedOn: "2026-02-02",
    currency: "RUB",
    instalments: [{ dueOn: "2026-02-20", amountMinor }],
  })
  await shop.documents.draft({
    id: `document_${name}`,
    dealId,
    kind: "serviceAct",
    amount: rub(amountMinor),
    draftedOn: "2026-02-02",
  })
  if (how.pay !== false) {
    await shop.payments.receive({ invoiceId: `invoice_${name}`, amount: rub(amountMinor), receivedOn: "2026-02-02" })
  }
  if (how.sign !== false) await shop.documents.sign({ documentId: `document_${name}`, signedOn: "2026-02-02" })
  return dealId
}

const ruleOf = async (call: Promise<unknown>) =>
  ((await rejectionOf("ReferralRefused", call)).data as { readonly rule: string }).rule

/** Recommendations are rewarded on both sides once, and never in a ring. */
export const referralSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: recommendations`, () => {
    it(
      "are rewarded on both sides once the deal is paid and documented, and reversed by a refund once",
      inScene(factory, async ({ session, store }) => {
        const shop = session()
        await open(shop, ["a", "b"])
        await shop.referrals.issueCode({ id: "refcode_A", advocateId: "client_a" })
        await shop.referrals.issueCode({ id: "refcode_A", advocateId: "client_a" })
        await rejectionOf("RecordExists", shop.referrals.issueCode({ id: "refcode_A", advocateId: "client_b" }))
        await rejectionOf(
          "RecordNotFound",
          shop.referrals.record({ clientId: "client_b", by: { codeId: "refcode_B" } }),
        )
        await shop.referrals.record({ clientId: "client_b", by: { codeId: "refcode_A" } })
        const referralId = "referral_b"
        expect(await ruleOf(shop.referrals.reward({ referralId }))).toBe("wrongStatus")
        const dealId = await sell(shop, "b", 500, { pay: false, sign: false })
        await shop.referrals.attribute({ referralId, dealId })
        expect(await ruleOf(shop.referrals.reward({ referralId }))).toBe("notPaid")
        await shop.payments.receive({ invoiceId: "invoice_b", amount: rub(500), receivedOn: "2026-02-02" })
        expect(await ruleOf(shop.referrals.reward({ referralId }))).toBe("notDocumented")
        await shop.documents.sign({ documentId: "document_b", signedOn: "2026-02-02" })
        const outcomes = await Promise.allSettled(
          Array.from({ length: 5 }, () => shop.referrals.reward({ referralId })),
        )
        expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
        expect((await shop.rewards.balance({ clientId: "client_a" })).activePoints).toBe(100)
        expect((await shop.rewards.balance({ clientId: "client_b" })).activePoints).toBe(50)
        await shop.rewards.spend({ clientId: "client_a", points: 30 })
        await shop.referrals.reverse({ referralId, refundId: "refund-1" })
        expect(await ruleOf(shop.referrals.reverse({ referralId, refundId: "refund-1" }))).toBe("wrongStatus")
        expect(await shop.rewards.balance({ clientId: "client_a" })).toMatchObject({ activePoints: 0, debtPoints: 30 })
        expect(await shop.rewards.balance({ clientId: "client_b" })).toMatchObject({ activePoints: 0, debtPoints: 0 })
        expect((await run(store.verify("shop-17", referralAggregate))).faults).toEqual([])
        expect((await run(store.verify("shop-17", rewardAccountAggregate))).faults).toEqual([])
      }),
    )

    it(
      "are rewarded by the tick without being asked",
      inScene(factory, async ({ session, dept, clock }) => {
        const shop = session()
        await open(shop, ["a", "b"])
        await recommend(shop, "a", "b")
        await shop.referrals.attribute({
          referralId: "referral_b",
          dealId: await sell(shop, "b", 500, { sign: false }),
        })
        await dept.tick({ tenants: ["shop-17"] })
        expect((await shop.referrals.get("referral_b"))?.status).toBe("attributed")
        clock.advance(dayMs)
        await shop.documents.sign({ documentId: "document_b", signedOn: "2026-02-03" })
        await dept.tick({ tenants: ["shop-17"] })
        expect((await shop.referrals.get("referral_b"))?.status).toBe("rewarded")
      }),
    )

    it(
      "are refused to oneself, in a ring, among those of one tax number or contact, of clients who have bought, and twice",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await open(shop, ["a", "b", "c", "d"])
        expect(await ruleOf(recommend(shop, "a", "a"))).toBe("self")
        await recommend(shop, "a", "b")
        await recommend(shop, "b", "c")
        expect(await ruleOf(recommend(shop, "c", "a"))).toBe("cycle")
        expect(await ruleOf(recommend(shop, "d", "c"))).toBe("recordedAlready")
        const twins = [
          ["sameTaxId", { taxId: "7707083893" }, { taxId: "77 0708 3893" }],
          ["samePhone", { phones: ["+7 495 123-45-67"] }, { phones: ["8 (495) 123 45 67"] }],
          ["sameEmail", { emails: ["Anna@Firm.ru"] }, { emails: ["anna+offers@firm.ru"] }],
        ] as const
        for (const [rule, left, right] of twins) {
          await shop.clients.register({ id: `client_${rule}1`, name: "One", ...left })
          await shop.clients.register({ id: `client_${rule}2`, name: "Two" })
          await shop.contacts.add({ clientId: `client_${rule}2`, name: "Анна", ...right })
          expect(await ruleOf(recommend(shop, `${rule}1`, `${rule}2`))).toBe(rule)
        }
        await shop.deals.import({
          sourceId: "fullExport",
          pipelineId: "servicesWithActs",
          rows: [
            {
              id: "deal_old",
              title: null,
              stageId: "done",
              clientId: "client_d",
              ownerId: null,
              productId: null,
              amount: null,
              listAmount: null,
              openedOn: null,
              closedOn: null,
            },
          ],
        })
        expect(await ruleOf(recommend(shop, "a", "d"))).toBe("existingClient")
        // What was entered by mistake makes nobody a client of old.
        await shop.deals.remove({ dealId: "deal_old", reason: "entered by mistake" })
        expect((await recommend(shop, "a", "d")).referral.status).toBe("recorded")
        await shop.referrals.cancel({ referralId: "referral_d" })
        await shop.referrals.cancel({ referralId: "referral_c" })
        expect((await recommend(shop, "d", "c")).referral).toMatchObject({
          advocateId: "client_d",
          status: "recorded",
        })
      }),
    )

    it(
      "go with clients that are merged: deals, points, and that nobody is recommended twice or in a ring",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await open(shop, ["anna", "anna2", "boris", "boris2", "clara"])
        const { referral } = await recommend(shop, "anna", "boris")
        await sell(shop, "boris", 1000)
        await shop.referrals.attribute({ referralId: referral.id, dealId: "deal_boris" })
        const again = await shop.referrals.attribute({ referralId: referral.id, dealId: "deal_boris" })
        expect(again.events).toEqual([])
        await shop.clients.merge({ fromId: "client_boris", intoId: "client_boris2" })
        await shop.clients.merge({ fromId: "client_anna", intoId: "client_anna2" })
        const rules = async (advocate: string, client: string) =>
          (await rejectionOf("ReferralRefused", recommend(shop, advocate, client))).data
        expect(await rules("clara", "boris2")).toMatchObject({ rule: "recordedAlready" })
        expect(await rules("boris2", "anna2")).toMatchObject({ rule: "cycle" })
        await shop.referrals.reward({ referralId: referral.id })
        const points = async (name: string) => (await shop.rewards.balance({ clientId: `client_${name}` })).activePoints
        expect([await points("anna2"), await points("boris2"), await points("anna")]).toEqual([100, 50, 100])
      }),
    )

    it(
      "go with a deal that is merged into another, and give nothing for one that leaves the base",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await open(shop, ["a", "b", "c"])
        await recommend(shop, "a", "b")
        const dealId = await sell(shop, "b", 500)
        await shop.referrals.attribute({ referralId: "referral_b", dealId })
        await shop.deals.open({ id: "deal_again", title: "Audit", clientId: "client_b" })
        await shop.deals.merge({ intoId: "deal_again", fromId: dealId })
        expect((await shop.referrals.reward({ referralId: "referral_b" })).referral.status).toBe("rewarded")
        expect((await shop.rewards.balance({ clientId: "client_a" })).activePoints).toBe(100)
        await recommend(shop, "a", "c")
        await shop.deals.open({ id: "deal_mistake", title: "Audit", clientId: "client_c" })
        await shop.referrals.attribute({ referralId: "referral_c", dealId: "deal_mistake" })
        await shop.deals.remove({ dealId: "deal_mistake", reason: "entered by mistake" })
        expect(await ruleOf(shop.referrals.reward({ referralId: "referral_c" }))).toBe("otherClientsDeal")
        const other = await sell(shop, "c", 500)
        await shop.referrals.attribute({ referralId: "referral_c", dealId: other })
        expect((await shop.referrals.reward({ referralId: "referral_c" })).referral.dealId).toBe(other)
      }),
    )

    it(
      "give nothing where both sides turned out to be one client",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await open(shop, ["anna", "boris"])
        const { referral } = await recommend(shop, "anna", "boris")
        await sell(shop, "boris", 1000)
        await shop.referrals.attribute({ referralId: referral.id, dealId: "deal_boris" })
        await shop.clients.merge({ fromId: "client_boris", intoId: "client_anna" })
        const refused = shop.referrals.reward({ referralId: referral.id })
        expect((await rejectionOf("ReferralRefused", refused)).data).toMatchObject({ rule: "self" })
      }),
    )

    it(
      "are held to the least paid, the cap of an advocate, the client's own deals and the days of attribution",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await open(shop, ["a", "b", "c", "d", "e"])
        for (const client of ["b", "c", "d", "e"]) await recommend(shop, "a", client)
        const small = await sell(shop, "b", 499)
        await shop.referrals.attribute({ referralId: "referral_b", dealId: small })
        expect(await ruleOf(shop.referrals.reward({ referralId: "referral_b" }))).toBe("paidTooLittle")
        expect(await ruleOf(shop.referrals.attribute({ referralId: "referral_c", dealId: small }))).toBe(
          "otherClientsDeal",
        )
        for (const client of ["c", "d", "e"] as const) {
          await shop.referrals.attribute({ referralId: `referral_${client}`, dealId: await sell(shop, client, 500) })
        }
        const rewarded = await Promise.allSettled(
          (["c", "d", "e"] as const).map((client) => shop.referrals.reward({ referralId: `referral_${client}` })),
        )
        expect(rewarded.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(2)
        const points = (await shop.rewards.balance({ clientId: "client_a" })).activePoints
        expect(points).toBeLessThanOrEqual(200)
        clock.advance(31 * dayMs)
        expect(await ruleOf(shop.referrals.attribute({ referralId: "referral_b", dealId: "deal_b" }))).toBe(
          "attributionLate",
        )
      }),
    )

    it(
      "never make a rewarded ring, whoever recommends whom at the same time",
      inScene(factory, async ({ session }) => {
        let tenants = 0
        const names = ["a", "b", "c", "d", "e"]
        const pair = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names))
        await fc.assert(
          fc.asyncProperty(fc.array(pair, { minLength: 4, maxLength: 14 }), async (pairs) => {
            tenants += 1
            const shop = session(`ring-${tenants}`)
            await open(shop, names)
            await Promise.allSettled(pairs.map(([advocate, client]) => recommend(shop, advocate, client)))
            const referrals = (await shop.referrals.page({ limit: 100 })).items
            const above = new Map<ClientId, ClientId>(
              referrals.map(({ clientId, advocateId }) => [clientId, advocateId]),
            )
            for (const start of above.keys()) {
              const seen = new Set<ClientId>()
              for (let at: ClientId | undefined = start; at !== undefined; at = above.get(at)) {
                expect(seen.has(at), `${start} recommends itself by ${[...seen].join(", ")}`).toBe(false)
                seen.add(at)
              }
            }
          }),
          { numRuns: 10 },
        )
      }),
    )

    it(
      "gives who recommended a client, whom it recommended, and its codes",
      inScene(factory, async ({ session }) => {
        const shop = session()
        for (const at of ["a", "b", "c"]) await shop.clients.register({ id: `client_${at}`, name: at })
        await shop.referrals.issueCode({ id: "refcode_B", advocateId: "client_b" })
        await shop.referrals.record({ clientId: "client_b", by: { advocateId: "client_a" } })
        await shop.referrals.record({ clientId: "client_c", by: { codeId: "refcode_B" } })
        const { records } = await shop.personalData.export({ clientId: "client_b" })
        expect(records.map(({ record }) => record.id).toSorted()).toEqual([
          "client_b",
          "refcode_B",
          "referral_b",
          "referral_c",
        ])
      }),
    )
  })
}
