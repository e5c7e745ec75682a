import type { Message } from "../shared/Message.ts"
import type {
  ComparisonOperator,
  Condition,
  ConditionValue,
  FactCondition,
  Unmet,
  UnmetState,
  Verdict,
} from "./Condition.ts"
import { valueOf } from "./Condition.ts"
import type { CustomFactPath, FactPath, FactType, FactValueOf, FactValues } from "./ConditionFacts.ts"
import { customFactOf, factOf } from "./ConditionFacts.ts"
import { negated } from "./ConditionNegation.ts"
import { joinPhrases, requirementOf } from "./ConditionText.ts"
import type { FactLabels } from "./FactLabels.ts"
import { noLabels } from "./FactLabels.ts"

/** A condition made ready for evaluation. Pure: keep it as long as the version of the configuration it came from. */
export type CompiledCondition = (facts: FactValues) => Verdict

/** Kleene's values as numbers, so that `all` is the least and `any` the greatest. */
type Truth = 0 | 1 | 2
const no: Truth = 0
const unknown: Truth = 1
const yes: Truth = 2

interface Node {
  readonly test: (facts: FactValues) => Truth
  readonly explain: (facts: FactValues, into: Array<Unmet>) => void
  readonly requirement: Message
}

const metVerdict: Verdict = { met: true, unmet: [] }

/**
 * Compiles a checked condition. Evaluation allocates nothing when the condition is met; all unmet parts are listed at once
 * when it is not. Compile once per version of the configuration: evaluation is then many times cheaper than reading.
 *
 * @param condition - as `readCondition` or the builders give it
 * @param labels - what people call the custom fields and values it asks of; their keys and ids where left out
 *
 * @example
 * ```ts
 * import { all, compileCondition, fact } from "@salesdept/core/deal/gates"
 *
 * const gate = compileCondition(all(fact("deal.amountMinor").isSet(), fact("settlement.paidShare").atLeast(1)))
 * gate({ "deal.amountMinor": 120_000_00, "settlement.paidShare": 0.5 }).unmet.map(({ code }) => code) // ["settlement.paidShare.atLeast"]
 * ```
 */
export const compileCondition = (condition: Condition, labels: FactLabels = noLabels): CompiledCondition => {
  const node = compile(condition, labels)
  return (facts) => {
    if (node.test(facts) === yes) return metVerdict
    const unmet: Array<Unmet> = []
    node.explain(facts, unmet)
    return { met: false, unmet }
  }
}

const compile = (condition: Condition, labels: FactLabels): Node => {
  if ("all" in condition) return allNode(condition.all.map((part) => compile(part, labels)))
  if ("any" in condition) return anyNode(condition.any.map((part) => compile(part, labels)))
  // De Morgan's laws hold in this logic, so `not` moves down to the facts and the verdict says what is required there.
  if ("not" in condition) return compile(negated(condition.not), labels)
  return factNode(condition, labels)
}

const allNode = (parts: ReadonlyArray<Node>): Node => ({
  test: (facts) => {
    let least: Truth = yes
    for (let i = 0; i < parts.length; i++) {
      const truth = parts[i]!.test(facts)
      if (truth === no) return no
      if (truth < least) least = truth
    }
    return least
  },
  explain: (facts, into) => {
    for (const part of parts) if (part.test(facts) !== yes) part.explain(facts, into)
  },
  requirement: joinPhrases(
    parts.map((part) => part.requirement),
    { en: " and ", ru: " и " },
  ),
})

const anyNode = (parts: ReadonlyArray<Node>): Node => {
  const requirement = joinPhrases(
    parts.map((part) => part.requirement),
    { en: "; or ", ru: "; либо " },
  )
  const message = { en: `Required, one of: ${requirement.en}`, ru: `Требуется что-то одно: ${requirement.ru}` }
  return {
    test: (facts) => {
      let greatest: Truth = no
      for (let i = 0; i < parts.length; i++) {
        const truth = parts[i]!.test(facts)
        if (truth === yes) return yes
        if (truth > greatest) greatest = truth
      }
      return greatest
    },
    explain: (facts, into) => {
      const alternatives = parts.map((part) => {
        const lacks: Array<Unmet> = []
        part.explain(facts, lacks)
        return lacks
      })
      into.push({ kind: "any", code: "any", alternatives, message })
    },
    requirement: { en: `(${requirement.en})`, ru: `(${requirement.ru})` },
  }
}

