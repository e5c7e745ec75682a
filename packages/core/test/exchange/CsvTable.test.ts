import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readCsvTable } from "../../src/exchange/CsvTable.ts"
import { thrownBy } from "./encodeAs.ts"

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

describe("readCsvTable", () => {
  it("gives back what a CSV writer wrote, under every delimiter and line end", () => {
    const cell = fc
      .string({ unit: fc.constantFrom("a", "Я", '"', ",", ";", "\t", "|", "\n", " ", "1", "😀") })
      .map((text) => text.trim())
    const width = fc.integer({ min: 2, max: 5 })
    const rows = width.chain((n) =>
      fc.array(
        // A row of blanks is a blank line, so one cell always has something in it.
        fc.array(cell, { minLength: n - 1, maxLength: n - 1 }).map((cells) => ["x", ...cells]),
        { minLength: 1, maxLength: 8 },
      ),
    )
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        (cells, delimiter, end) => {
          const header = cells[0]?.map((_, i) => `c${i}`) ?? []
          const text = [header, ...cells].map((row) => row.map(quoted).join(delimiter)).join(end) + end
          const table = readCsvTable(text, "a.csv")
          expect(table.delimiter).toBe(delimiter)
          expect(table.records.map((record) => record.cells)).toEqual(cells)
          const physical = text.split(end === "\r\n" ? /\r\n|\n/ : /\n/)
          for (const { line } of table.records) expect(physical[line - 1]?.startsWith('"x"')).toBe(true)
        },
      ),
    )
  })

  it("keeps the physical line of each record past blank lines and cells of several lines", () => {
    const table = readCsvTable('a;b\r\n1;"x\r\ny"\r\n\r\n;\r\n3;4\r\n', "a.csv")
    expect(table.records).toEqual([
      { line: 2, cells: ["1", "x\ny"] },
      { line: 6, cells: ["3", "4"] },
    ])
    expect(table.blankLines).toBe(2)
  })

  it("chooses the delimiter by consistency, not by frequency", () => {
    const text = "Название;Вероятность, %;Сумма\nA, B, C;10;1,5\nD, E;20;2,5\nF;30;3\n"
    expect(readCsvTable(text, "a.csv").delimiter).toBe(";")
    expect(readCsvTable("a|b\n1,5|2,5\n", "a.csv").delimiter).toBe("|")
    expect(readCsvTable("a\tb\n1\t2\n", "a.csv").delimiter).toBe("\t")
  })

  it("obeys a stated delimiter and Excel's own line", () => {
    expect(readCsvTable("a,b;c\n1,2;3\n", "a.csv", ";").columns).toEqual(["a,b", "c"])
    const table = readCsvTable("sep=;\r\na,x;b\r\n1,2;3\r\n", "a.csv")
    expect(table.records).toEqual([{ line: 3, cells: ["1,2", "3"] }])
    // Excel's line is no blank one; those before the header are.
    expect(table.blankLines).toBe(0)
    const late = readCsvTable("\n \na;b\n1;2\n", "a.csv")
    expect(late).toMatchObject({ blankLines: 2, columns: ["a", "b"], records: [{ line: 4, cells: ["1", "2"] }] })
    expect(readCsvTable("sep=|\n\na,x|b\n1|2\n", "a.csv")).toMatchObject({ blankLines: 1, records: [{ line: 4 }] })
    expect(thrownBy(() => readCsvTable("a;b\n1;2\n", "a.csv", "|"))).toMatchObject({ _tag: "DelimiterUnknown" })
  })

  it("reports ragged records with their lines and does not read them", () => {
    const table = readCsvTable("a,b,c\n1,2,3\n1,2\n1,2,3,4\n4,5,6\n", "a.csv")
    expect(table.records.map(({ line }) => line)).toEqual([2, 5])
    expect(table.ragged).toEqual([
      { line: 3, cells: ["1", "2"] },
      { line: 4, cells: ["1", "2", "3", "4"] },
    ])
  })

  it("names columns once each", () => {
    expect(readCsvTable("a,,a, b \n1,2,3,4\n", "a.csv").columns).toEqual(["a", "#2", "a (2)", "b"])
  })

  it("takes a quote inside an unquoted cell as it stands, and says where", () => {
    const table = readCsvTable('a;b\n24" screen;"say ""hi"""\nx;y\n', "a.csv")
    expect(table.records[0]?.cells).toEqual(['24" screen', 'say "hi"'])
    expect(table.strayQuoteLines).toEqual([2])
  })

  it.each([
    ['a,b\n1,2\n3,"x\n5,6\n', 3, "notClosed"],
    ['a,b\n1,"two\nlines"\n5,"q"z\n', 4, "textAfterQuote"],
    ['sep=,\na,b\n5,"q"z\n', 3, "textAfterQuote"],
  ])("refuses broken quotes with the line where they break: %j", (text, line, fault) => {
    const error = thrownBy(() => readCsvTable(text, "a.csv"))
    expect(error).toMatchObject({ _tag: "QuotesBroken", data: { file: "a.csv", line, fault } })
  })

  it.each([
    ["", "CsvEmpty"],
    [" \r\n\n", "CsvEmpty"],
    ["a,b\n", "CsvHeaderOnly"],
    ["a,b\n,\n\n", "CsvHeaderOnly"],
    ["just one column\nof text\n", "DelimiterUnknown"],
  ])("refuses %j as %s", (text, tag) => {
    expect(thrownBy(() => readCsvTable(text, "a.csv"))).toMatchObject({ _tag: tag, data: { file: "a.csv" } })
  })
})
