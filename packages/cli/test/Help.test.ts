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
    expect(lines.filter((line) => line.startsWith("  --"))).toHaveLength(36)
    expect(lines.find((line) => line.startsWith("  --seed N"))).toMatch(/^ {2}--seed N {11}\S/)
    expect(helpText(language, 80).endsWith("\n")).toBe(true)
  })

  it("of one command tells its own options and the exit codes, and no other command's", () => {
    const optionsOf = (text: string) => [...text.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option)
    const names = ["--prefix", "--schema", "--people", "--references", "--row-security"]
    for (const verb of ["check", "plan", "drift", "migrate", "uninstall"] as const) {
      const text = helpText(language, 80, verb)
      expect(text.startsWith(`salesdept ${verb} `)).toBe(true)
      expect(optionsOf(text)).toEqual(["--db", "--url", ...names, "--json", "--lang"])
    }
    const reading = ["--db", "--url", "--prefix", "--schema", "--tenant", "--department", "--on", "--width"]
    for (const [verb, own] of [
      ["control", ["--owner", "--unowned", "--state", "--limit", "--covered"]],
      ["report", ["--actor", "--out", "--full"]],
    ] as const) {
      const text = helpText(language, 80, verb)
      expect(text.startsWith(`salesdept ${verb} `)).toBe(true)
      expect(optionsOf(text)).toEqual([...reading, ...own, "--json", "--lang"])
    }
    expect(optionsOf(helpText(language, 80, "generate"))).toEqual([
      ...names,
      "--dialect",
      "--grant-to",
      "--grant-read-to",
      "--distributed",
      "--applied",
      "--lang",
    ])
    const demo = helpText(language, 80, "demo")
    expect(optionsOf(demo)).toEqual([
      "--db",
      "--department",
      "--out",
      "--currency",
      "--time-zone",
      "--source",
      "--seed",
      "--width",
      "--full",
      "--now",
      "--lang",
    ])
    for (const text of [demo, helpText(language, 80, "check")]) expect(text).toMatch(/: 0 .*2 .*3 /s)
  })
})