const reasons: { readonly [State in UnmetState]: Message } = {
  unmet: { en: "", ru: "" },
  absent: { en: " (there is no value yet)", ru: " (значения пока нет)" },
  notObservable: { en: " (the source does not carry this)", ru: " (источник не содержит этих данных)" },
  otherCurrency: { en: " (the deal is in another currency)", ru: " (сделка в другой валюте)" },
}

const noInvoice: Message = { en: " (no invoice is issued yet)", ru: " (счёт ещё не выставлен)" }
const otherInvoices: Message = {
  en: " (invoices are not all in the deal's currency, and it has no rate into theirs)",
  ru: " (не все счета в валюте сделки, а курса для них у неё нет)",
}

const otherDocuments: Message = {
  en: " (signed documents are not all in the deal's currency, and it has no rate into theirs)",
  ru: " (не все подписанные документы в валюте сделки, а курса для них у неё нет)",
}
const noAmount: Message = { en: " (the deal has no amount)", ru: " (у сделки не указана сумма)" }

/** Facts that are absent for want of invoices. */
const wantsInvoice: ReadonlySet<string> = new Set<FactPath>(["settlement.advancePaid", "settlement.paidShare"])
/** Facts that are absent where money is not in the deal's currency, or the deal has none, and what to see to then. */
const wantsOneCurrency: ReadonlyMap<string, Message> = new Map<FactPath, Message>([
  ["settlement.invoicedMinor", otherInvoices],
  ["settlement.paidMinor", otherInvoices],
  ["settlement.openMinor", otherInvoices],
  ["settlement.overdueMinor", otherInvoices],
  ["settlement.paidShare", otherInvoices],
  ["settlement.fullyPaid", otherInvoices],
  ["documents.documented", otherDocuments],
  ["documents.signedMinor", otherDocuments],
])

const factNode = (condition: FactCondition, labels: FactLabels): Node => {
  const definition = factOf(condition.fact)
  const { fact: path, op } = condition
  const expected = valueOf(condition)
  const type = definition?.type ?? (customFactOf(path) === null ? undefined : "custom")
  const currency = (type === "money" || type === "custom") && isMoney(expected) ? expected.currency : null
  const test = type === undefined ? () => unknown : factTest(type, condition, currency)
  const requirement = requirementOf(condition, labels)
  const code = `${path}.${op}` as const
  // Told by the state alone, so written once and not with every verdict.
  const messageOf = (reason: Message): Message => ({
    en: `Required: ${requirement.en}${reason.en}`,
    ru: `Требуется: ${requirement.ru}${reason.ru}`,
  })
  const messages: { readonly [State in UnmetState]: Message } = {
    unmet: messageOf(reasons.unmet),
    absent: messageOf(reasons.absent),
    notObservable: messageOf(reasons.notObservable),
    otherCurrency: messageOf(reasons.otherCurrency),
  }
  const uninvoiced = wantsInvoice.has(path) ? messageOf(noInvoice) : null
  const other = wantsOneCurrency.get(path)
  const mixed = other === undefined ? null : { foreign: messageOf(other), unstated: messageOf(noAmount) }
  const absence = (facts: FactValues): Message => {
    if (uninvoiced !== null && facts["settlement.invoiceCount"] === 0) return uninvoiced
    if (mixed === null || facts["deal.amountMinor"] === undefined) return messages.absent
    return facts["deal.amountMinor"] === null ? mixed.unstated : mixed.foreign
  }
  return {
    test,
    explain: (facts, into) => {
      const actual = facts[path] ?? null
      const state = test(facts) === no ? "unmet" : unknownState(facts, path, currency)
      const asksApproval = path === "approvals.granted" && op === "has"
      const granted = asksApproval ? facts.grantedOtherwise?.filter(({ kindId }) => kindId === expected) : undefined
      into.push({
        kind: "fact",
        code,
        path,
        op,
        expected,
        // A value of a wrong type is shown as none: it may be anything, also something that is not JSON.
        actual: state === "unmet" || state === "otherCurrency" ? actual : null,
        state,
        ...(granted === undefined || granted.length === 0 ? {} : { granted }),
        message: state === "absent" ? absence(facts) : messages[state],
      })
    },
    requirement,
  }
}

