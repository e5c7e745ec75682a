import { describe, expect, it } from "vitest"
import { htmlTable } from "../../src/html/ContentTable.ts"
import { tableMarkup } from "../../src/html/Table.ts"
import type { TableBlock } from "../../src/document/Block.ts"

const cell = (text: string) => ({ text, mark: null, tone: null })

const table: TableBlock = {
  kind: "table",
  caption: "Who wins more",
  columns: [
    { header: "Product", align: "left" },
    { header: "Rep", align: "left" },
  ],
  rows: [
    [cell("Audit"), cell("Anna")],
    [cell(""), cell("Boris")],
  ],
  footer: null,
  footnotes: [],
}

describe("a table", () => {
  const { markup } = tableMarkup(table, () => null)

  it("has a heading for each row that says what it is about, and none that is empty", () => {
    expect(markup).toContain('<tr><th scope="row">Audit</th><td>Anna</td></tr><tr><td></td><td>Boris</td></tr>')
  })

  it("can be scrolled by keyboard and is named, without being a place of the page to jump to", () => {
    expect(markup).toContain('role="group" tabindex="0" aria-label="Who wins more"')
  })
})

describe("a table of a page of one's own", () => {
  const { markup } = htmlTable(
    {
      columns: [{ header: "Rep" }, { header: "Deals", align: "right", dropPriority: 1 }],
      rows: [
        ["<Ann>", "12"],
        ["Bob", { text: "0", tone: "alarm" }],
      ],
      footer: ["Department", "12"],
    },
    "Won in October",
  )

  it("is what the terminal shows, with headings for columns and rows, escaped", () => {
    expect(markup).toContain('<tr><th scope="col">Rep</th><th scope="col" class="n">Deals</th></tr>')
    expect(markup).toContain('<tr><th scope="row">&lt;Ann&gt;</th><td class="n">12</td></tr>')
    expect(markup).toContain('<td class="n t-alarm">0</td>')
    expect(markup).toContain('<tfoot><tr><th scope="row">Department</th><td class="n">12</td></tr></tfoot>')
  })
})
