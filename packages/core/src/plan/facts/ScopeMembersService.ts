import * as Effect from "effect/Effect"
import { clientAggregate } from "../../client/Client.ts"
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

/** Where reps were when periods ended, of those who changed since: who came into the base later was where they were first. */
const teamsThen = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  reps: ReadonlyArray<Rep>,
  periods: ReadonlyArray<PeriodEnd>,
  knownAt: Instant | undefined,
) {
  const teams = new Map(periods.map(({ id }): readonly [string, Map<string, string | null>] => [id, new Map()]))
  const earliest = periods.reduce<Instant | null>(
    (first, { end }) => (first === null || end < first ? end : first),
    null,
  )
  const changed = reps.filter(({ version, changedAt }) => version > 1 && earliest !== null && changedAt >= earliest)
  yield* eachStream(
    store,
    tenant,
    changed.map(({ id }) => id),
    (_id, rows) => {
      const known = eventsBy(rows, undefined, knownAt)
      for (const { id, end } of periods) {
        const then = known.filter(({ occurredAt }) => occurredAt < end)
        const rep = replay(repAggregate, then.length === 0 ? known.slice(0, 1) : then)
        if (rep !== null) teams.get(id)?.set(rep.personId, rep.teamId)
      }
    },
  )
  return teams
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
  const groupsOf = (teamOf: (rep: Rep) => string | null): Groups => {
    const groups: Groups = new Map()
    for (const rep of reps) put(groups, teamOf(rep), rep.personId)
    return groups
  }
  const then = yield* teamsThen(store, tenant, reps, periods, knownAt)
  const clientsOfSegment: Groups = new Map()
  const knownClient = yield* stateOf(store, tenant, clientAggregate, knownAt)
  yield* store.scan(tenant, clientAggregate, (batch) => {
    for (const now of batch) {
      const client = knownClient(now)
      if (client !== undefined) put(clientsOfSegment, client.segmentId, client.id)
    }
  })
  const members: ScopeMembers = {
    repsOfTeam: groupsOf(({ teamId }) => teamId),
    repsOfTeamIn: new Map(
      [...then].map(([period, teams]) => [
        period,
        groupsOf((rep) => (teams.has(rep.personId) ? (teams.get(rep.personId) ?? null) : rep.teamId)),
      ]),
    ),
    clientsOfSegment,
  }
  return members
})
