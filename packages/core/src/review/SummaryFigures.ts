import type { Deal } from "../deal/DealSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import { sumMinor } from "../shared/Money.ts"
import type { DateRange } from "../shared/Period.ts"
import { periodContains } from "../shared/Period.ts"
import { openInstalments } from "../settlement/Invoice.ts"
import { invoiceOn } from "../settlement/SettlementTimes.ts"
import { isBeforeDay } from "./InstantsAround.ts"
import { amountByRates, frozenRates } from "./DealRates.ts"
import { distinctFindings } from "./DistinctFindings.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"
import type { PastLoss } from "./PastLoss.ts"
import { pastLosses, stoodAt } from "./PastLoss.ts"
import { summaryCoverage } from "./SummaryCoverage.ts"
import type { EndedPromise, StoodDeal, SummaryContext, SummaryFacts } from "./SummaryFacts.ts"
import type { CountFigure, MoneyFigure, SummaryFigures } from "./SummaryFigure.ts"
import { moneyText } from "./Wording.ts"

/** Figures that are counted by rules which a department may change, and whose rules those are. */
const ruledBy: { readonly [Figure in keyof SummaryFigures]?: "findings" | "control" } = {
  mistakes: "findings",
  missedOpportunities: "findings",
  wins: "findings",
  controlZeroDays: "control",
}

interface Identified {
  readonly id: string
}

const counted = (records: ReadonlyArray<Identified>): Pick<CountFigure, "count" | "ids"> => ({
  count: records.length,
  ids: records.map(({ id }) => id).toSorted(),
})

const restOf = (unstated: number, foreign: number, rest: Message): Message => {
  const left = [
    { count: unstated, en: "without an amount", ru: "без суммы" },
    { count: foreign, en: "in another currency", ru: "в другой валюте" },
  ].filter(({ count }) => count > 0)
  return {
    en: `${left.map(({ count, en }) => `${count} ${en}`).join(", ")}; the others are ${rest.en}`,
    ru: `${left.map(({ count, ru }) => `${ru}: ${count}`).join(", ")}; остальные: ${rest.ru}`,
  }
}

const summed = (
  records: ReadonlyArray<Identified & { readonly amount: Deal["amount"] }>,
  currency: string,
): Omit<MoneyFigure, keyof CountFigure> & ReturnType<typeof counted> => {
  const unstated = records.filter(({ amount }) => amount === null).length
  const foreign = records.filter(({ amount }) => amount !== null && amount.currency !== currency).length
  const known = records.flatMap(({ amount }) => (amount?.currency === currency ? [amount] : []))
  const totalMinor = sumMinor(known.map(({ amountMinor }) => amountMinor))
  const isWhole = unstated === 0 && foreign === 0
  return {
    ...counted(records),
    amountMinor: isWhole ? totalMinor : null,
    withheld: isWhole ? null : restOf(unstated, foreign, moneyText({ amountMinor: totalMinor, currency })),
  }
}

/**
 * Adds up what some reps did in a period, from records as they stand.
 *
 * @param facts - all records of the tenant
 * @param isTheirs - whose records count; null is nobody's
 * @param period - the days (the end is exclusive)
 * @param context - currency and zone, what sources carry, and by which rules is counted
 * @throws AmountUnsafe where a sum of money passes 2^53−1
 * @example
 * ```ts
 * import { summaryFigures } from "@salesdept/core/review/summaries"
 *
 * const state = { version: 1, textsVersion: 0, changedAt: "2026-03-09T09:00:00.000Z", recordId: null, debriefId: null }
 * const terms = { repId: "ann", mentorId: null, answeredAt: null, dueOn: "2026-03-31", ...state }
 * const commitments = [{ id: "commitment_1", status: "done", ...terms }] as const
 * const people = { deals: [], leads: [], dialogs: [], nextSteps: [], commitments, findings: [], controlDays: [] }
 * const facts = { ...people, invoices: [], promises: [], payments: [], documents: [] }
 * const march = { from: "2026-03-01", to: "2026-04-01" }
 * const context = { currency: "RUB", dayOf: (instant: string) => instant.slice(0, 10) }
 * summaryFigures(facts, (repId) => repId === "ann", march, context).commitmentsKept.ids // ["commitment_1"]
 * ```
 */
export const summaryFigures = (
  facts: SummaryFacts,
  isTheirs: (repId: string | null) => boolean,
  period: DateRange,
  context: SummaryContext,
): SummaryFigures => summaryReader(facts, period, context)(isTheirs)

/**
 * {@link summaryFigures} of one scope after another: what happened in the period is picked out of all records once. Where there are many
 * scopes, those records may be given that theirs are among.
 */
