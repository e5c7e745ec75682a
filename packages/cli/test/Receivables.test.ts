import { memory, salesDept } from "@salesdept/core/promise"
import type { StoreProvider, Session } from "@salesdept/core/promise"
import type { Invoice } from "@salesdept/core/settlement"
import { ageing, instalmentTimes, invoiceOn } from "@salesdept/core/settlement"
import { makeSqliteStore, migrateSqlite, openSqlite } from "@salesdept/sqlite"
import { describe, expect, it } from "vitest"
import { dataFiles, hasTestData, skippedWithoutData } from "./testData.ts"

/** `4/6/2013`, month first. */
const dateOf = (text = ""): string => {
  const [month = "", day = "", year = ""] = text.split("/")
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`
}

const minorOf = (text = ""): number => {
  const [whole = "", fraction = ""] = text.split(".")
  return Number(whole + fraction.padEnd(2, "0"))
}

/** Issues, disputes and pays every invoice of the set through the commands, and reads the invoices back. */
const played = async (shop: Session): Promise<ReadonlyArray<Invoice>> => {
  const [file] = dataFiles("pipeline/ibm-ar", ["WA_Fn-UseC_-Accounts-Receivable.csv"])
  const rows = new TextDecoder().decode(file?.bytes).trim().split(/\r?\n/).slice(1)
  const calls = rows.map(async (row) => {
    const [, customer, , number, issued, due, amount, disputed, settled] = row.split(",")
    const [invoiceId, issuedOn] = [`invoice_${number}` as const, dateOf(issued)]
    const amountMinor = minorOf(amount)
    await shop.invoices.issue({
      id: invoiceId,
      dealId: `deal_${number}`,
      clientId: `client_${customer}`,
      number: String(number),
      issuedOn,
      currency: "USD",
      instalments: [{ dueOn: dateOf(due), amountMinor }],
    })
    if (disputed === "Yes") await shop.invoices.dispute({ invoiceId, disputedOn: issuedOn, reasonId: "disputed" })
    await shop.payments.receive({
      clientId: `client_${customer}`,
      amount: { amountMinor, currency: "USD" },
      receivedOn: dateOf(settled),
      rule: "byReference",
      purpose: `invoice ${number}`,
    })
  })
  await Promise.all(calls)
  const invoices: Array<Invoice> = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof shop.invoices.page>> = await shop.invoices.page({
      limit: 1000,
      ...(after === null ? {} : { after }),
    })
    invoices.push(...page.items)
    after = page.next
  } while (after !== null)
  return invoices
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

const latenessOf = (invoices: ReadonlyArray<Invoice>) => {
  const times = invoices.flatMap((invoice) => instalmentTimes(invoice))
  const late = times.flatMap(({ daysLate }) => (daysLate === null ? [] : [daysLate]))
  return {
    count: late.length,
    lateCount: late.filter((days) => days > 0).length,
    lateShare: late.filter((days) => days > 0).length / late.length,
    meanDaysLate: mean(late),
    meanDaysToSettle: mean(times.flatMap(({ daysToSettle }) => daysToSettle ?? [])),
    largest: late.reduce((most, days) => Math.max(most, days), 0),
  }
}

const sqliteInMemory = (): StoreProvider => ({
  open: () => {
    const database = openSqlite({ filename: ":memory:" })
    migrateSqlite(database, "2026-01-01T00:00:00.000Z")
    return Promise.resolve({
      store: makeSqliteStore(database),
      close: () => {
        database.close()
        return Promise.resolve()
      },
    })
  },
})

const stores: ReadonlyArray<readonly [string, () => StoreProvider]> = [
  ["memory", () => memory()],
  ["SQLite", sqliteInMemory],
]

describe.skipIf(!hasTestData)(`the receivables set${skippedWithoutData}`, () => {
  it.each(stores)(
    "written as invoices and payments to %s, then read back, gives the published figures",
    async (_, store) => {
      await using dept = await salesDept({ store: store(), hostKeeps: ["client", "deal"] })
      const shop = dept.tenant("receivables").as("user:import")
      const invoices = await played(shop)
      expect(invoices.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(147_703_18)
      const all = latenessOf(invoices)
      expect(all).toMatchObject({ count: 2466, lateCount: 877, largest: 45 })
      expect(all.lateShare).toBeCloseTo(0.3556366586, 10)
      expect(all.meanDaysLate).toBeCloseTo(3.4424168694, 10)
      expect(all.meanDaysToSettle).toBeCloseTo(26.4448499594, 10)
      const disputed = latenessOf(invoices.filter(({ disputedOn }) => disputedOn !== null))
      expect(disputed.count).toBe(561)
      expect(disputed.lateShare).toBeCloseTo(0.6827094474, 10)
      expect(disputed.meanDaysLate).toBeCloseTo(8.5793226381, 10)
      const undisputed = latenessOf(invoices.filter(({ disputedOn }) => disputedOn === null))
      expect(undisputed.lateShare).toBeCloseTo(0.2593175853, 10)
      expect(undisputed.meanDaysLate).toBeCloseTo(1.9296587927, 10)
      const on = "2012-12-31"
      const then = invoices.flatMap((invoice) => invoiceOn(invoice, on) ?? [])
      const open = ageing(
        then.map((invoice) => ({ ...invoice, groupId: null })),
        on,
      )
      expect(open).toEqual([
        {
          groupId: null,
          currency: "USD",
          notDueMinor: 4936_32,
          overdueMinor: [788_74, 0, 0, 0],
          openMinor: 5725_06,
        },
      ])
      expect(
        ageing(
          then.map((invoice) => ({ ...invoice, groupId: invoice.id })),
          on,
        ),
      ).toHaveLength(99)
      const { items: byClient } = await shop.settlement.ageing({ by: "client", on, limit: 1000 })
      expect(byClient.reduce((sum, { openMinor }) => sum + openMinor, 0)).toBe(5725_06)
      expect((await shop.settlement.ageing({ by: "client", on: "2014-12-31" })).items).toEqual([])
    },
    120_000,
  )
})
