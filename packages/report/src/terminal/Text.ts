import stringWidth from "string-width"

/** Columns of a terminal that a text takes; colour codes take none, wide characters two. */
export const textWidth = (text: string): number => stringWidth(text)

/** Which side of its column a text stands on. */
export type Align = "left" | "right"

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" })

// Controls would move the cursor or start an escape sequence; bidi marks would reorder the columns after them.
// oxlint-disable-next-line no-control-regex -- controls are what is taken out
const unsafe = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g
const bidiMarks = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/**
 * Text from data, made safe for a terminal: no control characters, no bidi marks, no lone surrogates. A client's name
 * in a file must not be able to colour, move or hide what stands beside it.
 */
export const plainText = (text: string): string => text.toWellFormed().replace(unsafe, " ").replace(bidiMarks, "")

/** Cuts a word that is wider than the width into pieces that are not. */
const brokenWord = (word: string, width: number): Array<string> => {
  const pieces: Array<string> = []
  let piece = ""
  let pieceWidth = 0
  for (const { segment } of graphemes.segment(word)) {
    const segmentWidth = textWidth(segment)
    const shown = segmentWidth > width ? "…" : segment
    const shownWidth = Math.min(segmentWidth, width)
    if (pieceWidth + shownWidth > width) {
      pieces.push(piece)
      piece = ""
      pieceWidth = 0
    }
    piece += shown
    pieceWidth += shownWidth
  }
  return piece === "" ? pieces : [...pieces, piece]
}

/**
 * Breaks text into lines at ordinary spaces (not at non-breaking ones); a word longer than a line is cut.
 *
 * @param text - text without control characters
 * @param width - columns, from 1
 * @returns at least one line, none wider than `width`
 */
export const wrapText = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  let lineWidth = 0
  for (const word of text.split(" ").filter((part) => part !== "")) {
    for (const piece of textWidth(word) <= width ? [word] : brokenWord(word, width)) {
      const pieceWidth = textWidth(piece)
      if (line === "") {
        line = piece
        lineWidth = pieceWidth
      } else if (lineWidth + 1 + pieceWidth <= width) {
        line += ` ${piece}`
        lineWidth += 1 + pieceWidth
      } else {
        lines.push(line)
        line = piece
        lineWidth = pieceWidth
      }
    }
  }
  return [...lines, line]
}

/** Shortens text to a width with `…` in place of what is cut; text that fits is left alone. */
export const ellipsise = (text: string, width: number): string => {
  if (textWidth(text) <= width) return text
  let kept = ""
  let keptWidth = 0
  for (const { segment } of graphemes.segment(text)) {
    const segmentWidth = textWidth(segment)
    if (keptWidth + segmentWidth > width - 1) break
    kept += segment
    keptWidth += segmentWidth
  }
  return `${kept.trimEnd()}…`
}

/** Pads text with spaces to a width; text that is wider is left alone. */
export const padText = (text: string, width: number, align: Align = "left"): string => {
  const gap = " ".repeat(Math.max(0, width - textWidth(text)))
  return align === "left" ? text + gap : gap + text
}
