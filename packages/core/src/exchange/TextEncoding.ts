import type { Message } from "../shared/Message.ts"
import { EncodingUnknown, FileNotText } from "./ImportErrors.ts"
import type { FileLooks } from "./ImportErrors.ts"
import { legacyEncodings, legacyFit } from "./LegacyEncoding.ts"
import type { LegacyEncoding } from "./LegacyEncoding.ts"

/** Encodings an export is read in; the names are those of the WHATWG Encoding Standard. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | LegacyEncoding

/** All of {@link TextEncoding}, for checking a host's input. */
export const textEncodings: ReadonlyArray<TextEncoding> = ["utf-8", "utf-16le", "utf-16be", ...legacyEncodings]

/** Text of a file, with the reason why it was read so. */
export interface DecodedText {
  /** The text, without a byte order mark. */
  readonly text: string
  /** The encoding it was read in. */
  readonly encoding: TextEncoding
  /** What decided the encoding. */
  readonly how: Message
}

const signatures: ReadonlyArray<readonly [FileLooks, ReadonlyArray<number>]> = [
  ["xlsx", [0x50, 0x4b, 0x03, 0x04]],
  ["xls", [0xd0, 0xcf, 0x11, 0xe0]],
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["image", [0x89, 0x50, 0x4e, 0x47]],
  ["image", [0xff, 0xd8, 0xff]],
  ["image", [0x47, 0x49, 0x46, 0x38]],
  ["archive", [0x1f, 0x8b]],
]

const startsWith = (bytes: Uint8Array, signature: ReadonlyArray<number>): boolean =>
  signature.every((byte, i) => bytes[i] === byte)

const marks: ReadonlyArray<readonly [TextEncoding, ReadonlyArray<number>]> = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
]

/** Null where the bytes are not valid in the encoding. */
const strictly = (bytes: Uint8Array, encoding: TextEncoding): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const lineOfFirstBroken = (lenient: string): number | null => {
  const at = lenient.indexOf("\ufffd")
  return at < 0 ? null : lenient.slice(0, at).split(/\r\n?|\n/).length
}

const decodedAs = (bytes: Uint8Array, file: string, encoding: TextEncoding, how: Message): DecodedText => {
  const text = strictly(bytes, encoding)
  if (text === null) {
    throw new EncodingUnknown(file, encoding, lineOfFirstBroken(new TextDecoder(encoding).decode(bytes)))
  }
  // A NUL is valid in every encoding and belongs to none of the tables people export.
  if (text.includes("\0")) throw new FileNotText(file, "binary")
  if (/^\s*<(?:!doctype|html|\?xml|table|meta)/i.test(text.slice(0, 200))) throw new FileNotText(file, "markup")
  return { text, encoding, how }
}

const sampled = 4096

/** UTF-16 without a mark: nearly every second byte is the high byte of Latin, Cyrillic or general punctuation. */
const unmarkedUtf16 = (bytes: Uint8Array): TextEncoding | null => {
  if (bytes.length < 4 || bytes.length % 2 === 1) return null
  const end = Math.min(bytes.length, sampled)
  const isHigh = (byte: number | undefined) => byte === 0x00 || byte === 0x04 || byte === 0x20 || byte === 0x21
  let [atEven, atOdd, zeros] = [0, 0, 0]
  for (let i = 0; i < end; i += 2) {
    if (isHigh(bytes[i])) atEven++
    if (isHigh(bytes[i + 1])) atOdd++
    if (bytes[i] === 0 || bytes[i + 1] === 0) zeros++
  }
  const pairs = end / 2
  if (zeros < pairs / 50) return null
  if (atOdd >= pairs * 0.95 && atEven < pairs * 0.5) return "utf-16le"
  return atEven >= pairs * 0.95 && atOdd < pairs * 0.5 ? "utf-16be" : null
}

/** Nearly all of it is UTF-8: a damaged file, which no other encoding would repair. */
const isDamagedUtf8 = (lenient: string): boolean => {
  let [beyondAscii, broken] = [0, 0]
  for (let i = 0; i < lenient.length; i++) {
    const code = lenient.charCodeAt(i)
    if (code > 0x7f) beyondAscii++
    if (code === 0xfffd) broken++
  }
  return beyondAscii >= 10 && broken <= beyondAscii / 10
}

/**
 * Reads a file as text. In order: a stated encoding; a byte order mark; UTF-16 by its byte pattern; valid UTF-8;
 * else the best of Windows-1251, Windows-1252, KOI8-R and IBM866 by how common the resulting letters and their
 * neighbours are. Refuses rather than replaces what it cannot read.
 *
 * @param bytes - the whole file
 * @param file - its name, for the errors
 * @param stated - the encoding, where a person has said it; not checked against other encodings
 * @throws FileNotText for images, workbooks, archives, markup and other binary data; EncodingUnknown
 *
 * @example
 * ```ts
 * import { decodeText } from "@salesdept/core/exchange"
 *
 * const { text, encoding } = decodeText(Uint8Array.of(0xd1, 0xe4, 0xe5, 0xeb, 0xea, 0xe0), "deals.csv")
 * text // "Сделка"
 * encoding // "windows-1251"
 * ```
 */
export const decodeText = (bytes: Uint8Array, file: string, stated: TextEncoding | null = null): DecodedText => {
  const found = signatures.find(([, signature]) => startsWith(bytes, signature))
  if (found !== undefined) throw new FileNotText(file, found[0])
  if (stated !== null)
    return decodedAs(bytes, file, stated, { en: "stated in the mapping", ru: "указано в сопоставлении" })
  const mark = marks.find(([, signature]) => startsWith(bytes, signature))
  if (mark !== undefined) {
    return decodedAs(bytes, file, mark[0], { en: "byte order mark", ru: "метка порядка байтов" })
  }
  const wide = unmarkedUtf16(bytes)
  if (wide !== null) {
    return decodedAs(bytes, file, wide, { en: "every second byte is a high byte", ru: "каждый второй байт — старший" })
  }
  if (strictly(bytes, "utf-8") !== null) {
    return decodedAs(bytes, file, "utf-8", { en: "the bytes are valid UTF-8", ru: "байты — корректный UTF-8" })
  }
  if (bytes.includes(0)) throw new FileNotText(file, "binary")
  const lenient = new TextDecoder("utf-8").decode(bytes)
  if (isDamagedUtf8(lenient)) throw new EncodingUnknown(file, "utf-8", lineOfFirstBroken(lenient))
  const encoding = legacyFit(bytes)
  if (encoding === null) throw new EncodingUnknown(file, null, null)
  return decodedAs(bytes, file, encoding, {
    en: "not valid UTF-8; the letters are the most usual in this encoding",
    ru: "не UTF-8; в этой кодировке буквы самые обычные",
  })
}
