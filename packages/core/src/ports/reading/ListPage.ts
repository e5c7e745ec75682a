import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { InputInvalid } from "../../shared/InputErrors.ts"
import { textField } from "../input/FieldSchema.ts"
import type { RecordFilter, RecordOrder, RecordPosition } from "../RecordFilter.ts"
import { comparePositions } from "../RecordFilter.ts"
import { cursorOf, positionOfCursor, questionDigest } from "./PageCursor.ts"
import { limitField } from "./RecordQuestionSchema.ts"

/** What of a question says which page of its answer is wanted. */
export const listPageFields = {
  /** The `next` of the page before; from the start where left out or null. */
  after: Schema.optional(Schema.NullOr(textField(8000))),
  /** How many at most, 1 to 10,000 (inclusive); 100 where left out. */
  limit: Schema.optional(limitField),
}

/** A page of an answer that is worked out, not stored. */
export interface ListPage<Item> {
  /** Its items, in the order of the question. */
  readonly items: ReadonlyArray<Item>
  /** Give it as `after`, with the same conditions, for the next page; null where this is the last. */
  readonly next: string | null
}

/** Which list pages are of. */
interface Listed<Item> {
  /** Names the question. */
  readonly name: string
  /** Its conditions. */
  readonly filters: ReadonlyArray<RecordFilter>
  /** By what its items are ordered: something that does not change from page to page as ages do. */
  readonly order: RecordOrder
  /** Where an item stands; no two at one place. */
  readonly placeOf: (item: Item) => RecordPosition
}

interface PageAsked {
  readonly after?: string | null | undefined
  readonly limit?: number | undefined
}

/** A page that was asked for, checked. */
interface PageWanted<Item> {
  /** Where it begins; null at the start. */
  readonly after: RecordPosition | null
  /** How many items at most. */
  readonly limit: number
  /** Makes it of items in order that begin where it does; of one more than its limit it knows whether there is a next. */
  readonly cut: (items: ReadonlyArray<Item>) => ListPage<Item>
  /** Makes it of all items, in any order. */
  readonly ofAll: (items: ReadonlyArray<Item>) => ListPage<Item>
}

/** Checks which page is asked for: a cursor of another question is refused before anything is read. */
export const pageWanted = <Item>(
  { name, filters, order, placeOf }: Listed<Item>,
  { after = null, limit = 100 }: PageAsked,
): Result.Result<PageWanted<Item>, InputInvalid> => {
  const digest = questionDigest(name, filters, order)
  const begin = after === null ? Result.succeed(null) : positionOfCursor(after, digest, order)
  if (Result.isFailure(begin)) return Result.fail(new InputInvalid([begin.failure]))
  const place = begin.success
  const cut = (items: ReadonlyArray<Item>): ListPage<Item> => {
    const last = items[limit - 1]
    const isMore = last !== undefined && items.length > limit
    return { items: items.slice(0, limit), next: isMore ? cursorOf(digest, placeOf(last)) : null }
  }
  const ofAll = (items: ReadonlyArray<Item>): ListPage<Item> =>
    cut(
      items
        .map((item) => ({ item, at: placeOf(item) }))
        .filter(({ at }) => place === null || comparePositions(at, place, order) > 0)
        .toSorted((left, right) => comparePositions(left.at, right.at, order))
        .map(({ item }) => item),
    )
  return Result.succeed({ after: place, limit, cut, ofAll })
}
