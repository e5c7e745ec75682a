import { describe, expect, it } from "vitest"
import { readCommand } from "../src/Arguments.ts"

describe("readCommand", () => {
  it("reads the demo with files and defaults of the language", () => {
    const command = readCommand(["demo", "a.csv", "b.csv", "--lang", "ru"])
    expect(command).toMatchObject({
      name: "demo",
      arguments: {
        files: ["a.csv", "b.csv"],
        language: "ru",
        currency: null,
        timeZone: null,
        database: null,
      },
    })
  })

  it("refuses what does not go together", () => {
    const problemsOf = (...words: ReadonlyArray<string>) => {
      const command = readCommand(["demo", ...words])
      return command.name === "wrong" ? command.problems.map(({ en }) => en.split(":")[0]) : []
    }
    // A department of one's own is for files, and states its currency itself.
    expect(problemsOf("--department", "d.json")).toEqual(["--department goes with files to import"])
    expect(problemsOf("a.csv", "--department", "d.json", "--currency", "EUR")).toEqual([
      "--department states the currency and the time zone",
    ])
    expect(problemsOf("a.csv", "--department", "d.json")).toEqual([])
    // The simulated department has prices in two currencies.
    expect(problemsOf("--currency", "EUR")).toEqual(["--currency"])
    expect(problemsOf("a.csv", "--currency", "EUR")).toEqual([])
  })

  it("tells every problem at once", () => {
    const command = readCommand(["demo", "--currency", "EURO", "--time-zone", "Mars", "--seed", "x", "--lang", "de"])
    expect(command.name).toBe("wrong")
    if (command.name === "wrong") expect(command.problems.map(({ en }) => en)).toHaveLength(4)
  })

  it("refuses unknown options and commands, and shows help for none", () => {
    expect(readCommand(["demo", "--nope"]).name).toBe("wrong")
    expect(readCommand(["sell"]).name).toBe("wrong")
    expect(readCommand([]).name).toBe("help")
    expect(readCommand(["--help"]).name).toBe("help")
    expect(readCommand(["--version"]).name).toBe("version")
  })

  const mistyped: ReadonlyArray<readonly [words: ReadonlyArray<string>, en: string, ru: string]> = [
    [
      ["demo", "--wdith", "80"],
      "There is no option --wdith. Is --width meant?",
      "Параметра --wdith нет. Возможно, имелся в виду --width?",
    ],
    [["demo", "-v"], "There is no option -v", "Параметра -v нет"],
    [["demo", "--to"], "There is no option --to", "Параметра --to нет"],
    [["demo", "--foo"], "There is no option --foo", "Параметра --foo нет"],
    [["demo", "--colour"], "There is no option --colour", "Параметра --colour нет"],
    [
      ["check", "--bd", "x.db"],
      "There is no option --bd. Is --db meant?",
      "Параметра --bd нет. Возможно, имелся в виду --db?",
    ],
  ]
  it.each(mistyped)("says of %j which option may be meant", (words, en, ru) => {
    const command = readCommand(words)
    expect(command.name === "wrong" ? command.problems : []).toEqual([{ en, ru }])
  })
})
