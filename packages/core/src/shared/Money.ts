import type { CalendarDate } from "./CalendarDate.ts"
import { minorUnitsOf } from "./Currency.ts"
import { InputInvalid } from "./InputErrors.ts"
import { AmountUnsafe, CurrencyMismatch, CurrencyUnknown } from "./MoneyErrors.ts"
import { divideRounded } from "./Rounding.ts"
import type { Rounding } from "./Rounding.ts"

/** Money as a whole number of minor units (kopecks, cents) and a currency. JSON-safe. */
export interface Money {
  /** Whole minor units; a safe integer, −(2^53−1) to 2^53−1 (inclusive). */
  readonly amountMinor: number
  /** ISO 4217 alphabetic code, such as `RUB`. */
  readonly currency: string
}

/** A rate of exchange on a day, as its source states it. */
export interface ExchangeRate {
  /** Currency converted from: the one the rate is a price of. */
  readonly from: string
  /** Currency converted to: the one the price is in. */
  readonly to: string
  /** Price of {@link ExchangeRate.per} major units of `from`, in major units of `to`: a plain decimal above 0, `"83.1275"`. */
  readonly rate: string
  /** For how many units of `from` the rate is stated (a central bank quotes 100 yen); whole, 1 or more. Default 1. */
  readonly per?: number
  /** The day the rate is of. Keep it beside the converted amount. */
  readonly on: CalendarDate
}

/**
 * Adds two whole numbers of minor units, refusing what would be rounded.
 *
 * @param left - whole, ±(2^53−1) inclusive
 * @param right - whole, ±(2^53−1) inclusive
 * @throws {@link AmountUnsafe} where the sum is not a whole number within ±(2^53−1)
 * @example
 * ```ts
 * import { addMinor } from "@salesdept/core/shared"
 *
 * addMinor(120_000_00, 4_500_50) // 12450050
 * ```
 */
export const addMinor = (left: number, right: number): number => {
  const sum = left + right
  if (!Number.isSafeInteger(sum)) throw new AmountUnsafe(sum)
  return sum
}

/**
 * Sums whole numbers of minor units. The empty sum is 0.
 *
 * @param amounts - whole numbers in one currency
 * @throws {@link AmountUnsafe} where a sum on the way is not a whole number within ±(2^53−1)
 * @example
 * ```ts
 * import { sumMinor } from "@salesdept/core/shared"
 *
 * sumMinor([120_000_00, 4_500_50, -500_00]) // 12400050
 * ```
 */
export const sumMinor = (amounts: Iterable<number>): number => {
  let sum = 0
  for (const amount of amounts) sum = addMinor(sum, amount)
  return sum
}

/**
 * Adds two amounts of one currency.
 *
 * @param left - an amount
 * @param right - an amount in the same currency
 * @throws {@link CurrencyMismatch} where the currencies differ; {@link AmountUnsafe} where the sum goes past ±(2^53−1)
 * @example
 * ```ts
 * import { addMoney } from "@salesdept/core/shared"
 *
 * const prepaid = { amountMinor: 50_000_00, currency: "RUB" }
 * addMoney(prepaid, { amountMinor: 70_000_00, currency: "RUB" }) // { amountMinor: 12000000, currency: "RUB" }
 * ```
 */
export const addMoney = (left: Money, right: Money): Money => {
  assertSameCurrency(left, right)
  return { amountMinor: addMinor(left.amountMinor, right.amountMinor), currency: left.currency }
}

/**
 * Subtracts the right amount from the left.
 *
 * @param left - the amount to subtract from
 * @param right - what is subtracted, in the same currency
 * @throws {@link CurrencyMismatch} where the currencies differ; {@link AmountUnsafe} where the difference goes past ±(2^53−1)
 * @example
 * ```ts
 * import { subtractMoney } from "@salesdept/core/shared"
 *
 * const invoiced = { amountMinor: 120_000_00, currency: "RUB" }
 * subtractMoney(invoiced, { amountMinor: 50_000_00, currency: "RUB" }) // { amountMinor: 7000000, currency: "RUB" }
 * ```
 */