export const summaryReader = (
  facts: SummaryFacts,
  period: DateRange,
  context: SummaryContext,
): ((isTheirs: (repId: string | null) => boolean, some?: SummaryFacts) => SummaryFigures) => {
  const { dayOf } = context
  const isIn = (day: CalendarDate | null): boolean => day !== null && periodContains(period, day)
  const [isEarlier, isBeforeEnd] = [isBeforeDay(period.from, dayOf), isBeforeDay(period.to, dayOf)]
  const coverageOf = summaryCoverage(facts, period, context)
  const within = (facts: SummaryFacts): SummaryFacts => ({
    ...facts,
    dialogs: facts.dialogs.filter(({ heldAt }) => !isEarlier(heldAt) && isBeforeEnd(heldAt)),
    // What was done before the period and what is due after it is in no figure.
    nextSteps: facts.nextSteps.filter(({ status, dueOn, doneAt }) => {
      const doneOn = doneAt === null ? null : dayOf(doneAt)
      const wasOpen = status === "open" || (doneOn !== null && doneOn >= period.to)
      return isIn(doneOn) || (dueOn < period.to && wasOpen)
    }),
    commitments: facts.commitments.filter(({ dueOn }) => isIn(dueOn)),
    findings: facts.findings.filter(({ periodFrom, periodTo }) => periodFrom >= period.from && periodTo <= period.to),
    promises: facts.promises.filter(({ closedOn }) => isIn(closedOn)),
    payments: facts.payments.filter(({ receivedOn }) => isIn(receivedOn)),
    controlDays: facts.controlDays.filter(({ day }) => isIn(day)),
  })
  const all = within(facts)
  // Those that reach into the period: few deals are ever opened again, and all of them are looked at for every scope.
  const losses = facts.deals
    .flatMap((deal) => pastLosses(deal, context.currency))
    .filter(({ lostOn, reopenedOn }) => lostOn < period.to && reopenedOn >= period.from)
  return (isTheirs, some) =>
    figuresOf(some ? within(some) : all, losses, isTheirs, period, context, coverageOf(isTheirs, some ?? facts))
}

