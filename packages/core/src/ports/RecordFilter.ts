import type { AnyAggregate, IndexKind, OwnerKind, OwnerStep, RecordState } from "../journal/Aggregate.ts"
import { compareCodePoints } from "../shared/CodePoints.ts"
import { customKeys } from "../shared/CustomValueKeys.ts"
import type { Money } from "../shared/Money.ts"

/** A value of an indexed field; a field without a value holds null. */
export type FieldValue = string | number | boolean | Money

/** What one filter asks of a field. Null passes `isNull` only. */
export type FilterTest =
  | { readonly _tag: "Equals"; readonly value: FieldValue }
  /** One of these values, at least one; never of money. */
  | { readonly _tag: "OneOf"; readonly values: ReadonlyArray<string | number | boolean> }
  | { readonly _tag: "IsNull" }
  | { readonly _tag: "IsNotNull" }
  /** At least one end: from (inclusive), to (exclusive). Both ends of money are of one currency, and only that passes. */
  | { readonly _tag: "Range"; readonly from: FieldValue | null; readonly to: FieldValue | null }
  /** The text is one of these, or, where `unowned`, null. Of access scopes; none passes an empty list without `unowned`. */
  | { readonly _tag: "OwnedBy"; readonly owners: ReadonlyArray<string>; readonly unowned: boolean }
  /** The record of this kind that the field names passes `OwnedBy` by its own field; where `unowned`, a field of null passes too. */
  | {
      readonly _tag: "BelongsTo"
      readonly kind: string
      readonly field: string
      readonly owners: ReadonlyArray<string>
      readonly unowned: boolean
    }
  /** The first of the fields that is not null names a record of one of its kinds that passes `OwnedBy`; where `unowned`, all null passes. */
  | {
      readonly _tag: "BelongsToFirst"
      readonly steps: ReadonlyArray<OwnerStep>
      readonly owners: ReadonlyArray<string>
      readonly unowned: boolean
    }

/** Whether a record of a kind is one of the owners', by its own field or by the record that the field names. */
const isHeld = (
  holder: OwnerKind,
  id: FieldValue,
  test: { readonly owners: ReadonlyArray<string>; readonly unowned: boolean },
  find: FindRecord,
): boolean => {
  const record = typeof id === "string" ? find(holder.kind, id) : undefined
  if (record === undefined) return false
  const value = fieldOf(record, holder.field)
  if (holder.in === undefined) return isOwnedBy(value, test)
  return value === null ? test.unowned : isHeld(holder.in, value, test, find)
}

/** One condition on an indexed field, in the form in which stores get it: checked, whatever the caller gave. */
export interface RecordFilter {
  /** The indexed field. */
  readonly field: string
  /** What the field holds. */
  readonly kind: IndexKind
  /** What is asked of it. */
  readonly test: FilterTest
}

/** In which order records are given. */
export interface RecordOrder {
  /** An indexed field, or `id`. */
  readonly field: string
  /** What the field holds. */
  readonly kind: IndexKind
  /**
   * Ascending or descending; records of equal value follow each other by id in the same direction, records without a value come
   * last in both.
   */
  readonly direction: "asc" | "desc"
}

/** A place in an order: after it the next page begins. */
export interface RecordPosition {
  /** The ordered field's value, in the form of {@link orderKey}; null where it has none, empty in the order of ids. */
  readonly key: OrderKey | null
  /** The id of the record. */
  readonly id: string
}

/** What orders a value: the value itself; of money, currency and minor units. */
export type OrderKey = ReadonlyArray<string | number | boolean>

/** Ids ascending: the order where none is asked for. */
export const idOrder: RecordOrder = { field: "id", kind: "text", direction: "asc" }

/** What the indexed fields hold that do not hold text, by name. */
export type IndexKinds = NonNullable<AnyAggregate["indexKinds"]>

/**
 * What an indexed field of an aggregate holds.
 *
 * @param of - the kind of record
 * @param field - an indexed field's name
 * @example
 * ```ts
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { indexKindOf } from "@salesdept/core/ports/adapter"
 *
 * indexKindOf(dealAggregate, "amount") // "money"
 * indexKindOf(dealAggregate, "ownerId") // "text"
 * ```
 */
export const indexKindOf = (of: { readonly indexKinds?: IndexKinds }, field: string): IndexKind =>
  of.indexKinds?.[field] ?? "text"