export const subtractMoney = (left: Money, right: Money): Money => addMoney(left, negateMoney(right))

/**
 * The same amount with the other sign; 0 stays 0.
 *
 * @param money - the amount
 * @example
 * ```ts
 * import { negateMoney } from "@salesdept/core/shared"
 *
 * negateMoney({ amountMinor: 500_00, currency: "RUB" }) // { amountMinor: -50000, currency: "RUB" }
 * ```
 */
export const negateMoney = (money: Money): Money => ({
  amountMinor: 0 - money.amountMinor,
  currency: money.currency,
})

/**
 * Multiplies by a whole number, such as a quantity.
 *
 * @param money - the amount
 * @param factor - whole, ±(2^53−1) inclusive
 * @throws {@link AmountUnsafe} where the factor or the product is not a safe integer
 * @example
 * ```ts
 * import { multiplyMoney } from "@salesdept/core/shared"
 *
 * multiplyMoney({ amountMinor: 1_990_00, currency: "RUB" }, 12) // { amountMinor: 2388000, currency: "RUB" }
 * ```
 */
export const multiplyMoney = (money: Money, factor: number): Money => {
  if (!Number.isSafeInteger(factor)) throw new AmountUnsafe(factor)
  // Adding 0 checks the bounds and turns −0 into 0.
  return { amountMinor: addMinor(money.amountMinor * factor, 0), currency: money.currency }
}

/**
 * Multiplies by a fraction of whole numbers, exactly, and rounds once to the minor unit by a stated rule.
 *
 * @param money - the amount
 * @param numerator - whole, ±(2^53−1) inclusive
 * @param denominator - whole, ±(2^53−1) inclusive, not 0
 * @param rounding - what to do with a fraction of a minor unit
 * @throws {@link AmountUnsafe} where one of these or the result is not a safe integer; {@link InputInvalid}
 * (`rounding.denominator`) where the denominator is 0
 * @example
 * ```ts
 * import { scaleMoney } from "@salesdept/core/shared"
 *
 * // 20 % VAT out of a gross amount
 * scaleMoney({ amountMinor: 100_00, currency: "RUB" }, 20, 120, "half-up") // { amountMinor: 1667, currency: "RUB" }
 * ```
 */
export const scaleMoney = (money: Money, numerator: number, denominator: number, rounding: Rounding): Money => {
  for (const part of [money.amountMinor, numerator, denominator]) {
    if (!Number.isSafeInteger(part)) throw new AmountUnsafe(part)
  }
  const product = BigInt(money.amountMinor) * BigInt(numerator)
  return { amountMinor: safe(divideRounded(product, BigInt(denominator), rounding)), currency: money.currency }
}

/**
 * Orders two amounts of one currency.
 *
 * @param left - an amount
 * @param right - an amount in the same currency
 * @returns −1 where the left is smaller, 0 where they are equal, 1 where it is bigger
 * @throws {@link CurrencyMismatch} where the currencies differ
 * @example
 * ```ts
 * import { compareMoney } from "@salesdept/core/shared"
 *
 * const paid = { amountMinor: 50_000_00, currency: "RUB" }
 * compareMoney(paid, { amountMinor: 120_000_00, currency: "RUB" }) // -1
 * ```
 */
export const compareMoney = (left: Money, right: Money): number => {
  assertSameCurrency(left, right)
  return Math.sign(left.amountMinor - right.amountMinor)
}

