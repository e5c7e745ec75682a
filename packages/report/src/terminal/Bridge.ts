import type { BridgeContent } from "../format/Bridge.ts"
import { bridgeLayout } from "../format/Bridge.ts"
import { ellipsise, padText, plainText, textWidth } from "./Text.ts"
import type { TerminalStyle, Tone } from "./Tone.ts"
import { paint } from "./Tone.ts"

const fills = { total: "█", rise: "▓", fall: "░" } as const
const tones: { readonly [Kind in keyof typeof fills]: Tone | null } = { total: null, rise: "good", fall: "alarm" }

/**
 * A bridge drawn in text: one line for the base, one for each step, one for the fact. Totals, rises and falls differ
 * in shade as well as in colour. A broken axis shows as `╱` at the foot of the totals.
 *
 * @param content - base, steps and fact; base and steps sum to the fact
 * @param style - columns, from 20, and whether to colour
 * @returns lines, none wider than `style.width`
 * @example
 * ```ts
 * import { bridge } from "@salesdept/report"
 *
 * const content = {
 *   base: { label: "Plan", amount: 200, text: "$200" },
 *   steps: [{ label: "Win rate", amount: -50, text: "−$50" }],
 *   fact: { label: "Fact", amount: 150, text: "$150" },
 * }
 * bridge(content, { width: 40, colour: false }) // ["Plan …$200", "Win rate …−$50", "Fact …$150"]
 * ```
 */
export const bridge = (content: BridgeContent, style: TerminalStyle): ReadonlyArray<string> => {
  const { bars, low, high, broken } = bridgeLayout(content)
  const figures = bars.map((step) => ellipsise(plainText(step.text), Math.max(1, Math.floor(style.width / 2))))
  const figureWidth = Math.max(...figures.map(textWidth))
  const labels = bars.map((step) => plainText(step.label))
  const labelRoom = Math.max(1, Math.floor((style.width - figureWidth - 4) * 0.5))
  const labelWidth = Math.min(labelRoom, Math.max(...labels.map(textWidth)))
  const room = Math.max(0, Math.min(48, style.width - labelWidth - figureWidth - 4))
  const column = (level: number): number => Math.round(((level - low) / (high - low)) * room)
  return bars.map((step, index) => {
    const from = Math.min(column(step.start), column(step.end))
    const length = Math.max(step.start === step.end ? 0 : 1, Math.abs(column(step.end) - column(step.start)))
    const start = Math.min(from, Math.max(0, room - length))
    const filled = fills[step.kind].repeat(Math.min(room, length))
    const drawn = broken && step.kind === "total" && filled.length > 1 ? `╱${filled.slice(1)}` : filled
    const label = padText(ellipsise(labels[index] ?? "", labelWidth), labelWidth)
    const graphic = " ".repeat(start) + paint(drawn, tones[step.kind], style.colour)
    return `${label}  ${padText(graphic, room)}  ${padText(figures[index] ?? "", figureWidth, "right")}`
  })
}
