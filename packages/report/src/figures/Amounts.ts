import type { DealColumns } from "@salesdept/core/deal"
import { addMinor } from "@salesdept/core/shared"
import type { Message } from "@salesdept/core/shared"
import type { Amount, OrWithheld } from "../model/Figure.ts"
import { deals, joined, say, withhold } from "./Words.ts"

/** What stands for a deal that states no amount: its value at list price, or nothing. */
export type MissingAmount = "listPrice" | "nothing"

interface Tally {
  totalMinor: number
  stated: number
  atList: number
  unpriced: number
  foreign: number
}

const tallyOf = (
  columns: DealColumns,
  rows: ArrayLike<number>,
  currency: string,
  missing: MissingAmount,
): Readonly<Tally> => {
  const tally: Tally = { totalMinor: 0, stated: 0, atList: 0, unpriced: 0, foreign: 0 }
  const code = columns.currency.values.indexOf(currency)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? -1
    const stated = columns.amountMinor[row] ?? Number.NaN
    const amount = Number.isNaN(stated) && missing === "listPrice" ? (columns.listAmountMinor[row] ?? stated) : stated
    if (Number.isNaN(amount)) tally.unpriced++
    else if (columns.currency.codes[row] !== code) tally.foreign++
    else {
      tally.totalMinor = addMinor(tally.totalMinor, amount)
      if (Number.isNaN(stated)) tally.atList++
      else tally.stated++
    }
  }
  return tally
}

const notesOf = ({ stated, atList, unpriced, foreign }: Tally): ReadonlyArray<Message> => {
  const notes: Array<Message> = []
  if (atList > 0 && stated === 0) notes.push(say("at list price", "по прайсу"))
  if (atList > 0 && stated > 0) {
    notes.push(say(`${deals(atList).en} of them at list price`, `из них по прайсу ${deals(atList).ru}`))
  }
  if (unpriced > 0) {
    notes.push(say(`not included: ${deals(unpriced).en} without an amount`, `сделки без суммы не учтены: ${unpriced}`))
  }
  if (foreign > 0) {
    notes.push(
      say(`not included: ${deals(foreign).en} in other currencies`, `сделки в других валютах не учтены: ${foreign}`),
    )
  }
  return notes
}

/**
 * The money of some deals in one currency: what is left out, and what stands at list price, is said in the note. Withheld
 * where none of the deals has an amount; no deals at all are worth 0.
 *
 * @param columns - deals
 * @param rows - row numbers
 * @param currency - ISO 4217 code of the total
 * @param missing - what stands for a deal without a stated amount
 * @throws AmountUnsafe where the sum passes 2^53−1
 */
export const amountOf = (
  columns: DealColumns,
  rows: ArrayLike<number>,
  currency: string,
  missing: MissingAmount,
): OrWithheld<Amount> => {
  const tally = tallyOf(columns, rows, currency, missing)
  if (rows.length > 0 && tally.stated + tally.atList === 0) {
    return tally.foreign > 0
      ? withhold("the amounts are in other currencies", "суммы в других валютах")
      : withhold("no amounts are stated", "суммы не указаны")
  }
  return { amountMinor: tally.totalMinor, note: joined(notesOf(tally)) }
}
