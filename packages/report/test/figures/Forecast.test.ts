import { expect, it } from "vitest"
import { toldChance } from "../../src/figures/ForecastFigures.ts"
import { formatPercent } from "../../src/format/Percent.ts"

it.each([
  { probability: 1, standardError: 0.0002, en: ">99.9%" },
  { probability: 0, standardError: 0.0002, en: "<0.1%" },
  { probability: 0.25, standardError: 0.007, en: "25.0%" },
  // The period is over, or the target is reached already.
  { probability: 1, standardError: 0, en: "100.0%" },
  { probability: 0, standardError: 0, en: "0.0%" },
])("given $probability of the draws with an error of $standardError, when the chance is told, it is $en", (told) => {
  expect(formatPercent(toldChance(told), "en")).toBe(told.en)
})
