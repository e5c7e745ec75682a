import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { linearPipeline } from "../../src/deal/LinearPipeline.ts"
import type { Pipeline, Stage, StageMeaning, Transition } from "../../src/deal/Pipeline.ts"
import { allowedTransitions, entryStage, isWonMeaning, outcomeOf, stageOf } from "../../src/deal/Pipeline.ts"
import { validatePipeline, validatePipelines } from "../../src/deal/PipelineCheck.ts"
import { PipelineInvalid } from "../../src/deal/PipelineErrors.ts"

const stage = (id: string, meaning: StageMeaning, rest: Partial<Stage> = {}): Stage => ({
  id,
  name: { en: id, ru: id },
  meaning,
  ...rest,
})

const lost = stage("lost", "lost")
const simple = linearPipeline({
  id: "simple",
  name: { en: "Simple", ru: "Простая" },
  stages: [
    stage("lead", "open"),
    stage("talk", "open"),
    stage("contract", "open"),
    stage("payment", "awaitingPayment"),
    stage("done", "done"),
  ],
  lost,
  skips: [{ from: "lead", to: "contract" }],
})

const problems = (change: Partial<Pipeline>) =>
  validatePipeline({ ...simple, ...change }).map(({ path, code }) => [path, code.replace("pipeline.", "")])

const withTransition = (transition: Transition) => problems({ transitions: [...simple.transitions, transition] })
const without = (refused: (transition: Transition) => boolean) =>
  problems({ transitions: simple.transitions.filter((transition) => !refused(transition)) })

describe("stages", () => {
  test("the outcome is derived: open, lost, and won for every other meaning", () => {
    const meanings: ReadonlyArray<StageMeaning> = [
      "open",
      "awaitingPayment",
      "fulfilment",
      "awaitingDocuments",
      "aftercare",
      "done",
      "lost",
    ]
    expect(meanings.map((meaning) => outcomeOf({ meaning }))).toEqual([
      "open",
      "won",
      "won",
      "won",
      "won",
      "won",
      "lost",
    ])
    for (const meaning of meanings) expect(isWonMeaning(meaning)).toBe(outcomeOf({ meaning }) === "won")
  })

  test("the entry is the first open stage or the one declared", () => {
    expect(entryStage(simple)?.id).toBe("lead")
    expect(entryStage({ ...simple, entryStageId: "talk" })?.id).toBe("talk")
    expect(stageOf(simple, "__proto__")).toBeUndefined()
  })
})

describe("linearPipeline", () => {
  test("next stage, declared skip, back with a reason, lost from open and payment, reopen", () => {
    const moves = (from: string) =>
      allowedTransitions(simple, from).map(({ to, kind, requiresReason }) => [to, kind, requiresReason === true])
    expect(moves("lead")).toEqual([
      ["talk", "forward", false],
      ["contract", "forward", false],
      ["lost", "lose", true],
    ])
    expect(moves("payment")).toEqual([
      ["done", "forward", false],
      ["contract", "back", true],
      ["lost", "lose", true],
    ])
    expect(moves("done")).toEqual([["payment", "reopen", true]])
    expect(moves("lost")).toEqual([["lead", "reopen", true]])
  })

  test("back to any earlier stage or to none", () => {
    const options = { id: "p", name: simple.name, stages: simple.stages.slice(0, -1), lost }
    const [first, ...others] = options.stages
    const backs = (back: "any" | "none") =>
      linearPipeline({ ...options, stages: [first!, ...others], back })
        .transitions.filter(({ kind }) => kind === "back")
        .map(({ from, to }) => `${from}-${to}`)
    expect(backs("any")).toEqual([
      "talk-lead",
      "contract-lead",
      "contract-talk",
      "payment-lead",
      "payment-talk",
      "payment-contract",
    ])
    expect(backs("none")).toEqual([])
  })

  test("with any mix of stages between the ends, the result is valid", () => {
    const meaning = fc.constantFrom<StageMeaning>("awaitingPayment", "fulfilment", "awaitingDocuments", "aftercare")
    fc.assert(
      fc.property(
        fc.array(fc.constant<StageMeaning>("open"), { minLength: 1, maxLength: 6 }),
        fc.array(meaning, { maxLength: 5 }),
        fc.constantFrom("previous" as const, "any" as const),
        (open, won, back) => {
          const [first, ...others] = [...open, ...won, "done" as const].map((meaning, i) => stage(`s${i}`, meaning))
          const pipeline = linearPipeline({ id: "p", name: simple.name, stages: [first!, ...others], lost, back })
          expect(validatePipeline(pipeline)).toEqual([])
        },
      ),
    )
  })
})

