import type { Language } from "@salesdept/core/shared"
import { barChart, bridgeChart, fanChart, formatPercent, htmlPage, markup } from "@salesdept/report"
import type { BattleReview } from "./battleReview.ts"
import { correctionText, oldTarget, repRows, varianceBridge } from "./terminalView.ts"
import { money, percent, texts } from "./texts.ts"

const width = 720

/** The review as one page with its charts, in one language: nothing is fetched, and it prints. */
export const reportPage = (review: BattleReview, language: Language): string => {
  const { forecast, variance } = review
  const { total, level } = forecast.forecast
  const share = formatPercent(level, language, 0)
  const say = (en: string, ru: string): string => (language === "ru" ? ru : en)
  const sum = (minor: number): string => money(minor, language)
  const [landing, lower, upper] = [total.landingMinor, total.lowerMinor, total.upperMinor].map(sum)
  const [before, fact] = [sum(variance.variance.baseMinor), sum(variance.variance.actualMinor)]
  const [older, undated] = [forecast.beyondObserved.length, forecast.undated.length]
  return htmlPage({
    language,
    title: texts.title[language],
    subtitle: say(
      "Plan against fact, why, where it will land, and the plan for the rest",
      "План и факт, причины, ожидаемый итог и план на оставшееся",
    ),
    contentsLabel: say("Contents", "Содержание"),
    sections: [
      {
        id: "attainment",
        title: texts.attainment[language],
        content: [
          barChart(
            repRows(review).map((row) => ({
              label: row.name,
              value: row.fact,
              target: row.target,
              text: percent(row.ratio, language),
              role: (row.gap ?? 0) < 0 ? "alarm" : "primary",
            })),
            {
              id: "bullets",
              title: say("Attainment by rep", "Выполнение плана по менеджерам"),
              description: say(
                "Won money against the target of each rep",
                "Выигранные деньги рядом с целью каждого менеджера",
              ),
              width,
            },
          ),
        ],
      },
      {
        id: "variance",
        title: texts.variance[language],
        content: [
          bridgeChart(varianceBridge(review, language), {
            id: "bridge",
            title: say("Bridge of the variance", "Из чего сложилась разница"),
            description: say(`From ${before} to ${fact}`, `От ${before} до ${fact}`),
            width,
          }),
          markup`<p>${(variance.byProduct ?? variance.variance).limits.map((limit) => limit[language]).join(". ")}.</p>`,
        ],
      },
      {
        id: "forecast",
        title: texts.landing[language],
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
              names: {
                past: say("won", "выиграно"),
                fan: say(`${share} of draws, median`, `${share} испытаний, медиана`),
                target: say("target", "цель"),
              },
              xTick: (day) => say(`day ${day}`, `день ${day}`),
              yTick: sum,
            },
            {
              id: "fan",
              title: say("Forecast of the quarter", "Прогноз квартала"),
              description: say(
                `Expected ${landing}, between ${lower} and ${upper}`,
                `Ожидается ${landing}, от ${lower} до ${upper}`,
              ),
              width,
            },
          ),
          markup`<p>${say(
            `Open deals older than any that was observed: ${older}; without a day to count from: ${undated}. Valued by past wins: ${forecast.valuedByHistory}.`,
            `Открытых сделок старше всех, что наблюдались: ${older}; без дня, от которого считать: ${undated}. Оценено по прошлым выигрышам: ${forecast.valuedByHistory}.`,
          )}</p>`,
        ],
      },
      {
        id: "correction",
        title: texts.correction[language],
        content: [
          markup`<p>${correctionText(review, language)}</p>`,
          markup`<p>${texts.oldTarget[language]}:</p>`,
          markup`<ul>${oldTarget(review, language).map((line) => markup`<li>${line}</li>`)}</ul>`,
        ],
      },
    ],
  })
}
