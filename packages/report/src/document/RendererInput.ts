import type { Language, Message, Problem } from "@salesdept/core/shared"
import { InputInvalid } from "@salesdept/core/shared"
import type { DepartmentReport } from "../DepartmentReport.ts"

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as { readonly [name: string]: unknown })[name] : undefined

const shape = {
  format: "salesdept.department-report",
  formatVersion: 1,
} satisfies Pick<DepartmentReport, "format" | "formatVersion">

const notAReport: Message = {
  en: 'must be a report such as baseReport gives (await it), or its JSON parsed: {"format":"salesdept.department-report",…}',
  ru: 'ожидается отчёт, например из baseReport (дождитесь его: await), или его разобранный JSON: {"format":"salesdept.department-report",…}',
}

const notItsVersion: Message = {
  en: "is a report of another version of the format; this version of the library shows version 1",
  ru: "отчёт в другой версии формата; эта версия библиотеки показывает версию 1",
}

const noLanguage: Message = { en: "must be en or ru", ru: "ожидается en или ru" }

const languages: ReadonlySet<unknown> = new Set<Language>(["en", "ru"])

/**
 * Holds what a report is shown from to what can be shown: a promise of a report, or nothing, is not.
 *
 * @param call - what shows it, such as `htmlReport`
 * @param report - the report as it was given
 * @param options - how it is to be shown, as it was given
 * @throws InputInvalid with everything that is wrong
 */
export const checkRendererInput = (call: string, report: unknown, options: unknown): void => {
  const problems: Array<Problem> = []
  if (fieldOf(report, "format") !== shape.format) {
    problems.push({ path: "report", code: "field.type", message: notAReport })
  } else if (fieldOf(report, "formatVersion") !== shape.formatVersion) {
    problems.push({ path: "report.formatVersion", code: "report.otherVersion", message: notItsVersion })
  }
  if (!languages.has(fieldOf(options, "language"))) {
    problems.push({ path: "options.language", code: "field.type", message: noLanguage })
  }
  if (problems.length > 0) throw new InputInvalid(problems, call)
}
