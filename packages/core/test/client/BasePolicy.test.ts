import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { getCountries } from "libphonenumber-js/min"
import { describe, expect, it } from "vitest"
import type { BasePolicy, RegularityRules } from "../../src/client/BasePolicy.ts"
import { BasePolicyInput } from "../../src/client/BasePolicySchema.ts"
import { isCountryCode } from "../../src/client/CountryCode.ts"
import { contactCadenceDays, isChoice, isRegularClient, regularRuleOf } from "../../src/client/BasePolicy.ts"

const name = { en: "x", ru: "х" }
const control = { regularFromWonDeals: 3, quietAfterDays: 90 }
const rules = (base?: BasePolicy): RegularityRules => (base === undefined ? { control } : { base, control })

describe("isRegularClient", () => {
  it("given no window, then every won deal counts, also of unknown day", () => {
    expect(isRegularClient({ fromWonDeals: 2 }, ["2020-01-01", null], "2026-01-01")).toBe(true)
    expect(isRegularClient({ fromWonDeals: 2 }, ["2020-01-01"], "2026-01-01")).toBe(false)
  })

  it("given a window, then its first day counts and the day before does not", () => {
    const rule = { fromWonDeals: 1, withinDays: 10 }
    expect(isRegularClient(rule, ["2026-01-01"], "2026-01-11")).toBe(true)
    expect(isRegularClient(rule, ["2026-01-01"], "2026-01-12")).toBe(false)
  })

  it("given a window, then a deal won after the day asked about does not count", () => {
    expect(isRegularClient({ fromWonDeals: 1, withinDays: 10 }, ["2026-01-02"], "2026-01-01")).toBe(false)
  })

  it("given that only a deal of unknown day would decide, then nothing is said", () => {
    const rule = { fromWonDeals: 2, withinDays: 10 }
    expect(isRegularClient(rule, ["2026-01-01", null], "2026-01-05")).toBeNull()
    expect(isRegularClient(rule, ["2026-01-01", "2026-01-02", null], "2026-01-05")).toBe(true)
    expect(isRegularClient(rule, [null], "2026-01-05")).toBe(false)
  })
})

describe("the tenant's rules", () => {
  it("count by the base's rule, else by that of control", () => {
    expect(regularRuleOf(rules())).toEqual({ fromWonDeals: 3 })
    expect(regularRuleOf(rules({ regular: { fromWonDeals: 1, withinDays: 30 } }))).toEqual({
      fromWonDeals: 1,
      withinDays: 30,
    })
  })

  it("take the cadence of the segment, else of the base, else of control", () => {
    const segments = [
      { id: "key", name, contactEveryDays: 14 },
      { id: "rest", name },
    ]
    expect(contactCadenceDays(rules({ segments, contactEveryDays: 60 }), "key")).toBe(14)
    expect(contactCadenceDays(rules({ segments, contactEveryDays: 60 }), "rest")).toBe(60)
    expect(contactCadenceDays(rules({ segments }), "unlisted")).toBe(90)
    expect(contactCadenceDays(rules(), null)).toBe(90)
  })

  it("take any choice where no list is kept, and only its entries where one is", () => {
    expect(isChoice(undefined, "channels", "smoke")).toBe(true)
    expect(isChoice({}, "channels", "smoke")).toBe(true)
    expect(isChoice({ channels: [] }, "channels", "smoke")).toBe(false)
    expect(isChoice({ channels: [{ id: "site", name }] }, "channels", "site")).toBe(true)
  })
})

describe("the base as it is published", () => {
  it("names a country that there is: numbers of another would be compared with nothing", () => {
    const isTaken = (country: string) => {
      const read = Schema.decodeUnknownResult(BasePolicyInput)({ country })
      return Result.isSuccess(read)
    }
    expect(["RU", "KZ", "DE", "XK"].map(isTaken)).toEqual([true, true, true, true])
    expect(["XX", "UK", "ZZ", "ru", "RUS", ""].map(isTaken)).toEqual(Array.from({ length: 6 }, () => false))
  })

  it("knows each country whose telephone numbers can be read", () => {
    const known = getCountries().filter((code) => code !== "AC" && code !== "TA")
    expect(known.filter((code) => !isCountryCode(code))).toEqual([])
  })
})