/**
 * Converts an amount by a dated rate, exactly, and rounds once to the minor unit of the target currency.
 *
 * @param money - an amount in the currency the rate is from
 * @param rate - the rate of the day that the host's rule asks for
 * @param rounding - what to do with a fraction of a minor unit
 * @throws {@link CurrencyMismatch} where the amount is in another currency than the rate; {@link CurrencyUnknown} where one
 * of the rate's is no currency; {@link InputInvalid} (`rate.rate`, `rate.per`) for a rate that is not a decimal above 0 or is
 * not stated for a whole number of 1 or more; {@link AmountUnsafe} where the amount or the result is not a safe integer
 * @example
 * ```ts
 * import { convertMoney } from "@salesdept/core/shared"
 *
 * const rate = { from: "USD", to: "RUB", rate: "80.6548", on: "2026-11-23" }
 * convertMoney({ amountMinor: 100_00, currency: "USD" }, rate, "half-even") // { amountMinor: 806548, currency: "RUB" }
 * ```
 */
export const convertMoney = (money: Money, rate: ExchangeRate, rounding: Rounding): Money => {
  if (money.currency !== rate.from) throw new CurrencyMismatch(money.currency, rate.from)
  const [multiplier, divisor] = fractionOf(rate)
  return { amountMinor: scaled(money.amountMinor, multiplier, divisor, rounding), currency: rate.to }
}

/**
 * The other way: what of the rate's `from` an amount in its `to` is worth, exactly, and rounded once. It throws what `convertMoney` does.
 *
 * @param money - an amount in the currency the rate is into
 * @param rate - a dated rate
 * @param rounding - what to do with a fraction of a minor unit
 */
export const convertMoneyBack = (money: Money, rate: ExchangeRate, rounding: Rounding): Money => {
  if (money.currency !== rate.to) throw new CurrencyMismatch(money.currency, rate.to)
  const [multiplier, divisor] = fractionOf(rate)
  return { amountMinor: scaled(money.amountMinor, divisor, multiplier, rounding), currency: rate.from }
}

/** How many minor units of the rate's `to` so many of its `from` are, as a fraction of whole numbers above 0. */
const fractionOf = (rate: ExchangeRate): readonly [bigint, bigint] => {
  const fromExponent = exponentOf(rate.from)
  const toExponent = exponentOf(rate.to)
  const per = rate.per ?? 1
  const [, whole = "", fraction = ""] = rateShape.exec(rate.rate) ?? []
  const digits = BigInt(whole + fraction)
  const problems = [
    ...(digits > 0n ? [] : [badRate(rate.rate)]),
    ...(Number.isSafeInteger(per) && per >= 1 ? [] : [badPer(per)]),
  ]
  if (problems.length > 0) throw new InputInvalid(problems)
  return [digits * 10n ** BigInt(toExponent), 10n ** BigInt(fraction.length + fromExponent) * BigInt(per)]
}

const scaled = (amountMinor: number, multiplier: bigint, divisor: bigint, rounding: Rounding): number => {
  if (!Number.isSafeInteger(amountMinor)) throw new AmountUnsafe(amountMinor)
  return safe(divideRounded(BigInt(amountMinor) * multiplier, divisor, rounding))
}

const rateShape = /^(\d+)(?:\.(\d+))?$/

const assertSameCurrency = (left: Money, right: Money): void => {
  if (left.currency !== right.currency) throw new CurrencyMismatch(left.currency, right.currency)
}

const exponentOf = (currency: string): number => {
  const exponent = minorUnitsOf(currency)
  if (exponent === null) throw new CurrencyUnknown(currency)
  return exponent
}

const safe = (amount: bigint): number => {
  const asNumber = Number(amount)
  if (!Number.isSafeInteger(asNumber)) throw new AmountUnsafe(asNumber)
  return asNumber
}

const badRate = (rate: string) => ({
  path: "rate",
  code: "rate.rate",
  message: { en: `"${rate}" is not a plain decimal above 0`, ru: `«${rate}» — не положительная десятичная дробь` },
})

const badPer = (per: number) => ({
  path: "per",
  code: "rate.per",
  message: { en: `${per} is not a whole number of 1 or more`, ru: `${per} — не целое число от 1 и больше` },
})
