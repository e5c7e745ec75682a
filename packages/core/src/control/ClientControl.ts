import { isRegularClient } from "../client/BasePolicy.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ControlContext } from "./ControlContext.ts"
import { dealHoldings } from "./DealControl.ts"
import type { ClientRecordFacts, DealControlFacts } from "./ControlFacts.ts"
import type { ControlPolicy } from "./ControlPolicy.ts"
import type { Findings, Holding } from "./Holding.ts"
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

const quiet = (lastOn: CalendarDate, wonDeals: number, limit: number, context: ControlContext): Holding | null =>
  pastLimit("quietRegular", lastOn, limit, null, context, (from, age, most) => ({
    en: `A regular client (won deals: ${wonDeals}) without a dialog or a sale since ${from.en}: ${age.en}, the limit is ${most.en}`,
    ru: `Постоянный клиент (выигранных сделок: ${wonDeals}), с ${from.ru} не было ни диалога, ни продажи: ${age.ru}, предел — ${most.ru}`,
  }))

const latest = (left: CalendarDate | null, right: CalendarDate | null): CalendarDate | null =>
  left === null || (right !== null && right > left) ? right : left

/** All that is asked of a client's deals about the client, counted up deal by deal. */
export interface ClientDeals {
  /** How many there are. */
  count: number
  /** The days on which those that were won were; null where that is not known. */
  readonly wonOn: Array<CalendarDate | null>
  /** The last day on which one was closed. */
  closedOn: CalendarDate | null
  /** How many are not over. */
  inProgress: number
  /** Whether somebody owns one that is not over. */
  isLookedAfter: boolean
  /** Whether dialogs can be seen of each. */
  observesDialogs: boolean
}

/** Of a client without deals. */
export const noDeals = (): ClientDeals => ({
  count: 0,
  wonOn: [],
  closedOn: null,
  inProgress: 0,
  isLookedAfter: false,
  observesDialogs: true,
})

/** Counts one deal more. */
export const addDeal = (
  deals: ClientDeals,
  facts: DealControlFacts,
  isOver: boolean,
  context: ControlContext,
): void => {
  deals.count++
  if (facts.outcome === "won") deals.wonOn.push(facts.closedOn)
  deals.closedOn = latest(deals.closedOn, facts.closedOn)
  if (!isOver) {
    deals.inProgress++
    deals.isLookedAfter ||= unassigned(facts, null, null, context) === null
  }
  deals.observesDialogs &&= facts.observed.dialogs
}

const isOver = (deal: DealControlFacts, policy: ControlPolicy, context: ControlContext): boolean => {
  const { problems, unseen, otherwise } = dealHoldings(deal, policy, context)
  return problems.length === 0 && unseen.length === 0 && otherwise.state === "closed"
}

/** What the deals of a client come to. */
export const clientDeals = (
  deals: ReadonlyArray<DealControlFacts>,
  policy: ControlPolicy,
  context: ControlContext,
): Readonly<ClientDeals> => {
  const counted = noDeals()
  for (const deal of deals) addDeal(counted, deal, isOver(deal, policy, context), context)
  return counted
}

const closed = ({ count, closedOn }: Readonly<ClientDeals>): Holding => ({
  state: "closed",
  since: closedOn,
  amount: null,
  reason: () => ({
    en: `All its deals are over (${count}), and nothing is owed`,
    ru: `Все сделки завершены (${count}), задолженностей нет`,
  }),
})

/**
 * The rules of control for clients, beside their deals. A client is quiet only where dialogs can be seen: missing records
 * do not prove that nobody spoke. A client without a single deal needs a next step of its own; where something is to be
 * done, somebody must own the client or one of its deals in progress.
 */
export const clientHoldings = (
  facts: ClientRecordFacts,
  deals: Readonly<ClientDeals>,
  policy: ControlPolicy,
  context: ControlContext,
): Findings => {
  const { wonOn } = deals
  const rule = facts.regularRule ?? { fromWonDeals: policy.regularFromWonDeals }
  const regularity = isRegularClient(rule, wonOn, context.today)
  const isRegular = regularity === true
  const lastOn = wonOn.reduce(latest, dayOf(facts.lastDialogAt, context))
  const unseen = unseenOf(facts, ["nextSteps", "dialogs"])
  // Where only wins of unknown day would tell whether it is regular, nothing can be said.
  const isDatable = regularity !== null && (!isRegular || lastOn !== null)
  const { stepDueOn } = facts
  const lacksStep = deals.count === 0 && !isNear(stepDueOn, policy, context) && facts.observed.nextSteps
  const stepless = lacksStep
    ? noNextStep(
        dayOf(facts.lastStepDoneAt ?? facts.lastDialogAt ?? facts.registeredAt ?? null, context),
        null,
        stepDueOn,
        policy,
      )
    : null
  const toDo = holding([
    stepOverdue(facts, null, context),
    waitingOnUs(facts, null, policy, context),
    isRegular && facts.observed.dialogs && lastOn !== null
      ? quiet(lastOn, wonOn.length, facts.contactEveryDays ?? policy.quietAfterDays, context)
      : null,
    stepless,
  ])
  const nobodys = toDo.length === 0 || deals.isLookedAfter ? null : unassigned(facts, null, null, context)
  if (toDo.length === 0 && regularity === false && stepDueOn === null && deals.count > 0 && deals.inProgress === 0) {
    return { problems: [], unseen, otherwise: closed(deals) }
  }
  return {
    problems: holding([nobodys, ...toDo, parked(facts, null, policy, context)]),
    unseen: isDatable ? unseen : [...unseen, "saleDates"],
    otherwise: onTrack(null, () =>
      stepDueOn === null
        ? { en: "Nothing is overdue, nobody waits", ru: "Просрочек нет, ответа никто не ждёт" }
        : stepPlanned(stepDueOn),
    ),
  }
}
