import * as Effect from "effect/Effect"
import { dialogAggregate } from "../client/Dialog.ts"
import type { Dialog } from "../client/DialogSchema.ts"
import { leadAggregate } from "../client/Lead.ts"
import * as Schema from "effect/Schema"
import type { JournalEvent } from "../journal/Event.ts"
import type { Caller } from "../ports/Caller.ts"
import type { CommandOptions } from "../ports/command/Command.ts"
import { command } from "../ports/command/Command.ts"
import type { Duty, DutyOptions } from "../ports/tick/Duty.ts"
import { duty } from "../ports/tick/Duty.ts"
import { allOf, allWhere, eachPage, equals, oneOf } from "../ports/reading/ReadAll.ts"
import type { RecordFilter } from "../ports/RecordFilter.ts"
import { Store } from "../ports/Store.ts"
import { addDays } from "../shared/CalendarDate.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import type { RepId } from "../shared/Ids.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { repAggregate } from "../team/Rep.ts"
import { teamAggregate } from "../team/Team.ts"
import { assign, configOf } from "./AssignmentService.ts"
import { handOverAggregate } from "./HandOver.ts"
import { handBackWhenDue } from "./HandBackCommands.ts"
import { HandBack } from "./HandOverSchema.ts"
import { passControl } from "./ReadControlService.ts"
import { slaClockAggregate } from "./SlaClock.ts"
import type { Waiting } from "./SlaCommands.ts"
import { advanceClock, startClocks } from "./SlaCommands.ts"
import { slaKinds } from "./SlaPolicy.ts"
import type { SlaClock } from "./SlaSchema.ts"
import { AdvanceClock } from "./SlaSchema.ts"
import { controlWatchAggregate } from "./Watch.ts"
import { closeDay, endSweep } from "./WatchCommands.ts"
import type { ControlWatch } from "./WatchSchema.ts"
import { RestWatch } from "./WatchSchema.ts"
import { peopleNotOn, peopleOn, zeroTally } from "./ZeroCounter.ts"

/** Clocks started by one command. */
const clocksAtOnce = 1000

/** What came in shortly before the last round is looked at again: the clocks of ticks and of commands may differ. */
const overlapMs = 86_400_000

const waitingWord = Schema.Struct({
  subjectId: Schema.String,
  kind: Schema.Literals(slaKinds),
  startedAt: Schema.String,
  isLate: Schema.optionalKey(Schema.Boolean),
})
const start = command({
  name: "control.startClocks",
  input: Schema.Struct({ waiting: Schema.Array(waitingWord) }),
  work: startClocks,
})
const advance = (heads: ReadonlyArray<RepId>) =>
  command({ name: "control.advanceClock", input: AdvanceClock, work: advanceClock(heads) })
const swept = command({ name: "control.endSweep", input: RestWatch, work: endSweep })
const handBackDue = command({ name: "control.handBackWhenDue", input: HandBack, work: handBackWhenDue })

const isUnanswered = ({ direction, repId }: Dialog): boolean => direction === "inbound" && repId === null

const subjectOf = ({ dealId, leadId, clientId }: Dialog): string => dealId ?? leadId ?? clientId ?? ""

/** Words of clients that wait: new leads that nobody answered, and inbound dialogs after which nobody spoke for us. */
const waitingWords = Effect.fnUntraced(function* (caller: Caller, watch: ControlWatch) {
  const store = yield* Store
  const { tenant } = caller
  const leads = yield* allWhere(store, tenant, leadAggregate, [equals("status", "new"), equals("standing", "active")])
  const from = instantOf(epochMsOf(watch.seenUntil) - overlapMs)
  const since = (field: "heldAt" | "notedAt") =>
    allWhere(store, tenant, dialogAggregate, [{ field, kind: "instant", test: { _tag: "Range", from, to: null } }])
  // A word may be reported long after it was said: its client waits all the same.
  const found = [...(yield* since("heldAt")), ...(yield* since("notedAt"))]
  const lately = [...new Map(found.map((dialog) => [dialog.id, dialog])).values()]
  const words: Array<Waiting> = leads.map(({ id, receivedAt }) => ({
    subjectId: id,
    kind: "firstResponse",
    startedAt: receivedAt,
  }))
  const newLeads = new Set<string>(leads.map(({ id }) => id))
  const earliest = new Map<string, string>()
  const lastOurs = new Map<string, string>()
  for (const dialog of lately) {
    const subject = subjectOf(dialog)
    if (isUnanswered(dialog)) continue
    const known = lastOurs.get(subject)
    if (known === undefined || dialog.heldAt > known) lastOurs.set(subject, dialog.heldAt)
  }
  for (const dialog of lately) {
    const subject = subjectOf(dialog)
    if (!isUnanswered(dialog) || newLeads.has(subject) || (lastOurs.get(subject) ?? "") >= dialog.heldAt) continue
    const known = earliest.get(subject)
    if (known === undefined || dialog.heldAt < known) earliest.set(subject, dialog.heldAt)
  }
  for (const [subjectId, startedAt] of earliest) {
    words.push({ subjectId, kind: "rollingResponse", startedAt, isLate: startedAt < from })
  }
  return words
})

