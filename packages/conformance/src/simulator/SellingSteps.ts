import type { RandomSource } from "./Random.ts"
import { chance } from "./Random.ts"
import type { StageId } from "./StageIds.ts"

/** A step of the sales script, as dialogs record it. */
export type SellingStep =
  | "introduction"
  | "needsQuestions"
  | "budgetQuestion"
  | "caseStory"
  | "valueBeforePrice"
  | "objectionAnswer"
  | "satisfactionQuestion"
  | "referralRequest"

/** Where a step belongs and how usual it is. */
export interface SellingStepTrait {
  /** The step. */
  readonly step: SellingStep
  /** The stage in whose first conversation it is used. */
  readonly stageId: StageId
  /** Share of conversations in which reps use it on average, 0 to 1. */
  readonly usualShare: number
  /**
   * `rep`: good reps use it more, so it goes with winning although it does nothing by itself. `reach`: deals lost early
   * never come to it, so it goes with winning unless only deals that came so far are compared. Null: neither.
   */
  readonly confoundedBy: "rep" | "reach" | null
}

/** All steps of the simulated department's script. */
export const sellingSteps: ReadonlyArray<SellingStepTrait> = [
  { step: "introduction", stageId: "contact", usualShare: 0.8, confoundedBy: "reach" },
  { step: "needsQuestions", stageId: "needs", usualShare: 0.5, confoundedBy: null },
  { step: "budgetQuestion", stageId: "needs", usualShare: 0.4, confoundedBy: null },
  { step: "caseStory", stageId: "proposal", usualShare: 0.45, confoundedBy: "rep" },
  { step: "valueBeforePrice", stageId: "proposal", usualShare: 0.5, confoundedBy: null },
  { step: "objectionAnswer", stageId: "negotiation", usualShare: 0.6, confoundedBy: null },
  { step: "satisfactionQuestion", stageId: "aftercare", usualShare: 0.7, confoundedBy: "reach" },
  { step: "referralRequest", stageId: "aftercare", usualShare: 0.5, confoundedBy: "reach" },
]

/**
 * Steps that can be planted as effective. Only of these every deal that reached the stage shows whether they were used:
 * earlier a deal may be lost without a word, later it is won already.
 */
export const plantableSteps: ReadonlyArray<SellingStep> = [
  "needsQuestions",
  "budgetQuestion",
  "caseStory",
  "valueBeforePrice",
  "objectionAnswer",
]

/**
 * Which steps a rep would use in a deal if it came that far. Drawn before the outcome, so that use and outcome meet
 * only by design.
 */
export const stepsOfDeal = (random: RandomSource, shares: ReadonlyArray<number>): ReadonlyArray<SellingStepTrait> =>
  sellingSteps.filter((_, index) => chance(random, shares[index] ?? 0))
