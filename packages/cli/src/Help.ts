import type { Language, Message } from "@salesdept/core/shared"
import type { BaseVerb } from "./base/BaseVerb.ts"
import type { SchemaVerb } from "./schema/SchemaVerb.ts"

/** A command that help can be asked of. */
export type Verb = "demo" | BaseVerb | SchemaVerb

/** The help in its parts, so that one command can be told alone. */
interface HelpText {
  readonly demo: string
  readonly bases: string
  readonly reading: { readonly [Verb in BaseVerb]: string }
  readonly own: { readonly [Verb in BaseVerb]: string }
  readonly whose: string
  readonly heading: string
  readonly verbs: { readonly [Verb in SchemaVerb]: string }
  readonly database: string
  readonly names: string
  readonly generate: string
  readonly every: string
  readonly end: string
}

const texts: { readonly [Key in Language]: HelpText } = {
  en: {
    demo: `salesdept demo [file.csv …] [options]

Opens a CRM export (or, without files, a simulated department) as a head of sales would: import, pipeline, control and
whom to turn to first, what is left to do after the sale, the month summed up for everybody, plan against fact with the
variance split into drivers and what goes with them, the forecast, the five facts most worth a review and the largest
wins, the scripts with the steps that go with winning, and the next plan, corrected. Prints the report and writes it as an HTML page and as JSON.
Files are deals, and beside them clients, contact persons, leads, products, salespeople, teams and targets (who, quarter or month, amount).
The report is as of the last day in the files.

  --db FILE          database to keep everything in; run again to import again, or without files to see the report of
                     what it holds (a fresh one in --out). Where it holds a
                     department with custom fields, columns called by their key or label fill them
  --department FILE  JSON of your own department, written by department.schema.json of @salesdept/core: deals go into
                     its default pipeline by the names of their stages; its rules, fields, currency and time zone hold
  --out FOLDER       where report.html, report.json and the workbook go, and of each file NAME.rejected.csv with the
                     rows that could not be read and why (salesdept-demo)
  --currency CODE    currency of the report and of amounts that name none (the department's in --db; else that of most amounts, USD, or RUB with --lang ru)
  --time-zone ZONE   where the department's days begin (the department's in --db; else UTC, or Europe/Moscow with
                     --lang ru)
  --source NAME      name of the system the files come from; the same for every export of it (crm)
  --seed N           seed of the simulated department (7)
  --width N          columns of the printed report (the terminal's; 100 where there is none)
  --full             print tables whole, also those of more than 30 rows
  --now TIME         work by this clock instead of the machine's`,
    bases: "A base that your product works in, read as it stands:",
    reading: {
      control:
        "salesdept control      lists whom nobody looks after, the worst first: why, what happens if left, what clears it",
      report: "salesdept report       the month's report, as of demo",
    },
    own: {
      control: `  --owner ID         control: only the records of this person
  --unowned          control: only records that nobody owns
  --state A,B        control: only these states, such as unassigned,stepOverdue
  --limit N          control: how many records are shown (20)
  --covered          control: asks whether everybody is under control, in place of the list; exit code 4 where not`,
      report: `  --actor ID         report: closes the latest month in this person's name where it is not; without it nothing is
                     written
  --out FOLDER       report: where report.html, report.json and the workbook go; nowhere without it
  --full             report: prints tables whole, also those of more than 30 rows`,
    },
    whose: `  --tenant ID        whose base; needed where there are several
  --department FILE  JSON of the department of a tenant that has published none
  --on DAY           as of the end of this day (today)
  --width N          columns of what is printed (the terminal's)`,
    heading: "The library's tables in a host's database:",
    verbs: {
      generate: "salesdept generate     prints the schema as SQL, for hosts whose own tool changes it",
      check: "salesdept check        tells how the tables stand, and whether a store would open over them",
      plan: "salesdept plan         prints the statements that migrate would run",
      drift: "salesdept drift        tells in what the tables differ from what they should be",
      migrate: "salesdept migrate      applies what is missing",
      uninstall: "salesdept uninstall    takes every table of the library away, with all that is in it; say --yes",
    },
    database: `  --db FILE          the database: a file of SQLite
  --url URL          or Postgres, such as postgres://user@host:5432/name`,
    names: `  --prefix TEXT      beginning of the names (salesdept_; none in Postgres)
  --schema NAME      Postgres: schema of the tables (salesdept; with --prefix alone, that of search_path)
  --people TYPE      column type of people's ids: text, uuid or bigint; chosen at the first migration (text)
  --references T.C   the host's table and column that people's ids must name
  --row-security     Postgres: forced row-level security by tenant`,
    generate: `  --dialect NAME     generate: for sqlite or for postgres
  --grant-to ROLE    generate, Postgres: gives a role what a store needs
  --grant-read-to ROLE  generate, Postgres: lets a role read the views
  --distributed      generate, Postgres: spreads the tables over shards by tenant
  --applied A,B      generate: migrations that are there already`,
    every: "  --json             prints JSON",
    end: `  --lang ru|en       language of all that is printed (en)

salesdept COMMAND --help                        tells one command alone
salesdept --version                             prints the version

Exit codes: 0 done, 2 the command or the files cannot be understood, 3 the database cannot be used, 4 the tables are
missing, behind, drifted or not permitted, or somebody is not under control (control --covered). Results go to the standard output, all else to the error output.
`,
  },
  ru: {
    demo: `salesdept demo [файл.csv …] [параметры]

Открывает выгрузку из CRM (без файлов — смоделированный отдел) так, как это сделал бы руководитель отдела продаж:
импорт, воронка, контроль и за что взяться сначала, что осталось сделать после продажи, итоги месяца по каждому, план
и факт с разложением отклонения на факторы, прогноз, пять фактов для разбора и главные победы, скрипты и шаги, с которыми
выигрывают, скорректированный план на следующий период. Печатает отчёт и сохраняет его страницей HTML и в JSON.
Файлы — сделки, а к ним клиенты, контактные лица, лиды, товары, менеджеры, команды и планы (кому, квартал или месяц, сумма).
Отчёт — на последний день, который есть в файлах.

  --db ФАЙЛ          база, в которой всё остаётся; повторный запуск импортирует ещё раз, а без файлов показывает отчёт
                     о том, что в ней есть (новая в папке --out). Если в
                     ней отдел с пользовательскими полями, их заполняют столбцы, названные их ключом или подписью
  --department ФАЙЛ  JSON с описанием вашего отдела по схеме department.schema.json из @salesdept/core: сделки попадают
                     в его основную воронку по названиям этапов; действуют его правила, поля, валюта и часовой пояс
  --out ПАПКА        куда положить report.html, report.json и альбом, а для каждого файла — ИМЯ.rejected.csv с
                     непрочитанными строками и причинами (salesdept-demo)
  --currency КОД     валюта отчёта и сумм, у которых она не указана (как у отдела в --db, иначе валюта большинства сумм, RUB, а без --lang ru — USD)
  --time-zone ПОЯС   где начинаются сутки отдела (как у отдела в --db, иначе Europe/Moscow; без --lang ru — UTC)
  --source ИМЯ       имя системы, из которой выгрузка; одно и то же для всех её выгрузок (crm)
  --seed N           номер смоделированного отдела (7)
  --width N          ширина отчёта в символах (ширина терминала; 100, если его нет)
  --full             печатать таблицы целиком, и те, в которых больше 30 строк
  --now ВРЕМЯ        часы, по которым работать, вместо системных`,
    bases: "База, в которой работает ваше приложение, — как есть:",
    reading: {
      control: "salesdept control      кем никто не занимается, худшее сверху: почему, что будет и что это снимет",
      report: "salesdept report       отчёт за месяц, как в demo",
    },
    own: {
      control: `  --owner ID         control: только записи этого человека
  --unowned          control: только записи без ответственного
  --state A,B        control: только эти состояния, например unassigned,stepOverdue
  --limit N          control: сколько записей показать (20)
  --covered          control: вместо списка — все ли под контролем; если нет, код завершения 4`,
      report: `  --actor ID         report: закрывает последний месяц от имени этого человека, если он не закрыт; без него
                     ничего не записывается
  --out ПАПКА        report: куда положить report.html, report.json и альбом; без него — никуда
  --full             report: печатает таблицы целиком, и те, в которых больше 30 строк`,
    },
    whose: `  --tenant ID        чья база; нужен, если арендаторов несколько
  --department ФАЙЛ  JSON с описанием отдела, если у арендатора нет опубликованного
  --on ДЕНЬ          на конец какого дня (сегодня)
  --width N          ширина того, что печатается (ширина терминала)`,
    heading: "Таблицы библиотеки в базе приложения:",
    verbs: {
      generate: "salesdept generate     печатает схему как SQL — для тех, у кого схему меняет свой инструмент",
      check: "salesdept check        говорит, в каком состоянии таблицы и откроется ли по ним хранилище",
      plan: "salesdept plan         печатает команды, которые выполнит migrate",
      drift: "salesdept drift        говорит, чем таблицы отличаются от того, какими должны быть",
      migrate: "salesdept migrate      применяет то, чего не хватает",
      uninstall: "salesdept uninstall    удаляет все таблицы библиотеки вместе с данными; нужно подтвердить: --yes",
    },
    database: `  --db ФАЙЛ          база: файл SQLite
  --url АДРЕС        или Postgres, например postgres://user@host:5432/name`,
    names: `  --prefix ТЕКСТ     начало имён (salesdept_; в Postgres пустое)
  --schema ИМЯ       Postgres: схема таблиц (salesdept; если указан только --prefix — из search_path)
  --people ТИП       тип столбцов с идентификаторами людей: text, uuid или bigint; выбирается первой миграцией (text)
  --references T.C   таблица и столбец приложения, на которые ссылаются идентификаторы людей
  --row-security     Postgres: обязательная защита строк по арендатору`,
    generate: `  --dialect ИМЯ      generate: для sqlite или для postgres
  --grant-to РОЛЬ    generate, Postgres: выдаёт роли нужные права
  --grant-read-to РОЛЬ  generate, Postgres: выдаёт роли права на чтение представлений
  --distributed      generate, Postgres: раскладывает таблицы по шардам
  --applied A,B      generate: миграции, которые уже есть`,
    every: "  --json             печатает JSON",
    end: `  --lang ru|en       язык всего, что печатается (en)

salesdept КОМАНДА --help                        рассказывает об одной команде
salesdept --version                             печатает версию

Коды завершения: 0 — готово, 2 — не поняты команда или файлы, 3 — база недоступна, 4 — таблиц нет, они отстали,
изменены или на них нет прав, либо под контролем не все (control --covered). Результат идёт в стандартный вывод, всё остальное — в вывод ошибок.
`,
  },
}

