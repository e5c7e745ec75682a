import type { Effect } from "effect/Effect"
import type { AnyAggregate, RecordState } from "../journal/Aggregate.ts"
import type { StageMoveCount, StageMovesQuery } from "../journal/StageMoves.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import { readDecimal } from "../shared/Decimal.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { StoreError } from "./StoreErrors.ts"

/** A field of the records counted, or of the record each of them belongs to. */
export interface CubeField {
  /** Its name in the record's state. */
  readonly field: string
  /** Whether it is a field of the joined record; of the counted one where absent. */
  readonly joined?: boolean
  /** Whether it is a text field of the entries that {@link CubeQuery.each} names. */
  readonly entry?: boolean
}

/** A list whose entries are counted one by one. */
export interface CubeEntries {
  /** The list's name in the record's state. */
  readonly list: string
  /** Field of an entry that says how much it is: a plain decimal text, up to 9 digits and 6 decimals. */
  readonly quantity: string
}

/** Where the amount of a record stands. */
export type CubeMoney =
  /** A field of type money, or null. */
  | { readonly field: string }
  /** A field of minor units less others, in the currency of a text field. */
  | { readonly minor: string; readonly currency: string; readonly less: ReadonlyArray<string> }

/** A question for counts and sums over records of one kind: a store answers it with one grouped statement. */
export interface CubeQuery {
  /** The kind counted. */
  readonly of: AnyAggregate
  /** The record that each belongs to, by the field that holds its id; null where none is needed. */
  readonly join: { readonly of: AnyAggregate; readonly by: string } | null
  /** Text fields that must have these values; all must hold. */
  readonly where: ReadonlyArray<{ readonly field: string; readonly is: string }>
  /** The field that says when a record counts; records without it are left out. */
  readonly at: string
  /** Whether that is a calendar date or an instant. */
  readonly atKind: "date" | "instant"
  /** Ascending bounds, 2 or more: segment i is from bound i (inclusive) to bound i + 1 (exclusive). */
  readonly bounds: ReadonlyArray<string>
  /** Text fields to group by. */
  readonly by: ReadonlyArray<CubeField>
  /** What is summed; null where records are only counted. */
  readonly money: CubeMoney | null
  /**
   * Entries that are summed instead of money, in millionths, so that decimals stay exact. A record without entries is counted, and
   * has no sum. None where absent.
   */
  readonly each?: CubeEntries
  /**
   * Records that are to be told apart, since they cannot be valued in a sum: in another currency than this one, or with a list
   * that is not empty. Their rows are grouped by amount, day and these fields too. Null where all may be summed.
   */
  readonly apart: {
    /** The currency that can be summed. */
    readonly currency: string
    /** Lists which, when not empty, set a record apart. */
    readonly lists: ReadonlyArray<CubeField>
    /** Structured fields that are told with such records. */
    readonly told: ReadonlyArray<CubeField>
  } | null
  /** Ids of counted records that are left out. */
  readonly except: ReadonlyArray<string>
  /** Ids of joined records whose counted records are left out. */
  readonly exceptJoined: ReadonlyArray<string>
  /** Whether rows list the ids they count. */
  readonly withIds: boolean
}

/** One group of records. */
export interface CubeRow {
  /** Which segment, from 0. */
  readonly segment: number
  /** Values of the fields grouped by, in their order. */
  readonly keys: ReadonlyArray<string | null>
  /** Currency of the sum; null for records without an amount, or where nothing is summed. */
  readonly currency: string | null
  /** For records told apart: the amount and day of each of them, and the lists and fields told; null for others. */
  readonly apart: {
    readonly amountMinor: number
    readonly on: string
    readonly lists: ReadonlyArray<ReadonlyArray<unknown>>
    readonly told: ReadonlyArray<unknown>
  } | null
  /** How many records. */
  readonly count: number
  /** Their sum in minor units, or millionths, as a decimal text, since it may pass 2^53; null for records without an amount. */
  readonly sum: string | null
  /** Their ids by code point; null where not asked for. */
  readonly ids: ReadonlyArray<string> | null
}

/** Grouped reads of a store. */
export interface FactReads {
  /** Counts and sums in one grouped statement. Rows come in any order. */
  readonly cube: (tenant: TenantId, query: CubeQuery) => Effect<ReadonlyArray<CubeRow>, StoreError>
  /** Moves of deals between stages by pair of stages, in one grouped statement; those of deals that are not in the base are left out. */
  readonly stageMoves: (tenant: TenantId, query: StageMovesQuery) => Effect<ReadonlyArray<StageMoveCount>, StoreError>
  /** Streams of a kind that got a journal row after a moment (exclusive): all that may have been otherwise at that moment. */
  readonly changedAfter: (
    tenant: TenantId,
    kind: string,
    recordedAt: Instant,
  ) => Effect<ReadonlyArray<string>, StoreError>
  /** When streams began: the times of their first rows. One that has none is left out. */
  readonly begun: (
    tenant: TenantId,
    streams: ReadonlyArray<string>,
  ) => Effect<ReadonlyMap<string, StreamBeginning>, StoreError>
}

/** When a stream began. */
export interface StreamBeginning {
  /** When its first event happened. */
  readonly occurredAt: Instant
  /** When it was recorded. */
  readonly recordedAt: Instant
}

