import type { Dialog, NextStep } from "../client/DialogSchema.ts"
import type { Lead } from "../client/ClientSchema.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import { sumMinor } from "../shared/Money.ts"
import type { DateRange } from "../shared/Period.ts"
import { periodContains } from "../shared/Period.ts"
import type { ControlDay } from "../control/WatchSchema.ts"
import { openInstalments } from "../settlement/Invoice.ts"
import type { ClosingDocument, Invoice, Payment } from "../settlement/SettlementSchema.ts"
import { invoiceOn } from "../settlement/SettlementTimes.ts"
import type { Commitment } from "./CommitmentSchema.ts"
import { distinctFindings } from "./DistinctFindings.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"
import { summaryCoverage } from "./SummaryCoverage.ts"
import type { Unseen } from "./SummaryCoverage.ts"
import { moneyText } from "./Wording.ts"

/** How many, and which: the records behind every figure are one look away. */
export interface CountFigure {
  /** How many. */
  readonly count: number
  /** Ids of all of them, in order of id. */
  readonly ids: ReadonlyArray<string>
  /** What it could not see; null where it saw everything. */
  readonly unseen: Unseen | null
  /** By which rules it was counted, as a short name of them; null where there are none. Counts by other rules are not compared. */
  readonly rules: string | null
}

/** How many, which, and how much in the department's currency. */
export interface MoneyFigure extends CountFigure {
  /** Their amounts together, in whole minor units; null where it is withheld. */
  readonly amountMinor: number | null
  /** Why the amount is withheld: records without one, or in another currency; null where it is stated. */
  readonly withheld: Message | null
}

/** What a rep, a team or the department did in a period. JSON-safe. */
export interface SummaryFigures {
  /** Deals that were opened. */
  readonly dealsOpened: MoneyFigure
  /** Deals that were won, each for its owner; plans count them by shares of credit. For everybody together both come to the same. */
  readonly dealsWon: MoneyFigure
  /** Deals that were lost. */
  readonly dealsLost: MoneyFigure
  /** Deals that were open when the period began, at their amounts of today. */
  readonly pipelineStart: MoneyFigure
  /** Deals that came to the stage in which they stand. */
  readonly dealsMoved: MoneyFigure
  /** Deals that were open when it ended: those at the start and those opened, less those won and lost. */
  readonly pipelineEnd: MoneyFigure
  /** Leads that came in and are theirs. */
  readonly leadsReceived: CountFigure
  /** Leads that somebody began to work on. */
  readonly leadsTaken: CountFigure
  /** Conversations that clients began. */
  readonly dialogsInbound: CountFigure
  /** Conversations that we began. */
  readonly dialogsOutbound: CountFigure
  /** Next steps that were done. */
  readonly stepsDone: CountFigure
  /** Next steps whose day was over by the end and that were open at it: also those done or cancelled later. */
  readonly stepsOverdue: CountFigure
  /** Payments that came in for their deals, before refunds. */
  readonly paymentsReceived: MoneyFigure
  /** Invoices of their deals with instalments past their day at the end, and what was open of those then: money of later days is not read. */
  readonly debtsOverdue: MoneyFigure
  /** Invoices whose promise of payment was kept. */
  readonly promisesKept: CountFigure
  /** Invoices whose promise of payment was broken. */
  readonly promisesBroken: CountFigure
  /** Closing documents of their deals that were signed. */
  readonly documentsSigned: CountFigure
  /** Closing documents of their deals that were drawn up by the end and neither signed nor revoked by then. */
  readonly documentsUnsigned: CountFigure
  /** Days that were counted by the watch of control. */
  readonly controlDays: CountFigure
  /** Of those the days that ended with nothing that needed somebody. */
  readonly controlZeroDays: CountFigure
  /** Commitments due in the period that were kept. */
  readonly commitmentsKept: CountFigure
  /** Commitments due in the period that were not: missed or dropped, and those still open when their day is over. */
  readonly commitmentsNotKept: CountFigure
  /** Mistakes found in the period, each once: what a month's finding repeats of its days', or the department's of its reps', is not in it. */
  readonly mistakes: CountFigure
  /** Missed opportunities found in the period, each once likewise. */
  readonly missedOpportunities: CountFigure
  /** Wins found in the period, each once likewise. */
  readonly wins: CountFigure
}

