import type { Message } from "@salesdept/core/shared"
import type { OrWithheld, ReportPeriod } from "./Figure.ts"

/** One rep's target as it stands and as it is proposed; amounts in minor units. */
export interface NextPlanRow {
  /** The rep's name. */
  readonly repName: string
  /** What the plan in force asks. */
  readonly currentMinor: number
  /** What is proposed, exactly as it was shared out. */
  readonly proposedMinor: number
  /** The same in whole steps: what is shown, and what a draft asks for. */
  readonly roundMinor: number
  /** Where the forecast sees the rep land; withheld where it says nothing of the rep. */
  readonly landingMinor: OrWithheld<number>
}

/** The plan of the next period, corrected by what came of the last one: a proposal, of which nothing is written. */
export interface NextPlanSection {
  /** The period that is over. */
  readonly past: ReportPeriod
  /** The period that is planned. */
  readonly next: ReportPeriod
  /** Fact less plan of the period that is over, of those who had targets. */
  readonly deviationMinor: number
  /** What of it is added to the next period's plan; below 0 is taken off. */
  readonly carriedMinor: number
  /** How it is shared out and within which bounds. */
  readonly method: Message
  /** The reps' sum of what the plan in force asks. */
  readonly currentMinor: number
  /** The reps' sum of what is proposed, exactly. */
  readonly proposedMinor: number
  /** The reps' sum of round targets. */
  readonly roundMinor: number
  /** The step of round targets. */
  readonly stepMinor: number
  /** The reps, the largest proposed targets first. */
  readonly reps: ReadonlyArray<NextPlanRow>
  /** What the forecast expects beside the reps' landings, from deals of whoever has no target; not there where it is nothing, or not known. */
  readonly othersLandingMinor?: number
  /** Chances by the forecast that everybody together reaches what the reps' targets sum to, 0 to 1; not there where the sum stays, or no chance can be told. */
  readonly chances?: {
    /** Of the plan in force. */
    readonly current: number
    /** Of the round targets that are proposed. */
    readonly proposed: number
  }
  /** The most that comes in with the given share of the forecast's draws, where the proposal asks for more than that; not there elsewhere. */
  readonly outOfReach?: {
    /** The amount, of everybody. */
    readonly mostMinor: number
    /** Share of the draws that bring no more, 0 to 1. */
    readonly share: number
  }
  /** Which bounds leave no plan that places everything, and what that leaves out; null where all is placed. */
  readonly notPlaced: Message | null
}
