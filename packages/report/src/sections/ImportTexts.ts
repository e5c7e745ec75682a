import { formatCount, nouns } from "../format/Counted.ts"

/** Texts of the section on import. */
export const importTexts = {
  en: {
    title: "Import",
    files: "Files",
    file: "File",
    contents: "Contents",
    rows: "Rows",
    imported: "Imported",
    unchanged: "Already there",
    conflicts: "Conflicts",
    rejected: "Rejected",
    total: "Total",
    notes: "What was met and what was done",
    clean: "Nothing odd was met in the files.",
    unread: "Columns that were not read",
    notCarried: "What the source does not carry",
    kinds: { kept: "Kept", normalised: "Normalised", conflict: "Conflict", rejected: "Rejected" },
    rowCount: (count: number) => formatCount(count, nouns.row, "en"),
    example: (file: string, line: string, text: string) => `${file}, line ${line}: ${text}`,
    rerun: (unchanged: number, changed: string, idempotent: boolean) =>
      idempotent
        ? `The same files imported again change nothing: ${formatCount(unchanged, nouns.record, "en")} found equal to the base.`
        : `The same files imported again changed ${changed} of the records: the import is not idempotent.`,
  },
  ru: {
    title: "Импорт",
    files: "Файлы",
    file: "Файл",
    contents: "Содержание",
    rows: "Строк",
    imported: "Принято",
    unchanged: "Уже были",
    conflicts: "Противоречий",
    rejected: "Отклонено",
    total: "Итого",
    notes: "Что встретилось и что сделано",
    clean: "Ничего необычного в файлах не встретилось.",
    unread: "Непрочитанные столбцы",
    notCarried: "Чего нет в источнике",
    kinds: { kept: "Оставлено", normalised: "Приведено", conflict: "Противоречие", rejected: "Отклонено" },
    rowCount: (count: number) => formatCount(count, nouns.row, "ru"),
    example: (file: string, line: string, text: string) => `${file}, строка ${line}: ${text}`,
    rerun: (unchanged: number, changed: string, idempotent: boolean) =>
      idempotent
        ? `Повторный импорт тех же файлов ничего не меняет: совпадает с базой ${formatCount(unchanged, nouns.record, "ru")}.`
        : `Повторный импорт тех же файлов изменил записей: ${changed}. Импорт не идемпотентен.`,
  },
} as const
