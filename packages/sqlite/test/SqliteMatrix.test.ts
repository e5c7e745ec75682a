import { dealSuite, journalSuite, mappedPeople, recordSuite, tenantSuite, textsSuite } from "@salesdept/conformance"
import { defaultNaming } from "@salesdept/sql"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { inProcess } from "./harness.ts"

/** Where the process believes to be: half an hour from the hour, beyond the date line, and with summer time. */
const zones = { "Asia/Kolkata": -330, "Pacific/Kiritimati": -840, "America/New_York": 240 } as const
const peoples = ["text", "uuid", "bigint"] as const
const prefixes = [defaultNaming.prefix, "crm_"] as const

/** Every zone with every form of people's ids, and each of both with both prefixes: SQLite has no schemas and no policies. */
const rows = Object.keys(zones).flatMap((zone, i) =>
  peoples.map((people, j) => ({ zone: zone as keyof typeof zones, people, prefix: prefixes[(i + j) % 2] ?? "crm_" })),
)

it("the matrix has every pair", () => {
  for (const zone of Object.keys(zones)) {
    for (const prefix of prefixes) expect(rows.some((row) => row.zone === zone && row.prefix === prefix)).toBe(true)
  }
  for (const people of peoples) {
    for (const prefix of prefixes) expect(rows.some((row) => row.people === people && row.prefix === prefix)).toBe(true)
  }
  expect(new Set(rows.map(({ people, zone }) => `${zone} ${people}`)).size).toBe(9)
})

const suites = [recordSuite, textsSuite, tenantSuite, journalSuite, dealSuite]

for (const [index, { people, prefix, zone }] of rows.entries()) {
  describe(`SQLite in ${zone}, ids as ${people}, tables as ${prefix}`, () => {
    const before = process.env["TZ"]
    beforeAll(() => {
      process.env["TZ"] = zone
    })
    afterAll(() => {
      if (before === undefined) delete process.env["TZ"]
      else process.env["TZ"] = before
    })
    it("is where it says", () => {
      expect(new Date("2026-07-01T00:00:00.000Z").getTimezoneOffset()).toBe(zones[zone])
    })
    const harness = inProcess({ prefix, ...(people === "text" ? {} : { people: mappedPeople(people) }) })
    for (const suite of suites) suite(`row ${index + 1}`, harness)
  })
}
