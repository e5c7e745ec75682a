import { describe, expect, it } from "vitest"
import { linearPipeline } from "../../src/deal/LinearPipeline.ts"
import type { Pipeline, RetiredStage, StageMeaning } from "../../src/deal/Pipeline.ts"
import { placedVisits, stagePlaces } from "../../src/deal/StagePlaces.ts"

const named = (id: string, meaning: StageMeaning) => ({ id, name: { en: id, ru: id }, meaning })

const version = (
  number: number,
  [entry, ...stages]: readonly [string, ...ReadonlyArray<string>],
  retired: { readonly [stageId: string]: string } = {},
): Pipeline => ({
  ...linearPipeline({
    id: "sales",
    name: { en: "Sales", ru: "Продажи" },
    stages: [
      named(entry, "open"),
      ...stages.map((id) => named(id, "open")),
      named("paid", "awaitingPayment"),
      named("done", "done"),
    ],
    lost: named("lost", "lost"),
  }),
  version: number,
  retiredStages: Object.entries(retired).map(([stageId, to]): RetiredStage => ({ stageId, to })),
})

describe("stages of earlier versions", () => {
  const first = version(1, ["a", "b", "c", "d"])

  it("count with those that took their deals, through any number of versions, in any order of the list", () => {
    const second = version(2, ["a", "c", "d"], { b: "c" })
    const third = version(3, ["a", "d"], { c: "d" })
    const { placeOf, goneBehind } = stagePlaces([second, third, first])
    expect(["a", "b", "c", "d", "lost", "unheardOf"].map(placeOf)).toEqual(["a", "d", "d", "d", "lost", "unheardOf"])
    expect(goneBehind("a")).toEqual([])
    // It came back under its own name.
    expect(stagePlaces([first, second, version(3, ["a", "b", "c", "d"])]).placeOf("b")).toBe("b")
  })

  it("are behind what they stood behind where they went without a word, or into another outcome", () => {
    for (const second of [version(2, ["a", "c", "d"]), version(2, ["a", "c", "d"], { b: "lost" })]) {
      const { placeOf, goneBehind } = stagePlaces([first, second])
      expect(placeOf("b")).toBe("b")
      expect(["a", "c", "d"].map(goneBehind)).toEqual([["b"], [], []])
    }
    expect(stagePlaces([first, version(2, ["a", "d"], { b: "c" })]).placeOf("b")).toBe("b")
    // Round in a circle: each was said to take the other's deals.
    const circle = [first, version(2, ["a", "c", "d"], { b: "c" }), version(3, ["a", "b", "d"], { c: "b" })]
    expect(stagePlaces([...circle, version(4, ["a", "d"])]).goneBehind("a")).toEqual(["b", "c"])
  })

  it("make one stay of two that follow each other, unless a part of it is not known", () => {
    const stay = { nextStageId: null, leftAt: null, seconds: 60, workMinutes: 1 }
    const [first, second] = ["2026-02-02T09:00:00.000Z", "2026-02-02T09:01:00.000Z"] as const
    const b = { ...stay, stageId: "b", enteredAt: first, leftAt: second, nextStageId: "c" }
    const c = { ...stay, stageId: "c", enteredAt: second }
    const places = stagePlaces([version(1, ["a", "b", "c"]), version(2, ["a", "c"], { b: "c" })])
    expect(placedVisits([b, c], places)).toEqual([{ ...c, enteredAt: first, seconds: 120, workMinutes: 2 }])
    const unknown = { ...b, enteredAt: null, seconds: null, workMinutes: null }
    expect(placedVisits([unknown, c], places)).toEqual([{ ...c, enteredAt: null, seconds: null, workMinutes: null }])
  })
})
