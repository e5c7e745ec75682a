import { chunkAggregate, runAggregate } from "@salesdept/core/records"
import { instant, json, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Imports and bulk commands. */
export const bulkRunTable = recordTable(runAggregate, {
  action: text(),
  sourceId: nullable(text()),
  status: text(),
  startedAt: instant(),
  finishedAt: nullable(instant()),
  revertedAt: nullable(instant()),
})

/** Parts of them. */
export const runChunkTable = recordTable(chunkAggregate, {
  runId: text(),
  entries: json(),
  answer: json(),
  revertedAt: nullable(instant()),
})
