import type { Language } from "@salesdept/core/shared"

/** The language that a line asks for, also where it cannot be understood otherwise. */
export const askedLanguage = (words: ReadonlyArray<string>): Language =>
  words.includes("--lang=ru") || words[words.indexOf("--lang") + 1] === "ru" ? "ru" : "en"
