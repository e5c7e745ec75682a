import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Caller } from "../ports/Caller.ts"
import { command } from "../ports/command/Command.ts"
import type { DutyOptions } from "../ports/tick/Duty.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { DateRange, Period } from "../shared/Period.ts"
import { nextPeriod, periodOf, previousPeriod } from "../shared/Period.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { isWorkingDay } from "../shared/WorkCalendar.ts"
import { absenceOfPerson, entryInForce, isEmployed, leftBefore, repAggregate } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import { debriefAggregate } from "./Debrief.ts"
import { planDebrief, verifyActions } from "./DebriefCommands.ts"
import type { Debrief, DebriefId } from "./DebriefSchema.ts"
import { PlanDebrief, VerifyActions } from "./DebriefSchema.ts"
import { casesOf } from "./Finding.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"
import { reviewPolicyOf } from "./FindingService.ts"
import { fingerprint } from "./Fingerprint.ts"
import { findingsOf } from "./PeriodRecordsService.ts"
import { readAll } from "./ReadAllService.ts"
import { ReviewRefused } from "./ReviewErrors.ts"
import { reviewScheduleAggregate } from "./ReviewSchedule.ts"
import type { ReviewSchedule } from "./ReviewScheduleSchema.ts"
import type { DebriefRoute } from "./Routing.ts"
import { routeFindings } from "./Routing.ts"
import type { SummarySpan } from "./SummarySchema.ts"
import { namedCases, noteWithdrawn } from "./TalkedOver.ts"

/** Plans a debrief over findings. */
export const planDebriefCommand = command({ name: "debrief.plan", input: PlanDebrief, work: planDebrief })
/** Holds what was decided against what came of it. */
export const verifyActionsCommand = command({
  name: "debrief.verifyActions",
  input: VerifyActions,
  work: verifyActions,
})

/** Findings that the record of one debrief holds at most; of one rule there may be many. */
const mostFindings = 500

/** The id of the debrief of a period, route and rep: a second tick meets the first one's. */
const debriefIdOf = (label: string, route: DebriefRoute, repId: string | null): DebriefId =>
  `debrief_${label}.${fingerprint(JSON.stringify([route, repId]))}`

/** So many working days on; calendar days where no calendar speaks for them. */
const daysAfter = (from: CalendarDate, days: number, calendar: WorkCalendar | undefined): CalendarDate => {
  let day = from
  // A year without a working day is no calendar to go by.
  for (let left = days, tries = 0; left > 0 && tries < 366; tries++) {
    day = addDays(day, 1)
    if (calendar === undefined || isWorkingDay(day, calendar) !== false) left--
  }
  return day
}

/** So many days a talk waits for whom it is with and who leads it to be back. */
const mostWaitDays = 14

/** Who of a department is there on a day: in it, and not away. Who is no rep of the team's is taken to be there. */
const thereOn =
  (entries: ReadonlyMap<string, ReadonlyArray<Rep>>) =>
  (personId: string, on: CalendarDate): boolean => {
    const own = entries.get(personId) ?? []
    return own.length === 0 || (own.some((entry) => isEmployed(entry, on)) && absenceOfPerson(own, on) === null)
  }

/** The first day, from one on, on which all of these are there: that day or a working day after it; null where none is near. */
const dayTogether = (
  people: ReadonlyArray<string>,
  from: CalendarDate,
  isThere: ReturnType<typeof thereOn>,
  calendar: WorkCalendar | undefined,
): CalendarDate | null => {
  for (let waited = 0; waited <= mostWaitDays; waited++) {
    const day = addDays(from, waited)
    const isOff = waited > 0 && calendar !== undefined && isWorkingDay(day, calendar) === false
    if (!isOff && people.every((personId) => isThere(personId, day))) return day
  }
  return null
}

