import type { DocumentCell, TableBlock } from "../document/Block.ts"
import type { Markup } from "./Markup.ts"
import { markup } from "./Markup.ts"
import type { RecordLink } from "./Link.ts"
import { recordMarkup } from "./Link.ts"

const empty: DocumentCell = { text: "", mark: null, tone: null }

const classesOf = (right: boolean, tone: DocumentCell["tone"]): string =>
  [right ? "n" : "", tone === null ? "" : `t-${tone}`].filter((name) => name !== "").join(" ")

const cellMarkup = (cell: DocumentCell, right: boolean, heading: boolean, link: RecordLink): Markup => {
  const classes = classesOf(right, cell.tone)
  const attribute = classes === "" ? markup`` : markup` class="${classes}"`
  const mark = cell.mark === null ? markup`` : markup`<sup>${cell.mark}</sup>`
  const text = cell.recordId === undefined ? markup`${cell.text}` : recordMarkup(cell.recordId, link, cell.text)
  return heading ? markup`<th scope="row"${attribute}>${text}${mark}</th>` : markup`<td${attribute}>${text}${mark}</td>`
}

/** From so many columns on, words of headings may break on paper: nothing else makes room there. */
const manyColumns = 11

/** A table in a box that scrolls by itself where it is wider than the screen, with its footnotes under it. */
export const tableMarkup = (block: TableBlock, link: RecordLink): Markup => {
  const right = block.columns.map((column) => column.align === "right")
  const row = (cells: ReadonlyArray<DocumentCell>): Markup =>
    markup`<tr>${block.columns.map((_, index) => cellMarkup(cells[index] ?? empty, right[index] === true, index === 0, link))}</tr>`
  const heads = block.columns.map((column, index) =>
    right[index] === true
      ? markup`<th scope="col" class="n">${column.header}</th>`
      : markup`<th scope="col">${column.header}</th>`,
  )
  const foot = block.footer === null ? markup`` : markup`<tfoot>${row(block.footer)}</tfoot>`
  const notes =
    block.footnotes.length === 0
      ? markup``
      : markup`<ol class="footnotes">${block.footnotes.map((text) => markup`<li>${text}</li>`)}</ol>`
  const many = block.columns.length < manyColumns ? markup`` : markup` class="many"`
  return markup`<p class="tablename">${block.caption}</p>
<div class="scroll" role="region" tabindex="0" aria-label="${block.caption}"><table${many}><thead><tr>${heads}</tr></thead><tbody>${block.rows.map(row)}</tbody>${foot}</table></div>
${notes}`
}
