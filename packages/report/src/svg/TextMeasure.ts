// Estimated advance widths in ems, on the wide side of the common interface fonts, so that a text measured here does
// not outgrow its place there. There is no font to ask: charts are made without a browser.
const narrow = new Set("iljtfrI.,:;!|'()[]·/ \u00A0")
const wideLatin = new Set("mwMW@%—")
const signs = new Set("+−±×÷=<>≈≤≥~→&")

const emsOf = (character: string): number => {
  if (narrow.has(character)) return 0.36
  if (wideLatin.has(character)) return 1
  if (signs.has(character)) return 0.84
  if (character === "№") return 1.05
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x30 && code <= 0x39) return 0.64
  if (code >= 0x0400 && code <= 0x04ff) {
    if ("шщжюымфШЩЖЮЫМФ".includes(character)) return 0.92
    return character === character.toLowerCase() ? 0.64 : 0.74
  }
  if (code >= 0x61 && code <= 0x7a) return 0.6
  if (code < 0x2e80) return character === character.toLowerCase() ? 0.64 : 0.76
  return 1.05
}

/**
 * Estimated width of a text in pixels, erring on the wide side.
 *
 * @param text - one line
 * @param size - font size in pixels
 */
export const estimatedWidth = (text: string, size: number): number => {
  let ems = 0
  for (const character of text) ems += emsOf(character)
  return ems * size
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" })

/** Shortens a text with `…` to an estimated width in pixels. */
export const fitText = (text: string, width: number, size: number): string => {
  if (estimatedWidth(text, size) <= width) return text
  const characters = Array.from(graphemes.segment(text), ({ segment }) => segment)
  while (characters.length > 0 && estimatedWidth(`${characters.join("")}…`, size) > width) characters.pop()
  return `${characters.join("").trimEnd()}…`
}

/**
 * Breaks a text into lines of an estimated width at spaces; the last allowed line is shortened with `…`.
 *
 * @param text - the text
 * @param width - pixels
 * @param size - font size in pixels
 * @param most - lines at most, from 1
 */
export const wrapEstimated = (text: string, width: number, size: number, most: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let rest = text.split(" ").filter((word) => word !== "")
  while (rest.length > 0) {
    if (lines.length === most - 1) return [...lines, fitText(rest.join(" "), width, size)]
    let taken = 1
    while (taken < rest.length && estimatedWidth(rest.slice(0, taken + 1).join(" "), size) <= width) taken += 1
    lines.push(fitText(rest.slice(0, taken).join(" "), width, size))
    rest = rest.slice(taken)
  }
  return lines.length === 0 ? [""] : lines
}
