import { StoreFault } from "@salesdept/core/ports/adapter"
import type { StoreFaultReason } from "@salesdept/core/ports"

const reasons: ReadonlyArray<readonly [code: RegExp, reason: StoreFaultReason]> = [
  [/^SQLITE_(BUSY|LOCKED)/, "busy"],
  [/^SQLITE_(READONLY|CANTOPEN|PERM)/, "readOnly"],
  [/^SQLITE_FULL/, "full"],
  [/^SQLITE_NOTADB/, "notADatabase"],
  [/^SQLITE_CORRUPT/, "damaged"],
  // The only foreign keys are those of people, where the host has chosen them.
  [/^SQLITE_CONSTRAINT_FOREIGNKEY/, "personMissing"],
  [/^SQLITE_IOERR/, "connectionLost"],
  // The thread that reads has ended, or had no memory left: the next read begins another.
  [/^ERR_WORKER_/, "connectionLost"],
]

/** Turns what the driver throws into the library's fault, by the driver's stable code. */
export const sqliteFault = (operation: string, cause: unknown): StoreFault => {
  if (cause instanceof StoreFault) return cause
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : ""
  const known = reasons.find(([pattern]) => pattern.test(code))
  if (known !== undefined) return new StoreFault(operation, known[1], cause)
  // Nothing else of ours is parsed than what is stored.
  if (cause instanceof SyntaxError) return new StoreFault(operation, "damaged", cause)
  const message = cause instanceof Error ? cause.message : ""
  if (message === "The database connection is not open") return new StoreFault(operation, "closed", cause)
  const missing = /no such (table|column)/.test(message)
  return new StoreFault(operation, missing ? "schemaMissing" : "unknown", cause)
}
