import type { Message } from "@salesdept/core/shared"

/** Where the tables lie. */
export type Database =
  | { readonly dialect: "sqlite"; readonly filename: string }
  | { readonly dialect: "postgres"; readonly url: string }

/** What was said of it: one of the two is wanted. */
interface Said {
  readonly db?: string | undefined
  readonly url?: string | undefined
}

/** What is wrong with the database that was named. */
export const databaseProblems = ({ db, url }: Said): ReadonlyArray<Message> => {
  const isOne = (db === undefined) !== (url === undefined)
  const isAddress = url === undefined || url === "" || /^(?:postgres(?:ql)?:\/\/|socket:|\/)/.test(url)
  return [
    ...(isOne
      ? []
      : [
          {
            en: "Give one database: --db FILE (SQLite) or --url URL (Postgres)",
            ru: "Укажите одну базу: --db ФАЙЛ (SQLite) или --url АДРЕС (Postgres)",
          },
        ]),
    ...(isAddress
      ? []
      : [
          {
            en: "--url takes the address of a Postgres database, such as postgres://user@host:5432/name",
            ru: "--url: адрес базы Postgres, например postgres://user@host:5432/name",
          },
        ]),
  ]
}

/** The database that was named. */
export const namedDatabase = ({ db, url }: Said): Database =>
  url === undefined ? { dialect: "sqlite", filename: db ?? "" } : { dialect: "postgres", url }

/** A database as people name it; never with the password of its address. */
export const databaseName = (database: Database): string => {
  if (database.dialect === "sqlite") return database.filename
  const url = URL.canParse(database.url) ? new URL(database.url) : null
  return url === null ? "Postgres" : `${url.host}${url.pathname}`
}
