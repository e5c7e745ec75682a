import type { Language } from "@salesdept/core/shared"
import { withheldText } from "../document/Footnotes.ts"
import type { Wording } from "../document/Footnotes.ts"
import { formatDays } from "../format/Days.ts"
import { formatCount, nouns } from "../format/Counted.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import type { DaysSummary, OrWithheld, Proportion, Withheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import { pipelineTexts } from "./PipelineTexts.ts"

/** A name, a value and what stands behind it. */
export interface Fact {
  /** The name. */
  readonly key: string
  /** The value. */
  readonly value: string
  /** Numerator, method, interval; null for none. */
  readonly detail: string | null
}

/** A fact without a figure: the reason stands in its place. */
export const withheldFact = (key: string, figure: Withheld, language: Language): Fact => ({
  key,
  value: withheldText(figure.withheld, language),
  detail: null,
})

/** A share with its numerator, denominator, interval and method. */
export const proportionFact = (key: string, figure: OrWithheld<Proportion>, { language }: Wording): Fact => {
  if (isWithheld(figure)) return withheldFact(key, figure, language)
  const percent = (rate: number): string => formatPercent(rate, language)
  return {
    key,
    value: percent(figure.rate),
    detail: pipelineTexts[language].winRateDetail(
      formatNumber(figure.numerator, language),
      figure.denominator,
      formatPercent(figure.confidence, language, 0),
      percent(figure.lower),
      percent(figure.upper),
      figure.method[language],
    ),
  }
}

/** A median with quartiles, ninth decile and number of cases. */
export const daysFact = (key: string, figure: OrWithheld<DaysSummary>, { language }: Wording): Fact => {
  if (isWithheld(figure)) return withheldFact(key, figure, language)
  const texts = pipelineTexts[language]
  return {
    key,
    value: texts.median(formatDays(figure.medianDays, language)),
    detail: texts.daysDetail(
      formatNumber(figure.p25Days, language, 1),
      formatCount(figure.p75Days, nouns.dayOf, language, 1),
      formatCount(figure.p90Days, nouns.dayOf, language, 1),
      figure.count,
    ),
  }
}
