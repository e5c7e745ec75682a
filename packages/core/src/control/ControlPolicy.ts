import { InputInvalid } from "../shared/InputErrors.ts"
import type { ParkingPolicy } from "./ParkingPolicy.ts"
import type { SlaPolicy } from "./SlaPolicy.ts"

/** Kinds of records that are under control. Each has a partition of its own. */
export const controlKinds = ["lead", "client", "deal"] as const

/** One of {@link controlKinds}. */
export type ControlKind = (typeof controlKinds)[number]

/** The control states of a record. At any instant a record is in exactly one. */
export const controlStates = [
  "unassigned",
  "newUnanswered",
  "stepOverdue",
  "waitingOnUs",
  "owingPayment",
  "owingDocuments",
  "parked",
  "stalled",
  "noNextStep",
  "quietRegular",
  "onTrack",
  "notObservable",
  "closed",
] as const

/** One of {@link controlStates}. */
export type ControlStateName = (typeof controlStates)[number]

/** A tenant's rules of control: plain data, versioned with the department. */
export interface ControlPolicy {
  /**
   * Every control state once, the worst first: where several hold at once, the record is in the first. Parking excuses
   * what stands after `parked`, and nothing before it. `notObservable`, `onTrack` and `closed` are what is left when none
   * of the others holds, and stand last in that order of certainty.
   */
  readonly priority: ReadonlyArray<ControlStateName>
  /**
   * A lead or an inbound dialog must be answered within so many hours, 1 to 3650, wall clock. It waits on us from the moment the
   * hours are over (exclusive); until then the answer is under way. Where `sla` agrees on working time, that counts instead.
   */
  readonly answerWithinHours: number
  /**
   * A deal in progress counts as stalled after so many days, 1 to 3650, in one stage (exclusive), unless its stage has a limit of its
   * own.
   */
  readonly stalledAfterDays: number
  /** A client is regular from so many won deals on (inclusive), 1 to 3650. */
  readonly regularFromWonDeals: number
  /** A regular client is quiet after so many days, 1 to 3650, without a dialog or a sale (exclusive). */
  readonly quietAfterDays: number
  /**
   * A next step, or the day to which a lead is put off, keeps a record under control where it lies at most so many days ahead, 1 to
   * 3650 (inclusive); `usualCommitDays` where left out. Further ahead it is as good as none: nobody looks after the record until then.
   */
  readonly commitWithinDays?: number
  /** Rules of parking and snoozing; `defaultParkingPolicy` where left out. */
  readonly parking?: ParkingPolicy
  /** Agreed times of answers in working time, reminders and escalation; none where left out. */
  readonly sla?: SlaPolicy
}

/** How far ahead a dated commitment may lie unless the department says otherwise: what comes back every year is within it. */
export const usualCommitDays = 366

/** The rules a department has unless it says otherwise. */
export const defaultControlPolicy: ControlPolicy = {
  priority: controlStates,
  answerWithinHours: 24,
  stalledAfterDays: 30,
  regularFromWonDeals: 2,
  quietAfterDays: 90,
}

/** States in which nobody has to do anything now: no problem holds, or nothing can be said. They are on no list of work. */
export const calmStates: ReadonlyArray<ControlStateName> = ["parked", "onTrack", "notObservable", "closed"]

/** Place of each state in a policy's priority, from 0 for the worst. */
export type StateRanks = { readonly [State in ControlStateName]: number }

// A cache by identity: policies are plain immutable data.
const ranks = new WeakMap<ControlPolicy, StateRanks>()

/**
 * The place of each state in the policy's order.
 *
 * @throws InputInvalid (`priority.incomplete`) where the order does not name every state exactly once
 */
export const stateRanks = (policy: ControlPolicy): StateRanks => {
  const known = ranks.get(policy)
  if (known !== undefined) return known
  const { priority } = policy
  const named = new Set(priority)
  if (priority.length !== controlStates.length || controlStates.some((state) => !named.has(state))) {
    throw new InputInvalid([priorityIncomplete])
  }
  const made = Object.fromEntries(priority.map((state, place) => [state, place])) as StateRanks
  ranks.set(policy, made)
  return made
}

const priorityIncomplete = {
  path: "priority",
  code: "priority.incomplete",
  message: {
    en: "must name every control state exactly once",
    ru: "должны быть названы все состояния контроля, каждое один раз",
  },
}
