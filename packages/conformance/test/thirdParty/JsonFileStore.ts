// A store as somebody outside would write it: one JSON file, the port alone, nothing of the library's own stores.
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import type { JournalEvent, Read, RecordState, Texts } from "@salesdept/core/journal"
import { genesisHash, runWork, sealChange, sha256, verifyStream } from "@salesdept/core/journal"
import type { Committed, RecordFilter, StoreError, StoreShape, Transaction } from "@salesdept/core/ports"
import {
  CannotJoin,
  cannotRead,
  countedUnder,
  comparePositions,
  IdempotencyMismatch,
  idOrder,
  isSameCall,
  passesFilter,
  positionOf,
  StoreFault,
  VersionConflict,
  withoutInput,
} from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

interface Row {
  readonly state: RecordState
  readonly head: string
  readonly factsVersion: number
}

/** Everything in the file; keys are JSON arrays that begin with the tenant. */
export interface FileContents {
  /** By tenant, kind and id. */
  readonly records: { [key: string]: Row }
  /** By tenant and stream. */
  readonly journal: { [key: string]: ReadonlyArray<JournalEvent> }
  /** By tenant, record and version. */
  readonly texts: { [key: string]: Texts }
  /** By tenant and idempotency key. */
  readonly commands: { [key: string]: { readonly salt: string; readonly digest: string; readonly committed: unknown } }
}

/** The key of a row. */
export const keyOf = (...parts: ReadonlyArray<string | number>): string => JSON.stringify(parts)

/** Reads the file, or nothing where it is not there yet. */
export const readContents = (path: string): FileContents =>
  existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as FileContents)
    : { records: {}, journal: {}, texts: {}, commands: {} }

