import type { Row } from "./ListedRows.ts"

/** A statement with its parameters. */
export interface Asked {
  /** Text. */
  readonly sql: string
  /** Parameters. */
  readonly values: ReadonlyArray<unknown>
}

/** Rows of one statement. */
export type Rows = ReadonlyArray<Row>

/** Statements asked together. */
interface Question {
  /** They. */
  readonly asked: ReadonlyArray<Asked>
  /**
   * What is asked next, where its rows alone say so; null where they end the read. A thread of its own reads that while these are worked
   * on; it is then what the read yields next.
   */
  readonly ahead?: (answers: ReadonlyArray<Rows>) => ReadonlyArray<Asked> | null
  /** Nothing is asked after it: the moment that the read holds ends with its answer. */
  readonly isLast?: true
}

/**
 * A long read: asks several statements at a time, is given their rows, and comes to an answer. Written once, it runs on the
 * connection of the commands or in a thread of its own.
 */
export type LongRead<A> = Generator<Question, A, ReadonlyArray<Rows>>

/** What runs a long read at a stroke. */
interface Connection {
  /** The driver's handle. */
  readonly handle: { readonly inTransaction: boolean }
  /** Runs a statement that returns rows. */
  readonly all: (sql: string, values: ReadonlyArray<unknown>) => Rows
  /** Runs a statement that returns none. */
  readonly run: (sql: string, values: ReadonlyArray<unknown>) => unknown
}

/** Runs a long read at a stroke, as of one moment: nobody here writes meanwhile, but another process may. */
export const readAtOnce = <A>(read: LongRead<A>, { all, handle, run }: Connection): A => {
  let step = read.next()
  // One statement is of one moment by itself; a host's open transaction is one already.
  const holdsMoment = step.done !== true && step.value.isLast !== true && !handle.inTransaction
  if (holdsMoment) run("begin", [])
  try {
    while (step.done !== true) step = read.next(step.value.asked.map(({ sql, values }) => all(sql, values)))
    return step.value
  } finally {
    if (holdsMoment && handle.inTransaction) run("rollback", [])
  }
}