describe("validatePipeline", () => {
  test("a sound pipeline has no problems", () => {
    expect(validatePipeline(simple)).toEqual([])
  })

  test("ids, versions, names and limits", () => {
    expect(problems({ id: "", version: 0, name: { en: "x", ru: " " } })).toEqual([
      ["id", "idInvalid"],
      ["version", "versionInvalid"],
      ["name", "nameMissing"],
    ])
    const stages = simple.stages.with(1, stage("constructor", "open", { limitDays: 0 }))
    expect(problems({ stages, transitions: [] }).slice(0, 2)).toEqual([
      ["stages[1].id", "idInvalid"],
      ["stages[1].limitDays", "limitInvalid"],
    ])
    expect(problems({ stages: [...simple.stages, stage("talk", "open")] })).toContainEqual([
      "stages[6].id",
      "stageDuplicate",
    ])
  })

  test("exactly one entry, and it is open", () => {
    expect(problems({ entryStageId: "nowhere" })).toContainEqual(["entryStageId", "entryMissing"])
    expect(problems({ entryStageId: "payment" })).toContainEqual(["entryStageId", "entryNotOpen"])
    expect(problems({ stages: [stage("payment", "awaitingPayment"), stage("done", "done"), lost] })).toContainEqual([
      "stages",
      "entryMissing",
    ])
  })

  test("a done stage and a lost stage", () => {
    const open = [stage("lead", "open"), stage("talk", "open")]
    expect(problems({ stages: open, transitions: [{ from: "lead", to: "talk", kind: "forward" }] })).toEqual([
      ["stages", "doneMissing"],
      ["stages", "lostMissing"],
      ["stages[0]", "doneUnreachable"],
      ["stages[0]", "lostUnreachable"],
      ["stages[1]", "doneUnreachable"],
      ["stages[1]", "lostUnreachable"],
    ])
  })

  test("unreachable stages", () => {
    expect(without(({ to }) => to === "payment")).toEqual([
      ["stages[0]", "doneUnreachable"],
      ["stages[1]", "doneUnreachable"],
      ["stages[2]", "doneUnreachable"],
      ["stages[3]", "stageUnreachable"],
      ["stages[4]", "stageUnreachable"],
    ])
  })

  test("dead ends, also where reopening a lost deal would lead on", () => {
    expect(without(({ from, kind }) => from === "payment" && kind !== "lose")).toContainEqual([
      "stages[3]",
      "doneUnreachable",
    ])
    expect(without(({ from, kind }) => from === "payment" && kind !== "forward")).toEqual([
      ["stages[3]", "lostUnreachable"],
    ])
  })

  test("transitions between known stages, once, open to somebody", () => {
    expect(withTransition({ from: "lead", to: "moon", kind: "forward" })).toEqual([
      ["transitions[14].to", "transitionStageUnknown"],
    ])
    expect(withTransition({ from: "lead", to: "talk", kind: "forward" })).toEqual([
      ["transitions[14]", "transitionDuplicate"],
    ])
    expect(withTransition({ from: "lead", to: "payment", kind: "forward", roles: [] })).toEqual([
      ["transitions[14].roles", "rolesEmpty"],
    ])
  })

  test.each<[string, Transition]>([
    ["forward to an earlier stage", { from: "contract", to: "lead", kind: "forward" }],
    ["forward to the same stage", { from: "lead", to: "lead", kind: "forward" }],
    ["back to a later stage", { from: "lead", to: "payment", kind: "back" }],
    ["lose to an open stage", { from: "lead", to: "payment", kind: "lose" }],
    ["reopen from an open stage", { from: "lead", to: "payment", kind: "reopen" }],
    ["forward out of lost", { from: "lost", to: "talk", kind: "forward" }],
    ["back out of done", { from: "done", to: "talk", kind: "back" }],
    ["reopen into a finished stage", { from: "lost", to: "done", kind: "reopen" }],
    ["lose from a finished stage", { from: "done", to: "lost", kind: "lose" }],
  ])("%s is refused", (_, transition) => {
    expect(withTransition(transition)).toEqual([["transitions[14].kind", "transitionKind"]])
  })

  test("forward never turns a won deal into an open one", () => {
    const stages = [
      stage("lead", "open"),
      stage("payment", "awaitingPayment"),
      stage("talk", "open"),
      stage("done", "done"),
    ] as const
    const pipeline = linearPipeline({ id: "p", name: simple.name, stages, lost })
    expect(validatePipeline(pipeline).map(({ code }) => code)).toEqual(["pipeline.transitionKind"])
  })

  test("conditions are checked where they stand; an exit that is never asked for is refused", () => {
    const broken = { fact: "deal.lineCount", op: "has", value: "x" } as unknown as NonNullable<Stage["exit"]>
    const stages = simple.stages
      .with(1, stage("talk", "open", { entry: { all: [broken] } }))
      .with(4, stage("done", "done", { exit: { fact: "deal.lineCount", op: "isSet" } }))
    expect(validatePipeline({ ...simple, stages }).map(({ path, code }) => [path, code])).toEqual([
      ["stages[1].entry.all[0].op", "condition.operatorUnknown"],
      ["stages[4].exit", "pipeline.exitUnused"],
    ])
  })

  test("the error carries every problem in both languages", () => {
    const error = new PipelineInvalid("simple", validatePipeline({ ...simple, version: 0.5 }))
    expect(error.messages).toEqual({
      en: "The pipeline simple cannot be activated: version: must be a whole number from 1",
      ru: "Воронку simple нельзя включить: version: должна быть целым числом от 1",
    })
    expect(error.data.problems).toHaveLength(1)
  })
})

describe("validatePipelines", () => {
  test("versions of one pipeline stand together; the default is one of the pipelines", () => {
    expect(validatePipelines([simple, { ...simple, version: 2 }], "simple")).toEqual([])
    const codes = (pipelines: ReadonlyArray<Pipeline>, id: string) =>
      validatePipelines(pipelines, id).map(({ path, code }) => [path, code])
    expect(codes([simple, { ...simple, version: 1 }], "simple")).toEqual([["[1]", "pipeline.versionDuplicate"]])
    expect(codes([simple], "other")).toEqual([["", "pipeline.defaultUnknown"]])
    expect(validatePipelines([simple], "other")[0]?.message.en).toContain('no "other", the default pipeline')
    expect(codes([], "simple")).toEqual([["", "pipeline.defaultUnknown"]])
    expect(codes([simple, { ...simple, version: 2, name: { en: "", ru: "" } }], "simple")).toEqual([
      ["[1].name", "pipeline.nameMissing"],
    ])
  })
})
