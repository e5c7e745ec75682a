import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Problem } from "../../shared/Problem.ts"
import { ValueNotFinite } from "../PlanErrors.ts"

/** One driver in the two compared states: a number, or anything else that the decomposed function reads. */
export interface Factor<Value = number> {
  /** The driver's name; unique among the factors. */
  readonly driver: string
  /** Its value in the state compared with: the plan, the prior period. */
  readonly base: Value
  /** Its value in the state explained: the fact. */
  readonly actual: Value
}

/** What one driver contributed to a change. */
export interface DriverEffect {
  /** The driver's name. */
  readonly driver: string
  /** Its part of the change, in the units of the decomposed value; fractional. */
  readonly effect: number
}

/** A change split into the parts of its drivers. The parts sum to `delta` up to floating-point rounding. */
export interface Decomposition {
  /** The value in the base state. */
  readonly base: number
  /** The value in the actual state. */
  readonly actual: number
  /** `actual − base`. */
  readonly delta: number
  /** One part per driver, in the order given. */
  readonly effects: ReadonlyArray<DriverEffect>
}

/** Problems of a list of driver names: empty list, empty name, the same name twice. */
export const driverNameProblems = (drivers: ReadonlyArray<string>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  if (drivers.length === 0)
    problems.push({
      path: "drivers",
      code: "drivers.none",
      message: { en: "at least one driver is needed", ru: "нужен хотя бы один фактор" },
    })
  const seen = new Set<string>()
  for (const [index, driver] of drivers.entries()) {
    const path = `drivers[${index}]`
    if (driver === "")
      problems.push({ path, code: "driver.unnamed", message: { en: "the name is empty", ru: "имя пустое" } })
    else if (seen.has(driver))
      problems.push({
        path,
        code: "driver.duplicate",
        message: { en: `"${driver}" is named twice`, ru: `«${driver}» встречается дважды` },
      })
    seen.add(driver)
  }
  return problems
}

/** The problem of naming a driver that is not there. */
export const unknownDriver = (path: string, driver: string): Problem => ({
  path,
  code: "driver.unknown",
  message: { en: `there is no driver "${driver}"`, ru: `фактора «${driver}» нет` },
})

/** Throws {@link InputInvalid} with all the problems, where there are any. */
export const refuse = (problems: ReadonlyArray<Problem>): void => {
  if (problems.length > 0) throw new InputInvalid(problems)
}

/**
 * Evaluates a decomposed function at a mixture of the two states.
 *
 * @param factors - all factors
 * @param value - the function; it gets the factors' values in their order
 * @param isActual - whether the factor of this index takes its actual value
 * @throws {@link ValueNotFinite} where the function gives NaN or an infinity
 */
export const valueAtMixture = <Value>(
  factors: ReadonlyArray<Factor<Value>>,
  value: (state: ReadonlyArray<Value>) => number,
  isActual: (index: number) => boolean,
): number => {
  const result = value(factors.map((factor, index) => (isActual(index) ? factor.actual : factor.base)))
  if (!Number.isFinite(result))
    throw new ValueNotFinite(
      factors.filter((_, index) => isActual(index)).map((factor) => factor.driver),
      result,
    )
  return result
}
