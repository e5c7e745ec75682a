import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import type { CustomFactPath, FactGroup, FactPath, FactPathOf, FactValue, Operator } from "./ConditionFacts.ts"
import { customFactOf, factGroupOrder, factOf } from "./ConditionFacts.ts"
import type { GrantedOtherwise } from "./GrantedOtherwise.ts"

/**
 * What a money fact is compared with: an amount with its currency, or the plain number 0, which is the same in every
 * currency ("nothing overdue").
 */
export type MoneyLimit = Money | 0

/** A question about one fact. `isSet` and `isAbsent` take no value. */
export type FactCondition =
  | { readonly fact: FactPathOf<"boolean">; readonly op: "is"; readonly value: boolean }
  | { readonly fact: FactPathOf<"number">; readonly op: ComparisonOperator; readonly value: number }
  | { readonly fact: FactPathOf<"money">; readonly op: ComparisonOperator; readonly value: MoneyLimit }
  | { readonly fact: FactPathOf<"text">; readonly op: "is" | "isNot"; readonly value: string }
  | { readonly fact: FactPathOf<"text">; readonly op: "in"; readonly value: ReadonlyArray<string> }
  | { readonly fact: FactPathOf<"text">; readonly op: "notIn"; readonly value: ReadonlyArray<string> }
  | { readonly fact: FactPathOf<"textSet">; readonly op: "has" | "hasNot"; readonly value: string }
  | {
      readonly fact: FactPathOf<"boolean" | "number" | "money" | "text"> | CustomFactPath
      readonly op: "isSet" | "isAbsent"
    }
  | { readonly fact: CustomFactPath; readonly op: "is"; readonly value: boolean }
  | { readonly fact: CustomFactPath; readonly op: ComparisonOperator; readonly value: number | Money }
  | { readonly fact: CustomFactPath; readonly op: "is" | "isNot"; readonly value: string }
  | { readonly fact: CustomFactPath; readonly op: "has" | "hasNot"; readonly value: string }
  | { readonly fact: CustomFactPath; readonly op: "in"; readonly value: ReadonlyArray<string> }
  | { readonly fact: CustomFactPath; readonly op: "notIn"; readonly value: ReadonlyArray<string> }

/** Operators that compare numbers and money: `atLeast` and `atMost` include the value, `above` and `below` do not. */
export type ComparisonOperator = "is" | "isNot" | "atLeast" | "atMost" | "above" | "below"

/**
 * A rule as data: JSON-safe, without code, checked before use by `readCondition`.
 *
 * It has three truth values, by Kleene's strong logic (S. C. Kleene, *Introduction to Metamathematics*, 1952, §64): true,
 * false and unknown. A comparison is unknown when its fact is absent, when the source does not carry it, or when it is in
 * another currency; `isSet` and `isAbsent` are unknown only when the source does not carry the fact. `all` is the least of
 * its parts, `any` the greatest, `not` turns true and false round and leaves unknown as it is. Only true opens a gate: an
 * unknown fact never does, under `not` neither.
 *
 * @example
 * ```ts
 * import { compileCondition } from "@salesdept/core/deal/gates"
 * import type { Condition } from "@salesdept/core/deal/gates"
 *
 * const condition: Condition = {
 *   all: [
 *     { fact: "deal.amountMinor", op: "isSet" },
 *     { any: [
 *       { fact: "deal.discountPercent", op: "atMost", value: 15 },
 *       { fact: "approvals.granted", op: "has", value: "discount" },
 *     ] },
 *   ],
 * }
 * compileCondition(condition)({ "deal.amountMinor": 95_000_00, "deal.discountPercent": 10 }).met // true
 * ```
 */
export type Condition =
  | { readonly all: ReadonlyArray<Condition> }
  | { readonly any: ReadonlyArray<Condition> }
  | { readonly not: Condition }
  | FactCondition

/** The value of a condition, whichever its fact; null for operators without one. */
export type ConditionValue = boolean | number | string | Money | ReadonlyArray<string> | null

/**
 * Why a question about a fact is not met: the fact says otherwise (`unmet`), it has no value (`absent`), the source does
 * not carry it (`notObservable`), or the deal is in another currency than the limit (`otherCurrency`). All but the first
 * mean that the answer is unknown.
 */
