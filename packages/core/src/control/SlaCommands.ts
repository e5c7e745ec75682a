import * as Result from "effect/Result"
import { clientAggregate } from "../client/Client.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import type { Dialog } from "../client/DialogSchema.ts"
import { leadAggregate } from "../client/Lead.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { isFinalMeaning } from "../deal/Pipeline.ts"
import { pipelineVersion } from "../department/Department.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import { idPrefixes } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { absenceOfPerson, entryInForce, isEmployed, repAggregate } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import { teamAggregate } from "../team/Team.ts"
import { isOurs } from "./Contacts.ts"
import type { SlaClockEvent } from "./SlaClock.ts"
import { nextOf, slaClockAggregate, timesInForce } from "./SlaClock.ts"
import type { EscalationRecipient } from "./SlaPolicy.ts"
import { clockTimes } from "./SlaPolicy.ts"
import type { AdvanceClock, SlaClock } from "./SlaSchema.ts"
import { kindOfId, readSubject } from "./SubjectRules.ts"
import type { Waiting } from "./WaitingWords.ts"

/** What starting clocks did. */
export interface ClocksAnswer {
  /** Clocks that were not running yet. */
  readonly started: number
}

/** A clock as commands answer it. */
export interface ClockAnswer {
  /** The clock after the command; null where there is none. */
  readonly clock: SlaClock | null
}

/** After everything agreed has happened, a clock is looked at once a day until the answer comes. */
const watchAgainMs = 86_400_000

/** A wait for an answer: about which record, of what, and since when. */
type Wait = Pick<Waiting, "subjectId" | "kind" | "startedAt">

/** The id of a clock: whoever notices a client's word first starts it, and nobody a second time. */
const clockIdOf = ({ subjectId, kind, startedAt }: Wait): SlaClock["id"] =>
  `${idPrefixes.slaClock}_${sha256(`${subjectId} ${kind} ${startedAt}`).slice(0, 32)}`

/** Starts the clocks of words that wait, each once. */
export function* startClocks(
  { waiting }: { readonly waiting: ReadonlyArray<Waiting> },
  context: CommandContext,
): Work<ClocksAnswer, never> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.succeed(decision([], { started: 0 }))
  const { sla, answerWithinHours } = config.control
  if (sla === undefined) return Result.succeed(decision([], { started: 0 }))
  const known = yield* byIds(slaClockAggregate, waiting.map(clockIdOf))
  const unknown = waiting.filter((word) => !known.has(clockIdOf(word)))
  const others = yield* where(
    slaClockAggregate,
    "subjectId",
    unknown.map(({ subjectId }) => subjectId),
  )
  const clocks = new Map<string, Array<SlaClock>>()
  const keep = (clock: SlaClock): unknown => {
    const ofSubject = clocks.get(clock.subjectId)
    return ofSubject === undefined ? clocks.set(clock.subjectId, [clock]) : ofSubject.push(clock)
  }
  for (const clock of others) keep(clock)
  const changes: Array<Change> = []
  for (const word of unknown) {
    const { subjectId, kind, startedAt, isLate = false, isAnswered = false } = word
    const times = clockTimes(startedAt, kind, { sla, answerWithinHours }, config.timeZone)
    if (times === null || (yield* isPartOf(clocks.get(subjectId) ?? [], word, context))) continue
    const endedAt = isLate || isAnswered ? yield* endOfWait(word, context) : null
    if (endedAt !== null && (isLate || endedAt <= times.dueAt)) continue
    const payload = { id: clockIdOf(word), subjectKind: kindOfId(subjectId), subjectId, kind, startedAt, ...times }
    const started = recordEvents(slaClockAggregate, null, [{ type: "ClockStarted", payload }], {
      occurredAt: context.occurredAt,
    })
    changes.push(started)
    keep(started.after)
  }
  return Result.succeed(decision(changes, { started: changes.length }))
}

/** Whether a word was said while the client waited already: who asks again has waited since the first time. */
function* isPartOf(
  clocks: ReadonlyArray<SlaClock>,
  { kind, startedAt }: Wait,
  context: CommandContext,
): Generator<Read, boolean, unknown> {
  for (const clock of clocks) {
    if (clock.startedAt > startedAt || (clock.startedAt === startedAt && clock.kind === kind)) continue
    const endedAt = clock.status === "running" ? yield* endOfWait(clock, context) : clock.stoppedAt
    if (endedAt === null || endedAt >= startedAt) return true
  }
  return false
}

