import { InputInvalid } from "../shared/InputErrors.ts"
import type { Message } from "../shared/Message.ts"

/** Keeps the first few of many in an order, without keeping the many. */
export interface Worst<Item> {
  /** Offers one. */
  readonly add: (item: Item) => void
  /** Those kept, in order. */
  readonly list: () => ReadonlyArray<Item>
}

/**
 * Makes an empty selection of the first `limit` by `order`. Constant work per item on average: the list is cut back each
 * time it has doubled, and what stands behind the last that was left then is not taken any more.
 *
 * @param limit - whole, 0 or more
 * @param order - negative where the left comes first; a total order makes the result independent of the sequence
 */
export const worstOf = <Item>(limit: number, order: (left: Item, right: Item) => number): Worst<Item> => {
  let kept: Array<Item> = []
  let last: Item | null = null
  const cut = (): void => {
    kept = kept.sort(order).slice(0, limit)
    last = kept[limit - 1] ?? null
  }
  return {
    add: (item) => {
      if (limit === 0 || (last !== null && order(item, last) >= 0)) return
      kept.push(item)
      if (kept.length >= 2 * limit + 64) cut()
    },
    list: () => {
      cut()
      return kept
    },
  }
}

/** Whether so many rows can be kept: a whole number of 0 or more. */
export const isLimit = (limit: number): boolean => Number.isSafeInteger(limit) && limit >= 0

/** What is said of one that is none. */
export const limitText: Message = { en: "must be a whole number of 0 or more", ru: "должно быть целым числом от 0" }

/**
 * A number of rows to keep, given back as it is.
 *
 * @param path - name of the setting
 * @param limit - whole, 0 or more
 * @throws InputInvalid (`control.limit`) otherwise
 */
export const checkedLimit = (path: string, limit: number): number => {
  if (isLimit(limit)) return limit
  throw new InputInvalid([{ path, code: "control.limit", message: limitText }])
}
