import type { Markup } from "../html/Markup.ts"
import type { ChartFrame } from "./Chart.ts"
import { box, chartRoot, fontSize, label } from "./Chart.ts"
import { estimatedWidth, fitText, wrapEstimated } from "./TextMeasure.ts"

/** One stage of a funnel. */
export interface FunnelStage {
  /** Its name. */
  readonly label: string
  /** How many reached it, from 0. */
  readonly value: number
  /** The figure written beside its name. */
  readonly text: string
  /** The share that went on, written between it and the next stage; null for none. */
  readonly onward: string | null
}

const barHeight = 20
const lineHeight = 16
/** Bold text measures as text of a larger size. */
const boldSize = fontSize * 1.15

/**
 * A funnel: for each stage its name and figure, a centred bar, and the share that went on to the next.
 *
 * @param stages - in order, each with how many reached it
 * @param frame - id, title, description and width of the chart
 * @example
 * ```ts
 * import { funnelChart } from "@salesdept/report"
 *
 * const stages = [
 *   { label: "Lead", value: 100, text: "100", onward: "40%" },
 *   { label: "Deal", value: 40, text: "40", onward: null },
 * ]
 * const frame = { id: "funnel", title: "Funnel", description: "40 of 100 went on", width: 720 }
 * funnelChart(stages, frame).markup // "<svg…↓ 40%…</svg>"
 * ```
 */
export const funnelChart = (stages: ReadonlyArray<FunnelStage>, frame: ChartFrame): Markup => {
  const most = Math.max(0, ...stages.map((stage) => stage.value))
  const centre = frame.width / 2
  const drawn: Array<Markup> = []
  let y = 4
  for (const stage of stages) {
    const figure = fitText(stage.text, frame.width * 0.5, fontSize)
    const lines = wrapEstimated(stage.label, frame.width - estimatedWidth(figure, fontSize) - 12, boldSize, 2)
    drawn.push(...lines.map((text, index) => label(2, y + 12 + index * lineHeight, text, { strong: true })))
    drawn.push(label(frame.width - 2, y + 12, figure, { anchor: "end" }))
    y += lines.length * lineHeight + 2
    const width = most === 0 || stage.value <= 0 ? 0 : Math.max(2, (stage.value / most) * frame.width)
    drawn.push(box(0, y, frame.width, barHeight, "raised"), box(centre - width / 2, y, width, barHeight, "primary"))
    y += barHeight
    if (stage.onward !== null) {
      drawn.push(
        label(centre, y + 16, fitText(`↓ ${stage.onward}`, frame.width, fontSize), { anchor: "middle", role: "muted" }),
      )
      y += 22
    }
    y += 8
  }
  return chartRoot(frame, y, drawn)
}
