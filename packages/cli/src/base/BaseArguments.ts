import { parseArgs } from "node:util"
import { controlStates } from "@salesdept/core/control"
import type { ControlStateName } from "@salesdept/core/control"
import { isCalendarDate } from "@salesdept/core/shared"
import type { CalendarDate, Language, Message } from "@salesdept/core/shared"
import { askedLanguage } from "../AskedLanguage.ts"
import { databaseProblems, namedDatabase } from "../Database.ts"
import type { Database } from "../Database.ts"
import { emptyOptions, nearestName, unknownOption } from "../UnknownOption.ts"
import type { BaseVerb } from "./BaseVerb.ts"
import { isBaseVerb } from "./BaseVerb.ts"

/** A command that reads a base, understood. */
export interface BaseArguments {
  /** What is shown. */
  readonly verb: BaseVerb
  /** Language of what is printed. */
  readonly language: Language
  /** The database. */
  readonly database: Database
  /** How its tables are named, as far as that was said. */
  readonly naming: { readonly prefix?: string; readonly schema?: string }
  /** Whose base; null for the only tenant there is. */
  readonly tenant: string | null
  /** JSON file of the department of a tenant that has published none; null where not given. */
  readonly department: string | null
  /** The day as of which everything is told; null for today. */
  readonly on: CalendarDate | null
  /** Columns of what is printed; the terminal's where null. */
  readonly width: number | null
  /** Whether to print JSON. */
  readonly json: boolean
  /** Of `control`: only this owner's records, null for those that nobody owns; everybody's where absent. */
  readonly ownerId?: string | null
  /** Of `control`: only these states; those that need somebody where null. */
  readonly states: ReadonlyArray<ControlStateName> | null
  /** Of `control`: how many rows at most, 1 to 1,000. */
  readonly limit: number
  /** Of `control`: whether it is asked if everybody is under control, in place of the list. */
  readonly isCoverage: boolean
  /** Of `report`: who closes the latest month; nobody does where null. */
  readonly actor: string | null
  /** Of `report`: folder of its files; none where null. */
  readonly folder: string | null
  /** Of `report`: whether long tables are printed whole. */
  readonly isFull: boolean
}

/** What was understood, or everything that is wrong with it. */
export type BaseReading =
  | { readonly ok: true; readonly arguments: BaseArguments }
  | { readonly ok: false; readonly language: Language; readonly problems: ReadonlyArray<Message> }

const options = {
  lang: { type: "string" },
  db: { type: "string" },
  url: { type: "string" },
  prefix: { type: "string" },
  schema: { type: "string" },
  tenant: { type: "string" },
  department: { type: "string" },
  on: { type: "string" },
  width: { type: "string" },
  json: { type: "boolean" },
  owner: { type: "string" },
  unowned: { type: "boolean" },
  state: { type: "string" },
  limit: { type: "string" },
  covered: { type: "boolean" },
  actor: { type: "string" },
  out: { type: "string" },
  full: { type: "boolean" },
} as const

/** Options of one of the commands alone: whoever gave one to the other would believe it done. */
const ownOptions = {
  control: ["owner", "unowned", "state", "limit", "covered"],
  report: ["actor", "out", "full"],
} as const

const usualLimit = 20

const whole = (text: string | undefined, least: number, most: number): number | null => {
  const value = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
  return value === null || value < least || value > most ? null : value
}

const parsed = (words: ReadonlyArray<string>) =>
  parseArgs({ args: [...words], options, allowPositionals: true, strict: true })

type Values = ReturnType<typeof parsed>["values"]

const isState = (name: string): name is ControlStateName => controlStates.some((state) => state === name)

const stateProblem = (name: string): Message => {
  const meant = nearestName(name, controlStates)
  const there = controlStates.join(", ")
  return {
    en: `--state: there is no state ${name}${meant === null ? `; there are ${there}` : `. Is ${meant} meant?`}`,
    ru: `--state: состояния ${name} нет${meant === null ? `; есть ${there}` : `. Возможно, имелось в виду ${meant}?`}`,
  }
}

const otherOf = (verb: BaseVerb): BaseVerb => (verb === "control" ? "report" : "control")

