import type { ListPage, Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inSceneAfterwards } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

type Asked = { readonly after?: string | null; readonly limit?: number }
type Ask = (shop: Session, page: Asked) => Promise<ListPage<object>>

const lists: { readonly [name: string]: Ask } = {
  "deals.survey": (shop, page) => shop.deals.survey(page),
  "deals.stalled": (shop, page) => shop.deals.stalled(page),
  "settlement.paidNotDocumented": (shop, page) => shop.settlement.paidNotDocumented(page),
  "settlement.documentedNotPaid": (shop, page) => shop.settlement.documentedNotPaid(page),
  "settlement.ageing": (shop, page) => shop.settlement.ageing({ by: "deal", ...page }),
  "settlement.promises": (shop, page) => shop.settlement.promises(page),
  "control.list": async (shop, page) => {
    const { rows: items, next } = await shop.control.list({ kinds: ["deal"], ...page })
    return { items, next }
  },
}

const walked = async (ask: Ask, shop: Session, limit: number): Promise<ReadonlyArray<object>> => {
  const items: Array<object> = []
  let after: string | null = null
  do {
    const page = await ask(shop, { after, limit })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    after = page.next
  } while (after !== null)
  return items
}

/** Odd deals are paid and not documented, and owe what their clients promised; even ones documented and not paid; each is older than the next, but two of one day. */
const fiveOfEach = async (shop: Session): Promise<void> => {
  for (const at of [1, 3, 5, 7, 9]) await shop.clients.register({ id: `client_${at}`, name: `ООО «Ромашка ${at}»` })
  for (let at = 9; at >= 0; at--) {
    const dealId = `deal_${at}` as const
    const on = `2026-01-${10 + (at >> 2)}`
    await shop.deals.open({ id: dealId, title: "Аудит", clientId: "client_1", ownerId: `user:${at % 3}` })
    if (at % 2 === 1) {
      const excess = "keep" as const
      const instalments = [{ dueOn: "2026-03-01", amountMinor: 500 }]
      const { invoice } = await shop.invoices.issue({ dealId, issuedOn: "2026-01-05", currency: "RUB", instalments })
      await shop.payments.receive({ invoiceId: invoice.id, amount: rub(700), receivedOn: on, excess })
      const later = { dealId, clientId: `client_${at}`, issuedOn: "2026-01-06", currency: "RUB", instalments } as const
      const { invoice: promised } = await shop.invoices.issue(later)
      await shop.invoices.promise({ invoiceId: promised.id, madeOn: "2026-01-07", promisedOn: "2026-03-01" })
      continue
    }
    const act = await shop.documents.draft({ dealId, kind: "serviceAct", amount: rub(900), draftedOn: "2026-01-05" })
    await shop.documents.sign({ documentId: act.document.id, signedOn: on })
  }
}

