import { describe, expect, it } from "vitest"
import { readOptions } from "../src/BenchOptions.ts"
import { median, pairedRounds } from "../src/PairedRounds.ts"
import { resultTable } from "../src/ResultTable.ts"

describe("options", () => {
  it("run everything unless told otherwise", () => {
    expect(readOptions([])).toEqual({
      only: [
        "plan",
        "control",
        "move",
        "postgres-move",
        "import",
        "postgres-import",
        "duplicates",
        "fit",
        "read",
        "outbox",
        "gate",
        "start",
      ],
      isFull: false,
      isJson: false,
    })
    expect(readOptions(["--only", "import", "--full", "--json"])).toEqual({
      only: ["import"],
      isFull: true,
      isJson: true,
    })
  })

  it("refuse what there is not", () => {
    expect(() => readOptions(["--only", "speed"])).toThrow("no benchmark speed")
    expect(() => readOptions(["--fast"])).toThrow(TypeError)
  })
})

describe("paired rounds", () => {
  it("take the middle", () => {
    expect(median([5, 1, 3])).toBe(3)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  it("give each rival every round, in turn", async () => {
    const order: Array<string> = []
    const result = await pairedRounds({
      ours: { run: (round) => void order.push(`ours ${round}`) },
      theirs: { run: (round) => void order.push(`theirs ${round}`) },
      perRound: 10,
      rounds: 2,
      warmUps: 1,
      unit: "moves",
    })
    expect(order).toEqual(["ours 0", "theirs 0", "theirs 1", "ours 1", "ours 2", "theirs 2"])
    expect(result.ours.unit).toBe("moves")
    expect(result.ratio).toBeGreaterThan(0)
  })
})

describe("the table", () => {
  it("is aligned and marks what is below its target", () => {
    const speed = (perSecond: number) => ({ perSecond, unit: "moves" })
    const text = resultTable({
      comparisons: [
        { work: "move", rival: "by hand", target: 0.7, ratio: 0.7, ours: speed(7000), theirs: speed(10_000) },
        { work: "import", rival: "inserts", target: 0.5, ratio: 0.494, ours: speed(4.94), theirs: speed(10) },
        { work: "other", rival: "it", target: null, ratio: 2, ours: speed(2), theirs: speed(1) },
      ],
      figures: [{ name: "Floor", value: 4449.5, unit: "syncs/s" }],
    })
    expect(text.split("\n")).toEqual([
      "work    target  reached                  ours         rival's  rival",
      "move    ≥ 0.70     0.70  ok     7,000 moves/s  10,000 moves/s  by hand",
      "import  ≥ 0.50     0.49  below   4.94 moves/s    10.0 moves/s  inserts",
      "other              2.00          2.00 moves/s    1.00 moves/s  it",
      "",
      "Floor    4,450 syncs/s",
      "",
    ])
  })
})
