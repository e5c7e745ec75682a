import type { Message } from "@salesdept/core/shared"
import type { OrWithheld, Proportion, ReportPeriod } from "./Figure.ts"

/** A script, and how far it is followed. Names are the tenant's own, in one language. */
export interface ScriptInForce {
  /** Its name. */
  readonly name: string
  /** The stage it is for; null for any. */
  readonly stageName: Message | null
  /** Number of the version in force; null where none is. */
  readonly versionNumber: number | null
  /** The day on which that version came into force; null where none is. */
  readonly inForceSince: string | null
  /** How many of the deals of its stage it reaches; withheld where it is for any stage, or nothing tells of stages. */
  readonly reach: OrWithheld<{
    /** Deals that came to the stage since then. */
    readonly dealCount: number
    /** Of those, deals with a talk that was noted by the script, whichever version. */
    readonly heldCount: number
  }>
  /** Talks that were noted by the version in force. */
  readonly talkCount: number
  /** Steps that those talks used, talk by talk. */
  readonly usedCount: number
  /** Steps that the version has, talk by talk: what `usedCount` is out of. */
  readonly stepCount: number
}

/** How a rep follows the versions in force. */
export interface ScriptsOfRep {
  /** The rep's name. */
  readonly repName: string
  /** Talks that were noted by them. */
  readonly talkCount: number
  /** Steps used. */
  readonly usedCount: number
  /** Steps that the talks had: what `usedCount` is out of. */
  readonly stepCount: number
  /** The same of the steps that go with winning; null where no step is said to. */
  readonly winning: {
    /** Steps used. */
    readonly usedCount: number
    /** Steps that the talks had. */
    readonly stepCount: number
  } | null
  /** Whether fewer steps are used than others use in talks by the same versions, beyond chance (all reps taken together, 95 %). */
  readonly isBelowOthers: boolean
}

/** What is said of a step. */
export type StepAnswer = "goesWithWinning" | "goesWithLosing" | "notShown" | "withheld"

/** A step, and how deals end with it and without. */
export interface StepWins {
  /** The script's name. */
  readonly script: string
  /** What the step is for. */
  readonly step: string
  /** Won of the closed deals in which it was used. */
  readonly used: OrWithheld<Proportion>
  /** Won of the closed deals that came to it and in which it was not. */
  readonly notUsed: OrWithheld<Proportion>
  /** What is said of it. */
  readonly answer: StepAnswer
  /** The same in words, with the reason. */
  readonly why: Message
  /** Odds of being won rather than lost with it against without, among deals that are alike; above 1 more is won. */
  readonly odds: OrWithheld<{
    /** The odds with the step over those without. */
    readonly ratio: number
    /** Lower bound of the interval. */
    readonly lower: number
    /** Upper bound of the interval. */
    readonly upper: number
    /** Confidence of the interval, 0 to 1 (exclusive). */
    readonly confidence: number
  }>
  /** Whether the plain shares differ beyond chance (Newcombe, 95 %) and deals that are alike show no difference: it is who uses it. */
  readonly isOnlyPlain: boolean
}

/** One version in an experiment. */
export interface ExperimentArmFigures {
  /** Number of the version. */
  readonly versionNumber: number
  /** Whether it is the one on trial. */
  readonly isTrial: boolean
  /** Deals that were given it. */
  readonly dealCount: number
  /** Of them those that it is judged by: the first to come, of each of which it is known whether it was won in time. */
  readonly followedCount: number
  /** Of those won in time; withheld while it would tempt to decide before the planned end. */
  readonly wonCount: OrWithheld<number>
}

/** An experiment with a version of a script. */
export interface ExperimentFigures {
  /** The script's name. */
  readonly script: string
  /** When it began. */
  readonly startedOn: string
  /** Share of deals that get the version on trial, in whole percent. */
  readonly trialSharePercent: number
  /** Deals by which it is decided, as was stated before it began. */
  readonly plannedCount: number
  /** For how many days each deal is followed: what is won later is not won in time. */
  readonly followDays: number
  /** Deals of which it is known, so far or when it was settled. */
  readonly followedCount: number
  /** Where it stands. */
  readonly status: "running" | "kept" | "rolledBack"
  /** The day on which it was settled; null while it runs. */
  readonly settledOn: string | null
  /** What it says, with the reason. */
  readonly why: Message
  /** The version in force at its start, then the one on trial. */
  readonly arms: ReadonlyArray<ExperimentArmFigures>
  /** Share won in time, trial less the other, with its interval; withheld before the planned end, unless it is beyond what looking often could feign. */
  readonly difference: OrWithheld<{
    /** The difference, −1 to 1. */
    readonly points: number
    /** Lower bound of the interval. */
    readonly lower: number
    /** Upper bound of the interval. */
    readonly upper: number
    /** Confidence of the interval, 0 to 1 (exclusive). */
    readonly confidence: number
  }>
}

/** Something to write into a script, or to take out of it, and what it rests on. */
export type ScriptCandidate =
  | {
      /** A step that goes with winning is not used always, or one that goes with losing is used. */
      readonly kind: "must" | "without"
      /** The script's name. */
      readonly script: string
      /** What the step is for. */
      readonly step: string
      /** Talks by the version in force in which it was used. */
      readonly usedCount: number
      /** Talks by that version. */
      readonly talkCount: number
      /** Whether a version of the script is on trial, which is to end first. */
      readonly isOnTrial: boolean
    }
  | {
      /** Clients say something that the script has no answer to. */
      readonly kind: "unanswered"
      /** The script's name. */
      readonly script: string
      /** What they say. */
      readonly said: string
      /** How often it was noted. */
      readonly count: number
      /** Deals among them that were won all the same. */
      readonly wonCount: number
      /** Who won them, those who won most first; at most three. */
      readonly wonBy: ReadonlyArray<string>
    }
  | {
      /** Somebody proposed a change, and nobody has decided on it. */
      readonly kind: "proposed"
      /** The script's name. */
      readonly script: string
      /** What is proposed. */
      readonly proposal: string
      /** Where it comes from. */
      readonly origin: "winAnalysis" | "debrief" | "person"
    }

/** Scripts: what is in force, who follows it, which steps go with winning, what is on trial, and what to write in next. */
export interface ScriptsSection {
  /** The days of the talks that were read. */
  readonly period: ReportPeriod
  /** Talks that were noted by a script. */
  readonly talkCount: number
  /** The scripts, in the order of the stages. */
  readonly scripts: ReadonlyArray<ScriptInForce>
  /** The reps who are there and have talks, those who use the smallest share of steps first. */
  readonly reps: ReadonlyArray<ScriptsOfRep>
  /** Steps of the versions in force, those that go with winning first. */
  readonly steps: ReadonlyArray<StepWins>
  /** Steps of which enough was closed to be tested. */
  readonly testedCount: number
  /** Expected share of false ones among the steps that are said to go with winning or losing. */
  readonly falseDiscoveryRate: number
  /** What the deals are alike in that are compared. */
  readonly heldEqual: ReadonlyArray<Message>
  /** What the comparison can not tell. */
  readonly limits: Message
  /** The latest experiment of each script that has one. */
  readonly experiments: ReadonlyArray<ExperimentFigures>
  /** What to write in next. */
  readonly candidates: ReadonlyArray<ScriptCandidate>
}
