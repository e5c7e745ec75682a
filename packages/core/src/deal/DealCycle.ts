import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { ExchangeRate, Money } from "../shared/Money.ts"
import type { DealOutcome } from "./DealFact.ts"

/** One course of a deal that ended won or lost before the deal was opened again. Reopening keeps it as it ended. */
export interface DealCycle {
  /** First day of this course; null where the source does not carry it. */
  readonly openedOn: CalendarDate | null
  /** Day it was won or lost; null where the source does not carry it. */
  readonly closedOn: CalendarDate | null
  /** How it ended. */
  readonly outcome: Exclude<DealOutcome, "open">
  /** Whose result its end was; null where it was nobody's. */
  readonly sellerId: RepId | null
  /** Stage in which it ended. */
  readonly stageId: string
  /** Reason of the loss, from the department's list. */
  readonly lostReasonId: string | null
  /** Amount it ended with. */
  readonly amount: Money | null
  /** Rate frozen at its close. */
  readonly closeRate: ExchangeRate | null
}
