import { runWork } from "@salesdept/core/journal"
import { IdempotencyMismatch, isSameCall, VersionConflict } from "@salesdept/core/ports/adapter"
import type { Committed, StoreError, Transaction } from "@salesdept/core/ports"
import type { Catalog } from "@salesdept/sql"
import * as Result from "effect/Result"
import type { RunCommand } from "./CommandQueue.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { sqliteFault } from "./SqliteFault.ts"
import type { SqliteSession } from "./SqliteSession.ts"

const replayOf = <Answer>(
  session: SqliteSession,
  tenant: string,
  row: { readonly [column: string]: unknown },
): Committed<Answer> => {
  const streams = JSON.parse(String(row["streams"])) as ReadonlyArray<readonly [string, number, number]>
  const events = streams.flatMap(([stream, from, to]) => session.stream(tenant, stream, from, to))
  return { answer: JSON.parse(String(row["answer"])) as Answer, events, replayed: true }
}

/** Makes what runs one command. A failure takes back what it wrote; a command alone in its transaction is taken back with it. */
export const makeCommandRun = (database: SqliteDatabase, catalog: Catalog, session: SqliteSession): RunCommand => {
  const decideAndWrite = <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
  ): Result.Result<Committed<Answer>, Rejection | StoreError> => {
    const { author, idempotency } = transaction
    if (idempotency !== null) {
      const row = database.get(catalog.journal.command, [author.tenant, idempotency.key])
      if (row !== undefined) {
        return isSameCall(String(row["digest"]), idempotency.digest(String(row["salt"])))
          ? Result.succeed(replayOf<Answer>(session, author.tenant, row))
          : Result.fail(new IdempotencyMismatch(idempotency.key))
      }
    }
    const decided = runWork(transaction.work(), (question) => session.read(author.tenant, question))
    if (Result.isFailure(decided)) return Result.fail(decided.failure)
    const events = transaction.dryRun ? [] : session.write(decided.success, transaction)
    return Result.succeed({ answer: decided.success.answer, events, replayed: false })
  }

  return <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
    isAlone: boolean,
  ): Result.Result<Committed<Answer>, Rejection | StoreError> => {
    session.beginCommand()
    if (!isAlone) database.run("savepoint salesdept_command", [])
    let result: Result.Result<Committed<Answer>, Rejection | StoreError>
    try {
      result = decideAndWrite(transaction)
    } catch (cause) {
      // A full disk or a lost file ends the whole transaction, not only this command.
      if (!database.handle.inTransaction) throw cause
      result = Result.fail(cause instanceof VersionConflict ? cause : sqliteFault("transact", cause))
    }
    if (isAlone) return result
    if (Result.isFailure(result)) database.run("rollback to salesdept_command", [])
    database.run("release salesdept_command", [])
    return result
  }
}
