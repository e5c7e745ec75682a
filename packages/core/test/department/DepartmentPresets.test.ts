import { presets } from "@salesdept/core/department"
import type { PresetOptions } from "@salesdept/core/department"
import type { InputInvalid } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"

const refused = (options: unknown): InputInvalid => {
  try {
    presets.servicesWithActs(options as PresetOptions)
  } catch (error) {
    return error as InputInvalid
  }
  return expect.fail("these options are refused")
}

describe("presets", () => {
  it("take a time zone and a currency", () => {
    expect(presets.b2bSaas({ timeZone: "America/New_York", currency: "USD" })).toMatchObject({
      timeZone: "America/New_York",
      currency: "USD",
    })
  })

  it.each([
    ["none at all", undefined, ["timeZone field.missing", "currency field.missing"]],
    ["names that are none", { timezone: "Europe/Moscow" }, ["timeZone field.missing", "currency field.missing"]],
    [
      "what does not exist",
      { timeZone: "Europe/Moskow", currency: "RUR" },
      ["timeZone field.type", "currency field.type"],
    ],
    ["other types", { timeZone: 3, currency: "RUB" }, ["timeZone field.type"]],
  ])("given %s, say what they lack at once", (_what, options, problems) => {
    const error = refused(options)
    expect(error._tag).toBe("InputInvalid")
    expect(error.data.call).toBe("presets.servicesWithActs")
    expect(error.problems.map(({ path, code }) => `${path} ${code}`)).toEqual(problems)
  })
})
