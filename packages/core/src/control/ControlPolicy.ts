/** The control states of a record. At any instant a record is in exactly one. */
export const controlStates = [
  "unassigned",
  "newUnanswered",
  "stepOverdue",
  "waitingOnUs",
  "owingPayment",
  "owingDocuments",
  "stalled",
  "noNextStep",
  "quietRegular",
  "parked",
  "onTrack",
  "notObservable",
  "closed",
] as const

/** One of {@link controlStates}. */
export type ControlStateName = (typeof controlStates)[number]

/** A tenant's rules of control: plain data, versioned with the department. */
export interface ControlPolicy {
  /**
   * Every control state once, the worst first: where several hold at once, the record is in the first. `notObservable`,
   * `onTrack` and `closed` are what is left when none of the others holds, and stand last in that order of certainty.
   */
  readonly priority: ReadonlyArray<ControlStateName>
  /** A lead or an inbound dialog must be answered within so many hours, wall clock. */
  readonly answerWithinHours: number
  /** An open deal counts as stalled after so many days in one stage, unless its stage has a limit of its own. */
  readonly stalledAfterDays: number
  /** A client is regular from so many won deals on. */
  readonly regularFromWonDeals: number
  /** A regular client is quiet after so many days without a dialog or a sale. */
  readonly quietAfterDays: number
}

/** The rules a department has unless it says otherwise. */
export const defaultControlPolicy: ControlPolicy = {
  priority: controlStates,
  answerWithinHours: 24,
  stalledAfterDays: 30,
  regularFromWonDeals: 2,
  quietAfterDays: 90,
}
