import * as Effect from "effect/Effect"
import { dialogAggregate } from "../client/Dialog.ts"
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
import type { Instant } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { repAggregate } from "../team/Rep.ts"
import { teamAggregate } from "../team/Team.ts"
import { assign, configOf } from "./AssignmentService.ts"
import { handOverAggregate } from "./HandOver.ts"
import { handBackWhenDue } from "./HandBackCommands.ts"
import { HandBack } from "./HandOverSchema.ts"
import { passControl } from "./ReadControlService.ts"
import { slaClockAggregate } from "./SlaClock.ts"
import { advanceClock, startClocks } from "./SlaCommands.ts"
import { slaKinds } from "./SlaPolicy.ts"
import type { SlaClock } from "./SlaSchema.ts"
import { AdvanceClock } from "./SlaSchema.ts"
import { controlWatchAggregate } from "./Watch.ts"
import { closeDay, endSweep } from "./WatchCommands.ts"
import type { ControlWatch } from "./WatchSchema.ts"
import { RestWatch } from "./WatchSchema.ts"
import { waitingWords } from "./WaitingWords.ts"
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
  isAnswered: Schema.optionalKey(Schema.Boolean),
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

/** Leads that nobody has taken, and what came or was said since the round before, or reported since. */
const lately = Effect.fnUntraced(function* ({ tenant }: Caller, from: Instant) {
  const store = yield* Store
  const since = (field: string): RecordFilter => ({
    field,
    kind: "instant",
    test: { _tag: "Range", from, to: null },
  })
  const active = equals("standing", "active")
  const leads = [
    ...(yield* allWhere(store, tenant, leadAggregate, [equals("status", "new"), active])),
    ...(yield* allWhere(store, tenant, leadAggregate, [since("receivedAt"), active])),
  ]
  // A word may be reported long after it was said: its client waits all the same.
  const dialogs = [
    ...(yield* allWhere(store, tenant, dialogAggregate, [since("heldAt")])),
    ...(yield* allWhere(store, tenant, dialogAggregate, [since("notedAt")])),
  ]
  return { leads: eachOnce(leads), dialogs: eachOnce(dialogs) }
})

const eachOnce = <Record extends { readonly id: string }>(records: ReadonlyArray<Record>): ReadonlyArray<Record> => [
  ...new Map(records.map((record) => [record.id, record])).values(),
]

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
    const { sla, answerWithinHours } = config.control
    const from = instantOf(epochMsOf(watch.seenUntil) - overlapMs)
    const { leads, dialogs } = yield* lately(caller, from)
    const { timeZone } = config
    const words = waitingWords(leads, dialogs, { from, sla, answerWithinHours, timeZone })
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
