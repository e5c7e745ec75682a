import { refuse } from "./Bounds.ts"
import { historyColumns } from "./HistoryColumns.ts"
import type { LikelihoodFit } from "./LikelihoodFit.ts"
import { fitLikelihood, unusableFit } from "./LikelihoodFit.ts"
import { BaseTooSmall, ModelNotUsable } from "./LoyaltyErrors.ts"
import type { ModelParameters, NbdModel } from "./NbdModel.ts"
import { parameterProblems } from "./NbdModel.ts"
import type { History } from "./PurchaseHistory.ts"

/** Settings of {@link fitNbdModel}. */
export interface NbdFitSettings<Name extends string> {
  /**
   * Points to search from instead of the model's own three, such as the parameters of yesterday. One start is quicker;
   * several show whether the peak is the only one. At least one.
   */
  readonly starts?: ReadonlyArray<ModelParameters<Name>>
}

/**
 * Fits a model by maximum likelihood: equal histories are merged, the logarithms of the parameters are searched from
 * several starts, and the answer is judged by its curvature. A fit that did not converge or that the data do not
 * determine comes back as `notUsable` with the reason, never as numbers to be trusted.
 *
 * @param model - such as {@link mbgNbd}
 * @param histories - of one cohort, two customers at least
 * @param settings - where to start
 * @throws InputInvalid listing every bad history; {@link BaseTooSmall} for none or one
 * @example
 * ```ts
 * import { fitNbdModel, mbgNbd, nbd } from "@salesdept/core/loyalty/models"
 *
 * const lasts = [0, 0, 0, 0, 0, 8, 40, 20, 20, 48, 30, 25, 50, 51]
 * const counts = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 9]
 * const histories = counts.map((repeatCount, i) => ({ repeatCount, lastAt: lasts[i]!, age: 52 }))
 * fitNbdModel(nbd, histories).status // "usable"
 * const fit = fitNbdModel(mbgNbd, histories)
 * if (fit.status === "notUsable") console.log(fit.reason.en) // "the data do not determine the parameters: …"
 * ```
 */
export const fitNbdModel = <Name extends string>(
  model: NbdModel<Name>,
  histories: ReadonlyArray<History>,
  settings: NbdFitSettings<Name> = {},
): LikelihoodFit<Name> => {
  const columns = historyColumns(histories)
  if (columns.customerCount < 2) throw new BaseTooSmall(columns.customerCount, 2)
  const evidence = {
    model: model.id,
    customerCount: columns.customerCount,
    termCount: columns.weights.length,
    startCount: 0,
    agreeingStarts: 0,
    iterations: 0,
  }
  if (columns.ages.every((age) => age === 0)) return unusableFit(evidence, "noTime")
  if (columns.repeatTotal === 0) return unusableFit(evidence, "noRepeatPurchases")
  const starts = settings.starts ?? model.starts(columns)
  refuse(starts.flatMap((start) => parameterProblems(model.parameterNames, start)))
  const { gradient } = model
  return fitLikelihood({
    model: model.id,
    parameterNames: model.parameterNames,
    logLikelihood: (parameters) => model.logLikelihood(parameters, columns),
    ...(gradient === undefined
      ? {}
      : { gradient: (parameters: ModelParameters<Name>) => gradient(parameters, columns) }),
    starts,
    customerCount: columns.customerCount,
    termCount: columns.weights.length,
  })
}

/**
 * The parameters of a fit, where it may be used.
 *
 * @param fit - of any model, Gamma-Gamma too
 * @throws {@link ModelNotUsable} with the fit's own reason
 * @example
 * ```ts
 * import { fitNbdModel, nbd, usableParameters } from "@salesdept/core/loyalty/models"
 *
 * const lasts = [0, 0, 0, 0, 0, 8, 40, 20, 20, 48, 30, 25, 50, 51]
 * const counts = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 9]
 * const histories = counts.map((repeatCount, i) => ({ repeatCount, lastAt: lasts[i]!, age: 52 }))
 * usableParameters(fitNbdModel(nbd, histories)) // { r: 0.863…, alpha: 22.4… }
 * ```
 */
export const usableParameters = <Name extends string>(fit: LikelihoodFit<Name>): ModelParameters<Name> => {
  if (fit.status === "usable") return fit.parameters
  throw new ModelNotUsable(fit.model, fit.reason)
}
