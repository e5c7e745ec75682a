import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { streamOf } from "@salesdept/core/ports"
import { canonicalJson } from "@salesdept/core/journal"
import type { OpenStore } from "@salesdept/core/promise"
import { notSupported } from "@salesdept/conformance"
import type { HarnessFactory, StoreHarness, Tampering } from "@salesdept/conformance"
import { defaultNaming, journalValues, makeCatalog, tableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { makeSqliteStore, migrateSqlite, openSqlite } from "../src/index.ts"
import type { SqliteDatabase, SqliteFile } from "../src/index.ts"
import { handleHost, rawHost } from "./hosts.ts"
import type { SqliteHost } from "./hosts.ts"

/** Files of tests outlive no power cut: nothing is waited for until it lies on the disk. */
const openStore = (
  filename: string,
  naming: Naming,
  options: Partial<SqliteFile> = {},
): OpenStore & { readonly database: SqliteDatabase } => {
  const database = openSqlite({ ...options, filename })
  database.handle.pragma("synchronous = off")
  migrateSqlite(database, "2026-02-02T06:00:00.000Z", naming)
  return {
    database,
    store: makeSqliteStore(database, naming),
    close: () => {
      database.close()
      return Promise.resolve()
    },
  }
}

/** Puts other rows in place of a stream's, as somebody with the file in hands could. */
const tamperWith = async (
  open: OpenStore & { readonly database: SqliteDatabase },
  naming: Naming,
  tampering: Tampering,
) => {
  const { tenant, stream, rewrite } = tampering
  const { handle } = open.database
  const rows = await Effect.runPromise(streamOf(open.store, tenant, stream))
  handle.prepare(`delete from ${tableName(naming, "journal")} where tenant_id = ? and stream = ?`).run(tenant, stream)
  const append = handle.prepare(makeCatalog("sqlite", naming).journal.append)
  for (const event of rewrite(rows)) append.run(...journalValues(event, canonicalJson(event.payload)))
}

/** A file with the library's tables and nothing in them, made once: making them takes longer than what most tests do. */
const emptyFile = (naming: Naming): (() => Buffer) => {
  let made: Buffer | null = null
  const make = (): Buffer => {
    const folder = mkdtempSync(join(tmpdir(), "salesdept-sqlite-"))
    const filename = join(folder, "empty.db")
    openStore(filename, naming).database.close()
    const bytes = readFileSync(filename)
    rmSync(folder, { recursive: true })
    return bytes
  }
  return () => (made ??= make())
}

/** A harness over files in a temporary folder. */
export const inFiles = (
  naming: Naming = defaultNaming,
  hostOf = handleHost,
  options: Partial<SqliteFile> = {},
): HarnessFactory => {
  const empty = emptyFile(naming)
  return async (): Promise<StoreHarness> => {
    const folder = await mkdtemp(join(tmpdir(), "salesdept-sqlite-"))
    let files = 0
    let last: (OpenStore & { readonly database: SqliteDatabase }) | null = null
    let host: SqliteHost | null = null
    const current = (): string => join(folder, `sales-${files}.db`)
    const openFile = () => {
      last = openStore(current(), naming, options)
      return Promise.resolve<OpenStore>(last)
    }
    return {
      open: () => {
        files += 1
        writeFileSync(current(), empty())
        return openFile()
      },
      reopen: openFile,
      secondConnection: () => Promise.resolve(openStore(current(), naming)),
      joined: { begin: () => (host ??= hostOf(current())).begin() },
      tamper: async (tampering) => {
        if (last !== null) await tamperWith(last, naming, tampering)
      },
      release: async () => {
        await host?.close()
        await rm(folder, { recursive: true, force: true })
      },
    }
  }
}

/** A harness over databases that live in the process's memory. */
export const inProcess =
  (naming: Naming = defaultNaming): HarnessFactory =>
  () => {
    let last: (OpenStore & { readonly database: SqliteDatabase }) | null = null
    return Promise.resolve({
      open: () => {
        last = openStore(":memory:", naming)
        return Promise.resolve(last)
      },
      reopen: notSupported,
      secondConnection: notSupported,
      // The host's handle is the store's own.
      joined: {
        begin: () =>
          last === null ? Promise.reject(new Error("no store is open")) : rawHost(last.database.handle).begin(),
      },
      tamper: async (tampering) => {
        if (last !== null) await tamperWith(last, naming, tampering)
      },
      release: () => Promise.resolve(),
    })
  }
