import type { Message } from "@salesdept/core/shared"

/** What the demo says while it works. */
export const demoTexts = {
  simulating: {
    en: "No files given: a department is simulated and played through the library's own commands.",
    ru: "Файлы не указаны: отдел смоделирован и проигран через команды библиотеки.",
  },
  standing: {
    en: "No files given: the report tells of what the base holds already.",
    ru: "Файлы не указаны: отчёт — о том, что уже есть в базе.",
  },
  playing: { en: "actions", ru: "действия" },
  reading: { en: "Reading the files…", ru: "Чтение файлов…" },
  importing: { en: "rows", ru: "строки" },
  dryRun: { en: "Dry run, nothing written", ru: "Пробный прогон, ничего не записано" },
  recorded: { en: "Recorded", ru: "Записано" },
  again: { en: "Imported again", ru: "Повторный импорт" },
} satisfies { readonly [key: string]: Message }

/** One line of counts. */
export const countsText = (
  label: Message,
  counts: { readonly created: number; readonly changed: number; readonly unchanged: number },
): Message => ({
  en: `${label.en}: ${counts.created} new, ${counts.changed} changed, ${counts.unchanged} unchanged`,
  ru: `${label.ru}: новых ${counts.created}, изменённых ${counts.changed}, без изменений ${counts.unchanged}`,
})

/** Where the rows are that were not read. */
export const rejectedText = (rows: number, path: string): Message => ({
  en: `Rows not imported: ${rows}, with the reasons in ${path}; mend them and import that file`,
  ru: `Не импортировано строк: ${rows}, причины в файле ${path}; исправьте его и импортируйте`,
})

/** A base keeps the department that it was begun with. */
export const departmentHeldText = (file: string, database: string): Message => ({
  en: `${database} has a department of its own, which holds; ${file} was not used`,
  ru: `В базе ${database} уже есть свой отдел, действует он; файл ${file} не использован`,
})

/** Paths of what a run wrote. */
export interface Written {
  readonly html: string
  readonly json: string
  readonly workbook: string
  readonly database: string
}

/** Where the results are. */
export const writtenText = ({ html, json, workbook, database }: Written): Message => ({
  en: `Report:   ${html}\nJSON:     ${json}\nWorkbook: ${workbook}\nBase:     ${database}`,
  ru: `Отчёт:  ${html}\nJSON:   ${json}\nАльбом: ${workbook}\nБаза:   ${database}`,
})

/** Refused actions of the simulation. */
export const refusedText = (count: number): Message => ({
  en: `${count} actions of the script were refused by the department's own rules`,
  ru: `Действий сценария, отклонённых правилами отдела: ${count}`,
})
