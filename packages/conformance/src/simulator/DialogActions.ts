import type { CalendarDate } from "@salesdept/core/shared"
import type { ActionBase, ActionSubject } from "./ActionBase.ts"
import type { SellingStep } from "./SellingSteps.ts"

/** How people spoke: the kinds that the library knows. */
export type DialogKind = "call" | "meeting" | "mail" | "chat" | "visit"

/** Who began. */
export type DialogDirection = "inbound" | "outbound"

/**
 * What came of it. `missed`: the client called and nobody answered; `noAnswer`: the rep called and the client did not
 * answer; the others are conversations.
 */
export type DialogOutcome = "agreed" | "undecided" | "refused" | "noAnswer" | "missed"

/** What a next step is to do. */
export type NextStepKind =
  | "call"
  | "sendProposal"
  | "awaitDecision"
  | "agreeContract"
  | "checkPayment"
  | "checkFulfilment"
  | "collectDocument"
  | "askSatisfaction"

/** One conversation, or an attempt at one. */
export interface DialogHeld extends ActionBase {
  /** Tag. */
  readonly type: "dialogHeld"
  /** The dialog's key. */
  readonly dialogKey: string
  /** The record it is about. */
  readonly about: ActionSubject
  /** How people spoke. */
  readonly kind: DialogKind
  /** Who began. */
  readonly direction: DialogDirection
  /** What came of it. */
  readonly outcome: DialogOutcome
  /** How long it took in whole minutes; 0 where nobody answered. */
  readonly minutes: number
  /** Steps of the sales script that the rep used. */
  readonly steps: ReadonlyArray<SellingStep>
}

/** A conversation was held by a script, noted right after it. */
export interface ScriptFollowed extends ActionBase {
  /** Tag. */
  readonly type: "scriptFollowed"
  /** The run's key. */
  readonly runKey: string
  /** The version of the script. */
  readonly versionId: `scriptversion_${string}`
  /** The conversation. */
  readonly dialogKey: string
  /** The deal. */
  readonly dealKey: string
  /** Which of the version's steps were used. */
  readonly steps: ReadonlyArray<SellingStep>
  /** What the client said that the script has no answer to, and at which step; null where there was nothing. */
  readonly unanswered: {
    /** The step. */
    readonly step: SellingStep
    /** What was said, in the department's language. */
    readonly said: string
  } | null
  /** What came of the conversation. */
  readonly outcome: DialogOutcome
}

/** A dated commitment that keeps a record under control. A record has at most one open. */
export interface NextStepSet extends ActionBase {
  /** Tag. */
  readonly type: "nextStepSet"
  /** The step's key. */
  readonly stepKey: string
  /** The record it is about. */
  readonly about: ActionSubject
  /** What is to be done. */
  readonly kind: NextStepKind
  /** The local day it is due, inclusive: done on that day is in time. */
  readonly dueOn: CalendarDate
}

/** A next step is done. */
export interface NextStepDone extends ActionBase {
  /** Tag. */
  readonly type: "nextStepDone"
  /** The step's key. */
  readonly stepKey: string
}

/** A next step gets another due day, in time or after it was missed. */
export interface NextStepMoved extends ActionBase {
  /** Tag. */
  readonly type: "nextStepMoved"
  /** The step's key. */
  readonly stepKey: string
  /** The new local due day. */
  readonly dueOn: CalendarDate
}
