/** Writes text in a one-byte encoding, or UTF-16 with or without a mark: the platform only decodes these. */
export const encodeAs = (text: string, encoding: string, mark = false): Uint8Array => {
  const body = (mark ? "\ufeff" : "") + text
  if (encoding === "utf-8") return new TextEncoder().encode(body)
  if (encoding.startsWith("utf-16")) {
    const bytes = new Uint8Array(body.length * 2)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < body.length; i++) view.setUint16(i * 2, body.charCodeAt(i), encoding === "utf-16le")
    return bytes
  }
  const chars = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  return Uint8Array.from(body, (char) => {
    const byte = chars.indexOf(char)
    if (byte < 0) throw new Error(`${char} is not in ${encoding}`)
    return byte
  })
}

/** A file of an import, in UTF-8 unless said otherwise. */
export const fileOf = (name: string, text: string, encoding = "utf-8") => ({ name, bytes: encodeAs(text, encoding) })

/** What a call throws; fails where it throws nothing. */
export const thrownBy = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error("nothing was thrown")
}
