import { dealSpans } from "../deal/DealSpans.ts"
import type { DealOutcome } from "../deal/DealFact.ts"
import { outcomeCodes } from "../deal/DealFact.ts"
import { discountPercentOf } from "../deal/Discount.ts"
import { daysBetween, dayNumberOf } from "../shared/CalendarDate.ts"
import { textAt } from "../shared/Columns.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import type { Period } from "../shared/Period.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { FindingKind, FindingSeverity } from "./Finding.ts"
import type { FindingRule } from "./FindingRule.ts"
import { findingRule } from "./FindingRule.ts"
import { holdersOf } from "./Holders.ts"
import { listFindings } from "./OwnedList.ts"
import type { ReviewFacts } from "./ReviewFacts.ts"
import type { OwnedRecord } from "./Scopes.ts"
import { dealPrice, sumAtStake, withheldStake } from "./Stake.ts"

/** A value of a fact; null where it is not known. */
export type OwnFactValue = string | number | boolean | null

/** What must hold of one fact; every part that is given must. A fact that is not known meets nothing but `isSet: false`. */
export interface OwnCondition {
  /** Name of the fact, see {@link ownFacts}. */
  readonly fact: string
  /** It is this. */
  readonly is?: string | number | boolean
  /** It is one of these. */
  readonly oneOf?: ReadonlyArray<string>
  /** It is at least so much (inclusive). */
  readonly atLeast?: number
  /** It is at most so much (inclusive). */
  readonly atMost?: number
  /** Whether it is known at all. */
  readonly isSet?: boolean
}

/** What a rule of the tenant's own looks at. */
export type OwnRuleSubject = "deal" | "lead" | "nextStep"

/** A finding rule that a tenant writes as data. Its id in findings is `own.` and this id. */
export interface OwnRule {
  /** Short name. */
  readonly id: string
  /** Raised whenever the rule would judge the same facts otherwise; whole, 1 or more. */
  readonly version: number
  /** Name for people; the finding's title. */
  readonly name: Message
  /** What its findings are. */
  readonly kind: FindingKind
  /** How grave they are. */
  readonly severity: FindingSeverity
  /** The records it looks at. */
  readonly over: OwnRuleSubject
  /** Conditions; all must hold. */
  readonly when: ReadonlyArray<OwnCondition>
  /** A question or a step for the review. */
  readonly next: Message
}

/** Facts by what they are of, with their kind: what a rule of one's own may ask. Days are whole, amounts minor units. */
export const ownFacts: {
  readonly [Subject in OwnRuleSubject]: { readonly [fact: string]: "text" | "number" | "flag" }
} = {
  deal: {
    outcome: "text",
    pipelineId: "text",
    stageId: "text",
    productId: "text",
    amountMinor: "number",
    discountPercent: "number",
    ageDays: "number",
    silentDays: "number",
    dialogs: "number",
    isOpenedInPeriod: "flag",
    isClosedInPeriod: "flag",
    hasClient: "flag",
    isOwned: "flag",
  },
  lead: { status: "text", ageHours: "number", isOwned: "flag", isReceivedInPeriod: "flag" },
  nextStep: { status: "text", moves: "number", overdueDays: "number", isDueInPeriod: "flag" },
}

