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
 *
 * @example
 * ```ts
 * import { fitNbdModel, mbgNbd } from "@salesdept/core/loyalty"
 *
 * const fit = fitNbdModel(mbgNbd, histories)
 * fit.status === "usable" ? fit.parameters : fit.reason.en
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
 * @param fit - of any model
 * @throws {@link ModelNotUsable} with the fit's own reason
 */
export const usableParameters = <Name extends string>(fit: LikelihoodFit<Name>): ModelParameters<Name> => {
  if (fit.status === "usable") return fit.parameters
  throw new ModelNotUsable(fit.model, fit.reason)
}
