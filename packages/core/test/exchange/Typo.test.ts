import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isOneEditApart, suspectedTypos } from "../../src/exchange/Typo.ts"

describe("isOneEditApart", () => {
  it.each([
    ["technolgy", "technology", true],
    ["retial", "retail", true],
    ["retaal", "retail", true],
    ["retail", "retail", false],
    ["retail", "retailers", false],
    ["abcd", "badc", false],
  ])("%s and %s: %s", (left, right, expected) => {
    expect(isOneEditApart(left, right)).toBe(expected)
    expect(isOneEditApart(right, left)).toBe(expected)
  })

  it("holds for a text and the same text with one letter left out", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2 }), fc.nat(), (text, at) => {
        const i = at % text.length
        expect(isOneEditApart(text, text.slice(0, i) + text.slice(i + 1))).toBe(true)
      }),
    )
  })
})

describe("suspectedTypos", () => {
  it("suspects a rare value beside a frequent one, and a wrong word that a file repeats", () => {
    const counts = new Map([
      ["Negotiation", 50],
      ["Negotation", 2],
      ["Proposal", 9],
      ["Proposals", 8],
      ["technolgy", 12],
    ])
    expect(suspectedTypos(counts, ["technology"])).toEqual([
      { written: "Negotation", meant: "Negotiation" },
      { written: "technolgy", meant: "technology" },
    ])
  })

  it("leaves short values and numbered ones alone", () => {
    const counts = new Map([
      ["East", 90],
      ["Eask", 1],
      ["Group 1", 90],
      ["Group 2", 1],
    ])
    expect(suspectedTypos(counts, [])).toEqual([])
  })
})
