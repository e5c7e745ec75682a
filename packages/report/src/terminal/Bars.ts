import { ellipsise, padText, plainText, textWidth } from "./Text.ts"
import type { TerminalStyle, Tone } from "./Tone.ts"
import { paint } from "./Tone.ts"

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

/**
 * A horizontal bar of block characters, to an eighth of a column. A value above zero always shows at least an eighth,
 * so that little does not look like nothing.
 *
 * @param share - part of the full width, clamped to 0–1
 * @param width - columns of a full bar, from 0
 * @example
 * ```ts
 * import { bar } from "@salesdept/report"
 *
 * bar(0.5, 8) // "████"
 * bar(0.001, 8) // "▏"
 * ```
 */
export const bar = (share: number, width: number): string => {
  const units = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  const shown = share > 0 && width > 0 ? Math.max(1, units) : units
  return "█".repeat(Math.floor(shown / 8)) + (eighths[shown % 8] ?? "")
}

/** One bar of a list. */
export interface BarRow {
  /** What it stands for; shortened where there is no room. */
  readonly label: string
  /** Its length, from 0. */
  readonly value: number
  /** The figure written beside it. */
  readonly text: string
  /** Its colour; default none. */
  readonly tone?: Tone
}

/**
 * Labels, bars and figures in three columns, bars drawn from zero to the largest value.
 *
 * @param rows - what each stands for, its length and its figure; none gives no lines
 * @param style - columns, from 20, and whether to colour
 * @returns lines, none wider than `style.width`
 * @example
 * ```ts
 * import { bars } from "@salesdept/report"
 *
 * const rows = [
 *   { label: "Anna", value: 12, text: "12 deals" },
 *   { label: "Pavel", value: 6, text: "6 deals" },
 * ]
 * bars(rows, { width: 40, colour: false }) // ["Anna …12 deals", "Pavel … 6 deals"]
 * ```
 */
export const bars = (rows: ReadonlyArray<BarRow>, style: TerminalStyle): ReadonlyArray<string> => {
  const most = Math.max(0, ...rows.map((row) => row.value))
  const figures = rows.map((row) => ellipsise(plainText(row.text), Math.max(1, Math.floor(style.width / 2))))
  const figureWidth = Math.max(0, ...figures.map(textWidth))
  const labels = rows.map((row) => plainText(row.label))
  const labelRoom = Math.max(1, Math.floor((style.width - figureWidth - 4) * 0.5))
  const labelWidth = Math.min(labelRoom, Math.max(0, ...labels.map(textWidth)))
  const barWidth = Math.max(0, Math.min(40, style.width - labelWidth - figureWidth - 4))
  return rows.map((row, index) => {
    const label = padText(ellipsise(labels[index] ?? "", labelWidth), labelWidth)
    const drawn = padText(bar(most === 0 ? 0 : row.value / most, barWidth), barWidth)
    const line = `${label}  ${paint(drawn, row.tone ?? null, style.colour)}  `
    return line + padText(figures[index] ?? "", figureWidth, "right")
  })
}