/** The most cases first: it says what those with a part of them say. */
const mostFirst = (left: FindingRecord, right: FindingRecord): number =>
  casesOf(right.evidence).length - casesOf(left.evidence).length ||
  (left.periodTo === right.periodTo ? (left.id < right.id ? -1 : 1) : left.periodTo > right.periodTo ? -1 : 1)

/**
 * What there is to talk over of a period: what was found in the whole of it, and what shorter ones found within it and nobody has talked
 * about. What a day found with the same records is not raised again by its week, and would be left out else. What several days found of the
 * same is one thing to talk about.
 */
const toTalkOver = (findings: ReadonlyArray<FindingRecord>, { from, to }: Period): ReadonlyArray<FindingRecord> => {
  const withdrawn = namedCases()
  const named = namedCases()
  for (const finding of findings) {
    if (finding.status !== "withdrawn") continue
    noteWithdrawn(withdrawn, finding)
    noteWithdrawn(named, finding)
  }
  const whole = findings.filter((finding) => {
    const { periodFrom, periodTo, status } = finding
    const isTalkedOf = status !== "withdrawn" && status !== "corrected" && !withdrawn.haveAll(finding)
    return periodFrom === from && periodTo === to && isTalkedOf
  })
  for (const finding of whole) named.note(finding)
  const shorter: Array<FindingRecord> = []
  for (const finding of findings.toSorted(mostFirst)) {
    const { periodFrom, periodTo, status } = finding
    const isWithin = periodFrom >= from && periodTo <= to && (periodFrom > from || periodTo < to)
    if (!isWithin || status !== "open" || named.haveAll(finding)) continue
    named.note(finding)
    shorter.push(finding)
  }
  return [...whole, ...shorter]
}

/** Plans the debriefs of a period that was closed: by the department's routing, personal ones with each rep's mentor. */
export const planRecurringDebriefs = Effect.fnUntraced(function* (
  caller: Caller,
  { debriefs }: Pick<ReviewSchedule, "debriefs">,
  period: Period,
  options: DutyOptions,
) {
  if (debriefs === null) return
  const store = yield* storeFor(caller)
  const { tenant } = caller
  const { config, policy } = yield* reviewPolicyOf(store, tenant)
  const found = yield* findingsOf({ store, tenant, period, ids: [] })
  const own = `debrief_${period.label}.`
  const taken = new Set(
    (yield* readAll(store, tenant, debriefAggregate))
      .filter(({ id, status }) => status !== "cancelled" && !id.startsWith(own))
      .flatMap(({ findingIds }) => findingIds),
  )
  const findings = toTalkOver(found, period).filter(({ id }) => !taken.has(id))
  const reps = yield* readAll(store, tenant, repAggregate)
  const plannedOn = daysAfter(period.to, debriefs.afterDays, config.control.sla?.calendar)
  const entries = Map.groupBy(reps, ({ personId }) => personId)
  const left = leftBefore(reps, plannedOn)
  const isThere = thereOn(entries)
  for (const { route, repId, findingIds } of routeFindings(
    findings,
    policy.routing,
    new Set(debriefs.consentedRepIds),
    left,
  )) {
    const mentorId =
      repId === null ? null : (entryInForce(entries.get(repId) ?? [], plannedOn)?.profile.mentorId ?? null)
    const mayLead = [mentorId === null || left.has(mentorId) ? [] : mentorId, debriefs.leaderId].flat()
    // Nobody reviews themselves: who leads the department and has no mentor is nobody's to review here.
    const leaders = mayLead.filter((id) => id !== repId)
    const [usual] = leaders
    if (usual === undefined) continue
    const days = leaders.map((leaderId) => {
      const people = repId === null ? [leaderId] : [leaderId, repId]
      return { leaderId, on: dayTogether(people, plannedOn, isThere, config.control.sla?.calendar) }
    })
    const { leaderId, on } = days.find((one) => one.on !== null) ?? { leaderId: usual, on: plannedOn }
    const planned = planDebriefCommand(
      caller,
      {
        id: debriefIdOf(period.label, route, repId),
        route,
        ...(repId === null ? {} : { repId }),
        ...(route === "collectiveNamed" ? { consentedRepIds: debriefs.consentedRepIds } : {}),
        leaderId,
        findingIds: findingIds.slice(0, mostFindings),
        plannedOn: on ?? plannedOn,
      },
      options,
    )
    const outcome = yield* Effect.result(planned)
    if (Result.isFailure(outcome) && outcome.failure._tag !== "RecordExists") {
      return yield* Effect.fail(outcome.failure)
    }
  }
})

