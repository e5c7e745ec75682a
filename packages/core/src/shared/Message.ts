/** A sentence for people, in both languages the library speaks. */
export interface Message {
  /** English text. */
  readonly en: string
  /** Russian text. */
  readonly ru: string
}

/** Languages of messages, names and reports. */
export type Language = keyof Message

/**
 * Reads a message in one language.
 *
 * @param message - the message
 * @param language - `en` or `ru`
 * @example
 * ```ts
 * import { CurrencyUnknown, inLanguage } from "@salesdept/core/shared"
 *
 * inLanguage(new CurrencyUnknown("RUR").messages, "ru") // "«RUR» — не валюта по ISO 4217 с минимальной единицей"
 * ```
 */
export const inLanguage = (message: Message, language: Language): string => message[language]
