import { maxScriptSteps, scriptProblems } from "@salesdept/core/script"
import type { ScriptStep } from "@salesdept/core/script"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const step = (id: string, ...to: ReadonlyArray<string | null>): ScriptStep => ({
  id,
  kind: "question",
  branches: to.map((target, at) => ({ when: at === to.length - 1 ? null : `answer-${at}`, to: target })),
  objections: [],
})
const codes = (steps: ReadonlyArray<ScriptStep>) => scriptProblems(steps).map(({ path, code }) => `${path} ${code}`)

describe("scriptProblems", () => {
  it("accepts a script whose every step is reached and can end, with loops", () => {
    expect(codes([step("hello", "needs"), step("needs", "needs", "offer"), step("offer", "needs", null)])).toEqual([])
  })

  it.each([
    ["nothing to say", [], ["steps script.stepCount"]],
    ["a name that stands twice", [step("a", "a"), step("a")], ["steps script.repeated"]],
    ["a branch to nowhere", [step("a", "b")], ["steps[0].branches[0].to script.stepUnknown"]],
    ["a step that is never reached", [step("a"), step("b")], ["steps[1] script.stepUnreachable"]],
    [
      "a dialog that never ends",
      [step("a", "b"), step("b", "a")],
      ["steps[0] script.endless", "steps[1] script.endless"],
    ],
  ])("refuses %s", (_, steps, expected) => {
    expect(codes(steps)).toEqual(expected)
  })

  it("refuses a branch after otherwise, and an objection that stands twice", () => {
    const otherwise: ScriptStep = {
      ...step("a"),
      branches: [
        { when: null, to: null },
        { when: "yes", to: "a" },
      ],
    }
    const objection = { id: "price", answerIds: ["value"] }
    expect(codes([otherwise])).toEqual(["steps[0].branches[1] script.branchUnreachable"])
    expect(codes([{ ...step("a"), objections: [objection, objection] }])).toEqual([
      "steps[0].objections script.repeated",
    ])
  })

  it("refuses too many steps", () => {
    const many = Array.from({ length: maxScriptSteps + 1 }, (_, at) => step(`s${at}`, `s${at + 1}`))
    expect(codes(many)).toEqual(["steps script.stepCount"])
  })

  it("says the same whatever the order of steps after the first", () => {
    const target = fc.option(fc.integer({ min: 0, max: 5 }))
    fc.assert(
      fc.property(fc.array(fc.array(target, { maxLength: 3 }), { minLength: 6, maxLength: 6 }), (graph) => {
        const steps = graph.map((to, at) => step(`s${at}`, ...to.map((next) => (next === null ? null : `s${next}`))))
        const [first, ...rest] = steps
        const named = (list: ReadonlyArray<ScriptStep>) =>
          new Set(scriptProblems(list).map(({ path, code }) => `${list[Number(/\d+/.exec(path)?.[0])]?.id} ${code}`))
        expect(named([first!, ...rest.toReversed()])).toEqual(named(steps))
      }),
    )
  })
})
