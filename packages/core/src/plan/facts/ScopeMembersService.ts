import * as Effect from "effect/Effect"
import { clientAggregate } from "../../client/Client.ts"
import type { JournalEvent } from "../../journal/Event.ts"
import { eventsBy, replay } from "../../journal/Replay.ts"
import { narrowed } from "../../journal/Narrowed.ts"
import { eachStream } from "../../ports/reading/Streams.ts"
import type { StoreShape } from "../../ports/Store.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import { isEmployed, repAggregate } from "../../team/Rep.ts"
import type { Rep } from "../../team/RepSchema.ts"
import { stateOf } from "./PlanFactsService.ts"
import type { ScopeMembers } from "./ScopeMembers.ts"

/** A period, its last day, and the first moment after it. */
interface PeriodEnd {
  /** Its label. */
  readonly id: string
  /** Its last day, which still belongs to it. */
  readonly lastOn: CalendarDate
  /** When it is over. */
  readonly end: Instant
}

type Groups = Map<string, Set<string>>

const put = (groups: Groups, group: string | null, member: string): void => {
  if (group === null) return
  const members = groups.get(group) ?? new Set()
  groups.set(group, members.add(member))
}

/** The team that a rep was in after some events; of who had left by then without a team, the last one. */
const teamAfter = (events: ReadonlyArray<JournalEvent>): string | null => {
  const rep = replay(repAggregate, events)
  if (rep === null || rep.teamId !== null || rep.leftOn === null) return rep?.teamId ?? null
  const stated = events.flatMap((row) => (row.type === "RepStated" ? (replay(repAggregate, [row]) ?? []) : []))
  return stated.findLast(({ teamId }) => teamId !== null)?.teamId ?? null
}

/**
 * Of the entries of one person those that say on a day in which team the person is: that are in force; of who has left, the last. Who comes
 * back by another entry is in the new team and no more in the old one.
 */
const sayingTeam = (entries: ReadonlyArray<Rep>, on: CalendarDate): ReadonlyArray<Rep> => {
  const begun = entries.filter(({ joinedOn }) => joinedOn === null || joinedOn <= on)
  const known = begun.length > 0 ? begun : entries
  const inForce = known.filter((rep) => isEmployed(rep, on))
  if (inForce.length > 0) return inForce
  const last = known.reduce((latest, { leftOn }) => (leftOn !== null && leftOn > latest ? leftOn : latest), "")
  return known.filter(({ leftOn }) => (leftOn ?? "") === last)
}

/** Entries with the team that each says on a day; null of those that say none any more, or not yet. */
const inTeams = (reps: ReadonlyArray<Rep>, on: CalendarDate): ReadonlyArray<Rep> => {
  const ofPerson = Map.groupBy(reps, ({ personId }) => personId)
  if (ofPerson.size === reps.length) return reps
  const saying = new Set([...ofPerson.values()].flatMap((entries) => sayingTeam(entries, on).map(({ id }) => id)))
  return reps.map((rep) => (saying.has(rep.id) ? rep : { ...rep, teamId: null }))
}

/**
 * Reps with the teams they were in when periods ended, by period: what somebody brought before going to another team stays with the team
 * that it was brought for. Who came into the base later was where they were first; who has left without a team stays in the last one. The
 * journals are read of those reps alone who changed since the first of the periods ended, or have left without a team.
 */
export const repsAtEnds = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  reps: ReadonlyArray<Rep>,
  periods: ReadonlyArray<PeriodEnd>,
  knownAt: Instant | undefined,
) {
  const teams = new Map(periods.map(({ id }) => [id, new Map<string, string | null>()]))
  const earliest = periods.reduce<Instant | null>(
    (first, { end }) => (first === null || end < first ? end : first),
    null,
  )
  const changed = reps.filter(
    ({ version, changedAt, teamId, leftOn }) =>
      version > 1 && earliest !== null && (changedAt >= earliest || (leftOn !== null && teamId === null)),
  )
  yield* eachStream(
    store,
    tenant,
    changed.map(({ id }) => id),
    (id, rows) => {
      const known = eventsBy(rows, undefined, knownAt)
      for (const { id: period, end } of periods) {
        const then = known.filter(({ occurredAt }) => occurredAt < end)
        teams.get(period)?.set(id, teamAfter(then.length === 0 ? known.slice(0, 1) : then))
      }
    },
  )
  return new Map(
    periods.map(({ id: period, lastOn }) => {
      const then = teams.get(period)
      const asThen = reps.map((rep): Rep => (then?.has(rep.id) ? { ...rep, teamId: then.get(rep.id) ?? null } : rep))
      return [period, inTeams(asThen, lastOn)]
    }),
  )
})

const segmentOfClient = narrowed(clientAggregate, ["id", "segmentId"])

/**
 * Who belongs to teams and segments, as known now or at a moment. Teams are as they were when each period ended: what a rep brought before
 * going to another team stays with the team that it was brought for. Segments are those that clients are in as known.
 */
export const readScopeMembers = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  knownAt: Instant | undefined,
  periods: ReadonlyArray<PeriodEnd>,
) {
  const reps: Array<Rep> = []
  const knownRep = yield* stateOf(store, tenant, repAggregate, knownAt)
  yield* store.scan(tenant, repAggregate, (batch) => {
    for (const now of batch) {
      const rep = knownRep(now)
      if (rep !== undefined) reps.push(rep)
    }
  })
  const groupsOf = (members: ReadonlyArray<Rep>): Groups => {
    const groups: Groups = new Map()
    for (const { teamId, personId } of members) put(groups, teamId, personId)
    return groups
  }
  const then = yield* repsAtEnds(store, tenant, reps, periods, knownAt)
  const clientsOfSegment: Groups = new Map()
  const knownClient = yield* stateOf(store, tenant, segmentOfClient, knownAt)
  yield* store.scan(tenant, segmentOfClient, (batch) => {
    for (const now of batch) {
      const client = knownClient(now)
      if (client !== undefined) put(clientsOfSegment, client.segmentId, client.id)
    }
  })
  const members: ScopeMembers = {
    repsOfTeam: groupsOf(reps),
    repsOfTeamIn: new Map([...then].map(([period, members]) => [period, groupsOf(members)])),
    clientsOfSegment,
  }
  return members
})
