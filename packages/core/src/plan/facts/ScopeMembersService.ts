import * as Effect from "effect/Effect"
import { clientAggregate } from "../../client/Client.ts"
import type { JournalEvent } from "../../journal/Event.ts"
import { eventsBy, replay } from "../../journal/Replay.ts"
import { eachStream } from "../../ports/reading/Streams.ts"
import type { StoreShape } from "../../ports/Store.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import { repAggregate } from "../../team/Rep.ts"
import type { Rep } from "../../team/RepSchema.ts"
import { stateOf } from "./PlanFactsService.ts"
import type { ScopeMembers } from "./ScopeMembers.ts"

/** A period, and the first moment after it. */
interface PeriodEnd {
  /** Its label. */
  readonly id: string
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
    [...teams].map(([period, then]) => [
      period,
      reps.map((rep): Rep => ({ ...rep, teamId: then.has(rep.id) ? (then.get(rep.id) ?? null) : rep.teamId })),
    ]),
  )
})

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
  const knownClient = yield* stateOf(store, tenant, clientAggregate, knownAt)
  yield* store.scan(tenant, clientAggregate, (batch) => {
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
