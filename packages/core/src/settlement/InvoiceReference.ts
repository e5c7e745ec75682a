import type { Invoice } from "./SettlementSchema.ts"

const token = /[\p{L}\p{N}]+(?:[./-][\p{L}\p{N}]+)*/gu

/** Words after which a number is an invoice's, in any case of theirs. */
const invoiceWord = /^(?:сч[её]т\p{L}*|сч|сч-ф|инвойс\p{L}*|invoices?|inv|rechnung)$/u

/** Words after which a number is something else's. */
const otherWord =
  /^(?:договор\p{L}*|контракт\p{L}*|дог|contract|акт\p{L}*|упд|накладн\p{L}*|заказ\p{L}*|order|п\/п|пп)$/u

/** Between a word and its number: the words for "number", and joining words of a list. */
const filler = /^(?:n|no|номер\p{L}*|и|and|на|оплату|оплаты|за)$/u

/** Digits alone and few of them stand in any text: as a part of a date, a rate of tax, a quantity. */
const isShortNumber = (number: string): boolean => /^\d{1,4}$/.test(number)

const normal = (text: string): string => text.toUpperCase().replaceAll("Ё", "Е")

/** Numbers that a text names as those of invoices (short ones), and all others that it does not name as something else's. */
const numbersIn = (text: string): { readonly asInvoice: ReadonlySet<string>; readonly other: ReadonlySet<string> } => {
  const asInvoice = new Set<string>()
  const other = new Set<string>()
  let named: "invoice" | "other" | null = null
  for (const [word] of text.matchAll(token)) {
    const lower = word.toLowerCase()
    if (invoiceWord.test(lower)) named = "invoice"
    else if (otherWord.test(lower)) named = "other"
    else if (/\d/.test(word)) {
      // After "invoice 17 of 01.02.2026" the date is no number of an invoice, and what follows is named anew.
      if (named === "invoice") asInvoice.add(normal(word))
      else if (named === null) other.add(normal(word))
    } else if (!filler.test(lower)) named = null
  }
  return { asInvoice, other }
}

/** Everything in a text that may be a number of an invoice, as it is written: what holds a digit. */
export const numbersWrittenIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(token)].flatMap(([word]) => (/\d/.test(word) ? [word] : []))

/**
 * The invoices whose numbers a text names, exactly: letters' case and the dots of «ё» apart. A number of one to four digits
 * counts only after a word for invoice («счёт», "invoice"), since such numbers stand in any text; a number named as that of a
 * contract, an act or an order does not count.
 *
 * @param text - what the payer wrote
 * @param invoices - the invoices to look for; those without a number are never found
 * @returns the named ones, in the order given
 * @example
 * ```ts
 * import { invoicesNamedIn } from "@salesdept/core/settlement/receivables"
 *
 * const invoices = [{ number: "17" }, { number: "18" }]
 * invoicesNamedIn("Оплата по счёту № 17 от 01.02.2026, в т.ч. НДС 20%", invoices) // [{ number: "17" }]
 * ```
 */
export const invoicesNamedIn = <Numbered extends Pick<Invoice, "number">>(
  text: string,
  invoices: ReadonlyArray<Numbered>,
): ReadonlyArray<Numbered> => {
  const { asInvoice, other } = numbersIn(text)
  return invoices.filter(({ number }) => {
    if (number === null) return false
    const wanted = normal(number)
    return asInvoice.has(wanted) || (!isShortNumber(wanted) && other.has(wanted))
  })
}
