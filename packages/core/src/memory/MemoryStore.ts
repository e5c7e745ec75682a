import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type { AnyAggregate, RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { SealedTexts } from "../journal/Chain.ts"
import { genesisHash, sealChange } from "../journal/Chain.ts"
import type { ChainFault } from "../journal/Chain.ts"
import type { Decision, Texts } from "../journal/Decision.ts"
import type { DomainEvent, HistoryRow, JournalEvent } from "../journal/Event.ts"
import { sha256 } from "../journal/Sha256.ts"
import { countStageMoves } from "../journal/StageMoves.ts"
import { isInBase } from "../journal/Standing.ts"
import { missingRecord, verifyRecord } from "../journal/VerifyRecord.ts"
import type { Read } from "../journal/Work.ts"
import { runWork } from "../journal/Work.ts"
import {
  comparePositions,
  countedUnder,
  customKeyOf,
  fieldOf,
  idOrder,
  passesFilter,
  positionOf,
} from "../ports/RecordFilter.ts"
import type { FindRecord, RecordFilter } from "../ports/RecordFilter.ts"
import type { Committed, StoreShape, Transaction, ValueCount } from "../ports/Store.ts"
import { cannotRead, Store } from "../ports/Store.ts"
import { groupCube } from "../ports/FactCube.ts"
import { inBatches } from "../ports/reading/InTurns.ts"
import { isSameCall, withoutInput } from "../ports/command/InputDigest.ts"
import { CannotJoin } from "../ports/JoinErrors.ts"
import type { StoreError } from "../ports/StoreErrors.ts"
import { IdempotencyMismatch, VersionConflict } from "../ports/StoreErrors.ts"
import type { OutboxData } from "./MemoryOutbox.ts"
import { emptyOutbox, keepForConsumers, memoryOutbox } from "./MemoryOutbox.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { memoryCare } from "./MemoryCare.ts"
import { plainCopy } from "./PlainCopy.ts"

interface StoredRecord {
  readonly state: RecordState
  readonly head: string
  readonly factsVersion: number
}

interface StoredCommand {
  readonly salt: string
  readonly digest: string
  readonly answer: string
  readonly events: ReadonlyArray<JournalEvent>
  readonly recordedAt: Instant
}

interface TenantData {
  readonly records: Map<string, Map<string, StoredRecord>>
  readonly texts: Map<string, SealedTexts>
  readonly journal: Map<string, Array<JournalEvent>>
  readonly commands: Map<string, StoredCommand>
  readonly outbox: OutboxData
}

const emptyTenant = (): TenantData => ({
  records: new Map(),
  texts: new Map(),
  journal: new Map(),
  commands: new Map(),
  outbox: emptyOutbox(),
})

const textsKey = (recordId: string, version: number): string => `${recordId}@${version}`

const byCodePoint = (left: RecordState, right: RecordState): number =>
  left.id < right.id ? -1 : left.id > right.id ? 1 : 0

const recordsOf = (data: TenantData, of: AnyAggregate): Map<string, StoredRecord> => {
  let records = data.records.get(of.kind)
  if (records === undefined) {
    records = new Map()
    data.records.set(of.kind, records)
  }
  return records
}

/** Other stores have an index for it or cannot answer: what a test double answers must work there too. */
const assertIndexed = (of: AnyAggregate, name: string): void => {
  if (of.hasCustomFields === true && customKeyOf(name) !== null) return
  if (!of.indexes.includes(name)) throw new TypeError(`${name} is not an indexed field of ${of.kind}`)
}

const withFactsVersion = (record: StoredRecord): RecordState =>
  "factsVersion" in record.state ? { ...record.state, factsVersion: record.factsVersion } : record.state

const answerRead = (data: TenantData, question: Read): unknown => {
  switch (question._tag) {
    case "ById": {
      const records = recordsOf(data, question.of)
      return [...new Set(question.ids)].flatMap((id) => {
        const record = records.get(id)
        return record === undefined ? [] : [withFactsVersion(record)]
      })
    }
    case "Where": {
      assertIndexed(question.of, question.index)
      const values = new Set<unknown>(question.values)
      return [...recordsOf(data, question.of).values()]
        .filter((record) => values.has(fieldOf(record.state, question.index)))
        .map(withFactsVersion)
        .sort(byCodePoint)
    }
    case "Texts":
      return currentTexts(data, question.records)
  }
}

const currentTexts = (data: TenantData, records: ReadonlyArray<RecordState>): ReadonlyMap<string, Texts> => {
  const texts = new Map<string, Texts>()
  for (const record of records) {
    const stored = data.texts.get(textsKey(record.id, record.textsVersion))
    if (stored !== undefined) texts.set(record.id, stored.texts)
  }
  return texts
}

/** Checks every expected version and guard before the first write, so that a conflict leaves nothing behind. */
const conflictIn = (data: TenantData, decided: Decision<unknown>): VersionConflict | null => {
  const seen = new Set<string>()
  for (const { of, after, expectedVersion } of decided.changes) {
    const version = recordsOf(data, of).get(after.id)?.state.version ?? 0
    if (version !== expectedVersion || seen.has(after.id)) return new VersionConflict(after.id, expectedVersion)
    seen.add(after.id)
  }
  for (const { dealId, factsVersion } of decided.guards) {
    if (data.records.get("deal")?.get(dealId)?.factsVersion !== factsVersion) {
      return new VersionConflict(dealId, factsVersion)
    }
  }
  return null
}

/** Deals whose facts change: those named, and those of the clients named that the decision does not change itself. */
const touchedDeals = (
  { changes, touches, touchedClients = [] }: Decision<unknown>,
  deals: ReadonlyMap<string, StoredRecord>,
): ReadonlySet<string> => {
  const touched = new Set(touches)
  if (touchedClients.length === 0) return touched
  const clients = new Set<unknown>(touchedClients)
  const changed = new Set(changes.map(({ after }) => after.id))
  for (const [id, { state }] of deals) if (!changed.has(id) && clients.has(fieldOf(state, "clientId"))) touched.add(id)
  return touched
}

const write = <Answer>(
  data: TenantData,
  decided: Decision<Answer>,
  transaction: Transaction<Answer, unknown>,
): ReadonlyArray<JournalEvent> => {
  const written: Array<JournalEvent> = []
  const erased = new Set(decided.erasures)
  if (erased.size > 0) {
    for (const [key, { recordId }] of data.texts) if (erased.has(recordId)) data.texts.delete(key)
    for (const [key, kept] of data.commands) data.commands.set(key, { ...kept, digest: withoutInput(kept.digest) })
  }
  for (const change of decided.changes) {
    const records = recordsOf(data, change.of)
    const before = records.get(change.after.id)
    const sealed = sealChange(change, transaction.author, before?.head ?? genesisHash, sha256, transaction.salt)
    const { texts } = sealed
    const state = plainCopy(change.after)
    records.set(change.after.id, { state, head: sealed.head, factsVersion: before?.factsVersion ?? 0 })
    if (texts !== null) data.texts.set(textsKey(texts.recordId, texts.version), plainCopy(texts))
    const stream = data.journal.get(change.after.id)
    const events = plainCopy(sealed.events)
    if (stream === undefined) data.journal.set(change.after.id, [...events])
    else stream.push(...events)
    written.push(...sealed.events)
  }
  keepForConsumers(data.outbox, written)
  const deals = data.records.get("deal")
  for (const dealId of touchedDeals(decided, deals ?? new Map())) {
    const deal = deals?.get(dealId)
    if (deals !== undefined && deal !== undefined) deals.set(dealId, { ...deal, factsVersion: deal.factsVersion + 1 })
  }
  const { idempotency } = transaction
  if (idempotency !== null) {
    const salt = transaction.salt()
    data.commands.set(idempotency.key, {
      salt,
      digest: idempotency.digest(salt),
      answer: JSON.stringify(decided.answer),
      events: plainCopy(written),
      recordedAt: transaction.author.recordedAt,
    })
  }
  return written
}

const replayed = <Answer>(stored: StoredCommand): Committed<Answer> => ({
  answer: JSON.parse(stored.answer) as Answer,
  events: plainCopy(stored.events),
  replayed: true,
})

const transact = <Answer, Rejection>(
  data: TenantData,
  transaction: Transaction<Answer, Rejection>,
): Result.Result<Committed<Answer>, Rejection | StoreError> => {
  const { idempotency } = transaction
  const stored = idempotency === null ? undefined : data.commands.get(idempotency.key)
  if (idempotency !== null && stored !== undefined) {
    return isSameCall(stored.digest, idempotency.digest(stored.salt))
      ? Result.succeed(replayed(stored))
      : Result.fail(new IdempotencyMismatch(idempotency.key))
  }
  const decided = runWork(transaction.work(), (question) => answerRead(data, question))
  if (Result.isFailure(decided)) return Result.fail(decided.failure)
  const conflict = conflictIn(data, decided.success)
  if (conflict !== null) return Result.fail(conflict)
  const events = transaction.dryRun ? [] : write(data, decided.success, transaction)
  return Result.succeed({ answer: plainCopy(decided.success.answer), events, replayed: false })
}

/**
 * Makes an empty store in memory: the reference model of the suites, and the test double of a host's unit tests. It holds
 * everything in maps, and runs each command at one stroke, so nothing interleaves. What it is given and what it gives are copies, as of a
 * database: whoever changes an answer changes nothing in the store.
 *
 * @example
 * ```ts
 * import { makeMemoryStore } from "@salesdept/core/memory"
 * import { presets, salesDept } from "@salesdept/core/promise"
 *
 * const store = makeMemoryStore()
 * const opened = { open: async () => ({ store, close: async () => {} }) }
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const dept = await salesDept({ store: opened, department })
 * await dept.tenant("shop-17").as("user:42").deals.open({ title: "Audit" })
 * await dept.tenants() // ["shop-17"]
 * ```
 */
export const makeMemoryStore = (): StoreShape => {
  const tenants = new Map<TenantId, TenantData>()
  /** Those who have run a command, and when their keys are looked at again. */
  const noted = new Map<TenantId, Instant>()
  const dataOf = (tenant: TenantId): TenantData => {
    let data = tenants.get(tenant)
    if (data === undefined) {
      data = emptyTenant()
      tenants.set(tenant, data)
    }
    return data
  }
  const all = <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
  ): ReadonlyArray<State> =>
    [...recordsOf(dataOf(tenant), of).values()]
      .map(withFactsVersion)
      .sort(byCodePoint) as ReadonlyArray<RecordState> as ReadonlyArray<State>
  const passing = <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    filters: ReadonlyArray<RecordFilter>,
  ): ReadonlyArray<State> => {
    for (const filter of filters) assertIndexed(of, filter.field)
    const { records } = dataOf(tenant)
    const find: FindRecord = (kind, id) => records.get(kind)?.get(id)?.state
    return all(tenant, of).filter((state) => filters.every((filter) => passesFilter(state, filter, find)))
  }
  return {
    name: "memory",
    transact: (transaction) =>
      transaction.joined === null
        ? Effect.suspend(() => {
            const { tenant } = transaction.author
            if (!transaction.dryRun && !noted.has(tenant)) noted.set(tenant, "")
            return Effect.fromResult(transact(dataOf(tenant), transaction))
          })
        : Effect.fail(new CannotJoin("notSupported")),
    outbox: memoryOutbox(dataOf),
    care: memoryCare(noted, (tenant) => dataOf(tenant).commands),
    within: () => cannotRead(new CannotJoin("notSupported")),
    facts: {
      cube: (tenant, query) =>
        Effect.sync(() => {
          const joined = query.join === null ? null : recordsOf(dataOf(tenant), query.join.of)
          const records = [...recordsOf(dataOf(tenant), query.of).values()].map(({ state }) => state)
          return groupCube(query, records, (id) => joined?.get(id)?.state)
        }),
      stageMoves: (tenant, query) =>
        Effect.sync(() => {
          const rows: Array<HistoryRow> = []
          for (const [stream, events] of dataOf(tenant).journal) {
            const record = dataOf(tenant).records.get("deal")?.get(stream)?.state
            if (record !== undefined && isInBase(record)) rows.push(...events)
          }
          return countStageMoves(query, rows)
        }),
      changedAfter: (tenant, kind, recordedAt) =>
        Effect.sync(() => {
          const changed: Array<string> = []
          for (const [stream, rows] of dataOf(tenant).journal) {
            if (rows[0]?.kind === kind && rows.some((row) => row.recordedAt > recordedAt)) changed.push(stream)
          }
          return changed.sort()
        }),
      begun: (tenant, streams) =>
        Effect.sync(() => {
          const { journal } = dataOf(tenant)
          return new Map(
            streams.flatMap((stream) => {
              const first = journal.get(stream)?.[0]
              return first === undefined
                ? []
                : [[stream, { occurredAt: first.occurredAt, recordedAt: first.recordedAt }] as const]
            }),
          )
        }),
    },
    byIds: (tenant, of, ids) =>
      Effect.sync(() => plainCopy(answerRead(dataOf(tenant), { _tag: "ById", of, ids })) as ReadonlyArray<never>),
    page: (tenant, of, { filters = [], order = idOrder, after = null, limit = 100 }) =>
      Effect.sync(() => {
        if (order.field !== "id") assertIndexed(of, order.field)
        const placed = passing(tenant, of, filters).map((state) => ({ state, at: positionOf(state, order) }))
        return placed
          .filter(({ at }) => after === null || comparePositions(at, after, order) > 0)
          .sort((left, right) => comparePositions(left.at, right.at, order))
          .slice(0, limit)
          .map(({ state }) => plainCopy(state))
      }),
    count: (tenant, of, filters) => Effect.sync(() => passing(tenant, of, filters).length),
    countBy: (tenant, of, name, filters) =>
      Effect.sync(() => {
        assertIndexed(of, name)
        const counts = new Map<ValueCount["value"], number>()
        for (const state of passing(tenant, of, filters)) {
          for (const value of countedUnder(state, name)) {
            if (typeof value === "object" && value !== null) throw new TypeError(`${name} is money`)
            counts.set(value, (counts.get(value) ?? 0) + 1)
          }
        }
        return [...counts].map(([value, count]) => ({ value, count }))
      }),
    scan: (tenant, of, onBatch) =>
      Effect.suspend(() => inBatches(all(tenant, of), (records) => onBatch(plainCopy(records)))),
    shown: null,
    texts: (tenant, records) =>
      Effect.sync(() => {
        const texts = currentTexts(dataOf(tenant), records)
        return new Map([...texts].map(([id, ofRecord]) => [id, plainCopy(ofRecord)]))
      }),
    streams: (tenant, streams) =>
      Effect.sync(() => {
        const { journal } = dataOf(tenant)
        const found = new Map<string, ReadonlyArray<JournalEvent>>()
        for (const stream of streams) {
          const rows = journal.get(stream) ?? []
          if (rows.length > 0) found.set(stream, plainCopy(rows))
        }
        return found
      }),
    history: (tenant, of, onBatch) =>
      Effect.suspend(() => {
        const { journal } = dataOf(tenant)
        // Streams grow while others have their turn.
        const streams = all(tenant, of).map(({ id }) => [...(journal.get(id) ?? [])])
        return inBatches(streams, (some) => onBatch(some.flatMap((rows) => plainCopy(rows))))
      }),
    verify: (tenant, of) =>
      Effect.sync(() => {
        const data = dataOf(tenant)
        let events = 0
        const faults: Array<ChainFault> = []
        const records = recordsOf(data, of)
        const textsOf = Map.groupBy(data.texts.values(), ({ recordId }) => recordId)
        for (const [id, record] of records) {
          const rows = data.journal.get(id) ?? []
          events += rows.length
          const texts = textsOf.get(id) ?? []
          faults.push(...verifyRecord(of, { record: record.state, head: record.head, events: rows, texts }, sha256))
        }
        for (const [stream, rows] of data.journal) {
          if (rows[0]?.kind === of.kind && !records.has(stream)) faults.push(missingRecord(stream, rows.length))
        }
        return { streams: records.size, events, faults }
      }),
  }
}

/**
 * A layer with an empty store in memory, and nothing but the store; each build has its own. `layerSalesDept` of `@salesdept/core/effect`
 * brings a configuration and whatever else calls are to work with.
 */
export const layerMemory: Layer.Layer<Store> = Layer.sync(Store, makeMemoryStore)
