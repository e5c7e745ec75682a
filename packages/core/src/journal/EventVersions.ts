import { Failure } from "../shared/Failure.ts"
import type { AnyAggregate, EventPosition } from "./Aggregate.ts"
import type { JournalEvent } from "./Event.ts"

/** An event was written by a newer version of the library, in a shape that this one does not know. */
export class EventNewer extends Failure<
  "EventNewer",
  {
    readonly kind: string
    readonly type: string
    readonly typeVersion: number
    readonly knownVersion: number
    readonly stream: string
    readonly version: number
  }
> {
  readonly _tag = "EventNewer"
  constructor({ kind, stream, type, typeVersion, version }: JournalEvent, knownVersion: number) {
    super(
      {
        en: `${stream}: event ${version}, ${type}, is of version ${typeVersion}; this version of the library knows ${knownVersion}`,
        ru: `${stream}: событие ${version}, ${type}, записано в версии ${typeVersion}; эта версия библиотеки знает ${knownVersion}`,
      },
      { kind, type, typeVersion, knownVersion, stream, version },
    )
  }
}

/**
 * The version in which a kind writes events of a type today: 1 where the payload's shape has never changed.
 *
 * @param of - the kind of record
 * @param type - past-tense event name
 * @example
 * ```ts
 * import { eventVersion } from "@salesdept/core/journal"
 *
 * const upcasters = { DealLost: [({ reason }: { readonly reason: string }) => ({ lostReasonId: reason })] }
 * eventVersion({ upcasters }, "DealLost") // 2
 * eventVersion({ upcasters }, "DealOpened") // 1
 * ```
 */
export const eventVersion = (of: Pick<AnyAggregate, "upcasters">, type: string): number =>
  (of.upcasters?.[type]?.length ?? 0) + 1

/**
 * A journal row in today's shape: the row itself where it is, else a copy with the payload taken version by version to today's, and
 * today's `typeVersion`. Its `hash` stays that of the row as it is stored, so rows are verified before they are upcast, never after.
 *
 * @param of - the kind of record the row belongs to
 * @param row - the row, as it is stored
 * @throws EventNewer where the row is of a version that this library does not know
 * @example
 * ```ts
 * import { upcast } from "@salesdept/core/journal"
 * import type { JournalEvent } from "@salesdept/core/journal"
 *
 * const upcasters = { DealLost: [({ reason }: { readonly reason: string }) => ({ lostReasonId: reason })] }
 * const stored = { type: "DealLost", typeVersion: 1, payload: { reason: "price" }, version: 4 } as JournalEvent
 * upcast({ upcasters }, stored) // { type: "DealLost", typeVersion: 2, payload: { lostReasonId: "price" }, version: 4 }
 * ```
 */
export const upcast = (of: Pick<AnyAggregate, "upcasters">, row: JournalEvent): JournalEvent => {
  const upcasters = of.upcasters?.[row.type] ?? []
  const today = upcasters.length + 1
  if (row.typeVersion === today) return row
  if (row.typeVersion > today) throw new EventNewer(row, today)
  const position: EventPosition = { version: row.version, occurredAt: row.occurredAt }
  let { payload } = row
  // What version a row is of says of which type its payload is.
  for (const step of upcasters.slice(row.typeVersion - 1)) payload = step(payload as never, position)
  return { ...row, typeVersion: today, payload }
}

/**
 * Rows of many kinds in today's shape.
 *
 * @param kinds - the kinds by name; rows of others stay as they are
 * @throws EventNewer where a row is of a version that this library does not know
 */
export const upcastAll = (
  kinds: ReadonlyMap<string, Pick<AnyAggregate, "upcasters">>,
  rows: ReadonlyArray<JournalEvent>,
): ReadonlyArray<JournalEvent> =>
  rows.map((row) => {
    const of = kinds.get(row.kind)
    return of === undefined ? row : upcast(of, row)
  })
