import type { Language, Message } from "@salesdept/core/shared"

const texts: { readonly [Key in Language]: string } = {
  en: `salesdept demo [file.csv …] [options]

Opens a CRM export (or, without files, a simulated department) as a head of sales would: import, pipeline, control and
whom to turn to first, what is left to do after the sale, the month summed up for everybody, plan against fact with the
variance split into drivers and what goes with them, the forecast, the five facts most worth a review and the largest
wins, the scripts with the steps that go with winning, and the next plan, corrected. Prints the report and writes it as an HTML page and as JSON.

  --lang ru|en       language of the report (en)
  --db FILE          database to keep everything in; run again to import again, or without files to see the report of
                     what it holds (a fresh one in --out). Where it holds a
                     department with custom fields, columns called by their key or label fill them
  --department FILE  JSON of your own department, written by department.schema.json of @salesdept/core: deals go into
                     its default pipeline by the names of their stages; its rules, fields, currency and time zone hold
  --out FOLDER       where report.html, report.json and the workbook go, and of each file NAME.rejected.csv with the
                     rows that could not be read and why (salesdept-demo)
  --currency CODE    currency of amounts that name none (the department's in --db; else USD, or RUB with --lang ru)
  --time-zone ZONE   where the department's days begin (the department's in --db; else UTC, or Europe/Moscow with
                     --lang ru)
  --source NAME      name of the system the files come from; the same for every export of it (crm)
  --seed N           seed of the simulated department (7)
  --width N          columns of the printed report (the terminal's)
  --now TIME         work by this clock instead of the machine's

The library's tables in a host's database:

salesdept generate --dialect sqlite|postgres    prints the schema as SQL, for hosts whose own tool changes it
salesdept check | plan | drift | migrate        --db FILE (SQLite) or --url URL (Postgres)
salesdept uninstall --yes                       takes every table of the library away, with all that is in it

  --prefix TEXT      beginning of the names (salesdept_; none in Postgres)
  --schema NAME      Postgres: schema of the tables (salesdept)
  --people TYPE      column type of people's ids: text, uuid or bigint; chosen at the first migration (text)
  --references T.C   the host's table and column that people's ids must name
  --row-security     Postgres: forced row-level security by tenant
  --grant-to ROLE    generate, Postgres: gives a role what a store needs
  --grant-read-to ROLE  generate, Postgres: lets a role read the views
  --distributed      generate, Postgres: spreads the tables over shards by tenant
  --applied A,B      generate: migrations that are there already
  --json             prints JSON

salesdept --version                             prints the version

Exit codes: 0 done, 2 the command or the files cannot be understood, 3 the database cannot be used, 4 the tables are
missing, behind, drifted or not permitted.
`,
  ru: `salesdept demo [файл.csv …] [параметры]

Открывает выгрузку из CRM (без файлов — смоделированный отдел) так, как это сделал бы руководитель отдела продаж:
импорт, воронка, контроль и за что взяться сначала, что осталось сделать после продажи, итоги месяца по каждому, план
и факт с разложением отклонения на факторы, прогноз, пять фактов для разбора и главные победы, скрипты и шаги, с которыми
выигрывают, скорректированный план на следующий период. Печатает отчёт и сохраняет его страницей HTML и в JSON.

  --lang ru|en       язык отчёта (en)
  --db ФАЙЛ          база, в которой всё остаётся; повторный запуск импортирует ещё раз, а без файлов показывает отчёт
                     о том, что в ней есть (новая в папке --out). Если в
                     ней отдел с пользовательскими полями, их заполняют столбцы, названные их ключом или подписью
  --department ФАЙЛ  JSON с описанием вашего отдела по схеме department.schema.json из @salesdept/core: сделки попадают
                     в его основную воронку по названиям этапов; действуют его правила, поля, валюта и часовой пояс
  --out ПАПКА        куда положить report.html, report.json и альбом, а для каждого файла — ИМЯ.rejected.csv с
                     непрочитанными строками и причинами (salesdept-demo)
  --currency КОД     валюта сумм, у которых она не указана (как у отдела в --db, иначе RUB; без --lang ru — USD)
  --time-zone ПОЯС   где начинаются сутки отдела (как у отдела в --db, иначе Europe/Moscow; без --lang ru — UTC)
  --source ИМЯ       имя системы, из которой выгрузка; одно и то же для всех её выгрузок (crm)
  --seed N           номер смоделированного отдела (7)
  --width N          ширина отчёта в символах (ширина терминала)
  --now ВРЕМЯ        часы, по которым работать, вместо системных

Таблицы библиотеки в базе приложения:

salesdept generate --dialect sqlite|postgres    печатает схему как SQL — для тех, у кого схему меняет свой инструмент
salesdept check | plan | drift | migrate        --db ФАЙЛ (SQLite) или --url АДРЕС (Postgres)
salesdept uninstall --yes                       удаляет все таблицы библиотеки вместе с данными

  --prefix ТЕКСТ     начало имён (salesdept_; в Postgres пустое)
  --schema ИМЯ       Postgres: схема таблиц (salesdept)
  --people ТИП       тип столбцов с идентификаторами людей: text, uuid или bigint; выбирается первой миграцией (text)
  --references T.C   таблица и столбец приложения, на которые ссылаются идентификаторы людей
  --row-security     Postgres: обязательная защита строк по арендатору
  --grant-to РОЛЬ    generate, Postgres: выдаёт роли нужные права
  --grant-read-to РОЛЬ  generate, Postgres: выдаёт роли права на чтение представлений
  --distributed      generate, Postgres: раскладывает таблицы по шардам
  --applied A,B      generate: миграции, которые уже есть
  --json             печатает JSON

salesdept --version                             печатает версию

Коды завершения: 0 — готово, 2 — не поняты команда или файлы, 3 — база недоступна, 4 — таблиц нет, они отстали,
изменены или на них нет прав.
`,
}

/** Where to read on, for who mistyped. */
export const helpHint: Message = {
  en: "All commands and options: salesdept --help",
  ru: "Все команды и параметры: salesdept --help --lang ru",
}

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
 */
export const helpText = (language: Language, width: number): string =>
  joined(texts[language])
    .flatMap((entry) => laidOut(entry, width))
    .join("\n")