const assignWaiting = Effect.fnUntraced(function* (caller: Caller, watch: ControlWatch, options: CommandOptions) {
  const store = yield* Store
  const unowned: RecordFilter = { field: "ownerId", kind: "text", test: { _tag: "IsNull" } }
  const waiting = [unowned, oneOf("status", ["new", "inWork"]), equals("standing", "active")]
  const events: Array<JournalEvent> = []
  yield* eachPage(
    store,
    caller.tenant,
    leadAggregate,
    waiting,
    Effect.fnUntraced(function* (leads) {
      // Who came first is served first.
      const served = leads.toSorted((left, right) => (left.receivedAt < right.receivedAt ? -1 : 1))
      const input = { leads: served.map(({ id }) => ({ leadId: id })) }
      const answer = yield* assign(caller, input, { ...options, untilNextMinutes: watch.everyMinutes })
      events.push(...answer.events)
    }),
  )
  return events
})

/** One round of the watch: starts clocks, assigns leads where that is asked for, and says when the next one is due. */
const sweep = Effect.fnUntraced(function* (caller: Caller, watch: ControlWatch, { occurredAt }: DutyOptions) {
  const events: Array<JournalEvent> = []
  const config = yield* configOf(caller.tenant)
  if (config?.control.sla !== undefined) {
    const words = yield* waitingWords(caller, watch)
    for (let at = 0; at < words.length; at += clocksAtOnce) {
      const started = yield* start(caller, { waiting: words.slice(at, at + clocksAtOnce) }, { occurredAt })
      events.push(...started.events)
    }
  }
  if (watch.assignsLeads && config !== null) events.push(...(yield* assignWaiting(caller, watch, { occurredAt })))
  events.push(...(yield* swept(caller, {}, { occurredAt })).events)
  return { events }
})

/** Who leads teams: those of teams that are no part of another first, then whoever else is a head; equals by id. */
const headsOf = Effect.fnUntraced(function* ({ tenant }: Caller) {
  const store = yield* Store
  const teams = yield* allOf(store, tenant, teamAggregate)
  const reps = yield* allWhere(store, tenant, repAggregate, [equals("role", "head")])
  const ofTeams = (isTop: boolean): ReadonlyArray<RepId> =>
    teams
      .flatMap(({ headId, parentCode }) => (headId !== null && (parentCode === null) === isTop ? [headId] : []))
      .sort()
  return [...new Set([...ofTeams(true), ...ofTeams(false), ...reps.map(({ personId }) => personId).sort()])]
})

/** Who is to be told is read only where somebody is: most clocks that are looked at were answered. */
const advanceDue = Effect.fnUntraced(function* (caller: Caller, clock: SlaClock, { occurredAt }: DutyOptions) {
  const done = new Set(clock.fired.map(({ rungId }) => rungId))
  const isRungDue = clock.rungs.some(({ rungId, at }) => at <= occurredAt && !done.has(rungId))
  const heads = isRungDue ? yield* headsOf(caller) : []
  return yield* advance(heads)(caller, { clockId: clock.id }, { occurredAt })
})

/** Counts the day that is over: per person, how many records needed somebody at its end. */
const countDay = Effect.fnUntraced(function* (caller: Caller, { nextDayAt }: ControlWatch, options: DutyOptions) {
  const config = yield* configOf(caller.tenant)
  if (config === null || nextDayAt === null) return { events: [] }
  const on = addDays(localDateOf(nextDayAt, config.timeZone), -1)
  const { counters } = yield* passControl(caller, { asOf: on }, ({ policy, reps }) =>
    zeroTally(policy, peopleOn(reps, on), peopleNotOn(reps, on)),
  )
  return yield* command({ name: "control.closeDay", input: RestWatch, work: closeDay(on, nextDayAt, counters()) })(
    caller,
    {},
    { occurredAt: options.occurredAt },
  )
})

/** What `tick` does about control. */
export const controlDuties: ReadonlyArray<Duty> = [
  duty({ name: "control.sweep", of: controlWatchAggregate, dueAt: "nextSweepAt", perform: sweep }),
  duty({ name: "control.countDay", of: controlWatchAggregate, dueAt: "nextDayAt", perform: countDay }),
  duty({
    name: "control.advanceClock",
    of: slaClockAggregate,
    dueAt: "nextAt",
    perform: advanceDue,
  }),
  duty({
    name: "control.returnCover",
    of: handOverAggregate,
    dueAt: "nextReturnAt",
    perform: (caller, { id }, { occurredAt }) => handBackDue(caller, { handOverId: id }, { occurredAt }),
  }),
]
