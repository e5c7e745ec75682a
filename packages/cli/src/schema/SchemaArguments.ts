import { parseArgs } from "node:util"
import type { InputInvalid, Language, Message } from "@salesdept/core/shared"
import { isSalesDeptError } from "@salesdept/core/shared"
import { chosenNaming, defaultNaming, defaultPostgresNaming, migrations } from "@salesdept/sql"
import type { Naming, NamingChoice, PersonIdType, SqlDialect } from "@salesdept/sql"
import { askedLanguage } from "../AskedLanguage.ts"
import { databaseProblems, namedDatabase } from "../Database.ts"
import type { Database } from "../Database.ts"
import { emptyOptions, unknownOption } from "../UnknownOption.ts"
import { isSchemaVerb } from "./SchemaVerb.ts"
import type { SchemaVerb } from "./SchemaVerb.ts"

/** A command about the library's tables, understood. */
export interface SchemaArguments {
  /** What to do. */
  readonly verb: SchemaVerb
  /** Language of what is printed. */
  readonly language: Language
  /** For which database SQL is printed. */
  readonly dialect: SqlDialect
  /** The database; null where only SQL is printed. */
  readonly database: Database | null
  /** Names of the tables. */
  readonly naming: Naming
  /** Whether to print JSON. */
  readonly json: boolean
  /** Of `generate`: migrations that are there already. */
  readonly applied: ReadonlyArray<string>
  /** Of `generate`: whether to spread the tables over shards. */
  readonly distributed: boolean
  /** Of `generate`: a role to be given what a store needs; null where none. */
  readonly grantTo: string | null
  /** Of `generate`: a role to be given what reading the views needs; null where none. */
  readonly grantReadTo: string | null
}

/** What was understood, or everything that is wrong with it. */
export type SchemaReading =
  | { readonly ok: true; readonly arguments: SchemaArguments }
  | { readonly ok: false; readonly language: Language; readonly problems: ReadonlyArray<Message> }

const options = {
  lang: { type: "string" },
  db: { type: "string" },
  url: { type: "string" },
  dialect: { type: "string" },
  prefix: { type: "string" },
  schema: { type: "string" },
  people: { type: "string" },
  references: { type: "string" },
  "row-security": { type: "boolean" },
  applied: { type: "string" },
  distributed: { type: "boolean" },
  "grant-to": { type: "string" },
  "grant-read-to": { type: "string" },
  json: { type: "boolean" },
  yes: { type: "boolean" },
} as const

/** Options that say what is to be printed: whoever gave one to another command would believe it done. */
const onlyPrinted = ["dialect", "applied", "distributed", "grant-to", "grant-read-to"] as const

/** Options that `generate` has no use for: it prints SQL, and looks at no database. */
const notPrinted = ["db", "url", "json", "yes"] as const

const personTypes: ReadonlyArray<PersonIdType> = ["text", "uuid", "bigint"]

const parsed = (words: ReadonlyArray<string>) =>
  parseArgs({ args: [...words], options, allowPositionals: true, strict: true })

type Values = ReturnType<typeof parsed>["values"]

/** Which option gave a part of the naming: who types options knows no paths. */
const optionOfPart: { readonly [part: string]: string } = { prefix: "--prefix", schema: "--schema" }

const ofOption = (path: string, message: Message): Message => {
  const [, part = ""] = path.split(".")
  const option = optionOfPart[part] ?? (path.endsWith("type") ? "--people" : "--references")
  return { en: `${option}: ${message.en}`, ru: `${option}: ${message.ru}` }
}

const namingOf = (values: Values, dialect: SqlDialect, problems: Array<Message>): Naming => {
  const type = personTypes.find((one) => one === (values.people ?? "text"))
  if (type === undefined)
    problems.push({ en: "--people takes text, uuid or bigint", ru: "--people: text, uuid или bigint" })
  const [column, ...table] = (values.references ?? "").split(".").toReversed()
  if (values.references !== undefined && (table.length === 0 || column === undefined)) {
    problems.push({
      en: "--references takes a table and a column, such as users.id",
      ru: "--references: таблица и столбец, например users.id",
    })
  }
  const base = dialect === "sqlite" ? defaultNaming : defaultPostgresNaming
  const references =
    column === undefined || table.length === 0 ? {} : { references: { table: table.toReversed().join("."), column } }
  const isChosen = values.people !== undefined || values.references !== undefined
  const naming: NamingChoice = {
    ...(values.prefix === undefined ? {} : { prefix: values.prefix }),
    ...(values.schema === undefined ? {} : { schema: values.schema }),
    ...(isChosen && type !== undefined ? { people: { type, ...references } } : {}),
    ...(values["row-security"] === true ? { rowSecurity: true } : {}),
  }
  if (dialect === "sqlite" && (values.schema !== undefined || values["row-security"] === true)) {
    problems.push({ en: "SQLite has no --schema and no --row-security", ru: "В SQLite нет --schema и --row-security" })
    return base
  }
  try {
    return chosenNaming(dialect, naming)
  } catch (error) {
    if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
    for (const { path, message } of (error.data as InputInvalid["data"]).problems)
      problems.push(ofOption(path, message))
    return base
  }
}

