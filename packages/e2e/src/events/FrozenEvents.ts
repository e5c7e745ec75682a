import { readFileSync, writeFileSync } from "node:fs"
import { eventVersion, replay, upcast } from "@salesdept/core/journal"
import type { Aggregate, AnyAggregate, DomainEvent, JournalEvent, RecordState } from "@salesdept/core/journal"
import type { EventShape } from "./EventShapes.ts"
import { misfit, shapeText } from "./Shape.ts"

/** A row of a frozen stream: what a reader needs of a journal row. */
type FrozenRow = Pick<JournalEvent, "type" | "typeVersion" | "payload" | "occurredAt"> & {
  /** Version of the texts it brought; null where it brought none. */
  readonly textsVersion: number | null
}

/** One version of one event type, as it was when it was first frozen. */
export interface FrozenEvent {
  /** The kind of record; `*` for events that every kind has. */
  readonly kind: string
  /** Past-tense event name. */
  readonly type: string
  /** Version of the payload's shape, from 1. */
  readonly typeVersion: number
  /** Shape of the payload. */
  readonly shape: string
  /** Kind of the stream; the same as `kind` but for events that every kind has. */
  readonly streamOf: string
  /** The stream's id. */
  readonly stream: string
  /** A stream that ends with such an event, as a real command wrote it. */
  readonly rows: ReadonlyArray<FrozenRow>
  /** The state after it. */
  readonly state: unknown
}

/** Everything that is frozen. */
export interface FrozenEvents {
  /** False until the first release: till then all is drafted anew; after it, entries are only added. */
  readonly released: boolean
  /** By kind, type and version. */
  readonly events: ReadonlyArray<FrozenEvent>
}

const file = new URL("../../frozen/events.json", import.meta.url)

/** Reads what is frozen. */
export const readFrozen = (): FrozenEvents => JSON.parse(readFileSync(file, "utf8")) as FrozenEvents

/** The place of an event type's version. */
const placeOf = ({ kind, type, typeVersion }: Pick<FrozenEvent, "kind" | "type" | "typeVersion">): string =>
  `${kind}.${type} version ${typeVersion}`

/** A kind whose own fields do not matter here. */
export type AnyKind = Aggregate<RecordState, DomainEvent>

const kindOf = (kinds: ReadonlyArray<AnyAggregate>, name: string): AnyKind | undefined =>
  // Streams are folded without looking into the states.
  kinds.find(({ kind }) => kind === name) as unknown as AnyKind | undefined

/** The journal rows of a frozen stream; hashes and authors are nothing that readers look at. */
const journalRows = ({ rows, stream, streamOf }: FrozenEvent): ReadonlyArray<JournalEvent> =>
  rows.map(({ textsVersion, ...row }, index) => ({
    ...row,
    tenant: "shop-17",
    stream,
    version: index + 1,
    kind: streamOf,
    recordedAt: row.occurredAt,
    actor: "user:42",
    commandId: "command_1",
    mark: null,
    texts: textsVersion === null ? null : { version: textsVersion, digest: "" },
    hash: "",
  }))

/**
 * Adds what is new to what is frozen. Where nothing was released yet, what was frozen and is not of today's shape any more gives way to what
 * was drafted; what still is stays as it was, so that a change of one event is a difference of one line.
 *
 * @param drafted - examples of today's events
 * @param kinds - every kind of record
 * @param shapes - the shapes of today's payloads
 * @returns the events by kind, type and version
 */
export const mergeFrozen = (
  { events, released }: FrozenEvents,
  drafted: ReadonlyArray<FrozenEvent>,
  kinds: ReadonlyArray<AnyAggregate>,
  shapes: ReadonlyArray<EventShape>,
): ReadonlyArray<FrozenEvent> => {
  const today = new Map(shapes.map((shape) => [`${shape.kind}.${shape.type}`, shape.shape]))
  const asToday = (frozen: FrozenEvent): ReadonlyArray<FrozenEvent> => {
    const shape = today.get(`${frozen.kind}.${frozen.type}`)
    const of = kindOf(kinds, frozen.streamOf)
    if (shape === undefined || of === undefined) return []
    // An earlier version is read for ever, and nothing writes it any more.
    if (frozen.typeVersion < eventVersion(of, frozen.type)) return [frozen]
    if (shapeText(shape) !== frozen.shape) return []
    const isToday = frozen.rows.every(({ payload, type, typeVersion }) => {
      const rowShape = today.get(`${frozen.streamOf}.${type}`) ?? today.get(`*.${type}`)
      const isSound = rowShape !== undefined && misfit(rowShape, payload) === null
      return isSound && typeVersion === eventVersion(of, type)
    })
    return isToday ? [{ ...frozen, state: replay(of, journalRows(frozen)) }] : []
  }
  const kept = released ? events : events.flatMap(asToday)
  const keptPlaces = new Set(kept.map(placeOf))
  const added = drafted.filter((event) => !keptPlaces.has(placeOf(event)))
  return [...kept, ...added].toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1))
}

