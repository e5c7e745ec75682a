/** What a colour says. The text says the same without it. */
export type Tone = "strong" | "faint" | "alarm" | "attention" | "good"

/** How a terminal is written to. */
export interface TerminalStyle {
  /** Columns, from 20; no line is wider. */
  readonly width: number
  /** Whether to colour with ANSI escape codes. */
  readonly colour: boolean
}

// SGR codes, on and off (ECMA-48 §8.3.117). Cyan, not green, for good: it stays apart from red for every eye.
const codes: { readonly [Key in Tone]: readonly [number, number] } = {
  strong: [1, 22],
  faint: [2, 22],
  alarm: [31, 39],
  attention: [33, 39],
  good: [36, 39],
}

/** Colours a text; without colour or tone it is returned as it is. */
export const paint = (text: string, tone: Tone | null, colour: boolean): string => {
  if (!colour || tone === null || text === "") return text
  const [on, off] = codes[tone]
  return `\u001B[${on}m${text}\u001B[${off}m`
}
