import * as Result from "effect/Result"
import type { OrderKey } from "../ports/RecordFilter.ts"
import { cursorOf, placeOfCursor, questionDigest } from "../ports/reading/PageCursor.ts"
import { isCalendarDate } from "../shared/CalendarDate.ts"
import { isCurrency } from "../shared/Currency.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { ControlKind, ControlStateName } from "./ControlPolicy.ts"
import { controlKinds, controlStates } from "./ControlPolicy.ts"
import type { LadderPlace } from "./Ladder.ts"

/** State, currency and minor units (empty and 0 where no amount is stated), day (empty where not known), kind. */
type PlaceKey = readonly [ControlStateName, string, number, string, ControlKind]

const isOneOf = <Name extends string>(names: ReadonlyArray<Name>, value: unknown): value is Name =>
  names.some((name) => name === value)

const isPlaceKey = (key: OrderKey | null): key is PlaceKey => {
  if (key === null || key.length !== 5) return false
  const [state, currency, amountMinor, since, kind] = key
  return (
    isOneOf(controlStates, state) &&
    typeof currency === "string" &&
    (currency === "" || isCurrency(currency)) &&
    Number.isSafeInteger(amountMinor) &&
    typeof since === "string" &&
    (since === "" || isCalendarDate(since)) &&
    isOneOf(controlKinds, kind)
  )
}

/** Cursors of one question for the control list. */
export interface ListCursors {
  /** The text that stands for a place. */
  readonly cursorOf: (place: LadderPlace) => string
  /** The place that a text stands for: one of another question is refused. */
  readonly placeOf: (cursor: string) => Result.Result<LadderPlace, InputInvalid>
}

/**
 * Makes cursors for the pages of one control list.
 *
 * @param conditions - what the list is of: all settings that are no settings of the page
 */
export const listCursors = (conditions: object): ListCursors => {
  const digest = questionDigest("control.list", [conditions], { field: "ladder" })
  return {
    cursorOf: ({ kind, id, state, amount, since }) =>
      cursorOf(digest, { key: [state, amount?.currency ?? "", amount?.amountMinor ?? 0, since ?? "", kind], id }),
    placeOf: (cursor) =>
      Result.mapBoth(placeOfCursor(cursor, digest, isPlaceKey), {
        onFailure: (problem) => new InputInvalid([problem]),
        onSuccess: ({ key: [state, currency, amountMinor, since, kind], id }): LadderPlace => ({
          kind,
          id,
          state,
          amount: currency === "" ? null : { amountMinor, currency },
          since: since === "" ? null : since,
        }),
      }),
  }
}
