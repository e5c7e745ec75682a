import { whatWouldHaveToBeTrue } from "@salesdept/core/plan"
import {
  bars,
  bridge,
  formatDay,
  formatMoneyCompact,
  formatNumber,
  formatPercent,
  heading,
  keyValues,
  paragraph,
  table,
} from "@salesdept/report"
import type { BridgeContent, TerminalStyle } from "@salesdept/report"
import type { BattleReview } from "./battleReview.ts"

/** Writes money short. */
export const money = (minor: number): string => formatMoneyCompact(Math.round(minor), "USD", "en")

const signedMoney = (minor: number): string => formatMoneyCompact(minor, "USD", "en", true)

const percent = (ratio: { readonly numerator: number; readonly denominator: number } | null): string =>
  ratio === null || ratio.denominator === 0 ? "—" : formatPercent(ratio.numerator / ratio.denominator, "en")

/** The bridge from the quarter before to this one, over its drivers with the mix of products apart. */
export const varianceBridge = ({ variance }: BattleReview): BridgeContent => {
  const { baseMinor, actualMinor, contributions } = variance.byProduct ?? variance.variance
  return {
    base: { label: "Q2 2017", amount: baseMinor, text: money(baseMinor) },
    steps: contributions
      .filter(({ amountMinor }) => amountMinor !== 0)
      .map(({ name, amountMinor }) => ({ label: name.en, amount: amountMinor, text: signedMoney(amountMinor) })),
    fact: { label: "Q3 2017", amount: actualMinor, text: money(actualMinor) },
  }
}

/** Reps with a target, the furthest behind first. */
export const repRows = ({ attainment, names }: BattleReview) =>
  attainment.rows
    .filter(({ repId, target }) => repId !== null && target !== null)
    .map((row) => ({ ...row, name: names.get(row.repId ?? "") ?? row.repId ?? "" }))
    .toSorted((left, right) => (left.gap ?? 0) - (right.gap ?? 0))

/** What would have to be true for the old target of the next quarter, from what is still to be won. */
export const oldTarget = ({ forecast, variance }: BattleReview) => {
  const { total } = forecast.forecast
  const won = variance.deals.find(({ driver }) => driver === "averageDeal")?.actualIds.length ?? 1
  const closed = variance.deals.find(({ driver }) => driver === "closedDeals")?.actualIds.length ?? 1
  const averageMinor = variance.variance.actualMinor / won
  const rate = won / closed
  const toCome = total.openMinor + total.newMinor
  return whatWouldHaveToBeTrue(Math.max(1, (total.targetMinor ?? 0) - total.wonMinor), [
    { driver: "closed deals", current: toCome / (rate * averageMinor) },
    { driver: "win rate", current: rate, most: 1 },
    { driver: "average deal", current: averageMinor },
  ])
}

/** The methods of the back-test in words. */
const methodNames: { readonly [id: string]: string } = {
  hazard: "by the age of open deals, with a shared shock",
  hazardCalm: "by the age of open deals alone",
  stageHistory: "by the stage of open deals",
  runRate: "at the pace so far",
  naive: "as the quarter before",
  seasonalNaive: "as the same quarter a year before",
}

/** The review as lines for a terminal. */
export const terminalView = (review: BattleReview, style: TerminalStyle): ReadonlyArray<string> => {
  const { attainment, backTest, forecast, correction, diff, landedMinor } = review
  const rows = repRows(review)
  const target = rows.reduce((sum, row) => sum + (row.target ?? 0), 0)
  const fact = rows.reduce((sum, row) => sum + row.fact, 0)
  const { total, level, draws, seed } = forecast.forecast
  const section = (title: string): ReadonlyArray<string> => ["", ...heading(title, 2, style)]
  return [
    ...heading("Battle review: Q3 2017", 1, style),
    ...paragraph(
      `Won ${money(fact)} of ${money(target)} (${percent({ numerator: fact, denominator: target })}), as of ${formatDay(attainment.on, "en")}. Every figure opens to its deals.`,
      style,
    ),
    ...section("Furthest behind and ahead of the plan, in money"),
    ...bars(
      [...rows.slice(0, 5), ...rows.slice(-5)].map((row) => ({
        label: row.name,
        value: Math.max(0, row.fact / Math.max(1, row.target ?? 1)),
        text: `${percent(row.ratio)}  ${money(row.fact)} of ${money(row.target ?? 0)}`,
        tone: (row.gap ?? 0) < 0 ? "alarm" : "good",
      })),
      style,
    ),
    ...section("Why it differs from Q2 2017"),
    ...bridge(varianceBridge(review), style),
    ...review.variance.causes.ranked
      .slice(0, 2)
      .flatMap(({ name, dealShare }) =>
        paragraph(`Goes with it: ${name.en}, ${dealShare.numerator} of ${dealShare.denominator} lost deals.`, style),
      ),
    ...section("Which forecast did best on this history"),
    ...table(
      {
        columns: [
          { header: "method" },
          { header: "miss by rep (CRPS)", align: "right" },
          { header: "miss in all (WAPE)", align: "right" },
          { header: "within the 80% interval", align: "right" },
        ],
        rows: backTest.methods.map(({ id, reps, total: all }) => [
          methodNames[id] ?? id,
          reps.crps === null ? "—" : money(reps.crps),
          percent(all.errors.wape),
          reps.coverage === null ? "—" : percent(reps.coverage),
        ]),
      },
      style,
    ),
    ...section("Where Q4 2017 will land, seen from 15 November"),
    ...keyValues(
      [
        { key: "won already", value: money(total.wonMinor) },
        { key: "open deals", value: money(total.openMinor) },
        { key: "deals yet to come", value: money(total.newMinor) },
        {
          key: "landing",
          value: `${money(total.landingMinor)} (${money(total.lowerMinor)} to ${money(total.upperMinor)}, ${level * 100}% of ${formatNumber(draws, "en")} draws, seed ${seed})`,
        },
        {
          key: "chance of the plan",
          value: total.chance === null ? "—" : formatPercent(total.chance.probability, "en"),
        },
        { key: "it came to", value: money(landedMinor) },
      ],
      style,
    ),
    ...section("For the old target, one of these would have to be true"),
    ...oldTarget(review).alone.flatMap(({ driver, factor, isPossible }) =>
      paragraph(`${driver}: ${formatPercent(factor - 1, "en")} more${isPossible ? "" : " (not possible)"}`, style),
    ),
    ...section("The plan corrected"),
    ...paragraph(
      correction.replan.isFeasible
        ? `${money(correction.replan.totalMinor)} for Q4 2017 (${money(correction.replan.carried.structuralMinor)} carried over), ${diff.changes.length} targets changed, approved by somebody else.`
        : (correction.replan.reason?.en ?? ""),
      style,
    ),
  ]
}
