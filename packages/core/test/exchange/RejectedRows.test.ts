import { parse } from "csv-parse/sync"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readCsvTable } from "../../src/exchange/CsvTable.ts"
import { planImport, rejectedRows } from "../../src/exchange/index.ts"

/** What a spreadsheet runs, or takes for what it does not say; a number is one. */
const isRun = (cell: string): boolean =>
  /^[\s]*[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^[+-]?\d+(?:[.,]\d+)?$/.test(cell)

const begin = fc.constantFrom(
  "=",
  "+",
  "-",
  "@",
  "\t",
  "\r",
  "\n",
  "'",
  "''",
  "＝",
  "＋",
  "－",
  "＠",
  " =",
  '"',
  ";",
  "",
)
const anyCell = fc.tuple(begin, begin, fc.string({ unit: "grapheme", maxLength: 8 })).map((parts) => parts.join(""))
const anyRow = fc.tuple(anyCell, anyCell, anyCell)

/** A file none of whose rows can be read, since no amount is one. */
const fileOf = (header: string, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [
    ["deal id", "stage", "amount", "title", header, "company"],
    ...rows.map((cells, index) => [String(index), "Won", "a lot", ...cells]),
  ]
    .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`)
    .join("")

describe("rows that were not read, as a file for spreadsheets", () => {
  it("has no cell that is run as a formula, and reads as the same cells", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 4 }), begin, (rows, header) => {
        const text = fileOf(`${header}note`, rows)
        const bytes = new TextEncoder().encode(text)
        const files = [{ name: "deals.csv", bytes }]
        const plan = planImport(files, { source: "crm", currency: "USD", timeZone: "UTC" })
        const [file] = rejectedRows(files, plan, "en")
        const read = file?.text.replace("\uFEFF", "") ?? ""
        const cells = (
          parse(read, { delimiter: ";", record_delimiter: "\r\n" }) as ReadonlyArray<ReadonlyArray<string>>
        ).flat()
        expect(cells.filter(isRun)).toEqual([])
        const before = readCsvTable(new TextDecoder().decode(bytes), "deals.csv", ",")
        const after = readCsvTable(read, "deals.rejected.csv", ";")
        expect(after.columns.slice(2)).toEqual(before.columns)
        expect(after.records.map((record) => record.cells.slice(2))).toEqual(
          before.records.map((record) => record.cells),
        )
        expect(after.records.length).toBe(rows.length)
      }),
    )
  })
})
