import { plainText } from "../terminal/Text.ts"
import type { Block, DocumentCell, DocumentFact, ReportDocument, TableBlock } from "../document/Block.ts"

/** Data is text: nothing in it becomes a heading, a link, a table's border or a tag. */
const escapeMarkdown = (text: string): string =>
  plainText(text)
    .replaceAll(/[\\`*_[\]<>|#~]/g, String.raw`\$&`)
    .replaceAll("&", "&amp;")

const ruledLine = String.raw`\_`.repeat(60)

const cellText = ({ text, mark }: DocumentCell): string =>
  mark === null ? escapeMarkdown(text) : `${escapeMarkdown(text)} (${mark})`

const rowLine = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

const tableLines = (block: TableBlock): ReadonlyArray<string> => {
  const row = (cells: ReadonlyArray<DocumentCell>): string =>
    rowLine(block.columns.map((_, index) => (cells[index] === undefined ? "" : cellText(cells[index]))))
  return [
    `**${escapeMarkdown(block.caption)}**`,
    "",
    rowLine(block.columns.map(({ header }) => escapeMarkdown(header))),
    rowLine(block.columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...block.rows.map(row),
    ...(block.footer === null ? [] : [row(block.footer)]),
    "",
    ...block.footnotes.flatMap((text, index) => [`(${index + 1}) ${escapeMarkdown(text)}`, ""]),
  ]
}

const factLine = ({ key, value, detail }: DocumentFact): string => {
  const shown = value === "—" && detail !== null ? detail : [value, detail].filter((part) => part !== null).join(" — ")
  return `- **${escapeMarkdown(key)}**: ${escapeMarkdown(shown)}`
}

/** A block as lines of Markdown, the last of them empty. Charts have no form here: the tables beside them say the same. */
const blockLines = (block: Block): ReadonlyArray<string> => {
  switch (block.kind) {
    case "subheading":
      return [`### ${escapeMarkdown(block.text)}`, ""]
    case "paragraph":
      return [escapeMarkdown(block.text), ""]
    case "facts":
      return [...block.entries.map(factLine), ""]
    case "list":
      return [
        ...block.items.flatMap(({ badge, text, under }) => [
          `- ${[badge === null ? "" : `**${escapeMarkdown(badge.text)}**`, escapeMarkdown(text)].filter((part) => part !== "").join(": ")}`,
          ...under.map((line) => `  - ${escapeMarkdown(line)}`),
        ]),
        "",
      ]
    case "card":
      return [
        `#### ${escapeMarkdown(block.title)} (${escapeMarkdown(block.badge.text)})`,
        "",
        ...block.blocks.flatMap(blockLines),
      ]
    case "table":
      return tableLines(block)
    case "notes":
      return [
        ...block.prompts.flatMap((prompt) => [`**${escapeMarkdown(prompt)}**`, ""]),
        ...Array.from({ length: block.lines }, () => [ruledLine, ""]).flat(),
      ]
    case "form":
      return [
        rowLine(block.columns.map(escapeMarkdown)),
        rowLine(block.columns.map(() => "---")),
        ...Array.from({ length: block.rows }, () => rowLine(block.columns.map(() => " "))),
        "",
      ]
    default:
      return []
  }
}

/** A document as Markdown, ending with a line break. */
export const markdownOf = ({ title, subtitle, sections }: ReportDocument): string => {
  const lines = [
    `# ${escapeMarkdown(title)}`,
    "",
    escapeMarkdown(subtitle),
    "",
    ...sections.flatMap((section) => [
      `## ${escapeMarkdown(section.title)}`,
      "",
      ...section.blocks.flatMap(blockLines),
    ]),
  ]
  return `${lines.join("\n").trimEnd()}\n`
}