/** Names of figures for people. */
export const figureNames: { readonly [Figure in keyof SummaryFigures]: Message } = {
  dealsOpened: { en: "deals opened", ru: "открыто сделок" },
  dealsWon: { en: "deals won, counted for their owner", ru: "выиграно сделок (по ответственному)" },
  dealsLost: { en: "deals lost", ru: "проиграно сделок" },
  pipelineStart: { en: "open deals at the start", ru: "открытых сделок в начале" },
  dealsMoved: { en: "deals moved on", ru: "сделок перешло по воронке" },
  pipelineEnd: { en: "open deals at the end", ru: "открытых сделок в конце" },
  leadsReceived: { en: "leads received", ru: "получено лидов" },
  leadsTaken: { en: "leads taken up", ru: "взято лидов в работу" },
  dialogsInbound: { en: "dialogs begun by clients", ru: "диалогов по инициативе клиентов" },
  dialogsOutbound: { en: "dialogs begun by us", ru: "диалогов по нашей инициативе" },
  stepsDone: { en: "next steps done", ru: "выполнено следующих шагов" },
  stepsOverdue: { en: "next steps overdue", ru: "просрочено следующих шагов" },
  paymentsReceived: { en: "payments received, before refunds", ru: "получено оплат (до возвратов)" },
  debtsOverdue: { en: "invoices with overdue debt", ru: "счетов с просроченным долгом" },
  promisesKept: { en: "promises of payment kept", ru: "выполнено обещаний оплаты" },
  promisesBroken: { en: "promises of payment broken", ru: "нарушено обещаний оплаты" },
  documentsSigned: { en: "closing documents signed", ru: "подписано закрывающих документов" },
  documentsUnsigned: { en: "closing documents not signed yet", ru: "закрывающих документов ещё не подписано" },
  controlDays: { en: "days counted by control", ru: "дней посчитано контролем" },
  controlZeroDays: { en: "days that ended at zero", ru: "дней закончено «в ноль»" },
  commitmentsKept: { en: "commitments kept", ru: "выполнено обязательств" },
  commitmentsNotKept: { en: "commitments not kept", ru: "не выполнено обязательств" },
  mistakes: { en: "mistakes", ru: "ошибки" },
  missedOpportunities: { en: "missed opportunities", ru: "упущенные возможности" },
  wins: { en: "wins", ru: "победы" },
}

/** How a promise of payment ended. */
export interface EndedPromise {
  /** The invoice. */
  readonly invoiceId: string
  /** Kept or broken. */
  readonly outcome: "kept" | "broken"
  /** Day on which it was judged. */
  readonly closedOn: CalendarDate
}

/** Records that summaries are made of, all of the tenant's. */
export interface SummaryFacts {
  /** Invoices. */
  readonly invoices: ReadonlyArray<Invoice>
  /** Promises of payment that ended. */
  readonly promises: ReadonlyArray<EndedPromise>
  /** Days counted by the watch of control. */
  readonly controlDays: ReadonlyArray<ControlDay>
  /** Deals. */
  readonly deals: ReadonlyArray<Deal>
  /** Leads. */
  readonly leads: ReadonlyArray<Lead>
  /** Dialogs. */
  readonly dialogs: ReadonlyArray<Dialog>
  /** Next steps. */
  readonly nextSteps: ReadonlyArray<NextStep>
  /** Payments. */
  readonly payments: ReadonlyArray<Payment>
  /** Closing documents. */
  readonly documents: ReadonlyArray<ClosingDocument>
  /** Commitments. */
  readonly commitments: ReadonlyArray<Commitment>
  /** Findings. */
  readonly findings: ReadonlyArray<FindingRecord>
}

