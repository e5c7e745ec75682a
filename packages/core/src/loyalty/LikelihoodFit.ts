import type { Message } from "../shared/Message.ts"
import type { Minimum } from "../stats/Minimum.ts"
import { hessianAt, minimize } from "../stats/Minimum.ts"
import { positiveDefiniteInverse } from "../stats/SymmetricMatrix.ts"
import type { ModelParameters } from "./NbdModel.ts"

/** Why a fit may not be used. */
export type FitFault = "noRepeatPurchases" | "noTime" | "notConverged" | "notAPeak" | "notDetermined" | "noMean"

/** What is said of every fit, usable or not. */
export interface FitEvidence {
  /** The model. */
  readonly model: string
  /** Customers it was fitted to. */
  readonly customerCount: number
  /** Different histories among them: terms of the likelihood. */
  readonly termCount: number
  /** Points the search was started from. */
  readonly startCount: number
  /** How many of the searches ended at the best likelihood. One of several is a sign of a difficult fit. */
  readonly agreeingStarts: number
  /** Steps of the best search. */
  readonly iterations: number
}

/** A fit whose parameters may be used. */
export interface UsableFit<Name extends string> extends FitEvidence {
  /** Converged to a peak that determines every parameter. */
  readonly status: "usable"
  /** Maximum-likelihood estimates. */
  readonly parameters: ModelParameters<Name>
  /** Their standard errors, from the curvature of the log-likelihood at its peak. */
  readonly standardErrors: ModelParameters<Name>
  /** Log-likelihood at the peak. */
  readonly logLikelihood: number
  /** Nothing to explain. */
  readonly fault: null
  /** Nothing to explain. */
  readonly reason: null
}

/** A fit that must not be used, and why. */
export interface UnusableFit<Name extends string> extends FitEvidence {
  /** No forecast may rest on it. */
  readonly status: "notUsable"
  /** Where the search stood when it was given up, for diagnosis only; null where there was none. */
  readonly lastParameters: ModelParameters<Name> | null
  /** Log-likelihood there; null likewise. */
  readonly logLikelihood: number | null
  /** What is wrong: a stable name. */
  readonly fault: FitFault
  /** What is wrong, for people. */
  readonly reason: Message
}

/** The outcome of a maximum-likelihood fit. */
export type LikelihoodFit<Name extends string> = UsableFit<Name> | UnusableFit<Name>

/** A likelihood to be maximised over parameters above 0. @internal */
export interface Likelihood<Name extends string> {
  readonly model: string
  readonly parameterNames: ReadonlyArray<Name>
  readonly logLikelihood: (parameters: ModelParameters<Name>) => number
  readonly gradient?: (parameters: ModelParameters<Name>) => ReadonlyArray<number>
  readonly starts: ReadonlyArray<ModelParameters<Name>>
  readonly customerCount: number
  readonly termCount: number
}

/** Texts of the faults. */
const faults: { readonly [fault in FitFault]: Message } = {
  noRepeatPurchases: {
    en: "nobody has bought again, so there is nothing to learn about repeat purchases",
    ru: "никто не купил повторно, поэтому о повторных покупках судить не по чему",
  },
  noTime: {
    en: "no time has passed since the births of the customers",
    ru: "с появления клиентов ещё не прошло времени",
  },
  notConverged: {
    en: "the search did not reach a maximum of the likelihood: customers are too much alike or too few for this model; take one with fewer parameters, more customers or a longer time",
    ru: "поиск не дошёл до максимума правдоподобия: для этой модели клиенты слишком похожи или их слишком мало; возьмите модель с меньшим числом параметров, больше клиентов или больший срок",
  },
  notAPeak: {
    en: "the likelihood has no peak where the search ended: its curvature is not negative in all directions, as where customers are all alike or nobody stops; take a model with fewer parameters, more customers or a longer time",
    ru: "в найденной точке у правдоподобия нет вершины: кривизна отрицательна не во всех направлениях — так бывает, когда все клиенты похожи или никто не уходит; возьмите модель с меньшим числом параметров, больше клиентов или больший срок",
  },
  notDetermined: {
    en: "the data do not determine the parameters: a standard error is many times the estimate; take a model with fewer parameters, more customers or a longer time",
    ru: "данные не определяют параметры: стандартная ошибка во много раз больше самой оценки; возьмите модель с меньшим числом параметров, больше клиентов или больший срок",
  },
  noMean: {
    en: "the estimated spend has no finite mean (q is at most 1)",
    ru: "у оценённого распределения расходов нет конечного среднего (q не больше 1)",
  },
}

