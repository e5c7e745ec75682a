import type { BetaGeometricParameter, ModelParameters, Purchase, PurchaseHistory } from "@salesdept/core/loyalty"
import {
  customerSpends,
  discountRatePerUnit,
  fitGammaGamma,
  fitNbdModel,
  frequencyCalibration,
  mbgNbd,
  purchaseHistories,
  reorderInterval,
  reorderPeers,
  residualValue,
  rfmFacts,
  rfmScores,
  segmentSummaries,
  tenSegments,
  trackingCurve,
  usableParameters,
} from "@salesdept/core/loyalty"
import { addDays, daysBetween } from "@salesdept/core/shared"
import { barChart, formatDay, formatMoney, formatNumber, formatPercent, stepChart } from "@salesdept/report"

/** The day on which the shop looks at its base: 39 weeks of purchases are known, the 39 that follow are kept to check. */
const today = "1997-09-30"
const lastKnown = "1998-06-30"
const weeksAhead = 39

/** Somebody to call this week. */
interface Call {
  /** Who. */
  readonly customerId: string
  /** Days from purchase to purchase. */
  readonly everyDays: number
  /** Days since the last one. */
  readonly waitedDays: number
  /** Chance that the customer still buys here. */
  readonly alive: number
  /** What its future purchases are worth today, cents; a yearly rate of 15 % is taken off. */
  readonly worthMinor: number
  /** Days with a purchase in the 39 weeks that followed: nobody could know them on the day. */
  readonly boughtLater: number
}

/** What the example shows. */
export interface RepeatSale {
  /** Lines to print. */
  readonly lines: ReadonlyArray<string>
  /** Who to call, the most valuable first. */
  readonly calls: ReadonlyArray<Call>
  /** Repeat purchases in the 39 weeks that followed, of all customers: foretold, and what came. */
  readonly holdout: { readonly predicted: number; readonly actual: number }
  /** What the whole base is worth, cents. */
  readonly baseWorthMinor: number
  /** Pictures by file name. */
  readonly pictures: { readonly [file: string]: string }
}

const dollars = (minor: number): string => formatMoney(Math.round(minor), "USD", "en", { minorUnits: "never" })

/** A customer's days of purchase up to a day. */
const daysOf = (purchases: ReadonlyArray<Purchase>, to: string): ReadonlyMap<string, ReadonlyArray<string>> => {
  const days = new Map<string, Array<string>>()
  for (const { customerId, on } of purchases) {
    if (on > to) continue
    const known = days.get(customerId)
    if (known === undefined) days.set(customerId, [on])
    else if (!known.includes(on)) known.push(on)
  }
  return days
}

