import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalJson, notJsonIn } from "../../src/journal/Canonical.ts"

/** The definition, spelt out: keys in order at every level, absent members left out. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== "object" || value === null) return value
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => ({ key, member: ordered(member) }))
}

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const members = ordered(value) as ReadonlyArray<{ readonly key: string }>
  const named = value as { readonly [key: string]: unknown }
  return `{${members.map(({ key }) => `${JSON.stringify(key)}:${textOf(named[key])}`).join(",")}}`
}

const json = fc.jsonValue({ noUnicodeString: false })

describe("canonical JSON", () => {
  it("writes keys in order at every level, whatever order they come in", () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }], a: "x", c: undefined })).toBe('{"a":"x","b":[{"a":null,"z":1}]}')
    expect(canonicalJson({ "10": 1, "9": 2 })).toBe('{"10":1,"9":2}')
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value)).toBe(textOf(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it("gives one text for one value", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).toReversed())
        expect(canonicalJson(reversed)).toBe(canonicalJson(record))
      }),
    )
  })

  it("of what lies in a class is refused, not written as nothing", () => {
    const at = { a: [{ b: new Date(0) }, 1n], c: new Map([[1, 2]]), d: undefined, e: [undefined], f: "x" }
    expect(() => canonicalJson({ at: new Date(0) })).toThrow(TypeError)
    expect(() => canonicalJson(new Map())).toThrow(TypeError)
    expect(notJsonIn(at)).toEqual(["a[0].b", "a[1]", "c", "e[0]"])
    fc.assert(fc.property(json, (value) => notJsonIn(value).length === 0))
  })

  it.each([[Number.NaN], [Infinity], [1n], [undefined], [() => 1], [[undefined]], [{ a: { b: Number.NaN } }]])(
    "refuses %o, which is not JSON",
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError)
    },
  )

  it("does not let a value write itself", () => {
    expect(canonicalJson({ a: { toJSON: 1, b: 2 } })).toBe('{"a":{"b":2,"toJSON":1}}')
    expect(() => canonicalJson({ toJSON: () => "x" })).toThrow(TypeError)
  })
})
