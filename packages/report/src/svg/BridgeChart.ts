import type { BridgeContent } from "../format/Bridge.ts"
import { bridgeLayout } from "../format/Bridge.ts"
import type { Markup } from "../html/Markup.ts"
import { markup } from "../html/Markup.ts"
import type { ChartFrame } from "./Chart.ts"
import { box, chartRoot, line, px } from "./Chart.ts"
import type { ColourRole } from "./Palette.ts"
import { colourOf } from "./Palette.ts"
import { rowLayout } from "./RowLayout.ts"

const roles: { readonly [Kind in "total" | "rise" | "fall"]: ColourRole } = {
  total: "neutral",
  rise: "primary",
  fall: "alarm",
}

/**
 * A bridge (waterfall) from a base over its drivers to a fact, drawn downwards. Thin lines carry the level from bar to
 * bar. Where the axis is broken, totals are cut by a slanted gap near their foot: the page should say so beside it.
 *
 * @param content - base, steps and fact; base and steps sum to the fact
 * @param frame - id, title, description and width of the chart
 * @example
 * ```ts
 * import { bridgeChart } from "@salesdept/report"
 *
 * const content = {
 *   base: { label: "Plan", amount: 200, text: "$200" },
 *   steps: [{ label: "Win rate", amount: -50, text: "−$50" }],
 *   fact: { label: "Fact", amount: 150, text: "$150" },
 * }
 * const frame = { id: "why", title: "Why", description: "The win rate took $50", width: 720 }
 * bridgeChart(content, frame).markup // "<svg…−$50…</svg>"
 * ```
 */
export const bridgeChart = (content: BridgeContent, frame: ChartFrame): Markup => {
  const { bars, low, high, broken } = bridgeLayout(content)
  const layout = rowLayout(bars, frame.width)
  const xOf = (level: number): number => layout.left + ((level - low) / (high - low)) * layout.length
  const drawn = bars.flatMap((bar, index): ReadonlyArray<Markup> => {
    const row = layout.rows[index]
    if (row === undefined) return []
    const from = Math.min(xOf(bar.start), xOf(bar.end))
    const length = Math.abs(xOf(bar.end) - xOf(bar.start))
    const next = layout.rows[index + 1]
    const cut = layout.left + 10
    return [
      ...(next === undefined
        ? []
        : [line(xOf(bar.end), row.barY, xOf(bar.end), next.barY + layout.barHeight, "quiet")]),
      box(from, row.barY, bar.start === bar.end ? 0 : Math.max(1.5, length), layout.barHeight, roles[bar.kind]),
      broken && bar.kind === "total" && length > 24
        ? markup`<path d="M${px(cut)} ${px(row.barY + layout.barHeight + 1)}l5 ${-(layout.barHeight + 2)}" style="${`stroke:${colourOf("surface")};stroke-width:4`}"/>`
        : markup``,
      ...row.texts,
    ]
  })
  return chartRoot(frame, layout.height, drawn)
}
