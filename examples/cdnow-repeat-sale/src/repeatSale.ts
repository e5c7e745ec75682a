import type { Purchase, PurchaseHistory } from "@salesdept/core/loyalty"
import {
  customerSpends,
  discountRatePerUnit,
  fitGammaGamma,
  fitNbdModel,
  mbgNbd,
  purchaseHistories,
  reorderInterval,
  reorderPeers,
  residualValue,
  rfmFacts,
  rfmScores,
  segmentSummaries,
  tenSegments,
  usableParameters,
} from "@salesdept/core/loyalty"
import { addDays, daysBetween } from "@salesdept/core/shared"
import type { Language } from "@salesdept/core/shared"
import { formatDay, formatDays, formatMoney, formatNumber, formatPercent } from "@salesdept/report"
import { calibration, tracking } from "./pictures.ts"

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
export const repeatSale = (purchases: ReadonlyArray<Purchase>, language: Language): RepeatSale => {
  const say = (en: string, ru: string): string => (language === "ru" ? ru : en)
  const number = (value: number): string => formatNumber(value, language)
  const dollars = (minor: number): string => formatMoney(Math.round(minor), "USD", language, { minorUnits: "never" })

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

  const pictures = {
    "tracking.svg": tracking(purchases, model, lastKnown, language),
    "calibration.svg": calibration(histories, model, language),
  }
  const error = fit.status === "usable" ? fit.standardErrors : null
  const parameter = (name: "r" | "alpha" | "a" | "b"): string =>
    `${name} ${formatNumber(model[name], language, 3)}${error === null ? "" : ` ± ${formatNumber(error[name], language, 3)}`}`
  const widest = Math.max(...segments.map(({ segment }) => segment.title[language].length))
  const worth = dollars(calls.reduce((sum, { worthMinor }) => sum + worthMinor, 0))
  const lines = [
    say(
      `${number(histories.length)} customers on ${formatDay(today, "en")}`,
      `Покупателей на ${formatDay(today, "ru")}: ${number(histories.length)}`,
    ),
    ...segments.map(
      ({ segment, customerCount, spendMinorTotal }) =>
        `  ${segment.title[language].padEnd(widest)} ${number(customerCount).padStart(5)}  ${dollars(spendMinorTotal).padStart(11)}`,
    ),
    `MBG/NBD: ${(["r", "alpha", "a", "b"] as const).map(parameter).join(language === "ru" ? "; " : ", ")}`,
    say(
      `the next ${weeksAhead} weeks: ${number(predicted)} repeat purchases foretold, ${number(actual)} came`,
      `за следующие ${weeksAhead} недель предсказано повторных покупок: ${number(predicted)}, было: ${number(actual)}`,
    ),
    say(
      `call this week (${number(calls.length)}), the first ten:`,
      `кому звонить на этой неделе (всего ${number(calls.length)}), первые десять:`,
    ),
    ...calls.slice(0, 10).map(({ customerId, everyDays, waitedDays, alive, worthMinor }) => {
      const chance = formatPercent(alive, language, 0)
      return say(
        `  ${customerId}: buys every ${formatDays(everyDays, "en")}, waited ${waitedDays}; still a customer with ${chance}; ${dollars(worthMinor)}`,
        `  ${customerId}: покупает раз в ${formatDays(everyDays, "ru")}, прошло ${waitedDays}; ещё покупатель с вероятностью ${chance}; ${dollars(worthMinor)}`,
      )
    }),
    say(
      `their future purchases are worth ${worth} today, those of the whole base ${dollars(baseWorthMinor)}`,
      `их будущие покупки стоят сегодня ${worth}, покупки всей базы — ${dollars(baseWorthMinor)}`,
    ),
  ]
  return { lines, calls, holdout: { predicted, actual }, baseWorthMinor, pictures }
}
