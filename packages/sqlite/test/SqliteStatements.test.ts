import type { RecordFilter, RecordOrder } from "@salesdept/core/ports"
import { changedAfterQuestion, makeCatalog, recordTables } from "@salesdept/sql"
import { expect, it, vi } from "vitest"
import { migrateSqlite, openSqlite } from "../src/index.ts"

it("keeps so many statements prepared, and not all that were ever asked", () => {
  const database = openSqlite({ filename: ":memory:" })
  const prepare = vi.spyOn(database.handle, "prepare")
  const ask = (index: number): unknown => database.get(`select ${index} as n`, [])
  for (let index = 0; index < 900; index++) expect(ask(index)).toEqual({ n: index })
  expect(ask(0)).toEqual({ n: 0 })
  expect(prepare).toHaveBeenCalledTimes(900)
  for (let index = 900; index < 3000; index++) ask(index)
  prepare.mockClear()
  expect(ask(2999)).toEqual({ n: 2999 })
  expect(prepare).not.toHaveBeenCalled()
  expect(ask(0)).toEqual({ n: 0 })
  expect(prepare).toHaveBeenCalledTimes(1)
  database.close()
})

it("goes by what few deals have, not by what a third of them or nearly all have, on a base that nobody has analysed", () => {
  const database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, "2026-11-23T09:30:00.000Z")
  const { pages } = makeCatalog("sqlite", { prefix: "salesdept_" }).of("deal").statements
  const equals = (field: string): RecordFilter => ({ field, kind: "text", test: { _tag: "Equals", value: "x" } })
  const oneOf = (field: string, ...values: ReadonlyArray<string>): RecordFilter => ({
    field,
    kind: "text",
    test: { _tag: "OneOf", values },
  })
  const ownedBy = (...owners: ReadonlyArray<string>): RecordFilter => ({
    field: "ownerId",
    kind: "text",
    test: { _tag: "OwnedBy", owners, unowned: false },
  })
  const indexOf = ({ text, values }: { readonly text: string; readonly values: ReadonlyArray<unknown> }): string => {
    const steps = database.all(`explain query plan ${text}`, values).map(({ detail }) => String(detail))
    return (
      /USING (?:COVERING )?INDEX salesdept_deal_(?:by_)?(\w+?)(?:_expected_close_on)? /.exec(steps.join("\n"))?.[1] ??
      steps.join()
    )
  }
  const standing = equals("standing")
  for (const [filters, index] of [
    [[equals("ownerId"), standing], "owner_id"],
    [[standing, equals("clientId")], "client_id"],
    [[standing, equals("outcome")], "outcome"],
    [[equals("ownerId"), equals("outcome"), standing], "owner_id"],
    [[equals("outcome"), equals("stageId")], "stage_id"],
    [[oneOf("stageId", "x"), standing], "stage_id"],
    [[ownedBy("x"), standing], "owner_id"],
    [[standing], "standing"],
  ] as const) {
    const [page] = pages.page("shop-17", { filters })
    expect(page === undefined ? null : indexOf(page(50))).toBe(index)
    expect(indexOf(pages.count("shop-17", filters))).toBe(index)
  }
  expect(indexOf(pages.count("shop-17", [oneOf("stageId", "x", "y"), standing]))).toBe("stage_id")
  expect(indexOf(pages.count("shop-17", [ownedBy("x", "y"), standing]))).toBe("owner_id")
  const order: RecordOrder = { field: "standing", kind: "text", direction: "asc" }
  const [walk] = pages.page("shop-17", { filters: [equals("outcome"), standing], order })
  expect(walk === undefined ? null : indexOf(walk(50))).toBe("standing")
  database.close()
})

it("finds records of any kind by a field through the index of that field, on a base that nobody has analysed", () => {
  const database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, "2026-11-23T09:30:00.000Z")
  const catalog = makeCatalog("sqlite", { prefix: "salesdept_" })
  const walked: Array<string> = []
  let asked = 0
  for (const { kind } of recordTables) {
    for (const [field, text] of Object.entries(catalog.of(kind).statements.where)) {
      asked += 1
      const [first] = database.all(`explain query plan ${text}`, ["shop-17", "[]"])
      if (!/ INDEX salesdept_\w+ \(tenant_id=\? AND \w+=\?\)$/.test(String(first?.["detail"])))
        walked.push(`${kind}.${field}`)
    }
  }
  expect(asked).toBeGreaterThan(60)
  expect(walked).toEqual([])
  database.close()
})

