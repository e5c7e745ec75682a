import { dayNumberOf, epochMsOf } from "@salesdept/core/shared"
import type { PlantedMistakeKind } from "./Planted.ts"
import { discountLimitPercent, slowResponseMinutes, usualMistakePercent, usualPlantedPercent } from "./Planted.ts"
import type { SellingStep } from "./SellingSteps.ts"
import { sellingSteps } from "./SellingSteps.ts"
import type { SimulatedAction } from "./SimulatedAction.ts"
import type { ResolvedOptions } from "./SimulationOptions.ts"
import type { StageId } from "./StageIds.ts"
import type { WorkClock } from "./WorkClock.ts"

/** A planted mistake as it came out. */
export interface MistakeTruth {
  /** Which. */
  readonly kind: PlantedMistakeKind
  /** Whose. */
  readonly repId: string
  /** Share of the rep's occasions it was planted for, in percent. */
  readonly ratePercent: number
  /** Share for everybody else, in percent. */
  readonly usualRatePercent: number
  /** How many occasions the rep had: steps set, deals given a price, leads taken, or documents drafted. */
  readonly occasions: number
  /** Every one of them that shows the mistake, planted or by chance: keys of steps, deals, leads or documents. */
  readonly evidenceKeys: ReadonlyArray<string>
}

/**
 * What a script step does to the odds of winning, among deals that reached its stage and are alike in rep, client and
 * source.
 */
export interface StepTruth {
  /** The step. */
  readonly step: SellingStep
  /** The stage it is used in. */
  readonly stageId: StageId
  /** By how much it multiplies the odds; 1 for every step that was not planted. */
  readonly oddsRatio: number
  /**
   * What makes it go with winning besides its effect: `rep` better reps use it more, `reach` only deals that came far
   * show it.
   */
  readonly confoundedBy: "rep" | "reach" | null
}

/** What there is to find in a simulated department. */
export interface SimulationTruth {
  /** The planted mistakes, in the order of the options. */
  readonly mistakes: ReadonlyArray<MistakeTruth>
  /** All steps of the script, with and without effect. */
  readonly steps: ReadonlyArray<StepTruth>
}

/** Occasions by key; true where the mistake was made. */
type Occasions = Map<string, boolean>
type Observer = (actions: ReadonlyArray<SimulatedAction>, repId: string, clock: WorkClock) => Occasions

const secondOf = (action: SimulatedAction): number => epochMsOf(action.at) / 1000

const stepsOverdue: Observer = (actions, repId, clock) => {
  const occasions: Occasions = new Map()
  const dueDays = new Map<string, number>()
  for (const action of actions) {
    if (action.type === "nextStepSet" && action.actor === repId) {
      occasions.set(action.stepKey, false)
      dueDays.set(action.stepKey, dayNumberOf(action.dueOn))
    } else if (action.type === "nextStepDone" || action.type === "nextStepMoved") {
      const dueDay = dueDays.get(action.stepKey)
      if (dueDay === undefined) continue
      if (clock.dayOf(secondOf(action)) > dueDay) occasions.set(action.stepKey, true)
      if (action.type === "nextStepMoved") dueDays.set(action.stepKey, dayNumberOf(action.dueOn))
      else dueDays.delete(action.stepKey)
    }
  }
  for (const [stepKey, dueDay] of dueDays) if (dueDay < clock.endDay - 1) occasions.set(stepKey, true)
  return occasions
}

const discountsDeep: Observer = (actions, repId) => {
  const occasions: Occasions = new Map()
  for (const action of actions) {
    if (action.type !== "dealAmended" || action.actor !== repId) continue
    const percent = (1 - action.amountMinor / action.listAmountMinor) * 100
    occasions.set(action.dealKey, percent > discountLimitPercent)
  }
  return occasions
}

const responsesSlow: Observer = (actions, repId, clock) => {
  const receivedAt = new Map<string, number>()
  const takenBy = new Map<string, string>()
  const answeredAt = new Map<string, number>()
  for (const action of actions) {
    if (action.type === "leadReceived") receivedAt.set(action.leadKey, secondOf(action))
    if (action.type === "leadTaken") takenBy.set(action.leadKey, action.actor)
    const isCall = action.type === "dialogHeld" && action.outcome !== "missed" && action.about.type === "lead"
    if (isCall && !answeredAt.has(action.about.key)) answeredAt.set(action.about.key, secondOf(action))
  }
  const occasions: Occasions = new Map()
  for (const [leadKey, actor] of takenBy) {
    if (actor !== repId) continue
    const answered = answeredAt.get(leadKey) ?? clock.endsAt
    const minutes = clock.minutesBetween(receivedAt.get(leadKey) ?? Infinity, answered)
    occasions.set(leadKey, minutes > slowResponseMinutes)
  }
  return occasions
}

/** Days after which a draft that was not sent is forgotten rather than under way. */
const forgottenAfterDays = 7

const documentsUnsent: Observer = (actions, repId, clock) => {
  const occasions: Occasions = new Map()
  for (const action of actions) {
    if (action.type === "documentDrafted" && action.actor === repId) {
      const isOld = clock.dayOf(secondOf(action)) < clock.endDay - forgottenAfterDays
      occasions.set(action.documentKey, isOld)
    } else if (action.type === "documentSent" && occasions.has(action.documentKey)) {
      occasions.set(action.documentKey, false)
    }
  }
  return occasions
}

const observers: { readonly [Kind in PlantedMistakeKind]: Observer } = {
  overdueSteps: stepsOverdue,
  deepDiscounts: discountsDeep,
  slowResponse: responsesSlow,
  unsentDocuments: documentsUnsent,
}

/** Reads from the finished script where the planted mistakes show, and states what each step does. */
export const truthOf = (
  { planted }: ResolvedOptions,
  actions: ReadonlyArray<SimulatedAction>,
  clock: WorkClock,
): SimulationTruth => ({
  mistakes: (planted.mistakes ?? []).map(({ kind, repId, ratePercent = usualPlantedPercent }) => {
    const occasions = observers[kind](actions, repId, clock)
    const evidenceKeys = [...occasions].filter(([, isMistake]) => isMistake).map(([key]) => key)
    const usualRatePercent = usualMistakePercent[kind]
    return { kind, repId, ratePercent, usualRatePercent, occasions: occasions.size, evidenceKeys }
  }),
  steps: sellingSteps.map(({ step, stageId, confoundedBy }) => {
    const found = planted.effectiveSteps?.find((effective) => effective.step === step)
    const isFavourite = planted.favouriteSteps?.includes(step) === true
    return { step, stageId, oddsRatio: found?.oddsRatio ?? 1, confoundedBy: isFavourite ? "rep" : confoundedBy }
  }),
})