type Named = RecordState & { readonly [name: string]: unknown }

const listOf = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

const moneyOf = (
  record: Named,
  money: CubeMoney | null,
): { readonly amountMinor: number; readonly currency: string } | null => {
  if (money === null) return null
  if ("field" in money) return (record[money.field] ?? null) as { amountMinor: number; currency: string } | null
  const less = money.less.reduce((sum, name) => sum + Number(record[name]), 0)
  return { amountMinor: Number(record[money.minor]) - less, currency: String(record[money.currency]) }
}

/** Position of the segment that holds a moment, by halving; −1 where none does. */
const segmentOf = (bounds: ReadonlyArray<string>, at: string): number => {
  let low = 0
  let high = bounds.length - 1
  if (at < (bounds[0] ?? "") || at >= (bounds[high] ?? "")) return -1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (at < (bounds[middle] ?? "")) high = middle
    else low = middle
  }
  return low
}

interface Group {
  readonly row: Omit<CubeRow, "count" | "sum" | "ids">
  readonly ids: Set<string>
  sum: bigint | null
}

/** A decimal text as a whole number of millionths; 0 where it is none. */
const millionthsOf = (text: unknown): bigint => {
  const { units, scale } = readDecimal(String(text)) ?? { units: 0n, scale: 0 }
  return scale > 6 ? units / 10n ** BigInt(scale - 6) : units * 10n ** BigInt(6 - scale)
}

/**
 * Groups records in memory: the model that every store's statement is held against, and what is used for records that a statement
 * leaves out.
 *
 * @param query - the question
 * @param records - records of the kind counted
 * @param joinedOf - the record that another belongs to, by its id
 * @example
 * ```ts
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { groupCube } from "@salesdept/core/ports"
 *
 * const at = "2026-11-23T09:00:00.000Z"
 * const deal = { id: "deal_1", version: 1, textsVersion: 0, createdAt: at, changedAt: at, ownerId: "user:42" }
 * const [row] = groupCube(
 *   {
 *     of: dealAggregate,
 *     join: null,
 *     where: [],
 *     at: "createdAt",
 *     atKind: "instant",
 *     bounds: ["2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
 *     by: [{ field: "ownerId" }],
 *     money: null,
 *     apart: null,
 *     except: [],
 *     exceptJoined: [],
 *     withIds: true,
 *   },
 *   [deal],
 *   () => undefined,
 * )
 * row // { segment: 0, keys: ["user:42"], …count: 1, sum: null, ids: ["deal_1"] }
 * ```
 */
export const groupCube = (
  query: CubeQuery,
  records: Iterable<RecordState>,
  joinedOf: (id: string) => RecordState | undefined,
): ReadonlyArray<CubeRow> => {
  const except = new Set(query.except)
  const exceptJoined = new Set(query.exceptJoined)
  const groups = new Map<string, Group>()
  for (const state of records) {
    const record = state as Named
    if (except.has(record.id)) continue
    const joinedId = query.join === null ? null : ((record[query.join.by] ?? null) as string | null)
    if (joinedId !== null && exceptJoined.has(joinedId)) continue
    if (query.where.some(({ field, is }) => record[field] !== is)) continue
    const at = record[query.at]
    const segment = typeof at === "string" ? segmentOf(query.bounds, at) : -1
    if (segment < 0) continue
    const joined = joinedId === null ? undefined : (joinedOf(joinedId) as Named | undefined)
    const entries = query.each === undefined ? [] : (listOf(record[query.each.list]) as ReadonlyArray<Named>)
    const valueOf = ({ field, joined: isJoined, entry }: CubeField, of?: Named): unknown =>
      (entry === true ? of?.[field] : isJoined === true ? joined?.[field] : record[field]) ?? null
    const money = moneyOf(record, query.money)
    const lists = query.apart?.lists.map((field) => listOf(valueOf(field))) ?? []
    const isApart =
      query.apart !== null &&
      money !== null &&
      (money.currency !== query.apart.currency || lists.some((list) => list.length > 0))
    const rowOf = (entry?: Named) => ({
      segment,
      keys: query.by.map((field) => valueOf(field, entry) as string | null),
      currency: money?.currency ?? null,
      apart: isApart
        ? {
            amountMinor: money.amountMinor,
            on: String(at),
            lists,
            told: query.apart?.told.map((field) => valueOf(field)) ?? [],
          }
        : null,
    })
    const add = (row: Group["row"], amount: bigint | null): void => {
      const key = canonicalJson({ ...row, has: amount !== null })
      const group = groups.get(key) ?? { row, ids: new Set(), sum: amount === null ? null : 0n }
      groups.set(key, group)
      group.ids.add(record.id)
      if (amount !== null) group.sum = (group.sum ?? 0n) + amount
    }
    if (query.each === undefined) add(rowOf(), money === null ? null : BigInt(money.amountMinor))
    else if (entries.length === 0) add(rowOf(), null)
    else for (const entry of entries) add(rowOf(entry), millionthsOf(entry[query.each.quantity]))
  }
  return [...groups.values()].map(({ row, ids, sum }) => ({
    ...row,
    count: ids.size,
    sum: sum === null ? null : sum.toString(),
    ids: query.withIds ? [...ids].sort() : null,
  }))
}
