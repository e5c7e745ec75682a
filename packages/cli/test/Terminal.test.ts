import { describe, expect, it } from "vitest"
import { columnsOf } from "../src/Terminal.ts"

describe("columnsOf", () => {
  it.each([
    [120, "80", 120],
    [undefined, "80", 80],
    [undefined, undefined, 100],
    [undefined, "", 100],
    [undefined, "wide", 100],
    // Some terminals report no columns at all.
    [0, "72", 72],
  ])("of a terminal of %s and COLUMNS=%s takes %s", (ofTerminal, ofShell, columns) => {
    expect(columnsOf(ofTerminal, ofShell)).toBe(columns)
  })
})
