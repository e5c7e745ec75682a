import { describe, expect, it } from "vitest"
import { helpText } from "../src/Help.ts"

const words = (text: string): ReadonlyArray<string> => text.split(/\s+/).filter((word) => word !== "")

describe.each(["en", "ru"] as const)("the help in %s", (language) => {
  it.each([60, 80, 100, 120])("fits a terminal of %d columns and says the same", (width) => {
    const text = helpText(language, width)
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width)
    expect(words(text)).toEqual(words(helpText(language, 400)))
  })

  it("begins every option and command in a line of its own, with the text beside it where there is room", () => {
    const lines = helpText(language, 80).split("\n")
    expect(lines.filter((line) => line.startsWith("  --"))).toHaveLength(20)
    expect(lines.find((line) => line.startsWith("  --seed N"))).toMatch(/^ {2}--seed N {11}\S/)
    expect(helpText(language, 80).endsWith("\n")).toBe(true)
  })
})
