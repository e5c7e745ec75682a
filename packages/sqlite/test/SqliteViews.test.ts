import { readFileSync } from "node:fs"
import { expectViews } from "@salesdept/conformance"
import { viewName, views } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { checkSqlite, makeSqliteStore, uninstallSqlite } from "../src/index.ts"
import { migrated, newFile } from "./database.ts"

describe("views of SQLite", () => {
  it("show what the library answers: the same records, the same money, the same days", async () => {
    const database = migrated(newFile())
    const opened = { store: makeSqliteStore(database), close: () => Promise.resolve() }
    await expectViews(opened, views, (view, tenant) =>
      Promise.resolve(database.all(`select * from salesdept_${view} where tenant_id = ?`, [tenant])),
    )
  })

  it("are asked for one tenant by the tables' keys", () => {
    const database = migrated(newFile())
    for (const view of views) {
      const plan = database.all(`explain query plan select * from salesdept_${viewName(view)} where tenant_id = ?`, [
        "a",
      ])
      const steps = plan.map(({ detail }) => String(detail))
      expect(
        steps.filter((step) => step.startsWith("SCAN") && !step.startsWith("SCAN e VIRTUAL")),
        view.name,
      ).toEqual([])
    }
    // Texts that nobody asks for are not read.
    const counted = "explain query plan select count(*) from salesdept_v1_deals where tenant_id = ?"
    expect(database.all(counted, ["a"]).map(({ detail }) => String(detail))).toEqual([
      expect.stringMatching(/^SEARCH r USING COVERING INDEX \S+ \(tenant_id=\?\)$/),
    ])
  })

  it("answer the query of the guide", () => {
    const guide = readFileSync(new URL("../../../docs/guides/database.md", import.meta.url), "utf8")
    const query = /```sql\n(-- SQLite: [^`]+)```/.exec(guide)?.[1] ?? "no query"
    expect(migrated(newFile()).all(query, [])).toEqual([])
  })

  it("are gone with the tables", () => {
    const database = migrated(newFile())
    expect(checkSqlite(database)).toMatchObject({ state: "current", differences: [] })
    uninstallSqlite(database)
    expect(database.all("select name from sqlite_master where name like 'salesdept%'", [])).toEqual([])
  })
})
