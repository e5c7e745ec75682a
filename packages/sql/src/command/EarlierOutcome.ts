import { IdempotencyMismatch, isSameCall } from "@salesdept/core/ports/adapter"
import type { Committed, StoreError, Transaction } from "@salesdept/core/ports"
import * as Result from "effect/Result"
import type { Catalog } from "../Catalog.ts"
import { journalEventOf } from "../statement/JournalStatements.ts"
import type { Query } from "./CommandReads.ts"

/** How a command ended: what it led to, or why it was refused. */
export type CommandOutcome<Answer, Rejection> = Result.Result<Committed<Answer>, Rejection | StoreError>

/** The outcome of an earlier command under the same idempotency key; null where there is none. */
export const earlierOutcome = async <Answer, Rejection>(
  query: Query,
  { journal }: Catalog,
  { author, idempotency }: Transaction<Answer, Rejection>,
): Promise<CommandOutcome<Answer, Rejection> | null> => {
  if (idempotency === null) return null
  const row = (await query(journal.command, [author.tenant, idempotency.key]))[0]
  if (row === undefined) return null
  if (!isSameCall(String(row["digest"]), idempotency.digest(String(row["salt"])))) {
    return Result.fail(new IdempotencyMismatch(idempotency.key))
  }
  const streams = JSON.parse(String(row["streams"])) as ReadonlyArray<readonly [string, number, number]>
  const events = []
  for (const [stream, from, to] of streams) {
    const rows = await query(journal.stream, [author.tenant, stream, from, to])
    events.push(...rows.map(journalEventOf))
  }
  return Result.succeed({ answer: JSON.parse(String(row["answer"])) as Answer, events, replayed: true })
}
