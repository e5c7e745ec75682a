import { outcomeCodes } from "../deal/DealFact.ts"
import { selectDeals } from "../deal/DealRows.ts"
import { textAt } from "../shared/Columns.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import type { Period } from "../shared/Period.ts"
import { periodContains } from "../shared/Period.ts"
import { answering } from "./Answering.ts"
import type { EvidenceKind } from "./Finding.ts"
import { caseOf } from "./Scopes.ts"
import { holdersOf } from "./Holders.ts"
import type { PeerCount } from "./PeerComparison.ts"
import type { ReviewFacts } from "./ReviewFacts.ts"
import { overdueStepsOf } from "./rules/OverdueSteps.ts"

/** What a rate of mistakes is of. */
export type MistakeMeasure = "overdueSteps" | "deepDiscounts" | "lateAnswers" | "unsentDocuments"

/** Names of the measures for people. */
export const mistakeMeasures: { readonly [Measure in MistakeMeasure]: Message } = {
  overdueSteps: { en: "next steps not done by their day", ru: "следующие шаги, не сделанные в срок" },
  deepDiscounts: { en: "discounts beyond the limit", ru: "скидки сверх предела" },
  lateAnswers: { en: "answers later than agreed", ru: "ответы позже срока" },
  unsentDocuments: { en: "closing documents not sent", ru: "неотправленные закрывающие документы" },
}

/** A rep's mistakes of one kind in a period, of all occasions to make them. */
export interface MistakeRate extends PeerCount {
  readonly measure: MistakeMeasure
  /** What its records are. */
  readonly evidence: EvidenceKind
  /** Ids of the records that show the mistake, in order of id. */
  readonly ids: ReadonlyArray<string>
  /** The same with the day or moment of each, where a record may show it more than once, in the same order. */
  readonly cases: ReadonlyArray<string>
}

/** Limits that rates of mistakes are counted by. */
export interface MistakeLimits {
  /** Discounts above this many percent of the list price, to one decimal, are mistakes. */
  readonly discountPercent: number
  /** Documents not sent within so many days of drafting are mistakes. */
  readonly unsentAfterDays: number
}

interface Occasion {
  readonly id: string
  /** When it was, where a record may have several; one each where left out. */
  readonly on?: string
  /** What tells its mistake from another, where that is not when it was. */
  readonly mistakeCase?: string
  readonly ownerId: string | null
  readonly isMistake: boolean
}

const ratesOf = (
  measure: MistakeMeasure,
  evidence: EvidenceKind,
  occasions: ReadonlyArray<Occasion>,
  groupOf: ReadonlyMap<string, string>,
): ReadonlyArray<MistakeRate> => {
  const byRep = Map.groupBy(
    occasions.filter(({ ownerId }) => ownerId !== null && groupOf.has(ownerId)),
    ({ ownerId }) => ownerId ?? "",
  )
  return [...byRep].map(([repId, own]) => {
    const all = new Map<string, boolean>()
    for (const one of own) all.set(caseOf(one), one.isMistake || (all.get(caseOf(one)) ?? false))
    const count = [...all.values()].filter((isMistake) => isMistake).length
    const mistakes = own.filter(({ isMistake }) => isMistake)
    const ids = [...new Set(mistakes.map(({ id }) => id))].toSorted()
    const cases = [...new Set(mistakes.map((one) => one.mistakeCase ?? caseOf(one)))].toSorted()
    return { measure, evidence, repId, group: groupOf.get(repId) ?? "", count, size: all.size, ids, cases }
  })
}

