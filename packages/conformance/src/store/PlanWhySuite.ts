import { makeMemoryStore } from "@salesdept/core/memory"
import type { DriverTreePolicy } from "@salesdept/core/plan"
import { fiveDayCalendar } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { planId, playQuarter } from "./PlayQuarter.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene, makeScene, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const leaf = (id: string) => ({ kind: "leaf", id, name: { en: id, ru: id } }) as const

/** Closed deals × win rate × average deal, as a tenant writes it down. */
const ownTree: DriverTreePolicy = {
  tree: {
    kind: "product",
    id: "revenue",
    name: { en: "Revenue", ru: "Выручка" },
    children: [leaf("closed"), leaf("winRate"), leaf("averageDeal")],
  },
  measures: [
    { id: "closed", of: "closedDeals" },
    { id: "winRate", of: "wonDeals", per: "closedDeals" },
    { id: "averageDeal", of: "wonMoney", per: "wonDeals" },
  ],
}

/** Why a plan was missed, where it will land and what then: the same from every store. */
export const planWhySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: causes, forecasts and corrections of plans`, () => {
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
        const nothing = { pricedShare: null, averageDealMinor: null }
        expect(answer.drivers).toEqual({
          base: { closedDeals: 0, winRate: null, ...nothing },
          actual: { closedDeals: 1, winRate: 0, ...nothing },
        })
        const plan = { closedDeals: 4, winRate: 0.5, averageDealMinor: 100, targetMinor: 200 }
        const planned = await shop.plans.variance({ period: "2026-03", plan })
        expect(planned).toMatchObject({
          against: "plan",
          variance: { baseMinor: 200, actualMinor: 0 },
          drivers: { base: { closedDeals: 4, winRate: 0.5, pricedShare: 1, averageDealMinor: 100 } },
        })
        expect(answer.deals.find(({ driver }) => driver === "winRate")?.actualIds).toEqual(["deal_1"])
        // The loss is seen with its stated reason, and with the state in which control had found the deal before.
        expect(answer.causes.drivers.flatMap(({ causes }) => causes)).toMatchObject([
          { source: "lostReason", cause: "price", driver: "winRate", dealIds: ["deal_1"] },
          { source: "controlState", cause: "stalled", driver: "winRate", dealIds: ["deal_1"] },
        ])
        const blind = await shop.plans.variance({ period: "2026-03", controlMoments: 0 })
        expect(blind.causes.drivers.flatMap(({ causes }) => causes)).toHaveLength(1)
        expect(answer.timing).toMatchObject({ expectedMinor: 300, wonMinor: 0, deltaMinor: -300 })
        expect(answer.timing?.lines.filter(({ ids }) => ids.length > 0)).toMatchObject([
          { bucket: "lost", amountMinor: -100, ids: ["deal_1"] },
          { bucket: "slipped", amountMinor: -200, ids: ["deal_2"] },
        ])
      }),
    )

    it(
      "looks for causes of a fallen win rate among lost deals, of a risen one among won ones",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const row = (at: number, stageId: string, closedOn: string) => ({
          id: `deal_${at}` as const,
          title: null,
          stageId,
          clientId: null,
          ownerId: "user:1",
          productId: null,
          amount: { amountMinor: 100_00, currency: "RUB" },
          listAmount: null,
          openedOn: "2026-01-02",
          closedOn,
        })
        const rows = [
          row(1, "paymentControl", "2026-02-10"),
          row(2, "lost", "2026-02-11"),
          row(3, "paymentControl", "2026-03-10"),
          row(4, "paymentControl", "2026-03-11"),
          row(5, "paymentControl", "2026-03-12"),
          row(6, "lost", "2026-03-13"),
        ]
        await shop.deals.import({ sourceId: "bareExport", pipelineId: "servicesWithActs", rows })
        const noted = (cause: string, dealIds: ReadonlyArray<string>) => ({
          cause,
          name: { en: cause, ru: cause },
          source: "finding" as const,
          driver: "winRate",
          dealIds,
          seen: "beforeOutcome" as const,
        })
        const evidence = [noted("silence", ["deal_2", "deal_6"]), noted("caseStory", ["deal_1", "deal_3"])]
        const causes = async (period: string, basePeriod: string) =>
          (await shop.plans.variance({ period, basePeriod, evidence, controlMoments: 0 })).causes.ranked
        const found = await causes("2026-03", "2026-02")
        expect(found).toMatchObject([{ cause: "caseStory", dealIds: ["deal_3"] }])
        expect(found[0]?.amountMinor).toBeGreaterThan(0)
        const fallen = await causes("2026-02", "2026-03")
        expect(fallen).toMatchObject([{ cause: "silence", dealIds: ["deal_2"] }])
        expect(fallen[0]?.amountMinor).toBeLessThan(0)
      }),
    )

    it(
      "explains by the department's own tree, against a period and against the plan, and opens it to its facts",
      inScene(factory, async (scene) => {
        const model = await makeScene(scene.harness, { store: makeMemoryStore(), close: () => Promise.resolve() })
        const answers: Array<unknown> = []
        for (const each of [scene, model]) {
          await playQuarter(each)
          const shop = each.session()
          expect((await shop.plans.variance({ period: "2026-03" })).tree).toBeNull()
          const broken = { ...ownTree, measures: ownTree.measures.slice(1) }
          await expect(
            shop.department.publish({ ...suiteDepartment, plan: { driverTree: broken } }),
          ).rejects.toMatchObject({
            data: { problems: [{ path: "plan.driverTree.measures", code: "measure.missing" }] },
          })
          await shop.department.publish({ ...suiteDepartment, plan: { driverTree: ownTree } })
          const rates = [{ from: "EUR", to: "RUB", rate: "90.5", on: "2026-01-01" }]
          const { tree } = await shop.plans.variance({ period: "2026-03", basePeriod: "2026-02", rates })
          const variance = tree?.variance ?? null
          if (variance === null) throw new Error("no tree")
          // 500 + 333.33 of two deals against 9,050 + 0.07 of three, one of them without an amount.
          expect(variance).toMatchObject({ baseMinor: 833_33, actualMinor: 9050_07, residualMinor: 0 })
          const parts = variance.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
          expect(parts).toBe(variance.deltaMinor)
          expect(variance.measures).toMatchObject([
            { measure: "closed", base: 2, actual: 3, actualIds: ["deal_4", "deal_5", "deal_6"] },
            { measure: "winRate", base: 1, actual: 1 },
            { measure: "averageDeal", base: 833_33 / 2, actual: 9050_07 / 3 },
          ])
          const line = (quantity: string, unitPriceMinor: number) =>
            ({ kind: "product", productId: "product_a", quantity, unitPriceMinor, listPriceMinor: 100_00 }) as const
          await shop.deals.setLines({ dealId: "deal_2", currency: "RUB", lines: [line("5", 100_00)] })
          await shop.deals.setLines({ dealId: "deal_6", currency: "RUB", lines: [line("7", 1)] })
          const sold = await shop.plans.variance({
            period: "2026-03",
            basePeriod: "2026-02",
            rates,
            calendar: fiveDayCalendar,
          })
          // Every split is of the same money: what was won in another currency counts at its rate.
          expect(sold.variance).toMatchObject({ baseMinor: 833_33, actualMinor: 9050_07 })
          expect(sold.byProduct).toMatchObject({ baseMinor: 833_33, actualMinor: 9050_07 })
          expect(sold.price).toMatchObject({ baseMinor: 833_33, actualMinor: 9050_07, residualMinor: 0 })
          const priced = (sold.price?.contributions ?? []).map(({ driver, amountMinor }) => [driver, amountMinor])
          expect(priced).toContainEqual(["withoutLines", 9050_00 - 333_33])
          // Two people in twenty days of February and twenty-two of March.
          expect(
            sold.capacity?.contributions.map(({ driver, amountMinor }) => [driver, Math.sign(amountMinor)]),
          ).toEqual([
            ["headcount", 0],
            ["workingDays", 1],
            ["presentShare", 0],
            ["perRepDay", 1],
          ])
          answers.push(sold)
          const bare = await shop.plans.variance({ period: "2026-03", planId })
          expect(bare.tree).toMatchObject({ against: planId, variance: null })
          await shop.plans.open({
            id: "plan_drivers",
            name: "Drivers",
            currency: "RUB",
            fiscalCalendar: { form: "months", startMonth: 4, namedBy: "start" },
            measures: [
              { id: "closed", kind: "counts", credit: "closedDeals" },
              { id: "won", kind: "counts", credit: "wonDeals" },
              { id: "wonMinor", kind: "money", credit: "wonMoney" },
            ],
          })
          const [period, value] = ["2026-03", 4]
          await shop.plans.draft({
            planId: "plan_drivers",
            versionId: "planversion_drivers",
            baseline: "original",
            effectiveFrom: "2026-01-01",
            targets: [
              { measure: "closed", period, value },
              { measure: "won", period, value: 2 },
              { measure: "wonMinor", period, value: 10_000_00 },
            ],
          })
          await shop.plans.submit({ versionId: "planversion_drivers" })
          await each.session(suiteTenant, "user:owner").plans.approve({ versionId: "planversion_drivers" })
          const planned = await shop.plans.variance({ period, planId: "plan_drivers", rates })
          expect(planned.tree?.variance).toMatchObject({ baseMinor: 10_000_00, actualMinor: 9050_07 })
          // The last month of a year that began in April.
          const fiscal = await shop.plans.variance({ period: "FY2025-M12", planId: "plan_drivers", rates })
          const labels = { period: "FY2025-M12", against: "FY2025-M11", notes: fiscal.notes }
          expect(fiscal).toEqual({ ...planned, ...labels })
          const unnamed = shop.plans.variance({ period: "FY2025-M12" })
          await expect(unnamed).rejects.toMatchObject({
            data: { problems: [{ path: "period", code: "period.label" }] },
          })
          answers.push(tree, planned.tree)
        }
        expect(answers.slice(0, 3)).toEqual(answers.slice(3))
      }),
    )

    it(
      "breaks a money target down to a day's work, by the rep's own conversion or the team's",
      inScene(factory, async (scene) => {
        await playQuarter(scene)
        const shop = scene.session()
        await shop.plans.publish({
          id: "plan_norms",
          currency: "RUB",
          targets: ["user:1", "user:3"].map((ownerId) => ({ ownerId, quarter: "2026-Q2", amountMinor: 3000_00 })),
        })
        const { reps, passedOver } = await shop.plans.norms({
          planId: "plan_norms",
          period: "2026-Q2",
          history: { from: "2026-01-01", to: "2026-04-01" },
          on: "2026-06-18",
          calendar: fiveDayCalendar,
          steps: ["meetings", "openedDeals"],
          leastCases: 2,
        })
        expect(passedOver).toEqual(["meetings"])
        // Two deals of user:1 were opened and won, for 1,500.01 together; eight working days are left.
        expect(reps[0]).toMatchObject({ repId: "user:1", goalMinor: 3000_00, workingDays: 8 })
        expect(reps[0]?.norms.norms).toMatchObject([
          { activity: "openedDeals", needed: 4, perDay: 0.5, source: "own" },
          { activity: "won", needed: 4, perDay: 0.5, source: "own", ratio: { numerator: 1500_01, denominator: 2 } },
        ])
        // Four of the six won deals of all have an amount in roubles, 1,833.41 together; nothing is known of user:3.
        expect(reps[1]?.norms.norms).toMatchObject([
          { activity: "openedDeals", needed: 7, source: "fallback" },
          { activity: "won", needed: 7, source: "fallback", ratio: { numerator: 1833_41, denominator: 4 } },
        ])
        // A calendar that ends before the period does says nothing of what is left: not that nothing is.
        const uncovered = await shop.plans.norms({
          planId: "plan_norms",
          period: "2026-Q2",
          history: { from: "2026-01-01", to: "2026-04-01" },
          on: "2026-06-18",
          calendar: { ...fiveDayCalendar, validTo: "2026-06-20" },
        })
        expect(uncovered.reps[0]).toMatchObject({
          goalMinor: 3000_00,
          workingDays: null,
          norms: { norms: null, withheld: { en: "the working calendar does not cover the days that are left" } },
        })
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
          // What it answers is cited with it.
          const cited = { code: "miss", reviewId: "review-1", variancePeriods: ["2026-Q1"] }
          expect(planVersion.reasons).toEqual([cited])
          const asked = await shop.plans.askedBy({ reviewId: "review-1" })
          expect(asked.map(({ id }) => id)).toEqual(["planversion_correction"])
          expect(await shop.plans.askedBy({ reviewId: "review-2" })).toEqual([])
          expect(planVersion.targets.filter(({ period }) => period === "2026-Q1")).toHaveLength(2)
          answers.push({ forecast, backTest, replan, targets: planVersion.targets })
        }
        expect(answers[0]).toEqual(answers[1])
      }),
    )

    it(
      "re-plans by the plan's own measure of won money, and says where there is none of that name",
      inScene(factory, async (scene) => {
        await playQuarter(scene)
        const shop = scene.session()
        const other = scene.session(suiteTenant, "user:approver")
        await shop.plans.open({
          id: "plan_own",
          name: "Own",
          currency: "RUB",
          measures: [{ id: "won", kind: "money", credit: "wonMoney" }],
        })
        const { planVersion } = await shop.plans.draft({
          planId: "plan_own",
          baseline: "original",
          effectiveFrom: "2026-01-01",
          targets: ["2026-Q1", "2026-Q2"].map((period) => ({
            measure: "won",
            period,
            repId: "user:1",
            value: 2000_00,
          })),
        })
        await shop.plans.submit({ versionId: planVersion.id })
        await other.plans.approve({ versionId: planVersion.id })
        const question = {
          planId: "plan_own",
          past: ["2026-Q1"],
          remaining: ["2026-Q2"],
          on: "2026-03-31",
          reasons: [],
        }
        const { draft } = await shop.plans.replan(question)
        expect(draft?.targets.map(({ measure, period }) => `${measure} ${period}`)).toEqual([
          "won 2026-Q1",
          "won 2026-Q2",
        ])
        const unknown = await rejectionOf("InputInvalid", shop.plans.replan({ ...question, measure: "revenue" }))
        expect(unknown.data).toMatchObject({ problems: [{ path: "measure", code: "measureUnknown" }] })
      }),
    )
  })
}
