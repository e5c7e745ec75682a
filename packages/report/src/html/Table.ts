import type { DocumentCell, TableBlock } from "../document/Block.ts"
import type { Markup } from "./Markup.ts"
import { markup } from "./Markup.ts"
import type { RecordLink } from "./Link.ts"
import { recordMarkup } from "./Link.ts"

const empty: DocumentCell = { text: "", mark: null, tone: null }

const classesOf = (right: boolean, tone: DocumentCell["tone"]): string =>
  [right ? "n" : "", tone === null ? "" : `t-${tone}`].filter((name) => name !== "").join(" ")

interface CellPlace {
  readonly right: boolean
  readonly heading: boolean
  /** Said before the cell where its column has no heading in sight; null where it always has. */
  readonly label: string | null
}

const cellMarkup = (cell: DocumentCell, { right, heading, label }: CellPlace, link: RecordLink): Markup => {
  const classes = classesOf(right, cell.tone)
  const named = label === null || cell.text === "" ? markup`` : markup` data-label="${label}"`
  const attribute = markup`${classes === "" ? markup`` : markup` class="${classes}"`}${named}`
  const mark = cell.mark === null ? markup`` : markup`<sup>${cell.mark}</sup>`
  const text = cell.recordId === undefined ? markup`${cell.text}` : recordMarkup(cell.recordId, link, cell.text)
  // What heads several rows is said once: an empty heading would be read out as one.
  return heading && cell.text !== ""
    ? markup`<th scope="row"${attribute}>${text}${mark}</th>`
    : markup`<td${attribute}>${text}${mark}</td>`
}

/** A heading; where there is a short form that is explained beside the table, that one, with the whole of it at hand. */
const headerMarkup = ({ header, shortHeader }: TableBlock["columns"][number]): Markup =>
  shortHeader === undefined ? markup`${header}` : markup`<abbr title="${header}">${shortHeader}</abbr>`

/** From so many columns on, words of headings may break on paper: nothing else makes room there. */
const manyColumns = 11

/**
 * A table in a box that scrolls by itself where it is wider than the screen, with its footnotes under it. A page has dozens of them, some of one
 * name: no places to jump to, which is what regions are.
 */
export const tableMarkup = (block: TableBlock, link: RecordLink): Markup => {
  const right = block.columns.map((column) => column.align === "right")
  const placeOf = (index: number): CellPlace => ({
    right: right[index] === true,
    heading: index === 0,
    label: block.isProse === true && index > 0 ? (block.columns[index]?.header ?? null) : null,
  })
  const row = (cells: ReadonlyArray<DocumentCell>): Markup =>
    markup`<tr>${block.columns.map((_, index) => cellMarkup(cells[index] ?? empty, placeOf(index), link))}</tr>`
  const heads = block.columns.map((column, index) =>
    right[index] === true
      ? markup`<th scope="col" class="n">${headerMarkup(column)}</th>`
      : markup`<th scope="col">${headerMarkup(column)}</th>`,
  )
  const foot = block.footer === null ? markup`` : markup`<tfoot>${row(block.footer)}</tfoot>`
  const notes =
    block.footnotes.length === 0
      ? markup``
      : markup`<ol class="footnotes">${block.footnotes.map((text) => markup`<li>${text}</li>`)}</ol>`
  const kinds = [...(block.columns.length < manyColumns ? [] : ["many"]), ...(block.isProse === true ? ["prose"] : [])]
  const many = kinds.length === 0 ? markup`` : markup` class="${kinds.join(" ")}"`
  return markup`<p class="tablename">${block.caption}</p>
<div class="scroll" role="group" tabindex="0" aria-label="${block.caption}"><table${many}><thead><tr>${heads}</tr></thead><tbody>${block.rows.map(row)}</tbody>${foot}</table></div>
${notes}`
}
