import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"
import { canonicalJson } from "../journal/Canonical.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { IndexKind } from "../journal/Aggregate.ts"
import type { Problem } from "../shared/Problem.ts"
import { isFieldValue } from "./FieldValueCheck.ts"
import type { OrderKey, RecordFilter, RecordOrder, RecordPosition } from "./RecordFilter.ts"

/** Names a question: a cursor holds it, so that it opens no page of another question. */
export const questionDigest = (kind: string, filters: ReadonlyArray<RecordFilter>, order: RecordOrder): string => {
  const conditions = filters.map((filter) => canonicalJson(filter)).sort()
  return sha256(canonicalJson([kind, conditions, order])).slice(0, 16)
}

/** The cursor of a place: opaque text of URL-safe characters. It holds the place's value and id, and is no secret. */
export const cursorOf = (digest: string, { key, id }: RecordPosition): string =>
  Base64Url.encode(JSON.stringify([digest, key, id]))

const parsed = (cursor: string): unknown => {
  const text = Base64Url.decodeString(cursor)
  if (Result.isFailure(text)) return null
  try {
    return JSON.parse(text.success)
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

/** The place of a cursor, or what is wrong with it. */
export const positionOfCursor = (
  cursor: string,
  digest: string,
  order: RecordOrder,
): Result.Result<RecordPosition, Problem> => {
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
      if (key === null && order.field !== "id") return Result.succeed({ key: null, id })
      if (isKey(key, order)) return Result.succeed({ key, id })
    }
  }
  return Result.fail({
    path: "after",
    code: "cursor.shape",
    message: { en: "is not the `next` of a page", ru: "это не значение `next` страницы" },
  })
}
