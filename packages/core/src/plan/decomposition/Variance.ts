import type { Message } from "../../shared/Message.ts"
import { addMinor } from "../../shared/Money.ts"
import { AmountUnsafe } from "../../shared/MoneyErrors.ts"
import type { Ratio } from "../../shared/Ratio.ts"
import { roundToSum } from "../../shared/RoundToSum.ts"
import type { Decomposition } from "./Decomposition.ts"

/** How a variance was split: see {@link methodLimits} for what each one means and cannot do. */
export type VarianceMethod = "lmdi" | "shapley" | "owen" | "sequential" | "priceVolumeMix"

/** What one driver contributed to a variance. */
export interface VarianceContribution {
  /** The driver's stable name. */
  readonly driver: string
  /** The driver's name for people. */
  readonly name: Message
  /** Its part in whole minor units; the parts of all drivers sum exactly to `deltaMinor`. */
  readonly amountMinor: number
  /** The same part before rounding to whole minor units. */
  readonly exact: number
  /** `amountMinor ÷ deltaMinor`; may be negative or above 1. Null where the variance is 0. */
  readonly shareOfDelta: Ratio | null
}

/** The answer to "why": the difference of two amounts, split over drivers with no residual. */
export interface Variance {
  /** The amount compared with (plan or prior period), in whole minor units. */
  readonly baseMinor: number
  /** The amount explained (the fact), in whole minor units. */
  readonly actualMinor: number
  /** `actualMinor − baseMinor`: negative is a miss, positive a beat. */
  readonly deltaMinor: number
  /** ISO 4217 code of every amount here. */
  readonly currency: string
  /** How it was split. */
  readonly method: VarianceMethod
  /** What the method assumes and where this answer must be read with care; to be shown with the figures. */
  readonly limits: ReadonlyArray<Message>
  /** The parts, in the order of the drivers. */
  readonly contributions: ReadonlyArray<VarianceContribution>
  /** What the contributions leave unexplained: always 0. */
  readonly residualMinor: 0
}

/** What {@link varianceOf} needs beside the decomposition. */
export interface VarianceContext {
  /** ISO 4217 code of the amounts. */
  readonly currency: string
  /** How the decomposition was made. */
  readonly method: VarianceMethod
  /** Names for people by driver; a driver without one is shown under its stable name. */
  readonly names: { readonly [driver: string]: Message }
  /** Limits of this answer, added to those of the method. None by default. */
  readonly limits?: ReadonlyArray<Message>
}

/** What each method assumes, in a form to be shown with every answer. */
export const methodLimits: { readonly [Method in VarianceMethod]: Message } = {
  lmdi: {
    en: "LMDI-I (Ang 2005): exact and independent of the drivers' order; needs drivers that are not negative; a change from or to zero goes in equal parts to the drivers that were zero",
    ru: "LMDI-I (Ang, 2005): разложение точное и не зависит от порядка факторов; отрицательные факторы недопустимы; изменение от нуля или до нуля делится поровну между факторами, равными нулю",
  },
  shapley: {
    en: "Shapley value: each driver's mean effect over all orders of the drivers; exact, also with zeros and negatives",
    ru: "Значение Шепли: средний эффект фактора по всем порядкам их замены; разложение точное, в том числе при нулях и отрицательных значениях",
  },
  owen: {
    en: "Owen value: the Shapley value with the drivers of one group kept together; the grouping is part of the answer",
    ru: "Значение Оуэна: значение Шепли, при котором факторы одной группы заменяются подряд; состав групп — часть ответа",
  },
  sequential: {
    en: "Chain substitution: the parts depend on the order of the drivers, and another order gives other parts",
    ru: "Цепные подстановки: вклад фактора зависит от порядка замены, при другом порядке вклады будут другими",
  },
  priceVolumeMix: {
    en: "Price–volume–mix: the split depends on the variant and on the product level; price at a coarse level contains mix within it",
    ru: "Анализ «цена — объём — структура»: результат зависит от варианта и от уровня продуктов; на укрупнённом уровне в цену попадает структура внутри групп",
  },
}

const noShares: Message = {
  en: "The variance is 0, so the contributions have no shares of it",
  ru: "Отклонение равно нулю, поэтому долей у вкладов нет",
}

/** Rounding noise of floating-point arithmetic, as against an amount that really has a fraction of a minor unit. */
const noise = (value: number): number => Math.max(1e-6, Math.abs(value) * 1e-12)

const toMinor = (value: number, limits: Array<Message>): number => {
  const minor = Math.round(value) + 0
  if (!Number.isSafeInteger(minor)) throw new AmountUnsafe(value)
  if (Math.abs(value - minor) > noise(value))
    limits.push({
      en: `The drivers give ${value}; the amount shown is rounded to ${minor} minor units`,
      ru: `По факторам получается ${value}; показанная сумма округлена до целых минимальных единиц: ${minor}`,
    })
  return minor
}

/** Name of the line that `withStatedBase` adds. */
export const planInconsistency = "planInconsistency"

/** What that line is called for people. */
export const planInconsistencyName: Message = { en: "Plan inconsistency", ru: "Несогласованность плана" }

/**
 * Compares with a stated amount instead of the one that the base drivers give. Where a plan's drivers do not multiply to
 * the plan, the gap becomes a line of its own and is not laid on any driver.
 *
 * @param decomposition - a change from what the base drivers give
 * @param statedBase - the plan's own amount, in the same units
 */
