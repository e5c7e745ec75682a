import { join } from "node:path"
import { parseArgs } from "node:util"
import { isCurrency, isTimeZone } from "@salesdept/core/shared"
import type { Language, Message } from "@salesdept/core/shared"
import { askedLanguage } from "./AskedLanguage.ts"
import type { BaseArguments } from "./base/BaseArguments.ts"
import { baseVerbs, isBaseVerb } from "./base/BaseVerb.ts"
import type { Verb } from "./Help.ts"
import type { SchemaArguments } from "./schema/SchemaArguments.ts"
import { schemaVerbs } from "./schema/SchemaVerb.ts"
import { emptyOptions, nearestName, unknownOption } from "./UnknownOption.ts"

/** What `salesdept demo` was asked. */
export interface DemoArguments {
  /** CSV files to import; none for the simulated department. */
  readonly files: ReadonlyArray<string>
  /** Language of the report. */
  readonly language: Language
  /** Database file; a fresh one in the output folder where null. */
  readonly database: string | null
  /** JSON file of the department that files go into; the usual one where null. */
  readonly department: string | null
  /** Folder of the HTML page, the JSON and, where none is named, the database. */
  readonly folder: string
  /** Currency of amounts that name none; null where it was not said. */
  readonly currency: string | null
  /** Time zone in which days begin; null where it was not said. */
  readonly timeZone: string | null
  /** Short name of the source of the files. */
  readonly source: string
  /** Seed of the simulated department. */
  readonly seed: number
  /** Width of the terminal report; the terminal's own where null. */
  readonly width: number | null
  /** Whether long tables are printed whole. */
  readonly isFull: boolean
  /** The clock to work by, milliseconds since 1970; the machine's where null. */
  readonly now: number | null
}

/** Where the base lies: the file that was named, or a fresh one in the output folder. */
export const databasePath = ({ database, folder }: DemoArguments): string => database ?? join(folder, "sales.db")

/** A command line, understood. */
export type Command =
  | { readonly name: "demo"; readonly arguments: DemoArguments }
  | { readonly name: "base"; readonly arguments: BaseArguments }
  | { readonly name: "schema"; readonly arguments: SchemaArguments }
  | { readonly name: "help"; readonly language: Language; readonly verb: Verb | null }
  | { readonly name: "version" }
  | {
      readonly name: "wrong"
      readonly language: Language
      /** The command that was named; null where none was, or one that there is not. */
      readonly verb: Verb | null
      readonly problems: ReadonlyArray<Message>
    }

const options = {
  lang: { type: "string" },
  db: { type: "string" },
  department: { type: "string" },
  out: { type: "string" },
  currency: { type: "string" },
  "time-zone": { type: "string" },
  source: { type: "string" },
  seed: { type: "string" },
  width: { type: "string" },
  full: { type: "boolean" },
  now: { type: "string" },
  version: { type: "boolean" },
} as const

const wrong = (language: Language, verb: Verb | null, ...problems: ReadonlyArray<Message>): Command => ({
  name: "wrong",
  language,
  verb,
  problems,
})

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null

const verbs: ReadonlyArray<Verb> = ["demo", ...baseVerbs, ...schemaVerbs]

const noSuchCommand = (name: string): Message => {
  const meant = nearestName(name, verbs)
  return meant === null
    ? { en: `There is no command ${name}`, ru: `Команды «${name}» нет` }
    : {
        en: `There is no command ${name}. Is ${meant} meant?`,
        ru: `Команды «${name}» нет. Возможно, имелась в виду ${meant}?`,
      }
}

/** Help is given whatever else stands in the line, of the command that is named there. */
const helpAsked = (words: ReadonlyArray<string>): Command | null => {
  if (words[0] !== "help" && !words.includes("--help") && !words.includes("-h")) return null
  const language = askedLanguage(words)
  const verb = verbs.find((each) => words.includes(each)) ?? null
  const named = words[0] === "help" ? words[1] : words[0]
  if (verb === null && named !== undefined && !named.startsWith("-")) return wrong(language, null, noSuchCommand(named))
  return { name: "help", language, verb }
}

