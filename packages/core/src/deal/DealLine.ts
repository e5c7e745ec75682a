import { readDecimal } from "../shared/Decimal.ts"
import { divideRounded } from "../shared/Rounding.ts"

/** What a line sells: something that is handed over, or work that is done. They end in different closing documents. */
export type DealLineKind = "product" | "service"

/** One line of a deal: what is sold, how much of it, for how much. JSON-safe; its free name is a text of the deal. */
export interface DealLine {
  /** Short name, unique among the deal's lines. */
  readonly id: string
  /** Product or service. */
  readonly kind: DealLineKind
  /** What is sold; null where it is not in the list of products. */
  readonly productId: string | null
  /** How much: a plain decimal above 0, up to 9 digits and 6 decimals, such as `"2.5"`. Exact, never a float. */
  readonly quantity: string
  /** Price of one before discount, in minor units of the deal's currency. */
  readonly unitPriceMinor: number
  /** List price of one, in minor units; null where there is none. */
  readonly listPriceMinor: number | null
  /** Discount from the price, in percent: a plain decimal, `"0"` to `"100"` (inclusive), up to 4 decimals. */
  readonly discountPercent: string
  /** Rate of tax in percent: a plain decimal up to 4 decimals, 100 at most; null where the line is not taxed. */
  readonly taxPercent: string | null
  /** Whether prices hold the tax already; else it comes on top. */
  readonly taxIncluded: boolean
}

/** What a line comes to, in whole minor units. `netMinor` + `taxMinor` = `totalMinor`, always. */
export interface DealLineAmounts {
  /** At list price, with tax as in the total; null where the line has none. */
  readonly listMinor: number | null
  /** What the discount takes off, before tax that comes on top. */
  readonly discountMinor: number
  /** Without tax. */
  readonly netMinor: number
  /** Tax. */
  readonly taxMinor: number
  /** What the client pays. */
  readonly totalMinor: number
}

/** What several lines come to: plain sums of the lines, so that every document shows the same figures. */
export type DealLinesTotal = DealLineAmounts

const hundred = 100n

const zero = { units: 0n, scale: 0 }

const decimalOf = (text: string) => readDecimal(text) ?? zero

interface Taxed {
  readonly net: bigint
  readonly tax: bigint
  readonly total: bigint
}

/** Tax of an amount; rounded once, half away from zero, and the rest by subtraction so that the parts sum exactly. */
const taxed = (amount: bigint, { taxPercent, taxIncluded }: DealLine): Taxed => {
  if (taxPercent === null) return { net: amount, tax: 0n, total: amount }
  const { units, scale } = decimalOf(taxPercent)
  const whole = hundred * 10n ** BigInt(scale)
  if (taxIncluded) {
    const tax = divideRounded(amount * units, whole + units, "half-up")
    return { net: amount - tax, tax, total: amount }
  }
  const tax = divideRounded(amount * units, whole, "half-up")
  return { net: amount, tax, total: amount + tax }
}

const amountsOf = (line: DealLine) => {
  const quantity = decimalOf(line.quantity)
  const discount = decimalOf(line.discountPercent)
  const quantityScale = 10n ** BigInt(quantity.scale)
  const priced = quantity.units * BigInt(line.unitPriceMinor)
  const whole = hundred * 10n ** BigInt(discount.scale)
  // Price and discount are rounded together, once: rounding each would make the line depend on their order.
  const amount = divideRounded(priced * (whole - discount.units), quantityScale * whole, "half-up")
  const before = divideRounded(priced, quantityScale, "half-up")
  const list =
    line.listPriceMinor === null
      ? null
      : taxed(divideRounded(quantity.units * BigInt(line.listPriceMinor), quantityScale, "half-up"), line).total
  return { list, discount: before - amount, ...taxed(amount, line) }
}

/**
 * What lines come to, each line rounded once to the minor unit (half away from zero) and then summed. Rounding a sum of
 * unrounded lines would give a total that differs from the printed lines.
 *
 * @param lines - of one currency; their decimals are not checked here: what is not one counts as 0
 * @returns null where a sum passes 2^53−1; `listMinor` is null unless every line has a list price
 * @throws RangeError where a price is not a whole number
 *
 * @example
 * ```ts
 * import { linesTotal } from "@salesdept/core/deal"
 *
 * const line = { id: "1", kind: "service", productId: null, quantity: "2.5", unitPriceMinor: 100_00, listPriceMinor: null,
 *   discountPercent: "10", taxPercent: "20", taxIncluded: true } as const
 * linesTotal([line]) // { listMinor: null, discountMinor: 2500, netMinor: 18750, taxMinor: 3750, totalMinor: 22500 }
 * ```
 */
export const linesTotal = (lines: ReadonlyArray<DealLine>): DealLinesTotal | null => {
  let list: bigint | null = lines.length === 0 ? null : 0n
  let discount = 0n
  let net = 0n
  let tax = 0n
  let total = 0n
  for (const line of lines) {
    const amounts = amountsOf(line)
    list = list === null || amounts.list === null ? null : list + amounts.list
    discount += amounts.discount
    net += amounts.net
    tax += amounts.tax
    total += amounts.total
  }
  const sums = [list ?? 0n, discount, net, tax, total]
  if (sums.some((sum) => sum > BigInt(Number.MAX_SAFE_INTEGER))) return null
  return {
    listMinor: list === null ? null : Number(list),
    discountMinor: Number(discount),
    netMinor: Number(net),
    taxMinor: Number(tax),
    totalMinor: Number(total),
  }
}

/**
 * What one line comes to; null where a figure passes 2^53−1. See {@link linesTotal}.
 *
 * @param line - of any currency; its figures are plain decimals, which are not checked here: what is not one counts as 0
 * @returns in minor units of the line's currency
 * @throws RangeError where a price is not a whole number
 *
 * @example
 * ```ts
 * import { lineAmounts } from "@salesdept/core/deal"
 *
 * const line = { id: "1", kind: "product", productId: null, quantity: "3", unitPriceMinor: 33, listPriceMinor: 40,
 *   discountPercent: "0", taxPercent: "20", taxIncluded: false } as const
 * lineAmounts(line) // { listMinor: 144, discountMinor: 0, netMinor: 99, taxMinor: 20, totalMinor: 119 }
 * ```
 */
export const lineAmounts = (line: DealLine): DealLineAmounts | null => linesTotal([line])
