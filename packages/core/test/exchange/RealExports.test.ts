import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { planImport } from "../../src/exchange/ImportPlan.ts"
import { hasTestData, testDataPath } from "../testData.ts"

const load = (folder: string, names: ReadonlyArray<string>) =>
  names.map((name) => ({ name, bytes: readFileSync(testDataPath(`pipeline/${folder}/${name}`)) }))
const options = { source: "public", currency: "USD", timeZone: "UTC" }

describe.skipIf(!hasTestData)(`real exports${hasTestData ? "" : " (skipped: no test data)"}`, () => {
  describe("Maven's 8,800 opportunities", () => {
    const names = ["accounts.csv", "data_dictionary.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv"]
    const plan = planImport(hasTestData ? load("maven-crm", names) : [], options)
    const counted = (code: string) => plan.summary.filter((group) => group.code === code)

    it("keeps every row, with the reference figures", () => {
      expect(plan.deals).toHaveLength(8800)
      const by = (outcome: string) => plan.deals.filter((deal) => deal.outcome === outcome)
      expect([by("won").length, by("lost").length, by("open").length]).toEqual([4238, 2473, 2089])
      // Reference: won_value of public.maven_crm in reference/pipeline.json.
      expect(by("won").reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0)).toBe(10_005_534_00)
      expect(plan.dataAsOf).toBe("2017-12-31")
    })

    it("explains what is odd about them", () => {
      expect(counted("openedOnMissing").map(({ count }) => count)).toEqual([500])
      expect(counted("clientMissing").map(({ count }) => count)).toEqual([1425])
      expect(counted("zeroMeansNoPrice").map(({ count }) => count)).toEqual([2473])
      expect(counted("nearMatch").map(({ detail, count }) => [detail, count])).toEqual([["GTXPro → GTX Pro", 1480]])
      expect(counted("suspectedTypo").map(({ detail, count }) => [detail, count])).toEqual([
        ["technolgy ~ technology", 12],
      ])
      const idle = ["Carl Lin", "Carol Thompson", "Elizabeth Anderson", "Mei-Mei Johns", "Natalya Ivanova"]
      expect(
        counted("repWithoutDeals")
          .flatMap(({ examples }) => examples)
          .toSorted(),
      ).toEqual(idle)
      expect(plan.outcomes.filter(({ severity }) => severity === "rejected")).toEqual([])
    })

    it("says which file it does not read", () => {
      expect(plan.files.find(({ entity }) => entity === null)).toMatchObject({
        file: "data_dictionary.csv",
        notRead: 21,
      })
    })

    it("orders the stages, matches list prices and makes six teams", () => {
      expect(plan.stages.map(({ name, meaning, position }) => [name, meaning, position])).toEqual([
        ["Prospecting", "open", 1],
        ["Engaging", "open", 2],
        ["Won", "won", null],
        ["Lost", "lost", null],
      ])
      expect(plan.deals.every(({ listAmountMinor }) => listAmountMinor !== null)).toBe(true)
      expect(plan.teams).toHaveLength(6)
      expect(plan.reps).toHaveLength(35)
    })

    it("names the fields that are filled at closing and explain nothing", () => {
      expect(plan.filledOnlyAtClose).toEqual([
        { field: "clientKey", blankOpen: 1425, open: 2089, closed: 6711 },
        { field: "openedOn", blankOpen: 500, open: 2089, closed: 6711 },
      ])
    })
  })

  it("reads Olist's 8,000 leads and 842 wins by their own columns", () => {
    const leads = "olist_marketing_qualified_leads_dataset.csv"
    const deals = "olist_closed_deals_dataset.csv"
    const plan = planImport(load("olist", [leads, deals]), { ...options, currency: "BRL" })
    expect(plan.leads).toHaveLength(8000)
    expect(plan.deals).toHaveLength(842)
    expect(plan.deals.every(({ outcome, closedOn }) => outcome === "won" && closedOn !== null)).toBe(true)
    expect(plan.leads.filter(({ source }) => source === null)).toHaveLength(60)
  })

  it("reads AdventureWorks' 809 monthly targets, divided by |", () => {
    const plan = planImport(load("adventureworks-targets", ["Targets.csv"]), options)
    expect(plan.targets).toHaveLength(809)
    expect(plan.targets[0]).toMatchObject({ ownerKey: "90836195", period: "2017-12", amountMinor: 500_000_00 })
  })
})
