import { dealAggregate } from "@salesdept/core/deal"
import { makeMemoryStore } from "@salesdept/core/memory"
import { invoiceAggregate, paymentAggregate } from "@salesdept/core/settlement"
import { describe, expect, it } from "vitest"
import { attainmentOf, playQuarter } from "./PlayQuarter.ts"
import { inScene, makeScene, run, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** Facts of a plan are the same from every store, down to the ids behind each number. */
export const planFactsSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: facts of plans`, () => {
    it(
      "compares targets of any scope with the facts of their credit rule, and names what has no value beside the total",
      inScene(factory, async (scene) => {
        await playQuarter(scene)
        const { rows, measuresWithoutFacts, currency } = await attainmentOf(scene)
        expect([currency, measuresWithoutFacts]).toEqual(["RUB", ["calls"]])
        // Rows are looked up by any of their fields.
        const found = (measure: string, scope: object) =>
          rows.filter(
            (row) =>
              row.measure === measure &&
              Object.entries(scope).every(([key, value]) => (row as unknown as Record<string, unknown>)[key] === value),
          )
        expect(found("wonMinor", { repId: "user:1", period: "2026-Q1" })).toMatchObject([
          {
            fact: 1500_01,
            gap: 500_01,
            factIds: ["deal_1", "deal_2"],
            ratio: { numerator: 1500_01, denominator: 1000_00 },
          },
        ])
        // A period without sales is −target; a target of 0 has no percentage.
        expect(found("wonMinor", { repId: "user:3" })).toMatchObject([{ fact: 0, gap: -1000_00, factIds: [] }])
        expect(found("wonMinor", { repId: "user:1", period: "2026-02" })).toMatchObject([
          {
            fact: 500_00,
            gap: 500_00,
            ratio: null,
            withheld: { en: expect.stringContaining("not above 0") as string },
          },
        ])
        expect(found("wonMinor", { teamId: "south" })).toMatchObject([
          { fact: 333_33 + 9050_00, unvaluedCount: 1, unvaluedIds: ["deal_4"], factIds: ["deal_3", "deal_5"] },
        ])
        expect(found("wonMinor", { productId: "product_a", teamId: null })).toMatchObject([
          { fact: 500_07, unvaluedCount: 1 },
        ])
        expect(found("paidMinor", { repId: "user:1" })).toMatchObject([{ fact: 600_00, factIds: ["payment_1"] }])
        expect(found("debts", {})).toMatchObject([{ fact: 400_01, factIds: ["invoice_1"] }])
        expect(found("wonDeals", {})).toMatchObject([{ fact: 6 }])
        // Sold without a target: named, attains nobody's.
        expect(found("wonMinor", { repId: "user:2", period: "2026-Q1" })).toMatchObject([
          { target: null, fact: 9383_33 },
        ])
      }),
    )

    it(
      "leaves what was brought for a team with that team, whoever goes to another one later, and says of one that nobody is in it",
      inScene(factory, async (scene) => {
        await playQuarter(scene)
        const { clock } = scene
        const shop = scene.session()
        const teams = ["north", "south", "nowhere"]
        const periods = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027"]
        await shop.plans.open({
          id: "plan_teams",
          name: "By team",
          currency: "RUB",
          measures: [{ id: "wonMinor", kind: "money", credit: "wonMoney" }],
        })
        await shop.plans.draft({
          planId: "plan_teams",
          versionId: "planversion_teams",
          baseline: "original",
          effectiveFrom: "2026-01-01",
          targets: teams.flatMap((teamId) =>
            periods.map((period) => ({ measure: "wonMinor", period, value: 1, teamId })),
          ),
        })
        await shop.plans.submit({ versionId: "planversion_teams" })
        await scene.session(suiteTenant, "user:owner").plans.approve({ versionId: "planversion_teams" })
        const attainment = () => shop.plans.attainment({ planId: "plan_teams", on: "2026-03-31" })
        const factsByTeam = async () => {
          const { rows } = await attainment()
          return Object.fromEntries(
            teams.map((team) => [
              team,
              rows.flatMap(({ fact, teamId }) => (teamId === team ? [fact] : [])).reduce((sum, fact) => sum + fact, 0),
            ]),
          )
        }
        const before = await factsByTeam()
        expect(before).toEqual({ north: 1500_01, south: 333_33, nowhere: 0 })
        clock.advance(400 * 86_400_000)
        const rep = { name: "Rep 2", personId: "user:2", joinedOn: null, leftOn: null }
        await shop.reps.state({ rows: [{ id: "rep_2", ...rep, teamId: "north" }] })
        expect(await factsByTeam()).toEqual(before)
        const { rows } = await attainment()
        const notes = (team: string) => rows.find(({ teamId }) => teamId === team)?.notes.map(({ en }) => en)
        expect(notes("nowhere")).toEqual(["Nobody is recorded as a member of the team"])
        expect(notes("south")).not.toContain("Nobody is recorded as a member of the team")
      }),
    )

    it(
      "counts units by the lines' products, proposals by steps done, and leads as they come, are taken and qualify",
      inScene(factory, async (scene) => {
        await playQuarter(scene)
        const shop = scene.session()
        const line = (productId: string, quantity: string) =>
          ({ kind: "product", productId, quantity, unitPriceMinor: 100, listPriceMinor: 120 }) as const
        for (const [dealId, lines] of [
          ["deal_1", [line("product_a", "2.1"), line("product_b", "3")]],
          ["deal_2", [line("product_a", "0.2")]],
        ] as const)
          await shop.deals.setLines({ dealId, currency: "RUB", lines })
        const { lead } = await shop.leads.receive({ channelId: "site", name: "Ромашка", ownerId: "user:1" })
        await shop.leads.take({ leadId: lead.id, ownerId: "user:1" })
        for (const typeId of ["proposal", "call"]) {
          const { nextStep } = await shop.nextSteps.set({
            typeId,
            dealId: "deal_1",
            dueOn: "2027-01-01",
            ownerId: "user:1",
          })
          await shop.nextSteps.complete({ nextStepId: nextStep.id })
        }
        const counted = ["units", "closedDeals", "leads", "takenLeads", "qualifiedLeads", "proposals"] as const
        await shop.plans.open({
          id: "plan_counts",
          name: "Counts",
          currency: "RUB",
          measures: [
            ...counted.map(
              (credit) => ({ id: credit, kind: credit === "units" ? "units" : "counts", credit }) as const,
            ),
            { id: "calls", kind: "counts", credit: "proposals", stepTypeId: "call" },
          ],
        })
        await shop.plans.draft({
          planId: "plan_counts",
          versionId: "planversion_counts",
          baseline: "original",
          effectiveFrom: "2026-01-01",
          targets: [
            ...[...counted, "calls"].map((measure) => ({ measure, period: "2026-Q1", value: 10 })),
            ...["product_a", "product_b"].map((productId) => ({
              measure: "units",
              period: "2026-Q1",
              value: 2,
              productId,
            })),
          ],
        })
        await shop.plans.submit({ versionId: "planversion_counts" })
        await scene.session(suiteTenant, "user:owner").plans.approve({ versionId: "planversion_counts" })
        const { rows } = await shop.plans.attainment({ planId: "plan_counts", on: "2026-03-31", withIds: true })
        const whole = rows.filter(({ productId, target }) => productId === null && target !== null)
        expect(whole.map(({ measure, fact }) => [measure, fact])).toEqual([
          ["units", 5.3],
          ["closedDeals", 6],
          ["leads", 1],
          ["takenLeads", 1],
          ["qualifiedLeads", 0],
          ["proposals", 1],
          ["calls", 1],
        ])
        // Won deals that nobody broke down have no units; they are named beside the total.
        expect(whole[0]).toMatchObject({
          factIds: ["deal_1", "deal_2"],
          gap: -4.7,
          unvaluedCount: 4,
          unvaluedIds: ["deal_3", "deal_4", "deal_5", "deal_6"],
        })
        expect(rows.filter(({ productId }) => productId !== null)).toMatchObject([
          { productId: "product_a", fact: 2.3, factCount: 2 },
          { productId: "product_b", fact: 3, factCount: 1 },
        ])
      }),
    )

    it(
      "answers what the store in memory answers, ids and all",
      inScene(factory, async (scene) => {
        const model = await makeScene(scene.harness, { store: makeMemoryStore(), close: () => Promise.resolve() })
        for (const each of [scene, model]) {
          await playQuarter(each)
          await each.session().deals.splitCredit({
            dealId: "deal_3",
            reason: "Both worked on it",
            shares: [
              { repId: "user:1", weight: 1 },
              { repId: "user:2", weight: 2 },
            ],
          })
        }
        const answer = await attainmentOf(scene)
        expect(answer).toEqual(await attainmentOf(model))
        const reps = answer.rows.filter(
          ({ repId, period, measure }) => repId !== null && period === "2026-Q1" && measure === "wonMinor",
        )
        expect(reps.find(({ repId }) => repId === "user:1")?.fact).toBe(1500_01 + 111_11)
        expect(reps.find(({ repId }) => repId === "user:2")?.fact).toBe(222_22 + 9050_00)
      }),
    )

    it(
      "leaves results with whom they are of, whoever looks after the deal and its money from now on",
      inScene(factory, async (scene) => {
        await playQuarter(scene)
        const before = await attainmentOf(scene)
        const shop = scene.session()
        for (const dealId of ["deal_1", "deal_3", "deal_5"] as const)
          await shop.deals.amend({ dealId, ownerId: "user:3" })
        expect(await attainmentOf(scene)).toEqual(before)
        // Nobody's result is that of the first who gets it.
        await shop.deals.amend({ dealId: "deal_6", ownerId: "user:3" })
        // Credit moved to one person moves the result, with a reason.
        const shares = [{ repId: "user:2", weight: 1 }]
        await shop.deals.splitCredit({ dealId: "deal_2", reason: "Closed while she stood in", shares })
        const { rows } = await attainmentOf(scene)
        const wonBy = (person: string) =>
          rows.find(({ repId, period, measure }) => repId === person && period === "2026-Q1" && measure === "wonMinor")
        expect(wonBy("user:1")).toMatchObject({ fact: 1000_01, factIds: ["deal_1"] })
        expect(wonBy("user:2")).toMatchObject({ fact: 9383_33 + 500_00 })
        expect(wonBy("user:3")).toMatchObject({ fact: 7, factIds: ["deal_6"] })
      }),
    )

    it(
      "gives the report of a moment unchanged, whatever arrives late, and the corrected one now",
      inScene(factory, async (scene) => {
        await playQuarter(scene)
        const knownAt = new Date(scene.clock.now()).toISOString()
        const then = await attainmentOf(scene, { knownAt })
        expect(then.rows).toEqual((await attainmentOf(scene)).rows)
        scene.clock.advance(86_400_000)
        const shop = scene.session()
        const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
        await shop.deals.amend({ dealId: "deal_1", amount: rub(1), ownerId: "user:2" })
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-02-03" })
        await shop.deals.import({
          sourceId: "bareExport",
          pipelineId: "servicesWithActs",
          rows: [
            {
              id: "deal_9",
              title: null,
              stageId: "paymentControl",
              clientId: null,
              ownerId: "user:1",
              productId: null,
              amount: rub(9),
              listAmount: null,
              openedOn: "2026-01-02",
              closedOn: "2026-01-16",
            },
          ],
        })
        expect(await attainmentOf(scene, { knownAt })).toEqual(then)
        const now = await attainmentOf(scene)
        expect(now.rows).not.toEqual(then.rows)
        expect((await run(scene.store.verify(suiteTenant, dealAggregate))).faults).toEqual([])
        expect((await run(scene.store.verify(suiteTenant, invoiceAggregate))).faults).toEqual([])
        expect((await run(scene.store.verify(suiteTenant, paymentAggregate))).faults).toEqual([])
      }),
    )
  })
}
