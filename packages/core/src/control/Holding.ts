import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { ControlFacts, ObservableFact, RecordFacts, UnseenFact } from "./ControlFacts.ts"
import type { ControlPolicy, ControlStateName } from "./ControlPolicy.ts"

/** A state that holds for a record. */
export interface Holding {
  /** The state. */
  readonly state: ControlStateName
  /** Since which day it has held; null where that is not known. */
  readonly since: CalendarDate | null
  /** The money at stake; null where there is none, or it is not stated. */
  readonly amount: Money | null
  /** Why it holds, made on demand: of a million records a handful is read by people. */
  readonly reason: () => Message
}

/** What the rules of a kind say of a record. */
export interface Findings {
  /** Every problem that holds, in no particular order. */
  readonly problems: ReadonlyArray<Holding>
  /** What could not be seen and would be needed to say that all is well. */
  readonly unseen: ReadonlyArray<UnseenFact>
  /** What the record is in where it has no problem and everything needed can be seen. */
  readonly otherwise: Holding
}

/** Which of the facts needed cannot be seen. */
export const unseenOf = ({ observed }: RecordFacts, needed: ReadonlyArray<ObservableFact>): ReadonlyArray<UnseenFact> =>
  needed.filter((fact) => !observed[fact])

/** The local day of an instant; null stays null. */
export const dayOf = (instant: Instant | null, { timeZone }: ControlContext): CalendarDate | null =>
  instant === null ? null : localDateOf(instant, timeZone)

/** Whether more than so many hours have passed since an instant. */
export const isOlderThan = (instant: Instant, hours: number, { asOf }: ControlContext): boolean =>
  epochMsOf(asOf) - epochMsOf(instant) > hours * 3_600_000

/** The next step's day is over. */
export const stepOverdue = (
  { stepDueOn }: ControlFacts,
  amount: Money | null,
  { today }: ControlContext,
): Holding | null => {
  if (stepDueOn === null || stepDueOn >= today) return null
  const days = daysBetween(stepDueOn, today)
  return {
    state: "stepOverdue",
    since: stepDueOn,
    amount,
    reason: () => ({
      en: `The next step was due on ${stepDueOn}, ${days} day(s) ago`,
      ru: `Срок следующего шага — ${stepDueOn}, просрочка в днях: ${days}`,
    }),
  }
}

/** The client turned to us, and the hours for an answer are over. */
export const waitingOnUs = (
  { awaitingSince }: ControlFacts,
  amount: Money | null,
  { answerWithinHours: hours }: ControlPolicy,
  context: ControlContext,
): Holding | null => {
  if (awaitingSince === null || !isOlderThan(awaitingSince, hours, context)) return null
  const since = localDateOf(awaitingSince, context.timeZone)
  return {
    state: "waitingOnUs",
    since,
    amount,
    reason: () => ({
      en: `The client has waited for an answer since ${since}; ${hours} hour(s) are allowed`,
      ru: `Клиент ждёт ответа с ${since}; на ответ отведено часов: ${hours}`,
    }),
  }
}

/** Nobody owns it, or the owner's last day is over. */
export const unassigned = (
  { ownerId, ownerLeftOn }: ControlFacts,
  since: CalendarDate | null,
  amount: Money | null,
  { today }: ControlContext,
): Holding | null => {
  if (ownerId === null) {
    return { state: "unassigned", since, amount, reason: () => ({ en: "Nobody owns it", ru: "Нет ответственного" }) }
  }
  if (ownerLeftOn === null || ownerLeftOn >= today) return null
  return {
    state: "unassigned",
    since: ownerLeftOn,
    amount,
    reason: () => ({
      en: `Its owner, ${ownerId}, has left: the last day was ${ownerLeftOn}`,
      ru: `Ответственный (${ownerId}) больше не работает в отделе: последний день — ${ownerLeftOn}`,
    }),
  }
}

/** Nobody has committed to do anything by a day. */
export const noNextStep = (since: CalendarDate | null, amount: Money | null): Holding => ({
  state: "noNextStep",
  since,
  amount,
  reason: () => ({ en: "No next step is planned", ru: "Следующий шаг не запланирован" }),
})

/** No problem holds. */
export const onTrack = (amount: Money | null, reason: () => Message): Holding => ({
  state: "onTrack",
  since: null,
  amount,
  reason,
})

/** The next step is planned. */
export const stepPlanned = (dueOn: CalendarDate): Message => ({
  en: `The next step is due on ${dueOn}`,
  ru: `Следующий шаг запланирован на ${dueOn}`,
})

/** Drops what does not hold. */
export const holding = (found: ReadonlyArray<Holding | null>): ReadonlyArray<Holding> =>
  found.filter((each) => each !== null)
