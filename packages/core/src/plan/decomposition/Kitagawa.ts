import type { Problem } from "../../shared/Problem.ts"
import type { Ratio } from "../../shared/Ratio.ts"
import { refuse } from "./Decomposition.ts"
import { PopulationEmpty } from "../PlanErrors.ts"

/** Cases of one stratum (product, segment, age) in two populations or periods. The rate is total ÷ cases. */
export interface Stratum {
  /** The stratum's name; unique. */
  readonly stratum: string
  /** Cases in the base population: closed deals for a win rate, won deals for an average deal. ≥ 0. */
  readonly baseCases: number
  /** What the base cases add up to: deals won, amount won. */
  readonly baseTotal: number
  /** Cases in the actual population; ≥ 0. */
  readonly actualCases: number
  /** What the actual cases add up to. */
  readonly actualTotal: number
}

/** The parts of one stratum. */
export interface StratumEffects {
  /** The stratum's name. */
  readonly stratum: string
  /** Two-fold: (w₁ − w₀)(r₀ + r₁)/2. */
  readonly composition: number
  /** Two-fold: (r₁ − r₀)(w₀ + w₁)/2. */
  readonly rate: number
  /** Three-fold: (w₁ − w₀) r₀. */
  readonly endowments: number
  /** Three-fold: (r₁ − r₀) w₀. */
  readonly coefficients: number
  /** Three-fold: (w₁ − w₀)(r₁ − r₀). */
  readonly interaction: number
}

/** A difference of two rates, split into what the mix of cases did and what the rates within strata did. */
export interface Kitagawa {
  /** The crude base rate. */
  readonly base: Ratio
  /** The crude actual rate. */
  readonly actual: Ratio
  /** `actual − base`; equal to `composition + rate`. */
  readonly delta: number
  /** What the change of the mix contributed. */
  readonly composition: number
  /** What the change of the rates within strata contributed. */
  readonly rate: number
  /** Oaxaca's three-fold split of the same difference, at the base's rates and mix; the three sum to `delta`. */
  readonly threeFold: { readonly endowments: number; readonly coefficients: number; readonly interaction: number }
  /** The parts of each stratum. */
  readonly strata: ReadonlyArray<StratumEffects>
  /** Strata without base cases: they have no rate effect, their whole part is composition. */
  readonly emptyInBase: ReadonlyArray<string>
  /** Strata without actual cases: likewise. */
  readonly emptyInActual: ReadonlyArray<string>
}

const fields = ["baseCases", "baseTotal", "actualCases", "actualTotal"] as const

const strataProblems = (strata: ReadonlyArray<Stratum>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const seen = new Set<string>()
  for (const [index, row] of strata.entries()) {
    const path = `strata[${index}]`
    if (seen.has(row.stratum))
      problems.push({
        path: `${path}.stratum`,
        code: "stratum.duplicate",
        message: { en: `"${row.stratum}" is listed twice`, ru: `«${row.stratum}» встречается дважды` },
      })
    seen.add(row.stratum)
    for (const field of fields)
      if (!Number.isFinite(row[field]))
        problems.push({
          path: `${path}.${field}`,
          code: "value.notFinite",
          message: { en: `${row[field]} is not a finite number`, ru: `${row[field]} — не конечное число` },
        })
    for (const [cases, total] of [
      ["baseCases", "baseTotal"],
      ["actualCases", "actualTotal"],
    ] as const)
      if (row[cases] < 0)
        problems.push({
          path: `${path}.${cases}`,
          code: "stratum.negativeCases",
          message: { en: "cases cannot be negative", ru: "число наблюдений не может быть отрицательным" },
        })
      else if (row[cases] === 0 && row[total] !== 0)
        problems.push({
          path: `${path}.${total}`,
          code: "stratum.totalWithoutCases",
          message: { en: "there is a total but there are no cases", ru: "итог есть, а наблюдений нет" },
        })
  }
  return problems
}

const sumOf = (strata: ReadonlyArray<Stratum>, field: (typeof fields)[number]): number =>
  strata.reduce((sum, row) => sum + row[field], 0)

/**
 * Splits the difference of two rates into composition and rate: did the mix of cases change, or what became of them?
 * Use it before a person or a period is praised or blamed for an overall rate. A stratum that is empty on one side has
 * no rate there, so it gets no rate effect and is listed.
 *
 * Source: E. M. Kitagawa (1955) for the two-fold split; R. Oaxaca and A. Blinder (1973) for the three-fold one.
 *
 * @param strata - one row per stratum, unique; cases ≥ 0
 * @throws {@link PopulationEmpty} where a population has no cases
 * @throws `InputInvalid` where strata repeat or a number is out of its bounds
 *
 * @example
 * ```ts
 * import { kitagawa } from "@salesdept/core/plan/variance"
 *
 * const why = kitagawa([
 *   { stratum: "small", baseCases: 87, baseTotal: 81, actualCases: 270, actualTotal: 234 },
 *   { stratum: "large", baseCases: 263, baseTotal: 192, actualCases: 80, actualTotal: 55 },
 * ])
 * why.delta // 0.0457…
 * why.composition // 0.0993…
 * why.rate // -0.0536…
 * ```
 */
