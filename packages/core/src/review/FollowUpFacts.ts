import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Money } from "../shared/Money.ts"

/** An answer that was agreed on: the client's word, and until when it was to be answered. */
export interface AgreedAnswer {
  /** The lead, client or deal that waited. */
  readonly subjectId: string
  /** Whose it is; null where nobody's. */
  readonly ownerId: string | null
  /** The client's word: with the one who waited it tells one answer from the next. Where left out, the end of the agreed time does. */
  readonly askedAt?: Instant
  /** The end of the agreed time. */
  readonly dueAt: Instant
  /** The same in the tenant's days. */
  readonly dueOn: CalendarDate
  /** The answer, or the end of the work; null while the client waits. */
  readonly answeredAt: Instant | null
}

/** A promise of payment whose day passed without the money. */
export interface BrokenPromise {
  /** The invoice. */
  readonly invoiceId: string
  /** Its deal. */
  readonly dealId: string
  /** Day by which the money was to come. */
  readonly promisedOn: CalendarDate
  /** The last day on which it was waited for: with the grace that the department gives. The promised day where left out. */
  readonly waitedUntil?: CalendarDate
  /** What was promised. */
  readonly amount: Money
}

/** An open deal in a stage in which the client holds a proposal. */
export interface ProposalDeal {
  /** The deal. */
  readonly dealId: string
  /** Day on which it came to the stage. */
  readonly enteredOn: CalendarDate
}

/** A deal whose work is done. */
export interface FinishedDeal {
  /** The deal. */
  readonly dealId: string
  /** The client. */
  readonly clientId: string
  /** Day on which it came to aftercare or to its end. */
  readonly finishedOn: CalendarDate
}

/** How far the dialogs of a deal went by the script. */
export interface ScriptUse {
  /** The deal. */
  readonly dealId: string
  /** Steps of the versions that its dialogs were held by. */
  readonly steps: number
  /** Of them those that were used; at most `steps`. */
  readonly used: number
}

/** How a dialog was scored by the criteria of its script. */
export interface ScoredDialog {
  /** The dialog. */
  readonly dialogId: string
  /** Who spoke. */
  readonly repId: string
  /** Who scored it. */
  readonly raterKind: "mentor" | "self" | "host"
  /** Criteria met; at most `of`. */
  readonly met: number
  /** Criteria that applied. */
  readonly of: number
  /** When it was scored, which may be long after it was held. */
  readonly scoredAt: Instant
}

/** What scripts tell of dialogs. */
export interface ScriptFacts {
  /** Use of scripts by deal, of those that were asked for; null where no script was used, of whatever deal. */
  readonly use: ReadonlyArray<ScriptUse> | null
  /** Dialogs scored up to the moment, each once. */
  readonly scores: ReadonlyArray<ScoredDialog>
}

/** A scored dialog with its day. */
export interface DatedScore extends Omit<ScoredDialog, "scoredAt"> {
  /** Day on which it was scored: until then nothing is known of it. */
  readonly scoredOn: CalendarDate
}

/** A next step that was moved after its day had passed. */
export interface StepSlip {
  /** The step. */
  readonly stepId: string
  /** Who was to do it. */
  readonly ownerId: string | null
  /** The day that had passed. */
  readonly dueOn: CalendarDate
  /** Day on which it was moved. */
  readonly movedOn: CalendarDate
}

/** A rep as peers are told: those of one group are compared with each other. */
export interface PeerOf {
  /** The rep. */
  readonly repId: string
  /** Role and ramp together, such as `rep settled` or `rep new`. */
  readonly group: string
}

/** What was agreed, promised and asked, as far as the source carries it. */
export interface ReviewFollowUp {
  /** Answers that were agreed on; null where no time of answer is agreed. */
  readonly answers: ReadonlyArray<AgreedAnswer> | null
  /** Promises of payment that were broken. */
  readonly brokenPromises: ReadonlyArray<BrokenPromise>
  /** Open deals with a proposal at the client's. */
  readonly proposals: ReadonlyArray<ProposalDeal>
  /** Deals whose work is done. */
  readonly finished: ReadonlyArray<FinishedDeal>
  /** Clients who recommended somebody, or were asked to. */
  readonly askedClientIds: ReadonlyArray<string>
  /** Use of scripts by deal closed in the period; null where no script was used, of whatever deal. */
  readonly scriptUse: ReadonlyArray<ScriptUse> | null
  /** Dialogs that were scored by the criteria of their script. */
  readonly scores: ReadonlyArray<DatedScore>
  /** Next steps moved after their day. */
  readonly slips: ReadonlyArray<StepSlip>
  /** Who is compared with whom; reps that are not named are compared with nobody. */
  readonly peers: ReadonlyArray<PeerOf>
}
