import { copyFileSync } from "node:fs"
import { makeScene, notSupported, playEnds, playSale, suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { expect, it } from "vitest"
import { makeSqliteStore } from "../src/index.ts"
import type { SqliteDatabase } from "../src/index.ts"
import { migrated, newFile, opened } from "./database.ts"

interface RecordGroup {
  readonly verify: () => Promise<{ readonly faults: ReadonlyArray<{ readonly _tag: string }> }>
}

/** Every fault over all kinds of record. */
const faultsOf = async (shop: Session): Promise<ReadonlyArray<string>> => {
  // Which records a group is about does not matter here.
  const groups = Object.values(shop as unknown as { readonly [name: string]: RecordGroup })
  const found = groups
    .filter((group) => "pageAsOf" in group)
    .map(async ({ verify }) => (await verify()).faults.map(({ _tag }) => _tag))
  return (await Promise.all(found)).flat()
}

const shopOver = async (database: SqliteDatabase): Promise<Session> => {
  const store = makeSqliteStore(database)
  const opening = { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) }
  return (await salesDept({ store: opening, department: suiteDepartment })).tenant("shop-17").as("user:42")
}

/** Tables of money and of the work on it; of others the same is read by the same code. */
const tables = ["deal", "invoice", "payment", "client"]

/** Kept beside a record by the store: its journal tells nothing of it. */
const uncounted = new Set(["facts_version"])

it("finds every column of a record that somebody edits past the commands, its texts, and a record that is gone", async () => {
  const filename = newFile()
  const database = migrated(filename)
  const opened17 = { store: makeSqliteStore(database), close: () => Promise.resolve() }
  const scene = await makeScene(
    {
      open: () => Promise.resolve(opened17),
      reopen: notSupported,
      secondConnection: notSupported,
      joined: notSupported,
      tamper: notSupported,
      release: () => Promise.resolve(),
    },
    opened17,
  )
  await playSale(scene)
  await playEnds(scene)
  database.handle.pragma("wal_checkpoint(truncate)")
  expect(await faultsOf(scene.session())).toEqual([])
  const after = async (statement: string): Promise<ReadonlyArray<string>> => {
    const copy = newFile()
    copyFileSync(filename, copy)
    const edited = opened(copy)
    edited.handle.pragma("ignore_check_constraints = on")
    expect(edited.handle.prepare(statement).run().changes, statement).toBeGreaterThan(0)
    return faultsOf(await shopOver(edited))
  }
  for (const table of tables) {
    const name = `salesdept_${table}`
    const columns = database.handle.pragma(`table_info(${name})`) as ReadonlyArray<{ name: string; type: string }>
    for (const column of columns.filter((each) => !uncounted.has(each.name))) {
      const value =
        column.type === "INTEGER" ? `coalesce("${column.name}", 0) + 1` : `coalesce("${column.name}", '') || 'x'`
      const faults = await after(`update ${name} set "${column.name}" = ${value}`)
      expect(faults, `${table}.${column.name}`).not.toEqual([])
    }
    expect(await after(`delete from ${name}`), `a ${table} that is gone`).toContain("HeadMismatch")
  }
  expect(await after(`update salesdept_deal set amount_minor = amount_minor + 1`)).toEqual(["StateMismatch"])
  const cut = (column: string) => `${column} = substr(${column}, 2)`
  expect(await after(`update salesdept_journal set ${cut("payload")} where stream = 'deal_1' and version = 1`)).toEqual(
    ["HashMismatch"],
  )
  expect(await after(`update salesdept_texts set ${cut("texts")} where record_id = 'client_1'`)).toEqual([
    "TextsMismatch",
  ])
  const renamed = `update salesdept_texts set texts = json_set(texts, '$.name', 'Другой')`
  expect(await after(`${renamed} where record_id = 'client_1'`)).toEqual(["TextsMismatch"])
}, 120_000)
