import * as Result from "effect/Result"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { systemActor } from "../shared/Actor.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { DateRange } from "../shared/Period.ts"
import { daysIn } from "../shared/Period.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { leftBefore, repAggregate } from "../team/Rep.ts"
import type { ActionVerdict, Counted } from "./ActionEffect.ts"
import { actionEffect, notLookedThrough, ownerAway, ownerLeft } from "./ActionEffect.ts"
import { daysAway } from "./DaysAway.ts"
import { debriefAggregate, mayKnowOf } from "./Debrief.ts"
import type {
  ActionItem,
  CancelDebrief,
  Debrief,
  DebriefId,
  HoldDebrief,
  PlanDebrief,
  VerifyActions,
} from "./DebriefSchema.ts"
import { findingAggregate } from "./FindingRecord.ts"
import { casesOf } from "./Finding.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"
import { daysWithin } from "./LookedThrough.ts"
import { leaverAmong } from "./LeaverRules.ts"
import { ReviewRefused } from "./ReviewErrors.ts"
import { reviewScheduleAggregate, reviewScheduleId } from "./ReviewSchedule.ts"
import { shippedRules } from "./RuleSet.ts"

/** A debrief as commands answer it. */
export interface DebriefAnswer {
  /** The debrief after the command. */
  readonly debrief: Debrief
}

type Rejection = RecordNotFound | ReviewRefused

const isNullOr = (some: ReadonlySet<string>, one: string | null): boolean => one === null || some.has(one)

/** Plans a debrief over findings. */
export function* planDebrief(
  input: PlanDebrief,
  context: CommandContext,
): Work<DebriefAnswer, Rejection | RecordExists> {
  const id = input.id ?? context.newId("debrief")
  if ((yield* byId(debriefAggregate, id)) !== null) return Result.fail(new RecordExists("debrief", id))
  const { route, leaderId, findingIds, plannedOn } = input
  const repId = input.repId ?? null
  const isPersonal = route === "personal"
  if (isPersonal ? repId === null || repId === leaderId : repId !== null) {
    return Result.fail(new ReviewRefused("personalNeedsTwo", id, "repId"))
  }
  const left = yield* leaverAmong(
    [
      [repId, "repId"],
      [leaderId, "leaderId"],
    ],
    context,
  )
  if (left !== null) return Result.fail(left)
  const findings = yield* byIds(findingAggregate, findingIds)
  for (const findingId of findingIds) {
    const finding = findings.get(findingId)
    if (finding === undefined) return Result.fail(new RecordNotFound("finding", findingId))
    if (finding.status === "withdrawn") return Result.fail(new ReviewRefused("settled", findingId, "findingIds"))
    if (isPersonal && finding.ownerId !== repId) {
      return Result.fail(new ReviewRefused("foreignFinding", findingId, "findingIds"))
    }
  }
  const isNamed = route === "collectiveNamed"
  const agreed = new Set(isNamed ? input.consentedRepIds : [])
  const unasked = isNamed
    ? findingIds.find((findingId) => !isNullOr(agreed, findings.get(findingId)?.ownerId ?? null))
    : undefined
  if (unasked !== undefined) return Result.fail(new ReviewRefused("consentNeeded", unasked, "consentedRepIds"))
  const payload = { id, route, repId, leaderId, findingIds: [...new Set(findingIds)], plannedOn }
  const planned = { type: "DebriefPlanned", payload } as const
  const consented = { type: "DebriefConsented", payload: { repIds: [...agreed].toSorted() } } as const
  const change = recordEvents(debriefAggregate, null, isNamed ? [planned, consented] : [planned], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { debrief: change.after }))
}

/** A debrief that the actor may know of; of others nothing is said but that it is not there. */
function* knownDebrief(
  id: DebriefId,
  { actor }: CommandContext,
): Generator<Read, Result.Result<Debrief, RecordNotFound>, unknown> {
  const debrief = yield* byId(debriefAggregate, id)
  return debrief === null || !(mayKnowOf(debrief, actor) || actor === systemActor)
    ? Result.fail(new RecordNotFound("debrief", id))
    : Result.succeed(debrief)
}

/** The first action by whose findings nothing could ever be verified: neither a rule of the department nor one that was raised by hand. */
function* unverifiable(
  { actions }: HoldDebrief,
  { review }: DepartmentConfig,
): Generator<Read, HoldDebrief["actions"][number] | undefined, unknown> {
  const known = new Set([...shippedRules, ...(review?.ownRules ?? [])].map(({ id }) => id))
  const others = actions.filter(({ ruleId }) => !known.has(ruleId))
  const raised = yield* where(findingAggregate, "ruleId", [...new Set(others.map(({ ruleId }) => ruleId))])
  return others.find(({ ruleId }) => raised.every((finding) => finding.ruleId !== ruleId))
}

