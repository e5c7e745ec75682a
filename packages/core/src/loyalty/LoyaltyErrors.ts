import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"

/** There are fewer customers than a method needs: none at all, or a single one, from which nothing can be generalised. */
export class BaseTooSmall extends Failure<
  "BaseTooSmall",
  {
    /** Customers given (of those that count for the method). */
    readonly customers: number
    /** The least number it can work with. */
    readonly needed: number
  }
> {
  readonly _tag = "BaseTooSmall"
  constructor(customers: number, needed: number) {
    super(
      {
        en: `Too few customers (${customers}): at least ${needed} are needed`,
        ru: `Клиентов слишком мало (${customers}): нужно не меньше ${needed}`,
      },
      { customers, needed },
    )
  }
}

/** All customers spend the same, so a model of how spends differ has nothing to learn from; the one value is known as is. */
export class SpendsAllEqual extends Failure<
  "SpendsAllEqual",
  {
    /** The mean spend that all customers share, in the unit given. */
    readonly meanSpend: number
    /** Customers given. */
    readonly customers: number
  }
> {
  readonly _tag = "SpendsAllEqual"
  constructor(meanSpend: number, customers: number) {
    super(
      {
        en: `All ${customers} customers spend ${meanSpend} on average, so a spend model has nothing to estimate`,
        ru: `У всех клиентов (${customers}) средний чек одинаков (${meanSpend}): модели расходов нечего оценивать`,
      },
      { meanSpend, customers },
    )
  }
}

/** A forecast was asked of a fit that is not usable; the reason is that of the fit. */
export class ModelNotUsable extends Failure<
  "ModelNotUsable",
  {
    /** The model. */
    readonly model: string
    /** Why its fit may not be used. */
    readonly reason: Message
  }
> {
  readonly _tag = "ModelNotUsable"
  constructor(model: string, reason: Message) {
    super(
      { en: `The model ${model} is not usable: ${reason.en}`, ru: `Модель ${model} непригодна: ${reason.ru}` },
      { model, reason },
    )
  }
}

/** Stable codes of what may be wrong with data about purchases; they stand in the problems of an `InputInvalid`. */
export type LoyaltyProblemCode =
  | "loyalty.notFinite"
  | "loyalty.negative"
  | "loyalty.negativeMoney"
  | "loyalty.money"
  | "loyalty.date"
  | "loyalty.count"
  | "loyalty.purchaseBeforeBirth"
  | "loyalty.birthAfterEnd"
  | "loyalty.lastAfterEnd"
  | "loyalty.lastWithoutRepeat"
  | "loyalty.repeatWithoutLast"
  | "loyalty.parameter"
  | "loyalty.setting"
  | "loyalty.segmentMap"
  | "loyalty.repeatedCustomer"

/** Makes a problem of this area. */
export const loyaltyProblem = (path: string, code: LoyaltyProblemCode, en: string, ru: string): Problem => ({
  path,
  code,
  message: { en, ru },
})