/** Reads the file for who only looks: parsed anew where it was replaced since. */
const makeLook = (path: string): (() => FileContents) => {
  let seen: { readonly file: string; readonly contents: FileContents } | null = null
  return () => {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
    const file = stat === undefined ? "none" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`
    if (seen?.file !== file) seen = { file, contents: readContents(path) }
    return seen.contents
  }
}

/** Replaces the file at a stroke. */
export const writeContents = (path: string, contents: FileContents): void => {
  writeFileSync(`${path}.new`, JSON.stringify(contents))
  renameSync(`${path}.new`, path)
}

const shown = ({ state, factsVersion }: Row): RecordState =>
  "factsVersion" in state ? { ...state, factsVersion } : state

const field = (state: RecordState, name: string): unknown => (state as RecordState & Record<string, unknown>)[name]

const ofKind = (file: FileContents, tenant: string, kind: string): ReadonlyArray<RecordState> => {
  const prefix = keyOf(tenant, kind).slice(0, -1)
  return Object.keys(file.records)
    .filter((key) => key.startsWith(`${prefix},`))
    .map((key) => shown(file.records[key] as Row))
    .sort((left, right) => (left.id < right.id ? -1 : 1))
}

const passing = (
  file: FileContents,
  tenant: string,
  kind: string,
  filters: ReadonlyArray<RecordFilter>,
): ReadonlyArray<RecordState> =>
  ofKind(file, tenant, kind).filter((state) =>
    filters.every((filter) =>
      passesFilter(state, filter, (parent, id) => file.records[keyOf(tenant, parent, id)]?.state),
    ),
  )

const textsOf = (file: FileContents, tenant: string, records: ReadonlyArray<RecordState>): ReadonlyMap<string, Texts> =>
  new Map(
    records.flatMap(({ id, textsVersion }) => {
      const texts = file.texts[keyOf(tenant, id, textsVersion)]
      return texts === undefined ? [] : [[id, texts] as const]
    }),
  )

const answer = (file: FileContents, tenant: string, question: Read): unknown => {
  if (question._tag === "Texts") return textsOf(file, tenant, question.records)
  const all = ofKind(file, tenant, question.of.kind)
  if (question._tag === "ById") return all.filter(({ id }) => question.ids.includes(id))
  return all.filter((state) => question.values.includes(String(field(state, question.index))))
}

const transact = <Answer, Rejection>(
  path: string,
  { author, dryRun, idempotency, salt, work }: Transaction<Answer, Rejection>,
): Result.Result<Committed<Answer>, Rejection | StoreError> => {
  // Parsed anew for each command: what is changed here is lost unless the file is written at the end.
  const file = readContents(path)
  const { tenant } = author
  const known = idempotency === null ? undefined : file.commands[keyOf(tenant, idempotency.key)]
  if (idempotency !== null && known !== undefined) {
    return isSameCall(known.digest, idempotency.digest(known.salt))
      ? Result.succeed({ ...(known.committed as Committed<Answer>), replayed: true })
      : Result.fail(new IdempotencyMismatch(idempotency.key))
  }
  const decided = runWork(work(), (question) => answer(file, tenant, question))
  if (Result.isFailure(decided)) return Result.fail(decided.failure)
  const { changes, guards, touches, touchedClients = [], erasures = [] } = decided.success
  for (const { dealId, factsVersion } of guards) {
    if (file.records[keyOf(tenant, "deal", dealId)]?.factsVersion !== factsVersion) {
      return Result.fail(new VersionConflict(dealId, factsVersion))
    }
  }
  for (const id of erasures) {
    for (const key of Object.keys(file.texts)) {
      if (key.startsWith(`${keyOf(tenant, id).slice(0, -1)},`)) delete file.texts[key]
    }
  }
  const events: Array<JournalEvent> = []
  for (const change of changes) {
    const { after, expectedVersion, of } = change
    const key = keyOf(tenant, of.kind, after.id)
    const before = file.records[key]
    if ((before?.state.version ?? 0) !== expectedVersion)
      return Result.fail(new VersionConflict(after.id, expectedVersion))
    const sealed = sealChange(change, author, before?.head ?? genesisHash, sha256, salt)
    file.records[key] = { state: after, head: sealed.head, factsVersion: before?.factsVersion ?? 0 }
    const stream = keyOf(tenant, after.id)
    file.journal[stream] = [...(file.journal[stream] ?? []), ...sealed.events]
    if (sealed.texts !== null) file.texts[keyOf(tenant, after.id, sealed.texts.version)] = sealed.texts.texts
    events.push(...sealed.events)
  }
  if (erasures.length > 0) {
    for (const [key, kept] of Object.entries(file.commands)) {
      if (JSON.parse(key)[0] === tenant) file.commands[key] = { ...kept, digest: withoutInput(kept.digest) }
    }
  }
  const touched = new Set(touches)
  for (const [key, { state }] of Object.entries(file.records)) {
    const { id, clientId } = state as RecordState & { readonly clientId?: string | null }
    const isOther = key === keyOf(tenant, "deal", id) && !changes.some(({ after }) => after.id === id)
    if (isOther && touchedClients.includes(clientId ?? "")) touched.add(id)
  }
  for (const dealId of touched) {
    const key = keyOf(tenant, "deal", dealId)
    const deal = file.records[key]
    if (deal !== undefined) file.records[key] = { ...deal, factsVersion: deal.factsVersion + 1 }
  }
  const committed = { answer: decided.success.answer, events: dryRun ? [] : events, replayed: false }
  if (dryRun) return Result.succeed(committed)
  if (idempotency !== null) {
    const keySalt = salt()
    file.commands[keyOf(tenant, idempotency.key)] = { salt: keySalt, digest: idempotency.digest(keySalt), committed }
  }
  writeContents(path, file)
  return Result.succeed(committed)
}

/** Makes a store over a JSON file. */
export const makeJsonFileStore = (path: string): StoreShape => {
  const look = makeLook(path)
  // What was parsed is kept; whoever asks gets it as their own.
  const reading = <A>(read: (file: FileContents) => A) =>
    Effect.try({ try: () => structuredClone(read(look())), catch: (cause) => new StoreFault("read", "unknown", cause) })
  // States are what was written: the aggregate in hand says of which type.
  const typed = (records: ReadonlyArray<RecordState>) => records as ReadonlyArray<never>
  return {
    name: "json file",
    transact: (transaction) =>
      transaction.joined === null
        ? Effect.suspend(() => Effect.fromResult(transact(path, transaction)))
        : Effect.fail(new CannotJoin("notSupported")),
    outbox: null,
    care: null,
    within: () => cannotRead(new CannotJoin("notSupported")),
    facts: null,
    byIds: (tenant, of, ids) =>
      reading((file) => typed(ofKind(file, tenant, of.kind).filter(({ id }) => ids.includes(id)))),
    page: (tenant, of, { filters = [], order = idOrder, after = null, limit = 100 }) =>
      reading((file) => {
        const placed = passing(file, tenant, of.kind, filters).map((state) => ({ state, at: positionOf(state, order) }))
        const following = placed.filter(({ at }) => after === null || comparePositions(at, after, order) > 0)
        const inOrder = following.sort((left, right) => comparePositions(left.at, right.at, order))
        return typed(inOrder.slice(0, limit).map(({ state }) => state))
      }),
    count: (tenant, of, filters) => reading((file) => passing(file, tenant, of.kind, filters).length),
    countBy: (tenant, of, name, filters) =>
      reading((file) => {
        const counts = new Map<string | number | boolean | null, number>()
        for (const state of passing(file, tenant, of.kind, filters)) {
          for (const counted of countedUnder(state, name)) {
            const value = counted as string | number | boolean | null
            counts.set(value, (counts.get(value) ?? 0) + 1)
          }
        }
        return [...counts].map(([value, count]) => ({ value, count }))
      }),
    scan: (tenant, of, onBatch) => reading((file) => onBatch(typed(ofKind(file, tenant, of.kind)))),
    shown: null,
    texts: (tenant, records) => reading((file) => textsOf(file, tenant, records)),
    streams: (tenant, streams) =>
      reading((file) => {
        const found = streams.map((stream) => [stream, file.journal[keyOf(tenant, stream)] ?? []] as const)
        return new Map(found.filter(([, events]) => events.length > 0))
      }),
    history: (tenant, of, onBatch) =>
      reading((file) => {
        const ids = ofKind(file, tenant, of.kind).map(({ id }) => id)
        onBatch(ids.toSorted().flatMap((id) => file.journal[keyOf(tenant, id)] ?? []))
      }),
    verify: (tenant, of) =>
      reading((file) => {
        const records = ofKind(file, tenant, of.kind)
        const streams = records.map(({ id, version }) => {
          const head = { version, hash: file.records[keyOf(tenant, of.kind, id)]?.head ?? "" }
          const events = file.journal[keyOf(tenant, id)] ?? []
          return { events: events.length, faults: verifyStream(id, events, head, sha256) }
        })
        return {
          streams: records.length,
          events: streams.reduce((sum, { events }) => sum + events, 0),
          faults: streams.flatMap(({ faults }) => faults),
        }
      }),
  }
}
