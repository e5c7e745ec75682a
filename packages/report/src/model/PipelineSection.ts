import type { Message } from "@salesdept/core/shared"
import type { Amount, DaysSummary, OrWithheld, Proportion } from "./Figure.ts"

/** Whether deals of a stage are still worked on, won or lost. */
export type StageKind = "open" | "won" | "lost"

/** One stage as it stands on the day of the report. */
export interface StageFigures {
  /** The stage's id. */
  readonly stageId: string
  /** The stage's name. */
  readonly name: Message
  /** Open, won or lost. */
  readonly kind: StageKind
  /** Deals standing in it on the day of the report. */
  readonly count: number
  /** Their money. */
  readonly amount: OrWithheld<Amount>
  /** Deals known to have reached it, at any time; the funnel is drawn from these. Withheld where history is not carried. */
  readonly reachedCount: OrWithheld<number>
  /** Of those that reached it and are through with it, gone on or lost, the share that went on; who may yet go on is in neither. */
  readonly conversion: OrWithheld<Proportion>
  /** Median days in the stage, of finished visits. */
  readonly medianDaysInStage: OrWithheld<number>
}

/** Shares of a cohort on one day after opening. The three sum to 1. */
export interface OutcomePoint {
  /** Days since the deal was opened, from 0. */
  readonly day: number
  /** Share won by then, 0 to 1. */
  readonly wonShare: number
  /** Share lost by then, 0 to 1. */
  readonly lostShare: number
  /** Share still open then, 0 to 1. */
  readonly openShare: number
}

/** How deals end as time goes by: cumulative incidence of winning and of losing, as competing outcomes. */
export interface OutcomeCurve {
  /** Deals followed. */
  readonly count: number
  /** Of them won. */
  readonly wonCount: number
  /** Of them lost. */
  readonly lostCount: number
  /** Of them still open on the day of the report (censored). */
  readonly openCount: number
  /** The estimator ("Aalen–Johansen"). */
  readonly method: Message
  /** Points in order of `day`; a step holds until the next point. */
  readonly points: ReadonlyArray<OutcomePoint>
}

/** One open deal that has stood longer than the department's own history explains. */
export interface StalledDeal {
  /** The deal's id. */
  readonly dealId: string
  /** Its title; null where it has none. */
  readonly title: string | null
  /** Whom and what it is about (client, product), as far as its title does not say so; null where there is nothing to say. */
  readonly subject: string | null
  /** The owner's name; null where nobody owns it. */
  readonly repName: string | null
  /** Age since opening, whole days. */
  readonly ageDays: number
  /** Its money. */
  readonly amount: OrWithheld<Amount>
}

/** Open deals older than the history of closed ones makes likely. */
export interface StalledDeals {
  /** Deals over the threshold. */
  readonly count: number
  /** Open deals whose age is known. */
  readonly ofCount: number
  /** The least and the greatest of the pipelines' thresholds in days, the same of one pipeline; a deal is stalled when it is older than its own. */
  readonly thresholdDays: readonly [least: number, most: number]
  /** Where the threshold comes from ("ninth decile of days to win, 4,238 deals"). */
  readonly rule: Message
  /** Their money. */
  readonly amount: OrWithheld<Amount>
  /** The ones to look at first, in the order to show them. */
  readonly worst: ReadonlyArray<StalledDeal>
}

/** The pipeline on the day of the report. */
export interface PipelineSection {
  /** All deals; the stages' counts sum to it. */
  readonly dealCount: number
  /** Stages in the order of the pipeline, then won, then lost. */
  readonly stages: ReadonlyArray<StageFigures>
  /** Money of all open deals, at list price where none is stated. */
  readonly openAmount: OrWithheld<Amount>
  /** Money of all won deals. */
  readonly wonAmount: OrWithheld<Amount>
  /** Won among closed deals. */
  readonly winRate: OrWithheld<Proportion>
  /** Days from opening to winning. */
  readonly daysToWin: OrWithheld<DaysSummary>
  /** Days from opening to losing. */
  readonly daysToLose: OrWithheld<DaysSummary>
  /** How deals end over time. */
  readonly outcomeCurve: OrWithheld<OutcomeCurve>
  /** What is stalled by the department's own history. */
  readonly stalled: OrWithheld<StalledDeals>
}
