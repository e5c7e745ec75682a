import { sourceIds } from "@salesdept/core/exchange/service"
import { describe, expect, it } from "vitest"
import { importSection } from "../../src/figures/ImportFigures.ts"
import { importedBase } from "./importedBase.ts"

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })

describe("importSection", () => {
  it("accounts for merged, rejected and set-aside rows: the outcomes of each file sum to its rows", async () => {
    const { plan, recorded, again } = await importedBase([
      file(
        "deals.csv",
        "id,stage,owner,amount,close date\n1,Won,Anna,100,2026-01-05\n1,Won,Anna,100,2026-01-05\n2,Won,Anna,1x,2026-01-06\n",
      ),
      file("targets.csv", "owner,period,target\nAnna,2026-Q1,500\nAnna,2026,2000\n"),
    ])
    const section = importSection(plan, recorded, again)
    expect(section.files).toMatchObject([
      { name: "deals.csv", rowCount: 3, importedCount: 1, unchangedCount: 1, conflictCount: 0, rejectedCount: 1 },
      { name: "targets.csv", rowCount: 2, importedCount: 1, unchangedCount: 0, conflictCount: 0, rejectedCount: 1 },
    ])
    for (const { rowCount, importedCount, unchangedCount, conflictCount, rejectedCount } of section.files) {
      expect(importedCount + unchangedCount + conflictCount + rejectedCount).toBe(rowCount)
    }
    expect(section.notes.find(({ code }) => code === "targetLeftOut")).toMatchObject({
      kind: "rejected",
      count: 1,
      examples: [{ file: "targets.csv", line: 3, text: "Anna, 2026, USD" }],
    })
    expect(section.rerun).toEqual({ unchangedCount: 2, changedCount: 0 })
  })

  it("names the columns whose contents did not come in", async () => {
    const { plan, recorded } = await importedBase([file("deals.csv", "id,stage,amount,shoe size\n7,Won,100,44\n")])
    expect(importSection(plan, recorded, null).files[0]?.unreadColumns).toEqual(["shoe size"])
  })

  it("lists rows that both sides changed as conflicts, at their lines", async () => {
    const { plan, recorded } = await importedBase([file("deals.csv", "id,stage,amount\n7,Won,100\n8,Won,200\n")])
    const dealId = sourceIds(plan.source).deal("8")
    const section = importSection(plan, { ...recorded, conflicts: [{ dealId, field: "amount" }] }, null)
    expect(section.files[0]).toMatchObject({ rowCount: 2, importedCount: 1, conflictCount: 1 })
    expect(section.notes.find(({ kind }) => kind === "conflict")).toMatchObject({
      code: "changedOnBothSides",
      examples: [{ file: "deals.csv", line: 3, text: "8: amount" }],
    })
  })
})