/** Segments, the model, who to call this week and why, what it is worth, and how well it would have done. */
export const repeatSale = (purchases: ReadonlyArray<Purchase>): RepeatSale => {
  const facts = rfmFacts(purchases, { on: today })
  const { scores } = rfmScores(facts, { kind: "minRank", bins: 5 })
  const segments = segmentSummaries(tenSegments, facts, scores)

  const { histories } = purchaseHistories(purchases, { end: today, unit: "week", holdoutEnd: lastKnown })
  const fit = fitNbdModel(mbgNbd, histories)
  const model = usableParameters(fit)
  const spendFit = fitGammaGamma(customerSpends(histories).spends)
  const spend = usableParameters(spendFit)
  const rate = discountRatePerUnit(0.15, "week")

  const worthOf = (history: PurchaseHistory): number => {
    const { repeatCount, repeatSpendMinor } = history
    const meanSpend = repeatCount === 0 ? 0 : repeatSpendMinor / repeatCount
    return residualValue(mbgNbd, model, spend, { history, spend: { repeatCount, meanSpend } }, rate).value ?? 0
  }

  const days = daysOf(purchases, today)
  const gaps = [...days.values()].flatMap((own) => {
    const sorted = own.toSorted()
    return sorted.slice(1).map((on, i) => daysBetween(sorted[i] ?? on, on))
  })
  const peers = reorderPeers({ en: "all customers", ru: "все клиенты" }, gaps)
  const calls = histories
    .flatMap((history): ReadonlyArray<Call> => {
      const own = days.get(history.customerId) ?? []
      const { expectedOn, intervalDays, waitedDays } = reorderInterval(own, [peers], { on: today })
      // Due within the week, or overdue, by the customer's own rhythm: somebody who bought once has none.
      if (history.repeatCount === 0 || expectedOn === null || intervalDays === null || waitedDays === null) return []
      const alive = mbgNbd.probabilityAlive(model, history)
      if (expectedOn > addDays(today, 7) || alive < 0.5) return []
      return [
        {
          customerId: history.customerId,
          everyDays: Math.round(intervalDays),
          waitedDays,
          alive,
          worthMinor: Math.round(worthOf(history)),
          boughtLater: history.holdoutCount ?? 0,
        },
      ]
    })
    .toSorted((left, right) => right.worthMinor - left.worthMinor)

  let predicted = 0
  let actual = 0
  let baseWorthMinor = 0
  for (const history of histories) {
    predicted += mbgNbd.expectedPurchases(model, history, weeksAhead)
    actual += history.holdoutCount ?? 0
    baseWorthMinor += worthOf(history)
  }

  const pictures = { "tracking.svg": tracking(purchases, model), "calibration.svg": calibration(histories, model) }
  const error = fit.status === "usable" ? fit.standardErrors : null
  const lines = [
    `${formatNumber(histories.length, "en")} customers on ${formatDay(today, "en")}`,
    ...segments.map(
      ({ segment, customerCount, spendMinorTotal }) =>
        `  ${segment.title.en.padEnd(18)} ${formatNumber(customerCount, "en").padStart(5)}  ${dollars(spendMinorTotal).padStart(11)}`,
    ),
    `MBG/NBD: ${(["r", "alpha", "a", "b"] as const)
      .map((name) => `${name} ${model[name].toFixed(3)} ± ${(error?.[name] ?? Number.NaN).toFixed(3)}`)
      .join(", ")}`,
    `the next ${weeksAhead} weeks: ${formatNumber(predicted, "en")} repeat purchases foretold, ${formatNumber(actual, "en")} came`,
    `call this week (${calls.length}), the first ten:`,
    ...calls
      .slice(0, 10)
      .map(
        ({ customerId, everyDays, waitedDays, alive, worthMinor }) =>
          `  ${customerId}: buys every ${everyDays} days, waited ${waitedDays}; still a customer with ${formatPercent(alive, "en", 0)}; ${dollars(worthMinor)}`,
      ),
    `they are worth ${dollars(calls.reduce((sum, { worthMinor }) => sum + worthMinor, 0))} of ${dollars(baseWorthMinor)}`,
  ]
  return { lines, calls, holdout: { predicted, actual }, baseWorthMinor, pictures }
}

/** Repeat purchases week by week: what came, and what the model says, also past the weeks it was fitted to. */
const tracking = (purchases: ReadonlyArray<Purchase>, model: ModelParameters<BetaGeometricParameter>): string => {
  const points = trackingCurve(mbgNbd, model, purchases, {
    origin: "1996-12-31",
    unit: "week",
    periods: 78,
    knownTo: lastKnown,
  })
  const most = Math.max(...points.map(({ actual, expected }) => Math.max(actual ?? 0, expected)))
  return stepChart(
    [
      {
        label: "what came",
        role: "ink",
        dash: "",
        points: points.flatMap(({ period, actual }) => (actual === null ? [] : [{ x: period, y: actual }])),
      },
      {
        label: "MBG/NBD, fitted to 39 weeks",
        role: "primary",
        dash: "6 3",
        points: points.map(({ period, expected }) => ({ x: period, y: expected })),
      },
    ],
    {
      xMax: 78,
      yMax: most * 1.05,
      xLabel: "weeks since the beginning of 1997",
      xTick: String,
      yTick: String,
    },
    {
      id: "tracking",
      title: "Repeat purchases, cumulative",
      description: `What came and what the model fitted to the first 39 weeks says of 78: up to ${Math.round(most)} repeat purchases.`,
      width: 720,
    },
  ).markup
}

/** Customers by number of repeat purchases: bars are those seen, the mark across is the model. */
const calibration = (
  histories: ReadonlyArray<PurchaseHistory>,
  model: ModelParameters<BetaGeometricParameter>,
): string => {
  const { bins } = frequencyCalibration(mbgNbd, model, histories)
  return barChart(
    bins.map(({ repeatCount, andMore, observed, expected }) => ({
      label: `${repeatCount}${andMore ? "+" : ""}`,
      value: observed,
      target: expected,
      text: `${observed} seen, ${expected.toFixed(0)} by the model`,
    })),
    {
      id: "calibration",
      title: "Customers by number of repeat purchases in 39 weeks",
      description: "Bars are customers seen, the line across each is the number the model gives.",
      width: 720,
    },
  ).markup
}
