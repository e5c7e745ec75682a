import type { Message } from "@salesdept/core/shared"
import { formatDay } from "../format/CalendarDay.ts"
import { formatCount, nouns } from "../format/Counted.ts"
import type { CountedNoun } from "../format/Counted.ts"
import type { Proportion, Withheld } from "../model/Figure.ts"

/** A text in both languages. */
export const say = (en: string, ru: string): Message => ({ en, ru })

/** A figure that is not there, with the reason. */
export const withhold = (en: string, ru: string): Withheld => ({ withheld: { en, ru } })

/** A number with its noun, in both languages. */
export const counted = (count: number, noun: CountedNoun): Message => ({
  en: formatCount(count, noun, "en"),
  ru: formatCount(count, noun, "ru"),
})

/** A calendar day in words, in both languages. */
export const day = (date: string): Message => ({ en: formatDay(date, "en"), ru: formatDay(date, "ru") })

/** "8,800 deals", "8 800 сделок". */
export const deals = (count: number): Message => counted(count, nouns.deal)

/** The Russian form after "из": "из 21 сделки". */
export const dealsOf = (count: number): Message => counted(count, nouns.dealOf)

/** Texts one after another; null where there are none. */
export const joined = (texts: ReadonlyArray<Message>, separator = "; "): Message | null =>
  texts.length === 0
    ? null
    : { en: texts.map(({ en }) => en).join(separator), ru: texts.map(({ ru }) => ru).join(separator) }

/** A share as a report shows it, with its interval and the name of the method; withheld where there are no cases. */
export const proportionFigure = (
  share: {
    readonly numerator: number
    readonly denominator: number
    readonly ratio: number | null
    readonly interval: { readonly lower: number; readonly upper: number; readonly level: number } | null
  },
  nothing: Withheld,
): Proportion | Withheld => {
  const { numerator, denominator, ratio, interval } = share
  if (ratio === null || interval === null) return nothing
  const { lower, upper, level } = interval
  return {
    numerator,
    denominator,
    rate: ratio,
    lower,
    upper,
    confidence: level,
    method: say("Wilson score interval", "интервал Уилсона"),
  }
}
