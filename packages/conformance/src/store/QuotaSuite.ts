import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { opportunitySuite } from "./OpportunitySuite.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** The public quota set, as its files' texts. */
export interface QuotaTexts {
  /** Quarterly quotas of salespeople: person's number, date, amount, tab-separated. */
  readonly quotas: string
  /** People by number, with the number of their contract, tab-separated. */
  readonly employees: string
  /** Salespeople by key, contract number and name, with `|` between. */
  readonly salespeople: string
  /** Lines of orders with day, salesperson's key and amount, with `|` between. */
  readonly sales: string
  /** The public set of opportunities, comma-separated. */
  readonly opportunities: string
}

/**
 * Reads the files of the quota set below a folder of real data sets.
 *
 * @param folder - the folder that holds `pipeline`
 * @returns null where it is not there
 */
export const readQuotaTexts = (folder: string): QuotaTexts | null => {
  if (!existsSync(folder)) return null
  const text = (path: string): string => readFileSync(join(folder, "pipeline", path), "utf8")
  return {
    quotas: text("adventureworks/SalesPersonQuotaHistory.csv"),
    employees: text("adventureworks/Employee.csv"),
    salespeople: text("adventureworks-targets/Salesperson.csv"),
    sales: text("adventureworks-targets/Sales.csv"),
    opportunities: text("maven-crm/sales_pipeline.csv"),
  }
}

const rowsOf = (text: string, separator: string): ReadonlyArray<ReadonlyArray<string>> =>
  text
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(separator))

const cents = (text: string): number => {
  const [whole = "0", fraction = ""] = text.split(".")
  return Number(whole) * 100 + Number(fraction.padEnd(2, "0").slice(0, 2))
}

/** Quota quarters run from the end of May 2011 on, every three months; the sales were moved to July 2017 on by their publisher. */
const quarterOf = (quotaDate: string): string => {
  const [year = 0, month = 0, day = 0] = quotaDate.slice(0, 10).split("-").map(Number)
  // Dates fall on the last days of a month or the first of the next.
  const first = year * 12 + month - 1 + (day > 20 ? 1 : 0)
  const moved = first - (2011 * 12 + 5) + (2017 * 12 + 6)
  return `${Math.floor(moved / 12)}-Q${Math.floor((moved % 12) / 3) + 1}`
}

interface Order {
  readonly day: string
  readonly employee: string
  minor: number
}

const ordersOf = (sales: string): ReadonlyMap<string, Order> => {
  const orders = new Map<string, Order>()
  for (const [number = "", day = "", , , employee = "", , , , amount = ""] of rowsOf(sales, "|").slice(1)) {
    const order = orders.get(number) ?? { day: day.replaceAll("/", "-"), employee, minor: 0 }
    order.minor += cents(amount)
    orders.set(number, order)
  }
  return orders
}

/** Linda Mitchell's quotas and sales by quarter, in cents, from an independent computation. */
const published: ReadonlyArray<readonly [quarter: string, quota: number, fact: number]> = [
  ["2017-Q3", 637_000_00, 459_056_76],
  ["2017-Q4", 781_000_00, 684_761_56],
  ["2018-Q1", 665_000_00, 591_463_91],
  ["2018-Q2", 639_000_00, 551_882_53],
  ["2018-Q3", 1_355_000_00, 1_173_970_67],
  ["2018-Q4", 1_009_000_00, 950_297_21],
  ["2019-Q1", 860_000_00, 771_162_73],
  ["2019-Q2", 1_021_000_00, 967_974_35],
  ["2019-Q3", 1_525_000_00, 1_327_352_73],
  ["2019-Q4", 1_276_000_00, 1_068_252_23],
  ["2020-Q1", 894_000_00, 854_748_78],
  ["2020-Q2", 1_124_000_00, 757_711_06],
]

/**
 * Attainment by person and quarter on the public quota set: 163 quotas against 57,851 lines of sales, to the cent; and the same on the
 * public set of opportunities.
 *
 * @param name - name of the store
 * @param factory - makes a harness
 * @param texts - the set's files; null where they are not there: the suite is then skipped, and says so
 */
export const quotaSuite = (name: string, factory: HarnessFactory, texts: QuotaTexts | null): void => {
  opportunitySuite(name, factory, texts?.opportunities ?? null)
  describe(`${name}: quotas of salespeople${texts === null ? " (skipped: no test data)" : ""}`, () => {
    it.skipIf(texts === null)(
      "gives the published attainment by person and quarter to the cent",
      inScene(factory, async ({ session }) => {
        if (texts === null) return
        const shop = session()
        const people = rowsOf(texts.salespeople, "|").slice(1)
        const byContract = new Map(
          people.map(([key = "", contract = "", , , person = ""]) => [contract, { key, person }]),
        )
        const keyOf = new Map(
          rowsOf(texts.employees, "\t").map(([number = "", contract = ""]) => [number, byContract.get(contract)?.key]),
        )
        const orders = ordersOf(texts.sales)
        expect(orders.size).toBe(3616)
        await shop.deals.import({
          sourceId: "bareExport",
          pipelineId: "servicesWithActs",
          rows: [...orders].map(([number, { day, employee, minor }]) => ({
            id: `deal_${number}`,
            title: null,
            stageId: "paymentControl",
            clientId: null,
            ownerId: employee,
            productId: null,
            amount: { amountMinor: minor, currency: "USD" },
            listAmount: null,
            openedOn: day,
            closedOn: day,
          })),
        })
        const quotas = rowsOf(texts.quotas, "\t")
        expect(quotas).toHaveLength(163)
        await shop.plans.publish({
          id: "plan_quotas",
          currency: "USD",
          targets: quotas.map(([, number = "", date = "", quota = ""]) => ({
            ownerId: keyOf.get(number) ?? `unknown-${number}`,
            quarter: quarterOf(date),
            amountMinor: cents(quota),
          })),
        })
        const { rows } = await shop.plans.attainment({ planId: "plan_quotas", on: "2020-05-31", withIds: true })
        const targeted = rows.filter(({ target }) => target !== null)
        expect(targeted).toHaveLength(163)
        expect(targeted.reduce((sum, { target }) => sum + (target ?? 0), 0)).toBe(95_714_000_00)
        const linda = people.find(([, , , , person]) => person === "Linda Mitchell")?.[0]
        for (const [period, quota, fact] of published) {
          const row = targeted.find((each) => each.repId === linda && each.period === period)
          expect([row?.target, row?.fact, row?.gap]).toEqual([quota, fact, fact - quota])
          expect(row?.factIds).toHaveLength(row?.factCount ?? -1)
        }
        // All sales are there once: whoever has a quota, and who sold without one.
        const known = new Set([...orders.values()].map(({ employee }) => employee))
        expect(rows.filter(({ repId }) => !known.has(repId ?? "")).every(({ fact }) => fact === 0)).toBe(true)
        const whole = targeted.filter(({ period }) => period !== "2020-Q2")
        const ratios = whole.map(({ fact, target }) => fact / (target ?? 1)).sort((left, right) => left - right)
        expect(ratios).toHaveLength(146)
        expect(((ratios[72] ?? 0) + (ratios[73] ?? 0)) / 2).toBeCloseTo(0.850332207, 9)
        expect(ratios[0]).toBeCloseTo(0.36410625, 9)
        expect(ratios.at(-1)).toBeCloseTo(2.0464097143, 9)
        expect(ratios.filter((ratio) => ratio >= 1).length / 146).toBeCloseTo(0.0547945205, 9)
      }),
      60_000,
    )
  })
}
