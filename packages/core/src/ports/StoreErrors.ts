import { Failure } from "../shared/Failure.ts"
import type { CannotJoin } from "./JoinErrors.ts"

/** Another writer changed the record, or a fact its gate had read, first. Read again and repeat. */
export class VersionConflict extends Failure<
  "VersionConflict",
  { readonly recordId: string; readonly expectedVersion: number }
> {
  readonly _tag = "VersionConflict"
  override readonly retryable = true
  constructor(recordId: string, expectedVersion: number) {
    super(
      {
        en: `${recordId} is no longer at version ${expectedVersion}: another change came first`,
        ru: `${recordId} уже не в версии ${expectedVersion}: его успели изменить`,
      },
      { recordId, expectedVersion },
    )
  }
}

/** The idempotency key was already used for another input. */
export class IdempotencyMismatch extends Failure<"IdempotencyMismatch", { readonly idempotencyKey: string }> {
  readonly _tag = "IdempotencyMismatch"
  constructor(idempotencyKey: string) {
    super(
      {
        en: `The idempotency key ${idempotencyKey} was already used with another input`,
        ru: `Ключ идемпотентности ${idempotencyKey} уже использован с другими данными`,
      },
      { idempotencyKey },
    )
  }
}

/** Why a store could not do its work. */
export type StoreFaultReason =
  | "busy"
  | "closed"
  | "timedOut"
  | "connectionLost"
  | "loginRefused"
  | "notFound"
  | "readOnly"
  | "notPermitted"
  | "full"
  | "schemaMissing"
  | "schemaNewer"
  | "notADatabase"
  | "libraryOutdated"
  | "personIdInvalid"
  | "personMissing"
  | "hostTables"
  | "transactionFailed"
  | "transactionLeft"
  | "valuesAltered"
  | "damaged"
  | "dependedOn"
  | "unknown"

const reasons: { readonly [Reason in StoreFaultReason]: { readonly en: string; readonly ru: string } } = {
  busy: {
    en: "the database is busy: another call or process holds a lock, or the last free connection of the pool",
    ru: "база данных занята: блокировку или последнее свободное соединение пула держит другой вызов или процесс",
  },
  closed: { en: "the store is closed", ru: "хранилище закрыто" },
  timedOut: { en: "the database took longer than allowed", ru: "база данных не ответила за отведённое время" },
  connectionLost: { en: "there is no connection to the database", ru: "нет соединения с базой данных" },
  loginRefused: {
    en: "the database refuses the login: its user, password or the address they come from",
    ru: "база данных отказала во входе: не подошли пользователь, пароль или адрес, с которого входят",
  },
  notFound: {
    en: "the database is not there: put right its path or address, or make it first (migrateSqlite, salesdept migrate)",
    ru: "базы данных нет: поправьте путь или адрес либо сначала создайте её (migrateSqlite, salesdept migrate)",
  },
  notPermitted: {
    en: "the database role may not do this: let the owner of the tables do it, or give the role what a store needs (generatePostgres with grantTo)",
    ru: "роли базы данных это не разрешено: пусть это сделает владелец таблиц, или выдайте роли нужные хранилищу права (generatePostgres с grantTo)",
  },
  readOnly: { en: "the database cannot be written to", ru: "база данных доступна только для чтения" },
  full: { en: "there is no room left for the database", ru: "для базы данных не осталось места" },
  schemaMissing: {
    en: "the library's tables are not there, or not all of them: migrate (migratePostgres, migrateSqlite, salesdept migrate), or give the store the naming they were made with",
    ru: "таблиц библиотеки нет или не хватает: выполните миграцию (migratePostgres, migrateSqlite, salesdept migrate) или укажите хранилищу naming, с которым они созданы",
  },
  schemaNewer: {
    en: "the tables were made by a newer version of the library",
    ru: "таблицы созданы более новой версией библиотеки",
  },
  notADatabase: {
    en: "the file is not a database of this library",
    ru: "файл не является базой данных этой библиотеки",
  },
  libraryOutdated: {
    en: "the SQLite library is older than 3.51.3, which may corrupt a file that several connections write",
    ru: "библиотека SQLite старше 3.51.3 и может повредить файл, в который пишут несколько соединений",
  },
  personIdInvalid: {
    en: "a person's id does not fit the column type chosen for people's ids",
    ru: "идентификатор человека не подходит под выбранный тип столбца",
  },
  personMissing: {
    en: "there is no such person in the host's table",
    ru: "такого человека нет в таблице приложения",
  },
  hostTables: {
    en: "the host's tables are not as its directory maps them: checkDirectory says in what",
    ru: "таблицы приложения не такие, как описано в справочнике: checkDirectory скажет, в чём",
  },
  transactionFailed: {
    en: "a statement of the transaction has failed before, and the database runs none of it any more: roll it back",
    ru: "один из запросов транзакции уже завершился ошибкой, и база больше не выполняет её: откатите транзакцию",
  },
  transactionLeft: {
    en: "a connection was given back to the pool with a transaction still open in it, and was closed: whoever begins one has to commit it or roll it back before the release",
    ru: "соединение вернули в пул с незавершённой транзакцией, и оно закрыто: кто начал транзакцию, должен зафиксировать или откатить её, прежде чем отдать соединение",
  },
  valuesAltered: {
    en: "values do not come in the form that is asked for: the pool's driver has parsers of its own (pg.native), or the sessions' DateStyle is not ISO",
    ru: "значения приходят не в том виде, в каком запрошены: драйвер пула разбирает их сам (pg.native) или DateStyle сеансов отличается от ISO",
  },
  damaged: {
    en: "what is stored cannot be read: put a backup in its place; where single rows were edited, verify tells which",
    ru: "сохранённые данные не читаются: восстановите их из резервной копии; если правили отдельные строки, verify укажет какие",
  },
  dependedOn: {
    en: "views or foreign keys of yours depend on the library's tables: take those away first (cause.detail names them)",
    ru: "от таблиц библиотеки зависят ваши представления или внешние ключи: сначала уберите их (какие — в cause.detail)",
  },
  unknown: { en: "the database failed", ru: "сбой базы данных" },
}

/** After these another try may find the store at its work. */
const retryableReasons: ReadonlySet<StoreFaultReason> = new Set([
  "busy",
  "timedOut",
  "connectionLost",
  "transactionLeft",
])

/** The store failed; nothing of the command was written. */
export class StoreFault extends Failure<
  "StoreFault",
  { readonly operation: string; readonly reason: StoreFaultReason }
> {
  readonly _tag = "StoreFault"
  override readonly retryable: boolean
  constructor(operation: string, reason: StoreFaultReason, cause: unknown) {
    super(
      { en: `${operation}: ${reasons[reason].en}`, ru: `${operation}: ${reasons[reason].ru}` },
      { operation, reason },
      { cause },
    )
    this.retryable = retryableReasons.has(reason)
  }
}

/** Every way a store may refuse or fail. */
export type StoreError = VersionConflict | IdempotencyMismatch | StoreFault | CannotJoin
