import type { CauseEvidence } from "../plan/variance/VarianceCauses.ts"
import type { Message } from "../shared/Message.ts"
import type { StepEffect } from "./WinAnalysis.ts"

const quoted = (name: string, { en, ru }: Message): Message => ({
  en: `Step “${name}”: ${en}`,
  ru: `Шаг «${name}»: ${ru}`,
})

const more: Message = { en: "more is won after its use", ru: "после него выигрывают чаще" }
const less: Message = { en: "less is won after its use", ru: "после него выигрывают реже" }

/**
 * What the use of steps says of closed deals: a step that goes with winning is evidence of a risen win rate, one that goes with losing of a
 * fallen one. It goes with the outcome; nobody drew who used it.
 *
 * @param closed - the deals that were closed in the period
 * @param steps - steps as {@link winAnalysis} judged them, all of them together; those of which nothing is shown say nothing
 * @param nameOf - what people call a step
 * @returns evidence on the driver `winRate` for `varianceCauses`, with the deals in which the step was used before they were closed
 *
 * @example
 * ```ts
 * import { stepEvidence, winAnalysis } from "@salesdept/core/script"
 *
 * const [reachedOn, closedOn] = ["2026-09-01", "2026-10-15"]
 * const opportunities = Array.from({ length: 120 }, (_, at) => {
 *   const usedOn = at % 2 === 0 ? reachedOn : null
 *   const outcome = at % 8 < (usedOn === null ? 2 : 6) ? ("won" as const) : ("lost" as const)
 *   return { stepId: "value", dealId: `deal_${at}`, reachedOn, usedOn, outcome, closedOn, held: [] }
 * })
 * const { steps } = winAnalysis(opportunities, { on: "2026-11-23", heldEqual: [] })
 * const evidence = stepEvidence(new Set(["deal_0", "deal_1"]), steps, () => "Value before price")
 * evidence.map(({ bears, dealIds }) => [bears, dealIds]) // [["for", ["deal_0"]]]
 * ```
 */
export const stepEvidence = (
  closed: { readonly has: (dealId: string) => boolean },
  steps: ReadonlyArray<Pick<StepEffect, "stepId" | "verdict" | "usedDealIds">>,
  nameOf: (stepId: string) => string,
): ReadonlyArray<CauseEvidence> =>
  steps.flatMap(({ stepId, verdict, usedDealIds }): ReadonlyArray<CauseEvidence> => {
    if (verdict !== "goesWithWinning" && verdict !== "goesWithLosing") return []
    const wins = verdict === "goesWithWinning"
    return [
      {
        cause: stepId,
        name: quoted(nameOf(stepId), wins ? more : less),
        source: "script",
        driver: "winRate",
        dealIds: usedDealIds.filter((id) => closed.has(id)),
        seen: "beforeOutcome",
        bears: wins ? "for" : "against",
      },
    ]
  })