const unknownState = (facts: FactValues, path: FactPath | CustomFactPath, currency: string | null): UnmetState => {
  if (facts[path] === null) return "absent"
  const dealCurrency = facts["deal.currency"]
  if (currency === null || facts[path] === undefined || dealCurrency === undefined) return "notObservable"
  return dealCurrency === null ? "absent" : "otherCurrency"
}

const isMoney = (value: ConditionValue): value is Extract<ConditionValue, { readonly currency: string }> =>
  typeof value === "object" && value !== null && "currency" in value

type Test = (facts: FactValues) => Truth

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean"
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value)
const isText = (value: unknown): value is string => typeof value === "string"
const isTextSet = (value: unknown): value is ReadonlyArray<string> => Array.isArray(value) && value.every(isText)

const guards: { readonly [Type in FactType]: (value: unknown) => value is FactValueOf[Type] } & {
  readonly custom: (value: unknown) => boolean
} = {
  custom: (value) => value !== undefined,
  boolean: isBoolean,
  number: isNumber,
  money: isNumber,
  text: isText,
  textSet: isTextSet,
}

const compares: { readonly [Op in ComparisonOperator]: (limit: number) => (actual: number) => boolean } = {
  is: (limit) => (actual) => actual === limit,
  isNot: (limit) => (actual) => actual !== limit,
  atLeast: (limit) => (actual) => actual >= limit,
  atMost: (limit) => (actual) => actual <= limit,
  above: (limit) => (actual) => actual > limit,
  below: (limit) => (actual) => actual < limit,
}

const factTest = (type: FactType | "custom", condition: FactCondition, currency: string | null): Test => {
  const { fact: path, op } = condition
  if (!("value" in condition)) return presenceTest(path, guards[type], op === "isSet")
  if (condition.op === "has") return valueTest(path, isTextSet, (actual) => actual.includes(condition.value))
  if (condition.op === "hasNot") return valueTest(path, isTextSet, (actual) => !actual.includes(condition.value))
  if (condition.op === "in" || condition.op === "notIn") {
    const wanted = condition.op === "in"
    return valueTest(path, isText, (actual) => condition.value.includes(actual) === wanted)
  }
  const { value } = condition
  if (typeof value === "boolean") return valueTest(path, isBoolean, (actual) => actual === value)
  if (typeof value === "string") {
    return valueTest(path, isText, op === "is" ? (actual) => actual === value : (actual) => actual !== value)
  }
  const limit = typeof value === "number" ? value : value.amountMinor
  const test = valueTest(path, isNumber, compares[condition.op](limit))
  if (currency === null) return test
  return (facts) => (facts["deal.currency"] === currency ? test(facts) : unknown)
}

const presenceTest =
  (path: FactPath | CustomFactPath, holds: (value: unknown) => boolean, wanted: boolean): Test =>
  (facts) => {
    const actual = facts[path]
    if (actual === null) return wanted ? no : yes
    if (!holds(actual)) return unknown
    return wanted ? yes : no
  }

const valueTest =
  <Value>(
    path: FactPath | CustomFactPath,
    holds: (value: unknown) => value is Value,
    check: (actual: Value) => boolean,
  ): Test =>
  (facts) => {
    const actual: unknown = facts[path]
    if (!holds(actual)) return unknown
    return check(actual) ? yes : no
  }
