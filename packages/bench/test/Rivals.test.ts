import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { BenchBase } from "../src/BenchBase.ts"
import { actor, openBase, prepareCopies, sourceId, tenant } from "../src/BenchBase.ts"
import { handWrittenImport } from "../src/import/HandWrittenImport.ts"
import { groupAt } from "../src/import/ImportRows.ts"
import { handWrittenMove } from "../src/move/HandWrittenMove.ts"
import { moveAt } from "../src/move/MoveScript.ts"
import { handWrittenSqlite } from "../src/read/HandWrittenReads.ts"
import { expectSameReads } from "../src/read/ReadBench.ts"
import { fillSqlite } from "../src/read/ReadDeals.ts"

/** Columns that hold clocks, salts, or what is made of them; the chain itself is verified instead. */
const unlike = new Set([
  "changed_at",
  "entered_stage_at",
  "occurred_at",
  "recorded_at",
  "head",
  "hash",
  "salt",
  "digest",
  "texts_digest",
  "previous_stage_seconds",
])

const contents = ({ database }: BenchBase, table: string, order: string): ReadonlyArray<unknown> =>
  database.all(`select * from salesdept_${table} order by ${order}`, []).map((row) => {
    const entries = Object.entries(row).map(([column, value]): readonly [string, unknown] => {
      if (unlike.has(column)) return [column, typeof value]
      if (column === "answer" && typeof value === "string") {
        const { deal } = JSON.parse(value) as { readonly deal: object }
        return [column, { ...deal, changedAt: "", enteredStageAt: "" }]
      }
      // A command without a key has a random id.
      return [column, column === "command_id" && row["type"] === "DealImported" ? "" : value]
    })
    return Object.fromEntries(entries)
  })

const tables = [
  ["deal", "id"],
  ["journal", "stream, version"],
  ["texts", "record_id, version"],
  ["command", "key"],
] as const

const expectAlike = async (
  ours: BenchBase,
  theirs: BenchBase,
  more: ReadonlyArray<readonly [table: string, order: string]> = [],
): Promise<void> => {
  for (const [table, order] of [...tables, ...more]) {
    expect(contents(theirs, table, order), table).toEqual(contents(ours, table, order))
  }
  for (const { dept } of [ours, theirs]) {
    const { streams, faults } = await dept.tenant(tenant).as(actor).deals.verify()
    expect(faults).toEqual([])
    expect(streams).toBeGreaterThan(0)
  }
}

describe("the rivals do the same work", () => {
  let folder = ""
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "salesdept-bench-test-"))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it("moves leave the same base, and repeated ones are replayed by both", async () => {
    const files = [join(folder, "move-ours.db"), join(folder, "move-theirs.db")] as const
    await prepareCopies(files, 12)
    const ours = await openBase(files[0], "off")
    const theirs = await openBase(files[1], "off")
    const session = ours.dept.tenant(tenant).as(actor)
    const move = handWrittenMove(theirs.database.handle)
    for (let position = 0; position < 48; position++) {
      const { dealId, to, idempotencyKey } = moveAt(position, 12)
      await session.deals.move({ dealId, to }, { idempotencyKey })
      move({ dealId, to, idempotencyKey })
    }
    const again = moveAt(47, 12)
    const { replayed } = await session.deals.move(
      { dealId: again.dealId, to: again.to },
      { idempotencyKey: again.idempotencyKey },
    )
    expect(replayed).toBe(true)
    expect(move(again)).toMatchObject({ deal: { id: again.dealId, stageId: "negotiation", version: 5 } })
    expect(() => move({ ...again, to: "needs" })).toThrow("another input")
    await expectAlike(ours, theirs, [["outbox", "stream"]])
    await ours.dept.close()
    await theirs.dept.close()
  })

  it("reads give the same deals", async () => {
    const { database, dept } = await openBase(join(folder, "read.db"), "off")
    fillSqlite(database, 3000)
    await expectSameReads(dept.tenant(tenant).as(actor), handWrittenSqlite(database.handle))
    await dept.close()
  })

  it("imports leave the same base", async () => {
    const files = [join(folder, "import-ours.db"), join(folder, "import-theirs.db")] as const
    await prepareCopies(files, 0)
    const ours = await openBase(files[0], "off")
    const theirs = await openBase(files[1], "off")
    const rows = groupAt(0, 40)
    const imported = await ours.dept
      .tenant(tenant)
      .as(actor)
      .deals.import({ sourceId, pipelineId: "servicesWithActs", rows })
    expect(imported.created).toBe(40)
    handWrittenImport(theirs.database.handle)(rows)
    await expectAlike(ours, theirs)
    await ours.dept.close()
    await theirs.dept.close()
  })
})
