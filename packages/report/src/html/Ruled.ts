import type { FormBlock, NotesBlock } from "../document/Block.ts"
import type { Markup } from "./Markup.ts"
import { markup } from "./Markup.ts"

/** Questions over ruled lines. The lines are for a pen: they say nothing to whoever listens to the page. */
export const notesMarkup = ({ prompts, lines }: NotesBlock): Markup =>
  markup`<div class="ruled">${prompts.map((prompt) => markup`<p>${prompt}</p>`)}${Array.from({ length: lines }, () => markup`<div class="line" aria-hidden="true"></div>`)}</div>`

/** A table with headings and empty rows. */
export const formMarkup = ({ columns, rows }: FormBlock): Markup => {
  const row = markup`<tr>${columns.map(() => markup`<td></td>`)}</tr>`
  return markup`<div class="scroll"><table class="form"><thead><tr>${columns.map((header) => markup`<th scope="col">${header}</th>`)}</tr></thead><tbody>${Array.from({ length: rows }, () => row)}</tbody></table></div>`
}