/** Understands a command line; every problem of it is told at once. */
export const readCommand = async (words: ReadonlyArray<string>): Promise<Command> => {
  const help = helpAsked(words)
  if (help !== null) return help
  // Options may stand before the command.
  const named = words[0]?.startsWith("-") === true ? words : words.slice(0, 1)
  const verb = named.flatMap((word) => verbs.filter((each) => each === word))[0] ?? null
  if (isBaseVerb(verb)) {
    const { readBaseArguments } = await import("./base/BaseArguments.ts")
    const reading = readBaseArguments(words)
    return reading.ok
      ? { name: "base", arguments: reading.arguments }
      : wrong(reading.language, verb, ...reading.problems)
  }
  if (verb !== null && verb !== "demo") {
    // Names of tables are checked by what makes them: nobody else waits for that to load.
    const { readSchemaArguments } = await import("./schema/SchemaArguments.ts")
    const reading = readSchemaArguments(words)
    return reading.ok
      ? { name: "schema", arguments: reading.arguments }
      : wrong(reading.language, verb, ...reading.problems)
  }
  let parsed
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    return wrong(askedLanguage(words), verb, unknownOption(error, Object.keys(options)))
  }
  const { values, positionals } = parsed
  const language: Language = values.lang === "ru" ? "ru" : "en"
  const [name, ...files] = positionals
  if (values.version === true || name === "version") return { name: "version" }
  if (name === undefined) return { name: "help", language, verb: null }
  const problems = [...emptyOptions(values, ["db", "department", "out"])]
  if (name !== "demo") problems.push(noSuchCommand(name))
  // As a shell gives for a variable that is not set.
  if (files.includes("")) problems.push({ en: "A file without a name is given", ru: "Указан файл с пустым именем" })
  if (values.lang !== undefined && values.lang !== "ru" && values.lang !== "en") {
    problems.push({ en: "--lang takes ru or en", ru: "--lang принимает ru или en" })
  }
  const { currency = null, "time-zone": timeZone = null } = values
  if (currency !== null && !isCurrency(currency)) {
    problems.push({ en: `--currency: there is no currency ${currency}`, ru: `--currency: нет валюты ${currency}` })
  }
  if (timeZone !== null && !isTimeZone(timeZone)) {
    problems.push({ en: `--time-zone: there is no zone ${timeZone}`, ru: `--time-zone: нет пояса ${timeZone}` })
  }
  if (values.department !== undefined && files.length === 0) {
    problems.push({
      en: "--department goes with files to import: the simulated department has its own",
      ru: "--department указывают вместе с файлами для импорта: у смоделированного отдела настройки свои",
    })
  }
  if (values.department !== undefined && (currency ?? timeZone) !== null) {
    problems.push({
      en: "--department states the currency and the time zone: leave --currency and --time-zone out",
      ru: "В файле --department уже есть валюта и часовой пояс: уберите --currency и --time-zone",
    })
  }
  if (currency !== null && isCurrency(currency) && currency !== "RUB" && currency !== "USD" && files.length === 0) {
    problems.push({
      en: "--currency: the simulated department deals in USD or in RUB",
      ru: "--currency: смоделированный отдел работает в USD или RUB",
    })
  }
  const source = values.source ?? "crm"
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(source)) {
    problems.push({
      en: "--source takes a short name: a letter, then letters, digits, _ or -",
      ru: "--source принимает короткое имя: латинская буква, затем буквы, цифры, _ или -",
    })
  }
  const seed = values.seed === undefined ? 7 : wholeNumber(values.seed)
  if (seed === null) problems.push({ en: "--seed takes a whole number", ru: "--seed принимает целое число" })
  const width = values.width === undefined ? null : wholeNumber(values.width)
  if (values.width !== undefined && (width === null || width < 40 || width > 400)) {
    problems.push({ en: "--width takes 40 to 400", ru: "--width принимает от 40 до 400" })
  }
  // A time without its zone would be another one on each machine.
  const isMoment = values.now !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(values.now)
  const now = values.now === undefined ? null : isMoment ? Date.parse(values.now) : Number.NaN
  if (now !== null && Number.isNaN(now)) {
    problems.push({
      en: "--now takes a time with its zone, such as 2026-11-23T09:30:00Z or 2026-11-23T12:30:00+03:00",
      ru: "--now принимает время с часовым поясом: 2026-11-23T09:30:00Z или 2026-11-23T12:30:00+03:00",
    })
  }
  if (problems.length > 0 || seed === null) return wrong(language, verb, ...problems)
  return {
    name: "demo",
    arguments: {
      files,
      language,
      database: values.db ?? null,
      department: values.department ?? null,
      folder: values.out ?? "salesdept-demo",
      currency,
      timeZone,
      source,
      seed,
      width,
      isFull: values.full === true,
      now,
    },
  }
}
