import { Failure } from "../shared/Failure.ts"

/** Why a transaction of the host cannot be joined. */
export type CannotJoinReason =
  /** No transaction is open on the host's connection. */
  | "notInTransaction"
  /** A pool was given: each of its statements may run on another connection. */
  | "pool"
  /** What was given is none of what the function takes. */
  | "notAConnection"
  /** The dialect could not be told from what was given. */
  | "unknownDialect"
  /** The transaction is of another database than the store's. */
  | "otherDialect"
  /** The store has no transactions of a host. */
  | "notSupported"
  /** A transaction was begun inside itself. */
  | "reentered"

const reasons: { readonly [Reason in CannotJoinReason]: { readonly en: string; readonly ru: string } } = {
  notInTransaction: {
    en: "no transaction is open on the connection: begin it before the call, and end it when the call has answered (withTransaction does, db.transaction of better-sqlite3 ends before)",
    ru: "на соединении нет открытой транзакции: начните её до вызова и завершите после его ответа (так делает withTransaction, а db.transaction в better-sqlite3 завершается раньше)",
  },
  pool: {
    en: "a pool is not a transaction: check out a client and begin on it",
    ru: "пул не является транзакцией: возьмите из него клиента и начните транзакцию на нём",
  },
  notAConnection: {
    en: "fromPg takes a client of pg, fromKysely a transaction of Kysely, fromBetterSqlite3 a handle of better-sqlite3, and this is none",
    ru: "fromPg принимает клиента pg, fromKysely — транзакцию Kysely, fromBetterSqlite3 — соединение better-sqlite3, а здесь другое",
  },
  unknownDialect: {
    en: "it is neither SQLite nor Postgres, as far as can be told: name the dialect",
    ru: "не удалось распознать ни SQLite, ни Postgres: укажите диалект явно",
  },
  otherDialect: {
    en: "the transaction belongs to another kind of database than the store",
    ru: "транзакция относится к базе данных другого вида, чем хранилище",
  },
  notSupported: {
    en: "this store has no database whose transaction could be joined",
    ru: "у этого хранилища нет базы данных, к транзакции которой можно присоединиться",
  },
  reentered: {
    en: "a transaction is being run on this connection already, and this call is inside it: give the call that transaction, { tx }",
    ru: "на этом соединении транзакция уже выполняется, и вызов сделан внутри неё: передайте её вызову, { tx }",
  },
}

/** What was given as the host's transaction cannot be joined; nothing was read or written. */
export class CannotJoin extends Failure<"CannotJoin", { readonly reason: CannotJoinReason }> {
  readonly _tag = "CannotJoin"
  constructor(reason: CannotJoinReason) {
    super(
      {
        en: `Cannot join the transaction: ${reasons[reason].en}`,
        ru: `Нельзя присоединиться к транзакции: ${reasons[reason].ru}`,
      },
      { reason },
    )
  }
}
