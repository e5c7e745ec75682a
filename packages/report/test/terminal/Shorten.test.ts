import { describe, expect, it } from "vitest"
import type { Block } from "../../src/document/Block.ts"
import { cell } from "../../src/document/Footnotes.ts"
import { shortened } from "../../src/terminal/Shorten.ts"

const more = (count: number): string => `… ${count} more`
const tableOf = (count: number): Block => ({
  kind: "table",
  caption: "Reps",
  columns: [{ header: "Rep" }, { header: "Won" }],
  rows: Array.from({ length: count }, (_, at) => [cell(`rep ${at + 1}`), cell(String(at + 1))]),
  footer: [cell("All"), cell(String(count))],
  footnotes: [],
})
const rowsOf = (block: Block): ReadonlyArray<ReadonlyArray<string>> =>
  block.kind === "table" ? block.rows.map((row) => row.map(({ text }) => text)) : []

describe("what is printed of a long block", () => {
  it("is both ends of a table, what was left out counted between them, and its sums of all", () => {
    const short = shortened(tableOf(300), 6, more)
    expect(rowsOf(short)).toEqual([
      ["rep 1", "1"],
      ["rep 2", "2"],
      ["rep 3", "3"],
      ["rep 4", "4"],
      ["… 294 more", ""],
      ["rep 299", "299"],
      ["rep 300", "300"],
    ])
    expect(short).toMatchObject({ footer: [{ text: "All" }, { text: "300" }] })
  })

  it("is all of a table that is longer by no more than the line that would count the rest", () => {
    expect(rowsOf(shortened(tableOf(7), 6, more))).toHaveLength(7)
    expect(rowsOf(shortened(tableOf(8), 6, more))).toHaveLength(7)
  })

  it("is the beginning of a list", () => {
    const items = Array.from({ length: 9 }, (_, at) => ({ badge: null, text: `item ${at + 1}`, under: [] }))
    const short = shortened({ kind: "list", items }, 3, more)
    expect(short.kind === "list" ? short.items.map(({ text }) => text) : []).toEqual([
      "item 1",
      "item 2",
      "item 3",
      "… 6 more",
    ])
  })

  it("is everything of what has no rows", () => {
    const text: Block = { kind: "paragraph", text: "a", tone: null }
    expect(shortened(text, 3, more)).toBe(text)
  })
})
