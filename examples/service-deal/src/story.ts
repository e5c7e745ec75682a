import type { Language, Message } from "@salesdept/core/shared"

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
export const teller = (language: Language, write: (line: string) => void): Teller => {
  const amounts = new Intl.NumberFormat(language === "ru" ? "ru-RU" : "en-GB", {
    style: "currency",
    currency: "RUB",
  })
  return {
    say: (en, ru) => write(language === "ru" ? ru : en),
    quote: (message) => write(`    – ${message[language]}`),
    name: (message) => message[language],
    // Files of texts are compared: the spaces of the format are plain ones here.
    money: (amountMinor) => amounts.format(amountMinor / 100).replaceAll(/\s/gu, " "),
  }
}
