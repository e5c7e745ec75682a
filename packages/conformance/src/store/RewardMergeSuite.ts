import type { Session } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { allKinds } from "./Kinds.ts"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { inScene, inSceneAfterwards, run } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const dayMs = 86_400_000
const clients = ["client_1", "client_2", "client_3"] as const
type ClientId = (typeof clients)[number]

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

const register = async (shop: Session): Promise<void> => {
  for (const id of clients) await shop.clients.register({ id, name: id })
}

/** What must hold of every client's points: ledger, account, lots and spendings agree, whoever went into whom. */
const expectSound = async ({ store, clock }: Scene, shop: Session, tenant: string): Promise<void> => {
  const accounts = (await shop.rewards.page({})).items
  const lots = (await shop.rewardLots.page({ limit: 1000 })).items
  const spends = (await shop.rewardSpends.page({ limit: 1000 })).items
  for (const clientId of clients) {
    const own = lots.filter((lot) => lot.clientId === clientId)
    const sides = accounts.find((account) => account.clientId === clientId)?.balances
    if (sides === undefined) {
      expect(own).toEqual([])
      continue
    }
    expect(sum(Object.values(sides)), clientId).toBe(0)
    expect(0 - sides.issued, clientId).toBe(sum(own.map(({ earnedPoints }) => earnedPoints)))
    expect(sides.active, clientId).toBe(sum(own.map(({ activePoints }) => activePoints)))
    expect(sides.pending, clientId).toBe(sum(own.map(({ pendingPoints }) => pendingPoints)))
    const spent = spends.filter((one) => one.clientId === clientId && one.returnedAt === null)
    expect(sides.spent, clientId).toBe(sum(spent.map(({ points }) => points)))
    expect(sides.debt, clientId).toBeLessThanOrEqual(0)
    if (sides.active > 0) expect(sides.debt, clientId).toBe(0)
    const ledger = await shop.rewards.ledger({ clientId })
    for (const { postings } of ledger) expect(sum(postings.map(({ points }) => points))).toBe(0)
    if ((await shop.clients.get(clientId))?.standing !== "active") {
      expect([...own, ...spent], clientId).toEqual([])
      continue
    }
    const asOf = new Date(clock.now()).toISOString()
    const balance = await shop.rewards.balance({ clientId, asOf })
    const ranOut = own.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= asOf)
    const toExpire = sum(ranOut.map(({ activePoints, pendingPoints }) => activePoints + pendingPoints))
    expect(balance, clientId).toMatchObject({
      issuedPoints: 0 - sides.issued,
      spentPoints: sides.spent,
      debtPoints: 0 - sides.debt,
      reversedPoints: sides.reversed,
      expiredPoints: sides.expired + toExpire,
    })
  }
  for (const of of allKinds.filter(({ kind }) => kind.startsWith("reward"))) {
    expect((await run(store.verify(tenant, of))).faults).toEqual([])
  }
}

const whose = fc.constantFrom(...clients)
const at = fc.nat({ max: 4 })
const anyStep = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("earn" as const), whose, points: fc.integer({ min: 1, max: 90 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("spend" as const), whose, points: fc.integer({ min: 1, max: 90 }) }),
  },
  fc.record({ kind: fc.constant("returnSpend" as const), at }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("reverse" as const), at, refund: fc.constantFrom("r1", "r2") }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("merge" as const), whose, into: whose }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("unmerge" as const), whose }) },
)
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never

const perform = (shop: Session, step: Step, number: number): Promise<unknown> => {
  switch (step.kind) {
    case "earn":
      return shop.rewards.earn({
        id: `lot_${number}`,
        clientId: step.whose,
        points: step.points,
        reasonId: "purchase",
        ...(step.points % 3 === 0 ? {} : { validity: { days: (step.points % 5) + 1 } }),
      })
    case "spend":
      return shop.rewards.spend({ id: `spend_${number}`, clientId: step.whose, points: step.points })
    case "returnSpend":
      return shop.rewards.returnSpend({ spendId: `spend_${step.at}` })
    case "reverse":
      return shop.rewards.reverse({ lotId: `lot_${step.at}`, refundId: step.refund })
    case "merge":
      return shop.clients.merge({ intoId: step.into, fromId: step.whose })
    case "unmerge":
      return shop.clients.unmerge({ clientId: step.whose })
  }
}

const refusals = [
  "NotEnoughPoints",
  "RewardRefused",
  "RecordNotFound",
  "RecordRetired",
  "InputInvalid",
  "ClientNotMerged",
]

