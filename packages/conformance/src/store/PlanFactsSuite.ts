import { dealAggregate } from "@salesdept/core/deal"
import { makeMemoryStore } from "@salesdept/core/memory"
import { invoiceAggregate, paymentAggregate } from "@salesdept/core/settlement"
import { describe, expect, it } from "vitest"
import { inScene, makeScene, run, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const planId = "plan_2026"

/** Deals won, split, in another currency and without an amount; an invoice, payments, a document; a dialog. */
const playQuarter = async ({ clock, session }: Scene): Promise<void> => {
  const shop = session()
  const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
  await shop.reps.state({
    rows: ["1", "2"].map((at) => ({
      id: `rep_${at}` as const,
      personId: `user:${at}`,
      name: `Rep ${at}`,
      teamId: at === "1" ? "north" : "south",
      joinedOn: null,
      leftOn: null,
    })),
  })
  const row = (
    at: number,
    ownerId: string | null,
    amount: { amountMinor: number; currency: string } | null,
    closedOn: string,
  ) => ({
    id: `deal_${at}` as const,
    title: null,
    stageId: "paymentControl",
    clientId: null,
    ownerId,
    productId: at % 2 === 0 ? "product_a" : "product_b",
    amount,
    listAmount: null,
    openedOn: "2026-01-02",
    closedOn,
  })
  await shop.deals.import({
    sourceId: "bareExport",
    pipelineId: "servicesWithActs",
    rows: [
      row(1, "user:1", rub(1000_01), "2026-01-15"),
      row(2, "user:1", rub(500_00), "2026-02-01"),
      row(3, "user:2", rub(333_33), "2026-02-28"),
      row(4, "user:2", null, "2026-03-01"),
      row(5, "user:2", { amountMinor: 100_00, currency: "EUR" }, "2026-03-02"),
      row(6, null, rub(7), "2026-03-31"),
    ],
  })
  await shop.invoices.issue({
    id: "invoice_1",
    dealId: "deal_1",
    issuedOn: "2026-02-02",
    currency: "RUB",
    instalments: [{ dueOn: "2026-02-10", amountMinor: 1000_01 }],
  })
  await shop.payments.receive({
    id: "payment_1",
    invoiceId: "invoice_1",
    amount: rub(600_00),
    receivedOn: "2026-02-03",
  })
  clock.advance(3_600_000)
  await shop.plans.open({
    id: planId,
    name: "2026",
    currency: "RUB",
    measures: [
      { id: "wonMinor", kind: "money", credit: "wonMoney" },
      { id: "paidMinor", kind: "payments", credit: "paidMoney" },
      { id: "debts", kind: "debts", credit: "debtMoney" },
      { id: "wonDeals", kind: "counts", credit: "wonDeals" },
      { id: "calls", kind: "counts" },
    ],
  })
  const q1 = { period: "2026-Q1", value: 1000_00 } as const
  await shop.plans.draft({
    planId,
    versionId: "planversion_1",
    baseline: "original",
    effectiveFrom: "2026-01-01",
    targets: [
      { ...q1, measure: "wonMinor", repId: "user:1" },
      { ...q1, measure: "wonMinor", repId: "user:3" },
      { ...q1, measure: "wonMinor", period: "2026-02", value: 0, repId: "user:1" },
      { ...q1, measure: "wonMinor", teamId: "south" },
      { ...q1, measure: "wonMinor", productId: "product_a" },
      { ...q1, measure: "paidMinor", repId: "user:1" },
      { ...q1, measure: "debts" },
      { ...q1, measure: "wonDeals", value: 10 },
      { ...q1, measure: "calls", value: 10 },
    ],
  })
  await shop.plans.submit({ versionId: "planversion_1" })
  await session(suiteTenant, "user:owner").plans.approve({ versionId: "planversion_1" })
}

const attainmentOf = (scene: Scene, more: { readonly knownAt?: string } = {}) =>
  scene.session().plans.attainment({
    planId,
    on: "2026-03-31",
    withIds: true,
    rates: [{ from: "EUR", to: "RUB", rate: "90.5", on: "2026-01-01" }],
    ...more,
  })

/** Facts of a plan are the same from every store, down to the ids behind each number. */
export const planFactsSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: facts of plans`, () => {
    it(
      "compares targets of any scope with the facts of their credit rule, and names what has no value beside the total",
      inScene(factory, async (scene) => {
        await playQuarter(scene)
        const { rows, measuresWithoutFacts, currency } = await attainmentOf(scene)
        expect([currency, measuresWithoutFacts]).toEqual(["RUB", ["calls"]])
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
      "splits a variance into drivers that sum to it, opens it to its deals, and tells slipped from lost",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
        const open = async (at: number, expectedCloseOn: string) => {
          const id = `deal_${at}` as const
          await shop.deals.open({ id, title: "Audit", ownerId: "user:1", amount: rub(at * 100), expectedCloseOn })
        }
        await open(1, "2026-03-10")
        await open(2, "2026-03-20")
        await open(3, "2026-05-01")
        scene.clock.advance(Date.parse("2026-03-05T06:00:00.000Z") - scene.clock.now())
        await open(4, "2026-03-30")
        await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
        const answer = await shop.plans.variance({ period: "2026-03", method: "shapley" })
        expect(answer).toMatchObject({ period: "2026-03", against: "2026-02", mixReverses: false })
        const parts = answer.variance.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
        expect(parts).toBe(answer.variance.deltaMinor)
        expect(answer.deals.find(({ driver }) => driver === "winRate")?.actualIds).toEqual(["deal_1"])
        expect(answer.timing).toMatchObject({ expectedMinor: 300, wonMinor: 0, deltaMinor: -300 })
        expect(answer.timing?.lines.filter(({ ids }) => ids.length > 0)).toMatchObject([
          { bucket: "lost", amountMinor: -100, ids: ["deal_1"] },
          { bucket: "slipped", amountMinor: -200, ids: ["deal_2"] },
        ])
      }),
    )

    it(
      "forecasts, looks back and re-plans as the store in memory does, and takes the correction as a new version",
      inScene(factory, async (scene) => {
        const model = await makeScene(scene.harness, { store: makeMemoryStore(), close: () => Promise.resolve() })
        const answers: Array<unknown> = []
        for (const each of [scene, model]) {
          await playQuarter(each)
          const shop = each.session()
          await shop.plans.publish({
            id: "plan_quarters",
            currency: "RUB",
            targets: ["2026-Q1", "2026-Q2"].flatMap((quarter) =>
              ["user:1", "user:2"].map((ownerId) => ({ ownerId, quarter, amountMinor: 2000_00 })),
            ),
          })
          const forecast = await shop.plans.forecast({
            planId: "plan_quarters",
            period: "2026-Q1",
            on: "2026-02-15",
            seed: 5,
          })
          const { total, reps } = forecast.forecast
          expect(reps.reduce((sum, { landingMinor }) => sum + landingMinor, 0)).toBe(total.landingMinor)
          expect(total.wonMinor).toBe(1500_01)
          const backTest = await shop.plans.backTest({
            planId: "plan_quarters",
            periods: ["2026-01", "2026-02", "2026-03"],
            season: 1,
            on: "2026-03-31",
            draws: 200,
          })
          expect(backTest.periods).toEqual(["2026-02", "2026-03"])
          const question = {
            planId: "plan_quarters",
            past: ["2026-Q1"],
            remaining: ["2026-Q2"],
            on: "2026-03-31",
            reasons: [{ code: "miss", reviewId: "review-1" }],
          }
          const stuck = await shop.plans.replan({ ...question, constraints: { mostGrowth: 0 } })
          expect(stuck.replan).toMatchObject({ isFeasible: false, residualMinor: 2166_66 })
          expect(stuck.draft).toBeNull()
          const { replan, draft } = await shop.plans.replan(question)
          expect(replan).toMatchObject({ isFeasible: true, totalMinor: 4000_00 + 2166_66 })
          if (draft === null) throw new Error("no draft")
          const { planVersion } = await shop.plans.draft({ ...draft, versionId: "planversion_correction" })
          expect(planVersion.reasons).toEqual([{ code: "miss", reviewId: "review-1" }])
          expect(planVersion.targets.filter(({ period }) => period === "2026-Q1")).toHaveLength(2)
          answers.push({ forecast, backTest, replan, targets: planVersion.targets })
        }
        expect(answers[0]).toEqual(answers[1])
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
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-02-04" })
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
