import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { isCalendarDate } from "../../shared/CalendarDate.ts"
import { minorUnitsOf } from "../../shared/Currency.ts"
import type { Message } from "../../shared/Message.ts"
import type { Money } from "../../shared/Money.ts"

/** The other side of a transfer, as the bank names it. */
export interface StatementParty {
  /** Name; null where the bank gives none. */
  readonly name: string | null
  /** Account number or IBAN. */
  readonly account: string | null
  /** Taxpayer number (ИНН). */
  readonly taxId: string | null
}

/** One transfer of a statement, whatever format it came in. */
export interface StatementLine {
  /** Position in the file: of the document, entry or record, from 1. */
  readonly position: number
  /** Whether money came in or went out. */
  readonly direction: "in" | "out"
  /** Day on which the bank booked it. */
  readonly bookedOn: CalendarDate
  /** Amount, above 0. */
  readonly amount: Money
  /** The bank's reference: number and day of the order, or its own id; null where there is none. */
  readonly reference: string | null
  /** Who paid, or who was paid. */
  readonly party: StatementParty
  /** What the payer wrote. */
  readonly purpose: string
}

/** An account over a period. */
export interface Statement {
  /** Our account. */
  readonly account: string
  /** ISO 4217 code. */
  readonly currency: string
  /** First day; null where the file does not say. */
  readonly from: CalendarDate | null
  /** Last day (inclusive); null where the file does not say. */
  readonly to: CalendarDate | null
  /** Balance before, minor units; null where the file does not say. */
  readonly openingMinor: number | null
  /** Balance after, minor units; null where the file does not say. */
  readonly closingMinor: number | null
  /** Its transfers, as they stand in the file. */
  readonly lines: ReadonlyArray<StatementLine>
}

/** What of a file could not be read. */
export interface StatementProblem {
  /** Position in the file, as of lines; null where it is the file as a whole. */
  readonly position: number | null
  /** Name of the field in the file; null where it is none. */
  readonly field: string | null
  /** Stable name of the rule, such as `statement.amount`. */
  readonly code: string
  /** What is wrong. */
  readonly message: Message
}

/** What a file holds. */
export interface StatementFile {
  /** Statements, one for each account. */
  readonly statements: ReadonlyArray<Statement>
  /** What could not be read: those transfers are in no statement, and nothing of them is guessed. */
  readonly problems: ReadonlyArray<StatementProblem>
}

const texts = {
  header: { en: "this is no file of that format", ru: "это файл другого формата" },
  unfinished: { en: "the file ends in the middle", ru: "файл обрывается на середине" },
  account: { en: "neither side is an account of the file", ru: "ни одна из сторон не является счётом выписки" },
  currency: { en: "the currency of the account is not known", ru: "валюта счёта неизвестна" },
  amount: { en: "must be an amount above 0 in whole minor units", ru: "ожидается сумма больше нуля без долей копейки" },
  date: { en: "must be a date", ru: "ожидается дата" },
  notBooked: { en: "the bank has not booked it", ru: "банк ещё не провёл операцию" },
  direction: { en: "must say whether money came or went", ru: "не указано, поступление это или списание" },
  balance: {
    en: "opening balance, transfers and closing balance do not tie",
    ru: "входящий остаток, обороты и исходящий остаток не сходятся",
  },
  batch: { en: "the parts do not sum to the entry", ru: "части не дают сумму операции" },
  xml: { en: "this is no well-formed XML", ru: "это не корректный XML" },
  doctype: { en: "a document type is not accepted", ru: "объявление типа документа не допускается" },
  tooDeep: { en: "elements are nested too deeply", ru: "слишком глубокая вложенность элементов" },
  column: { en: "there is no such column", ru: "такого столбца нет" },
  cells: {
    en: "the record has another number of cells than the header",
    ru: "в строке другое число ячеек, чем в заголовке",
  },
} as const satisfies { readonly [rule: string]: Message }

/** A problem of a file, by its rule. */
export const statementProblem = (
  rule: keyof typeof texts,
  position: number | null = null,
  field: string | null = null,
): StatementProblem => ({ position, field, code: `statement.${rule}`, message: texts[rule] })

/**
 * An amount as statements write it, in minor units: digits with a point (or the mark given), exactly; null where it is not
 * one, or has more decimals than the currency.
 */
export const statementMinor = (text: string, currency: string, mark: "." | "," = "."): number | null => {
  const exponent = minorUnitsOf(currency)
  const plain = text.trim().replaceAll(/[\s\u00a0\u202f']/g, "")
  const [, sign = "", whole = "", fraction = ""] = (mark === "." ? pointed : comma).exec(plain) ?? []
  if (exponent === null || whole === "" || !/^0*$/.test(fraction.slice(exponent))) return null
  const minor = Number(`${sign}${whole}${fraction.slice(0, exponent).padEnd(exponent, "0")}`)
  return Number.isSafeInteger(minor) ? minor + 0 : null
}

const pointed = /^([+-]?)(\d+)(?:\.(\d+))?$/
const comma = /^([+-]?)(\d+)(?:,(\d+))?$/

/** A date of the form `dd.mm.yyyy`; null where it is not one. */
export const dottedDate = (text: string): CalendarDate | null => {
  const [, day = "", month = "", year = ""] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text.trim()) ?? []
  const date = `${year}-${month}-${day}`
  return isCalendarDate(date) ? date : null
}

/** Whether balances and transfers tie, as far as both balances are known. */
export const doesTie = ({ openingMinor, closingMinor, lines }: Statement): boolean => {
  if (openingMinor === null || closingMinor === null) return true
  const turnover = lines.reduce(
    (sum, { direction, amount }) => sum + (direction === "in" ? amount.amountMinor : -amount.amountMinor),
    0,
  )
  return openingMinor + turnover === closingMinor
}
