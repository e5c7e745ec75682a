import type { Message } from "@salesdept/core/shared"
import type { Amount, OrWithheld } from "./Figure.ts"
import type { ListedRecord } from "./RecordList.ts"

/**
 * How a control state is shown: `alarm` needs a person today, `attention` soon, `fine` is under control, `closed` needs
 * nothing more, `notObservable` cannot be judged because the source does not carry the facts.
 */
export type ControlTone = "alarm" | "attention" | "fine" | "closed" | "notObservable"

/** One part of the partition of the base. */
export interface ControlStateFigures {
  /** Stable id of the state. */
  readonly state: string
  /** Its name. */
  readonly name: Message
  /** What puts a record into it. */
  readonly meaning: Message
  /** What takes a record out of it; not there in reports made before the format knew it. */
  readonly clears?: Message
  /** How it is shown. */
  readonly tone: ControlTone
  /** Records in it. */
  readonly count: number
  /** Money at stake: what is overdue or not documented in the states that say so, else the deals' amounts. */
  readonly amount: OrWithheld<Amount>
  /** Days the oldest of them has been in it; null where that is not known or nothing is in it. */
  readonly oldestDays: number | null
}

/** The records of a state that are to be turned to first. */
export interface ControlFirst {
  /** Id of the state. */
  readonly state: string
  /** The first of its records, in the order of the control list. */
  readonly rows: ReadonlyArray<ListedRecord>
}

/** One owner's share of the partition. */
export interface ControlOfRep {
  /** The owner's name; null for records that nobody owns. */
  readonly repName: string | null
  /** All of the owner's records. */
  readonly totalCount: number
  /** Records by state id; a state not named has none. */
  readonly counts: { readonly [state: string]: number }
}

/** Something that cannot be judged on this base. */
export interface NotObservable {
  /** The question ("is anything owed"). */
  readonly what: Message
  /** Why it cannot be answered ("the source carries no payments"). */
  readonly why: Message
}

/** The partition of the whole base: every record is in exactly one state, and the states sum to the base. */
export interface ControlSection {
  /** What a record is here ("deals", "leads, clients and deals"). */
  readonly records: Message
  /** How they are judged, where it is not as they stood on the report's day: the base came in after it. */
  readonly standing?: Message
  /** All records of the base. */
  readonly totalCount: number
  /** Their money; withheld where what is owed would be added to amounts of deals. */
  readonly totalAmount: OrWithheld<Amount>
  /** States, worst first. */
  readonly states: ReadonlyArray<ControlStateFigures>
  /** Whom to turn to first in each state that needs somebody; not there in reports made before the format knew it. */
  readonly first?: ReadonlyArray<ControlFirst>
  /** The same by owner, worst first. */
  readonly byRep: ReadonlyArray<ControlOfRep>
  /** What the partition cannot tell on this base. */
  readonly notObservable: ReadonlyArray<NotObservable>
}
