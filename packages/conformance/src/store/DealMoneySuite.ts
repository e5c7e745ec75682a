import { creditOf } from "@salesdept/core/deal"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, suiteActor } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const dealId = "deal_1"

const lines = [
  { kind: "service", name: "Аудит «под ключ»", quantity: "2.5", unitPriceMinor: 100_00, listPriceMinor: 120_00 },
  { id: "extra", kind: "product", productId: "product_1", quantity: "3", unitPriceMinor: 33, listPriceMinor: 33 },
] as const

/** What is sold and for how much: lines, credit and frozen rates keep their sums over every store. */
export const dealMoneySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: money of deals`, () => {
    it(
      "takes the amount from the lines, keeps their names as texts, and says nothing twice",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit", amount: rub(1) })
        const set = { dealId, currency: "RUB", lines } as const
        const { deal } = await shop.deals.setLines(set)
        expect(deal).toMatchObject({ amountFrom: "lines", amount: rub(250_99), listAmount: rub(300_99) })
        expect((await shop.deals.get(dealId))?.lines.map(({ id, quantity }) => [id, quantity])).toEqual([
          ["1", "2.5"],
          ["extra", "3"],
        ])
        expect((await shop.deals.get(dealId))?.texts).toEqual({ title: "Audit", "line.1": "Аудит «под ключ»" })
        expect((await shop.deals.setLines(set)).events).toEqual([])
        const { deal: fewer } = await shop.deals.setLines({ dealId, currency: "RUB", lines: lines.slice(1) })
        expect(fewer.amount).toEqual(rub(99))
        expect((await shop.deals.get(dealId))?.texts).toEqual({ title: "Audit" })
      }),
    )

    it(
      "refuses to state an amount that comes from lines, until the lines no longer give it",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        await shop.deals.setLines({ dealId, currency: "RUB", lines })
        const state = { dealId, amount: rub(5) }
        expect((await rejectionOf("DealAmountRefused", shop.deals.amend(state))).data).toEqual({
          field: "amount",
          dealId,
          rule: "fromLines",
        })
        expect((await shop.deals.amend({ dealId, amount: rub(250_99), title: "Audit 2" })).deal.amountFrom).toBe(
          "lines",
        )
        await shop.deals.setLines({ dealId, currency: "RUB", lines, amountFrom: "stated" })
        expect((await shop.deals.amend(state)).deal.amount).toEqual(rub(5))
        const huge = [{ kind: "service", quantity: "999999999", unitPriceMinor: Number.MAX_SAFE_INTEGER }] as const
        const tooLarge = shop.deals.setLines({ dealId, currency: "RUB", lines: huge })
        expect((await rejectionOf("DealAmountRefused", tooLarge)).data).toMatchObject({
          field: "lines",
          rule: "tooLarge",
        })
        expect((await shop.deals.get(dealId))?.amount).toEqual(rub(5))
      }),
    )

    it(
      "reports every problem of lines and shares at once, and writes nothing of them",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        const bad = { kind: "service", quantity: "0", unitPriceMinor: -1, discountPercent: "100.1" } as const
        const { data } = await rejectionOf(
          "InputInvalid",
          shop.deals.setLines({ dealId, currency: "rub", lines: [bad, { ...lines[1], id: "1", quantity: "1e3" }] }),
        )
        const { problems } = data as { readonly problems: ReadonlyArray<{ path: string; code: string }> }
        expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
          "currency currency.unknown",
          "lines[0].quantity quantity.zero",
          "lines[0].unitPriceMinor amount.negative",
          "lines[0].discountPercent percent.bounds",
          "lines[1].quantity decimal.shape",
        ])
        const shares = [
          { repId: "ann", weight: 0 },
          { repId: "ann", weight: 1 },
        ]
        await rejectionOf("InputInvalid", shop.deals.splitCredit({ dealId, shares }))
        expect(await shop.deals.get(dealId)).toMatchObject({ version: 1, lines: [], creditShares: [] })
      }),
    )

    it(
      "splits the credit so that it sums to the amount, also after the amount changed",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit", ownerId: "ann", amount: rub(100) })
        const shares = [
          { repId: "bob", weight: 1 },
          { repId: "ann", weight: 1 },
          { repId: "eve", weight: 1 },
        ]
        const { credit } = await shop.deals.splitCredit({ dealId, shares })
        expect(credit?.map(({ repId, amount }) => [repId, amount.amountMinor])).toEqual([
          ["bob", 33],
          ["ann", 34],
          ["eve", 33],
        ])
        expect((await shop.deals.splitCredit({ dealId, shares })).events).toEqual([])
        const { deal } = await shop.deals.amend({ dealId, amount: rub(101) })
        expect(creditOf(deal)?.reduce((sum, { amount }) => sum + amount.amountMinor, 0)).toBe(101)
        expect((await shop.deals.splitCredit({ dealId, shares: [] })).credit).toEqual([
          { repId: "ann", amount: rub(101) },
        ])
      }),
    )

    it(
      "splits the credit for a closed deal with a reason only, which stays with the deal beside who did it",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit", ownerId: "ann", amount: rub(100) })
        const split = { dealId, shares: [{ repId: "bob", weight: 1 }] } as const
        await shop.deals.splitCredit({ ...split, reason: "Bob brought it" })
        await shop.deals.move({ dealId, to: "lost", reason: "too dear", lostReasonId: "price" })
        const back = { dealId, shares: [] } as const
        const refused = await rejectionOf("InputInvalid", shop.deals.splitCredit(back))
        expect(refused.data).toMatchObject({ problems: [{ path: "reason", code: "reason.afterClose" }] })
        expect((await shop.deals.splitCredit(split)).events).toEqual([])
        expect((await shop.deals.get(dealId))?.texts["creditReason"]).toBe("Bob brought it")
        await shop.deals.splitCredit({ ...back, reason: "Bob did nothing" })
        expect((await shop.deals.get(dealId))?.texts).toMatchObject({ title: "Audit", creditReason: "Bob did nothing" })
        const last = (await shop.deals.history(dealId)).at(-1)
        expect(last).toMatchObject({ type: "DealCreditSplit", actor: suiteActor })
      }),
    )

    it(
      "freezes the rate where a deal in another currency closes, once, and keeps it with the course that ended",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit", amount: { amountMinor: 100_00, currency: "EUR" } })
        const rate = { from: "EUR", to: "RUB", rate: "90.5", on: "2026-02-01" }
        const refused = async (call: Promise<unknown>) => (await rejectionOf("RateRefused", call)).data
        const lose = (given: typeof rate) => shop.deals.move({ dealId, to: "lost", lostReasonId: "price", rate: given })
        expect(await refused(shop.deals.move({ dealId, to: "contact", rate }))).toMatchObject({
          field: "rate",
          rule: "notClosed",
        })
        expect(await refused(lose({ ...rate, to: "USD" }))).toMatchObject({ field: "rate", rule: "currencies" })
        expect(await refused(lose({ ...rate, on: "2026-02-03" }))).toMatchObject({
          field: "rate.on",
          rule: "afterClose",
        })
        await shop.deals.move({ dealId, to: "lost", lostReasonId: "price" })
        expect((await shop.deals.freezeRate({ dealId, rate })).deal.closeRate).toEqual(rate)
        expect(await refused(shop.deals.freezeRate({ dealId, rate }))).toMatchObject({ field: "rate", rule: "frozen" })
        clock.advance(86_400_000)
        const { deal } = await shop.deals.move({ dealId, to: "newLead", reason: "they called back" })
        expect(deal).toMatchObject({ closeRate: null, outcome: "open", reopenedOn: "2026-02-03" })
        expect((await shop.deals.get(dealId))?.cycles).toEqual([
          {
            openedOn: "2026-02-02",
            closedOn: "2026-02-02",
            outcome: "lost",
            sellerId: null,
            stageId: "lost",
            lostReasonId: "price",
            amount: { amountMinor: 100_00, currency: "EUR" },
            closeRate: rate,
          },
        ])
      }),
    )
  })
}
