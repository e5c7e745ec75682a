import { rewardAccountAggregate, rewardLotAggregate } from "@salesdept/core/loyalty"
import type { Session } from "@salesdept/core/promise"
import { salesDept } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { ability, inScene, inSceneAfterwards, run } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const clientId = "client_1"
const dayMs = 86_400_000

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

/** What must hold of a client's points at any time: both sides of the ledger are equal, and lots and account agree. */
const expectConserved = async ({ store }: Scene, shop: Session, tenant: string): Promise<void> => {
  const [account] = (await shop.rewards.page({})).items
  const lots = (await shop.rewardLots.page({ limit: 1000 })).items
  const spends = (await shop.rewardSpends.page({ limit: 1000 })).items
  for (const { kind, postings } of await shop.rewards.ledger({ clientId })) {
    expect(sum(postings.map(({ points }) => points)), kind).toBe(0)
  }
  if (account !== undefined) {
    const { issued, pending, active, spent, expired, reversed, debt } = account.balances
    expect(issued + pending + active + spent + expired + reversed + debt).toBe(0)
    expect(0 - issued).toBe(sum(lots.map(({ earnedPoints }) => earnedPoints)))
    expect(active).toBe(sum(lots.map(({ activePoints }) => activePoints)))
    expect(pending).toBe(sum(lots.map(({ pendingPoints }) => pendingPoints)))
    expect(spent).toBe(sum(spends.filter(({ returnedAt }) => returnedAt === null).map(({ points }) => points)))
    expect(debt).toBeLessThanOrEqual(0)
    if (active > 0) expect(debt).toBe(0)
  }
  // Verifying folds every journal anew and compares it with what is stored.
  expect((await run(store.verify(tenant, rewardAccountAggregate))).faults).toEqual([])
  expect((await run(store.verify(tenant, rewardLotAggregate))).faults).toEqual([])
}

const points = fc.integer({ min: 1, max: 100 })
const index = fc.nat({ max: 3 })

const anyStep = fc.oneof(
  fc.record({
    kind: fc.constant("earn" as const),
    points,
    isPending: fc.boolean(),
    days: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constant("confirm" as const), index }),
  fc.record({ kind: fc.constant("spend" as const), points }),
  fc.record({ kind: fc.constant("returnSpend" as const), index }),
  fc.record({ kind: fc.constant("reverse" as const), index, refund: fc.constantFrom("r1", "r2") }),
  fc.record({ kind: fc.constant("expire" as const) }),
)

type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never

const perform = (shop: Session, step: Step, at: number): Promise<unknown> => {
  switch (step.kind) {
    case "earn":
      return shop.rewards.earn({
        clientId,
        points: step.points,
        reasonId: "purchase",
        isPending: step.isPending,
        validity: { days: step.days },
        id: `lot_${at}`,
      })
    case "confirm":
      return shop.rewards.confirm({ lotId: `lot_${step.index}` })
    case "spend":
      return shop.rewards.spend({ clientId, points: step.points, id: `spend_${at}` })
    case "returnSpend":
      return shop.rewards.returnSpend({ spendId: `spend_${step.index}` })
    case "reverse":
      return shop.rewards.reverse({ lotId: `lot_${step.index}`, refundId: step.refund })
    case "expire":
      return shop.rewards.expire({ clientId })
  }
}

const register = (shop: Session) => shop.clients.register({ id: clientId, name: "ООО «Ромашка»" })

