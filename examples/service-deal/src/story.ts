import type { Language, Message } from "@salesdept/core/shared"
import { formatMoney } from "@salesdept/report"

/** Tells lines of a story in one language. */
export interface Teller {
  /** A line. */
  readonly say: (en: string, ru: string) => void
  /** What the library says itself, such as a condition that is not met. */
  readonly quote: (message: Message) => void
  /** A name in the language of the story. */
  readonly name: (message: Message) => string
  /** An amount as people write it. */
  readonly money: (amountMinor: number) => string
}

/** Makes a teller. */
export const teller = (language: Language, write: (line: string) => void): Teller => ({
  say: (en, ru) => write(language === "ru" ? ru : en),
  quote: (message) => write(`    – ${message[language]}`),
  name: (message) => message[language],
  // Files of texts are compared: the spaces of the format are plain ones here.
  money: (amountMinor) => formatMoney(amountMinor, "RUB", language).replaceAll("\u00A0", " "),
})
