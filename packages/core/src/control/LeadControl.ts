import type { ControlContext } from "./ControlContext.ts"
import type { LeadControlFacts } from "./ControlFacts.ts"
import type { ControlPolicy } from "./ControlPolicy.ts"
import type { Findings, Holding } from "./Holding.ts"
import {
  dayOf,
  holding,
  isOlderThan,
  noNextStep,
  onTrack,
  stepOverdue,
  stepPlanned,
  unassigned,
  unseenOf,
  waitingOnUs,
} from "./Holding.ts"

const closed = ({ status, closedAt }: LeadControlFacts, context: ControlContext): Holding => {
  const since = dayOf(closedAt, context)
  const reason =
    status === "qualified"
      ? { en: "Qualified", ru: "Лид квалифицирован" }
      : { en: "Disqualified", ru: "Работа с лидом прекращена" }
  return { state: "closed", since, amount: null, reason: () => reason }
}

/** The rules of control for leads. */
export const leadHoldings = (facts: LeadControlFacts, policy: ControlPolicy, context: ControlContext): Findings => {
  const waiting = waitingOnUs(facts, null, policy, context)
  if (facts.status === "qualified" || facts.status === "disqualified") {
    // A closed lead that writes again is a lead that nobody has answered.
    return { problems: holding([waiting]), unseen: [], otherwise: closed(facts, context) }
  }
  const hours = policy.answerWithinHours
  const receivedOn = dayOf(facts.receivedAt, context)
  const isNew = facts.status === "new" && facts.lastAnswerAt === null
  const isLate = isNew && isOlderThan(facts.receivedAt, hours, context)
  // Until a new lead is answered, the hours for the answer are its dated commitment.
  // The day to which a lead is put off is its dated commitment too.
  const lacksStep = !isNew && facts.status !== "nurture" && facts.stepDueOn === null && facts.observed.nextSteps
  const unanswered: Holding = {
    state: "newUnanswered",
    since: receivedOn,
    amount: null,
    reason: () => ({
      en: `Came on ${receivedOn} and was not answered; ${hours} hour(s) are allowed`,
      ru: `Лид поступил ${receivedOn}, ответа не было; на ответ отведено часов: ${hours}`,
    }),
  }
  return {
    problems: holding([
      unassigned(facts, receivedOn, null, context),
      isLate ? unanswered : null,
      stepOverdue(facts, null, context),
      waiting,
      lacksStep
        ? noNextStep(dayOf(facts.lastStepDoneAt ?? facts.lastAnswerAt ?? facts.receivedAt, context), null)
        : null,
    ]),
    unseen: unseenOf(facts, ["nextSteps", "dialogs"]),
    otherwise: onTrack(null, () =>
      facts.stepDueOn === null
        ? {
            en: `New; to be answered within ${hours} hour(s) of its arrival`,
            ru: `Новый лид; на ответ отведено часов: ${hours}`,
          }
        : stepPlanned(facts.stepDueOn),
    ),
  }
}
