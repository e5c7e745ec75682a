import type { Problem } from "../../shared/Problem.ts"
import type { Decomposition, Factor } from "./Decomposition.ts"
import { driverNameProblems, refuse, unknownDriver, valueAtMixture } from "./Decomposition.ts"

const orderProblems = (drivers: ReadonlyArray<string>, order: ReadonlyArray<string>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  for (const driver of drivers)
    if (order.filter((one) => one === driver).length !== 1)
      problems.push({
        path: "order",
        code: "order.notOnce",
        message: {
          en: `"${driver}" must stand in it exactly once`,
          ru: `«${driver}» должен стоять в нём ровно один раз`,
        },
      })
  for (const driver of order) if (!drivers.includes(driver)) problems.push(unknownDriver("order", driver))
  return problems
}

/**
 * Chain substitution: the drivers take their actual values one after another, and each gets the change that its step
 * made. Use it only where a stated order is the custom of the house, since another order gives other parts; the order
 * belongs to the answer.
 *
 * @param factors - the drivers in both states
 * @param value - the decomposed function of the factors' values in their order
 * @param order - every driver's name exactly once, first substituted first; the factors' own order by default
 * @throws `InputInvalid` where names repeat or the order is not one of all drivers
 * @throws `ValueNotFinite` where the function gives NaN or an infinity
 *
 * @example
 * ```ts
 * import { sequential } from "@salesdept/core/plan"
 *
 * const factors = [
 *   { driver: "deals", base: 10, actual: 12 },
 *   { driver: "averageDeal", base: 500, actual: 450 },
 * ]
 * const revenue = ([deals = 0, averageDeal = 0]: ReadonlyArray<number>) => deals * averageDeal
 * sequential(factors, revenue).effects.map(({ effect }) => effect) // [1000, -600]
 * sequential(factors, revenue, ["averageDeal", "deals"]).effects.map(({ effect }) => effect) // [900, -500]
 * ```
 */
export const sequential = <Value>(
  factors: ReadonlyArray<Factor<Value>>,
  value: (state: ReadonlyArray<Value>) => number,
  order: ReadonlyArray<string> = factors.map((factor) => factor.driver),
): Decomposition => {
  const drivers = factors.map((factor) => factor.driver)
  refuse([...driverNameProblems(drivers), ...orderProblems(drivers, order)])
  const substituted = new Set<string>()
  const isActual = (index: number): boolean => substituted.has(drivers[index] ?? "")
  const base = valueAtMixture(factors, value, isActual)
  const effects = new Map<string, number>()
  let before = base
  for (const driver of order) {
    substituted.add(driver)
    const after = valueAtMixture(factors, value, isActual)
    effects.set(driver, after - before)
    before = after
  }
  return {
    base,
    actual: before,
    delta: before - base,
    effects: drivers.map((driver) => ({ driver, effect: effects.get(driver) ?? 0 })),
  }
}
