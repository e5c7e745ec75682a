import { stripVTControlCharacters } from "node:util"
import fc from "fast-check"
import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import type { Column, TerminalStyle, Tone } from "../../src/index.ts"
import { bar, bars, bridge, heading, keyValues, note, paragraph, table } from "../../src/index.ts"
import { ellipsise, plainText, wrapText } from "../../src/terminal/Text.ts"

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "Сидоренко Иван",
    "株式会社サンプル",
    "👩‍👩‍👧‍👦 семья",
    "\u001B[31mred\u001B[0m",
    "a\tb\nc",
    "1 234 567,89 ₽",
    "",
  ),
)
const styles = fc.record({ width: fc.integer({ min: 20, max: 130 }), colour: fc.boolean() })
const tones = fc.constantFrom<Tone | null>(null, "strong", "faint", "alarm", "attention", "good")
const column: fc.Arbitrary<Column> = fc.record(
  {
    header: text,
    align: fc.constantFrom<"left" | "right">("left", "right"),
    minWidth: fc.integer({ min: 1, max: 30 }),
    maxWidth: fc.integer({ min: 1, max: 50 }),
    dropPriority: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ["header"] },
)
const tables = fc.integer({ min: 1, max: 14 }).chain((columns) =>
  fc.record({
    columns: fc.array(column, { minLength: columns, maxLength: columns }),
    rows: fc.array(
      fc.array(fc.oneof(text, fc.record({ text, tone: tones })), { minLength: columns, maxLength: columns }),
      { maxLength: 5 },
    ),
  }),
)

const expectWithin = (lines: ReadonlyArray<string>, { width, colour }: TerminalStyle): void => {
  for (const line of lines) {
    expect(stringWidth(line)).toBeLessThanOrEqual(width)
    expect(line).not.toMatch(/[\n\t\r]/)
    if (!colour) expect(line).not.toContain("\u001B")
  }
}

describe("no line is wider than the terminal", () => {
  it("table", () => {
    const dropped = (headers: ReadonlyArray<string>) => `Not shown: ${headers.join(", ")}`
    fc.assert(
      fc.property(tables, styles, (content, style) => expectWithin(table({ ...content, dropped }, style), style)),
    )
  })

  it("heading, paragraph, note, key and value", () => {
    fc.assert(
      fc.property(text, text, styles, (left, right, style) => {
        for (const level of [1, 2, 3] as const) expectWithin(heading(left, level, style), style)
        expectWithin(paragraph(left, style, "faint"), style)
        expectWithin(note(left, style, { tone: "alarm" }), style)
        expectWithin(
          keyValues(
            [
              { key: left, value: right },
              { key: "k", value: left, tone: "good" },
            ],
            style,
          ),
          style,
        )
      }),
    )
  })

  it("bars and bridge", () => {
    const row = fc.record({ label: text, value: fc.double({ min: 0, max: 1e9, noNaN: true }), text })
    const step = fc.record({ label: text, amount: fc.integer({ min: -1e9, max: 1e9 }), text })
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 6 }),
        fc.array(step, { minLength: 2, maxLength: 6 }),
        styles,
        (rows, steps, style) => {
          expectWithin(bars(rows, style), style)
          const [base, fact, ...middle] = steps
          if (base !== undefined && fact !== undefined)
            expectWithin(bridge({ base, steps: middle, fact }, style), style)
        },
      ),
    )
  })
})

describe("text", () => {
  it("takes out what would steer the terminal", () => {
    expect(plainText("a\u001B[31mb\u0007\r\nc\u202Ed")).toBe("a [31mb cd")
  })

  it("wraps at ordinary spaces only, and loses nothing", () => {
    expect(wrapText("от 8\u00A0800 сделок до конца", 14)).toEqual(["от 8\u00A0800", "сделок до", "конца"])
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (raw, width) => {
        const clean = plainText(raw)
        expect(wrapText(clean, width).join("").replaceAll(" ", "")).toBe(clean.replaceAll(" ", ""))
      }),
    )
  })

  it("shortens with an ellipsis only what does not fit", () => {
    expect(ellipsise("Переговоры", 10)).toBe("Переговоры")
    expect(ellipsise("Переговоры", 7)).toBe("Перего…")
    expect(ellipsise("株式会社", 5)).toBe("株式…")
  })
})

describe("table", () => {
  const plain = { width: 80, colour: false }

  it("aligns Cyrillic and wide characters by the columns they take", () => {
    const lines = table(
      {
        columns: [{ header: "Имя" }, { header: "Сделок", align: "right" }],
        rows: [
          ["Иван", "1 200"],
          ["株式会社", "7"],
        ],
        footer: ["Итого", "1 207"],
      },
      plain,
    )
    expect(lines).toEqual([
      "Имя       Сделок",
      "────────────────",
      "Иван       1 200",
      "株式会社       7",
      "────────────────",
      "Итого      1 207",
    ])
  })

  it("drops columns by priority where it is too narrow, and names them", () => {
    const lines = table(
      {
        columns: [
          { header: "Rep" },
          { header: "January", align: "right", dropPriority: 2 },
          { header: "February", align: "right", dropPriority: 1 },
          { header: "March", align: "right" },
        ],
        rows: [["Ann", "1,000,000", "2,000,000", "3,000,000"]],
        dropped: (headers) => `not shown: ${headers.join(", ")}`,
      },
      { width: 30, colour: false },
    )
    expect(lines).toEqual([
      "Rep   February      March",
      "─────────────────────────",
      "Ann  2,000,000  3,000,000",
      "not shown: January",
    ])
  })

  it("wraps text rather than cut figures", () => {
    const lines = table(
      {
        columns: [{ header: "What" }, { header: "Amount", align: "right" }],
        rows: [["a long name of a thing", "1,234,567"]],
      },
      { width: 24, colour: false },
    )
    expect(lines.slice(2)).toEqual(["a long name    1,234,567", "of a thing"])
  })

  it("colours whole cells without moving them", () => {
    const content = { columns: [{ header: "A" }], rows: [[{ text: "x", tone: "alarm" as const }]] }
    const coloured = table(content, { width: 80, colour: true })
    expect(coloured.at(-1)).toBe("\u001B[31mx\u001B[39m")
    const stripped = coloured.map((line) => stripVTControlCharacters(line))
    expect(stripped).toEqual(table(content, plain))
  })
})

describe("bars", () => {
  it("draws to an eighth of a column", () => {
    expect([bar(0, 4), bar(0.25, 4), bar(0.53, 4), bar(1, 4), bar(2, 4)]).toEqual(["", "█", "██▏", "████", "████"])
  })

  it("never draws something as nothing, and never more than the width", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 80 }),
        (share, width) => {
          const drawn = bar(share, width)
          expect(drawn.length).toBeGreaterThan(0)
          expect(drawn.length).toBeLessThanOrEqual(width)
        },
      ),
    )
  })
})