/**
 * How often each rep makes mistakes that have countable occasions: steps that came due, deals that were given a price, words of
 * clients that were to be answered, documents that were to be sent; all of the period. What is open and not due yet is no occasion: it would make
 * whoever has most of it look best. Reps without a group are left out.
 *
 * @param facts - what was read; a part that was not carried gives no rates of what it holds
 * @param period - the days (the end is exclusive)
 * @param limits - what counts as a mistake: percent off the list price and days to send a document, each itself still allowed
 * @returns one for each measure and rep with an occasion
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { mistakeRates } from "@salesdept/core/review/comparisons"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const stage = { clientId: null, productId: null, pipelineId: "sales", stageId: "won", currency: "RUB", openedOn: "2026-01-15" }
 * const won = { ...stage, outcome: "won", ownerId: "ann", closedOn: "2026-03-10", listAmountMinor: 100_000_00 } as const
 * const deals = dealColumns([{ id: "deal_1", amountMinor: 80_000_00, ...won }, { id: "deal_2", amountMinor: 95_000_00, ...won }])
 * const unread = { control: null, nextSteps: null, activity: null, attainment: null, variance: null, productNames: {} }
 * const none = { brokenPromises: [], proposals: [], finished: [], askedClientIds: [], scores: [], slips: [] }
 * const followUp = { answers: null, scriptUse: null, ...none, peers: [{ repId: "ann", group: "rep settled" }] }
 * const facts = { on: "2026-03-31", currency: "RUB", deals, filledOnlyAtClose: [], followUp, ...unread }
 * const rates = mistakeRates(facts, periodOf("2026-03-31", "month"), { discountPercent: 15, unsentAfterDays: 3 })
 * rates.map(({ measure, count, size, ids }) => [measure, count, size, ids]) // [["deepDiscounts", 1, 2, ["deal_1"]]]
 * ```
 */
export const mistakeRates = (
  facts: ReviewFacts,
  period: Period,
  { discountPercent, unsentAfterDays }: MistakeLimits,
): ReadonlyArray<MistakeRate> => {
  const groupOf = new Map((facts.followUp?.peers ?? []).map(({ repId, group }) => [repId, group]))
  const { deals, on, overBefore = on } = facts
  const late = overdueStepsOf(facts, period)
  const whose = answering(facts)
  const due = (facts.nextSteps ?? []).filter(
    ({ dueOn, doneOn, status }) =>
      status !== "cancelled" &&
      // An open step whose day is not over may yet be done: it is no occasion.
      ((periodContains(period, dueOn) && (doneOn !== null || dueOn < overBefore)) ||
        // What was done ahead is an occasion of its own day.
        (doneOn !== null && doneOn > dueOn && periodContains(period, doneOn))),
  )
  const steps = [
    ...due.map(({ id, ownerId, dueOn }): Occasion => ({ id, ownerId: whose(ownerId, dueOn), isMistake: false })),
    ...late.map((step): Occasion => ({
      id: step.id,
      ownerId: step.ownerId,
      mistakeCase: caseOf(step),
      isMistake: true,
    })),
  ]
  const priced = [...selectDeals(deals, { closed: { from: period.from, to: period.to } }).rows].flatMap(
    (row): ReadonlyArray<Occasion> => {
      const [amountMinor, listMinor] = [deals.amountMinor[row]!, deals.listAmountMinor[row]!]
      if (deals.outcome[row] !== outcomeCodes.won || !(listMinor > 0) || Number.isNaN(amountMinor)) return []
      // In tenths of a percent and whole units, or 30 % of 100 would be more than 30 %.
      const isMistake = (listMinor - amountMinor) * 1000 > Math.round(discountPercent * 10) * listMinor
      return [{ id: deals.id[row]!, ownerId: textAt(deals.owner, row), isMistake }]
    },
  )
  const until = facts.control?.context.asOf ?? null
  const answers = (facts.followUp?.answers ?? [])
    .filter(
      ({ dueOn, dueAt, answeredAt }) =>
        until !== null && periodContains(period, dueOn) && (answeredAt !== null || dueAt < until),
    )
    .map(({ subjectId, ownerId, dueAt, dueOn, answeredAt, askedAt = dueAt }): Occasion => ({
      id: subjectId,
      on: askedAt,
      ownerId: whose(ownerId, dueOn),
      isMistake: (answeredAt === null ? until! : answeredAt) > dueAt,
    }))
  const holders = holdersOf(facts)
  // Days off are alike for all who are compared.
  const toSend = (facts.activity?.documents ?? []).flatMap(
    ({ id, dealId, draftedOn, sentOn }): ReadonlyArray<Occasion> => {
      const last = addDays(draftedOn, unsentAfterDays)
      if (!periodContains(period, last) || last >= overBefore) return []
      return [{ id, ownerId: holders.get(dealId) ?? null, isMistake: sentOn === null || sentOn > last }]
    },
  )
  return [
    ...ratesOf("overdueSteps", "nextStep", steps, groupOf),
    ...ratesOf("deepDiscounts", "deal", priced, groupOf),
    ...ratesOf("lateAnswers", "record", answers, groupOf),
    ...ratesOf("unsentDocuments", "record", toSend, groupOf),
  ]
}
