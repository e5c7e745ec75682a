import { argumentProblem, from0To1, rejectWhere } from "./ArgumentProblem.ts"

/** How false discoveries are held down. */
export type FalseDiscoveryMethod = "benjamini-hochberg" | "benjamini-yekutieli"

/**
 * Adjusts p-values of many tests for the share of false discoveries: calling everything at or below `rate` a discovery, no more
 * than that share of the discoveries is expected to be false. By the step-up procedure of Benjamini and Hochberg (1995) for tests
 * that are independent or positively dependent, or of Benjamini and Yekutieli (2001) for any dependence.
 *
 * @param pValues - one per test, 0 to 1 (inclusive); all the tests that were made, not only those that look good
 * @param method - default `benjamini-hochberg`
 * @returns adjusted p-values (q-values) in the same order, 0 to 1
 * @throws InputInvalid where a p-value is out of bounds
 *
 * @example
 * ```ts
 * import { falseDiscovery } from "@salesdept/core/stats"
 *
 * falseDiscovery([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 * ```
 */
export const falseDiscovery = (
  pValues: ReadonlyArray<number>,
  method: FalseDiscoveryMethod = "benjamini-hochberg",
): ReadonlyArray<number> => {
  rejectWhere(
    pValues.flatMap((value, i) =>
      value >= 0 && value <= 1 ? [] : [argumentProblem(`pValues[${i}]`, value, from0To1)],
    ),
  )
  const tests = pValues.length
  let factor = 1
  if (method === "benjamini-yekutieli") for (let i = 2; i <= tests; i++) factor += 1 / i
  const falling = pValues.map((value, index) => ({ value, index })).toSorted((left, right) => right.value - left.value)
  const adjusted = Array.from({ length: tests }, () => 1)
  let least = 1
  falling.forEach(({ value, index }, place) => {
    least = Math.min(least, value * ((tests * factor) / (tests - place)))
    adjusted[index] = least
  })
  return adjusted
}
