import type { Block, DocumentCell, ListItem, TableBlock } from "../document/Block.ts"
import { bridgeLayout } from "../format/Bridge.ts"
import { bars } from "./Bars.ts"
import { bridge } from "./Bridge.ts"
import { heading } from "./Heading.ts"
import { keyValues, note, paragraph } from "./Note.ts"
import type { Cell } from "./TableContent.ts"
import { table } from "./Table.ts"
import type { TerminalStyle, Tone } from "./Tone.ts"
import type { ColourRole } from "../svg/Palette.ts"

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"

const superscript = (value: number): string =>
  String(value).replace(/\d/g, (digit) => superscripts[Number(digit)] ?? digit)

const toneOfRole: { readonly [Role in ColourRole]?: Tone } = { alarm: "alarm", attention: "attention", primary: "good" }

/** A column's cells as text. Figures without a footnote get the room of one, so that digits stay under digits. */
const columnCells = (cells: ReadonlyArray<DocumentCell>, right: boolean): ReadonlyArray<Cell> => {
  const room = Math.max(0, ...cells.map((of) => (of.mark === null ? 0 : superscript(of.mark).length)))
  return cells.map((of) => {
    const mark = of.mark === null ? "" : superscript(of.mark)
    return { text: of.text + (right ? mark.padEnd(room, "\u00A0") : mark), tone: of.tone }
  })
}

const tableLines = (
  block: TableBlock,
  style: TerminalStyle,
  notShown: (headers: ReadonlyArray<string>) => string,
): ReadonlyArray<string> => {
  const all = block.footer === null ? block.rows : [...block.rows, block.footer]
  const columns = block.columns.map((column, index) =>
    columnCells(
      all.map((row) => row[index] ?? { text: "", mark: null, tone: null }),
      column.align === "right",
    ),
  )
  const rows = all.map((_, row) => columns.map((cells) => cells[row] ?? ""))
  const footer = block.footer === null ? undefined : rows.at(-1)
  return [
    "",
    ...heading(block.caption, 3, style),
    ...table(
      {
        columns: block.columns.map((column) => ({ ...column, header: column.shortHeader ?? column.header })),
        rows: footer === undefined ? rows : rows.slice(0, -1),
        ...(footer === undefined ? {} : { footer }),
        dropped: notShown,
      },
      style,
    ),
    ...block.footnotes.flatMap((text, index) => note(text, style, { mark: superscript(index + 1), tone: "faint" })),
  ]
}

const itemLines = (item: ListItem, style: TerminalStyle): ReadonlyArray<string> => {
  const parts = [item.badge?.text ?? "", item.text].filter((part) => part !== "")
  const text = parts.join(": ")
  const tone = item.badge?.tone ?? null
  return [
    ...note(text, style, { mark: "•", tone: tone === "alarm" || tone === "attention" ? tone : null }),
    ...item.under.flatMap((line) => note(line, style, { mark: "   –", tone: "faint" })),
  ]
}

/**
 * Lays out a block for a terminal. Blocks begin with an empty line of their own where they need one.
 *
 * @param block - the block
 * @param style - width and colour
 * @param notShown - words the line that names columns left out
 * @returns lines, none wider than `style.width`
 */
export const blockLines = (
  block: Block,
  style: TerminalStyle,
  notShown: (headers: ReadonlyArray<string>) => string,
): ReadonlyArray<string> => {
  switch (block.kind) {
    case "subheading":
      return ["", ...heading(block.text, 3, style)]
    case "paragraph":
      return paragraph(block.text, style, block.tone)
    case "facts":
      return [
        "",
        ...keyValues(
          block.entries.map(({ key, value, detail }) => ({
            key,
            // A dash before the reason of a figure that is not there would only stand for it twice.
            value: detail === null ? value : value === "—" ? detail : `${value} — ${detail}`,
          })),
          style,
        ),
      ]
    case "list":
      return block.items.flatMap((item) => itemLines(item, style))
    case "card": {
      const inner = { ...style, width: Math.max(1, style.width - 3) }
      const body = block.blocks.flatMap((part) => blockLines(part, inner, notShown))
      return [
        "",
        ...paragraph(`${block.title} [${block.badge.text}]`, style, block.badge.tone ?? "strong"),
        ...body.filter((line) => line !== "").map((line) => `   ${line}`),
      ]
    }
    case "table":
      return tableLines(block, style, notShown)
    case "notes":
      return [
        "",
        ...block.prompts.flatMap((prompt) => note(prompt, style, { mark: "?" })),
        ...Array.from({ length: block.lines }, () => "_".repeat(style.width)),
      ]
    case "form":
      return paragraph(block.columns.join(" · "), style, "strong")
    case "bars":
      return block.pageOnly
        ? []
        : [
            "",
            ...heading(block.title, 3, style),
            ...bars(
              block.bars.map((of) => ({ label: of.label, value: of.value ?? 0, text: of.text })),
              style,
            ),
          ]
    case "stack":
      return [
        "",
        ...heading(block.title, 3, style),
        ...bars(
          block.parts.map((part) => {
            const tone = toneOfRole[part.role]
            return { label: part.label, value: part.value, text: part.text, ...(tone === undefined ? {} : { tone }) }
          }),
          style,
        ),
      ]
    case "bridge":
      return [
        "",
        ...heading(block.title, 3, style),
        ...bridge(block.bridge, style),
        ...(bridgeLayout(block.bridge).broken ? paragraph(block.brokenAxis, style, "faint") : []),
      ]
    case "funnel":
      return [
        "",
        ...heading(block.title, 3, style),
        ...bars(
          block.stages.map((stage) => ({
            label: stage.label,
            value: stage.value,
            text: stage.onward === null ? stage.text : `${stage.text} → ${stage.onward}`,
          })),
          style,
        ),
      ]
    case "fan":
    case "steps":
      // The curve's figures stand in the table after it; steps drawn in characters would say less.
      return []
  }
}