function* dialogsAbout(subjectId: string): Generator<Read, ReadonlyArray<Dialog>, unknown> {
  const kind = kindOfId(subjectId)
  if (kind === "lead") return yield* where(dialogAggregate, "leadId", [subjectId])
  if (kind === "deal") return yield* where(dialogAggregate, "dealId", [subjectId])
  const deals = yield* where(dealAggregate, "clientId", [subjectId])
  const own = yield* where(dialogAggregate, "clientId", [subjectId])
  const about = yield* where(
    dialogAggregate,
    "dealId",
    deals.map(({ id }) => id),
  )
  return [...own, ...about]
}

/** When the record's work ended; null while it goes on. */
function* endOfWork(subjectId: string, context: CommandContext): Generator<Read, Instant | null, unknown> {
  const kind = kindOfId(subjectId)
  if (kind === "lead") {
    const lead = yield* byId(leadAggregate, subjectId)
    return lead !== null && lead.standing !== "active" ? lead.changedAt : (lead?.closedAt ?? null)
  }
  if (kind === "client") {
    const client = yield* byId(clientAggregate, subjectId)
    return client === null || client.standing !== "active" ? (client?.changedAt ?? context.occurredAt) : null
  }
  const deal = yield* byId(dealAggregate, subjectId)
  if (deal === null) return context.occurredAt
  if (deal.standing !== "active") return deal.changedAt
  const config = yield* departmentRules(context)
  const pipeline = config === null ? null : pipelineVersion(config, deal.pipelineId, deal.pipelineVersion)
  const stage = pipeline?.stages.find(({ id }) => id === deal.stageId)
  const isOver = stage === undefined ? deal.outcome !== "open" : isFinalMeaning(stage.meaning)
  return isOver ? deal.enteredStageAt : null
}

/**
 * When a client who waits since a moment was answered, or its record's work ended; null while it waits. A lead that is entered after the first
 * talk was answered as it came.
 */
function* endOfWait(
  { subjectId, kind, startedAt }: Wait,
  context: CommandContext,
): Generator<Read, Instant | null, unknown> {
  const now = context.occurredAt
  const ended = yield* endOfWork(subjectId, context)
  const ends = (yield* dialogsAbout(subjectId)).flatMap((dialog) => {
    if (!isOurs(dialog) || dialog.heldAt > now) return []
    if (dialog.heldAt >= startedAt) return [dialog.heldAt]
    return kind === "firstResponse" ? [startedAt] : []
  })
  if (ended !== null && ended >= startedAt && ended <= now) ends.push(ended)
  return ends.toSorted()[0] ?? null
}

const entriesOf = (entries: ReadonlyArray<Rep>, personId: RepId): ReadonlyArray<Rep> =>
  entries.filter((rep) => rep.personId === personId)

/**
 * The first of these who is there, or who stands in for whoever is away; else the first who is only away. Who is no rep of the team is taken to
 * be there.
 */
function* firstThere(people: ReadonlyArray<RepId>, today: CalendarDate): Generator<Read, RepId | null, unknown> {
  const entries = yield* where(repAggregate, "personId", people)
  const standIns = people.flatMap((personId) => absenceOfPerson(entriesOf(entries, personId), today)?.coverId ?? [])
  const all = [...entries, ...(yield* where(repAggregate, "personId", standIns))]
  const standingOf = (personId: RepId) => {
    const theirs = entriesOf(all, personId)
    const own = entryInForce(theirs, today)
    if (own === undefined) return { personId, isEmployed: true, absence: null }
    return { personId, isEmployed: isEmployed(own, today), absence: absenceOfPerson(theirs, today) }
  }
  const working = people.map(standingOf).filter((one) => one.isEmployed)
  for (const { personId, absence } of working) {
    if (absence === null) return personId
    const standIn = absence.coverId === null ? null : standingOf(absence.coverId)
    if (standIn !== null && standIn.isEmployed && standIn.absence === null) return standIn.personId
  }
  return working[0]?.personId ?? null
}

/** The heads of a team and of the teams that it is part of, the nearest first. */
function* headsAbove(code: string | null): Generator<Read, ReadonlyArray<RepId>, unknown> {
  const heads: Array<RepId> = []
  const seen = new Set<string>()
  for (let next = code; next !== null && !seen.has(next);) {
    seen.add(next)
    const [team] = yield* where(teamAggregate, "code", [next])
    if (team === undefined) break
    if (team.headId !== null) heads.push(team.headId)
    next = team.parentCode
  }
  return heads
}

