import type { Markup } from "../html/Markup.ts"
import { markup } from "../html/Markup.ts"
import type { ChartFrame } from "./Chart.ts"
import { chartRoot, fontSize, label, line, px, tickStep } from "./Chart.ts"
import type { ColourRole } from "./Palette.ts"
import { colourOf } from "./Palette.ts"
import { estimatedWidth, fitText } from "./TextMeasure.ts"

/** A point of a curve. */
export interface StepPoint {
  /** Along the x axis, from 0. */
  readonly x: number
  /** Along the y axis, from 0. */
  readonly y: number
}

/** A curve that keeps its height until its next point. */
export interface StepSeries {
  /** Its name. */
  readonly label: string
  /** Its colour. */
  readonly role: ColourRole
  /** A dash pattern in pixels (`6 3`), so that curves differ without colour; empty for a full line. */
  readonly dash: string
  /** Points in order of x. */
  readonly points: ReadonlyArray<StepPoint>
}

/** Axes of a step chart. Both start at 0. */
export interface StepAxes {
  /** End of the x axis, above 0; points beyond it are not drawn. */
  readonly xMax: number
  /** End of the y axis, above 0. */
  readonly yMax: number
  /** Name of the x axis. */
  readonly xLabel: string
  /** Writes a tick of the x axis. */
  readonly xTick: (value: number) => string
  /** Writes a tick of the y axis. */
  readonly yTick: (value: number) => string
}

/** Height of the field, pixels. */
const field = 200

/**
 * Curves of steps, such as cumulative incidence, with a legend above and a grid behind.
 *
 * @param series - the curves
 * @param axes - ends, names and ticks of both axes
 * @param frame - id, title, description and width of the chart
 * @example
 * ```ts
 * import { stepChart } from "@salesdept/report"
 *
 * const points = [
 *   { x: 7, y: 0.1 },
 *   { x: 30, y: 0.4 },
 * ]
 * const axes = { xMax: 60, yMax: 1, xLabel: "Days", xTick: String, yTick: (share: number) => `${share * 100}%` }
 * const frame = { id: "won", title: "Won by day", description: "40% by day 30", width: 720 }
 * stepChart([{ label: "Won", role: "primary", dash: "", points }], axes, frame).markup // "<svg…Days…</svg>"
 * ```
 */
export const stepChart = (series: ReadonlyArray<StepSeries>, axes: StepAxes, frame: ChartFrame): Markup => {
  const yStep = tickStep(axes.yMax, 5)
  const yTicks = Array.from({ length: Math.floor(axes.yMax / yStep + 1e-9) + 1 }, (_, index) => index * yStep)
  const left = Math.max(...yTicks.map((tick) => estimatedWidth(axes.yTick(tick), fontSize))) + 8
  const width = frame.width - left - 14
  const xStep = tickStep(axes.xMax, frame.width >= 520 ? 8 : 5)
  const xTicks = Array.from({ length: Math.floor(axes.xMax / xStep + 1e-9) + 1 }, (_, index) => index * xStep)

  const legend: Array<Markup> = []
  let legendX = 0
  let legendY = 12
  for (const curve of series) {
    const text = fitText(curve.label, frame.width - 32, fontSize)
    const entry = 32 + estimatedWidth(text, fontSize)
    if (legendX > 0 && legendX + entry > frame.width) {
      legendX = 0
      legendY += 18
    }
    legend.push(
      markup`<path d="M${px(legendX)} ${px(legendY - 4)}h24" fill="none" stroke-dasharray="${curve.dash}" style="${`stroke:${colourOf(curve.role)};stroke-width:2.5`}"/>`,
      label(legendX + 30, legendY, text),
    )
    legendX += entry + 18
  }

  const top = legendY + 18
  const xOf = (value: number): number => left + (value / axes.xMax) * width
  const yOf = (value: number): number => top + field - (value / axes.yMax) * field
  const pathOf = (points: StepSeries["points"]): string => {
    const inside = points.filter((point) => point.x <= axes.xMax)
    const steps = inside.map((point, index) =>
      index === 0 ? `M${px(xOf(point.x))} ${px(yOf(point.y))}` : `H${px(xOf(point.x))}V${px(yOf(point.y))}`,
    )
    return inside.length === 0 ? "M0 0" : `${steps.join("")}H${px(xOf(axes.xMax))}`
  }
  return chartRoot(frame, top + field + 46, [
    ...legend,
    ...yTicks.flatMap((tick) => [
      line(left, yOf(tick), left + width, yOf(tick), "line"),
      label(left - 6, yOf(tick) + 4, axes.yTick(tick), { anchor: "end", role: "muted" }),
    ]),
    ...xTicks.map((tick) => {
      return label(xOf(tick), top + field + 18, axes.xTick(tick), { anchor: "middle", role: "muted" })
    }),
    label(left + width / 2, top + field + 38, fitText(axes.xLabel, frame.width - left, fontSize), {
      anchor: "middle",
      role: "muted",
    }),
    ...series.map(
      (curve) =>
        markup`<path d="${pathOf(curve.points)}" fill="none" stroke-linejoin="round" stroke-dasharray="${curve.dash}" style="${`stroke:${colourOf(curve.role)};stroke-width:2.5`}"/>`,
    ),
  ])
}
