import type { Language } from "@salesdept/core/shared"
import { formatCount, nouns } from "./Counted.ts"

/**
 * A length of time in days, with one digit after the separator where it has one: medians do.
 *
 * @param days - days, from 0
 * @param language - language of the text
 * @example
 * ```ts
 * import { formatDays } from "@salesdept/report"
 *
 * formatDays(57.5, "ru") // "57,5 дня"
 * ```
 */
export const formatDays = (days: number, language: Language): string => formatCount(days, nouns.day, language, 1)
