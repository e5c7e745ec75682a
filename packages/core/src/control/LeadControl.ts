import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayText } from "../shared/FigureText.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { LeadControlFacts } from "./ControlFacts.ts"
import type { ControlPolicy } from "./ControlPolicy.ts"
import type { AnswerTime, Findings, Holding } from "./Holding.ts"
import {
  answerTime,
  dayOf,
  holding,
  isNear,
  noNextStep,
  onTrack,
  parked,
  putOffUntil,
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

/** The day to which a lead is put off; null where it is not, or the day has come. */
const nurturedUntil = ({ status, nextNurtureAt }: LeadControlFacts, { asOf, timeZone }: ControlContext) =>
  status !== "nurture" || nextNurtureAt === null || nextNurtureAt <= asOf ? null : localDateOf(nextNurtureAt, timeZone)

/** Returned to nurture until a day that has not come and is near enough: no record is put off for ever. */
const nurtured = (until: CalendarDate | null, policy: ControlPolicy, context: ControlContext): Holding | null => {
  if (until === null || !isNear(until, policy, context)) return null
  return {
    state: "parked",
    since: null,
    amount: null,
    reason: () => putOffUntil(until),
  }
}

/** It came, and the time for a first answer is over. */
const unanswered = ({ receivedAt }: LeadControlFacts, answer: () => AnswerTime, context: ControlContext): Holding => {
  const receivedOn = localDateOf(receivedAt, context.timeZone)
  return {
    state: "newUnanswered",
    since: receivedOn,
    amount: null,
    reason: () => {
      const { allowed } = answer()
      return {
        en: `Came on ${dayText(receivedOn).en} and was not answered; ${allowed.en}`,
        ru: `Лид поступил ${dayText(receivedOn).ru}, ответа не было; ${allowed.ru}`,
      }
    },
  }
}

/** The rules of control for leads. */
export const leadHoldings = (facts: LeadControlFacts, policy: ControlPolicy, context: ControlContext): Findings => {
  const waiting = waitingOnUs(facts, null, policy, context)
  if (facts.status === "qualified" || facts.status === "disqualified") {
    // A closed lead that writes again is a lead that nobody has answered, and what was promised about it stays promised.
    const { stepDueOn } = facts
    return {
      problems: holding([stepOverdue(facts, null, context), waiting]),
      unseen: [],
      otherwise: stepDueOn === null ? closed(facts, context) : onTrack(null, () => stepPlanned(stepDueOn)),
    }
  }
  // Taking a lead is no answer where a first answer is agreed on: it waits until we speak.
  const { observed, status } = facts
  const isAwaited = status === "new" || (policy.sla?.firstResponse !== undefined && observed.dialogs)
  const isUnanswered = isAwaited && facts.lastAnswerAt === null
  // Working time and days are looked up where they decide, or where somebody reads the reason: of most leads they do neither.
  const answer = (): AnswerTime => answerTime(facts.receivedAt, "firstResponse", policy, context)
  // Whether somebody has answered is not known where the source does not say so.
  const isLate = isUnanswered && observed.dialogs && answer().isOver
  // Until a lead is answered, the hours for the answer are its dated commitment.
  // The day to which a lead is put off is its dated commitment too.
  const until = nurturedUntil(facts, context)
  const putOff = nurtured(until, policy, context)
  const { stepDueOn } = facts
  const isCommitted = putOff !== null || isNear(stepDueOn, policy, context)
  const lacksStep = !isUnanswered && !isCommitted && observed.nextSteps
  return {
    problems: holding([
      unassigned(facts, facts.receivedAt, null, context),
      isLate ? unanswered(facts, answer, context) : null,
      stepOverdue(facts, null, context),
      waiting,
      putOff ?? parked(facts, null, policy, context),
      lacksStep
        ? noNextStep(
            dayOf(facts.lastStepDoneAt ?? facts.lastAnswerAt ?? facts.receivedAt, context),
            null,
            stepDueOn ?? until,
            policy,
          )
        : null,
    ]),
    unseen: unseenOf(facts, ["nextSteps", "dialogs"]),
    otherwise: onTrack(null, () => {
      if (stepDueOn !== null) return stepPlanned(stepDueOn)
      const { allowed } = answer()
      return { en: `Not answered yet; ${allowed.en}`, ru: `Ответа ещё не было; ${allowed.ru}` }
    }),
  }
}
