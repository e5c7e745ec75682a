import type { Language, Message } from "@salesdept/core/shared"
import type { MoneyStyle } from "../format/Money.ts"
import { formatMoney } from "../format/Money.ts"
import { formatNumber } from "../format/Number.ts"
import type { Amount, Count, OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { Tone } from "../terminal/Tone.ts"
import type { DocumentCell } from "./Block.ts"

/** Language and currency in which figures are written. */
export interface Wording {
  /** Language of the texts. */
  readonly language: Language
  /** ISO 4217 code of amounts. */
  readonly currency: string
}

/** Writes cells and gathers what must be said about them under the table. */
export interface Footnotes {
  /** A cell of a figure; a withheld one is a dash with its reason in a footnote. */
  readonly figure: <Figure>(figure: OrWithheld<Figure>, write: (figure: Figure) => string, tone?: Tone) => DocumentCell
  /** A cell of an amount without the currency's symbol, in whole units unless asked otherwise; its note goes into a footnote. */
  readonly amount: (amount: OrWithheld<Amount>, style?: MoneyStyle) => DocumentCell
  /** A cell of a count; its note goes into a footnote. */
  readonly count: (count: OrWithheld<Count>) => DocumentCell
  /** A cell of words that a footnote explains. */
  readonly explained: (text: string, explanation: string, tone: Tone) => DocumentCell
  /** The footnotes so far, in order of their numbers. */
  readonly list: () => ReadonlyArray<string>
}

const withheldTexts: { readonly [Key in Language]: (reason: string) => string } = {
  en: (reason) => `no figure: ${reason}`,
  ru: (reason) => `значения нет: ${reason}`,
}

/** A withheld figure in running text: why there is none. */
export const withheldText = (reason: Message, language: Language): string => withheldTexts[language](reason[language])

/** A plain cell. */
export const cell = (text: string, tone: Tone | null = null): DocumentCell => ({ text, mark: null, tone })

/** Starts the footnotes of one table. Equal notes share a number. */
export const footnotesOf = ({ language, currency }: Wording): Footnotes => {
  const notes: Array<string> = []
  const numberOf = (text: string): number => {
    const found = notes.indexOf(text)
    return found >= 0 ? found + 1 : notes.push(text)
  }
  const dash = (reason: Message): DocumentCell => ({
    text: "—",
    mark: numberOf(withheldText(reason, language)),
    tone: "faint",
  })
  const noted = (text: string, note: Message | null): DocumentCell => ({
    text,
    mark: note === null ? null : numberOf(note[language]),
    tone: null,
  })
  return {
    figure: (figure, write, tone) =>
      isWithheld(figure) ? dash(figure.withheld) : { text: write(figure), mark: null, tone: tone ?? null },
    amount: (amount, style = {}) =>
      isWithheld(amount)
        ? dash(amount.withheld)
        : noted(
            formatMoney(amount.amountMinor, currency, language, { symbol: false, minorUnits: "about", ...style }),
            amount.note,
          ),
    count: (figure) =>
      isWithheld(figure) ? dash(figure.withheld) : noted(formatNumber(figure.count, language), figure.note),
    explained: (text, explanation, tone) => ({ text, mark: numberOf(explanation), tone }),
    list: () => notes,
  }
}