/** Of how tables are named, what a store needs that opens over them. */
const tables = (names: string): string => names.split("\n").slice(0, 2).join("\n")

/** The help of all commands, or of one. */
const chosen = (
  { bases, database, demo, end, every, generate, heading, names, own, reading, verbs, whose }: HelpText,
  verb: Verb | null,
): string => {
  const paragraphs = (...parts: ReadonlyArray<string>) => parts.join("\n\n")
  if (verb === "demo") return `${demo}\n${end}`
  if (verb === "control" || verb === "report") {
    return paragraphs(reading[verb], [database, tables(names), whose, own[verb], every, end].join("\n"))
  }
  if (verb === "generate") return paragraphs(verbs.generate, [names, generate, end].join("\n"))
  if (verb !== null) return paragraphs(verbs[verb], [database, names, every, end].join("\n"))
  return paragraphs(
    demo,
    bases,
    Object.values(reading).join("\n"),
    [whose, ...Object.values(own)].join("\n"),
    heading,
    Object.values(verbs).join("\n"),
    [database, names, generate, every, end].join("\n"),
  )
}

/** Where to read on, for who mistyped: of the command that was named, else of all. */
export const helpHint = (verb: Verb | null): Message =>
  verb === null
    ? {
        en: "All commands and options: salesdept --help",
        ru: "Все команды и параметры: salesdept --help --lang ru",
      }
    : { en: `Options: salesdept ${verb} --help`, ru: `Параметры: salesdept ${verb} --help --lang ru` }

