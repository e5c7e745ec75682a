import type { StageMeaning } from "../deal/Pipeline.ts"
import { isFinishedMeaning } from "../deal/Pipeline.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, daysBetween } from "../shared/CalendarDate.ts"
import { dayText, moneyText } from "../shared/FigureText.ts"
import type { Language, Message } from "../shared/Message.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { DealControlFacts, ObservableFact } from "./ControlFacts.ts"
import type { ControlPolicy } from "./ControlPolicy.ts"
import type { Findings, Holding } from "./Holding.ts"
import type { MoneySums } from "./MoneySums.ts"
import { addMoney, moneyOf } from "./MoneySums.ts"
import {
  dayOf,
  holding,
  isNear,
  noNextStep,
  onTrack,
  parked,
  pastLimit,
  stepOverdue,
  stepPlanned,
  unassigned,
  unseenOf,
  waitingOnUs,
} from "./Holding.ts"

/** A deal that is over waits for no shipment and no document any more: what is open of it is due, whatever its day hangs on. */
const isOver = ({ outcome, stageMeaning }: DealControlFacts): boolean => outcome === "lost" || stageMeaning === "done"

const notInvoiced = (facts: DealControlFacts, context: ControlContext): Holding | null => {
  const { uninvoiced = null, stageMeaning } = facts
  if (uninvoiced === null || !isFinishedMeaning(stageMeaning)) return null
  return {
    state: "owingPayment",
    since: dayOf(facts.enteredStageAt, context),
    amount: uninvoiced,
    reason: () => {
      const missing = moneyText(uninvoiced)
      const [en, ru] =
        facts.invoiceCount === 0
          ? ["Signed for, not invoiced", "Подписано, счёта нет"]
          : [
              "Invoices less credit notes do not cover the amount",
              "Счета с учётом корректировок не покрывают сумму сделки",
            ]
      return { en: `${en}: ${missing.en} is missing`, ru: `${ru}: не хватает ${missing.ru}` }
    },
  }
}

/** Why money without a day is owed. */
const withoutDay = (listed: (language: Language) => string, isBeyondCalendar: boolean): Message =>
  isBeyondCalendar
    ? {
        en: `Not paid: ${listed("en")}; the calendar of working days ends before it is due: set its day`,
        ru: `Не оплачено: ${listed("ru")}; календарь рабочих дней кончается раньше срока платежа: назначьте дату`,
      }
    : {
        en: `Not paid: ${listed("en")}; the deal is over, and no day was set for it`,
        ru: `Не оплачено: ${listed("ru")}; сделка завершена, а срок платежа не назначен`,
      }

const owingPayment = (facts: DealControlFacts, context: ControlContext): Holding | null => {
  const { today } = context
  const overdue = facts.unpaid.filter(({ dueOn, lacksDay = false }) =>
    dueOn === null ? lacksDay || isOver(facts) : dueOn < today,
  )
  if (overdue.length === 0) return notInvoiced(facts, context)
  const since = overdue[0]?.dueOn ?? null
  const sums: MoneySums = new Map()
  for (const { open } of overdue) addMoney(sums, open)
  const totals = [...sums].map(moneyOf)
  const listed = (language: Language): string =>
    totals.map((total) => (total === null ? "> 2^53−1" : moneyText(total)[language])).join(", ")
  return {
    state: "owingPayment",
    since,
    // Several currencies have no total without a dated rate.
    amount: totals.length === 1 ? (totals[0] ?? null) : null,
    reason: () =>
      since === null
        ? withoutDay(
            listed,
            overdue.some(({ lacksDay = false }) => lacksDay),
          )
        : {
            en: `Overdue: ${listed("en")}; the earliest instalment was due on ${dayText(since).en}`,
            ru: `Просрочено: ${listed("ru")}; самый ранний платёж ожидался ${dayText(since).ru}`,
          },
  }
}

const documentsReason = ({
  documentCount,
  unsignedSince,
  sentBackOn = null,
  undocumented,
}: DealControlFacts): Message => {
  if (documentCount === 0) {
    return {
      en: "Delivered, and no closing document is drawn up",
      ru: "Исполнено, а закрывающий документ не составлен",
    }
  }
  if (sentBackOn !== null) {
    return {
      en: `The client sent a closing document back on ${dayText(sentBackOn).en}: it is to be corrected`,
      ru: `Клиент вернул закрывающий документ ${dayText(sentBackOn).ru}: его нужно исправить`,
    }
  }
  if (unsignedSince !== null) {
    return {
      en: `A closing document of ${dayText(unsignedSince).en} is not signed`,
      ru: `Закрывающий документ от ${dayText(unsignedSince).ru} не подписан`,
    }
  }
  const missing = undocumented === null ? { en: "", ru: "" } : moneyText(undocumented)
  return {
    en: `Signed documents do not cover the amount: ${missing.en} is missing`,
    ru: `Подписанные документы не покрывают сумму сделки: не хватает ${missing.ru}`,
  }
}