/** The text of the file. A line for each event: what is added is one line of a difference. */
export const frozenText = ({ events, released }: FrozenEvents): string =>
  `{"released":${released},"events":[\n${events.map((event) => JSON.stringify(event)).join(",\n")}\n]}\n`

/** Writes what is frozen. */
export const writeFrozen = (frozen: FrozenEvents): void => writeFileSync(file, frozenText(frozen))

/** Where a value lacks something of an older one, or differs from it, with the path; null where everything is there still. */
const lost = (older: unknown, value: unknown, path: string): string | null => {
  if (typeof older !== "object" || older === null) return Object.is(older, value) ? null : path
  if (typeof value !== "object" || value === null || Array.isArray(older) !== Array.isArray(value)) return path
  if (Array.isArray(older) && older.length !== Object.keys(value).length) return path
  const fields = value as { readonly [field: string]: unknown }
  return (
    Object.entries(older)
      .map(([name, item]) => lost(item, fields[name], `${path}.${name}`))
      .find((why) => why !== null) ?? null
  )
}

/**
 * What is wrong with the event types of the source, held against what is frozen: a shape that changed without a new version, a
 * version without a frozen event, a frozen event that is read no more, or no longer gives the state it gave.
 *
 * @param kinds - every kind of record
 * @param shapes - the shapes of today's payloads
 */
export const frozenFaults = (
  { events }: FrozenEvents,
  kinds: ReadonlyArray<AnyAggregate>,
  shapes: ReadonlyArray<EventShape>,
): ReadonlyArray<string> => {
  const byPlace = new Map(events.map((event) => [placeOf(event), event]))
  const versionOf = (kind: string, type: string): number => eventVersion(kindOf(kinds, kind) ?? {}, type)
  const faults = shapes.flatMap(({ kind, shape, type }) => {
    const typeVersion = versionOf(kind, type)
    const frozen = byPlace.get(placeOf({ kind, type, typeVersion }))
    if (frozen === undefined) return [`${placeOf({ kind, type, typeVersion })} is not frozen`]
    return frozen.shape === shapeText(shape)
      ? []
      : [`${placeOf(frozen)} has another shape than when it was frozen: give it a new version and an upcaster`]
  })
  const today = new Map(shapes.map((shape) => [`${shape.kind}.${shape.type}`, shape.shape]))
  for (const frozen of events) {
    const of = kindOf(kinds, frozen.streamOf)
    const shape = today.get(`${frozen.kind}.${frozen.type}`)
    if (of === undefined || shape === undefined) {
      faults.push(
        `${placeOf(frozen)} is frozen, but there is no such event any more: what was written must be read for ever`,
      )
      continue
    }
    if (frozen.typeVersion > versionOf(frozen.kind, frozen.type)) {
      faults.push(`${placeOf(frozen)} is newer than the source`)
      continue
    }
    const rows = journalRows(frozen)
    for (let version = 1; version < frozen.typeVersion; version++) {
      if (!byPlace.has(placeOf({ ...frozen, typeVersion: version }))) {
        faults.push(`${placeOf({ ...frozen, typeVersion: version })} is not frozen`)
      }
    }
    const last = rows.at(-1)
    const why = last === undefined ? "it has no rows" : misfit(shape, upcast(of, last).payload)
    if (why !== null) faults.push(`${placeOf(frozen)}, upcast, is not of today's shape: ${why}`)
    const changed = lost(frozen.state, replay(of, rows), "state")
    if (changed !== null) faults.push(`${placeOf(frozen)} no longer leads to the state it led to: ${changed}`)
  }
  return faults
}
