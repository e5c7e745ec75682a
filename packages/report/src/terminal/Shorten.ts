import type { Block, DocumentCell } from "../document/Block.ts"

/** Words for what is not printed, by how much of it there is. */
export type MoreText = (count: number) => string

const blank: DocumentCell = { text: "", mark: null, tone: null }

/**
 * A block with no more than so many rows or items, and a line that counts the others in their place. Of a table two thirds are its first rows and
 * a third its last, since who is ahead and who is behind stand at its ends; of a list its first items stay. A table is not shortened by a single row, whose place
 * the line would take.
 *
 * @param block - any block; charts and texts come back as they are
 * @param most - rows or items, whole, 3 or more
 * @param more - words for what is left out
 */
export const shortened = (block: Block, most: number, more: MoreText): Block => {
  if (block.kind === "table" && block.rows.length > most + 1) {
    const last = Math.floor(most / 3)
    const line = [{ ...blank, text: more(block.rows.length - most), tone: "faint" as const }]
    const between = block.columns.map((_, index) => line[index] ?? blank)
    return { ...block, rows: [...block.rows.slice(0, most - last), between, ...block.rows.slice(-last)] }
  }
  if (block.kind === "list" && block.items.length > most + 1) {
    const rest = { badge: null, text: more(block.items.length - most), under: [] }
    return { ...block, items: [...block.items.slice(0, most), rest] }
  }
  return block
}