/**
 * The value of a field by its name; null where the record has none.
 *
 * @param record - the record's state
 * @param field - the field's name
 * @example
 * ```ts
 * import { fieldOf } from "@salesdept/core/ports/adapter"
 *
 * const at = "2026-11-23T09:00:00.000Z"
 * const deal = { id: "deal_1", version: 1, textsVersion: 0, createdAt: at, changedAt: at, ownerId: "user:42" }
 * fieldOf(deal, "ownerId") // "user:42"
 * fieldOf(deal, "amount") // null
 * ```
 */
export const fieldOf = (record: RecordState, field: string): FieldValue | null =>
  (record as RecordState & { readonly [name: string]: FieldValue | null | undefined })[field] ?? null

const isMoney = (value: FieldValue): value is Money => typeof value === "object"

/**
 * What a value is ordered by.
 *
 * @param value - the value of a field
 * @example
 * ```ts
 * import { orderKey } from "@salesdept/core/ports/adapter"
 *
 * orderKey({ amountMinor: 50_000_00, currency: "RUB" }) // ["RUB", 5000000]
 * orderKey("user:42") // ["user:42"]
 * ```
 */
export const orderKey = (value: FieldValue): OrderKey =>
  isMoney(value) ? [value.currency, value.amountMinor] : [value]

const compareScalars = (left: string | number | boolean, right: string | number | boolean): number => {
  if (typeof left === "string" && typeof right === "string") return compareCodePoints(left, right)
  return left < right ? -1 : left > right ? 1 : 0
}

const compareKeys = (left: OrderKey, right: OrderKey): number => {
  for (const [index, value] of left.entries()) {
    const other = right[index]
    const order = other === undefined ? 1 : compareScalars(value, other)
    if (order !== 0) return order
  }
  return 0
}

const compareValues = (left: FieldValue, right: FieldValue): number => compareKeys(orderKey(left), orderKey(right))

const isOwnedBy = (
  owner: FieldValue | null,
  { owners, unowned }: { readonly owners: ReadonlyArray<string>; readonly unowned: boolean },
): boolean => (owner === null ? unowned : typeof owner === "string" && owners.includes(owner))

/** Finds a record of a kind by its id; undefined where it is not there. */
export type FindRecord = (kind: string, id: string) => RecordState | undefined

const customPrefix = "custom."

/**
 * The field of filters and orders that stands for a custom field.
 *
 * @param key - the custom field's key
 * @example
 * ```ts
 * import { customFieldName } from "@salesdept/core/ports/adapter"
 *
 * customFieldName("tier") // "custom.tier"
 * ```
 */
export const customFieldName = <Key extends string>(key: Key): `custom.${Key}` => `${customPrefix}${key}`

/**
 * The key of the custom field that a filter or an order asks of; null where it asks of an indexed field. Stores find such values as
 * texts: those of `customKeys`, in code-point order, a record without a value having none and one of several chosen values having each.
 * `Equals`, `OneOf` and `Range` ask whether one of them passes, `Range` with both ends.
 *
 * @param field - an indexed field's name, or `custom.` and a custom field's key
 * @example
 * ```ts
 * import { customKeyOf } from "@salesdept/core/ports/adapter"
 *
 * customKeyOf("custom.tier") // "tier"
 * customKeyOf("ownerId") // null
 * ```
 */
export const customKeyOf = (field: string): string | null =>
  field.startsWith(customPrefix) ? field.slice(customPrefix.length) : null

/** The texts under which a record is found by a custom field; none where it has no value. */
const customKeysIn = ({ custom }: RecordState, key: string): ReadonlyArray<string> => {
  const value = custom !== undefined && Object.hasOwn(custom, key) ? custom[key] : undefined
  return value === undefined ? [] : customKeys(value)
}

/**
 * Under which values a count by a field takes a record: its own, or null; of a custom field the texts of `customKeys`, so that one
 * of several chosen values is counted under each. For stores that look at records one by one.
 *
 * @param record - the record's state
 * @param field - an indexed field's name, or `custom.` and a custom field's key
 * @example
 * ```ts
 * import { countedUnder } from "@salesdept/core/ports/adapter"
 *
 * const at = "2026-11-23T09:00:00.000Z"
 * const deal = { id: "deal_1", version: 1, textsVersion: 0, createdAt: at, changedAt: at, ownerId: "user:42", custom: { tags: ["vip", "north"] } }
 * countedUnder(deal, "ownerId") // ["user:42"]
 * countedUnder(deal, "custom.tags") // ["svip", "snorth"]
 * ```
 */
export const countedUnder = (record: RecordState, field: string): ReadonlyArray<FieldValue | null> => {
  const key = customKeyOf(field)
  if (key === null) return [fieldOf(record, field)]
  const keys = customKeysIn(record, key)
  return keys.length === 0 ? [null] : keys
}