/** The figures of some reps, from the records of a period. */
const figuresOf = (
  facts: SummaryFacts,
  losses: ReadonlyArray<PastLoss>,
  isTheirs: (repId: string | null) => boolean,
  period: DateRange,
  context: SummaryContext,
  coverage: ReturnType<ReturnType<typeof summaryCoverage>>,
): SummaryFigures => {
  const { currency, dayOf, overBefore = period.to, rules } = context
  const about = (figure: keyof SummaryFigures): Pick<CountFigure, "unseen" | "rules"> => {
    const by = ruledBy[figure]
    return { unseen: coverage[figure] ?? null, rules: by === undefined ? null : (rules?.[by] ?? null) }
  }
  const count = (figure: keyof SummaryFigures, records: ReadonlyArray<Identified>): CountFigure => ({
    ...counted(records),
    ...about(figure),
  })
  const sum = (figure: keyof SummaryFigures, records: Parameters<typeof summed>[0]): MoneyFigure => ({
    ...summed(records, currency),
    ...about(figure),
  })
  // What is due on a day that is not over can still be done.
  const lateBefore = overBefore < period.to ? overBefore : period.to
  const isIn = (day: CalendarDate | null): boolean => day !== null && periodContains(period, day)
  const [isEarlier, isBeforeEnd] = [isBeforeDay(period.from, dayOf), isBeforeDay(period.to, dayOf)]
  const isAt = (instant: string | null): boolean => instant !== null && !isEarlier(instant) && isBeforeEnd(instant)
  const deals = facts.deals.filter(({ sellerId }) => isTheirs(sellerId))
  const starts = new Map<string, StoodDeal>((facts.dealsAtStart ?? []).map((stood) => [stood.dealId, stood]))
  const began = facts.deals
    .map((deal): Deal => {
      const stood = starts.get(deal.id)
      return stood === undefined ? deal : { ...deal, sellerId: stood.sellerId, amount: stood.amount }
    })
    .filter(({ sellerId }) => isTheirs(sellerId))
  // What is still to be done about a deal falls to who looks after it, whoever sold it.
  const held = new Set(facts.deals.flatMap(({ id, ownerId }) => (isTheirs(ownerId) ? [id as string] : [])))
  const passed = new Set((facts.passages ?? []).map(({ dealId }) => dealId))
  const theirDeals = new Set(deals.map(({ id }) => id as string))
  const leads = facts.leads.filter(({ ownerId }) => isTheirs(ownerId))
  const dialogs = facts.dialogs.filter(({ repId }) => isTheirs(repId))
  const steps = facts.nextSteps.filter(({ ownerId }) => isTheirs(ownerId))
  const due = facts.commitments.filter(({ repId }) => isTheirs(repId))
  const findings = distinctFindings(facts.findings.filter(({ ownerId }) => isTheirs(ownerId)))
  const ofKind = (figure: keyof SummaryFigures, kind: FindingRecord["kind"]): CountFigure =>
    count(
      figure,
      findings.filter((one) => one.kind === kind),
    )
  // A deal that ended on no known day was open on none that is known.
  const isOpenAt = (day: CalendarDate, deal: Deal): boolean => {
    const { openedOn, closedOn, outcome } = deal
    const isOver = closedOn === null ? outcome !== "open" : closedOn < day
    return (
      openedOn !== null &&
      openedOn < day &&
      !isOver &&
      !losses.some((loss) => loss.id === deal.id && stoodAt(loss, day))
    )
  }
  // Opened again after the period, it was lost in it all the same.
  const lostThen = losses.filter((loss) => isIn(loss.lostOn) && stoodAt(loss, period.to) && isTheirs(loss.sellerId))
  const invoices = facts.invoices.filter(({ dealId }) => held.has(dealId))
  const theirInvoices = new Set(invoices.map(({ id }) => id as string))
  const lastDay = addDays(period.to, -1)
  const rates = frozenRates(facts.deals)
  const overdue = invoices.flatMap((invoice) => {
    const then = invoiceOn(invoice, lastDay)
    const late = then === null ? [] : openInstalments(then).filter(({ dueOn }) => dueOn !== null && dueOn < lateBefore)
    if (late.length === 0) return []
    const owed = { amountMinor: sumMinor(late.map(({ openMinor }) => openMinor)), currency: invoice.currency }
    return [{ id: invoice.id, amount: amountByRates(owed, [rates.get(invoice.dealId)], currency) }]
  })
  const ended = (figure: keyof SummaryFigures, wanted: EndedPromise["outcome"]): CountFigure =>
    count(
      figure,
      [
        ...new Set(
          facts.promises.flatMap(({ invoiceId, outcome }) =>
            outcome === wanted && theirInvoices.has(invoiceId) ? [invoiceId] : [],
          ),
        ),
      ].map((id) => ({ id })),
    )
  const days = facts.controlDays.filter(({ personId }) => isTheirs(personId))
  return {
    pipelineStart: sum(
      "pipelineStart",
      began.filter((deal) => isOpenAt(period.from, deal)),
    ),
    dealsMoved: sum(
      "dealsMoved",
      deals.filter(({ id, enteredStageAt }) => isAt(enteredStageAt) || passed.has(id)),
    ),
    pipelineEnd: sum(
      "pipelineEnd",
      deals.filter((deal) => isOpenAt(period.to, deal)),
    ),
    debtsOverdue: sum("debtsOverdue", overdue),
    promisesKept: ended("promisesKept", "kept"),
    promisesBroken: ended("promisesBroken", "broken"),
    documentsUnsigned: count(
      "documentsUnsigned",
      facts.documents.filter(
        ({ dealId, draftedOn, signedOn, revokedOn }) =>
          held.has(dealId) &&
          draftedOn < period.to &&
          (signedOn === null || signedOn >= period.to) &&
          (revokedOn === null || revokedOn >= period.to),
      ),
    ),
    controlDays: count("controlDays", days),
    controlZeroDays: count(
      "controlZeroDays",
      days.filter(({ needing }) => needing === 0),
    ),
    dealsOpened: sum(
      "dealsOpened",
      deals.filter(({ openedOn }) => isIn(openedOn)),
    ),
    dealsWon: sum(
      "dealsWon",
      deals.filter(({ outcome, closedOn }) => outcome === "won" && isIn(closedOn)),
    ),
    dealsLost: sum("dealsLost", [
      ...deals.filter(({ outcome, closedOn }) => outcome === "lost" && isIn(closedOn)),
      ...lostThen,
    ]),
    leadsReceived: count(
      "leadsReceived",
      leads.filter(({ receivedAt }) => isAt(receivedAt)),
    ),
    leadsTaken: count(
      "leadsTaken",
      leads.filter(({ takenAt }) => isAt(takenAt)),
    ),
    dialogsInbound: count(
      "dialogsInbound",
      dialogs.filter(({ direction }) => direction === "inbound"),
    ),
    dialogsOutbound: count(
      "dialogsOutbound",
      dialogs.filter(({ direction }) => direction === "outbound"),
    ),
    stepsDone: count(
      "stepsDone",
      steps.filter(({ status, doneAt }) => status === "done" && isAt(doneAt)),
    ),
    stepsOverdue: count(
      "stepsOverdue",
      steps.filter(
        ({ status, dueOn, doneAt }) =>
          dueOn < lateBefore && (status === "open" || (doneAt !== null && dayOf(doneAt) >= period.to)),
      ),
    ),
    paymentsReceived: sum(
      "paymentsReceived",
      // Money of a client that is for no one deal is nobody's, and everybody's together, as in plans.
      facts.payments.filter(({ dealId }) => (dealId === null ? isTheirs(null) : theirDeals.has(dealId))),
    ),
    documentsSigned: count(
      "documentsSigned",
      facts.documents.filter(({ dealId, signedOn }) => theirDeals.has(dealId) && isIn(signedOn)),
    ),
    commitmentsKept: count(
      "commitmentsKept",
      due.filter(({ status }) => status === "done"),
    ),
    commitmentsNotKept: count(
      "commitmentsNotKept",
      due.filter(({ status, dueOn }) => status !== "done" && (status !== "open" || dueOn < lateBefore)),
    ),
    mistakes: ofKind("mistakes", "mistake"),
    missedOpportunities: ofKind("missedOpportunities", "missedOpportunity"),
    wins: ofKind("wins", "win"),
  }
}