const afterDelivery: ReadonlyArray<StageMeaning> = ["awaitingDocuments", "aftercare", "done"]

/** Documents are owed once delivery is over; while the deal is in the stage for them, once its limit is over too or the client sent one back. */
const owingDocuments = (facts: DealControlFacts, limitDays: number, context: ControlContext): Holding | null => {
  if (!facts.observed.documents || facts.isDocumented || !afterDelivery.includes(facts.stageMeaning)) return null
  const enteredOn = dayOf(facts.enteredStageAt, context)
  const { sentBackOn = null } = facts
  const isCollecting =
    sentBackOn === null &&
    facts.stageMeaning === "awaitingDocuments" &&
    enteredOn !== null &&
    daysBetween(enteredOn, context.today) <= limitDays
  if (isCollecting) return null
  return {
    state: "owingDocuments",
    since: sentBackOn ?? facts.unsignedSince ?? enteredOn,
    amount: facts.undocumented,
    reason: () => documentsReason(facts),
  }
}

/** A lost deal owes the client back what it was paid for nothing that was accepted. */
const holdingMoney = ({ held = [], closedOn }: DealControlFacts): Holding | null => {
  const [only = null, ...others] = held
  if (only === null) return null
  const listed = (language: Language): string => held.map((money) => moneyText(money)[language]).join(", ")
  return {
    state: "owingDocuments",
    since: closedOn,
    // Several currencies have no total without a dated rate.
    amount: others.length === 0 ? only : null,
    reason: () => ({
      en: `Lost, and the client's money is still here: ${listed("en")}`,
      ru: `Сделка проиграна, а деньги клиента остались у нас: ${listed("ru")}`,
    }),
  }
}

/** That a deal stands still, by what is known of it; or what cannot be seen and would tell it. */
type Stall = Holding | "stageEntry" | null

/** A deal stands still since it entered its stage, with what it stood there before it was moved back, or since what moved it on. */
const stallOf = (facts: DealControlFacts, limit: number, context: ControlContext): Stall => {
  const { enteredStageAt, openedOn, outcome, pipelineId, stageName, amount, earlierStageDays = 0 } = facts
  const enteredOn = dayOf(enteredStageAt, context)
  const touchedOn = dayOf(facts.touchedAt ?? null, context)
  const countedFrom = enteredOn === null || earlierStageDays === 0 ? enteredOn : addDays(enteredOn, -earlierStageDays)
  const since = countedFrom === null || (touchedOn !== null && touchedOn > countedFrom) ? touchedOn : countedFrom
  if (since !== null) {
    return pastLimit("stalled", since, limit, amount, context, (from, age, most) => {
      const stood = countedFrom === enteredOn ? ["", ""] : [" (all stays)", " (все пребывания)"]
      const [en, ru] = since === countedFrom ? stood : [", and nothing has moved it on", " без движения"]
      return {
        en: `In the stage “${stageName.en}”${en} since ${from.en}: ${age.en}, the limit is ${most.en}`,
        ru: `На этапе «${stageName.ru}»${ru} с ${from.ru}: ${age.ru}, предел — ${most.ru}`,
      }
    })
  }
  if (openedOn === null) return "stageEntry"
  const longest = outcome === "open" ? context.longestWonDays[pipelineId] : undefined
  // A deal cannot have been in its stage for longer than it has existed.
  if (longest === undefined) return daysBetween(openedOn, context.today) <= limit ? null : "stageEntry"
  return pastLimit("stalled", openedOn, longest, amount, context, (from, age, most) => ({
    en: `Open since ${from.en}: ${age.en}, longer than any deal ever won took (${most.en})`,
    ru: `Открыта с ${from.ru}: ${age.ru}, дольше любой выигранной сделки (${most.ru})`,
  }))
}

const lost = ({ closedOn, amount }: DealControlFacts): Holding => ({
  state: "closed",
  since: closedOn,
  amount,
  reason: () => ({
    en: closedOn === null ? "Lost" : `Lost on ${dayText(closedOn).en}`,
    ru: closedOn === null ? "Сделка проиграна" : `Сделка проиграна ${dayText(closedOn).ru}`,
  }),
})

