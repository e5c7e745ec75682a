import type { Money } from "../../shared/Money.ts"

/** A range: from (inclusive) and to (exclusive), at least one of them. */
export type RangeOf<Value> =
  | { readonly from: Value; readonly to?: Value | undefined }
  | { readonly to: Value; readonly from?: Value | undefined }

/** Ids are asked for by any text, as inputs name them: what a host keeps in a column of its own has no prefix in its type. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- an object without members has all fields of a pattern, and none of names
type Asked<Value> = Value extends string ? (Record<never, never> extends Record<Value, 1> ? string : Value) : Value

/**
 * What may be asked of an indexed field:
 *
 * - a value: the field has it (`ownerId: "user:42"`);
 * - `null`: it has none; `{ not: null }`: it has one;
 * - `{ oneOf: [...] }`: it has one of these, 1 to 1,000 values; not of money and booleans;
 * - `{ from, to }`: it lies in the range, from (inclusive) and to (exclusive), of instants, dates, numbers and money. Both ends of
 *   money are of one currency, and only money of that currency is found.
 */
export type FieldCondition<Value> =
  | Asked<Value>
  | null
  | { readonly not: null }
  | ([NonNullable<Value>] extends [boolean | Money]
      ? never
      : {
          readonly oneOf:
            | readonly [Asked<NonNullable<Value>>, ...ReadonlyArray<Asked<NonNullable<Value>>>]
            | ReadonlyArray<Asked<NonNullable<Value>>>
        })
  // A closed list of texts has no order of its own.
  | (string extends NonNullable<Value>
      ? RangeOf<NonNullable<Value>>
      : [NonNullable<Value>] extends [number | Money]
        ? RangeOf<NonNullable<Value>>
        : never)

/**
 * What may be asked of a custom field, by its kind in the configuration in force:
 *
 * - a value, `null`, `{ not: null }` of any kind; of `multiChoice` a value asks whether it is among those chosen;
 * - `{ oneOf: [...] }` of `text`, `choice`, `multiChoice`, `number` and `date`;
 * - `{ from, to }` of `number`, `date` and `money`.
 */
export type CustomCondition =
  | FieldCondition<string>
  | FieldCondition<number>
  | FieldCondition<boolean>
  | FieldCondition<Money>

/**
 * Conditions by indexed field, and under `custom` by custom field; all must hold. One that is there and `undefined` is refused
 * (`where.undefined`): it would find every record, where somebody's were meant.
 */
export type Where<State, Indexed extends keyof State> = {
  readonly [Field in Indexed]?: FieldCondition<State[Field]>
} & {
  /** By key of a custom field that pages may be filtered by; any other is refused. */
  readonly custom?: { readonly [key: string]: CustomCondition }
}

/** Which records a page holds, and in which order. */
export interface PageRequest<State, Indexed extends keyof State & string> {
  /** Conditions by indexed field; all must hold. All records of the kind where absent. */
  readonly where?: Where<State, Indexed> | undefined
  /**
   * One indexed field, or `id`, or a custom field. Records of equal value follow by id in the same direction; records without a value come last in
   * both directions. By id ascending where absent.
   */
  readonly orderBy?:
    | { readonly field: Indexed | "id"; readonly direction?: "asc" | "desc" | undefined }
    | {
        /** Key of a custom field that pages may be ordered by; not of `multiChoice`. */
        readonly custom: string
        readonly direction?: "asc" | "desc" | undefined
      }
    | undefined
  /** The `next` of the page before; from the start where absent or null. Of the same conditions and order only. */
  readonly after?: string | null | undefined
  /** How many at most, 1 to 10,000 (inclusive). Default 100. */
  readonly limit?: number | undefined
}
