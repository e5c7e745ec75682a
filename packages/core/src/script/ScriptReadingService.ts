import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { allWhere, equals } from "../ports/reading/ReadAll.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"
import { instantOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { scorecardAggregate } from "./Scorecard.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { scriptAggregate } from "./Script.ts"
import { scriptRunAggregate } from "./ScriptRun.ts"
import type { ScriptRun } from "./ScriptSchema.ts"
import { scriptVersionAggregate } from "./ScriptVersion.ts"

/** Reads ids in batches, as many as a page may hold at most. */
export const byIdsInBatches = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  ids: ReadonlyArray<string>,
) {
  const found = new Map<string, State>()
  for (let from = 0; from < ids.length; from += 5000) {
    for (const record of yield* store.byIds(tenant, of, ids.slice(from, from + 5000))) found.set(record.id, record)
  }
  return found
})

/** The script, or that there is none of this id. */
export const scriptOf = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, scriptId: string) {
  const [script] = yield* store.byIds(tenant, scriptAggregate, [scriptId])
  return script ?? (yield* Effect.fail(new RecordNotFound("script", scriptId)))
})

/** Runs of a script, in order of id. */
export const runsOf = (store: StoreShape, tenant: TenantId, scriptId: string) =>
  allWhere(store, tenant, scriptRunAggregate, [equals("scriptId", scriptId)])

/** Scorecards of a version, in order of id. */
export const cardsOf = (store: StoreShape, tenant: TenantId, versionId: string) =>
  allWhere(store, tenant, scorecardAggregate, [equals("versionId", versionId)])

/** The deals that runs were about, each once. */
export const dealIdsOf = (runs: ReadonlyArray<ScriptRun>): ReadonlyArray<string> => [
  ...new Set(runs.flatMap(({ dealId }) => (dealId === null ? [] : [dealId]))),
]

/** The zone in which the tenant's days begin. */
const timeZoneOf = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId) {
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  return config === null ? yield* Effect.fail(new DepartmentMissing()) : config.timeZone
})

/** The tenant's zone, and the day up to which is read: today where none is given. */
export const todayOf = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, on?: CalendarDate) {
  const timeZone = yield* timeZoneOf(store, tenant)
  return { timeZone, on: on ?? localDateOf(instantOf(yield* Clock.currentTimeMillis), timeZone) }
})

/** The steps of the versions that runs were held by. */
export const versionSteps = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  runs: ReadonlyArray<ScriptRun>,
) {
  const ids = [...new Set(runs.map(({ versionId }) => versionId))]
  const versions = yield* byIdsInBatches(store, tenant, scriptVersionAggregate, ids)
  return (versionId: string): ReadonlyArray<string> => versions.get(versionId)?.steps.map(({ id }) => id) ?? []
})
