import fc from "fast-check"
import type { Condition, FactCondition } from "../../src/deal/Condition.ts"
import type { FactType, FactValues } from "../../src/deal/ConditionFacts.ts"
import { conditionFacts, operatorsOf } from "../../src/deal/ConditionFacts.ts"

const text = fc.constantFrom("RUB", "USD", "a", "b", "c")
const number = fc.integer({ min: -3, max: 3 })
const money = fc.oneof(fc.constant(0), fc.record({ amountMinor: number, currency: fc.constantFrom("RUB", "USD") }))

const limitOf = (type: FactType, op: string): fc.Arbitrary<unknown> => {
  if (op === "in" || op === "notIn") return fc.array(text, { minLength: 1, maxLength: 3 })
  if (type === "boolean") return fc.boolean()
  if (type === "number") return number
  return type === "money" ? money : text
}

/** Questions about any fact, with small values, so that equal ones are common. */
export const factCondition: fc.Arbitrary<FactCondition> = fc.constantFrom(...conditionFacts).chain(({ path, type }) =>
  fc.constantFrom(...operatorsOf[type]).chain((op) => {
    const presence = op === "isSet" || op === "isAbsent"
    const fields = { fact: fc.constant(path), op: fc.constant(op), ...(presence ? {} : { value: limitOf(type, op) }) }
    return fc.record(fields) as fc.Arbitrary<FactCondition>
  }),
)

/** Conditions within the bounds. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => {
  const parts = fc.array(tie("node"), { minLength: 1, maxLength: 3 })
  return {
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      factCondition,
      parts.map((all) => ({ all })),
      parts.map((any) => ({ any })),
      tie("node").map((not) => ({ not })),
    ),
  }
}).node

const valueOf = (type: FactType): fc.Arbitrary<unknown> => {
  if (type === "boolean") return fc.boolean()
  if (type === "textSet") return fc.array(text, { maxLength: 3 })
  return type === "text" ? text : number
}

/** Facts of which some are absent (null) and some are not carried (no key). */
export const factValues: fc.Arbitrary<FactValues> = fc.record(
  Object.fromEntries(conditionFacts.map(({ path, type }) => [path, fc.option(valueOf(type), { nil: null })])),
  { requiredKeys: [] },
) as fc.Arbitrary<FactValues>
