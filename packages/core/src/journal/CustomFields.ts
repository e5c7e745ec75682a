import type { CustomValue, CustomValues } from "../shared/CustomField.ts"
import { customKeys } from "../shared/CustomValueKeys.ts"
import type { RecordState } from "./Aggregate.ts"
import type { DomainEvent } from "./Event.ts"

/** Values of custom fields changed: by key the value from now on, null where there is none any more. Every kind that has them understands it. */
export type CustomFieldsSet = DomainEvent<
  "CustomFieldsSet",
  { readonly values: { readonly [key: string]: CustomValue | null } }
>

/** What a source states of a record's custom fields; left out where it has stated none. */
export interface StatedCustom {
  /** The values that it last stated, by key; a field that it stated empty is not there. */
  readonly custom?: CustomValues
}

/** A value under which a record is found, or is not any more. */
export interface FieldValueKey {
  /** Key of the custom field. */
  readonly field: string
  /** A text of `customKeys`. */
  readonly value: string
}

/** What changes of the values under which a record is found by its custom fields. */
export interface FieldValueChange {
  /** Those it is not found under any more. */
  readonly removed: ReadonlyArray<FieldValueKey>
  /** Those it is found under from now on. */
  readonly added: ReadonlyArray<FieldValueKey>
}

/** Custom values after a change; undefined where none are left. */
export const withCustomValues = (
  before: CustomValues | undefined,
  changes: CustomFieldsSet["payload"]["values"],
): CustomValues | undefined => {
  const values: { [key: string]: CustomValue } = { ...before }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete values[key]
    else values[key] = value
  }
  return Object.keys(values).length === 0 ? undefined : values
}

const keysOf = (values: CustomValues | undefined): ReadonlyMap<string, FieldValueKey> =>
  new Map(
    Object.entries(values ?? {}).flatMap(([field, value]) =>
      customKeys(value).map((key) => [`${field}\n${key}`, { field, value: key }] as const),
    ),
  )

/** What of the values under which a record is found is another after a change; undefined where nothing is. */
export const fieldValueChange = (before: RecordState | null, after: RecordState): FieldValueChange | undefined => {
  if (before?.custom === after.custom) return undefined
  const old = keysOf(before?.custom)
  const now = keysOf(after.custom)
  const removed = [...old].flatMap(([key, one]) => (now.has(key) ? [] : [one]))
  const added = [...now].flatMap(([key, one]) => (old.has(key) ? [] : [one]))
  return removed.length + added.length === 0 ? undefined : { removed, added }
}

const nameOf = ({ field, value }: FieldValueKey): string => `${field}\n${value}`

/** Two changes that follow each other as one. */
export const joinedFieldValues = (
  first: FieldValueChange | undefined,
  second: FieldValueChange | undefined,
): FieldValueChange | undefined => {
  if (first === undefined || second === undefined) return first ?? second
  const added = new Map([...first.added, ...second.added].map((one) => [nameOf(one), one]))
  const removed = new Map([...first.removed, ...second.removed].map((one) => [nameOf(one), one]))
  // What came and went, or went and came back, is as it was.
  for (const key of added.keys()) {
    if (!removed.has(key)) continue
    added.delete(key)
    removed.delete(key)
  }
  return { removed: [...removed.values()], added: [...added.values()] }
}