export type UnmetState = "unmet" | "absent" | "notObservable" | "otherCurrency"

/** A question about a fact that is not met. */
export interface UnmetFact {
  /** Tells the two kinds of {@link Unmet} apart. */
  readonly kind: "fact"
  /** Stable code: the fact's path and the operator. Under `not` the opposite operator, since that is what is required. */
  readonly code: `${FactPath | CustomFactPath}.${Operator}`
  /** The fact. */
  readonly path: FactPath | CustomFactPath
  /** The operator that is required. */
  readonly op: Operator
  /** The value that is required; null for `isSet` and `isAbsent`. */
  readonly expected: ConditionValue
  /** The value that the fact has; null where there is none. Money is in minor units of the deal's currency. */
  readonly actual: FactValue | null
  /** Why it is not met. */
  readonly state: UnmetState
  /** Where an approval is required: those of its kind that are granted, but for other terms than the deal's; absent where there is none. */
  readonly granted?: ReadonlyArray<GrantedOtherwise>
  /** What is required, for people. */
  readonly message: Message
}

/** A choice of which no alternative is met. */
export interface UnmetAny {
  /** Tells the two kinds of {@link Unmet} apart. */
  readonly kind: "any"
  /** Stable code. */
  readonly code: "any"
  /** Per alternative, what it lacks; meeting all of any one list is enough. */
  readonly alternatives: ReadonlyArray<ReadonlyArray<Unmet>>
  /** What is required, for people. */
  readonly message: Message
}

/** One thing that a condition lacks. */
export type Unmet = UnmetFact | UnmetAny

/** The answer to a condition. */
export interface Verdict {
  /** Whether the condition is true. Unknown counts as not met. */
  readonly met: boolean
  /** Everything that it lacks, in the condition's order; empty exactly when it is met. */
  readonly unmet: ReadonlyArray<Unmet>
}

/** Bounds on conditions (all inclusive). They keep a rule readable and its evaluation within a fixed budget. */
export const conditionLimits = {
  /** Levels of nesting; a single fact has depth 1. */
  depth: 8,
  /** Nodes in all: every `all`, `any`, `not` and fact is one. */
  nodes: 64,
  /** Members of an `in` or `notIn` list. */
  list: 100,
  /** Characters (UTF-16 units) of a text. */
  text: 200,
} as const

/** The value of a question about a fact; null for operators without one. */
export const valueOf = (condition: FactCondition): ConditionValue => ("value" in condition ? condition.value : null)

/**
 * The questions about single facts that a condition is made of.
 *
 * @param condition - a checked condition
 */
export const factConditions = (condition: Condition): ReadonlyArray<FactCondition> => {
  if ("all" in condition) return condition.all.flatMap(factConditions)
  if ("any" in condition) return condition.any.flatMap(factConditions)
  return "not" in condition ? factConditions(condition.not) : [condition]
}

const groupsOf = (condition: FactCondition): ReadonlyArray<FactGroup> => {
  const { fact } = condition
  const value = valueOf(condition)
  // Money is compared in the deal's currency, which is a fact of the deal.
  const isMoney = typeof value === "object" && value !== null
  const custom = customFactOf(fact)
  if (custom !== null) return isMoney ? [custom.group, "deal"] : [custom.group]
  const definition = factOf(fact)
  if (definition === undefined) return []
  return definition.type === "money" && isMoney ? [definition.group, "deal"] : [definition.group]
}

/**
 * The groups of records that must be loaded to evaluate conditions: each once, in the order of {@link factGroupOrder}.
 *
 * @param conditions - checked conditions; undefined ones (a stage without a gate) ask for nothing
 *
 * @example
 * ```ts
 * import { all, fact, factGroups } from "@salesdept/core/deal/gates"
 *
 * const exit = all(fact("settlement.fullyPaid").is(true), fact("deal.lineCount").atLeast(1))
 * factGroups(exit, undefined) // ["deal", "settlement"]
 * ```
 */
export const factGroups = (...conditions: ReadonlyArray<Condition | undefined>): ReadonlyArray<FactGroup> => {
  const asked = conditions.flatMap((condition) => (condition === undefined ? [] : factConditions(condition)))
  const groups = new Set(asked.flatMap(groupsOf))
  return factGroupOrder.filter((group) => groups.has(group))
}
