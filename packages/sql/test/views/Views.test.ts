import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { dealTable } from "../../src/deal/DealTable.ts"
import { columnsRead, viewDdl, viewName } from "../../src/views/ViewDdl.ts"
import { shown, viewOfRecords } from "../../src/views/View.ts"
import { views } from "../../src/views/Views.ts"

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const drafted = (what: string): string =>
  execFileSync(process.execPath, [pathOf("../../scripts/draftViews.ts"), what], { encoding: "utf8" })

type Promised = { readonly [view: string]: ReadonlyArray<readonly [string, string, boolean, string]> }

describe("the views", () => {
  // Hosts' reports rely on these. Where a column must change, leave the view as it is, add one of version 2 beside it with its own
  // migration, and draft its promise: what stands in promise.json stays.
  it("keep names, order and types of their columns: a change is a view of the next version", () => {
    const promised = JSON.parse(readFileSync(pathOf("promise.json"), "utf8")) as Promised
    const today = JSON.parse(drafted("promise")) as Promised
    for (const [view, columns] of Object.entries(promised)) expect([view, today[view]]).toEqual([view, columns])
    expect(Object.keys(today)).toEqual(Object.keys(promised))
  })

  it("are told in the guide: node packages/sql/scripts/draftViews.ts guide > docs/guides/views.md", () => {
    expect(readFileSync(pathOf("../../../../docs/guides/views.md"), "utf8")).toBe(drafted("guide"))
  })

  it("have names of their own, begin with the tenant, and name every column once, with its unit", () => {
    expect(new Set(views.map(viewName)).size).toBe(views.length)
    for (const { columns, name } of views) {
      const names = columns.map((column) => column.name)
      expect([name, names[0], new Set(names).size]).toEqual([name, "tenant_id", names.length])
      for (const column of columns) {
        expect(column.name, name).toMatch(/^[a-z]+(?:_[a-z]+)*$/)
        if (column.type === "date") expect(column.name).toMatch(/_(?:on|from|to)$/)
        if (column.type === "instant") expect(column.name).toMatch(/_at$/)
        if (column.name.endsWith("_minor")) expect(column.type).toBe("integer")
      }
    }
  })

  it("show nothing that is the library's own: no counters, hashes, salts and payloads", () => {
    const internal = /\.(?:facts_version|head|hash|salt|digest|texts_digest|payload|command_id|reference_key|imported)$/
    for (const view of views) expect(columnsRead(view).filter((column) => internal.test(column))).toEqual([])
  })

  it("are made with the rights of whoever asks, in Postgres", () => {
    for (const view of views) expect(viewDdl("postgres", view)).toContain("with (security_invoker = true) as\n")
    for (const view of views) expect(viewDdl("sqlite", view)).not.toContain("with (")
  })

  it("cannot be declared over columns that are not there, or are structured", () => {
    const of = (column: string) => () =>
      viewOfRecords("x", dealTable, { about: "x", columns: { x: shown("x", column) } })
    expect(of("colour")).toThrow("has no column colour")
    expect(of("lines")).toThrow("structured")
  })
})
