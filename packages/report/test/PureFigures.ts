import * as client from "@salesdept/core/client"
import * as control from "@salesdept/core/control"
import * as deal from "@salesdept/core/deal"
import type { DealFact } from "@salesdept/core/deal"
import * as department from "@salesdept/core/department"
import * as exchange from "@salesdept/core/exchange"
import * as loyalty from "@salesdept/core/loyalty"
import * as plan from "@salesdept/core/plan"
import * as records from "@salesdept/core/records"
import * as review from "@salesdept/core/review"
import * as script from "@salesdept/core/script"
import * as settlement from "@salesdept/core/settlement"
import * as shared from "@salesdept/core/shared"
import * as stats from "@salesdept/core/stats"
import * as team from "@salesdept/core/team"

const areas = {
  client,
  control,
  deal,
  department,
  exchange,
  loyalty,
  plan,
  records,
  review,
  script,
  settlement,
  shared,
  stats,
  team,
}

/** The day that is asked about. */
const on = "2026-09-30"

const fact = (index: number): DealFact => {
  const outcome = (["won", "lost", "won", "open"] as const)[index % 4] ?? "open"
  const day = shared.addDays("2026-01-05", index * 2)
  return {
    id: `deal_${index}`,
    outcome,
    closedOn: outcome === "open" ? null : shared.addDays(day, 20 + (index % 17)),
    openedOn: day,
    amountMinor: 10_000_00 + index * 137_00,
    currency: "RUB",
    ownerId: `user:${index % 3}`,
    stageId: outcome === "open" ? "offer" : outcome,
    pipelineId: "sales",
    clientId: null,
    productId: `product_${index % 2}`,
    listAmountMinor: null,
  }
}

const quarter = (columns: ReturnType<typeof deal.dealColumns>, label: string) => {
  const period = shared.parsePeriod(label)
  if (period === null) throw new Error(`${label} is no period`)
  return plan.closedDeals(columns, period, "RUB")
}

/** Numbers from 0 (included) to 1, the same everywhere. Source: Park and Miller (1988). */
const seeded = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state * 16_807) % 2_147_483_647
    return (state - 1) / 2_147_483_646
  }
}

/** Three hundred customers of whom each buys at a pace of its own, and may stop after any purchase. */
const purchases = (() => {
  const random = seeded(20_261_130)
  return Array.from({ length: 300 }, (_, customer) => {
    const [meanDays, stopping] = [8 / (random() + 0.02), random() * random()]
    const days: Array<number> = []
    for (let day = Math.floor(random() * 60); day < 320; day += Math.ceil(-meanDays * Math.log(1 - random()) + 0.01)) {
      days.push(day)
      if (random() < stopping) break
    }
    return days.map((day) => ({
      customerId: `c${customer}`,
      on: shared.addDays("2026-01-01", day),
      amountMinor: 1_000_00 + (day % 13) * 100_00,
    }))
  }).flat()
})()

/** What somebody asks of the pure parts in a page: the same wherever it is asked. JSON-safe. */
export const pureFigures = (): unknown => {
  const columns = deal.dealColumns(Array.from({ length: 120 }, (_, index) => fact(index)))
  const variance = plan.dealVariance(quarter(columns, "2026-Q1"), quarter(columns, "2026-Q2"))
  const { histories } = loyalty.purchaseHistories(purchases, { end: "2026-11-23", unit: "week" })
  return {
    // An export that an engine does not understand would have kept the whole file from loading.
    exports: Object.entries(areas).map(([area, names]) => [area, Object.keys(names).length]),
    funnel: deal.funnel(columns, { on }).figures,
    variance,
    segments: loyalty.rfmScores(loyalty.rfmFacts(purchases, { on: "2026-11-23" }), { kind: "minRank", bins: 3 }).scores,
    fit: loyalty.fitNbdModel(loyalty.mbgNbd, histories),
    table: exchange.readCsvTable('id;name\n1;"Acme\nLtd"\n2;24" screen\n', "clients.csv"),
    statement: settlement.readStatement("day,in,out\n2026-11-30,10.50,\n", {
      format: "csv",
      mapping: {
        account: "1",
        currency: "USD",
        delimiter: ",",
        dates: "yyyy-mm-dd",
        decimalMark: ".",
        bookedOn: "day",
        amount: { in: "in", out: "out" },
      },
    }),
    wilson: stats.wilsonInterval(7, 31, 0.95),
    times: ["2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z", "2026-10-25T01:30:00.000Z"].map((instant) =>
      ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"].map((zone) => shared.localDateTimeOf(instant, zone)),
    ),
  }
}
