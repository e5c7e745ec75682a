import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { makeMemoryStore } from "../../src/memory/index.ts"
import type { StoreShape } from "../../src/ports/Store.ts"
import { presets, salesDept } from "../../src/promise/index.ts"
import { found } from "./found.ts"

/** A mistake of one rep, of a month, about a lead. */
const finding = (id: string, month: number) =>
  found(`finding_${id}`, {
    ownerId: "user:1",
    ids: [`lead_${id}`],
    from: `2026-0${month}-01`,
    to: `2026-0${month + 1}-01`,
  })

it("given findings of many months, when one is reviewed, then those of that month are read, and no others", async () => {
  const store = makeMemoryStore()
  let read = 0
  const note = (of: { readonly kind: string }, rows: ReadonlyArray<unknown>): void => {
    if (of.kind === "finding") read += rows.length
  }
  const counting: StoreShape = {
    ...store,
    page: (tenant, of, query) => Effect.tap(store.page(tenant, of, query), (rows) => Effect.sync(() => note(of, rows))),
    scan: (tenant, of, onBatch) => store.scan(tenant, of, (rows) => (note(of, rows), onBatch(rows))),
  }
  const clock = { ms: Date.parse("2026-04-02T09:00:00.000Z") }
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store: counting, close: () => Promise.resolve() }) },
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
    now: () => clock.ms,
  })
  const head = dept.tenant("shop").as("user:head")
  const row = { id: "rep_1", personId: "user:1", name: "Ann", teamId: null, joinedOn: null, leftOn: null } as const
  await head.reps.state({ rows: [row] })
  for (const month of [1, 2, 3, 4]) {
    const findings = Array.from({ length: 30 }, (_, at) => finding(`${month}_${at}`, month))
    await head.findings.raise({ findings: month === 3 ? findings.slice(0, 2) : findings })
  }
  read = 0
  const { notReviewed } = await head.summaries.uncovered({ span: "month", on: "2026-03-10" })
  expect(notReviewed).toEqual([{ repId: "user:1", findings: 2 }])
  expect(read).toBe(2)

  await head.debriefs.plan({
    id: "debrief_1",
    route: "personal",
    repId: "user:1",
    leaderId: "user:head",
    findingIds: ["finding_3_0", "finding_1_0"],
    plannedOn: "2026-04-02",
  })
  await head.debriefs.hold({ debriefId: "debrief_1", decisions: "She calls", actions: [] })
  read = 0
  const after = await head.summaries.uncovered({ span: "month", on: "2026-03-10" })
  expect(after.notReviewed).toEqual([{ repId: "user:1", findings: 1 }])
  expect(read).toBe(2)
  await dept.close()
})
