import type { DocumentCell } from "../document/Block.ts"
import type { Cell, TableContent } from "../terminal/TableContent.ts"
import type { Markup } from "./Markup.ts"
import { tableMarkup } from "./Table.ts"

const cellOf = (cell: Cell): DocumentCell =>
  typeof cell === "string" ? { text: cell, mark: null, tone: null } : { ...cell, mark: null }

/**
 * A table of a page: the content that `table` lays out for a terminal. Figures stand to the right, the first cell heads its row, and where the
 * screen is narrow the table scrolls in a box of its own; the style is that of `htmlPage`.
 *
 * @param content - columns, rows, footer; widths and priorities are for the terminal alone
 * @param caption - what the table shows; stands above it, and is read out with it
 * @example
 * ```ts
 * import { htmlPage, htmlTable } from "@salesdept/report"
 *
 * const columns = [{ header: "Rep" }, { header: "Deals", align: "right" }] as const
 * const won = htmlTable({ columns, rows: [["Ann", "12"]], footer: ["Department", "12"] }, "Won in October")
 * won.markup // "…>Won in October</p>…>Ann</th>…>12</td>…"
 * htmlPage({
 *   language: "en",
 *   title: "October",
 *   subtitle: "",
 *   contentsLabel: "Contents",
 *   sections: [{ id: "won", title: "Deals won", content: [won] }],
 * }) // "<!doctype html>…"
 * ```
 */
export const htmlTable = ({ columns, rows, footer }: TableContent, caption: string): Markup =>
  tableMarkup(
    {
      kind: "table",
      caption,
      columns,
      rows: rows.map((cells) => cells.map(cellOf)),
      footer: footer === undefined ? null : footer.map(cellOf),
      footnotes: [],
    },
    () => null,
  )
