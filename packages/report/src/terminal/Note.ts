import { padText, plainText, textWidth, wrapText } from "./Text.ts"
import type { TerminalStyle, Tone } from "./Tone.ts"
import { paint } from "./Tone.ts"

/**
 * Lines of text under a mark, the following lines indented to stand under the first.
 *
 * @param text - its text; wraps
 * @param style - columns, from 20, and whether to colour
 * @param options - the mark, default `·`, and the colour, default none
 * @example
 * ```ts
 * import { note } from "@salesdept/report"
 *
 * note("3 deals have no amount", { width: 16, colour: false }) // ["· 3 deals have", "  no amount"]
 * ```
 */
export const note = (
  text: string,
  style: TerminalStyle,
  { mark = "·", tone = null }: { readonly mark?: string; readonly tone?: Tone | null } = {},
): ReadonlyArray<string> => {
  const indent = textWidth(mark) + 1
  if (indent >= style.width) return paragraph(`${mark} ${text}`, style, tone)
  return wrapText(plainText(text), style.width - indent).map(
    (line, index) =>
      `${index === 0 ? paint(mark, tone, style.colour) : " ".repeat(indent - 1)} ${paint(line, tone, style.colour)}`,
  )
}

/**
 * Text wrapped to the width.
 *
 * @param text - its text
 * @param style - columns, from 20, and whether to colour
 * @param tone - its colour; default none
 * @example
 * ```ts
 * import { paragraph } from "@salesdept/report"
 *
 * paragraph("3 deals have no amount", { width: 16, colour: false }) // ["3 deals have no", "amount"]
 * ```
 */
export const paragraph = (text: string, style: TerminalStyle, tone: Tone | null = null): ReadonlyArray<string> =>
  wrapText(plainText(text), style.width).map((line) => paint(line, tone, style.colour))

/** A name and its value. */
export interface KeyValue {
  /** The name. */
  readonly key: string
  /** The value; wraps. */
  readonly value: string
  /** Colour of the value; default none. */
  readonly tone?: Tone
}

/**
 * Names on the left, values in one column beside them; where there is no room for both, values go under the names.
 *
 * @param entries - names with their values
 * @param style - columns, from 20, and whether to colour
 * @example
 * ```ts
 * import { keyValues } from "@salesdept/report"
 *
 * keyValues([{ key: "Won", value: "12 deals" }], { width: 40, colour: false }) // ["Won  12 deals"]
 * ```
 */
export const keyValues = (entries: ReadonlyArray<KeyValue>, style: TerminalStyle): ReadonlyArray<string> => {
  const keys = entries.map((entry) => plainText(entry.key))
  const keyWidth = Math.max(0, ...keys.map(textWidth))
  const valueWidth = style.width - keyWidth - 2
  const beside = valueWidth >= Math.max(16, style.width / 3)
  return entries.flatMap((entry, index) => {
    const key = keys[index] ?? ""
    const value = plainText(entry.value)
    const tone = entry.tone ?? null
    if (!beside) {
      return [...paragraph(key, style, "faint"), ...note(value, style, { mark: " ", tone })]
    }
    return wrapText(value, valueWidth).map((line, lineIndex) => {
      const left = padText(lineIndex === 0 ? key : "", keyWidth)
      return `${paint(left, "faint", style.colour)}  ${paint(line, tone, style.colour)}`.trimEnd()
    })
  })
}