/** Points are conserved, whatever happens to them and however much of it at once. */
export const loyaltySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: rewards`, () => {
    it(
      "conserves points under any history of earning, spending, refund and expiry",
      inScene(factory, async (scene) => {
        let tenants = 0
        const steps = fc.array(fc.tuple(anyStep, fc.nat({ max: 3 })), { maxLength: 12 })
        await fc.assert(
          fc.asyncProperty(steps, async (history) => {
            tenants += 1
            const tenant = `tenant-${tenants}`
            const shop = scene.session(tenant)
            await register(shop)
            for (const [at, [step, days]] of history.entries()) {
              scene.clock.advance(days * dayMs)
              await perform(shop, step, at).catch((error: { readonly _tag?: string }) => {
                expect(["NotEnoughPoints", "RewardRefused", "RecordNotFound"]).toContain(error._tag)
              })
            }
            await expectConserved(scene, shop, tenant)
          }),
          { numRuns: 15 },
        )
      }),
    )

    it(
      "conserves points when much happens at once, spends none twice and counts a refund once",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await register(shop)
        for (const at of [1, 2, 3]) {
          await shop.rewards.earn({ id: `lot_${at}`, clientId, points: 100, reasonId: "purchase" })
        }
        const calls = Array.from({ length: 12 }, (_, at) => [
          shop.rewards.spend({ id: `spend_${at}`, clientId, points: 40 }),
          shop.rewards.reverse({ lotId: "lot_1", refundId: "refund_1" }),
        ]).flat()
        const outcomes = await Promise.allSettled(calls)
        const answered = outcomes.filter(({ status }) => status === "fulfilled").length
        expect(answered).toBeGreaterThan(0)
        const refusals = outcomes.flatMap((one) => (one.status === "rejected" ? [(one.reason as Error).name] : []))
        for (const refusal of refusals) {
          expect(["NotEnoughPoints", "RewardRefused", "VersionConflict"]).toContain(refusal)
        }
        await expectConserved(scene, shop, "shop-17")
        expect((await shop.rewardLots.get("lot_1"))?.reversedPoints).toBeLessThanOrEqual(100)
        const balance = await shop.rewards.balance({ clientId })
        expect(balance.issuedPoints).toBe(300)
        expect(balance.spentPoints).toBeLessThanOrEqual(300)
      }),
    )

    it(
      "conserves points between two connections",
      inScene(factory, async (scene, context) => {
        const second = await ability(scene.harness.secondConnection, "second connection", context)()
        const other = await salesDept({ store: { open: () => Promise.resolve(second) }, department: suiteDepartment })
        try {
          const shop = scene.session()
          const otherShop = other.tenant("shop-17").as("user:43")
          await register(shop)
          await shop.rewards.earn({ id: "lot_1", clientId, points: 100, reasonId: "purchase" })
          const spend = (from: Session, at: number) => from.rewards.spend({ id: `spend_${at}`, clientId, points: 30 })
          await Promise.allSettled(Array.from({ length: 16 }, (_, at) => spend(at % 2 === 0 ? shop : otherShop, at)))
          await expectConserved(scene, shop, "shop-17")
          expect((await shop.rewards.balance({ clientId })).activePoints).toBeGreaterThanOrEqual(10)
        } finally {
          await other.close()
        }
      }),
    )

    it(
      "holds points of a deal until it is paid and documented",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await register(shop)
        await shop.deals.open({ id: "deal_1", title: "Audit", clientId })
        await shop.rewards.earn({
          id: "lot_1",
          clientId,
          points: 50,
          reasonId: "purchase",
          dealId: "deal_1",
          isPending: true,
          validity: { days: 30 },
        })
        const confirm = () => shop.rewards.confirm({ lotId: "lot_1" })
        const refused = await rejectionOf("RewardHeld", confirm())
        expect(refused.data).toEqual({ dealId: "deal_1", isPaid: false, isDocumented: false })
        const amount = { amountMinor: 500, currency: "RUB" }
        await shop.invoices.issue({
          id: "invoice_1",
          dealId: "deal_1",
          issuedOn: "2026-02-02",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-10", amountMinor: 500 }],
        })
        await shop.payments.receive({ invoiceId: "invoice_1", amount, receivedOn: "2026-02-02" })
        expect((await rejectionOf("RewardHeld", confirm())).data).toMatchObject({ isPaid: true, isDocumented: false })
        await shop.documents.draft({
          id: "document_1",
          dealId: "deal_1",
          kind: "serviceAct",
          amount,
          draftedOn: "2026-02-02",
        })
        await shop.documents.sign({ documentId: "document_1", signedOn: "2026-02-02" })
        // Invoices and documents go with a deal that is merged into another; its points are held by what is there.
        await shop.deals.open({ id: "deal_2", title: "Audit, entered twice", clientId })
        await shop.deals.merge({ intoId: "deal_2", fromId: "deal_1" })
        expect((await confirm()).lot).toMatchObject({ pendingPoints: 0, activePoints: 50, expiresOn: "2026-03-04" })
        await rejectionOf("RewardRefused", confirm())
      }),
    )

    it(
      "holds points of a deal that was credited in full, or paid and documented in part",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await register(shop)
        const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
        const on = "2026-02-02"
        const dealId = "deal_1"
        await shop.deals.open({ id: dealId, title: "Audit", clientId, amount: rub(500) })
        await shop.rewards.earn({ id: "lot_1", clientId, points: 50, reasonId: "purchase", dealId, isPending: true })
        const heldBy = async () => (await rejectionOf("RewardHeld", shop.rewards.confirm({ lotId: "lot_1" }))).data
        const instalments = [{ dueOn: "2026-02-10", amountMinor: 500 }]
        await shop.invoices.issue({ id: "invoice_1", dealId, issuedOn: on, currency: "RUB", instalments })
        await shop.invoices.credit({ invoiceId: "invoice_1", amount: rub(500), creditedOn: on, reasonId: "returned" })
        const act = { dealId, kind: "serviceAct", draftedOn: on } as const
        await shop.documents.draft({ ...act, id: "document_1", amount: rub(200) })
        await shop.documents.sign({ documentId: "document_1", signedOn: on })
        expect(await heldBy()).toEqual({ dealId, isPaid: false, isDocumented: false })
        for (const [id, amountMinor] of [
          ["invoice_2", 200],
          ["invoice_3", 300],
        ] as const) {
          const parts = [{ dueOn: "2026-02-10", amountMinor }]
          await shop.invoices.issue({ id, dealId, issuedOn: on, currency: "RUB", instalments: parts })
          if (id === "invoice_3") await shop.documents.draft({ ...act, id: "document_2", amount: rub(300) })
          await shop.payments.receive({ invoiceId: id, amount: rub(amountMinor), receivedOn: on })
          expect(await heldBy()).toEqual({ dealId, isPaid: id === "invoice_3", isDocumented: false })
        }
        await shop.documents.sign({ documentId: "document_2", signedOn: on })
        expect((await shop.rewards.confirm({ lotId: "lot_1" })).lot.activePoints).toBe(50)
      }),
    )

    it(
      "tells the balance at any instant, also before points are written off",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await register(shop)
        await shop.rewards.earn({
          id: "lot_1",
          clientId,
          points: 50,
          reasonId: "purchase",
          validity: { lastOn: "2026-02-10" },
        })
        clock.advance(dayMs)
        await shop.rewards.spend({ id: "spend_1", clientId, points: 20 })
        const balance = (asOf: string) => shop.rewards.balance({ clientId, asOf })
        expect(await balance("2026-02-01T00:00:00.000Z")).toMatchObject({ issuedPoints: 0, activePoints: 0 })
        expect(await balance("2026-02-02T12:00:00.000Z")).toMatchObject({ issuedPoints: 50, activePoints: 50 })
        expect(await balance("2026-02-10T20:00:00.000Z")).toMatchObject({ activePoints: 30, expiredPoints: 0 })
        expect(await balance("2026-02-11T00:00:00.000Z")).toMatchObject({ activePoints: 0, expiredPoints: 30 })
        clock.advance(30 * dayMs)
        const { account } = await shop.rewards.expire({ clientId })
        expect(account).toMatchObject({ balances: { expired: 30 }, nextExpiresAt: null })
        expect((await shop.rewards.expire({ clientId })).events).toEqual([])
        expect(await balance("2026-02-10T20:00:00.000Z")).toMatchObject({ activePoints: 30, expiredPoints: 0 })
      }),
    )

    it(
      "tells a client's tier by what is paid and documented",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await register(shop)
        await rejectionOf("NoTiers", shop.rewards.tier({ clientId }))
        const tier = (id: string, fromMinor: number) => ({ id, name: { en: id, ru: id }, fromMinor })
        const rules = {
          currency: "RUB",
          tiers: [tier("base", 0), tier("silver", 500), tier("gold", 1000)],
          windowMonths: 12,
          keepMonths: 6,
          downgrade: "toQualified",
        } as const
        const publish = (tiers: typeof rules) =>
          shop.department.publish({
            ...suiteDepartment,
            loyalty: { caps: [], coolDownDays: 0, quietHours: null, refusalReasons: [], graceDays: 0, tiers },
          })
        await rejectionOf(
          "InputInvalid",
          publish({ ...rules, tiers: [tier("base", 1), tier("silver", 500), tier("gold", 1000)] }),
        )
        await publish(rules)
        await shop.deals.open({ id: "deal_1", title: "Audit", clientId, amount: { amountMinor: 800, currency: "RUB" } })
        await shop.invoices.issue({
          id: "invoice_1",
          dealId: "deal_1",
          issuedOn: "2026-02-02",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-10", amountMinor: 800 }],
        })
        const pay = (amountMinor: number, receivedOn: string) =>
          shop.payments.receive({ invoiceId: "invoice_1", amount: { amountMinor, currency: "RUB" }, receivedOn })
        await pay(400, "2026-02-03")
        expect((await shop.rewards.tier({ clientId, on: "2026-03-01" })).tierId).toBe("base")
        await shop.documents.draft({
          id: "document_1",
          dealId: "deal_1",
          kind: "serviceAct",
          amount: { amountMinor: 800, currency: "RUB" },
          draftedOn: "2026-02-03",
        })
        await shop.documents.sign({ documentId: "document_1", signedOn: "2026-02-05" })
        await pay(400, "2026-02-20")
        expect((await shop.rewards.tier({ clientId, on: "2026-02-19" })).windowMinor).toBe(400)
        expect(await shop.rewards.tier({ clientId, on: "2026-02-20" })).toMatchObject({
          tierId: "silver",
          keptUntil: "2026-08-19",
          windowMinor: 800,
          next: { tierId: "gold", missingMinor: 200 },
          otherCurrencyDealIds: [],
          events: [],
        })
        expect((await shop.rewards.tier({ clientId, on: "2027-08-20" })).tierId).toBe("base")
        // Money that goes back counted until then, and the tier that it had brought goes with it.
        const [first] = (await shop.payments.page({ where: { dealId: "deal_1" } })).items
        await shop.payments.refund({
          paymentId: first!.id,
          amount: { amountMinor: 400, currency: "RUB" },
          refundedOn: "2026-02-25",
          reasonId: "returned",
          invoiceId: "invoice_1",
        })
        expect(await shop.rewards.tier({ clientId, on: "2026-02-24" })).toMatchObject({
          tierId: "silver",
          windowMinor: 800,
        })
        expect(await shop.rewards.tier({ clientId, on: "2026-02-25" })).toMatchObject({
          tierId: "base",
          windowMinor: 400,
          changes: [
            { on: "2026-02-20", from: "base", to: "silver", why: "qualified" },
            { on: "2026-02-25", from: "silver", to: "base", why: "notQualified" },
          ],
        })
        await pay(400, "2026-03-01")
        // A revoked document proves nothing from its revocation on.
        await shop.documents.askRevocation({ documentId: "document_1", revocationAskedOn: "2026-03-08", by: "client" })
        await shop.documents.revoke({ documentId: "document_1", revokedOn: "2026-03-10" })
        expect(await shop.rewards.tier({ clientId, on: "2026-03-09" })).toMatchObject({ windowMinor: 800 })
        expect(await shop.rewards.tier({ clientId, on: "2026-03-10" })).toMatchObject({
          tierId: "silver",
          qualifiesForId: "base",
          windowMinor: 0,
        })
      }),
    )

    it(
      "refuses points for a client nobody knows, and ids that are taken",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await rejectionOf("RecordNotFound", shop.rewards.earn({ clientId, points: 1, reasonId: "gift" }))
        await register(shop)
        await shop.rewards.earn({ id: "lot_1", clientId, points: 1, reasonId: "gift" })
        await rejectionOf("RecordExists", shop.rewards.earn({ id: "lot_1", clientId, points: 1, reasonId: "gift" }))
        await rejectionOf("InputInvalid", shop.rewards.earn({ clientId, points: -1, reasonId: "gift" }))
        await rejectionOf("InputInvalid", shop.rewards.earn({ clientId, points: 0.5, reasonId: "gift" }))
        await rejectionOf("NotEnoughPoints", shop.rewards.spend({ clientId, points: 2 }))
        expect(await shop.rewards.balance({ clientId: "client_2" })).toMatchObject({ issuedPoints: 0, activePoints: 0 })
      }),
    )
  })
}