const misplaced = (verb: BaseVerb, values: Values): ReadonlyArray<Message> =>
  ownOptions[otherOf(verb)]
    .filter((option) => values[option] !== undefined)
    .map((option) => ({
      en: `--${option} goes with ${otherOf(verb)}: ${verb} does nothing about it`,
      ru: `--${option} указывают для ${otherOf(verb)}: ${verb} этого не делает`,
    }))

const controlProblems = ({ covered, limit, owner, state, unowned }: Values): ReadonlyArray<Message> => [
  ...(limit !== undefined && whole(limit, 1, 1000) === null
    ? [{ en: "--limit takes 1 to 1000", ru: "--limit принимает от 1 до 1000" }]
    : []),
  ...(owner !== undefined && unowned === true
    ? [
        {
          en: "--owner and --unowned ask for different records: give one",
          ru: "--owner и --unowned — о разных записях: укажите что-то одно",
        },
      ]
    : []),
  ...(covered === true && [owner, state, unowned].some((one) => one !== undefined)
    ? [
        {
          en: "--covered asks about everybody: leave --owner, --unowned and --state out",
          ru: "--covered — обо всей базе: уберите --owner, --unowned и --state",
        },
      ]
    : []),
  ...(state ?? "")
    .split(",")
    .filter((name) => name !== "" && !isState(name))
    .map(stateProblem),
]

/** Understands a command that reads a base; every problem of it is told at once. */
export const readBaseArguments = (words: ReadonlyArray<string>): BaseReading => {
  let reading
  try {
    reading = parsed(words)
  } catch (error) {
    return { ok: false, language: askedLanguage(words), problems: [unknownOption(error, Object.keys(options))] }
  }
  const { values, positionals } = reading
  const language: Language = values.lang === "ru" ? "ru" : "en"
  const [verb, ...rest] = positionals
  const problems = [
    ...emptyOptions(values, ["db", "url", "tenant", "department", "owner", "state", "actor", "out"]),
    ...databaseProblems(values),
  ]
  if (!isBaseVerb(verb) || rest.length > 0) {
    const word = rest[0] ?? verb ?? ""
    problems.push({ en: `${word} is not understood`, ru: `«${word}» не понято` })
  }
  if (values.lang !== undefined && values.lang !== "ru" && values.lang !== "en") {
    problems.push({ en: "--lang takes ru or en", ru: "--lang принимает ru или en" })
  }
  if (values.db !== undefined && values.schema !== undefined) {
    problems.push({ en: "SQLite has no --schema", ru: "В SQLite нет --schema" })
  }
  if (values.on !== undefined && !isCalendarDate(values.on)) {
    problems.push({ en: "--on takes a day such as 2026-11-30", ru: "--on принимает день вида 2026-11-30" })
  }
  if (values.width !== undefined && whole(values.width, 40, 400) === null) {
    problems.push({ en: "--width takes 40 to 400", ru: "--width принимает от 40 до 400" })
  }
  if (isBaseVerb(verb)) problems.push(...misplaced(verb, values))
  if (verb === "control") problems.push(...controlProblems(values))
  if (problems.length > 0 || !isBaseVerb(verb)) return { ok: false, language, problems }
  const states = values.state?.split(",").filter(isState) ?? null
  return {
    ok: true,
    arguments: {
      verb,
      language,
      database: namedDatabase(values),
      naming: {
        ...(values.prefix === undefined ? {} : { prefix: values.prefix }),
        ...(values.schema === undefined ? {} : { schema: values.schema }),
      },
      tenant: values.tenant ?? null,
      department: values.department ?? null,
      on: values.on !== undefined && isCalendarDate(values.on) ? values.on : null,
      width: whole(values.width, 40, 400),
      json: values.json === true,
      ...(values.unowned === true ? { ownerId: null } : values.owner === undefined ? {} : { ownerId: values.owner }),
      states,
      limit: whole(values.limit, 1, 1000) ?? usualLimit,
      isCoverage: values.covered === true,
      actor: values.actor ?? null,
      folder: values.out ?? null,
      isFull: values.full === true,
    },
  }
}
