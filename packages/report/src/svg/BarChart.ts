import type { Markup } from "../html/Markup.ts"
import type { ChartFrame } from "./Chart.ts"
import { box, chartRoot, line } from "./Chart.ts"
import type { ColourRole } from "./Palette.ts"
import type { ChartRow } from "./RowLayout.ts"
import { rowLayout } from "./RowLayout.ts"

/** One bar. */
export interface ChartBar extends ChartRow {
  /** Its length, from 0; null where the figure is withheld: then nothing is drawn and `text` says why. */
  readonly value: number | null
  /** A mark to be compared with, such as the target (a bullet bar), above 0; null, 0 or absent for none. */
  readonly target?: number | null
  /** Its colour; default `primary`. */
  readonly role?: ColourRole
}

/**
 * Horizontal bars from zero, one below the other; with targets they are bullet bars, the target being a line across.
 *
 * @param bars - each with its length, figure and target
 * @param frame - id, title, description and width of the chart
 * @example
 * ```ts
 * import { barChart } from "@salesdept/report"
 *
 * const frame = { id: "att", title: "Attainment", description: "Ann reached 90%", width: 720 }
 * barChart([{ label: "Ann", value: 90, target: 100, text: "90%" }], frame).markup // "<svg…</svg>"
 * ```
 */
export const barChart = (bars: ReadonlyArray<ChartBar>, frame: ChartFrame): Markup => {
  const layout = rowLayout(bars, frame.width)
  const most = Math.max(0, ...bars.flatMap((bar) => [bar.value ?? 0, bar.target ?? 0]))
  const lengthOf = (value: number): number => (most === 0 ? 0 : (Math.max(0, value) / most) * layout.length)
  const drawn = bars.flatMap((bar, index): ReadonlyArray<Markup> => {
    const row = layout.rows[index]
    if (row === undefined) return []
    const target = bar.target ?? 0
    const x = layout.left + lengthOf(target)
    return [
      box(layout.left, row.barY, layout.length, layout.barHeight, "raised"),
      ...(bar.value === null || bar.value <= 0
        ? []
        : [
            box(
              layout.left,
              row.barY + 2,
              Math.max(1, lengthOf(bar.value)),
              layout.barHeight - 4,
              bar.role ?? "primary",
            ),
          ]),
      ...(target <= 0 ? [] : [line(x, row.barY - 2, x, row.barY + layout.barHeight + 2, "ink", 2)]),
      ...row.texts,
    ]
  })
  return chartRoot(frame, layout.height, drawn)
}
