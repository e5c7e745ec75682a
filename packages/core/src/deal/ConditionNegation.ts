import type { Condition, FactCondition } from "./Condition.ts"
import type { Operator } from "./ConditionFacts.ts"

const opposites = {
  is: "isNot",
  isNot: "is",
  atLeast: "below",
  below: "atLeast",
  atMost: "above",
  above: "atMost",
  in: "notIn",
  notIn: "in",
  has: "hasNot",
  hasNot: "has",
  isSet: "isAbsent",
  isAbsent: "isSet",
} as const satisfies { readonly [Op in Operator]: Operator }

const negatedFact = (condition: FactCondition): FactCondition => {
  if ("value" in condition && typeof condition.value === "boolean") {
    return { ...condition, value: !condition.value }
  }
  // Every type but boolean has an operator together with its opposite.
  return { ...condition, op: opposites[condition.op] } as FactCondition
}

/**
 * The condition that is true exactly where the given one is false, and unknown exactly where it is unknown; without `not`
 * inside: `atLeast` becomes `below`, `all` becomes `any` of the opposites. It shows people what a negated rule asks for.
 *
 * @param condition - a checked condition
 */
export const negated = (condition: Condition): Condition => {
  if ("all" in condition) return { any: condition.all.map(negated) }
  if ("any" in condition) return { all: condition.any.map(negated) }
  if ("not" in condition) return positive(condition.not)
  return negatedFact(condition)
}

const positive = (condition: Condition): Condition => {
  if ("all" in condition) return { all: condition.all.map(positive) }
  if ("any" in condition) return { any: condition.any.map(positive) }
  if ("not" in condition) return negated(condition.not)
  return condition
}
