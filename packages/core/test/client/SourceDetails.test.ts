import { describe, expect, it } from "vitest"
import { changedTexts, sourceDetails } from "../../src/client/DetailTexts.ts"

describe("sourceDetails", () => {
  const current = { name: "A", phones: "1", taxId: "7", comment: "наше" }

  it("adds numbers that are not there, fills what is empty, and overwrites nothing but the name", () => {
    const stated = { name: "B", phones: ["2", "1"], taxId: "8", address: "Москва", comment: "их" }
    expect(sourceDetails(current, stated)).toEqual({ name: "B", phones: ["1", "2"], address: "Москва" })
  })

  it("says nothing new when the source says the same again", () => {
    const stated = { name: "B", phones: ["2"], address: "Москва" }
    const after = changedTexts(current, sourceDetails(current, stated)) ?? {}
    expect(changedTexts(after, sourceDetails(after, stated))).toBeUndefined()
  })
})
