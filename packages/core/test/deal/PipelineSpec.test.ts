import { describe, expect, test } from "vitest"
import { conditionFacts } from "../../src/deal/ConditionFacts.ts"
import type { FactValues } from "../../src/deal/ConditionFacts.ts"
import { compilePipeline, evaluateMove } from "../../src/deal/Gate.ts"
import type { Pipeline, Stage, Transition } from "../../src/deal/Pipeline.ts"
import { allowedTransitions, isFinalMeaning, outcomeOf, stageOf } from "../../src/deal/Pipeline.ts"
import { pipelinePresets } from "../../src/department/PipelinePresets.ts"

/** A deal of which everything that the ready pipelines ask for is there. */
const everything: FactValues = {
  "deal.amountMinor": 100_00,
  "deal.currency": "RUB",
  "deal.discountPercent": 5,
  "deal.lineCount": 2,
  "client.isKnown": true,
  "contacts.roles": ["decisionMaker"],
  "settlement.advancePaid": true,
  "settlement.overdueMinor": 0,
  "settlement.fullyPaid": true,
  "documents.allSigned": true,
  "documents.documented": true,
  "approvals.granted": [],
}

/** A deal of which nothing is there, and all of that is known. */
const nothing: FactValues = Object.fromEntries(
  conditionFacts.map(({ path, type }) => [path, type === "boolean" ? false : type === "textSet" ? [] : null]),
)

const gatesOf = (pipeline: Pipeline, { from, to, kind }: Transition): ReadonlyArray<string> => {
  const exit = kind === "forward" && stageOf(pipeline, from)?.exit !== undefined ? [`exit ${from}`] : []
  return [...exit, ...(stageOf(pipeline, to)?.entry === undefined ? [] : [`entry ${to}`])]
}

const pairs = (pipeline: Pipeline): ReadonlyArray<readonly [Stage, Stage]> =>
  pipeline.stages.flatMap((from) => pipeline.stages.map((to) => [from, to] as const))

describe.each(Object.entries(pipelinePresets))("every transition of %s", (_id, pipeline) => {
  const compiled = compilePipeline(pipeline)
  const judge = (from: string, to: string, facts: FactValues, reason?: string) =>
    evaluateMove({ pipeline: compiled, from, to, facts, ...(reason === undefined ? {} : { reason }) })
  const named = pipeline.transitions.map((transition) => [transition.from, transition.to, transition] as const)

  test.each(named)(
    "given a deal in %s with all there is to ask for, when it moves to %s with a reason, then it may",
    (from, to) => {
      expect(judge(from, to, everything, "because")).toMatchObject({ allowed: true, unmet: [] })
    },
  )

  test.each(named)(
    "given a deal in %s, when it moves to %s without a reason, then it may exactly where none is asked for",
    (from, to, transition) => {
      const asked = transition.requiresReason === true || transition.kind === "lose"
      const { allowed, unmet } = judge(from, to, everything)
      expect([allowed, unmet.map(({ code }) => code)]).toEqual([!asked, asked ? ["reasonRequired"] : []])
      // Going back, losing and opening again are never silent in the ready pipelines.
      expect(asked).toBe(transition.kind !== "forward")
    },
  )

  test.each(named)(
    "given a deal in %s with nothing there, when it moves to %s, then each of its gates names what it lacks",
    (from, to, transition) => {
      const { allowed, unmet } = judge(from, to, nothing, "because")
      const gates = gatesOf(pipeline, transition)
      expect(allowed).toBe(gates.length === 0)
      expect([...new Set(unmet.map(({ gate, stageId }) => `${gate} ${stageId}`))]).toEqual(gates)
      for (const { message } of unmet) {
        expect(message.en).toMatch(/^Required/)
        expect(message.ru).toMatch(/^Требуется/)
      }
    },
  )

  test.each(named)(
    "given a deal in %s of which the source carries nothing, when it moves to %s, then no gate opens for it",
    (from, to, transition) => {
      expect(judge(from, to, {}, "because").allowed).toBe(gatesOf(pipeline, transition).length === 0)
    },
  )

  test("given any two stages that no transition joins, when a deal moves between them, then it is told where it may go", () => {
    for (const [from, to] of pairs(pipeline)) {
      if (allowedTransitions(pipeline, from.id).some((transition) => transition.to === to.id)) continue
      const { allowed, unmet } = judge(from.id, to.id, everything, "because")
      expect([from.id, to.id, allowed]).toEqual([from.id, to.id, false])
      expect(unmet).toMatchObject([
        {
          code: "transitionNotAllowed",
          expected: allowedTransitions(pipeline, from.id).map((transition) => transition.to),
        },
      ])
    }
  })

  test("given a move forward, when it is made, then a won deal never becomes open by it, and a finished one never moves", () => {
    for (const { from, to, kind } of pipeline.transitions) {
      const [left, entered] = [stageOf(pipeline, from), stageOf(pipeline, to)]
      if (left === undefined || entered === undefined) expect.fail("transitions join stages")
      if (kind === "forward" && outcomeOf(left) === "won") expect(outcomeOf(entered)).toBe("won")
      expect(isFinalMeaning(left.meaning)).toBe(kind === "reopen")
      expect(entered.meaning === "lost").toBe(kind === "lose")
    }
  })
})
