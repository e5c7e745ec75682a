import { createRequire } from "node:module"
import { Worker } from "node:worker_threads"
import Database from "better-sqlite3"

/** A statement with its parameters. */
export interface Asked {
  /** Text. */
  readonly sql: string
  /** Parameters. */
  readonly values: ReadonlyArray<unknown>
}

type Row = { readonly [column: string]: unknown }
type Rows = ReadonlyArray<Row>

/**
 * A long read: asks several statements at a time, is given their rows, and comes to an answer. Written once, it runs on the
 * connection of the commands or in a thread of its own.
 */
export type LongRead<A> = Generator<ReadonlyArray<Asked>, A, ReadonlyArray<Rows>>

/** Runs a long read at a stroke. */
export const readAtOnce = <A>(read: LongRead<A>, ask: (asked: Asked) => Rows): A => {
  let step = read.next()
  while (step.done !== true) step = read.next(step.value.map(ask))
  return step.value
}

/** A connection for reading only, in a thread of its own: what it reads does not block the event loop. */
export interface SqliteReader {
  /** Runs a long read as of one moment. Reads wait for each other. */
  readonly run: <A>(read: LongRead<A>) => Promise<A>
  /** Closes the connection and ends the thread. */
  readonly close: () => void
}

/** Told to the thread: begin or end a moment, or ask. */
type Message = "begin" | "end" | ReadonlyArray<Asked>

/** What the thread answers. */
type Answer =
  | { readonly rows: ReadonlyArray<Rows> }
  | { readonly failed: { readonly code: string | null; readonly message: string } }

/**
 * The thread's whole program. It stands here as text so that it runs wherever this module was built or bundled to; it needs the
 * driver and nothing else.
 */
const program = `
const { parentPort, workerData } = require("node:worker_threads")
const Database = require(workerData.driver)
const db = new Database(workerData.filename, { readonly: true, fileMustExist: true })
db.pragma("busy_timeout = " + workerData.waitMs)
db.pragma("trusted_schema = off")
const statements = new Map()
const all = ({ sql, values }) => {
  let statement = statements.get(sql)
  if (statement === undefined) statements.set(sql, (statement = db.prepare(sql)))
  return statement.all(values)
}
parentPort.on("message", (message) => {
  try {
    if (message === "begin") db.exec("begin")
    else if (message === "end") { if (db.inTransaction) db.exec("rollback") }
    const rows = typeof message === "string" ? [] : message.map(all)
    parentPort.postMessage({ rows })
  } catch (error) {
    parentPort.postMessage({ failed: { code: error.code ?? null, message: String(error.message) } })
  }
})
`

const errorOf = ({ code, message }: { readonly code: string | null; readonly message: string }): Error =>
  code === null ? new Error(message) : new Database.SqliteError(message, code)

/**
 * Opens a reader of a file. The thread begins with the first read, and keeps no process alive.
 *
 * @param filename - path of a database file, not of memory
 * @param waitMs - how long it waits for the file, milliseconds; it blocks nobody
 */
export const openReader = (filename: string, waitMs: number): SqliteReader => {
  let thread: { readonly ask: (message: Message) => Promise<ReadonlyArray<Rows>>; readonly worker: Worker } | null =
    null
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  const begun = () => {
    if (isClosed) throw new TypeError("The database connection is not open")
    if (thread !== null) return thread
    const driver = createRequire(import.meta.url).resolve("better-sqlite3")
    const worker = new Worker(program, { eval: true, workerData: { driver, filename, waitMs } })
    worker.unref()
    let waiting: PromiseWithResolvers<ReadonlyArray<Rows>> | null = null
    const settle = (how: (promise: PromiseWithResolvers<ReadonlyArray<Rows>>) => void): void => {
      const asked = waiting
      waiting = null
      // Only what somebody waits for keeps the process alive.
      worker.unref()
      if (asked !== null) how(asked)
    }
    const ended = (cause: unknown) => (): void => {
      thread = null
      settle((asked) => asked.reject(cause))
    }
    worker.on("message", (answer: Answer) => {
      settle((asked) => ("rows" in answer ? asked.resolve(answer.rows) : asked.reject(errorOf(answer.failed))))
    })
    worker.on("error", (cause) => ended(cause)())
    worker.on("exit", ended(new Error("the reader's thread has ended")))
    const ask = (message: Message): Promise<ReadonlyArray<Rows>> => {
      waiting = Promise.withResolvers()
      worker.ref()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows; this is a thread
      worker.postMessage(message)
      return waiting.promise
    }
    thread = { ask, worker }
    return thread
  }

  const runNow = async <A>(read: LongRead<A>): Promise<A> => {
    const { ask } = begun()
    await ask("begin")
    try {
      let step = read.next()
      while (step.done !== true) step = read.next(await ask(step.value))
      return step.value
    } finally {
      if (thread !== null) await ask("end")
    }
  }

  return {
    run: (read) => {
      const running = last.then(() => runNow(read))
      last = running.catch(() => null)
      return running
    },
    close: () => {
      isClosed = true
      void thread?.worker.terminate()
    },
  }
}
