import { describe, expect, it } from "vitest"
import { seededIds } from "../../src/memory/SeededIds.ts"

const at = Date.UTC(2026, 10, 23)
const drawn = (seed: string, count: number): ReadonlyArray<string> => {
  const ids = seededIds(seed)
  return Array.from({ length: count }, (_, index) => (index % 2 === 0 ? ids.next("deal", at) : ids.salt()))
}

describe("seeded ids", () => {
  it("repeat for the same seed, and for no other", () => {
    expect(drawn("test", 20)).toEqual(drawn("test", 20))
    expect(new Set([...drawn("test", 20), ...drawn("other", 20)]).size).toBe(40)
  })

  it("do not repeat among many", () => {
    expect(new Set(drawn("test", 20_000)).size).toBe(20_000)
  })

  it("are of the form that ids and salts have", () => {
    const ids = seededIds("test")
    expect(ids.next("client", at)).toMatch(/^client_[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(ids.salt()).toMatch(/^[0-9a-f]{32}$/)
  })
})