/** A fit that is given up. @internal */
export const unusableFit = <Name extends string>(
  evidence: FitEvidence,
  fault: FitFault,
  last: { readonly parameters: ModelParameters<Name>; readonly logLikelihood: number } | null = null,
): UnusableFit<Name> => ({
  ...evidence,
  status: "notUsable",
  lastParameters: last?.parameters ?? null,
  logLikelihood: last?.logLikelihood ?? null,
  fault,
  reason: faults[fault],
})

// A standard error of the logarithm: beyond a factor of e³ ≈ 20 either way the data say nothing of a parameter.
const widestLogError = 3
// Log-likelihoods closer than this count as one peak.
const samePeak = 1e-4

/**
 * Maximises a likelihood over the logarithms of its parameters, from every start; takes the best end that converged, and
 * judges it by its curvature.
 *
 * @internal
 */
export const fitLikelihood = <Name extends string>(likelihood: Likelihood<Name>): LikelihoodFit<Name> => {
  const { model, parameterNames, starts, customerCount, termCount } = likelihood
  const named = (values: ReadonlyArray<number>): ModelParameters<Name> =>
    // Every name gets a value, which the type of fromEntries cannot say.
    Object.fromEntries(parameterNames.map((name, i) => [name, values[i]!])) as ModelParameters<Name>
  const atLogs = (logs: ReadonlyArray<number>): ModelParameters<Name> => named(logs.map(Math.exp))
  // Per customer, so that tolerances do not depend on the size of the base.
  const value = (logs: ReadonlyArray<number>): number =>
    inRange(logs) ? -likelihood.logLikelihood(atLogs(logs)) / customerCount : Number.POSITIVE_INFINITY
  const { gradient } = likelihood
  const objective =
    gradient === undefined
      ? { value }
      : {
          value,
          gradient: (logs: ReadonlyArray<number>) =>
            gradient(atLogs(logs)).map((each, i) => (-each * Math.exp(logs[i]!)) / customerCount),
        }
  const ends = starts.map((start) =>
    minimize(
      objective,
      parameterNames.map((name) => Math.log(start[name])),
    ),
  )
  const best = bestOf(ends)
  const logLikelihood = best.value === null ? null : -best.value * customerCount
  const agreeing = ends.filter((end) => (end.value! - best.value!) * customerCount < samePeak)
  const evidence: FitEvidence = {
    model,
    customerCount,
    termCount,
    startCount: ends.length,
    agreeingStarts: best.value === null ? 0 : agreeing.length,
    iterations: best.iterations,
  }
  if (logLikelihood === null) return unusableFit(evidence, "notConverged")
  const parameters = atLogs(best.point)
  const last = { parameters, logLikelihood }
  if (!best.converged) return unusableFit(evidence, "notConverged", last)
  const hessian = hessianAt(value, best.point).map((row) => row.map((each) => each * customerCount))
  const covariance = positiveDefiniteInverse(hessian)
  if (covariance === null) return unusableFit(evidence, "notAPeak", last)
  const logErrors = covariance.map((row, i) => Math.sqrt(row[i]!))
  if (!logErrors.every((error) => error <= widestLogError)) return unusableFit(evidence, "notDetermined", last)
  // The delta method: at the peak the same as the curvature by the parameters themselves.
  const standardErrors = named(parameterNames.map((name, i) => parameters[name] * logErrors[i]!))
  return { ...evidence, status: "usable", parameters, standardErrors, logLikelihood, fault: null, reason: null }
}

// e^±30: beyond it nothing but overflow is to be found.
const inRange = (logs: ReadonlyArray<number>): boolean => logs.every((log) => Math.abs(log) < 30)

const bestOf = (ends: ReadonlyArray<Minimum>): Minimum =>
  ends.reduce((best, end) => {
    const [before, after] = [best.value ?? Number.POSITIVE_INFINITY, end.value ?? Number.POSITIVE_INFINITY]
    // At one height an end that converged is better.
    const slack = 1e-9 * Math.max(1, Math.abs(before))
    if (Math.abs(after - before) <= slack) return end.converged && !best.converged ? end : best
    return after < before ? end : best
  })