it("sorts the few records of one deal rather than walk all of the base in their order, and walks open work alone", () => {
  const database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, "2026-11-23T09:30:00.000Z")
  const catalog = makeCatalog("sqlite", { prefix: "salesdept_" })
  const equals = (field: string): RecordFilter => ({ field, kind: "text", test: { _tag: "Equals", value: "x" } })
  const oneOf = (field: string): RecordFilter => ({ field, kind: "text", test: { _tag: "OneOf", values: ["x", "y"] } })
  const since = (field: string): RecordFilter => ({
    field,
    kind: "instant",
    test: { _tag: "Range", from: "2026-11-23T09:30:00.000Z", to: null },
  })
  const byTime = (field: string, kind: "instant" | "date"): RecordOrder => ({ field, kind, direction: "desc" })
  const byId: RecordOrder = { field: "id", kind: "text", direction: "asc" }
  const [byHeldAt, byDueOn] = [byTime("heldAt", "instant"), byTime("dueOn", "date")]
  const byClose = byTime("expectedCloseOn", "date")
  for (const [kind, filters, order, index] of [
    ["dialog", [equals("dealId")], byHeldAt, "deal_id"],
    ["dialog", [equals("clientId"), since("heldAt")], byHeldAt, "client_id"],
    ["dialog", [oneOf("dealId")], byId, "deal_id"],
    ["dialog", [oneOf("leadId")], byHeldAt, "lead_id"],
    ["dialog", [equals("repId")], byHeldAt, "held_at"],
    ["nextStep", [equals("dealId"), equals("status")], byId, "deal_id"],
    ["nextStep", [equals("dealId"), equals("status")], byDueOn, "deal_id"],
    ["nextStep", [equals("status"), equals("ownerId")], byDueOn, "status_due_on"],
    ["deal", [equals("outcome")], byClose, "outcome_expected_close_on"],
    ["deal", [equals("outcome"), equals("ownerId"), equals("standing")], byClose, "outcome_expected_close_on"],
    ["deal", [equals("outcome"), equals("clientId")], byClose, "client_id"],
    ["deal", [equals("outcome")], byId, "outcome"],
  ] as const) {
    const key = order.field === "id" ? [] : ["2026-11-23"]
    for (const after of [null, { key, id: "x" }]) {
      for (const statement of catalog.of(kind).statements.pages.page("shop-17", { filters, order, after })) {
        const { text, values } = statement(50)
        const steps = database.all(`explain query plan ${text}`, values).map(({ detail }) => String(detail))
        expect(steps[0], JSON.stringify([kind, filters, order])).toMatch(new RegExp(`_(?:by_)?${index} `, "u"))
      }
    }
  }
  database.close()
})

it("tells what of a kind changed since from the rows of that kind, and when streams began from their first rows", () => {
  const database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, "2026-11-23T09:30:00.000Z")
  const { sql, values } = changedAfterQuestion("sqlite", { prefix: "salesdept_" })
  const plan = database.all(`explain query plan ${sql}`, values("shop-17", "nextStep", "2026-11-01T00:00:00.000Z"))
  expect(plan.map(({ detail }) => String(detail))).toEqual([
    expect.stringMatching(/^SEARCH salesdept_journal USING INDEX \S+ \(tenant_id=\? AND stream>\? AND stream<\?\)$/),
  ])
  const { journal } = makeCatalog("sqlite", { prefix: "salesdept_" })
  const [begun] = database.all(`explain query plan ${journal.begun}`, ["shop-17", "[]"])
  expect(String(begun?.["detail"])).toMatch(/INDEX \S+ \(tenant_id=\? AND stream=\? AND version=\?\)$/)
  database.close()
})
