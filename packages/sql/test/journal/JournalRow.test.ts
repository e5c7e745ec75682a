import type { JournalEvent } from "@salesdept/core/journal"
import { canonicalJson } from "@salesdept/core/journal"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { journalTable } from "../../src/journal/JournalTables.ts"
import { journalEventOf, journalValues } from "../../src/statement/JournalStatements.ts"

const word = fc.string({ unit: "binary", minLength: 1, maxLength: 20 })
const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null })

const anyEvent: fc.Arbitrary<JournalEvent> = fc.record({
  tenant: word,
  stream: word,
  version: fc.integer({ min: 1 }),
  kind: word,
  type: word,
  typeVersion: fc.integer({ min: 1 }),
  payload: fc.dictionary(word, fc.oneof(word, fc.maxSafeInteger(), fc.boolean(), fc.constant(null))),
  occurredAt: fc.constant("2026-02-02T06:00:00.000Z"),
  recordedAt: fc.constant("2026-02-02T06:00:00.001Z"),
  actor: word,
  commandId: word,
  mark: orNull(
    fc.record({
      pipelineId: word,
      stageId: word,
      previousStageId: orNull(word),
      previousStageSeconds: orNull(fc.nat()),
      outcome: word,
      amountMinor: orNull(fc.maxSafeInteger()),
      listAmountMinor: orNull(fc.maxSafeInteger()),
      currency: orNull(fc.constant("RUB")),
      ownerId: orNull(word),
      expectedCloseOn: orNull(fc.constant("2026-04-01")),
    }),
  ),
  texts: orNull(fc.record({ version: fc.integer({ min: 1 }), digest: word })),
  hash: word,
})

it("a journal row crosses into its columns and back unchanged", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const values = journalValues(event, canonicalJson(event.payload))
      expect(values).toHaveLength(journalTable.columns.length)
      const row = Object.fromEntries(journalTable.columns.map(({ name }, index) => [name, values[index]]))
      expect(journalEventOf(row)).toEqual(event)
    }),
  )
})
