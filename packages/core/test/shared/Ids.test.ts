import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { idPrefixes, isId, makeId } from "../../src/shared/Ids.ts"
import type { IdKind } from "../../src/shared/Ids.ts"

const kind = fc.constantFrom(...(Object.keys(idPrefixes) as ReadonlyArray<IdKind>))
const epochMs = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const random = fc.uint8Array({ minLength: 10, maxLength: 10 })

describe("ids", () => {
  it("have the layout of a ULID (the example time of its specification)", () => {
    // 1469918176385 is written 01ARYZ6S41 (github.com/ulid/spec and its reference implementation).
    expect(makeId("deal", 1_469_918_176_385, new Uint8Array(10))).toBe("deal_01ARYZ6S410000000000000000")
    expect(makeId("deal", 2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe("deal_7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
  })

  it("are ids of their kind only, and sort by time", () => {
    fc.assert(
      fc.property(kind, kind, epochMs, epochMs, random, (one, other, early, late, bytes) => {
        const id = makeId(one, early, bytes)
        expect(isId(one, id)).toBe(true)
        expect(isId(other, id)).toBe(one === other)
        expect(id < makeId(one, late, bytes)).toBe(early < late)
      }),
    )
  })

  it.each(["deal_", "deal", "client_1", "deal_-1", "deal_a b", `deal_${"a".repeat(101)}`])("refuses %j", (text) =>
    expect(isId("deal", text)).toBe(false),
  )

  it("accepts the host's own behind the prefix", () => expect(isId("deal", "deal_crm:42-b")).toBe(true))
})
