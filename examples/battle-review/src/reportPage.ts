import { barChart, bridgeChart, fanChart, formatPercent, htmlPage, markup } from "@salesdept/report"
import type { BattleReview } from "./battleReview.ts"
import { money, oldTarget, repRows, varianceBridge } from "./terminalView.ts"

const width = 720

/** The review as one page with its charts: nothing is fetched, and it prints. */
export const reportPage = (review: BattleReview): string => {
  const { forecast, correction, variance } = review
  const { total, level } = forecast.forecast
  const rows = repRows(review)
  const share = Math.round(level * 100)
  return htmlPage({
    language: "en",
    title: "Battle review: 2017-Q3",
    subtitle: "Plan against fact, why, where it will land, and the plan for the rest",
    contentsLabel: "Contents",
    sections: [
      {
        id: "attainment",
        title: "Plan against fact",
        content: [
          barChart(
            rows.map((row) => ({
              label: row.name,
              value: row.fact,
              target: row.target,
              text: row.ratio === null ? "—" : formatPercent(row.ratio.numerator / row.ratio.denominator, "en"),
              role: (row.gap ?? 0) < 0 ? "alarm" : "primary",
            })),
            {
              id: "bullets",
              title: "Attainment by rep",
              description: "Won money against the target of each rep",
              width,
            },
          ),
        ],
      },
      {
        id: "variance",
        title: "Why it differs from 2017-Q2",
        content: [
          bridgeChart(varianceBridge(review), {
            id: "bridge",
            title: "Bridge of the variance",
            description: `From ${money(variance.variance.baseMinor)} to ${money(variance.variance.actualMinor)}`,
            width,
          }),
          markup`<p>${(variance.byProduct ?? variance.variance).limits.map(({ en }) => en).join(". ")}.</p>`,
        ],
      },
      {
        id: "forecast",
        title: "Where 2017-Q4 will land",
        content: [
          fanChart(
            {
              past: [
                { x: 0, value: 0 },
                { x: 45, value: total.wonMinor },
              ],
              xEnd: 92,
              bands: [{ lower: total.lowerMinor, upper: total.upperMinor }],
              median: total.medianMinor,
              target: total.targetMinor,
              names: { past: "won", fan: `${share}% of draws, median`, target: "target" },
              xTick: (day) => `day ${day}`,
              yTick: money,
            },
            {
              id: "fan",
              title: "Forecast of the quarter",
              description: `Expected ${money(total.landingMinor)}, between ${money(total.lowerMinor)} and ${money(total.upperMinor)}`,
              width,
            },
          ),
          markup`<p>Open deals older than any that was observed: ${forecast.beyondObserved.length}; without a day to count from: ${forecast.undated.length}. Valued by past wins: ${forecast.valuedByHistory}.</p>`,
        ],
      },
      {
        id: "correction",
        title: "The plan corrected",
        content: [
          markup`<p>${correction.replan.isFeasible ? `${money(correction.replan.totalMinor)} for 2017-Q4.` : (correction.replan.reason?.en ?? "")}</p>`,
          markup`<ul>${oldTarget(review).alone.map(({ driver, factor }) => markup`<li>${driver}: ${formatPercent(factor - 1, "en")} more for the old target</li>`)}</ul>`,
        ],
      },
    ],
  })
}
