import type { Message } from "@salesdept/core/shared"
import type { Amount, Count, OrWithheld, ReportPeriod } from "./Figure.ts"

/** What there is to talk about with a rep, each by its title, the gravest first; of one kind once, with how many there are. */
export interface MonthTalk {
  /** Mistakes. */
  readonly mistakes: ReadonlyArray<Message>
  /** Missed opportunities. */
  readonly missed: ReadonlyArray<Message>
  /** Wins. */
  readonly wins: ReadonlyArray<Message>
}

/**
 * What one rep, or the department, did in the month, as its summary was stored. What could not be seen at all is withheld; what was seen
 * in part is a floor, with a note.
 */
export interface MonthRow {
  /** The rep's name; null on the department's row. */
  readonly repName: string | null
  /** Deals opened. */
  readonly openedCount: OrWithheld<Count>
  /** Deals won. */
  readonly wonCount: OrWithheld<Count>
  /** Their amounts. */
  readonly wonMinor: OrWithheld<Amount>
  /** Deals lost. */
  readonly lostCount: OrWithheld<Count>
  /** Deals open at the month's end. */
  readonly openCount: OrWithheld<Count>
  /** Next steps that were due by then and were not done. */
  readonly stepsOverdueCount: OrWithheld<Count>
  /** Mistakes found. */
  readonly mistakeCount: OrWithheld<Count>
  /** Missed opportunities found. */
  readonly missedCount: OrWithheld<Count>
  /** Wins found. */
  readonly winCount: OrWithheld<Count>
  /** What there is to talk about; not there on the department's row, which names nobody. */
  readonly talk?: MonthTalk
}

/** A month summed up for everybody. */
export interface MonthSection {
  /** The month. */
  readonly period: ReportPeriod
  /** Summaries stored: of reps, teams and the department. */
  readonly summaryCount: number
  /** Reps and teams that have none. */
  readonly uncoveredCount: number
  /** The department; what belongs to nobody, or to people who have left, is in this row alone. */
  readonly total: MonthRow
  /** The reps who were there, those who won most first. */
  readonly reps: ReadonlyArray<MonthRow>
}
