import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const sqlite = "packages/sqlite/test"
const postgres = "packages/postgres/test"
const suites = "packages/conformance/src/store"
const core = "packages/core/test"

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
    fault: "a commit whose outcome is unknown",
    shownBy: [
      [`${postgres}/PostgresFaults.test.ts`, "writes it once where the ${which} was lost"],
      [`${postgres}/PostgresFaults.test.ts`, "run a command once that is sent ten times under one key"],
      [`${postgres}/PostgresCutOff.test.ts`, "a connection that breaks at any statement of a command"],
      [
        `${postgres}/PostgresRowSecurity.test.ts`,
        "tells nobody that a command is written whose commit became a rollback",
      ],
      [
        `${sqlite}/SqliteHammer.test.ts`,
        "two processes that work on one file, one of them killed at random, lose nothing and hand over all",
      ],
      [`${suites}/IdempotencySuite.ts`, "does once what is sent many times at once"],
    ],
  },
  {
    fault: "a backend that dies under an idle or a borrowed client",
    shownBy: [
      [
        `${postgres}/PostgresFaults.test.ts`,
        "does not end the process, nor fail the next call, where its client was idle",
      ],
      [
        `${postgres}/PostgresFaults.test.ts`,
        "listens once on a pool and on each client, however many stores and calls there are",
      ],
    ],
  },
  {
    fault: "a library of SQLite that may corrupt the file",
    shownBy: [
      "is not opened with where it is older, and the file is left as it was",
      "may be a host's own: an older one neither migrates nor writes in its transaction, which stays of use",
    ].map((test) => [`${sqlite}/LibraryVersion.test.ts`, test] as const),
  },
  {
    fault: "parsers of values that another package has set",
    shownBy: [
      [
        `${postgres}/PostgresFaults.test.ts`,
        "may have lost its prepared statements, and may read numbers and dates for others as it likes",
      ],
      [`${postgres}/PostgresTypes.test.ts`, "reads 64-bit integers as numbers, and never rounds one"],
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
      [`${suites}/ForeignIdsSuite.ts`, "answer in every use case as ids of nothing do, and change and tell nothing"],
      [`${postgres}/PostgresRowSecurity.test.ts`, "refuses a row of another tenant even where a statement asks for it"],
      [
        `${postgres}/PostgresRowSecurity.test.ts`,
        "keeps tenants apart whose ids differ in what a comparison or a quoting may pass over",
      ],
      [
        `${postgres}/PostgresRowSecurity.test.ts`,
        "shows nothing to a setting that is forged out of several, is empty or is of no tenant",
      ],
      [
        `${postgres}/PostgresRowSecurity.test.ts`,
        "works for its own tenant on connections that a host has left with any setting, which stays the host's",
      ],
    ],
  },
  {
    fault: "a reading thread that ends, a file that is taken away",
    shownBy: [
      "that is killed while it reads fails what is read as a lost connection, and the next read begins another",
      "that has no room for what it sorts is told as full, holds no moment of the file, and reads again with room",
      "answers nobody after the store is closed: those who wait in line are told too",
      "%s, it is told to commands and long reads: nothing is written where nobody finds it",
    ].map((test) => [`${sqlite}/SqliteReaderFaults.test.ts`, test] as const),
  },
  {
    fault: "what is left of an erased person",
    shownBy: [
      [
        `${suites}/PersonalDataSuite.ts`,
        "erases a person everywhere: nothing can be read any more, the figures stay, the journals verify",
      ],
      [
        `${suites}/PersonalDataSuite.ts`,
        "forgets what came under idempotency keys, so that no guess can be tried against it, and keeps the keys",
      ],
      [
        `${sqlite}/SqliteErasure.test.ts`,
        "leaves no byte of an erased person's texts in the file or its log, in any version",
      ],
      [
        `${postgres}/PostgresErasure.test.ts`,
        "has nothing of an erased person: no text, no digest that a guess could be tried against, nor had what was sent out",
      ],
      [
        `${suites}/FormerRepSuite.ts`,
        "gets no name back from the export that brought it, and one where somebody states it",
      ],
      [
        `${postgres}/PostgresErasureRace.test.ts`,
        "brings nothing back by what was read before a person was erased: %s",
      ],
      [
        `${postgres}/PostgresErasure.test.ts`,
        "has no row that names an erased tenant, and every row of the others as it was",
      ],
    ],
  },
  {
    fault: "input made to harm",
    shownBy: [
      [
        `${core}/ports/input/Input.test.ts`,
        "refuses input of any depth and of any number of faults, without an end of its own",
      ],
      [
        `${core}/promise/Bounds.test.ts`,
        "every text that a command takes has a bound, is taken at it and refused beyond it, and lists have one",
      ],
      // NUL and lone surrogates, which Postgres and SQLite take differently.
      [`${core}/ports/input/FieldSchema.test.ts`, "blank, long and unstorable text"],
      [
        `${suites}/BadInputSuite.ts`,
        "finds nothing under ids that are nobody's, and refuses those that no database keeps",
      ],
      [`${core}/exchange/HostileFiles.test.ts`, "are read in time that grows with their size: %s"],
      [`${core}/settlement/bank/HostileStatements.test.ts`, "are read in time that grows with their size: %s"],
      [
        `${core}/settlement/bank/ReadStatement.test.ts`,
        "given entities, a document type, broken or deep XML, then it is refused, and nothing is expanded",
      ],
      [`${core}/exchange/RejectedRows.test.ts`, "has no cell that is run as a formula, and reads as the same cells"],
    ],
  },
  {
    fault: "conditions made to harm",
    shownBy: [
      "never throws and either reads or explains, whatever the JSON",
      "keys that reach prototypes are refused, and inherited keys are not seen",
      "no code of the input runs: accessors are not called, throwing proxies are refused",
      "depth ${conditionLimits.depth} is read, one more is refused, and so is endless nesting",
      "${conditionLimits.nodes} nodes are read, one more is refused, and a flood is not walked",
      "lists and texts have bounds; broken text is refused",
    ].map((test) => [`${core}/deal/ConditionReading.test.ts`, test] as const),
  },
  {
    fault: "signatures of webhooks that are forged, old or of nobody",
    shownBy: [
      "hold for the secret, the body and the time, whichever of the secrets the receiver knows",
      "end with the tolerance, and nonsense holds for nothing",
      "of an empty secret, which anybody makes, hold for nobody and are not made",
    ].map((test) => [`${core}/promise/webhook/Webhook.test.ts`, test] as const),
  },
  {
    fault: "a receiver of webhooks that harms or is made to be harmed",
    shownBy: [
      "calls public addresses only: what the name leads to is looked at before every try",
      "connects to the address that was looked at, whatever the name leads to",
      "hangs up on a receiver whose answer has no end",
      "ends a try that takes too long",
      "sends the headers that it means to, whatever stands in its URL, secrets and events",
    ].map((test) => [`${core}/promise/webhook/Webhook.test.ts`, test] as const),
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
