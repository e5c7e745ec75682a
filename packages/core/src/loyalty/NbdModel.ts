import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { atLeastProblems, positiveProblems, refuse, wholeProblems } from "./Bounds.ts"
import type { HistoryColumns } from "./HistoryColumns.ts"
import { historyProblems } from "./HistoryColumns.ts"
import type { History } from "./PurchaseHistory.ts"

/** Values of a model's parameters by name; all above 0. */
export type ModelParameters<Name extends string> = { readonly [name in Name]: number }

/** Stable names of the models. */
export type NbdModelId = "bg-nbd" | "mbg-nbd" | "pareto-nbd" | "nbd"

/**
 * A model of repeat purchase outside contracts: customers buy at rates of their own until, unseen, they stop. All
 * figures are expectations for a customer with a given history; times are in the unit of the histories that were fitted.
 * A customer of whom nothing is known yet is the history `newCustomer`.
 */
export interface NbdModel<Name extends string> {
  /** Stable name. */
  readonly id: NbdModelId
  /** Name for people. */
  readonly title: Message
  /** Its parameters, in the usual order. */
  readonly parameterNames: ReadonlyArray<Name>
  /**
   * Log-likelihood of a base. NaN where it cannot be computed, which no fit takes for a maximum (Pareto/NBD: scales α and
   * β more than a million times apart).
   *
   * @param parameters - all above 0
   * @param columns - from {@link historyColumns}
   * @throws InputInvalid where a parameter is out of bounds
   */
  readonly logLikelihood: (parameters: ModelParameters<Name>, columns: HistoryColumns) => number
  /** Its gradient by the parameters, in their order; absent where differences are taken. */
  readonly gradient?: (parameters: ModelParameters<Name>, columns: HistoryColumns) => ReadonlyArray<number>
  /** Points from which to look for the best parameters. */
  readonly starts: (columns: HistoryColumns) => ReadonlyArray<ModelParameters<Name>>
  /**
   * Probability that the customer has not stopped.
   *
   * @param parameters - all above 0
   * @param history - the customer's
   * @throws InputInvalid where parameters or history are out of bounds
   */
  readonly probabilityAlive: (parameters: ModelParameters<Name>, history: History) => number
  /**
   * Expected purchase days within a time after the end of observation. For a new customer that is the unconditional
   * expectation since the birth.
   *
   * @param parameters - all above 0
   * @param history - the customer's
   * @param horizon - length of that time; finite, 0 or more
   * @throws InputInvalid where an argument is out of bounds
   */
  readonly expectedPurchases: (parameters: ModelParameters<Name>, history: History, horizon: number) => number
  /**
   * Discounted expected residual purchases: all future purchases, each weighed by e^(−δt) at its time.
   *
   * @param parameters - all above 0
   * @param history - the customer's
   * @param discountRate - δ, continuous and per unit of the model's time, above 0; see {@link discountRatePerUnit}
   * @throws InputInvalid where an argument is out of bounds
   */
  readonly discountedPurchases: (parameters: ModelParameters<Name>, history: History, discountRate: number) => number
  /**
   * Probabilities of 0, 1, … repeat purchases of a new customer within a time.
   *
   * @param parameters - all above 0
   * @param horizon - length of that time since the birth; finite, 0 or more
   * @param most - the largest number wanted; whole, 0 to 1,000,000
   * @throws InputInvalid where an argument is out of bounds
   */
  readonly countProbabilities: (
    parameters: ModelParameters<Name>,
    horizon: number,
    most: number,
  ) => ReadonlyArray<number>
}

/** The history of a customer born just now. */
export const newCustomer: History = { repeatCount: 0, lastAt: 0, age: 0 }

const mostPurchases = 1_000_000

/** Adds the checks of arguments to the functions of a model. @internal */
export const checkedModel = <Name extends string>(model: NbdModel<Name>): NbdModel<Name> => {
  const check = (parameters: ModelParameters<Name>, rest: ReadonlyArray<Problem>): void =>
    refuse([...parameterProblems(model.parameterNames, parameters), ...rest])
  return {
    ...model,
    logLikelihood: (parameters, columns) => {
      check(parameters, [])
      return model.logLikelihood(parameters, columns)
    },
    probabilityAlive: (parameters, history) => {
      check(parameters, historyProblems(history, "history"))
      return model.probabilityAlive(parameters, history)
    },
    expectedPurchases: (parameters, history, horizon) => {
      check(parameters, [...historyProblems(history, "history"), ...atLeastProblems("horizon", horizon, 0)])
      return model.expectedPurchases(parameters, history, horizon)
    },
    discountedPurchases: (parameters, history, discountRate) => {
      check(parameters, [...historyProblems(history, "history"), ...positiveProblems("discountRate", discountRate)])
      return model.discountedPurchases(parameters, history, discountRate)
    },
    countProbabilities: (parameters, horizon, most) => {
      check(parameters, [...atLeastProblems("horizon", horizon, 0), ...wholeProblems("most", most, 0, mostPurchases)])
      return model.countProbabilities(parameters, horizon, most)
    },
  }
}

/** Problems of parameters that must be finite and above 0. @internal */
export const parameterProblems = <Name extends string>(
  names: ReadonlyArray<Name>,
  parameters: ModelParameters<Name>,
): ReadonlyArray<Problem> =>
  names.flatMap((name) => positiveProblems(`parameters.${name}`, parameters[name], "loyalty.parameter"))
