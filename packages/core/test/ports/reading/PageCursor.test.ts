import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { isFieldValue } from "../../../src/ports/input/FieldValueCheck.ts"
import { cursorOf, positionOfCursor, questionDigest } from "../../../src/ports/reading/PageCursor.ts"
import { idOrder } from "../../../src/ports/RecordFilter.ts"
import type { RecordFilter, RecordOrder } from "../../../src/ports/RecordFilter.ts"

const anyText = fc.string({ unit: "grapheme" }).filter((text) => isFieldValue("text", text))
const byName: RecordOrder = { field: "name", kind: "text", direction: "asc" }
const inStage = (value: string): RecordFilter => ({ field: "stageId", kind: "text", test: { _tag: "Equals", value } })

describe("a cursor", () => {
  it("is read back whatever its value and id, and is of characters that a URL carries", () => {
    fc.assert(
      fc.property(anyText, anyText, (id, value) => {
        const cursor = cursorOf("question", { key: [value], id })
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(positionOfCursor(cursor, "question", byName)).toEqual(Result.succeed({ key: [value], id }))
      }),
    )
  })

  it("opens no page of another question, and is nothing that somebody makes up", () => {
    const cursor = cursorOf("question", { key: [], id: "deal_1" })
    expect(positionOfCursor(cursor, "another", idOrder)).toMatchObject({ failure: { code: "cursor.otherQuestion" } })
    for (const made of ["", "сделка", "W10", "deal_1", `${cursor}x`]) {
      expect(positionOfCursor(made, "question", idOrder)).toMatchObject({ failure: { code: "cursor.shape" } })
    }
  })
})

describe("the name of a question", () => {
  it("is the same whenever it is asked and in whatever order its conditions stand, and another for another question", () => {
    const owned: RecordFilter = { field: "ownerId", kind: "text", test: { _tag: "IsNull" } }
    const name = questionDigest("deal", [inStage("a"), owned], idOrder)
    expect(questionDigest("deal", [inStage("a"), owned], idOrder)).toBe(name)
    expect(questionDigest("deal", [owned, inStage("a")], idOrder)).toBe(name)
    const others = [
      questionDigest("deal", [inStage("b"), owned], idOrder),
      questionDigest("lead", [inStage("a"), owned], idOrder),
      questionDigest("deal", [inStage("a"), owned], byName),
    ]
    expect(new Set([name, ...others]).size).toBe(4)
  })
})