export const kitagawa = (strata: ReadonlyArray<Stratum>): Kitagawa => {
  refuse(strataProblems(strata))
  const base = { numerator: sumOf(strata, "baseTotal"), denominator: sumOf(strata, "baseCases") }
  const actual = { numerator: sumOf(strata, "actualTotal"), denominator: sumOf(strata, "actualCases") }
  if (base.denominator === 0) throw new PopulationEmpty("base")
  if (actual.denominator === 0) throw new PopulationEmpty("actual")
  const rows = strata.map((row): StratumEffects => {
    const weightChange = row.actualCases / actual.denominator - row.baseCases / base.denominator
    const meanWeight = (row.actualCases / actual.denominator + row.baseCases / base.denominator) / 2
    const baseRate = row.baseCases === 0 ? null : row.baseTotal / row.baseCases
    const actualRate = row.actualCases === 0 ? null : row.actualTotal / row.actualCases
    const from = baseRate ?? actualRate ?? 0
    const to = actualRate ?? from
    return {
      stratum: row.stratum,
      // "+ 0" turns −0, which JSON does not keep, into 0.
      composition: (weightChange * (from + to)) / 2 + 0,
      rate: (to - from) * meanWeight + 0,
      endowments: weightChange * from + 0,
      coefficients: ((to - from) * row.baseCases) / base.denominator + 0,
      interaction: weightChange * (to - from) + 0,
    }
  })
  const total = (part: Exclude<keyof StratumEffects, "stratum">): number =>
    rows.reduce((sum, row) => sum + row[part], 0)
  return {
    base,
    actual,
    delta: actual.numerator / actual.denominator - base.numerator / base.denominator,
    composition: total("composition"),
    rate: total("rate"),
    threeFold: {
      endowments: total("endowments"),
      coefficients: total("coefficients"),
      interaction: total("interaction"),
    },
    strata: rows,
    emptyInBase: strata.filter((row) => row.baseCases === 0).map((row) => row.stratum),
    emptyInActual: strata.filter((row) => row.actualCases === 0).map((row) => row.stratum),
  }
}

/** Two rates made comparable by one common mix of strata. */
export interface Standardised {
  /** The base population's rate at the standard mix; null where no stratum can be compared. */
  readonly base: number | null
  /** The actual population's rate at the standard mix; null where no stratum can be compared. */
  readonly actual: number | null
  /** `actual − base`; null with them. */
  readonly delta: number | null
  /** `actual − base` of the crude rates. */
  readonly crudeDelta: number
  /** True where the crude and the standardised difference point in opposite directions (Simpson's paradox). */
  readonly signReversed: boolean
  /** Weight of the compared strata in the standard mix, of the weight of all strata. */
  readonly coverage: Ratio
  /** Strata left out, since one population has no cases there and hence no rate. */
  readonly excluded: ReadonlyArray<string>
}

/**
 * Direct standardisation: both populations' rates are weighted with one standard mix, so that people who work
 * different mixes can be compared. Strata that are empty on one side are left out of both and named.
 *
 * @param strata - one row per stratum, unique; cases ≥ 0
 * @param standardCases - weight of each stratum in the standard mix, finite, 0 or more, such as the company's cases; a stratum not
 * named has weight 0. The two populations taken together by default
 * @throws {@link PopulationEmpty} where a population has no cases
 * @throws `InputInvalid` where strata repeat or a number is out of its bounds
 *
 * @example
 * ```ts
 * import { standardise } from "@salesdept/core/plan/variance"
 *
 * const fair = standardise([
 *   { stratum: "small", baseCases: 87, baseTotal: 81, actualCases: 270, actualTotal: 234 },
 *   { stratum: "large", baseCases: 263, baseTotal: 192, actualCases: 80, actualTotal: 55 },
 * ])
 * fair.crudeDelta // 0.0457…
 * fair.delta // -0.0536…
 * fair.signReversed // true
 * ```
 */
export const standardise = (
  strata: ReadonlyArray<Stratum>,
  standardCases?: { readonly [stratum: string]: number },
): Standardised => {
  const crude = kitagawa(strata)
  const weightOf = (row: Stratum): number =>
    standardCases === undefined ? row.baseCases + row.actualCases : (standardCases[row.stratum] ?? 0)
  refuse(
    strata.flatMap((row) => {
      const weight = weightOf(row)
      if (Number.isFinite(weight) && weight >= 0) return []
      const message = { en: "the weight must be a number ≥ 0", ru: "вес должен быть числом не меньше нуля" }
      return [{ path: `standardCases.${row.stratum}`, code: "stratum.weight", message }]
    }),
  )
  let weights = 0
  let covered = 0
  let base = 0
  let actual = 0
  const excluded: Array<string> = []
  for (const row of strata) {
    const weight = weightOf(row)
    weights += weight
    if (row.baseCases === 0 || row.actualCases === 0) {
      excluded.push(row.stratum)
      continue
    }
    covered += weight
    base += (weight * row.baseTotal) / row.baseCases
    actual += (weight * row.actualTotal) / row.actualCases
  }
  const delta = covered === 0 ? null : (actual - base) / covered
  return {
    base: covered === 0 ? null : base / covered,
    actual: covered === 0 ? null : actual / covered,
    delta,
    crudeDelta: crude.delta,
    signReversed: delta !== null && delta * crude.delta < 0,
    coverage: { numerator: covered, denominator: weights },
    excluded,
  }
}
