import * as Result from "effect/Result"
import { canonicalJson } from "../../journal/Canonical.ts"
import { sha256 } from "../../journal/Sha256.ts"
import type { IndexKind } from "../../journal/Aggregate.ts"
import type { Problem } from "../../shared/Problem.ts"
import { isFieldValue } from "../input/FieldValueCheck.ts"
import type { OrderKey, RecordOrder, RecordPosition } from "../RecordFilter.ts"

/** How many questions' names are remembered: those that a program asks are few, those that people compose are not. */
const mostRemembered = 500

const digests = new Map<string, string>()

/** Names a question: a cursor holds it, so that it opens no page of another question. */
export const questionDigest = (kind: string, filters: ReadonlyArray<object>, order: object): string => {
  // The same question is asked for page after page: its name is looked up by its text as it stands, which costs a fifth of making it.
  const asked = JSON.stringify([kind, filters, order])
  let digest = digests.get(asked)
  if (digest === undefined) {
    const conditions = filters.map((filter) => canonicalJson(filter)).sort()
    digest = sha256(canonicalJson([kind, conditions, order])).slice(0, 16)
    if (digests.size >= mostRemembered) digests.clear()
    digests.set(asked, digest)
  }
  return digest
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** The cursor of a place: opaque text of URL-safe characters. It holds the place's value and id, and is no secret. */
export const cursorOf = (digest: string, { key, id }: RecordPosition): string =>
  // JSON in ASCII needs no encoding of its own before it becomes Base64.
  btoa(JSON.stringify([digest, key, id]).replaceAll(/[\u0080-\uffff]/g, escaped))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

const parsed = (cursor: string): unknown => {
  try {
    return JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")))
  } catch {
    return null
  }
}

const isKey = (key: unknown, { field, kind }: RecordOrder): key is OrderKey => {
  if (!Array.isArray(key)) return false
  const values: ReadonlyArray<unknown> = key
  const parts: ReadonlyArray<IndexKind> = field === "id" ? [] : kind === "money" ? ["text", "integer"] : [kind]
  return values.length === parts.length && parts.every((part, index) => isFieldValue(part, values[index]))
}

/**
 * The place of a cursor, or what is wrong with it.
 *
 * @param cursor - what was given as `after`
 * @param digest - names the question that is asked now
 * @param isPlaceKey - whether the place's key is one of that question's order
 */
export const placeOfCursor = <Key extends OrderKey | null>(
  cursor: string,
  digest: string,
  isPlaceKey: (key: OrderKey | null) => key is Key,
): Result.Result<{ readonly key: Key; readonly id: string }, Problem> => {
  const parts = parsed(cursor)
  if (Array.isArray(parts) && parts.length === 3) {
    const [question, key, id] = parts as ReadonlyArray<unknown>
    if (typeof question === "string" && isFieldValue("text", id) && (key === null || Array.isArray(key))) {
      if (question !== digest) {
        return Result.fail({
          path: "after",
          code: "cursor.otherQuestion",
          message: {
            en: "is the cursor of a question with other conditions or another order",
            ru: "это курсор запроса с другими условиями или другим порядком",
          },
        })
      }
      if (isPlaceKey(key)) return Result.succeed({ key, id })
    }
  }
  return Result.fail({
    path: "after",
    code: "cursor.shape",
    message: { en: "is not the `next` of a page", ru: "это не значение `next` страницы" },
  })
}

/** The same for a page of records in an order. */
export const positionOfCursor = (
  cursor: string,
  digest: string,
  order: RecordOrder,
): Result.Result<RecordPosition, Problem> =>
  placeOfCursor(cursor, digest, (key): key is OrderKey | null =>
    key === null ? order.field !== "id" : isKey(key, order),
  )