/** Lines of an entry or of a paragraph, put back together. */
const joined = (text: string): ReadonlyArray<string> => {
  const entries: Array<string> = []
  for (const line of text.split("\n")) {
    const last = entries.at(-1) ?? ""
    const goesOn = last !== "" && line !== "" && !/^(?: {2}--|salesdept )/.test(line)
    if (goesOn) entries[entries.length - 1] = `${last} ${line.trim()}`
    else entries.push(line)
  }
  return entries
}

const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ""
    }
    line += line === "" ? word : ` ${word}`
  }
  return [...lines, line]
}

/** Columns that the text beside an option needs; where there are fewer, it goes below. */
const besideAtLeast = 30
const below = " ".repeat(6)

const laidOut = (entry: string, width: number): ReadonlyArray<string> => {
  const [whole, name, text] = /^((?: {2}--|salesdept ).*?\S {2,})(?=\S)(.*)$/.exec(entry) ?? []
  if (whole === undefined || name === undefined || text === undefined) return wrapped(entry, width)
  if (width - name.length < besideAtLeast)
    return [name.trimEnd(), ...wrapped(text, width - below.length).map((line) => below + line)]
  const [first = "", ...others] = wrapped(text, width - name.length)
  return [name + first, ...others.map((line) => " ".repeat(name.length) + line)]
}

/**
 * The help text, no line wider than the terminal but where a name is.
 *
 * @param language - its language
 * @param width - columns of the terminal
 * @param verb - the one command that is asked about; null for all
 */
export const helpText = (language: Language, width: number, verb: Verb | null = null): string =>
  joined(chosen(texts[language], verb))
    .flatMap((entry) => laidOut(entry, width))
    .join("\n")