/** Notes that it was held: what was decided, and what is to change by when. Its leader's to do. */
export function* holdDebrief(
  input: HoldDebrief,
  context: CommandContext,
): Work<DebriefAnswer, Rejection | DepartmentMissing> {
  const found = yield* knownDebrief(input.debriefId, context)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const debrief = found.success
  if (debrief.status !== "planned") return Result.fail(new ReviewRefused("settled", debrief.id, "debriefId"))
  if (debrief.leaderId !== context.actor) return Result.fail(new ReviewRefused("notTheirs", context.actor, "actor"))
  const stranger = input.actions.find(({ ownerId }) => debrief.repId !== null && ownerId !== debrief.repId)
  if (stranger !== undefined) return Result.fail(new ReviewRefused("notTheirs", stranger.id, "actions.ownerId"))
  const rules = yield* departmentRules(context)
  if (rules === null) return Result.fail(new DepartmentMissing())
  const heldOn = localDateOf(context.occurredAt, rules.timeZone)
  const past = input.actions.find(({ dueOn }) => dueOn < heldOn)
  if (past !== undefined) return Result.fail(new ReviewRefused("dateOrder", past.id, "actions.dueOn"))
  const owners = new Set(input.actions.map(({ ownerId }) => ownerId))
  const left = yield* leaverAmong(
    [...owners].map((ownerId) => [ownerId, "actions.ownerId"]),
    context,
  )
  if (left !== null) return Result.fail(left)
  const unknown = yield* unverifiable(input, rules)
  if (unknown !== undefined) return Result.fail(new ReviewRefused("ruleUnknown", unknown.id, "actions.ruleId"))
  const actions = input.actions.map(({ id, ownerId, dueOn, ruleId, expected }) => ({
    id,
    ownerId,
    dueOn,
    ruleId,
    expected,
  }))
  const what = Object.fromEntries(input.actions.map((action) => [`action/${action.id}`, action.what]))
  const change = recordEvents(debriefAggregate, debrief, [{ type: "DebriefHeld", payload: { actions } }], {
    occurredAt: context.occurredAt,
    texts: { decisions: input.decisions, ...what },
  })
  return Result.succeed(decision([change], { debrief: change.after }))
}

/** Cancels a planned debrief, with the reason. Not the one whose mistakes it takes up: a talk is not called off by who is spoken with. */
export function* cancelDebrief(input: CancelDebrief, context: CommandContext): Work<DebriefAnswer, Rejection> {
  const found = yield* knownDebrief(input.debriefId, context)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const debrief = found.success
  if (debrief.status !== "planned") return Result.fail(new ReviewRefused("settled", debrief.id, "debriefId"))
  if (debrief.repId === context.actor) return Result.fail(new ReviewRefused("notTheirs", context.actor, "actor"))
  const texts = (yield* textsOf([debrief])).get(debrief.id) ?? {}
  const change = recordEvents(
    debriefAggregate,
    debrief,
    [{ type: "DebriefCancelled", payload: { by: context.actor } }],
    { occurredAt: context.occurredAt, texts: { ...texts, cancelReason: input.reason } },
  )
  return Result.succeed(decision([change], { debrief: change.after }))
}

/**
 * Cases that findings tell of, by the days in which they were first seen: a stock that is found again and again is counted once, and
 * so is what a week's and a month's finding have in common; a client who waited twice, twice; what was withdrawn is not, also where a wider
 * finding names it again. A finding's day is the end of its period.
 */
const casesWithin = (findings: ReadonlyArray<FindingRecord>, { from, to }: DateRange): number => {
  const firstSeen = new Map<string, string>()
  const withdrawn = new Set(
    findings.flatMap(({ likeness, status, evidence }) =>
      status === "withdrawn" ? casesOf(evidence).map((one) => `${likeness} ${one}`) : [],
    ),
  )
  let beyond = 0
  for (const { likeness, evidence, periodTo, status } of findings) {
    if (status === "withdrawn") continue
    for (const one of casesOf(evidence)) {
      if (withdrawn.has(`${likeness} ${one}`)) continue
      const known = firstSeen.get(one)
      if (known === undefined || periodTo < known) firstSeen.set(one, periodTo)
    }
    // Records that a finding counts but does not name cannot be told from those of another: the most of one finding is taken.
    if (periodTo > from && periodTo <= to) beyond = Math.max(beyond, evidence.count - casesOf(evidence).length)
  }
  return [...firstSeen.values()].filter((seen) => seen > from && seen <= to).length + beyond
}

/** Whether nothing found in some days says anything: they were looked through, or somebody recorded findings of them all the same. */
const isLookedThrough = (looked: ReadonlyArray<DateRange>, days: DateRange, records: number): boolean => {
  const covered = daysWithin(looked, days)
  return covered === daysIn(days) || (covered === 0 && records > 0)
}

