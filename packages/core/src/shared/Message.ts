/** A sentence for people, in both languages the library speaks. */
export interface Message {
  /** English text. */
  readonly en: string
  /** Russian text. */
  readonly ru: string
}

/** Languages of messages, names and reports. */
export type Language = keyof Message

/** Reads a message in one language. */
export const inLanguage = (message: Message, language: Language): string => message[language]
