import type { Message } from "@salesdept/core/shared"
import type { OrWithheld, ReportPeriod } from "./Figure.ts"

/** How grave a finding is; `win` is a success worth repeating. */
export type FindingSeverity = "critical" | "major" | "minor" | "win"

/** The records behind a finding. */
export interface FindingEvidence {
  /** What the records are ("deals"). */
  readonly records: Message
  /** How many there are. */
  readonly count: number
  /** Ids of the first of them; all of them where the list is short. */
  readonly ids: ReadonlyArray<string>
  /** What people call them, one for each id; null for a record without a name. Not there where nobody looked. */
  readonly names?: ReadonlyArray<string | null>
}

/** Money that a finding concerns, and how it was arrived at. */
export interface MoneyAtStake {
  /** Whole minor units of the report's currency. */
  readonly amountMinor: number
  /** How it was estimated ("list price of the stalled deals times the win rate"). */
  readonly estimate: Message
}

/** One evidenced fact worth a review. */
export interface FindingFigures {
  /** Stable code of the rule that found it. */
  readonly code: string
  /** How grave it is. */
  readonly severity: FindingSeverity
  /** One line. */
  readonly title: Message
  /** What was seen, with its figures, in a sentence or two. */
  readonly what: Message
  /** Whom it concerns; null for the department as a whole. */
  readonly repName: string | null
  /** The records behind it. */
  readonly evidence: FindingEvidence
  /** Money at stake. */
  readonly atStake: OrWithheld<MoneyAtStake>
  /** A question or step for the review; null where there is none. */
  readonly next: Message | null
  /**
   * The place on the list, from 1, of what is said of the whole department by the same rule: this is a part of it, and its records and
   * money are in it already. Not there where it is no part.
   */
  readonly partOf?: number
  /** Who talks about it with whom; not there where that is not routed. */
  readonly talk?: Message
}

/** The facts of the period most worth a review. */
export interface FindingsSection {
  /** The period looked at. */
  readonly period: ReportPeriod
  /** How many findings there were to choose from. */
  readonly consideredCount: number
  /** The order they were chosen by, as a stated ladder. */
  readonly order: Message
  /** The findings, the one most worth a review first. */
  readonly findings: ReadonlyArray<FindingFigures>
  /** What went well and is worth repeating, the largest first; not there in reports made before the format knew it. */
  readonly wins?: ReadonlyArray<FindingFigures>
}
