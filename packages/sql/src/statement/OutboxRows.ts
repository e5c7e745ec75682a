import type { JournalEvent } from "@salesdept/core/journal"
import type { SqlRow } from "../schema/Dialect.ts"
import { markColumns, markOf } from "./JournalStatements.ts"

/** Stands between the columns of a packed row. None of them holds it: our own words, ids and numbers; JSON escapes it. */
const separator = "\u001f"

const packed = [
  "j.stream",
  "j.version",
  "j.kind",
  "j.type",
  "j.type_version",
  "j.occurred_at",
  // Writing an instant takes the server a while, and most events are recorded when they occur.
  "case when j.recorded_at = j.occurred_at then '' else j.recorded_at::text end",
  "j.command_id",
  "j.hash",
  "j.payload",
]

/**
 * What is selected of journal rows `j` for delivery on Postgres: most columns in one text, since a driver's time goes with the number of
 * values, not with their size. The host's own texts stand apart.
 */
export const packedColumns = `concat_ws(U&'\\001f', ${packed.join(", ")}) as packed, j.actor, case when j.stage_id is not null then json_build_array(${markColumns.map((name) => `j.${name}`).join(", ")})::text end as mark, case when j.texts_version is not null then concat_ws(':', j.texts_version, j.texts_digest) end as texts`

const markIn = (text: string): JournalEvent["mark"] => {
  const values = JSON.parse(text) as ReadonlyArray<unknown>
  return markOf(Object.fromEntries(markColumns.map((name, index) => [name, values[index]])))
}

const textsIn = (text: string): JournalEvent["texts"] => {
  const at = text.indexOf(":")
  return { version: Number(text.slice(0, at)), digest: text.slice(at + 1) }
}

/**
 * Reads a packed row of a tenant.
 *
 * @param instantOf - reads an instant as the server writes it
 */
export const unpackRow = (tenant: string, row: SqlRow, instantOf: (text: string) => string): JournalEvent => {
  const cells = String(row["packed"]).split(separator)
  const [stream = "", version, kind = "", type = "", typeVersion, occurred = "", recorded = ""] = cells
  const occurredAt = instantOf(occurred)
  const { actor, mark, texts } = row
  return {
    tenant,
    stream,
    version: Number(version),
    kind,
    type,
    typeVersion: Number(typeVersion),
    payload: JSON.parse(cells[9] ?? "") as unknown,
    occurredAt,
    recordedAt: recorded === "" ? occurredAt : instantOf(recorded),
    actor: String(actor),
    commandId: cells[7] ?? "",
    mark: typeof mark === "string" ? markIn(mark) : null,
    texts: typeof texts === "string" ? textsIn(texts) : null,
    hash: cells[8] ?? "",
  }
}
