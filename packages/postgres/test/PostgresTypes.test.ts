import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rowTypes } from "../src/PostgresTypes.ts"

const read = (oid: number, text: string): unknown => {
  // The driver's list of types is not the whole of them.
  const typeOf = rowTypes.getTypeParser as (oid: number) => (value: string) => unknown
  const parse = typeOf(oid)
  return parse(text)
}
const instant = 1184

describe("instants", () => {
  it.each([
    ["2026-11-23 09:30:00+00", "2026-11-23T09:30:00.000Z"],
    ["2026-11-23 09:30:00.5+00", "2026-11-23T09:30:00.500Z"],
    ["2026-11-23 15:00:00.07+05:30", "2026-11-23T09:30:00.070Z"],
    ["2026-11-22 21:30:00.123-12", "2026-11-23T09:30:00.123Z"],
    // Offsets to the second, as zones had before there were time signals; and years at either end.
    ["1850-01-01 05:53:28+05:53:28", "1850-01-01T00:00:00.000Z"],
    ["10000-01-01 05:29:59.999+05:30", "9999-12-31T23:59:59.999Z"],
    ["0001-12-31 19:00:00-05 BC", "0001-01-01T00:00:00.000Z"],
    // Further digits than we store are cut, not rounded into the next millisecond.
    ["2026-11-23 09:30:00.123999+00", "2026-11-23T09:30:00.123Z"],
  ])("reads %s as %s", (text, expected) => {
    expect(read(instant, text)).toBe(expected)
  })

  it("gives every instant back whose zeros the server leaves out", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) }), (ms) => {
        const iso = new Date(ms).toISOString()
        const fraction = iso.slice(19, 23).replace(/\.?0+$/, "")
        const shown = `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction}+00`
        expect(read(instant, shown)).toBe(iso)
      }),
    )
  })

  it("refuses what another DateStyle writes", () => {
    expect(() => read(instant, "23.11.2026 09:30:00 UTC")).toThrow(RangeError)
  })
})

describe("numbers and the rest", () => {
  it("reads 64-bit integers as numbers, and never rounds one", () => {
    expect(read(20, "9007199254740991")).toBe(9_007_199_254_740_991)
    expect(read(20, "9007199254740993")).toBe("9007199254740993")
  })

  it("leaves dates, jsonb and unknown types as the server's text", () => {
    expect([read(1082, "2026-11-23"), read(3802, '{"a": 1}'), read(999_999, "x")]).toEqual([
      "2026-11-23",
      '{"a": 1}',
      "x",
    ])
    expect([read(16, "t"), read(16, "f")]).toEqual([true, false])
  })
})
