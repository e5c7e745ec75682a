import { makeCatalog, journalValues } from "@salesdept/sql"
import type { JournalEvent } from "@salesdept/core/journal"
import type { Naming } from "@salesdept/sql"
import type { SqliteDatabase } from "@salesdept/sqlite"
import type { Pool } from "pg"
import { actor, tenant } from "../BenchBase.ts"
import { visitColumns, visitStages } from "./VisitRows.ts"

const instantAt = (ms: number): string => new Date(ms).toISOString()

/** The journal rows of visits as a command would have left them; payload and hash are of the usual length. */
function* visitEvents(count: number): Generator<JournalEvent> {
  const { length, deal, stage, enteredAtMs } = visitColumns(count)
  let version = 0
  for (let row = 0; row < length; row++) {
    const isFirst = deal.codes[row] !== deal.codes[row - 1]
    version = isFirst ? 1 : version + 1
    const at = instantAt(enteredAtMs[row] ?? 0)
    const stageAt = (place: number): string => visitStages[stage.codes[place] ?? 0] ?? ""
    yield {
      tenant,
      stream: `deal_${deal.codes[row]}`,
      version,
      kind: "deal",
      type: isFirst ? "DealOpened" : "DealMoved",
      typeVersion: 1,
      payload: null,
      occurredAt: at,
      recordedAt: at,
      actor,
      commandId: `command_${row}`,
      mark: {
        pipelineId: "sales",
        stageId: stageAt(row),
        previousStageId: isFirst ? null : stageAt(row - 1),
        previousStageSeconds: isFirst
          ? null
          : Math.floor(((enteredAtMs[row] ?? 0) - (enteredAtMs[row - 1] ?? 0)) / 1000),
        outcome: "open",
        amountMinor: 1000 + row,
        listAmountMinor: null,
        currency: "RUB",
        ownerId: `user:${row % 100}`,
        expectedCloseOn: null,
      },
      texts: null,
      hash: "0".repeat(64),
    }
  }
}

const payloadText = JSON.stringify({ to: "contact", reason: null, enteredStageAt: "2026-01-01T00:00:00.000Z" })

/** Puts the journal rows of so many visits into the base, past the write path. */
export const fillVisitsSqlite = (database: SqliteDatabase, count: number): void => {
  const { append } = makeCatalog("sqlite", { prefix: "salesdept_" }).journal
  database.run("begin", [])
  for (const event of visitEvents(count)) database.run(append, journalValues(event, payloadText))
  database.run("commit", [])
  database.run("analyze", [])
}

const rowsAtOnce = 500

/** The same in Postgres, some hundred rows with a statement. */
export const fillVisitsPostgres = async (pool: Pool, naming: Naming, count: number): Promise<void> => {
  const { append } = makeCatalog("postgres", naming).journal
  const [head = "", row = ""] = append.split(/(?<= values )(?=\()/)
  let values: Array<ReadonlyArray<unknown>> = []
  const flush = async (): Promise<void> => {
    const width = values[0]?.length ?? 0
    const rowFrom = (at: number): string => row.replaceAll(/\$(\d+)/g, (_, number) => `$${Number(number) + at * width}`)
    const text = head + values.map((_, at) => rowFrom(at)).join(", ")
    await pool.query({ name: `fill_visits_${values.length}`, text, values: values.flat() })
    values = []
  }
  for (const event of visitEvents(count)) {
    values.push(journalValues(event, payloadText))
    if (values.length === rowsAtOnce) await flush()
  }
  if (values.length > 0) await flush()
  await pool.query("vacuum analyze")
}
