import { join } from "node:path"
import { Worker } from "node:worker_threads"
import Database from "better-sqlite3"
import { rowsOfLists } from "./ListedRows.ts"
import type { ListedRows } from "./ListedRows.ts"
import type { Asked, LongRead, Rows } from "./LongRead.ts"
import { makeLoopTurns } from "./LoopTurns.ts"

/** A connection for reading only, in a thread of its own: what it reads does not block the event loop. */
export interface SqliteReader {
  /** Runs a long read as of one moment. Reads wait for each other. */
  readonly run: <A>(read: LongRead<A>) => Promise<A>
  /** Whether a read holds its moment: meanwhile the write-ahead log cannot be cut. */
  readonly isReading: () => boolean
  /** Closes the connection and ends the thread, in this order: only whoever closes a file last leaves no log beside it. */
  readonly close: () => void
}

/** Told to the thread: to close, to end a moment, or to ask. A question begins and ends its moment itself where it can: each message is a way there and back. */
type Message =
  | "end"
  | "close"
  | { readonly asked: ReadonlyArray<Asked>; readonly begins: boolean; readonly ends: boolean }

/** What the thread answers: rows as lists, which cross between threads in half the time, since names would be copied with each row. */
type Answer =
  | { readonly answers: ReadonlyArray<ListedRows> }
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
  let known = statements.get(sql)
  if (known === undefined) {
    const statement = db.prepare(sql).raw()
    statements.set(sql, (known = { statement, names: statement.columns().map(({ name }) => name) }))
    if (statements.size > workerData.mostPrepared) statements.delete(statements.keys().next().value)
  }
  return { names: known.names, lists: known.statement.all(values) }
}
const read = ({ asked, begins }) => {
  if (begins) db.exec("begin")
  return asked.map(all)
}
const end = () => {
  if (db.inTransaction) db.exec("rollback")
}
parentPort.on("message", (message) => {
  if (message === "close") {
    db.close()
    Atomics.store(workerData.closed, 0, 1)
    Atomics.notify(workerData.closed, 0)
    return
  }
  try {
    const answers = message === "end" ? [] : read(message)
    if (message === "end" || message.ends) end()
    parentPort.postMessage({ answers })
  } catch (error) {
    if (message.ends) end()
    parentPort.postMessage({ failed: { code: error.code ?? null, message: String(error.message) } })
  }
})
`

const errorOf = ({ code, message }: { readonly code: string | null; readonly message: string }): Error =>
  code === null ? new Error(message) : new Database.SqliteError(message, code)

/**
 * Where the driver is: found from here, from the host's program, or from where it was started, since a bundle may not say where it stands, or
 * says where it was built; null where none of them leads to it. `createRequire` is the platform's own: of one that is imported webpack and
 * Turbopack make theirs, which resolves to a number.
 */
const driverPath = (): string | null => {
  const { createRequire } = process.getBuiltinModule("node:module")
  for (const from of [import.meta.url, process.argv[1], join(process.cwd(), "program.js")]) {
    try {
      if (from !== undefined) return createRequire(from).resolve("better-sqlite3")
    } catch {
      // The next may lead to it.
    }
  }
  return null
}

/** What the driver throws where its own connection is closed. */
const notOpen = (): Error => new TypeError("The database connection is not open")

/** By the code that Node gives where a thread is not running. */
const threadEnded = (): Error =>
  Object.assign(new Error("the reader's thread has ended"), { code: "ERR_WORKER_NOT_RUNNING" })

/** How many statements stay prepared in the thread. */
const mostPrepared = 1000

/** How long closing waits for the thread to close its connection, milliseconds. */
const closeWaitMs = 1000

interface Thread {
  readonly ask: (message: Message) => Promise<ReadonlyArray<Rows>>
  readonly worker: Worker
  /** Becomes 1 when the connection is closed. */
  readonly closed: Int32Array
}

/**
 * Opens a reader of a file. The thread begins with the first read, and keeps no process alive.
 *
 * @param filename - path of a database file, not of memory
 * @param waitMs - how long it waits for the file, milliseconds; it blocks nobody
 * @returns null where no thread could load the driver
 */
export const openReader = (filename: string, waitMs: number): SqliteReader | null => {
  const turns = makeLoopTurns()
  const driver = driverPath()
  if (driver === null) return null
  let thread: Thread | null = null
  let last: Promise<unknown> = Promise.resolve()
  let reading = 0
  let isClosed = false

  const begun = (): Thread => {
    if (isClosed) throw notOpen()
    if (thread !== null) return thread
    const closed = new Int32Array(new SharedArrayBuffer(4))
    // What the host loads before its own program is not for this thread: it may listen on a port.
    const { NODE_OPTIONS: _options, ...env } = process.env
    const workerData = { driver, filename, waitMs, mostPrepared, closed }
    const worker = new Worker(program, { eval: true, execArgv: [], env, workerData })
    worker.unref()
    let waiting: PromiseWithResolvers<ReadonlyArray<Rows>> | null = null
    let over: Error | null = null
    const settle = (how: (promise: PromiseWithResolvers<ReadonlyArray<Rows>>) => void): void => {
      const asked = waiting
      waiting = null
      // Only what somebody waits for keeps the process alive.
      worker.unref()
      if (asked !== null) how(asked)
    }
    const ended = (cause: Error) => (): void => {
      over ??= isClosed ? notOpen() : cause
      // It may have another in its place by now.
      if (thread?.worker === worker) thread = null
      settle((asked) => asked.reject(over ?? cause))
    }
    worker.on("message", (answer: Answer) => {
      settle((asked) =>
        "answers" in answer ? asked.resolve(answer.answers.map(rowsOfLists)) : asked.reject(errorOf(answer.failed)),
      )
    })
    worker.on("error", (cause) => ended(cause)())
    worker.on("exit", ended(threadEnded()))
    const ask = (message: Message): Promise<ReadonlyArray<Rows>> => {
      // The end may be told of between an answer and the next question, which nobody would answer.
      if (over !== null) return Promise.reject(over)
      waiting = Promise.withResolvers()
      worker.ref()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows; this is a thread
      worker.postMessage(message)
      return waiting.promise
    }
    thread = { ask, worker, closed }
    return thread
  }

  const runNow = async <A>(read: LongRead<A>): Promise<A> => {
    const own = begun()
    reading += 1
    let isHeld = false
    let coming: Promise<ReadonlyArray<Rows>> | null = null
    try {
      let step = read.next()
      while (step.done !== true) {
        const { ahead, asked, isLast: ends = false } = step.value
        const begins = !isHeld
        isHeld = !ends
        const answers: ReadonlyArray<Rows> = await (coming ?? own.ask({ asked, begins, ends }))
        const following = ahead?.(answers) ?? null
        coming = following === null ? null : own.ask({ asked: following, begins: false, ends: false })
        // Answers that wait are handed over one after the other, and timers and sockets would wait for all of them.
        if (turns.isOverdue()) {
          // It may fail meanwhile, and is told of where it is waited for.
          void coming?.catch(() => null)
          await new Promise<void>(turns.after)
        }
        step = read.next(answers)
      }
      return step.value
    } finally {
      reading -= 1
      // A read that fails in its own work leaves an answer on its way.
      await coming?.catch(() => null)
      if (isHeld && thread === own) await own.ask("end")
    }
  }

  return {
    run: (read) => {
      const running = last.then(() => runNow(read))
      last = running.catch(() => null)
      return running
    },
    isReading: () => reading > 0,
    close: () => {
      isClosed = true
      if (thread === null) return
      const { closed, worker } = thread
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows; this is a thread
      worker.postMessage("close" satisfies Message)
      Atomics.wait(closed, 0, 0, closeWaitMs)
      void worker.terminate()
    },
  }
}
