import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { arrayLiteral } from "../src/ArrayLiteral.ts"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()

describe("an array literal", () => {
  it("leaves texts with control characters, and beyond the first plane, to the driver", () => {
    for (const text of ["a\nb", "\t", "\u0001", "🦔", "\ud800"]) expect(arrayLiteral(["plain", text])).toBeNull()
    expect(arrayLiteral([])).toBe("{}")
    expect(arrayLiteral([null, 1, true])).toBe("{null,1,true}")
  })

  it("is read by the server as the values it was made of", async () => {
    const texts = fc.array(
      fc.option(fc.oneof(fc.string(), fc.constantFrom('"', "\\", "{}", ",", "null", "NULL", "", " ", "Ёж"))),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (values) => {
        const literal = arrayLiteral(values)
        if (literal === null) return
        const { rows } = await database
          .admin()
          .query<{ readonly read: unknown }>("select $1::text[] as read", [literal])
        expect(rows[0]?.read).toEqual(values)
      }),
      { numRuns: 200 },
    )
    const numbers = [0, -1, 1.5, Number.MAX_SAFE_INTEGER, null]
    const { rows } = await database
      .admin()
      .query<{ readonly read: unknown }>("select to_json($1::numeric[])::text as read", [arrayLiteral(numbers)])
    expect(JSON.parse(String(rows[0]?.read))).toEqual(numbers)
  })
})
