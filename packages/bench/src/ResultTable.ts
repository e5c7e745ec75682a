import type { BenchResult, Comparison, Speed } from "./Measurement.ts"

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 })

/** Three significant figures say what such a measurement can. */
const figure = (value: number): string => (value >= 100 ? grouped.format(value) : value.toPrecision(3))

const speed = ({ perSecond, unit }: Speed): string => `${figure(perSecond)} ${unit}/s`

const mark = ({ target, ratio }: Comparison): string => {
  if (target === null) return ""
  return ratio >= target ? "ok" : "below"
}

const header = ["work", "target", "reached", "", "ours", "rival's", "rival"]

const rowOf = (comparison: Comparison): ReadonlyArray<string> => [
  comparison.work,
  comparison.target === null ? "" : `≥ ${comparison.target.toFixed(2)}`,
  comparison.ratio.toFixed(2),
  mark(comparison),
  speed(comparison.ours),
  speed(comparison.theirs),
  comparison.rival,
]

const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isNumber = (column: number): boolean => column === 1 || column === 2 || column === 4 || column === 5
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return isNumber(column) ? cell.padStart(width) : cell.padEnd(width)
      })
      .join("  ")
      .trimEnd(),
  )
}

/** Writes results as an aligned table, and the figures beside them below. */
export const resultTable = ({ comparisons, figures }: BenchResult): string =>
  [
    ...aligned([header, ...comparisons.map(rowOf)]),
    "",
    ...aligned(figures.map(({ name, value, unit }) => [name, "", `${figure(value)} ${unit}`])),
    "",
  ].join("\n")
