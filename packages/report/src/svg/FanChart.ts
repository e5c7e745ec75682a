import type { Markup } from "../html/Markup.ts"
import { markup } from "../html/Markup.ts"
import type { ChartFrame } from "./Chart.ts"
import { chartRoot, fontSize, label, line, px, tickStep } from "./Chart.ts"
import { colourOf } from "./Palette.ts"
import { estimatedWidth, fitText } from "./TextMeasure.ts"

/** A point of the line of what came in. */
export interface FanPoint {
  /** Along the x axis, from 0. */
  readonly x: number
  /** What had come in by then. */
  readonly value: number
}

/** Between which levels a share of the outcomes ends. */
export interface FanBand {
  /** Lower end. */
  readonly lower: number
  /** Upper end, at least the lower one. */
  readonly upper: number
}

/** What a fan chart shows: what came in, and where it may end. */
export interface FanContent {
  /** What came in, in order of x; one or more. The fan opens at the last of them. */
  readonly past: ReadonlyArray<FanPoint>
  /** End of the period on the x axis, at or after the last point. */
  readonly xEnd: number
  /** Bands at the end, the widest first; each lies within the one before. */
  readonly bands: ReadonlyArray<FanBand>
  /** Where half of the outcomes end below. */
  readonly median: number
  /** The target; null for none. */
  readonly target: number | null
  /** Names of the lines, for the legend. */
  readonly names: { readonly past: string; readonly fan: string; readonly target: string }
  /** Writes a tick of the x axis. */
  readonly xTick: (value: number) => string
  /** Writes a tick of the y axis. */
  readonly yTick: (value: number) => string
}

/** Height of the field, pixels. */
const field = 200

/**
 * What came in and a fan of where it may end: bands of outcomes, darker where they are likelier, with their median dashed and the
 * target as a line across.
 *
 * @param content - what came in, and between which levels the period may end
 * @param frame - id, title, description and width of the chart
 * @example
 * ```ts
 * import { fanChart } from "@salesdept/report"
 *
 * const content = {
 *   past: [
 *     { x: 0, value: 0 },
 *     { x: 10, value: 40 },
 *   ],
 *   xEnd: 30,
 *   bands: [{ lower: 90, upper: 150 }],
 *   median: 120,
 *   target: 130,
 *   names: { past: "Won", fan: "Forecast", target: "Plan" },
 *   xTick: (day: number) => String(day),
 *   yTick: (amount: number) => `$${amount}`,
 * }
 * const frame = { id: "fan", title: "Forecast", description: "Between $90 and $150", width: 720 }
 * fanChart(content, frame).markup // "<svg…Forecast…</svg>"
 * ```
 */
export const fanChart = (content: FanContent, frame: ChartFrame): Markup => {
  const { past, xEnd, bands, median, target, names, xTick, yTick } = content
  const most = Math.max(1, median, target ?? 0, ...bands.map(({ upper }) => upper), ...past.map(({ value }) => value))
  const least = Math.min(0, ...bands.map(({ lower }) => lower), ...past.map(({ value }) => value))
  const yStep = tickStep(most - least, 5)
  const first = Math.ceil(least / yStep - 1e-9)
  const yTicks = Array.from(
    { length: Math.floor(most / yStep + 1e-9) - first + 1 },
    (_, index) => (first + index) * yStep,
  )
  const left = Math.max(...yTicks.map((tick) => estimatedWidth(yTick(tick), fontSize))) + 8
  const width = Math.max(1, frame.width - left - 14)
  const xMax = Math.max(xEnd, past.at(-1)?.x ?? 0, 1e-9)
  const xStep = tickStep(xMax, frame.width >= 520 ? 6 : 3)
  const xTicks = Array.from({ length: Math.floor(xMax / xStep + 1e-9) + 1 }, (_, index) => index * xStep)

  const legend: Array<Markup> = []
  let legendX = 0
  let legendY = 12
  const entries = [
    { text: names.past, role: "ink", dash: "" },
    { text: names.fan, role: "primary", dash: "6 3" },
    ...(target === null ? [] : [{ text: names.target, role: "attention", dash: "2 3" } as const]),
  ] as const
  for (const { text, role, dash } of entries) {
    const shown = fitText(text, frame.width - 32, fontSize)
    const entry = 32 + estimatedWidth(shown, fontSize)
    if (legendX > 0 && legendX + entry > frame.width) {
      legendX = 0
      legendY += 18
    }
    legend.push(
      markup`<path d="M${px(legendX)} ${px(legendY - 4)}h24" fill="none" stroke-dasharray="${dash}" style="${`stroke:${colourOf(role)};stroke-width:2.5`}"/>`,
      label(legendX + 30, legendY, shown),
    )
    legendX += entry + 18
  }
  const top = legendY + 18
  const xOf = (value: number): number => left + (value / xMax) * width
  const yOf = (value: number): number => top + field - ((value - least) / (most - least)) * field
  const last = past.at(-1) ?? { x: 0, value: 0 }
  const hub = `M${px(xOf(last.x))} ${px(yOf(last.value))}`
  const end = px(xOf(xEnd))
  const fan = bands.map(
    ({ lower, upper }) =>
      markup`<path d="${`${hub}L${end} ${px(yOf(upper))}V${px(yOf(lower))}Z`}" style="${`fill:${colourOf("primary")};opacity:0.22`}"/>`,
  )
  const drawn = past.map(({ x, value }, index) => `${index === 0 ? "M" : "L"}${px(xOf(x))} ${px(yOf(value))}`).join("")
  return chartRoot(frame, top + field + 28, [
    ...legend,
    ...yTicks.flatMap((tick) => [
      line(left, yOf(tick), left + width, yOf(tick), "line"),
      label(left - 6, yOf(tick) + 4, yTick(tick), { anchor: "end", role: "muted" }),
    ]),
    ...xTicks.map((tick) => {
      const text = xTick(tick)
      const half = estimatedWidth(text, fontSize) / 2
      const x = Math.min(Math.max(xOf(tick), half), frame.width - half)
      return label(x, top + field + 18, text, { anchor: "middle", role: "muted" })
    }),
    ...fan,
    markup`<path d="${`${hub}L${end} ${px(yOf(median))}`}" fill="none" stroke-dasharray="6 3" style="${`stroke:${colourOf("primary")};stroke-width:2.5`}"/>`,
    markup`<path d="${drawn === "" ? "M0 0" : drawn}" fill="none" stroke-linejoin="round" style="${`stroke:${colourOf("ink")};stroke-width:2.5`}"/>`,
    ...(target === null
      ? []
      : [
          markup`<path d="${`M${px(left)} ${px(yOf(target))}H${px(left + width)}`}" fill="none" stroke-dasharray="2 3" style="${`stroke:${colourOf("attention")};stroke-width:2.5`}"/>`,
        ]),
  ])
}
