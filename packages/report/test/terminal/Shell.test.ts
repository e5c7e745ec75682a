import { describe, expect, it } from "vitest"
import { styleOfShell } from "../../src/index.ts"

describe("how a program writes to its terminal", () => {
  it.each([
    [120, "80", 120],
    [undefined, "80", 80],
    [undefined, undefined, 100],
    [undefined, "", 100],
    [undefined, "wide", 100],
    // Some terminals report no columns at all.
    [0, "72", 72],
  ])("of a terminal of %s and COLUMNS=%s takes %s", (columns, said, width) => {
    expect(styleOfShell({ columns }, { COLUMNS: said }).width).toBe(width)
  })

  it.each([
    [true, undefined, true],
    [true, "", true],
    [true, "1", false],
    [false, undefined, false],
    [undefined, undefined, false],
  ])("is in colour on a terminal (%s) with NO_COLOR=%s: %s", (isTTY, said, colour) => {
    expect(styleOfShell({ isTTY }, { NO_COLOR: said }).colour).toBe(colour)
  })

  it("is without colour on a terminal that shows the codes of colours", () => {
    expect(styleOfShell({ isTTY: true }, { TERM: "dumb" }).colour).toBe(false)
    expect(styleOfShell({ isTTY: true }, { TERM: "xterm" }).colour).toBe(true)
  })
})
