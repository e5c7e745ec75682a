import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { fact } from "../../src/deal/ConditionBuilder.ts"
import type { FactValues } from "../../src/deal/ConditionFacts.ts"
import { compilePipeline, evaluateMove, moveFactGroups } from "../../src/deal/Gate.ts"
import { linearPipeline } from "../../src/deal/LinearPipeline.ts"
import { pipelinePresets } from "../../src/department/PipelinePresets.ts"
import { factValues } from "./conditionArbitrary.ts"

const pipeline = compilePipeline(
  linearPipeline({
    id: "gated",
    name: { en: "Gated", ru: "С условиями" },
    stages: [
      { id: "lead", name: { en: "Lead", ru: "Лид" }, meaning: "open", exit: fact("dialogs.count").atLeast(1) },
      {
        id: "contract",
        name: { en: "Contract", ru: "Договор" },
        meaning: "open",
        entry: fact("deal.amountMinor").isSet(),
        exit: fact("client.hasTaxId").is(true),
      },
      {
        id: "payment",
        name: { en: "Payment", ru: "Оплата" },
        meaning: "awaitingPayment",
        exit: fact("settlement.fullyPaid").is(true),
      },
      { id: "done", name: { en: "Done", ru: "Завершена" }, meaning: "done" },
    ],
    lost: { id: "lost", name: { en: "Lost", ru: "Проиграна" }, meaning: "lost" },
  }),
)

const lacks = (from: string, to: string, facts: FactValues, reason?: string) =>
  evaluateMove({ pipeline, from, to, facts, ...(reason === undefined ? {} : { reason }) }).unmet.map(
    ({ gate, stageId, code }) => [gate, stageId, code],
  )

describe("evaluateMove", () => {
  test("given both gates met, when moving forward, then the move is allowed and names its transition", () => {
    const facts: FactValues = { "dialogs.count": 1, "deal.amountMinor": 5 }
    expect(evaluateMove({ pipeline, from: "lead", to: "contract", facts })).toEqual({
      allowed: true,
      unmet: [],
      transition: { from: "lead", to: "contract", kind: "forward" },
    })
  })

  test("given exit and entry unmet, when moving forward, then both are listed at once, exit first", () => {
    expect(lacks("lead", "contract", { "dialogs.count": 0, "deal.amountMinor": null })).toEqual([
      ["exit", "lead", "dialogs.count.atLeast"],
      ["entry", "contract", "deal.amountMinor.isSet"],
    ])
  })

  test("given one gate unmet alone, when moving forward, then that one refuses", () => {
    expect(lacks("lead", "contract", { "dialogs.count": 1, "deal.amountMinor": null })).toEqual([
      ["entry", "contract", "deal.amountMinor.isSet"],
    ])
    expect(lacks("lead", "contract", { "dialogs.count": 0, "deal.amountMinor": 5 })).toEqual([
      ["exit", "lead", "dialogs.count.atLeast"],
    ])
  })

  test("given an unmet exit, when going back, then only the reason and the entry are asked for", () => {
    const facts: FactValues = { "settlement.fullyPaid": false, "deal.amountMinor": null }
    expect(lacks("payment", "contract", facts)).toEqual([
      ["transition", "payment", "reasonRequired"],
      ["entry", "contract", "deal.amountMinor.isSet"],
    ])
    expect(lacks("payment", "contract", { "deal.amountMinor": 5 }, "the contract has to be changed")).toEqual([])
  })

  test("given an unmet exit, when losing, then the deal can be lost with a reason; blank is no reason", () => {
    expect(lacks("payment", "lost", {}, "never paid")).toEqual([])
    expect(lacks("payment", "lost", {}, " \n")).toEqual([["transition", "payment", "reasonRequired"]])
  })

  test("losing asks for a reason also where the pipeline forgot to", () => {
    const { pipeline: source } = pipeline
    const transitions = source.transitions.map(({ from, to, kind }) => ({ from, to, kind }))
    const careless = compilePipeline({ ...source, transitions })
    expect(evaluateMove({ pipeline: careless, from: "lead", to: "lost", facts: {} }).allowed).toBe(false)
  })

  test("given no such transition, when moving, then the allowed stages are named", () => {
    const verdict = evaluateMove({ pipeline, from: "lead", to: "done", facts: {} })
    expect(verdict.transition).toBeNull()
    expect(verdict.unmet).toEqual([
      {
        kind: "transition",
        code: "transitionNotAllowed",
        expected: ["contract", "lost"],
        message: {
          en: "The pipeline has no move from “Lead” to “Done”; from there it may go to “Contract”, “Lost”",
          ru: "В воронке нет перехода «Лид» → «Завершена»; с этого этапа можно перейти: «Договор», «Проиграна»",
        },
        gate: "transition",
        stageId: "lead",
      },
    ])
    expect(lacks("lead", "lead", {})).toEqual([["transition", "lead", "transitionNotAllowed"]])
  })

  test("given unknown stages, when moving, then each is named", () => {
    expect(lacks("moon", "__proto__", {})).toEqual([
      ["transition", "moon", "stageUnknown"],
      ["transition", "__proto__", "stageUnknown"],
    ])
    expect(evaluateMove({ pipeline, from: "lead", to: "moon", facts: {} })).toMatchObject({
      allowed: false,
      unmet: [{ stageId: "moon", code: "stageUnknown" }],
    })
    expect(lacks("moon", "lead", {})).toEqual([["transition", "moon", "stageUnknown"]])
  })

  test("is a pure function whose answer is plain JSON: the dry run and the move cannot differ", () => {
    const compiled = compilePipeline(pipelinePresets.b2bSaas)
    const stageIds = pipelinePresets.b2bSaas.stages.map(({ id }) => id)
    fc.assert(
      fc.property(fc.constantFrom(...stageIds), fc.constantFrom(...stageIds), factValues, (from, to, facts) => {
        const verdict = evaluateMove({ pipeline: compiled, from, to, facts })
        expect(verdict.allowed).toBe(verdict.unmet.length === 0)
        expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
        expect(evaluateMove({ pipeline: compilePipeline(pipelinePresets.b2bSaas), from, to, facts })).toEqual(verdict)
      }),
    )
  })
})

