import { Failure } from "./Failure.ts"

/** Two currencies met where one is needed; give a dated rate or total them apart. */
export class CurrencyMismatch extends Failure<
  "CurrencyMismatch",
  {
    /** Currency of the one amount. */
    readonly left: string
    /** Currency of the other. */
    readonly right: string
  }
> {
  readonly _tag = "CurrencyMismatch"
  constructor(left: string, right: string) {
    super(
      {
        en: `Amounts in ${left} and ${right} cannot be added without a dated rate`,
        ru: `Суммы в ${left} и ${right} нельзя сложить без курса на дату`,
      },
      { left, right },
    )
  }
}

/** An amount is not a whole number of minor units within ±(2^53−1). */
export class AmountUnsafe extends Failure<
  "AmountUnsafe",
  {
    /** The number that was refused, as text, since it may be no JSON number. */
    readonly amount: string
  }
> {
  readonly _tag = "AmountUnsafe"
  constructor(amount: number) {
    super(
      {
        en: `${amount} is not a whole number of minor units within ±(2^53−1)`,
        ru: `${amount} — не целое число минимальных единиц в пределах ±(2^53−1)`,
      },
      { amount: String(amount) },
    )
  }
}

/** A code is not a currency of ISO 4217 that amounts can be held in. */
export class CurrencyUnknown extends Failure<
  "CurrencyUnknown",
  {
    /** The text that was given as a currency. */
    readonly currency: string
  }
> {
  readonly _tag = "CurrencyUnknown"
  constructor(currency: string) {
    super(
      {
        en: `"${currency}" is not an ISO 4217 currency with a minor unit`,
        ru: `«${currency}» — не валюта по ISO 4217 с минимальной единицей`,
      },
      { currency },
    )
  }
}
