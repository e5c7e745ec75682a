import type { Message } from "../shared/Message.ts"

/** What sources may not carry. */
export type SourcedFact = "nextSteps" | "dialogs" | "payments" | "documents" | "leads"

/** What records made here carry. */
export const everySourcedFact: ReadonlyArray<SourcedFact> = ["nextSteps", "dialogs", "payments", "documents", "leads"]

/**
 * What a figure could not see: it says at least as much as is shown, and nothing at all where `isAll`. A zero beside it is no proof that
 * nothing was done.
 */
export interface Unseen {
  /**
   * What: facts that the sources of records do not carry, days and entries into stages that deals do not state; `findings` where the
   * period, or some of its days, was not looked through for them.
   */
  readonly what: SourcedFact | "days" | "stageEntry" | "findings"
  /** Of how many records; 0 where it is no matter of records. */
  readonly recordCount: number
  /** Of how many that were looked at. */
  readonly of: number
  /** Whether nothing of it was seen: then the figure is not observable. */
  readonly isAll: boolean
  /** The same for people. */
  readonly message: Message
}