/** Points go with clients that are merged: one balance, one tier, one history. */
export const rewardMergeSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: rewards of merged clients`, () => {
    it(
      "are the points of the one that stays: what was earned, spent and runs out, with its day, by either id",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await register(shop)
        const purchase = { reasonId: "purchase" } as const
        await shop.rewards.earn({
          ...purchase,
          id: "lot_1",
          clientId: "client_1",
          points: 300,
          validity: { lastOn: "2026-02-20" },
        })
        await shop.rewards.earn({
          ...purchase,
          id: "lot_2",
          clientId: "client_2",
          points: 50,
          validity: { lastOn: "2026-02-10" },
        })
        await shop.rewards.earn({ ...purchase, id: "lot_3", clientId: "client_1", points: 40, isPending: true })
        await shop.rewards.spend({ id: "spend_1", clientId: "client_1", points: 100 })
        const before = (await shop.rewards.ledger({ clientId: "client_1" })).length
        clock.advance(dayMs)
        const answer = await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
        expect(answer.moved).toEqual([
          { kind: "rewardLot", count: 2 },
          { kind: "rewardSpend", count: 1 },
        ])
        const whole = { issuedPoints: 390, activePoints: 250, pendingPoints: 40, spentPoints: 100 }
        for (const clientId of ["client_1", "client_2"] as const) {
          expect(await shop.rewards.balance({ clientId })).toMatchObject({
            ...whole,
            nextExpiry: { at: "2026-02-10T21:00:00.000Z", points: 50 },
          })
          expect(await shop.rewards.balance({ clientId, asOf: "2026-02-02T12:00:00.000Z" })).toMatchObject(whole)
          expect(await shop.rewards.balance({ clientId, asOf: "2026-02-25T00:00:00.000Z" })).toMatchObject({
            activePoints: 0,
            pendingPoints: 40,
            expiredPoints: 250,
          })
          const history = await shop.rewards.ledger({ clientId })
          expect(history.map(({ kind }) => kind)).not.toContain("transferred")
          expect(history).toHaveLength(before + 2)
        }
        expect((await shop.rewardLots.page({ where: { clientId: "client_2" } })).items).toHaveLength(3)
        const spent = await shop.rewards.spend({ id: "spend_2", clientId: "client_1", points: 200 })
        expect(spent.account?.clientId).toBe("client_2")
        expect(spent.spend.takenFrom).toEqual([
          { lotId: "lot_2", points: 50 },
          { lotId: "lot_1", points: 150 },
        ])
        await rejectionOf("NotEnoughPoints", shop.rewards.spend({ clientId: "client_2", points: 51 }))
        // What came before goes on with the one that stayed.
        await shop.rewards.returnSpend({ spendId: "spend_1" })
        await shop.rewards.confirm({ lotId: "lot_3" })
        expect(await shop.rewards.balance({ clientId: "client_2" })).toMatchObject({ activePoints: 190 })
      }),
    )

    it(
      "pay each other's debts from the moment of the merge on",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await register(shop)
        await shop.rewards.earn({ id: "lot_1", clientId: "client_1", points: 100, reasonId: "purchase" })
        await shop.rewards.spend({ id: "spend_1", clientId: "client_1", points: 100 })
        await shop.rewards.reverse({ lotId: "lot_1", refundId: "refund" })
        await shop.rewards.earn({ id: "lot_2", clientId: "client_2", points: 130, reasonId: "purchase" })
        await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
        const points = (clientId: ClientId) => shop.rewards.balance({ clientId })
        expect(await points("client_2")).toMatchObject({ activePoints: 30, debtPoints: 0 })
        await rejectionOf("NotEnoughPoints", shop.rewards.spend({ clientId: "client_2", points: 31 }))
        await shop.clients.unmerge({ clientId: "client_1" })
        expect(await points("client_1")).toMatchObject({ activePoints: 0, debtPoints: 100, issuedPoints: 100 })
        expect(await points("client_2")).toMatchObject({ activePoints: 130, debtPoints: 0, issuedPoints: 130 })
        await expectSound(scene, shop, "shop-17")
      }),
    )

    it(
      "go back when the merge is undone, but for lots out of which the one that stayed has spent",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await register(shop)
        for (const lot of [1, 2, 3]) {
          await shop.rewards.earn({
            id: `lot_${lot}`,
            clientId: lot === 3 ? "client_2" : "client_1",
            points: 100,
            reasonId: "purchase",
            validity: { lastOn: `2026-03-1${lot}` },
          })
        }
        await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
        await shop.rewards.spend({ id: "spend_1", clientId: "client_2", points: 60 })
        const undone = await shop.clients.unmerge({ clientId: "client_1" })
        expect(undone).toMatchObject({ moved: [{ kind: "rewardLot", count: 1 }], leftCount: 1 })
        expect(await shop.rewards.balance({ clientId: "client_1" })).toMatchObject({
          issuedPoints: 100,
          activePoints: 100,
          nextExpiry: { at: "2026-03-12T21:00:00.000Z", points: 100 },
        })
        expect(await shop.rewards.balance({ clientId: "client_2" })).toMatchObject({
          issuedPoints: 200,
          activePoints: 140,
        })
        await shop.rewards.returnSpend({ spendId: "spend_1" })
        expect(await shop.rewards.balance({ clientId: "client_2" })).toMatchObject({ activePoints: 200 })
        await expectSound(scene, shop, "shop-17")
      }),
    )

    it(
      "conserves points under any history of merging and undoing it, also of clients that had taken others in",
      inScene(factory, async (scene) => {
        let tenants = 0
        const steps = fc.array(fc.tuple(anyStep, fc.nat({ max: 2 })), { minLength: 3, maxLength: 16, size: "max" })
        await fc.assert(
          fc.asyncProperty(steps, async (history) => {
            tenants += 1
            const tenant = `merged-${tenants}`
            const shop = scene.session(tenant)
            await register(shop)
            let earned = 0
            for (const [number, [step, days]] of history.entries()) {
              scene.clock.advance(days * dayMs)
              try {
                await perform(shop, step, number)
                if (step.kind === "earn") earned += step.points
              } catch (error) {
                expect(refusals).toContain((error as { readonly _tag?: string })._tag)
              }
            }
            await expectSound(scene, shop, tenant)
            const all = (await shop.rewards.page({})).items
            expect(sum(all.map(({ balances }) => 0 - balances.issued))).toBe(earned)
          }),
          { numRuns: 25 },
        )
      }),
    )

    it(
      "are lost by nobody and spent once where a merge and spendings happen at once",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await register(shop)
        for (const clientId of ["client_1", "client_2"] as const) {
          await shop.rewards.earn({ clientId, points: 100, reasonId: "purchase" })
        }
        const spend = (clientId: ClientId, number: number) =>
          shop.rewards.spend({ id: `spend_${number}`, clientId, points: 30 })
        await Promise.allSettled([
          spend("client_1", 1),
          spend("client_2", 2),
          shop.clients.merge({ intoId: "client_2", fromId: "client_1" }),
          ...Array.from({ length: 8 }, (_, number) => spend(number % 2 === 0 ? "client_1" : "client_2", number + 3)),
        ])
        if ((await shop.clients.get("client_1"))?.standing === "active") {
          await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
        }
        await expectSound(scene, shop, "shop-17")
        const balance = await shop.rewards.balance({ clientId: "client_2" })
        expect([balance.issuedPoints, balance.activePoints + balance.spentPoints]).toEqual([200, 200])
      }),
    )

    it(
      "tell one tier by what both bought, asked by either id",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await register(shop)
        const tier = (id: string, fromMinor: number) => ({ id, name: { en: id, ru: id }, fromMinor })
        const tiers = {
          currency: "RUB",
          tiers: [tier("base", 0), tier("gold", 1000)],
          windowMonths: 12,
          keepMonths: 6,
          downgrade: "toQualified",
        } as const
        await shop.department.publish({
          ...suiteDepartment,
          loyalty: { caps: [], coolDownDays: 0, quietHours: null, refusalReasons: [], graceDays: 0, tiers },
        })
        for (const number of [1, 2] as const) {
          const amount = { amountMinor: 600, currency: "RUB" }
          const dealId = `deal_${number}` as const
          await shop.deals.open({ id: dealId, title: "Audit", clientId: `client_${number}`, amount })
          const invoiceId = `invoice_${number}` as const
          const instalments = [{ dueOn: "2026-02-10", amountMinor: 600 }]
          await shop.invoices.issue({ id: invoiceId, dealId, issuedOn: "2026-02-02", currency: "RUB", instalments })
          await shop.payments.receive({ invoiceId, amount, receivedOn: "2026-02-03" })
          const documentId = `document_${number}` as const
          await shop.documents.draft({ id: documentId, dealId, kind: "serviceAct", amount, draftedOn: "2026-02-03" })
          await shop.documents.sign({ documentId, signedOn: "2026-02-05" })
        }
        expect((await shop.rewards.tier({ clientId: "client_1" })).tierId).toBe("base")
        await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
        const standing = await shop.rewards.tier({ clientId: "client_2" })
        expect(standing).toMatchObject({ clientId: "client_2", tierId: "gold", windowMinor: 1200 })
        expect(await shop.rewards.tier({ clientId: "client_1" })).toEqual(standing)
      }),
    )
  })
}
