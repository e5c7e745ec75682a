import { stageFlow, stageMoveCounts, stageVisitColumns } from "@salesdept/core/deal"
import type { StageVisitFact } from "@salesdept/core/deal"
import { withoutStageMoves } from "@salesdept/core/journal"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString()

const visit = (dealId: string, stageId: string, entered: number, left: number | null): StageVisitFact => ({
  dealId,
  stageId,
  enteredAt: day(entered),
  leftAt: left === null ? null : day(left),
})

const visits = [
  visit("deal_1", "new", 1, 2),
  visit("deal_2", "new", 1, 4),
  visit("deal_1", "contact", 2, 6),
  visit("deal_2", "lost", 4, null),
  visit("deal_1", "new", 6, null),
  visit("deal_3", "new", 6, null),
]

describe("flow between stages", () => {
  it("tells where deals went from each stage, how many, and how long they had been there", () => {
    const flow = stageFlow(stageMoveCounts(stageVisitColumns(visits)))
    expect(flow.map(({ stageId, leftCount, meanDays }) => [stageId, leftCount, meanDays])).toEqual([
      ["contact", 1, 4],
      ["new", 2, 2],
    ])
    expect(
      flow[1]?.exits.map(({ toStageId, moveCount, ofLeft, meanDays }) => [
        toStageId,
        moveCount,
        ofLeft.ratio,
        meanDays,
      ]),
    ).toEqual([
      ["contact", 1, 0.5, 1],
      ["lost", 1, 0.5, 3],
    ])
  })

  it("is empty where nothing moved", () => {
    expect(stageFlow(stageMoveCounts(stageVisitColumns([])))).toEqual([])
    expect(stageFlow(stageMoveCounts(stageVisitColumns([visit("deal_1", "new", 1, null)])))).toEqual([])
  })

  it("has no mean where no stay has a known beginning: absent is not zero", () => {
    const counts = [{ fromStageId: "new", toStageId: "lost", moveCount: 2, timedCount: 0, seconds: 0 }]
    const [stage] = stageFlow(counts)
    expect([stage?.leftCount, stage?.meanDays, stage?.exits[0]?.meanDays]).toEqual([2, null, null])
  })

  it("refuses visits of a deal that are not in order of time", () => {
    const reversed = stageVisitColumns([visit("deal_1", "contact", 2, null), visit("deal_1", "new", 1, 2)])
    expect(() => stageMoveCounts(reversed)).toThrow("deal_1")
  })

  it("counts one move less than there are visits of each deal, however deals lie among one another", () => {
    const stays = fc.array(fc.record({ deal: fc.nat({ max: 4 }), stage: fc.nat({ max: 3 }) }), { maxLength: 60 })
    fc.assert(
      fc.property(stays, (rows) => {
        const facts = rows.map(({ deal, stage }, at) => visit(`deal_${deal}`, `stage${stage}`, at + 1, null))
        const counts = stageMoveCounts(stageVisitColumns(facts))
        const moves = counts.reduce((sum, { moveCount }) => sum + moveCount, 0)
        expect(moves).toBe(rows.length - new Set(rows.map(({ deal }) => deal)).size)
        const left = stageFlow(counts).reduce((sum, { leftCount }) => sum + leftCount, 0)
        expect(left).toBe(moves)
        expect(withoutStageMoves(counts, counts)).toEqual([])
        expect(withoutStageMoves(counts, [])).toEqual(counts)
      }),
    )
  })
})
