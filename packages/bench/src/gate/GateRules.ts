import { all, compilePipeline, evaluateMove, fact } from "@salesdept/core/deal"
import type { FactValues, Pipeline } from "@salesdept/core/deal"
import { Engine } from "json-rules-engine"
import type { NestedCondition } from "json-rules-engine"
import { and, setup, transition } from "xstate"

/** The limits of the gate, the same for all three. */
const limits = {
  amountMinor: 100_000_00,
  discountPercent: 15,
  lines: 1,
  role: "decisionMaker",
  stepInDays: 14,
  dialogs: 2,
  segments: ["large", "middle"],
  overdueMinor: 0 as const,
}

const pipeline: Pipeline = {
  id: "sales",
  version: 1,
  name: { en: "Sales", ru: "Продажи" },
  stages: [
    { id: "proposal", name: { en: "Proposal", ru: "Предложение" }, meaning: "open" },
    {
      id: "contract",
      name: { en: "Contract", ru: "Договор" },
      meaning: "open",
      entry: all(
        fact("deal.amountMinor").atLeast({ amountMinor: limits.amountMinor, currency: "RUB" }),
        fact("deal.discountPercent").atMost(limits.discountPercent),
        fact("deal.lineCount").atLeast(limits.lines),
        fact("client.isKnown").is(true),
        fact("client.hasTaxId").is(true),
        fact("contacts.roles").has(limits.role),
        fact("nextStep.dueInDays").atMost(limits.stepInDays),
        fact("dialogs.count").atLeast(limits.dialogs),
        fact("client.segment").in("large", "middle"),
        fact("settlement.overdueMinor").atMost(limits.overdueMinor),
      ),
    },
  ],
  transitions: [{ from: "proposal", to: "contract", kind: "forward" }],
}

/** Facts of deals: every second one passes the gate, each of the others fails it in one or two of its ten conditions. */
export const factsOf = (count: number): ReadonlyArray<FactValues> =>
  Array.from({ length: count }, (_, index): FactValues => {
    const lacks = index % 2 === 0 ? -1 : (index >> 1) % 10
    return {
      "deal.amountMinor": lacks === 0 ? 50_000_00 : 120_000_00 + index,
      "deal.currency": "RUB",
      "deal.discountPercent": lacks === 1 ? 30 : 5,
      "deal.lineCount": lacks === 2 ? 0 : 3,
      "client.isKnown": true,
      "client.hasTaxId": lacks !== 3 && lacks !== 4,
      "contacts.roles": lacks === 5 ? ["user"] : ["user", "decisionMaker"],
      "nextStep.dueInDays": lacks === 6 ? 30 : 3,
      "dialogs.count": lacks === 7 || lacks === 0 ? 0 : 4,
      "client.segment": lacks === 8 ? "small" : "middle",
      "settlement.overdueMinor": lacks === 9 ? 1 : 0,
    }
  })

/** Judges one deal: whether it may enter. */
export type Judge = (facts: FactValues) => boolean | Promise<boolean>

/** Ours: says also everything that is lacking. */
export const ours = (): ((facts: FactValues) => boolean) => {
  const compiled = compilePipeline(pipeline)
  return (facts) => evaluateMove({ pipeline: compiled, from: "proposal", to: "contract", facts }).allowed
}

const number = (value: unknown): number => (typeof value === "number" ? value : Number.NaN)

/** What a machine of xstate with ten guards can be asked. */
export interface XstateJudges {
  /** Whether a deal that is stored in a stage may move, by the step itself: the state is made of the stage, then stepped. */
  readonly ofStored: (facts: FactValues) => boolean
  /** Whether the machine can step, asked of one state that is kept. */
  readonly ofKept: (facts: FactValues) => boolean
}

/** A machine of xstate whose transition has ten guards. */
export const withXstate = (): XstateJudges => {
  const names = [
    "amount",
    "discount",
    "lines",
    "known",
    "taxId",
    "role",
    "step",
    "dialogs",
    "segment",
    "overdue",
  ] as const
  const machine = setup({
    types: { events: {} as { readonly type: "move"; readonly facts: FactValues } },
    guards: {
      amount: ({ event: { facts } }) =>
        number(facts["deal.amountMinor"]) >= limits.amountMinor && facts["deal.currency"] === "RUB",
      discount: ({ event: { facts } }) => number(facts["deal.discountPercent"]) <= limits.discountPercent,
      lines: ({ event: { facts } }) => number(facts["deal.lineCount"]) >= limits.lines,
      known: ({ event: { facts } }) => facts["client.isKnown"] === true,
      taxId: ({ event: { facts } }) => facts["client.hasTaxId"] === true,
      role: ({ event: { facts } }) => facts["contacts.roles"]?.includes(limits.role) === true,
      step: ({ event: { facts } }) => number(facts["nextStep.dueInDays"]) <= limits.stepInDays,
      dialogs: ({ event: { facts } }) => number(facts["dialogs.count"]) >= limits.dialogs,
      segment: ({ event: { facts } }) => limits.segments.includes(facts["client.segment"] ?? ""),
      overdue: ({ event: { facts } }) => number(facts["settlement.overdueMinor"]) <= limits.overdueMinor,
    },
  }).createMachine({
    initial: "proposal",
    states: { proposal: { on: { move: { target: "contract", guard: and([...names]) } } }, contract: {} },
  })
  const kept = machine.resolveState({ value: "proposal" })
  return {
    ofStored: (facts) => {
      const state = machine.resolveState({ value: "proposal" })
      return transition(machine, state, { type: "move", facts })[0].value === "contract"
    },
    ofKept: (facts) => kept.can({ type: "move", facts }),
  }
}

/** A rule of json-rules-engine with the same ten conditions. */
export const withJsonRules = (): ((facts: FactValues) => Promise<boolean>) => {
  const condition = (name: string, operator: string, value: unknown): NestedCondition => ({
    fact: name,
    operator,
    value,
  })
  const engine = new Engine(
    [
      {
        event: { type: "allowed" },
        conditions: {
          all: [
            condition("deal.amountMinor", "greaterThanInclusive", limits.amountMinor),
            condition("deal.discountPercent", "lessThanInclusive", limits.discountPercent),
            condition("deal.lineCount", "greaterThanInclusive", limits.lines),
            condition("client.isKnown", "equal", true),
            condition("client.hasTaxId", "equal", true),
            condition("contacts.roles", "contains", limits.role),
            condition("nextStep.dueInDays", "lessThanInclusive", limits.stepInDays),
            condition("dialogs.count", "greaterThanInclusive", limits.dialogs),
            condition("client.segment", "in", limits.segments),
            condition("settlement.overdueMinor", "lessThanInclusive", limits.overdueMinor),
          ],
        },
      },
    ],
    { allowUndefinedFacts: true },
  )
  return async (facts) => (await engine.run({ ...facts })).events.length === 1
}
