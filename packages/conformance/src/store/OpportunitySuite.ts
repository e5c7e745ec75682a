import { describe, expect, it } from "vitest"
import { inScene, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const stages: { readonly [stage: string]: string } = {
  Won: "paymentControl",
  Lost: "lost",
  Engaging: "contact",
  Prospecting: "newLead",
}

const quarters = ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"] as const

/** Published by quarter of closing: won amount in whole units, deals won, deals lost. */
const published: { readonly [quarter: string]: readonly [wonValue: number, won: number, lost: number] } = {
  "2017-Q1": [1_134_672, 531, 116],
  "2017-Q2": [3_086_111, 1254, 778],
  "2017-Q3": [2_982_255, 1257, 790],
  "2017-Q4": [2_802_496, 1196, 789],
}

/** Published by person: all they won, in whole units. */
const publishedReps: ReadonlyArray<readonly [rep: string, wonValue: number]> = [
  ["Darcel Schlecht", 1_153_214],
  ["Anna Snelling", 275_056],
  ["Moses Frase", 207_182],
]

/** Published for the change from the second quarter to the third, in whole units. */
const drivers = {
  lmdi: [22_313.5602980658, -15_064.126169503, -111_105.4341285621],
  shapley: [22_316.6686443975, -15_065.6952170704, -111_106.9734273271],
  byProduct: [22_279.8283964011, -18_376.0555779283, -91_066.1049566721, -16_693.6678618002],
}

const ownerOf = (agent: string): string => `user:${agent.replaceAll(" ", "-")}`

/** The set in the suites' own currency: its figures are plain numbers of units. */
const importSet = async ({ session }: Scene, text: string): Promise<void> => {
  const rows = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","))
  const deals = rows.map(
    ([id = "", agent = "", product = "", , stage = "", engaged = "", closed = "", value = ""]) => ({
      id: `deal_${id}` as const,
      title: null,
      stageId: stages[stage] ?? "newLead",
      clientId: null,
      ownerId: ownerOf(agent),
      productId: (product === "GTXPro" ? "GTX Pro" : product).replaceAll(" ", "-"),
      // The set writes 0 on lost deals: not a price.
      amount: stage === "Won" ? { amountMinor: Number(value) * 100, currency: "RUB" } : null,
      listAmount: null,
      openedOn: engaged === "" ? null : engaged,
      closedOn: closed === "" ? null : closed,
    }),
  )
  for (let from = 0; from < deals.length; from += 5000)
    await session().deals.import({
      sourceId: "bareExport",
      pipelineId: "servicesWithActs",
      rows: deals.slice(from, from + 5000),
    })
}

/**
 * Attainment by person and quarter, and why a quarter differs from the one before, on the public set of 8,800 opportunities: equal to
 * the published figures from every store.
 *
 * @param name - name of the store
 * @param factory - makes a harness
 * @param text - the set; null where it is not there: the suite is then skipped
 */
export const opportunitySuite = (name: string, factory: HarnessFactory, text: string | null): void => {
  describe(`${name}: opportunities${text === null ? " (skipped: no test data)" : ""}`, () => {
    it.skipIf(text === null)(
      "gives the published attainment to the cent, and splits the variance as published, without a rest",
      inScene(factory, async (scene) => {
        if (text === null) return
        await importSet(scene, text)
        const shop = scene.session()
        const planId = "plan_opportunities"
        await shop.plans.open({
          id: planId,
          name: "2017",
          currency: "RUB",
          measures: [
            { id: "wonMinor", kind: "money", credit: "wonMoney" },
            { id: "won", kind: "counts", credit: "wonDeals" },
            { id: "lost", kind: "counts", credit: "lostDeals" },
          ],
        })
        await shop.plans.draft({
          planId,
          versionId: "planversion_1",
          baseline: "original",
          effectiveFrom: "2017-01-01",
          targets: quarters.flatMap((period) => [
            ...["wonMinor", "won", "lost"].map((measure) => ({ measure, period, value: 1000 })),
            ...publishedReps.map(([agent]) => ({ measure: "wonMinor", period, value: 1000, repId: ownerOf(agent) })),
          ]),
        })
        await shop.plans.submit({ versionId: "planversion_1" })
        await scene.session(suiteTenant, "user:owner").plans.approve({ versionId: "planversion_1" })
        const { rows } = await shop.plans.attainment({ planId, on: "2017-12-31", withIds: true })
        const whole = (measure: string, quarter: string) =>
          rows.find((row) => row.measure === measure && row.period === quarter && row.repId === null)
        for (const quarter of quarters) {
          const [value = 0, won = 0, lost = 0] = published[quarter] ?? []
          expect(whole("wonMinor", quarter)).toMatchObject({
            fact: value * 100,
            gap: value * 100 - 1000,
            factCount: won,
          })
          expect(whole("wonMinor", quarter)?.factIds).toHaveLength(won)
          expect([whole("won", quarter)?.fact, whole("lost", quarter)?.fact]).toEqual([won, lost])
          const reps = rows.filter((row) => row.measure === "wonMinor" && row.period === quarter && row.repId !== null)
          expect(reps.reduce((sum, { fact }) => sum + fact, 0)).toBe(value * 100)
        }
        for (const [agent, value] of publishedReps) {
          const own = rows.filter(({ repId }) => repId === ownerOf(agent))
          expect(own.reduce((sum, { fact }) => sum + fact, 0)).toBe(value * 100)
        }
        for (const method of ["lmdi", "shapley"] as const) {
          const { variance, byProduct } = await shop.plans.variance({ period: "2017-Q3", method, controlMoments: 0 })
          expect(variance.deltaMinor).toBe(-103_856_00)
          for (const [index, exact] of drivers[method].entries())
            expect((variance.contributions[index]?.exact ?? 0) / 100).toBeCloseTo(exact, 6)
          for (const split of [variance, byProduct])
            expect(split?.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(-103_856_00)
          if (method === "shapley") continue
          for (const [index, exact] of drivers.byProduct.entries())
            expect((byProduct?.contributions[index]?.exact ?? 0) / 100).toBeCloseTo(exact, 6)
        }
      }),
      60_000,
    )
  })
}
