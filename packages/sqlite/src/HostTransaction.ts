import { AsyncLocalStorage } from "node:async_hooks"
import { resolve } from "node:path"
import { CannotJoin, fromBetterSqlite3 } from "@salesdept/core/ports/adapter"
import type { SqlExecutor } from "@salesdept/core/ports"
import { inTurn } from "@salesdept/sql"
import type Database from "better-sqlite3"
import { openHandle } from "./SqliteConnection.ts"

interface OpenTransaction {
  readonly db: Database.Database
  readonly outer: OpenTransaction | undefined
  isOpen: boolean
}

const running = new AsyncLocalStorage<OpenTransaction>()

// Turns of transactions; turns of the commands inside one go by the handle itself.
const turns = new WeakMap<Database.Database, object>()

const turnOf = (db: Database.Database): object => {
  let turn = turns.get(db)
  if (turn === undefined) {
    turn = {}
    turns.set(db, turn)
  }
  return turn
}

const isInside = (db: Database.Database): boolean => {
  for (let open = running.getStore(); open !== undefined; open = open.outer)
    if (open.db === db && open.isOpen) return true
  return false
}

/**
 * Whether the running call is inside a {@link withTransaction} over this handle, or another handle of the same file, and so would wait
 * for a transaction that waits for it.
 */
export const waitsForItself = (handle: Database.Database): boolean => {
  for (let open = running.getStore(); open !== undefined; open = open.outer) {
    if (!open.isOpen) continue
    if (open.db === handle) return true
    if (!handle.memory && !open.db.memory && resolve(open.db.name) === resolve(handle.name)) return true
  }
  return false
}

/** The transaction for as long as it is open: what comes late must not find another that is open on the handle by then. */
const executorOf = (open: OpenTransaction): SqlExecutor => {
  const executor = fromBetterSqlite3(open.db)
  return {
    ...executor,
    execute: async (sql, parameters) => {
      if (!open.isOpen) throw new CannotJoin("notInTransaction")
      return await executor.execute(sql, parameters)
    },
  }
}

/**
 * Runs an asynchronous body in a transaction of a better-sqlite3 handle, which its own synchronous `transaction(fn)` cannot:
 * `begin immediate`, then `commit` when the body has ended, or `rollback` when it throws. Calls over one handle run one after
 * another. What else uses the handle while the body waits is inside the transaction too, so a server keeps one handle for this. A
 * command called in the body without `tx` would wait for the body that waits for it: it is refused at once (`CannotJoin`,
 * `reentered`).
 *
 * @param db - the host's handle; one that the store uses as well will do
 * @param body - the work; its argument goes as `tx` to the library's commands
 * @returns what the body returned
 * @throws InputInvalid where it is no handle; CannotJoin `reentered` where it is called inside itself, or a transaction is open on the handle already
 * @example
 * ```ts
 * import { presets, salesDept } from "@salesdept/core/promise"
 * import { migrateSqlite, sqlite, withTransaction } from "@salesdept/sqlite"
 * import Database from "better-sqlite3"
 *
 * const db = new Database("orders.db")
 * migrateSqlite(db, new Date())
 * db.exec("create table orders (id integer primary key)")
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await using dept = await salesDept({ store: sqlite({ filename: "orders.db" }), department })
 * const shop = dept.tenant("shop-17").as("user:42")
 * const opened = await withTransaction(db, async (tx) => {
 *   db.prepare("insert into orders (id) values (?)").run(17)
 *   return await shop.deals.open({ title: "Order 17" }, { tx })
 * })
 * opened.deal.stageId // "newLead"
 * db.close()
 * ```
 */
export const withTransaction = async <A>(db: Database.Database, body: (tx: SqlExecutor) => Promise<A>): Promise<A> => {
  if (isInside(openHandle(db))) throw new CannotJoin("reentered")
  return await inTurn(turnOf(db), async () => {
    if (db.inTransaction) throw new CannotJoin("reentered")
    db.exec("begin immediate")
    const open: OpenTransaction = { db, outer: running.getStore(), isOpen: true }
    try {
      const answer = await running.run(open, () => body(executorOf(open)))
      db.exec("commit")
      return answer
    } finally {
      open.isOpen = false
      if (db.inTransaction) db.exec("rollback")
    }
  })
}
