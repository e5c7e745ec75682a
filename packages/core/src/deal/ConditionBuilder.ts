import type { Condition, FactCondition, MoneyLimit } from "./Condition.ts"
import type { FactPath, FactTypeOf } from "./ConditionFacts.ts"

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
 * compile errors.
 *
 * @param path - one of the closed list of facts
 * @example
 * ```ts
 * fact("settlement.paidShare").atLeast(1)
 * fact("deal.amountMinor").above({ amountMinor: 1_000_000_00, currency: "RUB" })
 * fact("contacts.roles").has("decisionMaker")
 * ```
 */
export const fact = <Path extends FactPath>(path: Path): FactBuilders[FactTypeOf<Path>] => {
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
  return builder
}

/** True where every part is. At least one part. */
export const all = (first: Condition, ...others: ReadonlyArray<Condition>): Condition => ({ all: [first, ...others] })

/** True where at least one part is. At least one part. */
export const any = (first: Condition, ...others: ReadonlyArray<Condition>): Condition => ({ any: [first, ...others] })

/** True where the part is false; unknown where it is unknown, so that missing data never passes by being negated. */
export const not = (part: Condition): Condition => ({ not: part })
