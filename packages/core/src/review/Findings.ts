import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import type { Period } from "../shared/Period.ts"
import type { Finding, FindingSeverity } from "./Finding.ts"
import { casesOf, maxEvidenceCases, maxEvidenceIds } from "./Finding.ts"
import type { FindingDraft, FindingRule, RuleOutcome } from "./FindingRule.ts"
import { fingerprint } from "./Fingerprint.ts"
import type { ReviewFacts } from "./ReviewFacts.ts"
import { guardedFieldNames, notCarried } from "./ReviewFacts.ts"
import { numberText } from "./Wording.ts"

/** Something that a rule could not judge. */
export interface RuleNotRead {
  /** The rule. */
  readonly ruleId: string
  /** Its name for people. */
  readonly name: Message
  /** Why. */
  readonly reason: Message
}

/** What the rules found in a period. */
export interface Findings {
  /** The period reviewed. */
  readonly period: Period
  /** As known at the end of this day. */
  readonly on: CalendarDate
  /** How many findings there are to choose from. */
  readonly considered: number
  /** By what ladder they are ordered. */
  readonly order: Message
  /** All of them, the one most worth a review first. */
  readonly findings: ReadonlyArray<Finding>
  /** What was not judged, and why: "nothing found" says nothing about it. */
  readonly notRead: ReadonlyArray<RuleNotRead>
}

/** The ladder that findings are ordered by. */
const ladder: Message = {
  en: "by severity, then by money at stake (where it is not stated, last), then by the number of records, then by id",
  ru: "по важности, затем по сумме (если она не указана — в конце), затем по числу записей, затем по идентификатору",
}

const severityRank: { readonly [Severity in FindingSeverity]: number } = { critical: 0, major: 1, minor: 2 }

const nothing: RuleOutcome = { findings: [], notRead: [] }

const applied = (rule: FindingRule, facts: ReviewFacts, period: Period): RuleOutcome => {
  const reasons = [
    ...rule.needs.flatMap((part) => (facts[part] === null ? [notCarried[part]] : [])),
    ...rule.explainsBy.flatMap((field) => (facts.filledOnlyAtClose.includes(field) ? [filledAtClose(field)] : [])),
  ]
  if (reasons.length > 0) return { ...nothing, notRead: reasons }
  const { findings, notRead } = rule.find(facts, period, rule.thresholds)
  const later = rule.needs.includes("control") ? (facts.control?.laterCount ?? 0) : 0
  return { findings, notRead: later === 0 ? notRead : [...notRead, cameLater(later)] }
}

const cameLater = (count: number): Message => {
  const { en, ru } = numberText(count)
  return {
    en: `deals and leads of that time that came into the base only after the period, and are not judged: ${en}`,
    ru: `сделки и лиды того времени, которые появились в базе уже после периода и не проверены: ${ru}`,
  }
}

const filledAtClose = (field: FindingRule["explainsBy"][number]): Message => {
  const name = guardedFieldNames[field]
  return {
    en: `the field "${name.en}" is filled only when a deal closes, so it explains nothing`,
    ru: `поле «${name.ru}» заполняется только при закрытии сделки, поэтому ничего не объясняет`,
  }
}

const findingOf = (draft: FindingDraft, rule: FindingRule, period: Period): Finding => {
  const { evidence, severity, title, what, ownerId, atStake, withheldReason, next } = draft
  const ids = [...new Set(evidence.ids)]
  const cases = [...new Set(casesOf(evidence))]
  return {
    id: `finding_${fingerprint(JSON.stringify([rule.id, ownerId, evidence.kind, cases.toSorted()]))}`,
    ruleId: rule.id,
    ruleVersion: rule.version,
    kind: rule.kind,
    severity,
    title,
    what,
    ownerId,
    evidence: {
      kind: evidence.kind,
      ids: ids.slice(0, maxEvidenceIds),
      count: ids.length,
      ...(evidence.cases !== undefined || ids.length > maxEvidenceIds
        ? { cases: cases.slice(0, maxEvidenceCases) }
        : {}),
    },
    atStake,
    withheldReason,
    next,
    period,
  }
}

/** Money that can be compared; amounts in another currency than the tenant's stand with those not stated. */
const comparableMinor = ({ atStake }: Finding, currency: string): number =>
  atStake?.currency === currency ? atStake.amountMinor : Number.NEGATIVE_INFINITY

const ranked = (findings: ReadonlyArray<Finding>, currency: string): ReadonlyArray<Finding> =>
  findings.toSorted((left, right) => {
    const severity = severityRank[left.severity] - severityRank[right.severity]
    if (severity !== 0) return severity
    const [leftMinor, rightMinor] = [comparableMinor(left, currency), comparableMinor(right, currency)]
    if (leftMinor !== rightMinor) return rightMinor > leftMinor ? 1 : -1
    return right.evidence.count - left.evidence.count || (left.id < right.id ? -1 : 1)
  })