const isUndecided = ({ status, actions }: Debrief): boolean =>
  status === "held" && actions.some(({ verdict }) => verdict === null || verdict.outcome === "notEnoughData")

/** The first whole period after a day. */
const firstAfter = (day: CalendarDate, span: SummarySpan): Period => {
  const period = periodOf(addDays(day, 1), span)
  return period.from > day ? period : nextPeriod(period)
}

/** The first day that was looked through for findings; null where none was. */
const firstLookedThrough = (schedules: ReadonlyArray<Pick<ReviewSchedule, "lookedThrough">>): CalendarDate | null =>
  schedules
    .flatMap(({ lookedThrough }) => lookedThrough ?? [])
    .reduce<CalendarDate | null>((first, { from }) => (first === null || from < first ? from : first), null)

/** How many periods, or weeks of days, are waited for until an action that cannot be told from chance is let alone. */
const mostPeriods = 12

/** Days are compared week by week: a weekend beside two working days would be an effect of its own. */
const daysOfWeek = 7

/**
 * Holds the actions of debriefs against what came of them, once a whole period after their day is closed: the findings of the days
 * since against as many whole periods before the debrief was held, or as many as there are since somebody first looked.
 */
export const verifyDueActions = Effect.fnUntraced(function* (
  caller: Caller,
  span: SummarySpan,
  closed: Period,
  options: DutyOptions,
) {
  const store = yield* storeFor(caller)
  const { config } = yield* reviewPolicyOf(store, caller.tenant)
  const since = firstLookedThrough(yield* readAll(store, caller.tenant, reviewScheduleAggregate))
  for (const debrief of (yield* readAll(store, caller.tenant, debriefAggregate)).filter(isUndecided)) {
    if (debrief.heldAt === null) continue
    const heldOn = localDateOf(debrief.heldAt, config.timeZone)
    const dueOn = debrief.actions.reduce((latest, one) => (one.dueOn > latest ? one.dueOn : latest), heldOn)
    const first = firstAfter(dueOn, span)
    if (closed.from < first.from) continue
    let before: DateRange = previousPeriod(periodOf(heldOn, span))
    let periods = 1
    const most = span === "day" ? mostPeriods * daysOfWeek : mostPeriods
    for (let period = first; period.to < closed.to && periods <= most; period = nextPeriod(period)) periods++
    if (periods > most) continue
    // Where not even a week was looked through before, no whole week can be set beside those after.
    const isByWeek = span === "day" && (since === null || addDays(since, daysOfWeek) <= before.to)
    if (isByWeek && periods % daysOfWeek !== 0) continue
    for (let at = 1; at < periods; at++) {
      const { from } = previousPeriod(periodOf(before.from, span))
      // Of days before anybody looked nothing is known, and never will be.
      if (since !== null && from < since) break
      before = { from, to: before.to }
    }
    const verified = yield* Effect.result(
      verifyActionsCommand(
        caller,
        {
          debriefId: debrief.id,
          before: { from: before.from, to: before.to },
          after: { from: first.from, to: closed.to },
        },
        options,
      ),
    )
    // Somebody else, such as another tick, has verified them since they were read.
    const isSettled = (failure: { readonly _tag: string }): boolean =>
      failure instanceof ReviewRefused && failure.data.rule === "settled"
    if (Result.isFailure(verified) && !isSettled(verified.failure)) return yield* Effect.fail(verified.failure)
  }
})
