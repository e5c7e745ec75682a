import type { Message } from "../../shared/Message.ts"

/** Deals that are over, by which chances were judged. */
export interface ChanceBasis {
  /** Deals won. */
  readonly won: number
  /** Deals lost. */
  readonly lost: number
}

/** What the chances and amounts of a forecast were estimated from. */
export interface ForecastBasis extends ChanceBasis {
  /**
   * Of groups that were judged by their own past alone, such as pipelines: that past, which is shorter than that of all. None where
   * left out.
   */
  readonly groups?: { readonly [group: string]: ChanceBasis }
  /** Open deals whose group has too short a past, so that they were judged by the others' as well; 0 where left out. */
  readonly judgedByOthers?: number
  /** Past wins with an amount, from which amounts that nobody states are drawn. */
  readonly amounts: number
}

/**
 * Standard error of the log-odds of winning, from the deals that were won and lost: √(1/(won + ½) + 1/(lost + ½)). Woolf (1955), with the
 * halves of Haldane (1956) and Anscombe (1956), so that it is defined where nothing was lost or won.
 */
export const oddsError = ({ won, lost }: ChanceBasis): number => Math.sqrt(1 / (won + 0.5) + 1 / (lost + 0.5))

/**
 * The surest that a deal can be by what came of others: (n + ½) / (n + 1) after n deals that all ended alike, the mean by Jeffreys' prior
 * (Krichevsky and Trofimov, 1981). A curve of few deals ends at 1, which they do not show.
 */
export const surestChance = ({ won, lost }: ChanceBasis): number => (won + lost + 0.5) / (won + lost + 1)

/**
 * What is said of how little a forecast rests on. Of n amounts the next lies between the least and the largest with a chance of
 * (n − 1) / (n + 1) on the mean (Wilks, 1941): fewer cannot fill an interval.
 */
export const basisLimits = (basis: ForecastBasis, level: number, drawsAmounts: boolean): ReadonlyArray<Message> => {
  const { won, lost, amounts, groups = {}, judgedByOthers = 0 } = basis
  if (won === 0)
    return [
      {
        en: "No deal has been won yet, so no chance can be estimated: the forecast holds nothing but what is won already",
        ru: "Ни одна сделка ещё не выиграна, оценить вероятность не по чему: в прогнозе только уже выигранное",
      },
    ]
  const error = oddsError(basis)
  const held = (amounts - 1) / (amounts + 1)
  const [share, wanted] = [Math.round(100 * held), Math.round(100 * level)]
  const few: ReadonlyArray<Message> =
    drawsAmounts && held < level
      ? [
          {
            en: `Amounts are drawn from few past wins (${amounts}): the next lies within their range with a chance of ${share}% on the mean, so the interval of ${wanted}% is too narrow`,
            ru: `Суммы взяты из малого числа прошлых выигрышей (${amounts}): следующая попадёт в их размах в среднем с вероятностью ${share} %, поэтому интервал на ${wanted} % слишком узок`,
          },
        ]
      : []
  const ownErrors = Object.values(groups).map(oddsError)
  const most = Math.max(...ownErrors).toFixed(2)
  const apart: ReadonlyArray<Message> =
    ownErrors.length === 0
      ? []
      : [
          {
            en: `Chances in a pipeline or stage with enough deals that are over are estimated from those alone, so less exactly: the standard error is up to ${most}, and the intervals hold that`,
            ru: `В воронке или на этапе, где закрытых сделок достаточно, вероятности оценены только по ним, то есть менее точно: стандартная ошибка до ${most.replace(".", ",")}, и в интервалах это учтено`,
          },
        ]
  const borrowed: ReadonlyArray<Message> =
    judgedByOthers === 0
      ? []
      : [
          {
            en: `Open deals of pipelines or stages with few deals that are over, judged by the past of all others too: ${judgedByOthers}. How much theirs differs is not known and not in the intervals`,
            ru: `Открытые сделки воронок и этапов, где закрытых сделок мало, оценены по всем сделкам вместе: ${judgedByOthers}. Насколько эти воронки и этапы отличаются, неизвестно, и в интервалах этого нет`,
          },
        ]
  return [
    {
      en: `Chances are estimated from deals that are over: ${won.toLocaleString("en")} won, ${lost.toLocaleString("en")} lost. What so many leave unknown is in the intervals (standard error of the log-odds: ${error.toFixed(2)})`,
      ru: `Вероятности оценены по закрытым сделкам: выиграно ${won.toLocaleString("ru")}, проиграно ${lost.toLocaleString("ru")}. Неточность учтена в интервалах (стандартная ошибка логарифма шансов: ${error.toFixed(2).replace(".", ",")})`,
    },
    ...apart,
    ...borrowed,
    ...few,
  ]
}
