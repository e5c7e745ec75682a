import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/** A value of which no logarithm can be taken. */
export interface NegativeValue {
  /** The item, node or product in which it stands. */
  readonly item: string
  /** The driver. */
  readonly driver: string
  /** In which of the two states it stands. */
  readonly state: "base" | "actual"
  /** The value, as given. */
  readonly value: number
}

/**
 * LMDI takes logarithms, so it has no answer where a factor is negative (refunds, credit notes). Use Shapley, or take
 * the negative flow out as a line of its own. All offending values are listed.
 */
export class LmdiUndefined extends Failure<"LmdiUndefined", { readonly values: ReadonlyArray<NegativeValue> }> {
  readonly _tag = "LmdiUndefined"
  constructor(values: ReadonlyArray<NegativeValue>) {
    const listed = values.map((one) => `${one.item}/${one.driver} (${one.state}) = ${one.value}`).join(", ")
    super(
      {
        en: `LMDI is undefined for negative factors: ${listed}. Use Shapley or show the negative flow as its own line`,
        ru: `Метод LMDI не определён для отрицательных множителей: ${listed}. Возьмите метод Шепли или покажите отрицательный поток отдельной строкой`,
      },
      { values },
    )
  }
}

/** A decomposed function gave no finite number in some mixture of the two states, so that nothing can be attributed. */
export class ValueNotFinite extends Failure<
  "ValueNotFinite",
  { readonly actualDrivers: ReadonlyArray<string>; readonly value: string }
> {
  readonly _tag = "ValueNotFinite"
  /**
   * @param actualDrivers - the drivers that had their actual values; all others had those of the base
   * @param value - what came out: NaN or an infinity
   */
  constructor(actualDrivers: ReadonlyArray<string>, value: number) {
    const listed = actualDrivers.join(", ")
    super(
      {
        en: `The value is ${value}, not a finite number, with the actual values of [${listed}] and the base of the rest`,
        ru: `Значение равно ${value}, а не конечному числу, при фактических [${listed}] и базовых остальных факторах`,
      },
      { actualDrivers, value: String(value) },
    )
  }
}

/** A ratio of a driver tree has the denominator 0 and states no value for that case. */
export class RatioUndefined extends Failure<"RatioUndefined", { readonly node: string }> {
  readonly _tag = "RatioUndefined"
  constructor(node: string) {
    super(
      {
        en: `The ratio "${node}" has the denominator 0; give it "whenDenominatorZero" or use another method`,
        ru: `У отношения «${node}» знаменатель равен 0; задайте «whenDenominatorZero» или выберите другой метод`,
      },
      { node },
    )
  }
}

/** A compared population has no cases at all, hence no rate to explain. */
export class PopulationEmpty extends Failure<"PopulationEmpty", { readonly state: "base" | "actual" }> {
  readonly _tag = "PopulationEmpty"
  constructor(state: "base" | "actual") {
    super(
      {
        en: `The ${state} population has no cases, so it has no rate to compare`,
        ru:
          state === "base"
            ? "В базовой совокупности нет наблюдений, сравнивать нечего"
            : "В фактической совокупности нет наблюдений, сравнивать нечего",
      },
      { state },
    )
  }
}

/** The asked variant of price–volume–mix has no answer on this input; the reason is that of the variant itself. */
export class VariantUndefined extends Failure<"VariantUndefined", { readonly variant: string }> {
  readonly _tag = "VariantUndefined"
  constructor(variant: string, reason: Message) {
    super(
      {
        en: `Variant ${variant} of price–volume–mix has no answer here: ${reason.en}`,
        ru: `Вариант ${variant} анализа «цена — объём — структура» здесь не определён: ${reason.ru}`,
      },
      { variant },
    )
  }
}