const settled = ({ amount, closedOn, invoiceCount }: DealControlFacts): Holding => ({
  state: "closed",
  since: closedOn,
  amount,
  reason: () =>
    invoiceCount === 0
      ? {
          en: "Won and documented; no invoices",
          ru: "Сделка выиграна, документы подписаны; счетов нет",
        }
      : { en: "Won, paid and documented", ru: "Сделка выиграна, оплачена, документы подписаны" },
})

const fine = ({ amount, stepDueOn }: DealControlFacts, paymentDueOn: CalendarDate | undefined): Holding =>
  onTrack(amount, () => {
    if (stepDueOn !== null) return stepPlanned(stepDueOn)
    if (paymentDueOn !== undefined) {
      return {
        en: `A payment is due on ${dayText(paymentDueOn).en}`,
        ru: `Платёж ожидается ${dayText(paymentDueOn).ru}`,
      }
    }
    return { en: "Nothing is overdue", ru: "Просрочек нет" }
  })

/** What must be seen of a deal in progress before anybody can say that it is on track. */
const neededInProgress = ({ outcome, stageMeaning }: DealControlFacts): ReadonlyArray<ObservableFact> => {
  if (outcome !== "won") return ["nextSteps", "dialogs"]
  return afterDelivery.includes(stageMeaning)
    ? ["nextSteps", "dialogs", "payments", "documents"]
    : ["nextSteps", "dialogs", "payments"]
}

/** The first day from today on by which a payment is due. */
const paymentAwaitedOn = ({ unpaid }: DealControlFacts, { today }: Pick<ControlContext, "today">) =>
  unpaid.find(({ dueOn }) => dueOn !== null && dueOn >= today)?.dueOn ?? undefined

/** While payment is awaited, the day it is due is the dated commitment: the client's own. */
const payDayOf = (facts: DealControlFacts, context: Pick<ControlContext, "today">): CalendarDate | null =>
  facts.stageMeaning === "awaitingPayment" ? (paymentAwaitedOn(facts, context) ?? null) : null

/** Whether something that is to be done by a day near enough keeps a deal under control. */
export const isCommitted = (
  facts: DealControlFacts,
  policy: Pick<ControlPolicy, "commitWithinDays">,
  context: Pick<ControlContext, "today">,
): boolean => isNear(facts.stepDueOn, policy, context) || isNear(payDayOf(facts, context), policy, context)

/** With an owner, where there is something to be done at all. */
const withOwner = (
  facts: DealControlFacts,
  problems: ReadonlyArray<Holding>,
  context: ControlContext,
): ReadonlyArray<Holding> =>
  problems.length === 0 ? problems : holding([unassigned(facts, null, facts.amount, context), ...problems])

/**
 * The rules of control for deals. Open and won deals are in progress until their stage means that nothing is left to do;
 * a finished deal can still owe money, documents, a promised step or an answer; a lost one no documents but of money that it holds, and an
 * answer only to what the client said after the loss.
 */
export const dealHoldings = (facts: DealControlFacts, policy: ControlPolicy, context: ControlContext): Findings => {
  const { amount, outcome, stepDueOn, unpaid } = facts
  const limitDays = facts.stageLimitDays ?? policy.stalledAfterDays
  const owed = [
    stepOverdue(facts, amount, context),
    waitingOnUs(facts, amount, policy, context),
    owingPayment(facts, context),
    outcome === "lost" ? holdingMoney(facts) : owingDocuments(facts, limitDays, context),
  ]
  const paymentDueOn = paymentAwaitedOn(facts, context)
  if (isOver(facts)) {
    const isOpen = stepDueOn !== null || unpaid.length > 0
    const ended = outcome === "lost" ? lost(facts) : settled(facts)
    return {
      problems: withOwner(facts, holding(owed), context),
      unseen: outcome === "lost" ? [] : unseenOf(facts, ["payments", "documents"]),
      otherwise: isOpen ? fine(facts, paymentDueOn) : ended,
    }
  }
  const stall = stallOf(facts, limitDays, context)
  const putOff = parked(facts, amount, policy, context)
  const lacksStep = facts.observed.nextSteps && !isCommitted(facts, policy, context)
  const farOn = stepDueOn ?? payDayOf(facts, context)
  const stepless = lacksStep
    ? noNextStep(dayOf(facts.lastStepDoneAt, context) ?? facts.openedOn, amount, farOn, policy)
    : null
  const unseen = unseenOf(facts, neededInProgress(facts))
  const isUnknown = stall === "stageEntry"
  return {
    problems: holding([unassigned(facts, null, amount, context), ...owed, putOff, isUnknown ? null : stall, stepless]),
    unseen: isUnknown ? [...unseen, stall] : unseen,
    otherwise: fine(facts, paymentDueOn),
  }
}
