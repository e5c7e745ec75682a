import type { Language } from "../shared/Message.ts"
import type { ImportFile } from "./ImportFile.ts"
import { understoodFiles } from "./ImportFile.ts"
import type { ImportPlan } from "./ImportPlan.ts"
import { cellOfText } from "./SpreadsheetCell.ts"

/** The rows of one file that were not read, as a file to be mended and imported again. */
export interface RejectedFile {
  /** Name of the file, such as `deals.rejected.csv`. */
  readonly name: string
  /** How many rows it holds. */
  readonly rows: number
  /** Its text: UTF-8 with a byte order mark, cells divided by `;` and quoted, lines ended by CR LF, as spreadsheets read it. */
  readonly text: string
}

const cell = (text: string): string => `"${cellOfText(text).replaceAll('"', '""')}"`

const lineOf = (cells: ReadonlyArray<string>): string => `${cells.map(cell).join(";")}\r\n`

const addedColumns = {
  en: { line: "Line", reason: "Why not imported" },
  ru: { line: "Строка", reason: "Почему не импортировано" },
} as const

/**
 * The rows of an import that were not read, file by file, each with its line in the original and every reason: to be mended
 * and imported again with the same `source`, since the two columns in front are read by no field.
 *
 * @param files - the files that the plan was made from
 * @param plan - the plan
 * @param language - of the reasons
 * @returns one file for each file with rejected rows; none where all was read
 * @throws ImportRefused where the files cannot be read as tables
 *
 * @example
 * ```ts
 * import { planImport, rejectedRows } from "@salesdept/core/exchange"
 *
 * const files = [{ name: "deals.csv", bytes: new TextEncoder().encode("id,stage,amount\n7,Won,100\n8,Lost,a lot\n") }]
 * const plan = planImport(files, { source: "crm", currency: "USD", timeZone: "UTC" })
 * rejectedRows(files, plan, "en").map(({ name, rows }) => [name, rows]) // [["deals.rejected.csv", 1]]
 * ```
 */
export const rejectedRows = (
  files: ReadonlyArray<ImportFile>,
  plan: ImportPlan,
  language: Language,
): ReadonlyArray<RejectedFile> =>
  understoodFiles(files, plan.mapping, "complete", plan.customFields).flatMap(
    ({ table }): ReadonlyArray<RejectedFile> => {
      const reasons = new Map<number, Array<string>>()
      for (const { file, line, severity, message } of plan.outcomes) {
        if (file !== table.file || severity !== "rejected") continue
        const told = reasons.get(line)
        if (told === undefined) reasons.set(line, [message[language]])
        else told.push(message[language])
      }
      const rows = [...table.records, ...table.ragged]
        .filter(({ line }) => reasons.has(line))
        .toSorted((left, right) => left.line - right.line)
      if (rows.length === 0) return []
      const added = addedColumns[language]
      const text = [
        lineOf([added.line, added.reason, ...table.columns]),
        ...rows.map(({ line, cells }) => lineOf([String(line), (reasons.get(line) ?? []).join("; "), ...cells])),
      ].join("")
      return [{ name: `${table.file.replace(/\.[^.]*$/, "")}.rejected.csv`, rows: rows.length, text: `\uFEFF${text}` }]
    },
  )