/**
 * Applies rules to facts. The answer depends on the facts alone, not on the order of their rows or of the rules; a finding
 * is raised once per rule, scope and cases.
 *
 * @param facts - what was read
 * @param rules - rules with their thresholds; {@link shippedRules} or a tenant's own
 * @param period - the period reviewed (its end is exclusive)
 * @throws AmountUnsafe where a sum of money passes 2^53−1; InputInvalid where `on` is no date
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { findFindings, shippedRules } from "@salesdept/core/review"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const stage = { clientId: null, productId: null, pipelineId: "sales", stageId: "done", currency: "RUB", openedOn: "2026-01-15" }
 * const won = { outcome: "won", ownerId: "ann", amountMinor: 60_000_00, listAmountMinor: 100_000_00, closedOn: "2026-03-10" } as const
 * const deals = dealColumns([{ id: "deal_1", ...stage, ...won }])
 * const unread = { control: null, nextSteps: null, activity: null, followUp: null, attainment: null, variance: null }
 * const facts = { on: "2026-03-31", currency: "RUB", deals, productNames: {}, filledOnlyAtClose: [], ...unread }
 * const { findings } = findFindings(facts, shippedRules, periodOf("2026-03-31", "quarter"))
 * findings.map(({ ruleId, ownerId, evidence }) => [ruleId, ownerId, evidence.ids])
 * // [["deal.discountBeyondLimit", …
 * ```
 */
export const findFindings = (facts: ReviewFacts, rules: ReadonlyArray<FindingRule>, period: Period): Findings => {
  const finding = findingInTurns(facts, rules, period)
  let step = finding.next()
  while (step.done !== true) step = finding.next()
  return step.value
}

/** The same, with a pause after each rule: a rule reads all deals of a department. */
export function* findingInTurns(
  facts: ReviewFacts,
  rules: ReadonlyArray<FindingRule>,
  period: Period,
): Generator<void, Findings> {
  const findings = new Map<string, Finding>()
  const notRead: Array<RuleNotRead> = []
  for (const rule of rules.toSorted((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0))) {
    const outcome = applied(rule, facts, period)
    for (const reason of outcome.notRead) notRead.push({ ruleId: rule.id, name: rule.name, reason })
    for (const draft of outcome.findings) {
      const finding = findingOf(draft, rule, period)
      if (finding.evidence.count > 0 && !findings.has(finding.id)) findings.set(finding.id, finding)
    }
    yield
  }
  return {
    period,
    on: facts.on,
    considered: findings.size,
    order: ladder,
    findings: ranked([...findings.values()], facts.currency),
    notRead,
  }
}

/** Whether one is a rep's part of what the other says of the department as a whole, by the same rule. */
const isPart = (one: Finding, other: Finding): boolean =>
  one.ruleId === other.ruleId && (one.ownerId === null) !== (other.ownerId === null)

/**
 * The findings most worth a review, of different kinds: the first of each rule, in the order of the ladder. Only where
 * fewer rules found anything does the second of each rule follow, then the third: another rep's. What repeats (a rep's part of what is
 * said of the department as a whole, or the whole where the part was graver) is taken only where nothing else is left.
 *
 * @param found - from {@link findFindings}
 * @param count - how many at most; whole, 0 or more. Default 5
 * @returns in the order of the ladder
 * @example
 * ```ts
 * import { topFindings } from "@salesdept/core/review/findings"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const text = { en: "Steps past their day", ru: "Просроченные шаги" }
 * const words = { title: text, what: text, next: text, withheldReason: text, atStake: null, ownerId: null }
 * const common = { ruleVersion: 1, kind: "mistake", severity: "minor", period: periodOf("2026-03-31", "quarter"), ...words } as const
 * const evidence = { kind: "deal", ids: ["deal_1"], count: 1 } as const
 * const of = (id: string, ruleId: string) => ({ id, ruleId, evidence, ...common })
 * const findings = [of("finding_1", "deal.stalled"), of("finding_2", "deal.stalled"), of("finding_3", "deal.undated")]
 * topFindings({ findings }, 2).map(({ id }) => id) // ["finding_1", "finding_3"]
 * ```
 */
export const topFindings = (found: Pick<Findings, "findings">, count = 5): ReadonlyArray<Finding> => {
  const seen = new Map<string, number>()
  const rounds = found.findings.map((finding) => {
    const round = seen.get(finding.ruleId) ?? 0
    seen.set(finding.ruleId, round + 1)
    return { finding, round }
  })
  const chosen = new Set<Finding>()
  const byRound = rounds.toSorted((left, right) => left.round - right.round).map(({ finding }) => finding)
  for (const finding of byRound) {
    if (chosen.size < count && ![...chosen].some((other) => isPart(finding, other))) chosen.add(finding)
  }
  for (const finding of byRound) if (chosen.size < count) chosen.add(finding)
  return found.findings.filter((finding) => chosen.has(finding))
}
