import type { Message } from "@salesdept/core/shared"
import type { Proportion, ReportPeriod } from "../src/index.ts"

/** Words, money and periods of which the sample reports are made. */
export const say = (en: string, ru: string): Message => ({ en, ru })
export const quarter = (number: number): ReportPeriod => ({
  from: `2017-${String(number * 3 - 2).padStart(2, "0")}-01`,
  to: `2017-${String(number * 3).padStart(2, "0")}-${number === 1 || number === 4 ? "31" : "30"}`,
  name: null,
})

export const usd = (whole: number): number => whole * 100
export const plain = (whole: number) => ({ amountMinor: usd(whole), note: null })
export const atList = (whole: number) => ({ amountMinor: usd(whole), note: say("at list price", "по прайс-листу") })

export const proportion = (numerator: number, denominator: number, lower: number, upper: number): Proportion => ({
  numerator,
  denominator,
  rate: numerator / denominator,
  lower,
  upper,
  confidence: 0.95,
  method: say("Wilson score interval", "интервал Уилсона"),
})

const days = ["asOf", "from", "to", "inForceSince", "startedOn", "settledOn"]
const codes = ["format", "kind", "tone", "severity", "currency", "answer", "status", "origin"]

/** Fields of a report that hold days and codes, not texts. */
export const notTexts: ReadonlySet<string> = new Set([...days, ...codes])
