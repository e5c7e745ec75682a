import type { Language } from "@salesdept/core/shared"
import type { DepartmentReport } from "./DepartmentReport.ts"
import type { Block, DocumentSection } from "./document/Block.ts"
import { checkRendererInput } from "./document/RendererInput.ts"
import { reportDocument } from "./document/ReportDocument.ts"
import { overviewTexts } from "./sections/OverviewTexts.ts"
import { blockLines } from "./terminal/Blocks.ts"
import { formatNumber } from "./format/Number.ts"
import { heading } from "./terminal/Heading.ts"
import { paragraph } from "./terminal/Note.ts"
import { shortened } from "./terminal/Shorten.ts"
import type { TerminalStyle } from "./terminal/Tone.ts"

/** How a report is shown in a terminal. */
export interface TerminalReportOptions {
  /** Language of the texts. */
  readonly language: Language
  /** Columns, from 20; no line is wider. Made to be read at 80 and at 120. */
  readonly width: number
  /** Whether to colour with ANSI escape codes. */
  readonly colour: boolean
  /**
   * Rows of a table, and items of a list, that are printed at most, whole, 3 or more: of more reps than that the first and the last
   * stand in the text, with a line that counts the others. All where absent.
   */
  readonly rows?: number
}

const isText = (block: Block): boolean => block.kind === "paragraph" || block.kind === "list"

/** Text stands close under a heading and under other text, but apart from a table, a chart or facts before it. */
const isFigure = (block: Block | undefined): boolean =>
  block !== undefined && !isText(block) && block.kind !== "subheading"

const sectionLines = (section: DocumentSection, style: TerminalStyle, language: Language): ReadonlyArray<string> => {
  const notShown = (headers: ReadonlyArray<string>): string => overviewTexts[language].notShown(headers.join("; "))
  return [
    "",
    ...heading(section.title, 2, style),
    ...section.blocks.flatMap((block, index) => [
      ...(isText(block) && isFigure(section.blocks[index - 1]) ? [""] : []),
      ...blockLines(block, style, notShown),
    ]),
  ]
}

/**
 * A report as text for a terminal, ending with a line break.
 *
 * @param report - the report
 * @param options - language, width, colour, and how many rows of a table at most
 * @returns lines joined by `\n`, none wider than `options.width`
 * @throws InputInvalid where the report is none (a promise of one that was not awaited), is of another version of the format, or the language is neither
 *   `en` nor `ru`
 * @example
 * ```ts
 * import { terminalReport } from "@salesdept/report"
 *
 * terminalReport(report, { language: "en", width: 80, colour: false }) // "Sales department report…"
 * ```
 */
export const terminalReport = (report: DepartmentReport, options: TerminalReportOptions): string => {
  checkRendererInput("terminalReport", report, options)
  const { language, width, colour, rows } = options
  const style = { width: Math.max(20, Math.floor(width)), colour }
  const document = reportDocument(report, language)
  const more = (count: number): string => overviewTexts[language].more(formatNumber(count, language))
  const short = (section: DocumentSection): DocumentSection =>
    rows === undefined
      ? section
      : { ...section, blocks: section.blocks.map((block) => shortened(block, Math.max(3, Math.floor(rows)), more)) }
  const lines = [
    ...heading(document.title, 1, style),
    ...paragraph(document.subtitle, style, "faint"),
    ...document.sections.flatMap((section) => sectionLines(short(section), style, language)),
  ]
  return `${lines.join("\n")}\n`
}
