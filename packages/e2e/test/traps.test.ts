import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const suites = "packages/conformance/src/store"

/** Traps of the design that were seen in advance, and the tests that would fail if one were walked into. */
const traps: ReadonlyArray<{
  readonly trap: string
  readonly heldBy: ReadonlyArray<readonly [file: string, test: string]>
}> = [
  {
    trap: "trap 1: a gate leaks by a race: what it has read is changed before the move is written",
    heldBy: [
      [`${suites}/ConcurrencySuite.ts`, "refuses a decision whose facts have moved on, and writes nothing of it"],
      [`${suites}/ConcurrencySuite.ts`, "counts every write of a fact that gates can read"],
      [`${suites}/ConcurrencySuite.ts`, "counts what is written of a client for all its deals, and for no other's"],
      [`${suites}/GateRaceSuite.ts`, "moves where nothing was taken back, however slowly"],
    ],
  },
  {
    trap: "trap 2: back-dating breaks durations that are frozen in append-only rows",
    heldBy: [
      [
        `${suites}/JournalSuite.ts`,
        "never lets business time run backwards, and closes a deal no earlier than it was opened",
      ],
    ],
  },
  {
    trap: "trap 3: what commits late changes a period that is closed",
    heldBy: [
      [
        `${suites}/SummarySuite.ts`,
        "closes a period for everybody, whoever works or not, and never changes what is frozen",
      ],
      [
        `${suites}/PlanFactsSuite.ts`,
        "gives the report of a moment unchanged, whatever arrives late, and the corrected one now",
      ],
    ],
  },
  {
    trap: "trap 4: personal data leaks by free text, journal, stored answers",
    heldBy: [
      [
        `${suites}/TextsSuite.ts`,
        "keeps names and free text out of journal, records and stored answers, and gives them back as written",
      ],
      [
        `${suites}/PersonalDataSuite.ts`,
        "erases a person everywhere: nothing can be read any more, the figures stay, the journals verify",
      ],
    ],
  },
  {
    trap: "trap 5: shared commits take joined calls, or one command down with another",
    heldBy: [
      [`${suites}/JoinedSuite.ts`, "cannot be seen over a second connection until the host commits"],
      [`${suites}/TransactionSuite.ts`, "takes back a failed command alone, though others were sent with it"],
    ],
  },
  {
    trap: "trap 6: a record changes its state by time alone, and nobody looks",
    heldBy: [
      [
        `${suites}/ControlSuite.ts`,
        "is total and disjoint at every instant of any history, and a moment is told later as it was then",
      ],
      [`${suites}/ControlSuite.ts`, "parks until the day, and the record comes back of itself"],
    ],
  },
  {
    trap: "trap 7: facts of the stores differ: in the order of text, in local dates, in sums",
    heldBy: [
      [`${suites}/RecordSuite.ts`, "pages through ids by code point, none twice and none left out"],
      [`${suites}/PlanFactsSuite.ts`, "answers what the store in memory answers, ids and all"],
    ],
  },
  {
    trap: "trap 8: a rejection is replayed, or a key is forgotten or kept without a word",
    heldBy: [
      [`${suites}/IdempotencySuite.ts`, "judges a rejected call again under its key"],
      [
        "packages/sqlite/test/SqliteTenant.test.ts",
        "are kept until they are purged; after it the same key is a new command",
      ],
      [
        `${suites}/TenantCareSuite.ts`,
        "forgets keys after the time for which they are kept, once a day, and not before",
      ],
    ],
  },
  {
    trap: "trap 9: a falsified journal verifies",
    heldBy: [
      "an edited payload",
      "a row removed from the middle",
      "the last row removed",
      "two rows in each other's place",
      "a row inserted",
    ].map((what) => [`${suites}/TamperSuite.ts`, what] as const),
  },
  {
    trap: "trap 10: what the source does not carry is taken for nothing",
    heldBy: [
      [
        "packages/core/test/control/DealControl.test.ts",
        "given a source that carries neither steps nor dialogs, then it is not observable, never without a next step",
      ],
    ],
  },
]

const root = new URL("../../../", import.meta.url)
const read = (file: string): string => readFileSync(fileURLToPath(new URL(file, root)), "utf8")
/** Suites that every store runs. */
const everyStore = read(`${suites}/StoreConformance.ts`)

/** Whether the test is there, and run: not skipped, and in a suite that every store passes. */
const isHeld = ([file, test]: readonly [file: string, test: string]): boolean => {
  const text = read(file)
  const runs = !file.startsWith(suites) || everyStore.includes(`"${file.replace(suites, ".")}"`)
  return runs && text.includes(`"${test}"`) && !/\b(it|describe)\.(skip|todo|only)\b/.test(text)
}

describe("traps seen in advance", () => {
  it.each(traps)("$trap", ({ heldBy }) => {
    expect(heldBy.filter((one) => !isHeld(one))).toEqual([])
  })
})
