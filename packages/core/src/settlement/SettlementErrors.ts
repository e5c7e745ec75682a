import { Failure } from "../shared/Failure.ts"
import { moneyText } from "../shared/FigureText.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"

/** Which rule an amount breaks. */
export type AmountRule =
  | "currency"
  | "zero"
  | "moreThanOwed"
  | "moreThanInvoiced"
  | "moreThanUnallocated"
  | "moreThanAllocated"
  | "rateNeedless"
  | "tooLarge"

/** What is said where the rest of a payment may stay unallocated. */
const keeping: Message = {
  en: '; with excess: "keep" the rest stays unallocated',
  ru: '; с excess: "keep" остаток останется нераспределённым',
}

const amountTexts = (id: string, rule: AmountRule, most: Money | null, canKeep: boolean): Message => {
  const kept = canKeep ? keeping : { en: "", ru: "" }
  const bound = most === null ? { en: "", ru: "" } : moneyText(most)
  switch (rule) {
    case "currency":
      return { en: `${id} is in another currency`, ru: `${id} в другой валюте` }
    case "zero":
      return { en: "An amount of zero settles nothing", ru: "Нулевая сумма ничего не оплачивает" }
    case "moreThanOwed":
      return {
        en: `${id} has only ${bound.en} left to pay${kept.en}`,
        ru: `По ${id} осталось оплатить только ${bound.ru}${kept.ru}`,
      }
    case "moreThanInvoiced":
      return {
        en: `Of ${id} no more than ${bound.en} can be taken back`,
        ru: `По ${id} можно скорректировать не больше ${bound.ru}`,
      }
    case "moreThanUnallocated":
      return {
        en: `${id} has only ${bound.en} that is not allocated`,
        ru: `У ${id} не распределено только ${bound.ru}`,
      }
    case "moreThanAllocated":
      return {
        en: `${id} has only ${bound.en} counted against that invoice`,
        ru: `У ${id} на этот счёт отнесено только ${bound.ru}`,
      }
    case "rateNeedless":
      return {
        en: `${id} is in the same currency: there is nothing to convert`,
        ru: `${id} в той же валюте: пересчитывать нечего`,
      }
    case "tooLarge":
      return {
        en: `The amounts of ${id} sum or convert past the largest amount`,
        ru: `Суммы ${id} в итоге или после пересчёта больше наибольшей допустимой`,
      }
  }
}

/** An amount does not fit: the data name the field and the rule, and where the rule has a bound, the bound. */
export class AmountRefused extends Failure<
  "AmountRefused",
  {
    /** The record whose amount it is set against. */
    readonly id: string
    /** Path of the input's field. */
    readonly field: string
    /** The rule that is broken. */
    readonly rule: AmountRule
    /** The most that would have been accepted, minor units of the record's currency; null where the rule has no bound. */
    readonly openMinor: number | null
  }
> {
  readonly _tag = "AmountRefused"
  constructor(id: string, field: string, rule: AmountRule, most: Money | null = null, canKeep = false) {
    super(amountTexts(id, rule, most, canKeep), { id, field, rule, openMinor: most?.amountMinor ?? null })
  }
}

/** Days are in the wrong order. */
export class DateOrderRefused extends Failure<
  "DateOrderRefused",
  {
    /** The record. */
    readonly id: string
    /** Path of the input's field. */
    readonly field: string
    /** The day that comes first. */
    readonly earlier: string
    /** The day that was given, and is before it. */
    readonly later: string
  }
> {
  readonly _tag = "DateOrderRefused"
  constructor(id: string, field: string, earlier: string, later: string) {
    super(
      {
        en: `${id}: ${field}, ${later}, is before ${earlier}`,
        ru: `${id}: ${field} (${later}) раньше, чем ${earlier}`,
      },
      { id, field, earlier, later },
    )
  }
}

/** A payment of the same payer with the same reference is recorded already. */
export class PaymentRepeated extends Failure<
  "PaymentRepeated",
  {
    /** Path of the input's field. */
    readonly field: "reference"
    /** The payment that is recorded. */
    readonly paymentId: string
  }
> {
  readonly _tag = "PaymentRepeated"
  constructor(paymentId: string) {
    super(
      {
        en: `A payment of this payer with this reference is recorded already: ${paymentId}`,
        ru: `Платёж этого плательщика с таким номером уже учтён: ${paymentId}`,
      },
      { field: "reference", paymentId },
    )
  }
}
