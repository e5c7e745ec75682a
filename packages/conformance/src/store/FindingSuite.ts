import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, inTheBase } from "./Scene.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const [north, mentor, peer] = ["user:north", "user:mentor", "user:peer"]
const dayMs = 86_400_000

/** What rules find in stored records, and whose it is. */
export const findingSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: findings`, () => {
    it(
      "finds in stored facts what the rules look for, and records it once",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await head.leads.receive({ id: "lead_1", name: "ООО «Ромашка»", channelId: "site", ownerId: north })
        for (let at = 0; at < 4; at++) await head.deals.open({ id: `deal_${at}`, title: "Audit", ownerId: north })
        clock.advance(10 * 86_400_000)
        const period = { span: "week", on: "2026-02-04" } as const
        const found = await head.findings.find(period)
        expect(found.period.label).toBe("2026-W06")
        const ids = found.findings.map(({ id }) => id)
        expect(found.findings.map(({ ruleId }) => ruleId)).toContain("lead.untaken")
        expect(found.findings.find(({ ruleId }) => ruleId === "lead.untaken")?.evidence.ids).toEqual(["lead_1"])
        const first = await head.findings.review(period)
        expect(first.raised.toSorted()).toEqual(ids.toSorted())
        const again = await head.findings.review(period)
        expect([again.raised, again.known]).toEqual([[], ids.length])
        const off = await head.findings.find({ ...period, rules: [{ ruleId: "lead.untaken", isOff: true }] })
        expect(off.findings.map(({ ruleId }) => ruleId)).not.toContain("lead.untaken")
        await rejectionOf("InputInvalid", head.findings.find({ ...period, rules: [{ ruleId: "none" }] }))
      }),
    )

    it(
      "applies a department's own rules and settings, and refuses those that there are not",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        const words = { en: "Deals without a client", ru: "Сделки без клиента" }
        await head.department.publish({
          ...suiteDepartment,
          review: {
            rules: [{ ruleId: "deal.noNextStep", isOff: true }],
            ownRules: [
              {
                id: "noClient",
                version: 1,
                name: words,
                kind: "mistake",
                severity: "minor",
                over: "deal",
                when: [{ fact: "hasClient", is: false }],
                next: { en: "Whose deal is it?", ru: "Чья это сделка?" },
              },
            ],
          },
        })
        for (let at = 0; at < 3; at++) {
          await head.deals.open({ id: `deal_${at}`, title: "Audit", ownerId: at === 0 ? peer : north })
        }
        await head.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
        clock.advance(10 * 86_400_000)
        const { findings } = await head.findings.find({ span: "week", on: "2026-02-04" })
        expect(findings.map(({ ruleId }) => ruleId)).not.toContain("deal.noNextStep")
        const beside = await head.findings.peers({ span: "week", on: "2026-02-04" })
        expect([beside.label, beside.mistakes, beside.winRates.comparisons]).toEqual(["2026-W06", [], []])
        const own = findings.filter(({ ruleId }) => ruleId === "own.noClient")
        expect(own.map(({ ownerId, evidence }) => [ownerId, evidence.ids])).toEqual([
          [null, ["deal_0", "deal_1", "deal_2"]],
          [north, ["deal_1", "deal_2"]],
          [peer, ["deal_0"]],
        ])
        const unknown = { ...suiteDepartment, review: { rules: [{ ruleId: "none" }] } }
        await rejectionOf("InputInvalid", head.department.publish(unknown))
        const rule = { id: "old", version: 1, name: words, kind: "mistake", severity: "minor", next: words } as const
        const when = [{ fact: "ageDays", atLeast: 9 }, { fact: "age" }, { fact: "hasClient", is: "yes" }]
        const ownRules = [{ ...rule, over: "deal", when }] as const
        const unasked = await rejectionOf(
          "InputInvalid",
          head.department.publish({ ...suiteDepartment, review: { ownRules } }),
        )
        const lists = {
          code: "ownRule.fact",
          message: { en: expect.stringMatching(/ageDays \(number\).*hasClient \(flag\)/) },
        }
        expect(unasked.data).toMatchObject({
          problems: [
            { path: "review.ownRules[0].when[1]", ...lists },
            { path: "review.ownRules[0].when[2]", ...lists },
          ],
        })
      }),
    )

    it(
      "puts down a deal that stalled to who held it when it did, and what a period shows to who held it at its end",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await inTheBase(head, { clients: ["1"] })
        const sale = { title: "Audit", clientId: "client_1", amount: { amountMinor: 500, currency: "RUB" } } as const
        await head.deals.open({ ...sale, id: "deal_won" })
        for (const id of ["deal_early", "deal_late"]) await head.deals.open({ ...sale, id, ownerId: north })
        clock.advance(2 * dayMs)
        for (const to of ["contact", "needs", "proposal", "negotiation", "contract", "paymentControl"]) {
          await head.deals.move({ dealId: "deal_won", to })
        }
        await head.deals.amend({ dealId: "deal_early", ownerId: peer })
        clock.advance(4 * dayMs)
        await head.deals.amend({ dealId: "deal_late", ownerId: peer })
        await head.deals.open({ ...sale, id: "deal_lost", ownerId: north })
        await head.deals.move({ dealId: "deal_lost", to: "lost", lostReasonId: "price" })
        clock.advance(dayMs)
        const rules = [{ ruleId: "deal.stalledByHistory", thresholds: { minimumWins: 1 } }]
        await head.deals.amend({ dealId: "deal_lost", ownerId: peer })
        const found = await head.findings.find({ span: "week", on: "2026-02-04", rules })
        const of = (wanted: string) =>
          new Map(
            found.findings
              .filter(({ ruleId, ownerId }) => ruleId === wanted && ownerId !== null)
              .map(({ ownerId, evidence }) => [ownerId, evidence.ids]),
          )
        expect(of("deal.stalledByHistory")).toEqual(
          new Map([
            [north, ["deal_late"]],
            [peer, ["deal_early"]],
          ]),
        )
        expect(of("deal.lostWithoutDialog")).toEqual(new Map([[north, ["deal_lost"]]]))
      }),
    )

    it(
      "finds credit that was moved after the close, with who moved it, and none that was split before",
      inScene(factory, async ({ session, clock }) => {
        const [head, rep] = [session(undefined, mentor), session(undefined, north)]
        for (const id of ["deal_a", "deal_b"]) {
          await head.deals.open({ id, title: "Audit", ownerId: north })
          await rep.deals.splitCredit({ dealId: id, shares: [{ repId: peer, weight: 1 }] })
          await rep.deals.move({ dealId: id, to: "lost", lostReasonId: "price" })
        }
        await head.deals.splitCredit({ dealId: "deal_a", shares: [], reason: "Peer did nothing" })
        clock.advance(7 * dayMs)
        await head.deals.splitCredit({ dealId: "deal_b", shares: [], reason: "Likewise" })
        const moved = async (on: string) =>
          (await head.findings.find({ span: "week", on })).findings
            .filter(({ ruleId }) => ruleId === "deal.creditMovedAfterClose")
            .map(({ ownerId, evidence }) => [ownerId, evidence.ids])
        expect(await moved("2026-02-04")).toEqual([[mentor, ["deal_a"]]])
        expect(await moved("2026-02-11")).toEqual([[mentor, ["deal_b"]]])
      }),
    )
  })
}
