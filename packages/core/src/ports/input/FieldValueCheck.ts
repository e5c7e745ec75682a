import type { IndexKind } from "../../journal/Aggregate.ts"
import { isCalendarDate } from "../../shared/CalendarDate.ts"
import { isCurrency } from "../../shared/Currency.ts"
import { isInstant } from "../../shared/Instant.ts"
import type { FieldValue } from "../RecordFilter.ts"

const isStorableText = (text: string): boolean =>
  text.length > 0 && text.length <= 2000 && !text.includes("\u0000") && text.isWellFormed()

/** Whether every store keeps a date or an instant: Postgres has no year 0. */
export const isKeptTime = (text: string): boolean => text >= "0001"

const isMinor = (value: unknown): boolean => Number.isSafeInteger(value) && !Object.is(value, -0)

/** Whether an unknown value is one that a field of this kind may hold; of the scalar kinds, also of a part of its order key. */
export function isFieldValue(kind: "text" | "instant" | "date", value: unknown): value is string
export function isFieldValue(kind: IndexKind, value: unknown): value is FieldValue
export function isFieldValue(kind: IndexKind, value: unknown): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string" && isStorableText(value)
    case "instant":
      return typeof value === "string" && isInstant(value) && isKeptTime(value)
    case "date":
      return typeof value === "string" && isCalendarDate(value) && isKeptTime(value)
    case "integer":
      return isMinor(value)
    case "boolean":
      return typeof value === "boolean"
    case "money": {
      if (typeof value !== "object" || value === null || !("amountMinor" in value) || !("currency" in value))
        return false
      return isMinor(value.amountMinor) && typeof value.currency === "string" && isCurrency(value.currency)
    }
  }
}
