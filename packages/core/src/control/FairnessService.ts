import * as Effect from "effect/Effect"
import { leadAggregate } from "../client/Lead.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { replay } from "../journal/Replay.ts"
import { accessOf, seesOwner } from "../ports/AccessPolicy.ts"
import type { Caller } from "../ports/Caller.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { allOf, allWhere, equals } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { StoreReads } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, daysBetween } from "../shared/CalendarDate.ts"
import type { RepId, TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { DateRange } from "../shared/Period.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { fairnessReport } from "../team/Fairness.ts"
import { absenceOfPerson, entryInForce, isEmployed, repAggregate } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import { defaultTeamPolicy } from "../team/TeamPolicy.ts"
import { configOf } from "./AssignmentService.ts"
import { fairnessQuestion } from "./QuestionSchema.ts"

/** A capacity and the day from which on it was stated. */
interface StatedCapacity {
  readonly from: CalendarDate
  readonly effort: number | null
}

/** How the capacities of entries were stated over time: of those about which something was said since a moment. */
const statedCapacities = Effect.fnUntraced(function* (
  store: Pick<StoreReads, "streams">,
  tenant: TenantId,
  reps: ReadonlyArray<Rep>,
  since: Instant,
  timeZone: string,
) {
  const stated = new Map<string, ReadonlyArray<StatedCapacity>>()
  const changed = reps.filter(({ changedAt }) => changedAt >= since).map(({ id }) => id)
  yield* eachStream(store, tenant, changed, (id, events) => {
    const profiles = events.flatMap(({ type, occurredAt }, index): ReadonlyArray<StatedCapacity> => {
      if (type !== "RepProfiled") return []
      const rep = replay(repAggregate, events.slice(0, index + 1))
      return [{ from: localDateOf(occurredAt, timeZone), effort: rep?.profile.capacityEffort ?? null }]
    })
    stated.set(id, profiles)
  })
  return stated
})

/** What a person could carry over some days: the capacity, in proportion to the days on which the person was there. */
const capacityOver = (
  entries: ReadonlyArray<Rep>,
  range: DateRange,
  usualEffort: number,
  stated: ReadonlyMap<string, ReadonlyArray<StatedCapacity>>,
): number => {
  // What was stated first holds for the days before it, too.
  const effortOn = ({ id, profile }: Rep, on: CalendarDate): number => {
    const own = stated.get(id) ?? []
    const found = own.findLast(({ from }) => from <= on) ?? own[0]
    return (found === undefined ? profile.capacityEffort : found.effort) ?? usualEffort
  }
  const changes = entries.flatMap(({ id, joinedOn, leftOn, absences }) => [
    ...(stated.get(id) ?? []).map(({ from }) => from),
    ...(joinedOn === null ? [] : [joinedOn]),
    ...(leftOn === null ? [] : [addDays(leftOn, 1)]),
    ...absences.flatMap((absence) => [absence.from, addDays(absence.to, 1)]),
  ])
  const within = changes.filter((day) => day > range.from && day < range.to)
  const days = [range.from, ...within, range.to].toSorted()
  const effortDays = days.slice(1).map((end, index): number => {
    const from = days[index] ?? end
    const rep = entryInForce(entries, from)
    const isThere = rep !== undefined && isEmployed(rep, from) && absenceOfPerson(entries, from) === null
    return isThere ? effortOn(rep, from) * daysBetween(from, end) : 0
  })
  return effortDays.reduce((sum, effort) => sum + effort, 0) / daysBetween(range.from, range.to)
}

const read = Effect.fnUntraced(function* (caller: Caller, range: DateRange) {
  const { tenant } = caller
  const store = yield* storeFor(caller)
  const config = yield* configOf(tenant)
  if (config === null) return yield* Effect.fail(new DepartmentMissing())
  const [from, to] = [startOfDay(range.from, config.timeZone), startOfDay(range.to, config.timeZone)]
  const leads = yield* allWhere(store, tenant, leadAggregate, [
    { field: "receivedAt", kind: "instant", test: { _tag: "Range", from, to } },
    equals("standing", "active"),
  ])
  const reps = yield* allOf(store, tenant, repAggregate)
  const team = config.team ?? defaultTeamPolicy
  const stated = yield* statedCapacities(store, tenant, reps, from, config.timeZone)
  const rows = new Map<RepId, { received: number; qualified: number; disqualified: number }>()
  const capacities = new Map<RepId, number>()
  // Of whose leads are hidden it is not known that there are none.
  const isSeen = seesOwner(yield* accessOf(caller), leadAggregate.kind)
  for (const [personId, entries] of Map.groupBy(reps, (rep) => rep.personId)) {
    if (!isSeen(personId)) continue
    const capacity = capacityOver(entries, range, team.defaultCapacityEffort, stated)
    capacities.set(personId, capacity)
    const isThere = entries.some(
      (rep) => rep.role === "rep" && (isEmployed(rep, range.from) || isEmployed(rep, addDays(range.to, -1))),
    )
    const isRep = entryInForce(entries, addDays(range.to, -1))?.role === "rep"
    if (isThere || (isRep && capacity > 0)) rows.set(personId, { received: 0, qualified: 0, disqualified: 0 })
  }
  for (const { ownerId, status } of leads) {
    if (ownerId === null) continue
    const row = rows.get(ownerId) ?? { received: 0, qualified: 0, disqualified: 0 }
    rows.set(ownerId, row)
    row.received++
    if (status === "qualified") row.qualified++
    if (status === "disqualified") row.disqualified++
  }
  return fairnessReport(
    Array.from(rows, ([personId, { received, qualified, disqualified }]) => ({
      personId,
      capacityEffort: capacities.get(personId) ?? 0,
      receivedCount: received,
      qualifiedCount: qualified,
      disqualifiedCount: disqualified,
    })),
  )
})

/**
 * How the leads that came in some days, and what became of them, are spread over people: those whose leads the caller sees. The end is
 * exclusive.
 */
export const fairness = decoded(fairnessQuestion, read)
