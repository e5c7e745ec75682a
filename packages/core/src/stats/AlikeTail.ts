import { argumentProblem, rejectWhere } from "./ArgumentProblem.ts"
import type { BetaPrior, CaseCount } from "./BetaBinomial.ts"
import { betaBinomialTail, caseCountProblems } from "./BetaBinomial.ts"
import { logBeta } from "./SpecialFunctions.ts"

// Before anything is seen, samples may be alike or not: of a sample of so many cases half is held to be its own doing.
const evenCases = 20
// Middles of equal steps of the part that is common to all samples.
const commonParts = Array.from({ length: 20 }, (_, step) => (step + 0.5) / 20)

interface Weighed {
  readonly prior: BetaPrior
  readonly logWeight: number
}

/** What the samples say of a next one where their shares are as alike as a beta distribution of this strength makes them. */
const weighed = (samples: ReadonlyArray<CaseCount>, strength: number): Weighed => {
  // A sample tells as much of the common mean as so many cases drawn from it, its own share being drawn in between.
  let [cases, count] = [0, 0]
  for (const sample of samples) {
    const worth = (sample.size * (strength + 1)) / (strength + sample.size)
    cases += worth
    count += (worth * sample.count) / sample.size
  }
  const mean = (count + 0.5) / (cases + 1)
  const [a, b] = [mean * strength, (1 - mean) * strength]
  const norm = logBeta(a, b)
  const logLikelihood = samples.reduce(
    (sum, sample) => sum + logBeta(sample.count + a, sample.size - sample.count + b) - norm,
    0,
  )
  // What is not known of the mean is added to the spread about it, by moments.
  const spread = 1 / (strength + 1)
  const total = 1 / (spread + (1 - spread) / (cases + 2)) - 1
  return {
    prior: { a: mean * total, b: (1 - mean) * total },
    // Laplace's approximation of the integral over the mean.
    logWeight: logLikelihood - 0.5 * Math.log(cases + 1),
  }
}

/**
 * Chance of a count that is no likelier than the one seen, on either side, if its sample is one more like the others. How much
 * samples differ among themselves is not taken for known: a few that are alike by luck would make every other one stand out. The tail of
 * {@link betaBinomialTail} is averaged over how alike they may be, by what they say of it, starting from the uniform distribution of
 * shrinkage (Christiansen and Morris 1997, "Hierarchical Poisson Regression Modeling") of a sample of 20 cases. Of shares that truly
 * differ it calls one in twenty unlikely at 5 %, to a few percent, from two samples on; where all are alike it is careful.
 *
 * @param seen - the count (whole, 0 to its size) and its size (whole, 1 or more)
 * @param samples - the others, at least one, in any order
 * @returns 0 to 1, that of the count seen included
 * @throws InputInvalid where a count or a size is out of bounds, or there are no other samples
 *
 * @example
 * ```ts
 * import { alikeTail } from "@salesdept/core/stats"
 *
 * const apart = [{ count: 2, size: 20 }, { count: 9, size: 20 }]
 * alikeTail({ count: 15, size: 20 }, apart) // 0.0337…
 * ```
 */
export const alikeTail = (seen: CaseCount, samples: ReadonlyArray<CaseCount>): number => {
  rejectWhere([
    ...caseCountProblems("", seen),
    ...samples.flatMap((sample, at) => caseCountProblems(`samples[${at}].`, sample)),
    ...(samples.length > 0
      ? []
      : [argumentProblem("samples.length", 0, { en: "at least one sample", ru: "хотя бы одна выборка" })]),
  ])
  // In one order, so that the last digits do not depend on that of the samples.
  const sorted = samples.toSorted((left, right) => left.size - right.size || left.count - right.count)
  const all = commonParts.map((part) => weighed(sorted, (evenCases * part) / (1 - part)))
  const largest = Math.max(...all.map(({ logWeight }) => logWeight))
  let [tail, weights] = [0, 0]
  for (const { prior, logWeight } of all) {
    const weight = Math.exp(logWeight - largest)
    weights += weight
    tail += weight * betaBinomialTail(seen, prior)
  }
  return Math.min(1, tail / weights)
}
