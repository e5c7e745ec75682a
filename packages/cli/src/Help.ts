import type { Language } from "@salesdept/core/shared"

const texts: { readonly [Key in Language]: string } = {
  en: `salesdept demo [file.csv …] [options]

Opens a CRM export (or, without files, a simulated department) as a head of sales would: import, pipeline, control,
plan against fact with the variance split into causes, and the five facts most worth a review. Prints the report and
writes it as an HTML page and as JSON.

  --lang ru|en       language of the report (en)
  --db FILE          database to keep everything in; run again to import again (a fresh one in --out)
  --out FOLDER       where report.html and report.json go, and of each file NAME.rejected.csv with the rows that could
                     not be read and why (salesdept-demo)
  --currency CODE    currency of amounts that name none (USD; RUB with --lang ru)
  --time-zone ZONE   where the department's days begin (UTC; Europe/Moscow with --lang ru)
  --source NAME      name of the system the files come from; the same for every export of it (crm)
  --seed N           seed of the simulated department (7)
  --width N          columns of the printed report (the terminal's)
  --now TIME         work by this clock instead of the machine's

Exit codes: 0 done, 2 the command or the files cannot be understood, 3 the database cannot be used.
`,
  ru: `salesdept demo [файл.csv …] [параметры]

Открывает выгрузку из CRM (без файлов — смоделированный отдел) так, как это сделал бы руководитель отдела продаж:
импорт, воронка, контроль, план и факт с разложением отклонения на причины и пять фактов, которые больше всего стоит
разобрать. Печатает отчёт и сохраняет его страницей HTML и в JSON.

  --lang ru|en       язык отчёта (en)
  --db ФАЙЛ          база, в которой всё остаётся; повторный запуск импортирует ещё раз (новая в папке --out)
  --out ПАПКА        куда положить report.html и report.json, а для каждого файла — ИМЯ.rejected.csv с непрочитанными
                     строками и причинами (salesdept-demo)
  --currency КОД     валюта сумм, у которых она не указана (RUB; без --lang ru — USD)
  --time-zone ПОЯС   где начинаются сутки отдела (Europe/Moscow; без --lang ru — UTC)
  --source ИМЯ       имя системы, из которой выгрузка; одно и то же для всех её выгрузок (crm)
  --seed N           зерно смоделированного отдела (7)
  --width N          ширина отчёта в символах (ширина терминала)
  --now ВРЕМЯ        часы, по которым работать, вместо системных

Коды завершения: 0 — готово, 2 — не поняты команда или файлы, 3 — база недоступна.
`,
}

/** The help text. */
export const helpText = (language: Language): string => texts[language]
