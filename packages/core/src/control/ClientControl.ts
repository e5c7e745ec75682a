import { isRegularClient } from "../client/BasePolicy.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { ControlContext } from "./ControlContext.ts"
import { dealHoldings } from "./DealControl.ts"
import type { ClientControlFacts, DealControlFacts, RecordFacts } from "./ControlFacts.ts"
import type { ControlPolicy } from "./ControlPolicy.ts"
import type { Findings, Holding } from "./Holding.ts"
import {
  dayOf,
  holding,
  noNextStep,
  onTrack,
  parked,
  stepOverdue,
  stepPlanned,
  unassigned,
  unseenOf,
  waitingOnUs,
} from "./Holding.ts"

const quiet = (lastOn: CalendarDate, wonDeals: number, limit: number, { today }: ControlContext): Holding | null => {
  const days = daysBetween(lastOn, today)
  if (days <= limit) return null
  return {
    state: "quietRegular",
    since: lastOn,
    amount: null,
    reason: () => ({
      en: `A regular client (won deals: ${wonDeals}) without a dialog or a sale since ${lastOn}: ${days} days, the limit is ${limit}`,
      ru: `Постоянный клиент (выигранных сделок: ${wonDeals}), с ${lastOn} не было ни диалога, ни продажи: дней — ${days} при пределе ${limit}`,
    }),
  }
}

const isOver = (deal: DealControlFacts, policy: ControlPolicy, context: ControlContext): boolean => {
  const { problems, unseen, otherwise } = dealHoldings(deal, policy, context)
  return problems.length === 0 && unseen.length === 0 && otherwise.state === "closed"
}

const hasOwner = ({ ownerId, ownerLeftOn }: RecordFacts, { today }: ControlContext): boolean =>
  ownerId !== null && (ownerLeftOn === null || ownerLeftOn >= today)

const closed = ({ deals }: ClientControlFacts): Holding => {
  let since: CalendarDate | null = null
  for (const { closedOn } of deals) if (closedOn !== null && (since === null || closedOn > since)) since = closedOn
  return {
    state: "closed",
    since,
    amount: null,
    reason: () => ({
      en: `All its deals are over (${deals.length}), and nothing is owed`,
      ru: `Все сделки завершены (${deals.length}), задолженностей нет`,
    }),
  }
}

/**
 * The rules of control for clients, beside their deals. A client is quiet only where dialogs can be seen: missing records
 * do not prove that nobody spoke. A client without a single deal needs a next step of its own; where something is to be
 * done, somebody must own the client or one of its deals in progress.
 */
export const clientHoldings = (facts: ClientControlFacts, policy: ControlPolicy, context: ControlContext): Findings => {
  const won = facts.deals.filter(({ outcome }) => outcome === "won")
  const wonOn = won.map(({ closedOn }) => closedOn)
  const regularity =
    facts.regularRule === undefined
      ? won.length >= policy.regularFromWonDeals
      : isRegularClient(facts.regularRule, wonOn, context.today)
  const isRegular = regularity === true
  let lastOn = dayOf(facts.lastDialogAt, context)
  for (const { closedOn } of won) if (closedOn !== null && (lastOn === null || closedOn > lastOn)) lastOn = closedOn
  const unseen = unseenOf(facts, ["nextSteps", "dialogs"])
  // Where only wins of unknown day would tell whether it is regular, nothing can be said.
  const isDatable = regularity !== null && (!isRegular || lastOn !== null)
  const { stepDueOn, deals } = facts
  const lacksStep = deals.length === 0 && stepDueOn === null && facts.observed.nextSteps
  const stepless = lacksStep ? noNextStep(dayOf(facts.lastStepDoneAt ?? facts.lastDialogAt, context), null) : null
  const toDo = holding([
    stepOverdue(facts, null, context),
    waitingOnUs(facts, null, policy, context),
    isRegular && facts.observed.dialogs && lastOn !== null
      ? quiet(lastOn, won.length, facts.contactEveryDays ?? policy.quietAfterDays, context)
      : null,
    stepless,
  ])
  const inProgress = deals.filter((deal) => !isOver(deal, policy, context))
  const isLookedAfter = hasOwner(facts, context) || inProgress.some((deal) => hasOwner(deal, context))
  const nobodys = toDo.length === 0 || isLookedAfter ? null : unassigned(facts, null, null, context)
  if (toDo.length === 0 && regularity === false && stepDueOn === null && deals.length > 0 && inProgress.length === 0) {
    return { problems: [], unseen, otherwise: closed(facts) }
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
