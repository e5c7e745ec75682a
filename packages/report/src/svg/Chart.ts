import type { Markup } from "../html/Markup.ts"
import { markup } from "../html/Markup.ts"
import type { ColourRole } from "./Palette.ts"
import { colourOf } from "./Palette.ts"

/** What every chart is given besides its data. */
export interface ChartFrame {
  /** Id of the chart, unique on its page: letters, digits and hyphens. */
  readonly id: string
  /** Name of the chart, read out by screen readers. */
  readonly title: string
  /** What it shows, in a sentence with its main figures. */
  readonly description: string
  /**
   * Width in pixels at which it is laid out, from 280. The chart scales with its place; for a phone make one of 340
   * rather than shrink one of 820, so that its text stays readable.
   */
  readonly width: number
}

/** Size of chart text, in pixels. */
export const fontSize = 13

/** Rounds a coordinate to a tenth of a pixel. */
export const px = (value: number): number => Math.round(value * 10) / 10

/** The root of a chart: an image with a title and a description, scaling to its place. */
export const chartRoot = (frame: ChartFrame, height: number, content: ReadonlyArray<Markup>): Markup =>
  markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${px(frame.width)} ${px(height)}" width="100%" style="${`max-width:${px(frame.width)}px;height:auto;display:block`}" font-family="system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif" font-size="${fontSize}" aria-labelledby="${frame.id}-title ${frame.id}-desc"><title id="${frame.id}-title">${frame.title}</title><desc id="${frame.id}-desc">${frame.description}</desc>${content}</svg>`

/** How a text stands. */
export interface TextStyle {
  /** Its colour; default `ink`. */
  readonly role?: ColourRole
  /** Which end stands at x; default `start`. */
  readonly anchor?: "start" | "middle" | "end"
  /** Bold; default false. */
  readonly strong?: boolean
}

/** One line of text, its baseline at y. */
export const label = (x: number, y: number, text: string, style: TextStyle = {}): Markup =>
  markup`<text x="${px(x)}" y="${px(y)}" text-anchor="${style.anchor ?? "start"}" style="${`fill:${colourOf(style.role ?? "ink")}${style.strong === true ? ";font-weight:600" : ""};font-variant-numeric:tabular-nums`}">${text}</text>`

/** A filled rectangle; one of no width is left out. */
export const box = (x: number, y: number, width: number, height: number, role: ColourRole): Markup =>
  width <= 0
    ? markup``
    : markup`<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="2" style="fill:${colourOf(role)}"/>`

/** A straight line. */
export const line = (x1: number, y1: number, x2: number, y2: number, role: ColourRole, thickness = 1): Markup =>
  markup`<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" style="${`stroke:${colourOf(role)};stroke-width:${thickness}`}"/>`

/** A step for axis ticks that gives about so many of them: 1, 2 or 5 times a power of ten. */
export const tickStep = (span: number, about: number): number => {
  const rough = span / Math.max(1, about)
  const power = 10 ** Math.floor(Math.log10(rough))
  const lead = rough / power
  if (lead <= 1) return power
  if (lead <= 2) return 2 * power
  return lead <= 5 ? 5 * power : 10 * power
}
