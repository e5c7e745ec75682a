import { InputInvalid } from "../shared/InputErrors.ts"
import type { Message } from "../shared/Message.ts"
import type { Period } from "../shared/Period.ts"
import type { Problem } from "../shared/Problem.ts"
import type { EvidenceKind, Finding, FindingKind } from "./Finding.ts"
import type { GuardedField, OptionalFacts, ReviewFacts } from "./ReviewFacts.ts"

/** A number that a tenant may set in a rule. */
export interface RuleParameter {
  /** Its value unless the tenant says otherwise. */
  readonly default: number
  /** Least value (inclusive). */
  readonly min: number
  /** Greatest value (inclusive). */
  readonly max: number
  /** What it means, with its unit. */
  readonly meaning: Message
}

/** Values of a rule's parameters by name. */
export type Thresholds<Name extends string = string> = { readonly [Key in Name]: number }

/** What a rule says of one finding; the engine adds the rule, the id and the period. */
export interface FindingDraft extends Pick<
  Finding,
  "severity" | "title" | "what" | "ownerId" | "atStake" | "withheldReason" | "next"
> {
  /**
   * All records behind it, those that weigh most first; an order that does not depend on the order of the rows. `cases` tell what happened
   * with them from what may happen with the same ones later.
   */
  readonly evidence: {
    readonly kind: EvidenceKind
    readonly ids: ReadonlyArray<string>
    readonly cases?: ReadonlyArray<string>
  }
}

/** What a rule answers. */
export interface RuleOutcome {
  /** What it found. */
  readonly findings: ReadonlyArray<FindingDraft>
  /** What it could not judge, and why. */
  readonly notRead: ReadonlyArray<Message>
}

/** A rule over facts, with the thresholds in force. */
export interface FindingRule {
  /** Stable id, such as `deal.stalledByHistory`. */
  readonly id: string
  /** Raised whenever the rule would judge the same facts otherwise. */
  readonly version: number
  /** The rule's name for people. */
  readonly name: Message
  /** What its findings are. */
  readonly kind: FindingKind
  /** What can be set in it. */
  readonly parameters: { readonly [name: string]: RuleParameter }
  /** The values in force. */
  readonly thresholds: Thresholds
  /** Facts without which it is skipped. */
  readonly needs: ReadonlyArray<OptionalFacts>
  /** Fields that it explains something by; it is skipped where one of them is filled only at closing. */
  readonly explainsBy: ReadonlyArray<GuardedField>
  /** Applies it. */
  readonly find: (facts: ReviewFacts, period: Period, thresholds: Thresholds) => RuleOutcome
}

/** A rule as it is written: its `find` sees its own parameters by name. */
export interface RuleSpec<Name extends string> extends Pick<FindingRule, "id" | "version" | "name" | "kind"> {
  /** What can be set in it. */
  readonly parameters: { readonly [Key in Name]: RuleParameter }
  /** Facts without which it is skipped; none by default. */
  readonly needs?: ReadonlyArray<OptionalFacts>
  /** Fields that it explains something by; none by default. */
  readonly explainsBy?: ReadonlyArray<GuardedField>
  /** Applies it. */
  readonly find: (facts: ReviewFacts, period: Period, thresholds: Thresholds<Name>) => RuleOutcome
}

/**
 * Makes a rule with its default thresholds. Use it for a tenant's own rules beside the shipped ones.
 *
 * @param spec - the rule: what it is called, what can be set in it, what it needs and how it finds. Defaults are taken as they are:
 *   keep them within their own bounds
 * @example
 * ```ts
 * import { findingRule } from "@salesdept/core/review/findings"
 *
 * const text = (words: string) => ({ en: words, ru: words })
 * const hugeDeals = findingRule({
 *   id: "own.hugeDeals",
 *   version: 1,
 *   name: { en: "Huge deals", ru: "Очень крупные сделки" },
 *   kind: "win",
 *   parameters: { amountMinor: { default: 100_000_00, min: 0, max: 1e12, meaning: { en: "minor units", ru: "в копейках" } } },
 *   find: ({ deals }, { label }, { amountMinor }) => {
 *     const ids = deals.id.filter((_, row) => deals.amountMinor[row]! >= amountMinor)
 *     const words = { title: text("Huge deals"), what: text(`In ${label}: ${ids.length}`), next: text("What helped?") }
 *     const shown = { ownerId: null, atStake: null, withheldReason: text("amounts are not summed"), ...words }
 *     return { findings: [{ severity: "major", evidence: { kind: "deal", ids }, ...shown }], notRead: [] }
 *   },
 * })
 * hugeDeals.thresholds // { amountMinor: 10000000 }
 * ```
 */
export const findingRule = <Name extends string>(spec: RuleSpec<Name>): FindingRule => {
  const parameters: { readonly [name: string]: RuleParameter } = spec.parameters
  const complete = (thresholds: Thresholds): Thresholds =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, parameter]) => [name, thresholds[name] ?? parameter.default]),
    )
  return {
    id: spec.id,
    version: spec.version,
    name: spec.name,
    kind: spec.kind,
    parameters,
    thresholds: complete({}),
    needs: spec.needs ?? [],
    explainsBy: spec.explainsBy ?? [],
    find: (facts, period, thresholds) => spec.find(facts, period, complete(thresholds)),
  }
}

/** Problems of thresholds: unknown names, values out of bounds. */
export const thresholdProblems = (rule: FindingRule, thresholds: Thresholds): ReadonlyArray<Problem> =>
  Object.entries(thresholds).flatMap(([name, value]): ReadonlyArray<Problem> => {
    const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined
    if (parameter === undefined) {
      const message = { en: `rule ${rule.id} has no such parameter`, ru: `у правила ${rule.id} нет такого параметра` }
      return [{ path: name, code: "rule.parameterUnknown", message }]
    }
    const { min, max } = parameter
    if (value >= min && value <= max) return []
    const message = {
      en: `expected a number from ${min} to ${max}, got ${value}`,
      ru: `ожидается число от ${min} до ${max}, получено ${value}`,
    }
    return [{ path: name, code: "rule.parameterBounds", message }]
  })

/**
 * The same rule with other thresholds; those not named keep their values.
 *
 * @param rule - the rule, shipped or one's own
 * @param thresholds - values by the names of its parameters, each within the parameter's bounds (inclusive)
 * @throws InputInvalid (`rule.parameterUnknown`, `rule.parameterBounds`) with every wrong threshold
 * @example
 * ```ts
 * import { rulesInForce, withThresholds } from "@salesdept/core/review"
 *
 * const [rule] = rulesInForce([]).filter(({ id }) => id === "deal.discountBeyondLimit")
 * withThresholds(rule!, { limitPercent: 20 }).thresholds // { limitPercent: 20 }
 * ```
 */
export const withThresholds = (rule: FindingRule, thresholds: Thresholds): FindingRule => {
  const problems = thresholdProblems(rule, thresholds)
  if (problems.length > 0) throw new InputInvalid(problems)
  return { ...rule, thresholds: { ...rule.thresholds, ...thresholds } }
}
