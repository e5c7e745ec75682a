import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import { dayText, daysText } from "../shared/FigureText.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { ObservableFact, RecordFacts, UnseenFact } from "./ControlFacts.ts"
import type { ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
import { usualCommitDays } from "./ControlPolicy.ts"
import { defaultParkingPolicy } from "./ParkingPolicy.ts"
import type { SlaKind } from "./SlaPolicy.ts"
import { slaDueAt } from "./SlaPolicy.ts"

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

/** How long an answer may take, and whether the time is over. */
export interface AnswerTime {
  /** Whether it is over at the moment. */
  readonly isOver: boolean
  /** What is allowed, in words. */
  readonly allowed: Message
}

/** When the time for an answer is over: by the agreed working time where there is one and the calendar covers it, else by the policy's hours. */
export const answerDueAt = (
  since: Instant,
  kind: SlaKind,
  { sla, answerWithinHours }: Pick<ControlPolicy, "sla" | "answerWithinHours">,
  timeZone: string,
): Instant =>
  (sla?.[kind] === undefined ? null : slaDueAt(since, kind, sla, timeZone)) ??
  instantOf(epochMsOf(since) + answerWithinHours * 3_600_000)

/** By the agreed working time where there is one and the calendar covers it, else by the policy's hours of the wall clock. */
export const answerTime = (
  since: Instant,
  kind: SlaKind,
  { sla, answerWithinHours: hours }: Pick<ControlPolicy, "sla" | "answerWithinHours">,
  context: Pick<ControlContext, "asOf" | "timeZone">,
): AnswerTime => {
  const minutes = sla?.[kind]?.minutes
  const dueAt = sla === undefined ? null : slaDueAt(since, kind, sla, context.timeZone)
  if (minutes === undefined || dueAt === null) {
    return {
      isOver: epochMsOf(context.asOf) - epochMsOf(since) > hours * 3_600_000,
      allowed: {
        en: `${hours} ${hours === 1 ? "hour is" : "hours are"} allowed`,
        ru: `на ответ отведено ${hours}\u00A0ч`,
      },
    }
  }
  return {
    isOver: context.asOf > dueAt,
    allowed: {
      en: `${minutes} working ${minutes === 1 ? "minute is" : "minutes are"} allowed`,
      ru: `на ответ отведено ${minutes}\u00A0мин рабочего времени`,
    },
  }
}

/** A state that holds where more days than a limit have passed since a day. */
export const pastLimit = (
  state: ControlStateName,
  since: CalendarDate,
  limit: number,
  amount: Money | null,
  { today }: ControlContext,
  reason: (from: Message, age: Message, most: Message) => Message,
): Holding | null => {
  const days = daysBetween(since, today)
  if (days <= limit) return null
  return { state, since, amount, reason: () => reason(dayText(since), daysText(days), daysText(limit)) }
}

/** The next step's day is over. */
export const stepOverdue = (
  { stepDueOn }: RecordFacts,
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
      en: `The next step was due on ${dayText(stepDueOn).en}, ${daysText(days).en} ago`,
      ru: `Срок следующего шага — ${dayText(stepDueOn).ru}, просрочка — ${daysText(days).ru}`,
    }),
  }
}

/** The client turned to us, and the time for an answer is over. */
export const waitingOnUs = (
  { awaitingSince }: RecordFacts,
  amount: Money | null,
  policy: ControlPolicy,
  context: ControlContext,
): Holding | null => {
  if (awaitingSince === null) return null
  const { isOver, allowed } = answerTime(awaitingSince, "rollingResponse", policy, context)
  if (!isOver) return null
  const since = localDateOf(awaitingSince, context.timeZone)
  return {
    state: "waitingOnUs",
    since,
    amount,
    reason: () => ({
      en: `The client has waited for an answer since ${dayText(since).en}; ${allowed.en}`,
      ru: `Клиент ждёт ответа с ${dayText(since).ru}; ${allowed.ru}`,
    }),
  }
}

/** Nobody owns it since its last owner, or since it came; or the owner's last day is over. */
export const unassigned = (
  { ownerId, ownerLeftOn, unownedSince = null }: RecordFacts,
  cameAt: Instant | null,
  amount: Money | null,
  context: ControlContext,
): Holding | null => {
  if (ownerId === null) {
    const since = dayOf(unownedSince ?? cameAt, context)
    return { state: "unassigned", since, amount, reason: () => ({ en: "Nobody owns it", ru: "Нет ответственного" }) }
  }
  if (ownerLeftOn === null || ownerLeftOn >= context.today) return null
  return {
    state: "unassigned",
    since: ownerLeftOn,
    amount,
    reason: () => ({
      en: `Its owner has left: the last day was ${dayText(ownerLeftOn).en}`,
      ru: `Ответственный больше не работает в отделе: последний день — ${dayText(ownerLeftOn).ru}`,
    }),
  }
}

/** Put off, as said of records of every kind. */
export const putOffUntil = (day: CalendarDate): Message => ({
  en: `Put off until ${dayText(day).en} or the client's next word`,
  ru: `Отложено до ${dayText(day).ru} или до обращения клиента`,
})

/** It was put off, its day has not come, and the client has not spoken since. */
export const parked = (
  { mark, lastInboundAt }: RecordFacts,
  amount: Money | null,
  policy: Pick<ControlPolicy, "parking">,
  { asOf, today, timeZone }: Pick<ControlContext, "asOf" | "today" | "timeZone">,
): Holding | null => {
  const parking = mark?.parking ?? null
  if (parking === null || parking.statedAt > asOf || parking.resumeOn <= today) return null
  if (lastInboundAt !== null && lastInboundAt > parking.statedAt && lastInboundAt <= asOf) return null
  const { reasonId, resumeOn, statedAt } = parking
  return {
    state: "parked",
    since: localDateOf(statedAt, timeZone),
    amount,
    reason: () => {
      const name = (policy.parking ?? defaultParkingPolicy).reasons.find(({ id }) => id === reasonId)?.name
      const until = putOffUntil(resumeOn)
      return { en: `${until.en}: ${name?.en ?? reasonId}`, ru: `${until.ru}: ${name?.ru ?? reasonId}` }
    },
  }
}

/** Whether there is a day, and it is near enough for a commitment to keep a record under control until then. */
export const isNear = (
  day: CalendarDate | null,
  policy: Pick<ControlPolicy, "commitWithinDays">,
  { today }: Pick<ControlContext, "today">,
): boolean => day !== null && daysBetween(today, day) <= (policy.commitWithinDays ?? usualCommitDays)

/** Nobody has committed to do anything by a day that is near enough. */
export const noNextStep = (
  since: CalendarDate | null,
  amount: Money | null,
  farOn: CalendarDate | null,
  policy: ControlPolicy,
): Holding => ({
  state: "noNextStep",
  since,
  amount,
  reason: () => {
    if (farOn === null) return { en: "No next step is planned", ru: "Следующий шаг не запланирован" }
    const limit = daysText(policy.commitWithinDays ?? usualCommitDays)
    const day = dayText(farOn)
    return {
      en: `Nothing is planned before ${day.en}, the limit is ${limit.en}`,
      ru: `До ${day.ru} ничего не запланировано, предел — ${limit.ru}`,
    }
  },
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
  en: `The next step is due on ${dayText(dueOn).en}`,
  ru: `Следующий шаг запланирован на ${dayText(dueOn).ru}`,
})

/** Drops what does not hold. */
export const holding = (found: ReadonlyArray<Holding | null>): ReadonlyArray<Holding> =>
  found.filter((each) => each !== null)
