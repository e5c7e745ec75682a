import { describe, expect, test } from "vitest"
import type { FactValues } from "../../src/deal/ConditionFacts.ts"
import { compilePipeline, evaluateMove } from "../../src/deal/Gate.ts"
import { linearPipeline } from "../../src/deal/LinearPipeline.ts"
import type { Pipeline } from "../../src/deal/Pipeline.ts"
import { outcomeOf } from "../../src/deal/Pipeline.ts"
import { validatePipeline, validatePipelines } from "../../src/deal/PipelineCheck.ts"
import { finishGates, pipelinePresets } from "../../src/department/PipelinePresets.ts"

const all = Object.values(pipelinePresets)

const blocked = (pipeline: Pipeline, from: string, to: string, facts: FactValues) =>
  evaluateMove({ pipeline: compilePipeline(pipeline), from, to, facts }).unmet.map(({ code }) => code)

describe.each(Object.entries(pipelinePresets))("%s", (id, pipeline) => {
  test("may be activated, and is known by its own name", () => {
    expect(validatePipeline(pipeline)).toEqual([])
    expect(pipeline.id).toBe(id)
    expect(JSON.parse(JSON.stringify(pipeline))).toEqual(pipeline)
  })

  test("names every stage in Russian and English", () => {
    for (const { name } of pipeline.stages) {
      expect(name.en).toMatch(/^[A-Z][a-z ]+$/)
      expect(name.ru).toMatch(/^[А-Я][А-Яа-яё ]+$/)
    }
  })

  test("goes on after it is won: payment, fulfilment, documents, aftercare, done", () => {
    const won = pipeline.stages.filter((stage) => outcomeOf(stage) === "won").map(({ meaning }) => meaning)
    expect(won).toEqual(["awaitingPayment", "fulfilment", "awaitingDocuments", "aftercare", "done"])
  })

  test("a deal that meets every gate walks from the entry to done", () => {
    const facts: FactValues = {
      "deal.amountMinor": 100,
      "deal.currency": "RUB",
      "deal.lineCount": 1,
      "deal.discountPercent": 0,
      "client.isKnown": true,
      "contacts.roles": ["decisionMaker"],
      "settlement.advancePaid": true,
      "settlement.overdueMinor": 0,
      "settlement.fullyPaid": true,
      "documents.documented": true,
    }
    const path = pipeline.stages.filter(({ meaning }) => meaning !== "lost").map(({ id }) => id)
    expect(path.slice(1).flatMap((to, i) => blocked(pipeline, path[i] ?? "", to, facts))).toEqual([])
  })

  test("a contract needs amount and client; payment control, aftercare and done have their gates", () => {
    const index = pipeline.stages.findIndex(({ id }) => id === "contract")
    const before = pipeline.stages[index - 1]?.id ?? ""
    const none: FactValues = { "deal.amountMinor": null, "client.isKnown": false }
    expect(blocked(pipeline, before, "contract", none).slice(-4)).toEqual(
      expect.arrayContaining(["deal.amountMinor.isSet", "client.isKnown.is"]),
    )
    const afterPayment = pipeline.stages[index + 2]?.id ?? ""
    expect(
      blocked(pipeline, "paymentControl", afterPayment, {
        "settlement.advancePaid": false,
        "settlement.overdueMinor": 5,
      }),
    ).toEqual(["settlement.advancePaid.is", "settlement.overdueMinor.atMost"])
    const aftercare = pipeline.stages.find(({ meaning }) => meaning === "aftercare")?.id ?? ""
    const documents = pipeline.stages.find(({ meaning }) => meaning === "awaitingDocuments")?.id ?? ""
    expect(blocked(pipeline, documents, aftercare, {})).toEqual(["settlement.fullyPaid.is", "documents.documented.is"])
    expect(
      blocked(pipeline, aftercare, "done", { "settlement.fullyPaid": true, "documents.documented": null }),
    ).toEqual(["documents.documented.is"])
    expect(blocked(pipeline, aftercare, "done", {})).toEqual(["settlement.fullyPaid.is", "documents.documented.is"])
  })
})

test("finishing as the contract says asks for what is due by now, and for documents", () => {
  const pipeline = linearPipeline({
    id: "own",
    name: { en: "Own", ru: "Своя" },
    stages: [
      { id: "lead", name: { en: "Lead", ru: "Лид" }, meaning: "open" },
      {
        id: "done",
        name: { en: "Done", ru: "Завершена" },
        meaning: "done",
        entry: finishGates.paidAsContractedAndDocumented,
      },
    ],
    lost: { id: "lost", name: { en: "Lost", ru: "Проиграна" }, meaning: "lost" },
  })
  const facts: FactValues = {
    "settlement.advancePaid": true,
    "settlement.overdueMinor": 0,
    "settlement.fullyPaid": false,
    "documents.documented": true,
  }
  expect(blocked(pipeline, "lead", "done", facts)).toEqual([])
  expect(blocked(pipeline, "lead", "done", { ...facts, "settlement.overdueMinor": 1 })).toHaveLength(1)
  expect(blocked(pipeline, "lead", "done", { ...facts, "documents.documented": false })).toHaveLength(1)
})

test("all presets fit into one department", () => {
  expect(validatePipelines(all, "servicesWithActs")).toEqual([])
})

test("a large discount on a subscription needs an approval", () => {
  const facts: FactValues = {
    "deal.amountMinor": 100,
    "client.isKnown": true,
    "contacts.roles": ["decisionMaker"],
    "deal.discountPercent": 25,
    "approvals.granted": [],
  }
  expect(blocked(pipelinePresets.b2bSaas, "proposal", "contract", facts)).toEqual(["any"])
  expect(
    blocked(pipelinePresets.b2bSaas, "proposal", "contract", { ...facts, "approvals.granted": ["discount"] }),
  ).toEqual([])
  // Whoever takes the list price away has no smaller discount by it.
  expect(blocked(pipelinePresets.b2bSaas, "proposal", "contract", { ...facts, "deal.discountPercent": null })).toEqual([
    "any",
  ])
})
