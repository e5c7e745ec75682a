import { describe, expect, it } from "vitest"
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
