import { makeScene, notSupported, playEnds, playSale, storedBy } from "@salesdept/conformance"
import { defaultNaming, tenantStatements } from "@salesdept/sql"
import { makeSqliteStore, migrateSqlite, openSqlite } from "@salesdept/sqlite"
import { firstTables, frozenCommand, frozenTenant, insertText } from "./FrozenBase.ts"
import type { FrozenBase } from "./FrozenBase.ts"

/** Plays a sale with all that hangs on it into a new base, and prints that: what is frozen with the first release. */
export const playBase = async (): Promise<FrozenBase> => {
  const database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, "2026-02-02T06:00:00.000Z")
  const opened = {
    store: makeSqliteStore(database),
    close: () => {
      database.close()
      return Promise.resolve()
    },
  }
  const nothing = {
    reopen: notSupported,
    secondConnection: notSupported,
    joined: notSupported,
    tamper: notSupported,
  } as const
  const harness = { ...nothing, open: () => Promise.resolve(opened), release: () => Promise.resolve() }
  const scene = await makeScene(harness, opened)
  try {
    // Somebody listens from the start, and has not taken everything yet.
    for await (const batch of scene.dept.tenant(frozenTenant).events({ consumer: "search", once: true }))
      await batch.ack()
    await playSale(scene)
    await playEnds(scene)
    await scene.session().clients.register(frozenCommand.input, frozenCommand.options)
    let data = ""
    for (const { first, table } of tenantStatements("sqlite", defaultNaming).tables) {
      for (const row of database.all(first, [frozenTenant, 10_000])) data += insertText(table, row)
    }
    const kinds = await storedBy(scene.store, frozenTenant)
    const records = Object.fromEntries(
      kinds.map(({ kind, records: found }) => [
        kind,
        found.map(({ id, textsVersion, version }) => [id, version, textsVersion] as const),
      ]),
    )
    return { tables: { sqlite: firstTables("sqlite"), postgres: firstTables("postgres") }, data, records }
  } finally {
    await scene.dept.close()
  }
}
