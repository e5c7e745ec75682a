import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { EncodingUnknown, FileNotText } from "../../src/exchange/ImportErrors.ts"
import { decodeText } from "../../src/exchange/TextEncoding.ts"
import { encodeAs, thrownBy } from "./encodeAs.ts"

const russian =
  'Название сделки;Этап;Бюджет\nПоставка «Ромашка»;Переговоры;1 200 000,50\nИП Ёлкин, ООО "Заря";ОТКАЗ;0\n'
const french = "société;étape;montant\nCafé Müller;gagné;1 200,00 €\nGarçon & Fils;à signer;300\n"

describe("decodeText", () => {
  it.each(["windows-1251", "koi8-r", "ibm866"])("recognises Russian in %s", (encoding) => {
    // «» and № are not in every one of them.
    const text = encoding === "windows-1251" ? russian : russian.replaceAll(/[«»]/g, '"')
    expect(decodeText(encodeAs(text, encoding), "a.csv")).toMatchObject({ text, encoding })
  })

  it("recognises a western language in Windows-1252", () => {
    expect(decodeText(encodeAs(french, "windows-1252"), "a.csv")).toMatchObject({
      text: french,
      encoding: "windows-1252",
    })
  })

  it("recognises one accented name among ASCII", () => {
    const text = "id,name\n1,Acme\n2,Café Noir\n"
    expect(decodeText(encodeAs(text, "windows-1252"), "a.csv").text).toBe(text)
  })

  it("recognises one Russian word among ASCII", () => {
    const text = "id,name\n1,Acme\n2,Ромашка\n"
    expect(decodeText(encodeAs(text, "windows-1251"), "a.csv").text).toBe(text)
  })

  it.each(["utf-8", "utf-16le", "utf-16be"])("drops the byte order mark of %s", (encoding) => {
    expect(decodeText(encodeAs(russian, encoding, true), "a.csv")).toMatchObject({ text: russian, encoding })
  })

  it.each(["utf-16le", "utf-16be"])("recognises %s without a mark", (encoding) => {
    expect(decodeText(encodeAs(russian, encoding), "a.csv")).toMatchObject({ text: russian, encoding })
    expect(decodeText(encodeAs("id,name\n1,Acme\n", encoding), "a.csv").text).toBe("id,name\n1,Acme\n")
  })

  it("reads any text that UTF-8 can hold back unchanged", () => {
    const char = fc.integer({ min: 1, max: 0x10_ff_ff }).filter((code) => code < 0xd8_00 || code > 0xdf_ff)
    const text = fc.array(char).map((codes) => String.fromCodePoint(...codes))
    fc.assert(
      fc.property(text, (value) => {
        const bytes = encodeAs(`id;name\n${value}`, "utf-8")
        expect(decodeText(bytes, "a.csv").text).toBe(`id;name\n${value}`)
      }),
    )
  })

  it("refuses damaged UTF-8 and names the line, instead of reading it as another encoding", () => {
    const bytes = encodeAs(russian, "utf-8")
    bytes[bytes.length - 30] = 0xff
    const error = thrownBy(() => decodeText(bytes, "a.csv")) as EncodingUnknown
    expect(error._tag).toBe("EncodingUnknown")
    expect(error.data).toEqual({ file: "a.csv", encoding: "utf-8", line: 3 })
  })

  it("refuses text that does not fit its mark or the stated encoding", () => {
    const broken = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0x0a, 0xff)
    expect(thrownBy(() => decodeText(broken, "a.csv"))).toMatchObject({ data: { encoding: "utf-8", line: 2 } })
    const cyrillic = encodeAs(russian, "windows-1251")
    expect(thrownBy(() => decodeText(cyrillic, "a.csv", "utf-8"))).toMatchObject({ _tag: "EncodingUnknown" })
  })

  it("refuses bytes that look like no language", () => {
    const noise = Uint8Array.from({ length: 400 }, (_, i) => [0xb0, 0xb1, 0xb5, 0xb6, 0xbc, 0xbd][i % 6] ?? 0)
    expect(thrownBy(() => decodeText(noise, "a.csv"))).toMatchObject({
      _tag: "EncodingUnknown",
      data: { encoding: null },
    })
  })

  it.each([
    ["image", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]],
    ["xlsx", [0x50, 0x4b, 0x03, 0x04, 0x14, 0]],
    ["xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1]],
    ["pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
    ["archive", [0x1f, 0x8b, 0x08]],
    ["markup", [...new TextEncoder().encode("<html><table><tr><td>ID")]],
    ["binary", [0x61, 0x2c, 0x62, 0x0a, 0x00, 0x01, 0x61]],
  ] as const)("refuses %s and says so", (looksLike, bytes) => {
    const error = thrownBy(() => decodeText(Uint8Array.from(bytes), "a.csv")) as FileNotText
    expect(error._tag).toBe("FileNotText")
    expect(error.data).toEqual({ file: "a.csv", looksLike })
    expect(error.messages.ru).toMatch(/^a\.csv: /)
  })
})