/** Understands a command about the library's tables; every problem of it is told at once. */
export const readSchemaArguments = (words: ReadonlyArray<string>): SchemaReading => {
  let values: Values
  let positionals: ReadonlyArray<string>
  try {
    ;({ positionals, values } = parsed(words))
  } catch (error) {
    return { ok: false, language: askedLanguage(words), problems: [unknownOption(error, Object.keys(options))] }
  }
  const language: Language = values.lang === "ru" ? "ru" : "en"
  const problems = [...emptyOptions(values, ["db", "url", "grant-to", "grant-read-to"])]
  const [verb, ...rest] = positionals
  if (!isSchemaVerb(verb) || rest.length > 0) {
    const word = rest[0] ?? verb
    problems.push(
      word === undefined
        ? {
            en: "An option took the command for its value: write the command first, such as salesdept check --db FILE",
            ru: "Команда досталась параметру как значение: пишите её первой, например salesdept check --db ФАЙЛ",
          }
        : { en: `${word} is not understood`, ru: `«${word}» не понято` },
    )
  }
  if (values.lang !== undefined && values.lang !== "ru" && values.lang !== "en") {
    problems.push({ en: "--lang takes ru or en", ru: "--lang принимает ru или en" })
  }
  const isPrinting = verb === "generate"
  if (!isPrinting) problems.push(...databaseProblems(values))
  if (isPrinting && values.dialect !== "sqlite" && values.dialect !== "postgres") {
    problems.push({ en: "--dialect takes sqlite or postgres", ru: "--dialect: sqlite или postgres" })
  }
  const inVain = isPrinting || !isSchemaVerb(verb) ? [] : onlyPrinted.filter((option) => values[option] !== undefined)
  for (const option of inVain) {
    problems.push({
      en: `--${option} goes with generate, which prints SQL: ${verb} does nothing about it`,
      ru: `--${option} указывают для generate, который печатает SQL: ${verb} этого не делает`,
    })
  }
  for (const option of isPrinting ? notPrinted.filter((each) => values[each] !== undefined) : []) {
    problems.push({
      en: `--${option} does not go with generate: it prints SQL and looks at no database`,
      ru: `--${option} не указывают для generate: он печатает SQL и в базу не смотрит`,
    })
  }
  const applied = values.applied === undefined ? [] : values.applied.split(",").filter((id) => id !== "")
  for (const unknown of applied.filter((id) => !migrations.some((each) => each.id === id))) {
    const there = migrations.map(({ id }) => id).join(", ")
    problems.push({
      en: `--applied: there is no migration ${unknown}, only ${there}`,
      ru: `--applied: миграции ${unknown} нет, есть только ${there}`,
    })
  }
  if (verb === "uninstall" && values.yes !== true) {
    problems.push({
      en: "This takes every table away with all that is in it: say --yes",
      ru: "Будут удалены все таблицы вместе с данными: подтвердите --yes",
    })
  }
  const isPostgres = isPrinting ? values.dialect === "postgres" : values.url !== undefined
  const dialect: SqlDialect = isPostgres ? "postgres" : "sqlite"
  if (
    isPrinting &&
    !isPostgres &&
    [values.distributed, values["grant-to"], values["grant-read-to"]].some((one) => one !== undefined)
  ) {
    problems.push({
      en: "SQLite has no --distributed, no --grant-to and no --grant-read-to",
      ru: "В SQLite нет --distributed, --grant-to и --grant-read-to",
    })
  }
  const naming = namingOf(values, dialect, problems)
  if (problems.length > 0 || !isSchemaVerb(verb)) return { ok: false, language, problems }
  const database = isPrinting ? null : namedDatabase(values)
  return {
    ok: true,
    arguments: {
      verb,
      language,
      dialect,
      database,
      naming,
      json: values.json === true,
      applied,
      distributed: values.distributed === true,
      grantTo: values["grant-to"] ?? null,
      grantReadTo: values["grant-read-to"] ?? null,
    },
  }
}
