import { StoreFault } from "@salesdept/core/ports/adapter"
import type { StoreFaultReason } from "@salesdept/core/ports"

const reasons: ReadonlyArray<readonly [sqlState: RegExp, reason: StoreFaultReason]> = [
  // Serialisation failure, deadlock, a lock not had in time, too many connections.
  [/^(?:40001|40P01|55P03|53300)$/, "busy"],
  [/^57014$/, "timedOut"],
  // Connection exceptions; the server is shutting down, has crashed or is starting; a session ended for idling, or
  // for a transaction that took longer than the server allows.
  [/^(?:08...|57P0[1235]|25P0[34])$/, "connectionLost"],
  [/^28...$/, "loginRefused"],
  // A database, or a host of that name.
  [/^(?:3D000|ENOTFOUND)$/, "notFound"],
  [/^25006$/, "readOnly"],
  [/^25P02$/, "transactionFailed"],
  // A page or an index that the server cannot read.
  [/^XX00[12]$/, "damaged"],
  [/^42501$/, "notPermitted"],
  [/^53100$/, "full"],
  [/^2BP01$/, "dependedOn"],
  // The only foreign keys are those of people, where the host has chosen them.
  [/^23503$/, "personMissing"],
  [/^(?:42P01|42703|3F000)$/, "schemaMissing"],
]

/** Failures that the driver tells by their message alone. */
const driverMessages: ReadonlyArray<readonly [message: RegExp, reason: StoreFaultReason]> = [
  [/timeout exceeded when trying to connect/, "busy"],
  [/Cannot use a pool after calling end/, "closed"],
  // What is stored, and was written past the library.
  [/is past the integers of JavaScript$/, "damaged"],
  [/is not an instant in DateStyle ISO$/, "valuesAltered"],
  [/Connection terminated|connection error and is not queryable|Query read timeout/, "connectionLost"],
]

/** Failures of the socket, by Node's codes. */
const socketCode = /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/

/** The five-character SQLSTATE or Node's code of what the driver threw; empty where there is none. */
export const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : ""

const reasonOf = (cause: unknown): StoreFaultReason => {
  const code = codeOf(cause)
  const known = reasons.find(([pattern]) => pattern.test(code))
  if (known !== undefined) return known[1]
  if (socketCode.test(code)) return "connectionLost"
  // Nothing else of ours is parsed than what is stored.
  if (cause instanceof SyntaxError) return "damaged"
  // A host name with several addresses fails with the failures of all of them.
  if (cause instanceof AggregateError) return cause.errors.length === 0 ? "unknown" : reasonOf(cause.errors[0])
  if (code !== "" || !(cause instanceof Error)) return "unknown"
  return driverMessages.find(([pattern]) => pattern.test(cause.message))?.[1] ?? "unknown"
}

/** Turns what the driver throws into the library's fault, by SQLSTATE. */
export const postgresFault = (operation: string, cause: unknown): StoreFault =>
  cause instanceof StoreFault ? cause : new StoreFault(operation, reasonOf(cause), cause)

/** Whether the connection is gone or of no more use; if it was writing, whether it has written is not known. */
export const isConnectionLost = (cause: unknown): boolean => reasonOf(cause) === "connectionLost"

/** A commit was answered with a rollback: a statement had failed unnoticed. */
export class BecameRollback extends Error {
  constructor() {
    super("the commit became a rollback")
  }
}

/** A named statement was lost within a transaction, which fails with it. */
export class StatementLost extends Error {
  constructor(cause: unknown) {
    super("a prepared statement was lost", { cause })
  }
}

/**
 * Whether the server itself refused the statement or took the transaction back: then nothing of it was written. Of any other failure
 * of a write it is not known.
 */
export const isRefused = (cause: unknown): boolean =>
  cause instanceof BecameRollback ||
  cause instanceof StatementLost ||
  (cause instanceof Error && "severity" in cause && !isConnectionLost(cause))

/** Whether the server only reads. */
export const isReadOnly = (cause: unknown): boolean => reasonOf(cause) === "readOnly"

/** Whether the server took back a transaction because of another one, and asks for it to be repeated. */
export const isSerialisation = (cause: unknown): boolean => /^(?:40001|40P01)$/.test(codeOf(cause))

/** Whether nothing was done for want of a connection or of a prepared statement, so that what only reads may be run again. */
export const isUnread = (cause: unknown): boolean => isConnectionLost(cause) || cause instanceof StatementLost

/** The table in which a row of the same key is there already; null where the failure is another one. */
export const duplicateIn = (cause: unknown): string | null =>
  codeOf(cause) === "23505" && cause instanceof Error && "table" in cause ? String(cause.table) : null

/** Whether the server no longer has a named statement, or a pooler does not carry them. */
export const isStatementLost = (cause: unknown): boolean => /^(?:26000|42P05|0A000)$/.test(codeOf(cause))

/** Whether a savepoint was asked for where no transaction is open. */
export const isOutsideTransaction = (cause: unknown): boolean => codeOf(cause) === "25P01"