describe("moveFactGroups", () => {
  test("names what the move reads and nothing more", () => {
    expect(moveFactGroups(pipeline, "lead", "contract")).toEqual(["deal", "dialogs"])
    expect(moveFactGroups(pipeline, "payment", "contract")).toEqual(["deal"])
    expect(moveFactGroups(pipeline, "payment", "lost")).toEqual([])
    expect(moveFactGroups(pipeline, "lead", "moon")).toEqual([])
  })

  test("facts of other groups never change the verdict", () => {
    const compiled = compilePipeline(pipelinePresets.servicesWithActs)
    const { transitions } = pipelinePresets.servicesWithActs
    fc.assert(
      fc.property(fc.constantFrom(...transitions), factValues, ({ from, to }, facts) => {
        // The deal's own facts are there whatever is read.
        const groups: ReadonlyArray<string> = ["deal", ...moveFactGroups(compiled, from, to)]
        const needed = Object.fromEntries(
          Object.entries(facts).filter(([path]) => groups.includes(path.split(".")[0] ?? "")),
        ) as FactValues
        const move = { pipeline: compiled, from, to, reason: "agreed" }
        expect(evaluateMove({ ...move, facts: needed })).toEqual(evaluateMove({ ...move, facts }))
      }),
    )
  })
})

describe("roles of a transition", () => {
  const base = pipelinePresets.servicesWithActs
  const kept = compilePipeline({
    ...base,
    transitions: base.transitions.map((each) => (each.kind === "back" ? { ...each, roles: ["head"] } : each)),
  })
  const back = { pipeline: kept, from: "contact", to: "newLead", facts: {}, reason: "wrong number" }

  test("given no role, when moved, then refused with the roles that may", () => {
    const { allowed, unmet } = evaluateMove(back)
    expect(allowed).toBe(false)
    expect(unmet).toMatchObject([{ kind: "transition", code: "roleRequired", expected: ["head"], gate: "transition" }])
    expect(evaluateMove({ ...back, roles: ["rep"] }).allowed).toBe(false)
  })

  test("given one of the roles, when moved, then allowed; other transitions are everybody's", () => {
    expect(evaluateMove({ ...back, roles: ["rep", "head"] }).allowed).toBe(true)
    expect(evaluateMove({ ...back, to: "needs" }).allowed).toBe(true)
    const two = base.transitions.map((each) => (each.kind === "back" ? { ...each, roles: ["head", "owner"] } : each))
    const either = { ...back, pipeline: compilePipeline({ ...base, transitions: two }) }
    expect(evaluateMove({ ...either, roles: ["owner"] }).allowed).toBe(true)
    expect(evaluateMove({ ...either, roles: ["rep"] }).allowed).toBe(false)
  })

  test("given neither role nor reason, when moved, then both are named at once", () => {
    const { reason: _reason, ...silent } = back
    expect(evaluateMove(silent).unmet.map(({ code }) => code)).toEqual(["roleRequired", "reasonRequired"])
  })
})
