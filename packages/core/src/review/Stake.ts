import type { DealColumns } from "../deal/DealFact.ts"
import { outcomeCodes } from "../deal/DealFact.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import { textAt } from "../shared/Columns.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import { scaleMoney, sumMinor } from "../shared/Money.ts"
import type { Finding } from "./Finding.ts"
import type { ReviewFacts } from "./ReviewFacts.ts"
import { moneyText, numberText, shareText } from "./Wording.ts"

/** Money at stake, or why it is withheld. */
export type Stake = Pick<Finding, "atStake" | "withheldReason">

/** Money that is not stated, with the reason. */
export const withheldStake = (withheldReason: Message): Stake => ({ atStake: null, withheldReason })

const noAmounts: Message = { en: "none of the records states an amount", ru: "ни в одной записи нет суммы" }

const severalCurrencies: Message = {
  en: "the amounts are in several currencies, and no dated rate is given",
  ru: "суммы в разных валютах, а курс на дату не задан",
}

const floorNote = (count: number): Message => {
  if (count === 0) return { en: "", ru: "" }
  const text = numberText(count)
  return { en: `; a floor: ${text.en} without an amount`, ru: `; это оценка снизу: без суммы ${text.ru}` }
}

/** Sums amounts of one currency; null stands for a record without an amount. */
const totalOf = (
  amounts: ReadonlyArray<Money | null>,
): { readonly total: Money; readonly missing: number } | Message => {
  const stated = amounts.filter((amount) => amount !== null)
  const currency = stated[0]?.currency
  if (currency === undefined) return noAmounts
  if (stated.some((amount) => amount.currency !== currency)) return severalCurrencies
  const total = { amountMinor: sumMinor(stated.map(({ amountMinor }) => amountMinor)), currency }
  return { total, missing: amounts.length - stated.length }
}

/**
 * The sum of stated amounts.
 *
 * @param amounts - one per record; null where it has none: it makes the sum a floor, and that is said
 * @param estimate - how to read the sum
 * @throws AmountUnsafe past 2^53−1
 */
export const sumAtStake = (amounts: ReadonlyArray<Money | null>, estimate: Message): Stake => {
  const sum = totalOf(amounts)
  if ("en" in sum) return withheldStake(sum)
  const note = floorNote(sum.missing)
  return {
    atStake: { ...sum.total, estimate: { en: estimate.en + note.en, ru: estimate.ru + note.ru } },
    withheldReason: null,
  }
}

/** Closed deals needed before their win rate may weigh others. */
const minimumClosed = 20

/** How many of the department's deals were won, of those closed by a day. */
export interface DepartmentWins {
  /** Won. */
  readonly won: number
  /** Won and lost. */
  readonly closed: number
}

/** Counts the deals closed by the day of the facts; those without a closing date are of no day and left out. */
export const departmentWins = ({ deals, on }: Pick<ReviewFacts, "deals" | "on">): DepartmentWins => {
  const lastDay = dayNumberOf(on)
  let won = 0
  let closed = 0
  for (let row = 0; row < deals.length; row++) {
    const outcome = deals.outcome[row]
    if (outcome === outcomeCodes.open || !(deals.closedDay[row]! <= lastDay)) continue
    closed++
    if (outcome === outcomeCodes.won) won++
  }
  return { won, closed }
}

/** What a deal would bring: its list price, or its stated amount where no price list applies. */
export const dealPrice = (deals: DealColumns, row: number): Money | null => {
  const list = deals.listAmountMinor[row]!
  const amountMinor = Number.isNaN(list) ? deals.amountMinor[row]! : list
  const currency = textAt(deals.currency, row)
  return Number.isNaN(amountMinor) || currency === null ? null : { amountMinor, currency }
}

/**
 * What open deals may bring: their price times the department's win rate of closed deals. The rate is that of all deals, so
 * it is too high for deals that are worse than most; the estimate says what it was made of.
 *
 * @param deals - all deals
 * @param rows - rows of the open deals
 * @param wins - from {@link departmentWins}
 * @param caveat - what to add to the estimate; nothing by default
 */
export const expectedAtStake = (
  deals: DealColumns,
  rows: ReadonlyArray<number>,
  { won, closed }: DepartmentWins,
  caveat: Message = { en: "", ru: "" },
): Stake => {
  const sum = totalOf(rows.map((row) => dealPrice(deals, row)))
  if ("en" in sum) return withheldStake(sum)
  if (closed < minimumClosed) return withheldStake(tooFewClosed)
  const price = moneyText(sum.total)
  const rate = shareText(won, closed)
  const note = floorNote(sum.missing)
  const isList = rows.every((row) => !Number.isNaN(deals.listAmountMinor[row]!))
  const kind = isList ? { en: "list price", ru: "по прайсу" } : { en: "price", ru: "по сумме сделок" }
  return {
    atStake: {
      ...scaleMoney(sum.total, won, closed, "half-even"),
      estimate: {
        en: `${kind.en} ${price.en} × the department's win rate of closed deals, ${rate.en}${caveat.en}${note.en}`,
        ru: `${kind.ru} ${price.ru} × доля выигранных среди закрытых сделок отдела: ${rate.ru}${caveat.ru}${note.ru}`,
      },
    },
    withheldReason: null,
  }
}

const tooFewClosed: Message = {
  en: `fewer than ${minimumClosed} deals are closed, too few for a win rate`,
  ru: `закрыто меньше ${minimumClosed} сделок: для доли выигранных этого мало`,
}
