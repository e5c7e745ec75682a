import { describe, expect, it } from "vitest"
import { companyName, phoneNumber } from "../../src/simulator/CompanyNames.ts"

const ordinals = Array.from({ length: 20_000 }, (_, index) => index)

describe.each(["ru", "en"] as const)("invented companies (%s)", (language) => {
  it("never share a name or a domain", () => {
    const companies = ordinals.map((ordinal) => companyName(ordinal, 4321, language))
    expect(new Set(companies.map(({ name }) => name)).size).toBe(ordinals.length)
    expect(new Set(companies.map(({ domain }) => domain)).size).toBe(ordinals.length)
  })

  it("have domains kept for examples", () => {
    for (const ordinal of ordinals.slice(0, 7000)) {
      expect(companyName(ordinal, 0, language).domain).toMatch(/^[a-z]+-[a-z]+\d*\.example$/)
    }
  })
})

describe("invented phone numbers", () => {
  it("are nobody's in Russia: no area code begins with 0", () => {
    for (const ordinal of ordinals) expect(phoneNumber(ordinal, "ru")).toMatch(/^\+7 000 \d{3}-\d\d-\d\d$/)
  })

  it("are those kept for fiction in North America", () => {
    for (const ordinal of ordinals) expect(phoneNumber(ordinal, "en")).toMatch(/^\+1 [2-9]\d\d-555-01\d\d$/)
    expect(phoneNumber(80_000, "en")).toBe("+1 200-555-0100 ext. 1")
  })

  it.each(["ru", "en"] as const)("never repeat (%s)", (language) => {
    const numbers = ordinals.map((ordinal) => phoneNumber(ordinal * 7, language))
    expect(new Set(numbers).size).toBe(ordinals.length)
  })
})
