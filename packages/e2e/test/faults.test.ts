import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const sqlite = "packages/sqlite/test"
const postgres = "packages/postgres/test"
const suites = "packages/conformance/src/store"

/**
 * What may befall a store, and the tests that show for each store: a typed error, nothing half-written, connection or pool usable
 * afterwards.
 */
const faults: ReadonlyArray<{
  readonly fault: string
  readonly shownBy: ReadonlyArray<readonly [file: string, test: string]>
}> = [
  {
    fault: "a connection dropped in the middle of a command",
    shownBy: [
      [
        `${sqlite}/SqliteFault.test.ts`,
        "is told as a typed fault, leaves nothing in the file, and another connection goes on",
      ],
      [`${sqlite}/SqliteFault.test.ts`, "killed while it writes leaves whole commands only, each with its journal"],
      [
        `${sqlite}/SqliteTornLog.test.ts`,
        "a file whose log is torn, flipped or zeroed anywhere opens at a whole command: what was written before, nothing half",
      ],
      [`${postgres}/PostgresFaults.test.ts`, "costs a command that was waiting for a lock nothing but another try"],
      [`${postgres}/PostgresFaults.test.ts`, "is told as a lost connection where the server stays away"],
      [
        `${postgres}/PostgresFaults.test.ts`,
        "under open pools and hosts with work in hand ends no process, and is told as a lost connection",
      ],
    ],
  },
  {
    fault: "a full disk",
    shownBy: [
      [
        `${sqlite}/SqliteFault.test.ts`,
        "leaves nothing of the command, keeps what was there, and works again with room",
      ],
      [
        `${postgres}/PostgresFaults.test.ts`,
        "is told as full, leaves nothing of the command, and the pool works again with room",
      ],
      [
        `${postgres}/PostgresFullDisk.test.ts`,
        "a disk that is really full is told as full, leaves nothing of a command, and all works again with room",
      ],
    ],
  },
  {
    fault: "a locked file, a locked row",
    shownBy: [
      [
        `${sqlite}/SqliteFault.test.ts`,
        "fails as busy after the given wait, writes nothing, and works once the file is free",
      ],
      [`${postgres}/PostgresFaults.test.ts`, "leaves nothing written and the pool usable"],
    ],
  },
  {
    fault: "a wrong schema",
    shownBy: [
      [`${sqlite}/SqliteFault.test.ts`, "refuses a database without the library's tables"],
      [
        `${sqlite}/SqliteFault.test.ts`,
        "refuses tables that a newer version has changed, and works with those it has only added to",
      ],
      [`${sqlite}/SqliteFault.test.ts`, "with a column that is gone fail a command whole, and the check tells of it"],
      [
        `${postgres}/PostgresMigration.test.ts`,
        "asks for the migration where tables are missing, and gives its connections back",
      ],
      [
        `${postgres}/PostgresFaults.test.ts`,
        "taken away under an open store are told as missing, and the pool works again once they are back",
      ],
      [
        `${postgres}/PostgresFaults.test.ts`,
        "with a column that is gone fail a command whole, and the store tells of it by the check",
      ],
    ],
  },
  {
    fault: "a foreign tenant",
    shownBy: [
      // Run on every store.
      [`${suites}/TenantSuite.ts`, "refuses commands on another tenant's records as on records that are not there"],
      [`${suites}/TenantSuite.ts`, "shows nothing of another tenant in any read"],
      [`${postgres}/PostgresRowSecurity.test.ts`, "refuses a row of another tenant even where a statement asks for it"],
    ],
  },
]

const root = new URL("../../../", import.meta.url)

describe("faults of stores", () => {
  it.each(faults)("$fault", ({ shownBy }) => {
    const missing = shownBy.filter(
      ([file, test]) => !readFileSync(fileURLToPath(new URL(file, root)), "utf8").includes(test),
    )
    expect(missing).toEqual([])
  })
})
