import type { Language } from "@salesdept/core/shared"
import type { DepartmentReport } from "../DepartmentReport.ts"
import { workbookTexts } from "../sections/WorkbookTexts.ts"
import type { Block, DocumentSection, ReportDocument } from "./Block.ts"
import { reportDocument } from "./ReportDocument.ts"

/** Of these sections the first part alone: what follows it is for the screen. */
const shortened: ReadonlySet<string> = new Set(["pipeline", "variance"])

/** Of these sections lists are what is worked with; of others they are remarks. */
const withLists: ReadonlySet<string> = new Set(["month", "scripts"])

/** What a pen works with: figures and findings. Charts, remarks on method and explanations stay in the report. */
const isEssential = (block: Block, sectionId: string): boolean => {
  switch (block.kind) {
    case "table":
    case "facts":
    case "card":
      return true
    case "list":
      return withLists.has(sectionId)
    case "paragraph":
      return block.tone !== "faint"
    default:
      return false
  }
}

/** The essentials of a section, each subheading with what stands under it. */
const essentialsOf = ({ id, blocks }: DocumentSection): ReadonlyArray<Block> => {
  const end = shortened.has(id) ? blocks.findIndex(({ kind }, index) => index > 0 && kind === "subheading") : -1
  const kept: Array<Block> = []
  let heading: Block | null = null
  for (const block of end < 0 ? blocks : blocks.slice(0, end)) {
    if (block.kind === "subheading") heading = block
    else {
      if (isEssential(block, id)) kept.push(...(heading === null ? [] : [heading]), block)
      heading = null
    }
  }
  return kept
}

/** Lines for notes under each section, and rows of the form at the end. */
const [noteLines, agreedRows] = [5, 10]

/** The owner's working album in one language: the report's essentials with questions and room to write, and what was agreed. */
export const workbookDocument = (report: DepartmentReport, language: Language): ReportDocument => {
  const texts = workbookTexts[language]
  const document = reportDocument(report, language)
  const questions: { readonly [id: string]: ReadonlyArray<string> } = texts.questions
  const sections = document.sections.flatMap((section) => {
    const { id, title } = section
    const prompts = questions[id]
    if (prompts === undefined) return []
    return [{ id, title, blocks: [...essentialsOf(section), { kind: "notes" as const, prompts, lines: noteLines }] }]
  })
  return {
    title: texts.title(document.title),
    subtitle: document.subtitle,
    sections: [
      ...sections,
      {
        id: "agreed",
        title: texts.agreed,
        blocks: [
          { kind: "paragraph", text: texts.agreedHow, tone: null },
          { kind: "form", columns: texts.agreedColumns, rows: agreedRows },
        ],
      },
    ],
  }
}