/** How summaries are made. */
export interface SummaryContext {
  /** The department's currency. */
  readonly currency: string
  /** The tenant's day of an instant. */
  readonly dayOf: (instant: string) => CalendarDate
  /** In a period that still runs, the day before which its days are over; all of them are where absent. */
  readonly overBefore?: CalendarDate
  /** What the source of a record carries; all of it where left out. */
  readonly carriedBy?: (sourceId: string | null) => ReadonlyArray<string>
  /** Whether the period was looked through for findings before; where left out, it was if any finding of it is there. */
  readonly isReviewed?: boolean
  /** Short names of the rules by which findings are raised, and by which control counts; none are told where left out. */
  readonly rules?: { readonly findings: string; readonly control: string }
}

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

const restOf = (unstated: number, foreign: number, rest: Message): Message => ({
  en: `${unstated} without an amount, ${foreign} in another currency; the others are ${rest.en}`,
  ru: `без суммы: ${unstated}, в другой валюте: ${foreign}; остальные: ${rest.ru}`,
})

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
): SummaryFigures => {
  const { currency, dayOf, overBefore = period.to, rules } = context
  const coverage = summaryCoverage(facts, isTheirs, period, context)
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
  const isAt = (instant: string | null): boolean => instant !== null && isIn(dayOf(instant))
  const deals = facts.deals.filter(({ ownerId }) => isTheirs(ownerId))
  const theirDeals = new Set(deals.map(({ id }) => id as string))
  const leads = facts.leads.filter(({ ownerId }) => isTheirs(ownerId))
  const dialogs = facts.dialogs.filter(({ repId, heldAt }) => isTheirs(repId) && isAt(heldAt))
  const steps = facts.nextSteps.filter(({ ownerId }) => isTheirs(ownerId))
  const due = facts.commitments.filter(({ repId, dueOn }) => isTheirs(repId) && isIn(dueOn))
  const findings = distinctFindings(
    facts.findings.filter(
      ({ ownerId, periodFrom, periodTo, status }) =>
        isTheirs(ownerId) && periodFrom >= period.from && periodTo <= period.to && status !== "withdrawn",
    ),
  )
  const ofKind = (figure: keyof SummaryFigures, kind: FindingRecord["kind"]): CountFigure =>
    count(
      figure,
      findings.filter((one) => one.kind === kind),
    )
  // A deal that ended on no known day was open on none that is known.
  const isOpenAt = (day: CalendarDate, { openedOn, closedOn, outcome }: Deal): boolean =>
    openedOn !== null && openedOn < day && (closedOn === null ? outcome === "open" : closedOn >= day)
  const invoices = facts.invoices.filter(({ dealId }) => theirDeals.has(dealId))
  const theirInvoices = new Set(invoices.map(({ id }) => id as string))
  const lastDay = addDays(period.to, -1)
  const overdue = invoices.flatMap((invoice) => {
    const then = invoiceOn(invoice, lastDay)
    const late = then === null ? [] : openInstalments(then).filter(({ dueOn }) => dueOn !== null && dueOn < lateBefore)
    if (late.length === 0) return []
    const amountMinor = sumMinor(late.map(({ openMinor }) => openMinor))
    return [{ id: invoice.id, amount: { amountMinor, currency: invoice.currency } }]
  })
  const ended = (figure: keyof SummaryFigures, wanted: EndedPromise["outcome"]): CountFigure =>
    count(
      figure,
      [
        ...new Set(
          facts.promises.flatMap(({ invoiceId, outcome, closedOn }) =>
            outcome === wanted && isIn(closedOn) && theirInvoices.has(invoiceId) ? [invoiceId] : [],
          ),
        ),
      ].map((id) => ({ id })),
    )
  const days = facts.controlDays.filter(({ personId, day }) => isTheirs(personId) && isIn(day))
  return {
    pipelineStart: sum(
      "pipelineStart",
      deals.filter((deal) => isOpenAt(period.from, deal)),
    ),
    dealsMoved: sum(
      "dealsMoved",
      deals.filter(({ enteredStageAt }) => isAt(enteredStageAt)),
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
          theirDeals.has(dealId) &&
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
    dealsLost: sum(
      "dealsLost",
      deals.filter(({ outcome, closedOn }) => outcome === "lost" && isIn(closedOn)),
    ),
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
      facts.payments.filter(({ dealId, receivedOn }) => dealId !== null && theirDeals.has(dealId) && isIn(receivedOn)),
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
