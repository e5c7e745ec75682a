import type { Markup } from "../html/Markup.ts"
import { markup } from "../html/Markup.ts"
import type { ChartFrame } from "./Chart.ts"
import { box, chartRoot, fontSize, label, px } from "./Chart.ts"
import type { ColourRole } from "./Palette.ts"
import { colourOf } from "./Palette.ts"
import { estimatedWidth, fitText, wrapEstimated } from "./TextMeasure.ts"

/** One part of a whole. */
export interface StackPart {
  /** Its name. */
  readonly label: string
  /** Its size, from 0. */
  readonly value: number
  /** The figure written beside its name. */
  readonly text: string
  /** Its colour. */
  readonly role: ColourRole
  /** Drawn hatched: for what is unknown rather than of another kind; default false. */
  readonly hatched?: boolean
}

const barHeight = 28
const lineHeight = 16

/**
 * One bar cut into the parts of a whole, and a legend with every part and its figure under it. A part above zero is
 * always at least 2 pixels wide, at the cost of the largest.
 *
 * @param parts - in order from the left
 * @param frame - id, title, description and width of the chart
 * @example
 * ```ts
 * import { stackedBar } from "@salesdept/report"
 *
 * const parts = [
 *   { label: "Won", value: 12, text: "12", role: "primary" },
 *   { label: "Unknown", value: 3, text: "3", role: "neutral", hatched: true },
 * ] as const
 * const frame = { id: "parts", title: "Deals", description: "12 of 15 won", width: 720 }
 * stackedBar(parts, frame).markup // "<svg…Unknown…</svg>"
 * ```
 */
export const stackedBar = (parts: ReadonlyArray<StackPart>, frame: ChartFrame): Markup => {
  const total = parts.reduce((sum, part) => sum + part.value, 0)
  const natural = parts.map((part) => {
    const width = total === 0 ? 0 : (part.value / total) * frame.width
    return part.value > 0 ? Math.max(2, width) : 0
  })
  const excess = natural.reduce((sum, width) => sum + width, 0) - (total === 0 ? 0 : frame.width)
  const largest = natural.indexOf(Math.max(0, ...natural))
  const widths = natural.map((width, index) => (index === largest ? width - excess : width))
  const hatch = markup`<defs><pattern id="${frame.id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" style="fill:${colourOf("raised")}"/><line x1="0" y1="0" x2="0" y2="6" style="${`stroke:${colourOf("neutral")};stroke-width:4`}"/></pattern></defs>`
  const piece = (part: StackPart, x: number, y: number, width: number, height: number): Markup =>
    part.hatched === true
      ? markup`<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" fill="url(#${frame.id}-hatch)"/>`
      : box(x, y, width, height, part.role)

  const drawn: Array<Markup> = parts.some((part) => part.hatched === true) ? [hatch] : []
  let x = 0
  for (const [index, part] of parts.entries()) {
    const width = widths[index] ?? 0
    // A pixel of the ground between neighbours keeps parts of like lightness apart.
    if (width > 0) drawn.push(piece(part, x, 0, Math.max(1, width - 1), barHeight))
    x += width
  }
  const figures = parts.map((part) => fitText(part.text, frame.width * 0.5, fontSize))
  const figureWidth = Math.max(0, ...figures.map((figure) => estimatedWidth(figure, fontSize)))
  const room = frame.width - 20 - figureWidth - 16
  const labelWidth = Math.min(room, Math.max(0, ...parts.map((part) => estimatedWidth(part.label, fontSize))))
  const figureEnd = frame.width < 520 ? frame.width - 2 : 20 + labelWidth + 24 + figureWidth
  let y = barHeight + 14
  for (const [index, part] of parts.entries()) {
    const figure = figures[index] ?? ""
    const lines = wrapEstimated(part.label, room, fontSize, 2)
    drawn.push(piece(part, 0, y, 12, 12))
    drawn.push(...lines.map((text, index) => label(20, y + 11 + index * lineHeight, text)))
    drawn.push(label(Math.min(figureEnd, frame.width - 2), y + 11, figure, { anchor: "end" }))
    y += lines.length * lineHeight + 6
  }
  return chartRoot(frame, y, drawn)
}