const passesCustom = (values: ReadonlyArray<string>, test: FilterTest): boolean => {
  switch (test._tag) {
    case "IsNull":
      return values.length === 0
    case "IsNotNull":
      return values.length > 0
    case "Equals":
      return values.some((value) => value === test.value)
    case "OneOf":
      return values.some((value) => test.values.includes(value))
    case "Range": {
      const { from, to } = test
      return values.some(
        (value) => (from === null || compareValues(value, from) >= 0) && (to === null || compareValues(value, to) < 0),
      )
    }
    case "OwnedBy":
    case "BelongsTo":
    case "BelongsToFirst":
      return false
  }
}

/**
 * Whether a record passes a filter; for stores that look at records one by one.
 *
 * @param record - the record's state
 * @param filter - the filter
 * @param find - finds the records that a filter of an access scope looks at, by kind and id
 * @example
 * ```ts
 * import { passesFilter } from "@salesdept/core/ports/adapter"
 *
 * const at = "2026-11-23T09:00:00.000Z"
 * const deal = { id: "deal_1", version: 1, textsVersion: 0, createdAt: at, changedAt: at, ownerId: "user:42" }
 * const test = { _tag: "Equals", value: "user:42" } as const
 * passesFilter(deal, { field: "ownerId", kind: "text", test }, () => undefined) // true
 * ```
 */
export const passesFilter = (record: RecordState, { field, test }: RecordFilter, find: FindRecord): boolean => {
  const key = customKeyOf(field)
  if (key !== null) return passesCustom(customKeysIn(record, key), test)
  const value = fieldOf(record, field)
  if (test._tag === "IsNull") return value === null
  if (test._tag === "OwnedBy") return isOwnedBy(value, test)
  if (test._tag === "BelongsTo") {
    if (value === null) return test.unowned
    const parent = typeof value === "string" ? find(test.kind, value) : undefined
    return parent !== undefined && isOwnedBy(fieldOf(parent, test.field), test)
  }
  if (test._tag === "BelongsToFirst") {
    for (const { kinds, through } of test.steps) {
      const id = fieldOf(record, through)
      if (id !== null) return kinds.some((holder) => isHeld(holder, id, test, find))
    }
    return test.unowned
  }
  if (value === null) return false
  switch (test._tag) {
    case "IsNotNull":
      return true
    case "Equals":
      return compareValues(value, test.value) === 0
    case "OneOf":
      return test.values.some((one) => compareValues(value, one) === 0)
    case "Range": {
      const { from, to } = test
      const end = from ?? to
      if (isMoney(value) && end !== null && isMoney(end) && value.currency !== end.currency) return false
      return (from === null || compareValues(value, from) >= 0) && (to === null || compareValues(value, to) < 0)
    }
  }
}

/**
 * Where a record stands in an order.
 *
 * @param record - the record's state
 * @param order - the order
 * @example
 * ```ts
 * import { positionOf } from "@salesdept/core/ports/adapter"
 *
 * const at = "2026-11-23T09:00:00.000Z"
 * const deal = { id: "deal_1", version: 1, textsVersion: 0, createdAt: at, changedAt: at, ownerId: "user:42" }
 * positionOf(deal, { field: "ownerId", kind: "text", direction: "asc" }) // { key: ["user:42"], id: "deal_1" }
 * ```
 */
export const positionOf = (record: RecordState, { field }: RecordOrder): RecordPosition => {
  if (field === "id") return { key: [], id: record.id }
  const custom = customKeyOf(field)
  const value = custom === null ? fieldOf(record, field) : (customKeysIn(record, custom)[0] ?? null)
  return { key: value === null ? null : orderKey(value), id: record.id }
}

/**
 * Which of two places comes first: negative, where the left one does.
 *
 * @param left - a place
 * @param right - another place in the same order
 * @param order - the order; of it the direction alone is asked
 * @example
 * ```ts
 * import { comparePositions, idOrder } from "@salesdept/core/ports/adapter"
 *
 * comparePositions({ key: [], id: "deal_1" }, { key: [], id: "deal_2" }, idOrder) < 0 // true
 * ```
 */
export const comparePositions = (left: RecordPosition, right: RecordPosition, { direction }: RecordOrder): number => {
  if (left.key === null && right.key !== null) return 1
  if (left.key !== null && right.key === null) return -1
  const byValue = left.key === null || right.key === null ? 0 : compareKeys(left.key, right.key)
  const ascending = byValue === 0 ? compareCodePoints(left.id, right.id) : byValue
  return direction === "asc" ? ascending : -ascending
}
