import { describe, expect, it } from "vitest"
import { readCommand } from "../src/Arguments.ts"

describe("readCommand", () => {
  it("reads the demo with files and defaults of the language", async () => {
    const command = await readCommand(["demo", "a.csv", "b.csv", "--lang", "ru"])
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

  it("refuses what does not go together", async () => {
    const problemsOf = async (...words: ReadonlyArray<string>) => {
      const command = await readCommand(["demo", ...words])
      return command.name === "wrong" ? command.problems.map(({ en }) => en.split(":")[0]) : []
    }
    // A department of one's own is for files, and states its currency itself.
    expect(await problemsOf("--department", "d.json")).toEqual(["--department goes with files to import"])
    expect(await problemsOf("a.csv", "--department", "d.json", "--currency", "EUR")).toEqual([
      "--department states the currency and the time zone",
    ])
    expect(await problemsOf("a.csv", "--department", "d.json")).toEqual([])
    // The simulated department has prices in two currencies.
    expect(await problemsOf("--currency", "EUR")).toEqual(["--currency"])
    expect(await problemsOf("a.csv", "--currency", "EUR")).toEqual([])
  })

  it("takes a clock with its zone alone: without one it would be another on each machine", async () => {
    const clock = async (now: string) => {
      const command = await readCommand(["demo", "--now", now])
      return command.name === "demo" ? command.arguments.now : command.name
    }
    expect(await clock("2026-11-23T09:30:00Z")).toBe(Date.UTC(2026, 10, 23, 9, 30))
    expect(await clock("2026-11-23T12:30+03:00")).toBe(Date.UTC(2026, 10, 23, 9, 30))
    for (const wrong of ["2026-11-23T09:30:00", "2026-11-23", "Nov 23 2026", "5", "2026-13-01T00:00:00Z"]) {
      expect(await clock(wrong)).toBe("wrong")
    }
  })

  it("tells every problem at once", async () => {
    const command = await readCommand([
      "demo",
      "--currency",
      "EURO",
      "--time-zone",
      "Mars",
      "--seed",
      "x",
      "--lang",
      "de",
    ])
    expect(command.name).toBe("wrong")
    if (command.name === "wrong") expect(command.problems.map(({ en }) => en)).toHaveLength(4)
  })

  it("refuses unknown options and commands, and shows help for none", async () => {
    expect((await readCommand(["demo", "--nope"])).name).toBe("wrong")
    expect((await readCommand(["sell"])).name).toBe("wrong")
    expect((await readCommand([])).name).toBe("help")
    expect((await readCommand(["--help"])).name).toBe("help")
    expect((await readCommand(["--version"])).name).toBe("version")
  })

  it("gives help of the command that is named, in the language that is named, whatever else is wrong", async () => {
    expect(await readCommand(["check", "--help"])).toEqual({ name: "help", language: "en", verb: "check" })
    expect(await readCommand(["check", "--url", "x", "-h"])).toEqual({ name: "help", language: "en", verb: "check" })
    expect(await readCommand(["help", "demo", "--lang", "ru"])).toEqual({ name: "help", language: "ru", verb: "demo" })
    expect(await readCommand(["--help", "--lang=ru"])).toEqual({ name: "help", language: "ru", verb: null })
    expect(await readCommand([])).toEqual({ name: "help", language: "en", verb: null })
  })

  it("gives no help of a command that there is not", async () => {
    for (const words of [
      ["help", "chek"],
      ["chek", "--help"],
    ]) {
      expect(await readCommand(words)).toMatchObject({
        problems: [{ en: "There is no command chek. Is check meant?" }],
      })
    }
  })

  it("takes options before the command too, and the version as a word", async () => {
    expect(await readCommand(["--json", "--lang", "ru", "check", "--db", "x.db"])).toMatchObject({
      name: "schema",
      arguments: { verb: "check", json: true, language: "ru" },
    })
    expect(await readCommand(["--lang", "ru", "demo", "check"])).toMatchObject({ name: "demo" })
    expect(await readCommand(["version"])).toEqual({ name: "version" })
  })

  it("says of names of tables which option is wrong, and of generate what it has no use for", async () => {
    const told = async (...words: ReadonlyArray<string>) => {
      const command = await readCommand([...words, "--lang", "ru"])
      return command.name === "wrong" ? command.problems.map(({ ru }) => ru) : []
    }
    expect(await told("check", "--db", "x.db", "--prefix", "x y")).toEqual([
      "--prefix: ожидается до 30 строчных латинских букв, цифр и _, первой — буква или _",
    ])
    expect(await told("check", "--url", "postgres://h/d", "--references", "a b.c")).toMatchObject([
      expect.stringMatching(/^--references: /),
    ])
    expect(await told("generate", "--dialect", "sqlite", "--json", "--db", "x.db", "--applied", "0009_new")).toEqual([
      "--db не указывают для generate: он печатает SQL и в базу не смотрит",
      "--json не указывают для generate: он печатает SQL и в базу не смотрит",
      "--applied: миграции 0009_new нет, есть только 0001_initial",
    ])
  })

  it("says of a command that there is not which may be meant", async () => {
    const told = async (name: string) => {
      const command = await readCommand([name, "--lang", "ru"])
      return command.name === "wrong" ? command.problems : []
    }
    expect(await told("chek")).toEqual([
      { en: "There is no command chek. Is check meant?", ru: "Команды «chek» нет. Возможно, имелась в виду check?" },
    ])
    expect(await told("upload")).toEqual([{ en: "There is no command upload", ru: "Команды «upload» нет" }])
  })

  it("takes the address of a Postgres database, and no other word for one", async () => {
    const at = async (url: string) => (await readCommand(["check", "--url", url])).name
    for (const url of ["postgres://h/d", "postgresql://u:p@h:5432/d?sslmode=require", "socket:/run/pg?db=d"]) {
      expect(await at(url)).toBe("schema")
    }
    for (const url of ["sales.db", "h/d", "mysql://h/d"]) expect(await at(url)).toBe("wrong")
  })

  const mistyped: ReadonlyArray<readonly [words: ReadonlyArray<string>, en: string, ru: string]> = [
    [
      ["demo", "--wdith", "80"],
      "There is no option --wdith. Is --width meant?",
      "Параметра --wdith нет. Возможно, имелся в виду --width?",
    ],
    [["demo", "-v"], "There is no option -v", "Параметра -v нет"],
    [["demo", "--to"], "There is no option --to", "Параметра --to нет"],
    [
      ["demo", "--seed", "-1"],
      "--seed needs a value; one that begins with a dash is written --seed=-…",
      "--seed: не указано значение; если оно начинается с дефиса, пишите --seed=-…",
    ],
    [
      ["demo", "--out", ""],
      "--out needs a value; one that begins with a dash is written --out=-…",
      "--out: не указано значение; если оно начинается с дефиса, пишите --out=-…",
    ],
    [
      ["check", "--url", ""],
      "--url needs a value; one that begins with a dash is written --url=-…",
      "--url: не указано значение; если оно начинается с дефиса, пишите --url=-…",
    ],
    [
      ["check", "--db"],
      "--db needs a value; one that begins with a dash is written --db=-…",
      "--db: не указано значение; если оно начинается с дефиса, пишите --db=-…",
    ],
    [["check", "--json=yes"], "--json takes no value", "--json указывают без значения"],
    [["demo", "--foo"], "There is no option --foo", "Параметра --foo нет"],
    [["demo", "--colour"], "There is no option --colour", "Параметра --colour нет"],
    [
      ["check", "--bd", "x.db"],
      "There is no option --bd. Is --db meant?",
      "Параметра --bd нет. Возможно, имелся в виду --db?",
    ],
  ]
  it.each(mistyped)("says of %j which option may be meant", async (words, en, ru) => {
    const command = await readCommand(words)
    expect(command.name === "wrong" ? command.problems : []).toEqual([{ en, ru }])
  })
})