/**
 * Whom a rung tells: of what somebody here owns the person that it names, or who is there in that person's place: the stand-in, a head above
 * the owner, then those who get what nobody could take. These hear of what nobody owns who works here, too.
 */
function* recipientOf(
  to: EscalationRecipient | undefined,
  ownerId: RepId | null,
  others: ReadonlyArray<RepId>,
  today: CalendarDate,
): Generator<Read, RepId | null, unknown> {
  if (to === undefined) return null
  const owner = ownerId === null ? undefined : entryInForce(yield* where(repAggregate, "personId", [ownerId]), today)
  const above = [...(yield* headsAbove(owner?.teamId ?? null)), ...others]
  if (typeof to === "object") return yield* firstThere([to.personId, ...above], today)
  const isOwned = ownerId !== null && (owner === undefined || isEmployed(owner, today))
  if (!isOwned) return yield* firstThere(others, today)
  if (to === "owner") return yield* firstThere([ownerId, ...above], today)
  if (to === "teamHead") return yield* firstThere(above, today)
  const mentorId = owner?.profile.mentorId ?? null
  return mentorId === null ? null : yield* firstThere([mentorId, ...above], today)
}

/**
 * Does with a clock whatever is due by now, each thing once: the answer is looked for first, so that nobody is reminded of a
 * word that is answered. A reminder that comes too late is left out; the breach never is.
 *
 * @param heads - the department's heads, the one to be told first at the head
 */
export const advanceClock = (heads: ReadonlyArray<RepId>) =>
  function* ({ clockId }: AdvanceClock, context: CommandContext): Work<ClockAnswer, never> {
    const clock = yield* byId(slaClockAggregate, clockId)
    const now = context.occurredAt
    if (clock === null || clock.status === "stopped" || clock.nextAt === null || clock.nextAt > now) {
      return Result.succeed(decision([], { clock }))
    }
    const { subjectId } = clock
    const config = yield* departmentRules(context)
    const { remindAt, dueAt, rungs } = timesInForce(clock, config?.control.sla, config?.timeZone ?? "UTC")
    const stoppedAt = yield* endOfWait(clock, context)
    const events: Array<SlaClockEvent> = []
    const isLate = clock.breachedAt !== null || (stoppedAt ?? now) > dueAt || (stoppedAt === null && now === dueAt)
    if (isLate && clock.breachedAt === null) events.push({ type: "ClockBreached", payload: { breachedAt: dueAt } })
    if (stoppedAt !== null) {
      events.push({ type: "ClockStopped", payload: { stoppedAt } })
    } else if (!isLate) {
      if (remindAt !== null && clock.remindedAt === null && now >= remindAt) {
        events.push({ type: "ClockReminded", payload: {} })
      }
    } else {
      const subject = yield* readSubject(subjectId)
      const today = localDateOf(now, config?.timeZone ?? "UTC")
      const done = new Set(clock.fired.map(({ rungId }) => rungId))
      for (const { rungId, at } of rungs) {
        if (at > now || done.has(rungId)) continue
        const rung = config?.control.sla?.escalation.find(({ id }) => id === rungId)
        const others = [...(config?.team?.assignment.fallbackOwnerIds ?? []), ...heads]
        const toId = yield* recipientOf(rung?.to, subject?.ownerId ?? null, others, today)
        events.push({ type: "RungFired", payload: { rungId, toId, dueAt: at, firedAt: now } })
      }
    }
    let after = clock
    for (const event of events) {
      after = slaClockAggregate.evolve(after, event, { version: after.version + 1, occurredAt: now })
    }
    if (after.status === "running" && (nextOf(after) ?? now) <= now) {
      const nextAt = nextOf({ ...after, remindAt, dueAt, rungs }) ?? instantOf(epochMsOf(now) + watchAgainMs)
      events.push({ type: "ClockWatched", payload: { nextAt } })
    }
    const [first, ...rest] = events
    if (first === undefined) return Result.succeed(decision([], { clock }))
    const change = recordEvents(slaClockAggregate, clock, [first, ...rest], { occurredAt: now })
    return Result.succeed(decision([change], { clock: change.after }))
  }