export const withStatedBase = (decomposition: Decomposition, statedBase: number): Decomposition => {
  const gap = decomposition.base - statedBase
  if (Math.abs(gap) <= noise(statedBase)) return decomposition
  return {
    base: statedBase,
    actual: decomposition.actual,
    delta: decomposition.actual - statedBase,
    effects: [...decomposition.effects, { driver: planInconsistency, effect: gap }],
  }
}

/** Name of the line for what a tree's drivers do not give of the stated amounts. */
const outsideTree = "outsideTree"

/** What the lines for stated amounts are called for people. */
export const statedNames: { readonly [driver: string]: Message } = {
  [planInconsistency]: planInconsistencyName,
  [outsideTree]: { en: "Outside the tree", ru: "Вне дерева факторов" },
}

/**
 * Compares stated amounts instead of those that the drivers give. What a plan's drivers miss of the plan is its inconsistency; what
 * facts' drivers miss of the facts is outside the tree.
 *
 * @param decomposition - a change from what the base drivers give to what the actual ones give
 * @param stated - the amounts, in the same units; those left out are what the drivers give
 */
export const withStatedAmounts = (
  decomposition: Decomposition,
  stated: { readonly base?: number; readonly actual?: number; readonly baseIsPlan: boolean },
): Decomposition => {
  const { base = decomposition.base, actual = decomposition.actual, baseIsPlan } = stated
  const fromPlan = baseIsPlan ? withStatedBase(decomposition, base) : decomposition
  const before = baseIsPlan ? 0 : decomposition.base - base
  const gap = before + actual - decomposition.actual
  const isGap = Math.abs(gap) > noise(Math.max(Math.abs(base), Math.abs(actual)))
  return {
    base,
    actual,
    delta: actual - base,
    effects: isGap ? [...fromPlan.effects, { driver: outsideTree, effect: gap }] : fromPlan.effects,
  }
}

/**
 * Rounds parts to whole units that sum to a whole total, by largest remainder. What the rounding of the total and
 * floating-point sums left (parts of 10^15 that nearly cancel may miss by more than a unit) goes to the largest part
 * first, where it weighs least.
 *
 * @param parts - fractional parts
 * @param total - whole units
 * @throws `InputInvalid` where the parts miss the total by more than rounding
 */
export const roundParts = (parts: ReadonlyArray<number>, total: number): ReadonlyArray<number> => {
  let sum = 0
  let size = 0
  let largest = 0
  for (const [index, part] of parts.entries()) {
    sum += part
    size += Math.abs(part)
    if (Math.abs(part) > Math.abs(parts[largest] ?? 0)) largest = index
  }
  const gap = total - sum
  if (Math.abs(gap) > 1 + size * 1e-12) return roundToSum(parts, total)
  return roundToSum(
    parts.map((part, index) => (index === largest ? part + gap : part)),
    total,
  )
}

/**
 * Turns a decomposition into whole minor units: the two amounts are rounded to the nearest unit (halves upward; said in
 * `limits` where it matters), and the parts by largest remainder, so that they sum exactly to the difference.
 *
 * @param decomposition - a change in minor units, fractional while decomposed; its effects must sum to its delta
 * @param context - ISO 4217 code, method, names of the drivers (a driver without one is called by its id) and further limits
 * @throws AmountUnsafe past ±(2^53−1); `InputInvalid` where the effects miss the difference by more than rounding
 *
 * @example
 * ```ts
 * import { shapley, varianceOf } from "@salesdept/core/plan"
 *
 * const split = shapley(
 *   [{ driver: "deals", base: 3, actual: 4 }, { driver: "averageDeal", base: 333_33, actual: 300_00 }],
 *   ([deals = 0, averageDeal = 0]) => deals * averageDeal,
 * )
 * const names = { deals: { en: "Deals", ru: "Сделки" }, averageDeal: { en: "Average deal", ru: "Средний чек" } }
 * const variance = varianceOf(split, { currency: "RUB", method: "shapley", names })
 * variance.deltaMinor // 20001
 * variance.contributions.map(({ name, amountMinor }) => [name.en, amountMinor]) // [["Deals", 31667], ["Average deal", -11666]]
 * ```
 */
export const varianceOf = (decomposition: Decomposition, context: VarianceContext): Variance => {
  const limits = [methodLimits[context.method], ...(context.limits ?? [])]
  const baseMinor = toMinor(decomposition.base, limits)
  const actualMinor = toMinor(decomposition.actual, limits)
  const deltaMinor = addMinor(actualMinor, -baseMinor)
  if (deltaMinor === 0) limits.push(noShares)
  const amounts = roundParts(
    decomposition.effects.map(({ effect }) => effect),
    deltaMinor,
  )
  return {
    baseMinor,
    actualMinor,
    deltaMinor,
    currency: context.currency,
    method: context.method,
    limits,
    contributions: decomposition.effects.map(({ driver, effect }, index) => {
      const amountMinor = (amounts[index] ?? 0) + 0
      return {
        driver,
        name: context.names[driver] ?? { en: driver, ru: driver },
        amountMinor,
        exact: effect,
        shareOfDelta: deltaMinor === 0 ? null : { numerator: amountMinor, denominator: deltaMinor },
      }
    }),
    residualMinor: 0,
  }
}