/** Lists that are worked out come a page at a time, as records do: the same shape, the same refusals. */
export const listPageSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: pages of lists`, () => {
    it(
      "gives every item once and in order, whatever the size of pages",
      inSceneAfterwards(factory, async ({ session, clock }) => {
        const shop = session()
        await fiveOfEach(shop)
        clock.advance(40 * 86_400_000)
        for (const [list, ask] of Object.entries(lists)) {
          const { items, next } = await ask(shop, {})
          expect([list, items.length, next]).toEqual([list, list.startsWith("settlement") ? 5 : 10, null])
          for (const limit of [1, 2, 3, 5, 10]) expect([list, await walked(ask, shop, limit)]).toEqual([list, items])
        }
        const { items: oldest } = await shop.settlement.paidNotDocumented({ limit: 3 })
        expect(oldest.map(({ dealId, since }) => [dealId, since])).toEqual([
          ["deal_1", "2026-01-10"],
          ["deal_3", "2026-01-10"],
          ["deal_5", "2026-01-11"],
        ])
        const ofOne = await shop.deals.stalled({ ownerId: "user:1", limit: 2 })
        expect(ofOne.items.map(({ dealId }) => dealId)).toEqual(["deal_1", "deal_4"])
        const rest = await shop.deals.stalled({ ownerId: "user:1", limit: 2, after: ofOne.next })
        expect([rest.items.map(({ dealId }) => dealId), rest.next]).toEqual([["deal_7"], null])
      }),
    )

    it(
      "goes on where it was on another day, though one that was shown is no longer there",
      inSceneAfterwards(factory, async ({ session, clock }) => {
        const shop = session()
        await fiveOfEach(shop)
        const first = await shop.settlement.paidNotDocumented({ limit: 2 })
        clock.advance(3 * 86_400_000)
        const amount = rub(500)
        const act = await shop.documents.draft({
          dealId: "deal_3",
          kind: "serviceAct",
          amount,
          draftedOn: "2026-01-20",
        })
        await shop.documents.sign({ documentId: act.document.id, signedOn: "2026-01-21" })
        const second = await shop.settlement.paidNotDocumented({ limit: 2, after: first.next })
        expect([first, second].map(({ items }) => items.map(({ dealId }) => dealId))).toEqual([
          ["deal_1", "deal_3"],
          ["deal_5", "deal_7"],
        ])
      }),
    )

    it(
      "goes down the control list on another day, though rows that were shown have left it",
      inSceneAfterwards(factory, async ({ session, clock }) => {
        const shop = session()
        await fiveOfEach(shop)
        clock.advance(40 * 86_400_000)
        const mine = { kinds: ["deal"], ownerId: "user:1", limit: 2 } as const
        const whole = (await shop.control.list({ ...mine, limit: 9 })).rows.map(({ id }) => id)
        const first = await shop.control.list(mine)
        expect([first.total, first.rows.map(({ place, id }) => [place, id])]).toEqual([
          3,
          [
            [1, whole[0]],
            [2, whole[1]],
          ],
        ])
        for (const { id, state } of first.rows) await shop.control.ruleOut({ id, state, reason: "Решено на планёрке" })
        clock.advance(86_400_000)
        const second = await shop.control.list({ ...mine, after: first.next })
        expect([second.total, second.next, second.rows.map(({ place, id }) => [place, id])]).toEqual([
          1,
          null,
          [[1, whole[2]]],
        ])
      }),
    )

    it(
      "refuses a cursor of another question, what is none, and pages without bound, as pages of records do",
      inSceneAfterwards(factory, async ({ session, clock }) => {
        const shop = session()
        await fiveOfEach(shop)
        clock.advance(40 * 86_400_000)
        const refused = async (call: Promise<unknown>) => {
          const { data } = await rejectionOf("InputInvalid", call)
          return (data as { problems: ReadonlyArray<{ path: string; code: string }> }).problems.map(
            ({ path, code }) => `${path} ${code}`,
          )
        }
        const { next: ofSurvey } = await shop.deals.survey({ limit: 1 })
        const { next: ofPaid } = await shop.settlement.paidNotDocumented({ limit: 1 })
        for (const [list, ask] of Object.entries(lists)) {
          const other = list === "deals.survey" ? ofPaid : ofSurvey
          expect(await refused(ask(shop, { after: other }))).toEqual(["after cursor.otherQuestion"])
          expect(await refused(ask(shop, { after: "next" }))).toEqual(["after cursor.shape"])
          // The control list may be asked for whole, or for its figures alone.
          if (list === "control.list") continue
          for (const limit of [0, 10_001]) expect(await refused(ask(shop, { limit }))).toEqual(["limit limit.bounds"])
        }
        const { next } = await shop.deals.stalled({ ownerId: "user:1", limit: 1 })
        expect(await refused(shop.deals.stalled({ ownerId: "user:2", after: next }))).toEqual([
          "after cursor.otherQuestion",
        ])
      }),
    )
  })
}
