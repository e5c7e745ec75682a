import type { Language, Message } from "@salesdept/core/shared"
import { instantOf } from "@salesdept/core/shared"
import type { SchemaReport } from "@salesdept/sql"
import { exitCodes } from "../ExitCode.ts"
import { printable } from "../Terminal.ts"
import type { Terminal } from "../Terminal.ts"
import type { SchemaArguments } from "./SchemaArguments.ts"
import { generated, openDatabase } from "./SchemaDatabase.ts"
import type { SchemaDatabase } from "./SchemaDatabase.ts"

const states: { readonly [State in SchemaReport["state"]]: Message } = {
  absent: { en: "no table of the library is there", ru: "таблиц библиотеки нет" },
  current: { en: "the tables are current", ru: "таблицы актуальны" },
  behind: { en: "migrations are still to be applied", ru: "есть непримененные миграции" },
  aheadCompatible: {
    en: "a newer version has added to the tables; this one works with them",
    ru: "более новая версия дополнила таблицы; эта с ними работает",
  },
  aheadBreaking: {
    en: "a newer version has changed the tables; this one refuses to work",
    ru: "более новая версия изменила таблицы; эта с ними не работает",
  },
  drifted: { en: "the tables are not what the migrations made", ru: "таблицы отличаются от созданных миграциями" },
  notPermitted: { en: "the role lacks rights", ru: "роли не хватает прав" },
}

const words = {
  pending: { en: "to be applied", ru: "предстоит применить" },
  right: { en: "right missing", ru: "нет права" },
  nothing: { en: "nothing to be done", ru: "делать нечего" },
  applied: { en: "applied", ru: "применено" },
  dropped: { en: "taken away", ru: "удалено" },
  same: { en: "no difference", ru: "отличий нет" },
} satisfies { readonly [word: string]: Message }

const lines = (texts: ReadonlyArray<string>): string => texts.map((text) => `${printable(text)}\n`).join("")

const reported = (report: SchemaReport, language: Language): string =>
  lines([
    `${report.state}: ${states[report.state][language]}`,
    ...report.pending.map((id) => `${words.pending[language]}: ${id}`),
    ...report.differences.map(({ message }) => message[language]),
    ...report.missingRights.map(({ right, table }) => `${words.right[language]}: ${right} ${table}`),
  ])

const listed = (ids: ReadonlyArray<string>, done: Message, language: Language): string =>
  ids.length === 0 ? lines([words.nothing[language]]) : lines(ids.map((id) => `${done[language]}: ${id}`))

/** Does what was asked about the tables of an open database, and answers the exit code. */
export const runOn = async (
  asked: Pick<SchemaArguments, "json" | "language" | "verb">,
  database: SchemaDatabase,
  { now, out }: Pick<Terminal, "now" | "out">,
): Promise<number> => {
  const { json, language, verb } = asked
  const print = (value: unknown, text: string): void => out(json ? `${JSON.stringify(value)}\n` : text)
  switch (verb) {
    case "check": {
      const report = await database.check()
      print(report, reported(report, language))
      return report.opens && report.state !== "drifted" && report.state !== "notPermitted"
        ? exitCodes.done
        : exitCodes.attention
    }
    case "drift": {
      const { differences, opens, state } = await database.check()
      const text = differences.map(({ message }) => message[language])
      // Where no store opens, nothing was compared: migrations are missing, or the role may not look at them.
      const same = opens ? words.same[language] : `${state}: ${states[state][language]}`
      print({ state, differences }, lines(text.length === 0 ? [same] : text))
      return text.length === 0 && opens ? exitCodes.done : exitCodes.attention
    }
    case "plan": {
      const planned = await database.plan()
      const text = planned.flatMap(({ id, statements }) => [`-- ${id}`, ...statements.map((each) => `${each};`)])
      print(planned, lines(text.length === 0 ? [`-- ${words.nothing[language]}`] : text))
      return exitCodes.done
    }
    case "migrate": {
      const applied = await database.migrate(instantOf(now()))
      print({ applied }, listed(applied, words.applied, language))
      return exitCodes.done
    }
    case "uninstall": {
      const dropped = await database.uninstall()
      print({ dropped }, listed(dropped, words.dropped, language))
      return exitCodes.done
    }
    case "generate":
      return exitCodes.done
  }
}

/** Does what was asked about the library's tables, and answers the exit code. */
export const runSchemaCommand = async (asked: SchemaArguments, terminal: Terminal): Promise<number> => {
  if (asked.database === null) {
    terminal.out(await generated(asked, instantOf(terminal.now())))
    return exitCodes.done
  }
  const database = await openDatabase(asked.database, asked.naming, asked.verb === "migrate")
  try {
    return await runOn(asked, database, terminal)
  } finally {
    await database.close()
  }
}
