import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { ClientControlFacts } from "./ControlFacts.ts"
import type { ControlPolicy } from "./ControlPolicy.ts"
import type { Findings, Holding } from "./Holding.ts"
import { dayOf, holding, onTrack, stepOverdue, stepPlanned, unseenOf, waitingOnUs } from "./Holding.ts"

const quiet = (
  lastOn: CalendarDate,
  wonDeals: number,
  { quietAfterDays: limit }: ControlPolicy,
  { today }: ControlContext,
): Holding | null => {
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

/**
 * The rules of control for clients, beside their deals. A client is quiet only where dialogs can be seen: missing records
 * do not prove that nobody spoke.
 */
export const clientHoldings = (facts: ClientControlFacts, policy: ControlPolicy, context: ControlContext): Findings => {
  const won = facts.deals.filter(({ outcome }) => outcome === "won")
  const isRegular = won.length >= policy.regularFromWonDeals
  let lastOn = dayOf(facts.lastDialogAt, context)
  for (const { closedOn } of won) if (closedOn !== null && (lastOn === null || closedOn > lastOn)) lastOn = closedOn
  const unseen = unseenOf(facts, ["nextSteps", "dialogs"])
  const isDatable = !isRegular || lastOn !== null
  const { stepDueOn } = facts
  return {
    problems: holding([
      stepOverdue(facts, null, context),
      waitingOnUs(facts, null, policy, context),
      isRegular && facts.observed.dialogs && lastOn !== null ? quiet(lastOn, won.length, policy, context) : null,
    ]),
    unseen: isDatable ? unseen : [...unseen, "saleDates"],
    otherwise: onTrack(null, () =>
      stepDueOn === null
        ? { en: "Nothing is overdue, nobody waits", ru: "Просрочек нет, ответа никто не ждёт" }
        : stepPlanned(stepDueOn),
    ),
  }
}
