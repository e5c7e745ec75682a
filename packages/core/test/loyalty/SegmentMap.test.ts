import { describe, expect, it } from "vitest"
import type { SegmentMap, SegmentMapDefinition } from "../../src/loyalty/index.ts"
import { segmentMap, segmentOf, segmentSummaries, sixSegments, tenSegments } from "../../src/loyalty/index.ts"

const scoresOf = (bins: number) => Array.from({ length: bins }, (_, i) => i + 1)

const cellsOf = (map: SegmentMap) =>
  scoresOf(map.bins).flatMap((recency) =>
    scoresOf(map.bins).flatMap((frequency) => scoresOf(map.bins).map((spend) => ({ recency, frequency, spend }))),
  )

describe.each([tenSegments, sixSegments])("$name", (map) => {
  it("gives every cell exactly one segment, and every segment a cell", () => {
    const keys = cellsOf(map).map((score) => segmentOf(map, score).key)
    expect(keys).toHaveLength(map.bins ** 3)
    expect(new Set(keys)).toEqual(new Set(map.segments.map(({ key }) => key)))
    expect(map.cells).toHaveLength(map.bins ** 3)
  })

  it("calls the best customers the best and the lost ones asleep", () => {
    const best = { recency: map.bins, frequency: map.bins, spend: map.bins }
    expect(segmentOf(map, best).title).toEqual({ en: "Champions", ru: "Лучшие клиенты" })
    expect(segmentOf(map, { recency: 1, frequency: 1, spend: 1 }).key).toBe("asleep")
    expect(segmentOf(map, { recency: 1, frequency: map.bins, spend: map.bins }).key).toBe("cannotLose")
    expect(segmentOf(map, { recency: map.bins, frequency: 1, spend: 1 }).key).toBe("new")
  })
})

const warm = { key: "warm", title: { en: "Warm", ru: "Тёплые" } }
const cold = { key: "cold", title: { en: "Cold", ru: "Остывшие" } }
const definition = (rules: SegmentMapDefinition["rules"]): SegmentMapDefinition => ({
  name: "test",
  bins: 2,
  segments: [warm, cold],
  rules,
})

describe("segmentMap", () => {
  it("refuses cells without a segment and cells with several, naming each", () => {
    const gaps = definition([
      { segment: "warm", recency: [2, 2] },
      { segment: "cold", frequency: [2, 2] },
    ])
    expect(() => segmentMap(gaps)).toThrow(
      expect.objectContaining({
        problems: [
          ["cells[1-1-1]", "the cell belongs to no segment"],
          ["cells[1-1-2]", "the cell belongs to no segment"],
          ["cells[2-2-1]", "the cell belongs to several segments: warm, cold"],
          ["cells[2-2-2]", "the cell belongs to several segments: warm, cold"],
        ].map(([path, en]) =>
          expect.objectContaining({ path, code: "loyalty.segmentMap", message: expect.objectContaining({ en }) }),
        ),
      }),
    )
    const map = segmentMap({ ...gaps, otherwise: "cold", overlap: "firstMatch" })
    expect(cellsOf(map).map((score) => segmentOf(map, score).key)).toEqual([
      "cold",
      "cold",
      "cold",
      "cold",
      "warm",
      "warm",
      "warm",
      "warm",
    ])
  })

  it("refuses unknown segments, ranges outside the scores, twins and odd bins", () => {
    const bad = {
      ...definition([{ segment: "hot", recency: [0, 2], frequency: [2, 1], spend: [1, 1.5] }]),
      segments: [warm, cold, warm],
      otherwise: "nobody",
    }
    expect(() => segmentMap(bad)).toThrow(
      /segments\[2\]\.key.*rules\[0\]\.segment.*rules\[0\]\.recency.*rules\[0\]\.frequency.*rules\[0\]\.spend.*otherwise/,
    )
    expect(() => segmentMap({ ...definition([]), bins: 1 })).toThrow(/bins/)
  })

  it("refuses scores of another number of bins, and lists of other customers", () => {
    expect(() => segmentOf(sixSegments, { recency: 5, frequency: 0, spend: 1.5 })).toThrow(/recency.*frequency.*spend/)
    const fact = { customerId: "a", recencyDays: 1, frequency: 1, spendMinor: 1 }
    const score = { customerId: "b", recency: 1, frequency: 1, spend: 1 }
    expect(() => segmentSummaries(sixSegments, [fact], [score])).toThrow(/scores/)
    const summaries = segmentSummaries(sixSegments, [fact], [{ ...score, customerId: "a" }])
    expect(summaries.filter(({ customerCount }) => customerCount > 0)).toMatchObject([{ segment: { key: "asleep" } }])
  })
})
