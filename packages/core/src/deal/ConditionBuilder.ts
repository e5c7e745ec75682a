import type { Condition, FactCondition, MoneyLimit } from "./Condition.ts"
import type { CustomFactPath, FactPath, FactTypeOf } from "./ConditionFacts.ts"
import type { Money } from "../shared/Money.ts"

/** Operators that every fact but a set takes. */
export interface PresenceBuilder {
  /** True where the fact has a value; false where it is absent. */
  readonly isSet: () => FactCondition
  /** True where the fact is absent. */
  readonly isAbsent: () => FactCondition
}

/** Operators of statements. */
export interface BooleanBuilder extends PresenceBuilder {
  /** True where the statement has this value. */
  readonly is: (value: boolean) => FactCondition
}

/** Operators of quantities. */
export interface ComparisonBuilder<Limit> extends PresenceBuilder {
  /** Equal to. */
  readonly is: (value: Limit) => FactCondition
  /** Not equal to. */
  readonly isNot: (value: Limit) => FactCondition
  /** Equal to or more than. */
  readonly atLeast: (value: Limit) => FactCondition
  /** Equal to or less than. */
  readonly atMost: (value: Limit) => FactCondition
  /** More than. */
  readonly above: (value: Limit) => FactCondition
  /** Less than. */
  readonly below: (value: Limit) => FactCondition
}

/** Operators of texts; comparison is exact, by characters. */
export interface TextBuilder extends PresenceBuilder {
  /** Equal to. */
  readonly is: (value: string) => FactCondition
  /** Not equal to. */
  readonly isNot: (value: string) => FactCondition
  /** Equal to one of 1–100 texts. */
  readonly in: (first: string, ...others: ReadonlyArray<string>) => FactCondition
  /** Equal to none of 1–100 texts. */
  readonly notIn: (first: string, ...others: ReadonlyArray<string>) => FactCondition
}

/** Operators of sets of texts. */
export interface TextSetBuilder {
  /** The set contains the text. */
  readonly has: (value: string) => FactCondition
  /** The set does not contain the text. */
  readonly hasNot: (value: string) => FactCondition
}

/**
 * Operators of a custom field, of all kinds together: which of them its kind takes is known from the configuration, which is held
 * to it when it is published (`DepartmentInvalid`). A date is compared as the number of whole days to it, negative once it has passed.
 */
export interface CustomFieldBuilder extends PresenceBuilder {
  /** Equal to; of texts, choices, numbers, money, days and yes or no. */
  readonly is: (value: string | number | boolean | Money) => FactCondition
  /** Not equal to; of all but yes or no. */
  readonly isNot: (value: string | number | Money) => FactCondition
  /** Equal to or more than. */
  readonly atLeast: (value: number | Money) => FactCondition
  /** Equal to or less than. */
  readonly atMost: (value: number | Money) => FactCondition
  /** More than. */
  readonly above: (value: number | Money) => FactCondition
  /** Less than. */
  readonly below: (value: number | Money) => FactCondition
  /** Equal to one of 1–100 texts or choices. */
  readonly in: TextBuilder["in"]
  /** Equal to none of 1–100 texts or choices. */
  readonly notIn: TextBuilder["notIn"]
  /** The choices taken contain this one. */
  readonly has: TextSetBuilder["has"]
  /** The choices taken do not contain this one. */
  readonly hasNot: TextSetBuilder["hasNot"]
}

/** The operators of the fact at a path. */
export type FactBuilderOf<Path extends FactPath | CustomFactPath> = Path extends FactPath
  ? FactBuilders[FactTypeOf<Path>]
  : CustomFieldBuilder

/** The operators of each type of fact. */
export interface FactBuilders {
  /** See {@link BooleanBuilder}. */
  readonly boolean: BooleanBuilder
  /** See {@link ComparisonBuilder}. */
  readonly number: ComparisonBuilder<number>
  /** See {@link ComparisonBuilder}; the limit is an amount with its currency, or 0. */
  readonly money: ComparisonBuilder<MoneyLimit>
  /** See {@link TextBuilder}. */
  readonly text: TextBuilder
  /** See {@link TextSetBuilder}. */
  readonly textSet: TextSetBuilder
}