interface Judged extends OwnedRecord {
  readonly facts: { readonly [fact: string]: OwnFactValue }
  readonly stake: Money | null
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

const outcomeNames: ReadonlyArray<DealOutcome> = (["open", "won", "lost"] as const).toSorted(
  (left, right) => outcomeCodes[left] - outcomeCodes[right],
)

const dealsOf = (facts: ReviewFacts, { from, to }: Period): ReadonlyArray<Judged> => {
  const { deals, activity, on } = facts
  const holders = holdersOf(facts)
  const last = new Map<string, { count: number; day: string }>()
  for (const { dealId, heldOn } of activity?.dialogs ?? []) {
    if (dealId === null) continue
    const known = last.get(dealId) ?? { count: 0, day: heldOn }
    last.set(dealId, { count: known.count + 1, day: heldOn > known.day ? heldOn : known.day })
  }
  const ages = new Map<number, number>()
  const spans = dealSpans(
    deals,
    Int32Array.from({ length: deals.length }, (_, row) => row),
    dayNumberOf(on),
  )
  spans.rows.forEach((row, at) => ages.set(row, spans.days[at]!))
  const [fromDay, toDay] = [dayNumberOf(from), dayNumberOf(to)]
  const isIn = (day: number): boolean => day >= fromDay && day < toDay
  const lastDay = dayNumberOf(on)
  // Those that were opened later are of later periods.
  const rows = deals.id.flatMap((_id, row) =>
    deals.openedDay[row]! > lastDay && !(deals.closedDay[row]! <= lastDay) ? [] : row,
  )
  return rows.map((row): Judged => {
    const id = deals.id[row]!
    const [amountMinor, listMinor] = [deals.amountMinor[row]!, deals.listAmountMinor[row]!]
    const spoken = last.get(id)
    return {
      id,
      ownerId: textAt(deals.owner, row),
      stake: dealPrice(deals, row),
      facts: {
        outcome: outcomeNames[deals.outcome[row]!] ?? null,
        pipelineId: textAt(deals.pipeline, row),
        stageId: textAt(deals.stage, row),
        productId: textAt(deals.product, row),
        amountMinor: numberOrNull(amountMinor),
        discountPercent: numberOrNull(discountPercentOf(listMinor, amountMinor) ?? Number.NaN),
        ageDays: ages.get(row) ?? null,
        silentDays: activity === null || spoken === undefined ? null : daysBetween(spoken.day, on),
        dialogs: activity === null ? null : (spoken?.count ?? 0),
        isOpenedInPeriod: isIn(deals.openedDay[row]!),
        isClosedInPeriod: isIn(deals.closedDay[row]!),
        hasClient: textAt(deals.client, row) !== null,
        isOwned: (holders.get(id) ?? null) !== null,
      },
    }
  })
}

const leadsOf = ({ control }: ReviewFacts, { from, to }: Period): ReadonlyArray<Judged> =>
  (control?.base.lead ?? []).map(({ id, ownerId, status, receivedAt }) => {
    const { asOf, timeZone } = control!.context
    const receivedOn = localDateOf(receivedAt, timeZone)
    return {
      id,
      ownerId,
      stake: null,
      facts: {
        status,
        ageHours: (epochMsOf(asOf) - epochMsOf(receivedAt)) / 3_600_000,
        isOwned: ownerId !== null,
        isReceivedInPeriod: receivedOn >= from && receivedOn < to,
      },
    }
  })

const stepsOf = ({ nextSteps, on }: ReviewFacts, { from, to }: Period): ReadonlyArray<Judged> =>
  (nextSteps ?? []).map(({ id, ownerId, status, moves, dueOn }) => ({
    id,
    ownerId,
    stake: null,
    facts: {
      status,
      moves,
      overdueDays: status === "open" ? Math.max(0, daysBetween(dueOn, on)) : null,
      isDueInPeriod: dueOn >= from && dueOn < to,
    },
  }))

const recordsOf: {
  readonly [Subject in OwnRuleSubject]: (facts: ReviewFacts, period: Period) => ReadonlyArray<Judged>
} = {
  deal: dealsOf,
  lead: leadsOf,
  nextStep: stepsOf,
}

const holds = ({ is, oneOf, atLeast, atMost, isSet }: OwnCondition, value: OwnFactValue): boolean => {
  if (isSet !== undefined && isSet !== (value !== null)) return false
  if (value === null) return isSet === false
  if (is !== undefined && value !== is) return false
  if (oneOf !== undefined && !(typeof value === "string" && oneOf.includes(value))) return false
  if (atLeast !== undefined && !(typeof value === "number" && value >= atLeast)) return false
  return atMost === undefined || (typeof value === "number" && value <= atMost)
}

/**
 * Makes a rule of what a tenant has written: it finds the records of which every condition holds, and shows them for the department
 * and for each rep.
 *
 * @param own - the rule as data
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { findFindings, ruleOf } from "@salesdept/core/review/findings"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const rule = ruleOf({
 *   id: "hugeAndOpen",
 *   version: 1,
 *   name: { en: "Huge open deals", ru: "Крупные открытые сделки" },
 *   kind: "missedOpportunity",
 *   severity: "major",
 *   over: "deal",
 *   when: [{ fact: "outcome", is: "open" }, { fact: "amountMinor", atLeast: 500_000_00 }],
 *   next: { en: "Who calls the director?", ru: "Кто позвонит директору?" },
 * })
 * const stage = { clientId: null, productId: null, pipelineId: "sales", stageId: "offer", currency: "RUB", openedOn: "2026-01-15" }
 * const open = { outcome: "open", ownerId: null, amountMinor: 600_000_00, listAmountMinor: null, closedOn: null } as const
 * const deals = dealColumns([{ id: "deal_1", ...stage, ...open }])
 * const unread = { control: null, nextSteps: null, activity: null, followUp: null, attainment: null, variance: null }
 * const facts = { on: "2026-03-31", currency: "RUB", deals, productNames: {}, filledOnlyAtClose: [], ...unread }
 * const { findings } = findFindings(facts, [rule], periodOf("2026-03-31", "quarter"))
 * findings.map(({ ruleId, evidence }) => [ruleId, evidence.ids]) // [["own.hugeAndOpen", ["deal_1"]]]
 * ```
 */
export const ruleOf = (own: OwnRule): FindingRule =>
  findingRule({
    id: `own.${own.id}`,
    version: own.version,
    name: own.name,
    kind: own.kind,
    needs: own.over === "deal" ? [] : own.over === "lead" ? ["control"] : ["nextSteps"],
    parameters: {},
    find: (facts, period) => {
      const found = recordsOf[own.over](facts, period).filter((record) =>
        own.when.every((condition) => holds(condition, record.facts[condition.fact] ?? null)),
      )
      const findings = listFindings(found, ({ stake }) => stake?.amountMinor ?? 0, {
        evidence: own.over,
        severity: () => own.severity,
        stake: (items) =>
          own.over === "deal"
            ? sumAtStake(
                items.map(({ stake }) => stake),
                { en: "the deals' prices", ru: "суммы сделок" },
              )
            : withheldStake({ en: "these records have no amount", ru: "у этих записей нет суммы" }),
        words: () => ({
          title: (count) => ({ en: `${own.name.en}: ${count.en}`, ru: `${own.name.ru}: ${count.ru}` }),
          what: (count) => ({
            en: `Records that the department's own rule looks for: ${count.en}.`,
            ru: `Записей, которые ищет собственное правило отдела: ${count.ru}.`,
          }),
          next: own.next,
        }),
      })
      return { findings, notRead: [] }
    },
  })
