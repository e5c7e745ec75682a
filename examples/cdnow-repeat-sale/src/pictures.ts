import type { BetaGeometricParameter, ModelParameters, Purchase, PurchaseHistory } from "@salesdept/core/loyalty"
import { frequencyCalibration, mbgNbd, trackingCurve } from "@salesdept/core/loyalty"
import type { Language } from "@salesdept/core/shared"
import { barChart, formatNumber, stepChart } from "@salesdept/report"

/** Repeat purchases week by week: what came, and what the model says, also past the weeks it was fitted to. */
export const tracking = (
  purchases: ReadonlyArray<Purchase>,
  model: ModelParameters<BetaGeometricParameter>,
  knownTo: string,
  language: Language,
): string => {
  const say = (en: string, ru: string): string => (language === "ru" ? ru : en)
  const points = trackingCurve(mbgNbd, model, purchases, { origin: "1996-12-31", unit: "week", periods: 78, knownTo })
  const most = Math.max(...points.map(({ actual, expected }) => Math.max(actual ?? 0, expected)))
  const number = (value: number): string => formatNumber(value, language)
  return stepChart(
    [
      {
        label: say("what came", "что было"),
        role: "ink",
        dash: "",
        points: points.flatMap(({ period, actual }) => (actual === null ? [] : [{ x: period, y: actual }])),
      },
      {
        label: say("MBG/NBD, fitted to 39 weeks", "MBG/NBD по первым 39 неделям"),
        role: "primary",
        dash: "6 3",
        points: points.map(({ period, expected }) => ({ x: period, y: expected })),
      },
    ],
    {
      xMax: 78,
      yMax: most * 1.05,
      xLabel: say("weeks since the beginning of 1997", "недели с начала 1997 года"),
      xTick: number,
      yTick: number,
    },
    {
      id: "tracking",
      title: say("Repeat purchases, cumulative", "Повторные покупки нарастающим итогом"),
      description: say(
        `What came and what the model fitted to the first 39 weeks says of 78: up to ${number(most)} repeat purchases.`,
        `Что было и что модель по первым 39 неделям говорит обо всех 78: до ${number(most)} повторных покупок.`,
      ),
      width: 720,
    },
  ).markup
}

/** Customers by number of repeat purchases: bars are those seen, the mark across is the model. */
export const calibration = (
  histories: ReadonlyArray<PurchaseHistory>,
  model: ModelParameters<BetaGeometricParameter>,
  language: Language,
): string => {
  const say = (en: string, ru: string): string => (language === "ru" ? ru : en)
  const { bins } = frequencyCalibration(mbgNbd, model, histories)
  return barChart(
    bins.map(({ repeatCount, andMore, observed, expected }) => {
      const [seen, modelled] = [formatNumber(observed, language), formatNumber(expected, language)]
      return {
        label: `${repeatCount}${andMore ? "+" : ""}`,
        value: observed,
        target: expected,
        text: say(`${seen} seen, ${modelled} by the model`, `было ${seen}, по модели ${modelled}`),
      }
    }),
    {
      id: "calibration",
      title: say(
        "Customers by number of repeat purchases in 39 weeks",
        "Покупатели по числу повторных покупок за 39 недель",
      ),
      description: say(
        "Bars are customers seen, the line across each is the number the model gives.",
        "Столбцы — сколько было покупателей, черта поперёк — сколько их по модели.",
      ),
      width: 720,
    },
  ).markup
}
