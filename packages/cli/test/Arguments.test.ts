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

  it("gives help of the command that is named, in the language that is named, whatever else is wrong", () => {
    expect(readCommand(["check", "--help"])).toEqual({ name: "help", language: "en", verb: "check" })
    expect(readCommand(["check", "--url", "x", "-h"])).toEqual({ name: "help", language: "en", verb: "check" })
    expect(readCommand(["help", "demo", "--lang", "ru"])).toEqual({ name: "help", language: "ru", verb: "demo" })
    expect(readCommand(["--help", "--lang=ru"])).toEqual({ name: "help", language: "ru", verb: null })
    expect(readCommand([])).toEqual({ name: "help", language: "en", verb: null })
  })

  it("says of a command that there is not which may be meant", () => {
    const told = (name: string) => {
      const command = readCommand([name, "--lang", "ru"])
      return command.name === "wrong" ? command.problems : []
    }
    expect(told("chek")).toEqual([
      { en: "There is no command chek. Is check meant?", ru: "Команды «chek» нет. Возможно, имелась в виду check?" },
    ])
    expect(told("report")).toEqual([{ en: "There is no command report", ru: "Команды «report» нет" }])
  })

  it("takes the address of a Postgres database, and no other word for one", () => {
    const at = (url: string) => readCommand(["check", "--url", url]).name
    expect(["postgres://h/d", "postgresql://u:p@h:5432/d?sslmode=require", "socket:/run/pg?db=d"].map(at)).toEqual(
      Array.from({ length: 3 }, () => "schema"),
    )
    expect(["sales.db", "h/d", "mysql://h/d"].map(at)).toEqual(Array.from({ length: 3 }, () => "wrong"))
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
