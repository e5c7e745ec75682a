import { dealSuite, journalSuite, recordSuite, tenantSuite, textsSuite } from "@salesdept/conformance"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { postgresHarness } from "./server/PostgresHarness.ts"
import { testedVersions, useDatabase } from "./server/TestDatabase.ts"

/** Where the process believes to be: half an hour from the hour, beyond the date line, and with summer time. */
const zones = ["Asia/Kolkata", "Pacific/Kiritimati", "America/New_York"] as const
/** Minutes by which UTC is ahead of them in July. */
const offsets = { "Asia/Kolkata": -330, "Pacific/Kiritimati": -840, "America/New_York": 240 }
const peoples = ["text", "uuid", "bigint"] as const
const places = ["schema", "schemaAndPrefix", "prefix"] as const
const securities = [true, false] as const

interface Row {
  readonly zone: (typeof zones)[number]
  readonly people: (typeof peoples)[number]
  readonly place: (typeof places)[number]
  readonly rowSecurity: boolean
}

/** Nine rows in which every value of a factor meets every value of each other factor. */
const rows: ReadonlyArray<Row> = zones.flatMap((zone, i) =>
  peoples.map((people, j): Row => {
    const place = places[(i + j) % 3] ?? "schema"
    return { zone, people, place, rowSecurity: (i + 2 * j) % 3 === 0 || (i === 1 && j === 2) }
  }),
)

describe("the matrix", () => {
  it("has every pair", () => {
    const factors = { zone: zones, people: peoples, place: places, rowSecurity: securities }
    const names = Object.keys(factors) as ReadonlyArray<keyof typeof factors>
    const missing = names.flatMap((left, index) =>
      names
        .slice(index + 1)
        .flatMap((right) =>
          factors[left].flatMap((one) =>
            factors[right].flatMap((other) =>
              rows.some((row) => row[left] === one && row[right] === other)
                ? []
                : [`${left} ${String(one)} with ${right} ${String(other)}`],
            ),
          ),
        ),
    )
    expect(missing).toEqual([])
  })
})

const databases = testedVersions.map((version) => ({ version, database: useDatabase(version) }))

const suites = [recordSuite, textsSuite, tenantSuite, journalSuite, dealSuite]

for (const [index, { people, place, rowSecurity, zone }] of rows.entries()) {
  const { database, version } = databases[index % databases.length] as (typeof databases)[number]
  describe(`${zone}, ids as ${people}, ${place}, ${rowSecurity ? "under" : "without"} row-level security, on ${version}`, () => {
    const before = process.env["TZ"]
    beforeAll(() => {
      process.env["TZ"] = zone
    })
    afterAll(() => {
      if (before === undefined) delete process.env["TZ"]
      else process.env["TZ"] = before
    })
    it("is where it says", () => {
      expect(new Date("2026-07-01T00:00:00.000Z").getTimezoneOffset()).toBe(offsets[zone])
    })
    const harness = postgresHarness(database, {
      people,
      rowSecurity,
      prepare: !rowSecurity,
      prefix: place === "schema" ? "" : "sd_",
      ownSchema: place !== "prefix",
    })
    for (const suite of suites) suite(`row ${index + 1}`, harness)
  })
}
