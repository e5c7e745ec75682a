import type { Problem } from "@salesdept/core/shared"
import type { SellingStep } from "./SellingSteps.ts"
import { plantableSteps } from "./SellingSteps.ts"

/**
 * A mistake that can be planted.
 *
 * - `overdueSteps`: next steps go past their due day;
 * - `deepDiscounts`: a discount beyond {@link discountLimitPercent};
 * - `slowResponse`: a lead is first spoken with later than {@link slowResponseMinutes} after it came;
 * - `unsentDocuments`: a closing document is drafted and never sent.
 */
export type PlantedMistakeKind = "overdueSteps" | "deepDiscounts" | "slowResponse" | "unsentDocuments"

/** One rep's planted mistake. */
export interface PlantedMistake {
  /** Which mistake. */
  readonly kind: PlantedMistakeKind
  /** Whose: `"user:1"` to `"user:<reps>"`. Of several reps the last ones are newcomers; see `simulateDepartment`. */
  readonly repId: string
  /** Share of the rep's occasions on which it is made, in percent, 0 to 100; default 60. */
  readonly ratePercent?: number
}

/** A planted effect of a script step on winning. */
export interface PlantedStep {
  /** Which step: one used in the stages `needs`, `proposal` or `negotiation`. */
  readonly step: SellingStep
  /** By how much its use multiplies a deal's odds of being won, above 0; 1 is no effect. */
  readonly oddsRatio: number
}

/** Patterns planted into a simulated department, so that a test knows what there is to find. */
export interface PlantedPatterns {
  /** Mistakes of single reps; of one kind and rep at most one. */
  readonly mistakes?: ReadonlyArray<PlantedMistake>
  /** Steps that work; each at most once. All others have no effect. */
  readonly effectiveSteps?: ReadonlyArray<PlantedStep>
  /**
   * Steps that good reps use nearly always and weak ones hardly ever, each at most once: they go with winning wherever reps are mixed,
   * although they do nothing by themselves. Of the stages `needs`, `proposal` or `negotiation`.
   */
  readonly favouriteSteps?: ReadonlyArray<SellingStep>
}

/** Discounts above this many percent of list price are deep. */
export const discountLimitPercent = 15

/** More working minutes than this between a lead's arrival and the first word are slow: one working day. */
export const slowResponseMinutes = 540

/** Share of occasions on which a rep makes a planted mistake where nothing else is said, in percent. */
export const usualPlantedPercent = 60

/** How often everybody makes these mistakes, in percent of occasions. */
export const usualMistakePercent: { readonly [Kind in PlantedMistakeKind]: number } = {
  overdueSteps: 12,
  deepDiscounts: 4,
  slowResponse: 2,
  unsentDocuments: 5,
}

/** What is wrong with planted patterns, for a department of so many reps. */
export const plantedProblems = (planted: PlantedPatterns, reps: number): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const add = (path: string, code: string, en: string, ru: string): void => {
    problems.push({ path: `planted.${path}`, code: `simulation.${code}`, message: { en, ru } })
  }
  const seen = new Set<string>()
  const once = (path: string, name: string): void => {
    if (seen.has(name)) add(path, "plantedTwice", "is planted twice", "задано дважды")
    seen.add(name)
  }
  planted.mistakes?.forEach(({ kind, repId, ratePercent = usualPlantedPercent }, index) => {
    const path = `mistakes[${index}]`
    once(path, `${kind} ${repId}`)
    const number = /^user:([1-9]\d*)$/.exec(repId)?.[1]
    if (number === undefined || Number(number) > reps) {
      add(`${path}.repId`, "rep", `must be user:1 to user:${reps}`, `должно быть от user:1 до user:${reps}`)
    }
    if (!(ratePercent >= 0 && ratePercent <= 100)) {
      add(`${path}.ratePercent`, "rate", "must be from 0 to 100", "должно быть от 0 до 100")
    }
  })
  const plantable = (path: string, step: SellingStep): void => {
    if (plantableSteps.includes(step)) return
    const names = plantableSteps.join(", ")
    add(path, "step", `must be one of ${names}`, `должно быть одним из: ${names}`)
  }
  planted.favouriteSteps?.forEach((step, index) => {
    const path = `favouriteSteps[${index}]`
    once(path, `favourite ${step}`)
    plantable(path, step)
  })
  planted.effectiveSteps?.forEach(({ step, oddsRatio }, index) => {
    const path = `effectiveSteps[${index}]`
    once(path, step)
    plantable(`${path}.step`, step)
    if (!(oddsRatio > 0 && oddsRatio < Infinity)) {
      add(`${path}.oddsRatio`, "oddsRatio", "must be a number above 0", "должно быть числом больше 0")
    }
  })
  return problems
}
