import type { Message } from "../shared/Message.ts"
import type { StepEffect } from "./WinAnalysis.ts"

/** The odds after a step's use, with their interval; nothing where they have no number: without the step none was won, or with it none lost. */
const oddsWords = ({ effect }: Pick<StepEffect, "effect">): Message => {
  const { oddsRatio = null, interval = null } = effect ?? {}
  if (oddsRatio === null || interval === null) return { en: "", ru: "" }
  const [ratio, low, high] = [oddsRatio, interval.lower, interval.upper].map((value) => value.toFixed(2))
  return {
    en: `odds ratio ${ratio}, interval ${low} to ${high}; `,
    ru: `отношение шансов ${ratio}, интервал ${low}–${high}; `,
  }
}

/**
 * What is proposed to a script's owner of a step that goes with winning, with its figures.
 *
 * @param step - the step as it was judged
 */
export const proposalWords = (step: Pick<StepEffect, "stepId" | "effect" | "qValue" | "used" | "notUsed">): Message => {
  const { stepId, qValue, used, notUsed } = step
  const odds = oddsWords(step)
  const q = qValue === null ? "q —" : qValue < 0.001 ? "q < 0.001" : `q = ${qValue.toFixed(3)}`
  return {
    en: `Always use the step ${stepId}: more of the deals are won after it (${odds.en}${q}; won with it ${used.won} of ${used.closed} closed, without it ${notUsed.won} of ${notUsed.closed}).`,
    ru: `Всегда делать шаг ${stepId}: с ним выигрывают больше сделок (${odds.ru}${q}; выиграно с шагом ${used.won} из ${used.closed} закрытых, без него ${notUsed.won} из ${notUsed.closed}).`,
  }
}
