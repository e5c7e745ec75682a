import { plainText, textWidth, wrapText } from "./Text.ts"
import type { TerminalStyle } from "./Tone.ts"
import { paint } from "./Tone.ts"

/**
 * A heading with a rule under it: double for the report's title (level 1), single for a section (2), none within (3).
 *
 * @param text - its text; wraps
 * @param level - 1 for the title of a report, 2 for a section, 3 within one
 * @param style - columns, from 20, and whether to colour
 * @returns lines, none wider than `style.width`
 * @example
 * ```ts
 * import { heading } from "@salesdept/report"
 *
 * heading("Why", 2, { width: 40, colour: false }) // ["Why", "───"]
 * ```
 */
export const heading = (text: string, level: 1 | 2 | 3, style: TerminalStyle): ReadonlyArray<string> => {
  const lines = wrapText(plainText(text), style.width)
  const titles = lines.map((line) => paint(line, "strong", style.colour))
  if (level === 3) return titles
  const length = level === 1 ? style.width : Math.max(...lines.map(textWidth))
  return [...titles, paint((level === 1 ? "═" : "─").repeat(length), "faint", style.colour)]
}
