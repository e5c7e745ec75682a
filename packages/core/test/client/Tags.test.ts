import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { changedTexts, textLines } from "../../src/client/DetailTexts.ts"
import { retagged, tagChange } from "../../src/client/Tags.ts"

const tags = fc.uniqueArray(fc.constantFrom("a", "b", "c", "ё", "я"))

describe("tags", () => {
  it("property: after a change all asked to be put on are there, none of those taken off, each once and in order", () => {
    fc.assert(
      fc.property(tags, tags, tags, (before, add, remove) => {
        const after = retagged(before, tagChange(before, { add, remove }))
        expect(after).toEqual([...new Set([...before, ...add])].filter((tag) => !remove.includes(tag)).toSorted())
      }),
    )
  })

  it("property: asking again changes nothing", () => {
    fc.assert(
      fc.property(tags, tags, tags, (before, add, remove) => {
        const after = retagged(before, tagChange(before, { add, remove }))
        expect(tagChange(after, { add, remove })).toEqual({ added: [], removed: [] })
      }),
    )
  })
})

describe("texts of details", () => {
  it("keep what is not named, remove what is null or empty, and say when nothing changes", () => {
    const current = { name: "A", phones: "1\n2", comment: "c" }
    expect(changedTexts(current, { phones: ["3"] })).toEqual({ name: "A", phones: "3", comment: "c" })
    expect(changedTexts(current, { phones: [], comment: null })).toEqual({ name: "A" })
    expect(changedTexts(current, { name: "A", phones: ["1", "2"] })).toBeUndefined()
    expect(changedTexts(current, { address: null })).toBeUndefined()
  })

  it("hold several values on lines of their own", () => {
    expect(textLines({ phones: "1\n2" }, "phones")).toEqual(["1", "2"])
    expect(textLines({}, "emails")).toEqual([])
  })
})