/**
 * Begins a question about a fact. A misspelt path, an operator that the fact does not take and a value of a wrong type are
 * compile errors; of a custom field they are found when the configuration is published.
 *
 * @param path - one of the closed list of facts, or a custom field of the deal or its client
 *
 * @example
 * ```ts
 * import { fact } from "@salesdept/core/deal/gates"
 *
 * fact("settlement.paidShare").atLeast(1) // { fact: "settlement.paidShare", op: "atLeast", value: 1 }
 * fact("deal.amountMinor").above({ amountMinor: 1_000_000_00, currency: "RUB" })
 * fact("contacts.roles").has("decisionMaker")
 * fact("client.custom.tier").in("gold", "silver") // { fact: "client.custom.tier", op: "in", value: ["gold", "silver"] }
 * ```
 */
export const fact = <Path extends FactPath | CustomFactPath>(path: Path): FactBuilderOf<Path> => {
  // One object serves all types: the result type shows only the operators that the path's own type takes, and the
  // conditions differ in nothing but those. Hence the assertions.
  const question = (op: string) => (value: unknown) => ({ fact: path, op, value }) as FactCondition
  const list =
    (op: string) =>
    (...value: ReadonlyArray<string>) =>
      ({ fact: path, op, value }) as FactCondition
  const presence = (op: string) => () => ({ fact: path, op }) as FactCondition
  const builder = {
    is: question("is"),
    isNot: question("isNot"),
    atLeast: question("atLeast"),
    atMost: question("atMost"),
    above: question("above"),
    below: question("below"),
    in: list("in"),
    notIn: list("notIn"),
    has: question("has"),
    hasNot: question("hasNot"),
    isSet: presence("isSet"),
    isAbsent: presence("isAbsent"),
  }
  return builder as FactBuilderOf<Path>
}

/**
 * True where every part is. At least one part.
 *
 * @param first - a condition
 * @param others - more of them; up to 64 parts in all, nested 8 deep, pass `readCondition`
 *
 * @example
 * ```ts
 * import { all, fact } from "@salesdept/core/deal/gates"
 *
 * all(fact("deal.amountMinor").isSet(), fact("client.isKnown").is(true))
 * // { all: [{ fact: "deal.amountMinor", op: "isSet" }, { fact: "client.isKnown", op: "is", value: true }] }
 * ```
 */
export const all = (first: Condition, ...others: ReadonlyArray<Condition>): Condition => ({ all: [first, ...others] })

/**
 * True where at least one part is. At least one part.
 *
 * @param first - a condition
 * @param others - alternatives to it; up to 64 parts in all, nested 8 deep, pass `readCondition`
 *
 * @example
 * ```ts
 * import { any, compileCondition, fact } from "@salesdept/core/deal/gates"
 *
 * const rule = any(fact("deal.discountPercent").atMost(15), fact("approvals.granted").has("discount"))
 * compileCondition(rule)({ "deal.discountPercent": 20, "approvals.granted": ["discount"] }).met // true
 * ```
 */
export const any = (first: Condition, ...others: ReadonlyArray<Condition>): Condition => ({ any: [first, ...others] })

/**
 * True where the part is false; unknown where it is unknown, so that missing data never passes by being negated.
 *
 * @param part - the condition that must be false
 *
 * @example
 * ```ts
 * import { compileCondition, fact, not } from "@salesdept/core/deal/gates"
 *
 * const rule = compileCondition(not(fact("settlement.fullyPaid").is(true)))
 * rule({ "settlement.fullyPaid": false }).met // true
 * rule({ "settlement.fullyPaid": null }).met // false
 * ```
 */
export const not = (part: Condition): Condition => ({ not: part })
