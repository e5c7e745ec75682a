import type { Message } from "@salesdept/core/shared"

/** A record that somebody has to do something about. */
export interface ListedRecord {
  /** Its id. */
  readonly recordId: string
  /** What people call it; null where it has no name. */
  readonly name: string | null
  /** Who answers for it; null where nobody does. */
  readonly repName: string | null
  /** The facts that put it on the list. */
  readonly reason: Message
  /** Money it is about, in minor units of the report's currency; null where none is stated in it. */
  readonly amountMinor: number | null
}

/** Records that ask for the same thing, the first to turn to first. */
export interface RecordList {
  /** Stable id of the list. */
  readonly id: string
  /** What its records have in common. */
  readonly title: Message
  /** What is to be done about each of them. */
  readonly next: Message
  /** All records of the list. */
  readonly totalCount: number
  /** Their money in minor units; null where the list is not about money in the report's currency. */
  readonly totalMinor: number | null
  /** Records whose money is in another currency: each states it among its facts, and none of it is in the total. Not there where none is. */
  readonly foreignCount?: number
  /** The first of them. */
  readonly rows: ReadonlyArray<ListedRecord>
}