/** The share of the days on which whoever was to do something may have been away, for their mistakes to tell something. */
const mostAwayShare = 0.1

/** Who was not there to make mistakes. */
interface Gone {
  /** Who has left within the days after. */
  readonly left: ReadonlySet<string>
  /** Days away, before the first day and after the last, by person. */
  readonly absences: ReadonlyMap<string, ReadonlyArray<DateRange>>
}

const verdictOf = (
  { ownerId, ruleId, expected }: ActionItem,
  findings: ReadonlyArray<FindingRecord>,
  { before, after }: VerifyActions,
  looked: ReadonlyArray<DateRange>,
  { left, absences }: Gone,
): ActionVerdict => {
  // Findings of a rep and of the department as a whole repeat each other's evidence; the narrowest scope is counted.
  const own = findings.filter((finding) => finding.ruleId === ruleId && finding.ownerId !== null)
  const theirs = ownerId === null ? own : own.filter((finding) => finding.ownerId === ownerId)
  const sides = [before, after].map((days) => ({ days, records: casesWithin(theirs, days) })) as [Counted, Counted]
  const verdict = actionEffect(...sides, expected)
  if (ownerId !== null && left.has(ownerId)) return { ...verdict, outcome: "notEnoughData", why: ownerLeft }
  const away = ownerId === null ? [] : (absences.get(ownerId) ?? [])
  if (sides.some(({ days }) => daysWithin(away, days) > mostAwayShare * daysIn(days))) {
    return { ...verdict, outcome: "notEnoughData", why: ownerAway }
  }
  const isSeen = sides.every(({ days, records }) => isLookedThrough(looked, days, records))
  return isSeen ? verdict : { ...verdict, outcome: "notEnoughData", why: notLookedThrough }
}

/** Whether nothing is known yet of how an action came out. */
const isUndecided = ({ verdict }: ActionItem): boolean => verdict === null || verdict.outcome === "notEnoughData"

/**
 * Holds each action against the findings of its rule in the days before and after. May be done again over other days while there is not
 * enough data; what came out stays, so that nobody looks for the days in which it looks best. Of whoever has left within the days after, or was
 * not there on more than a tenth of the days before or after, away or not begun yet, nothing is told.
 */
export function* verifyActions(
  input: VerifyActions,
  context: CommandContext,
): Work<DebriefAnswer, Rejection | DepartmentMissing> {
  const found = yield* knownDebrief(input.debriefId, context)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const debrief = found.success
  if (debrief.status !== "held" || debrief.heldAt === null) {
    return Result.fail(new ReviewRefused("notHeld", debrief.id, "debriefId"))
  }
  const rules = yield* departmentRules(context)
  if (rules === null) return Result.fail(new DepartmentMissing())
  const { before, after } = input
  const heldOn = localDateOf(debrief.heldAt, rules.timeZone)
  if (!(before.from < before.to && before.to <= heldOn && heldOn < after.from && after.from < after.to)) {
    return Result.fail(new ReviewRefused("dateOrder", debrief.id, "after"))
  }
  if (after.to > localDateOf(context.occurredAt, rules.timeZone)) {
    return Result.fail(new ReviewRefused("periodNotOver", debrief.id, "after"))
  }
  const undecided = debrief.actions.filter(isUndecided)
  if (undecided.length === 0) return Result.fail(new ReviewRefused("settled", debrief.id, "debriefId"))
  const actions = undecided.filter(({ dueOn }) => dueOn < after.from)
  if (actions.length === 0) return Result.fail(new ReviewRefused("dateOrder", debrief.id, "after"))
  const findings = yield* where(findingAggregate, "ruleId", [...new Set(actions.map(({ ruleId }) => ruleId))])
  const schedules = yield* byIds(reviewScheduleAggregate, (["day", "week", "month"] as const).map(reviewScheduleId))
  const looked = [...schedules.values()].flatMap(({ lookedThrough }) => lookedThrough ?? [])
  const reps = yield* where(repAggregate, "personId", [...new Set(actions.flatMap(({ ownerId }) => ownerId ?? []))])
  const gone: Gone = {
    left: leftBefore(reps, addDays(after.to, -1)),
    absences: new Map(
      [...Map.groupBy(daysAway(reps), ({ personId }) => personId)].map(([personId, days]) => [
        personId,
        // The last day of all is without a day after it.
        days.map(({ from, to }) => ({ from, to: to < after.to ? addDays(to, 1) : after.to })),
      ]),
    ),
  }
  const verdicts = Object.fromEntries(
    actions.map((action) => [action.id, verdictOf(action, findings, input, looked, gone)]),
  )
  const change = recordEvents(debriefAggregate, debrief, [{ type: "ActionsVerified", payload: { verdicts } }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { debrief: change.after }))
}
