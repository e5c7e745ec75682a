import type { CalendarDate } from "./CalendarDate.ts"
import type { Message } from "./Message.ts"
import type { Money } from "./Money.ts"

/** Kinds of record to which a tenant may give fields of its own. */
export const customFieldKinds = ["client", "contact", "lead", "deal"] as const

/** A kind of record to which a tenant may give fields of its own. */
export type CustomFieldOf = (typeof customFieldKinds)[number]

/** One of the values that a field from a list may take. */
export interface CustomChoice {
  /** Short name, as it is stored. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
}

interface CommonField {
  /** The kind of record that has the field. */
  readonly of: CustomFieldOf
  /** Its name in records and in questions: a Latin letter, then up to 39 letters, digits and `_`. */
  readonly key: string
  /** Name for people. */
  readonly label: Message
  /** Whether a new record must have a value, and none may be taken away. Imported records may lack it. Default false. */
  readonly required?: boolean
  /**
   * Whether pages may be filtered and ordered by it. Default true, but for `text`: a text that is filtered by is kept with the record
   * and in its journal, which nothing erases, so that it is for numbers of contracts and the like; every other text is kept apart with
   * the record's names and is erased with them.
   */
  readonly filterable?: boolean
}

/** A text. */
export interface CustomTextField extends CommonField {
  /** Tells the kinds of fields apart. */
  readonly kind: "text"
  /** How many characters at most: 1 to 2,000 (inclusive), to 255 where pages may be filtered by it. Default as many. */
  readonly maxLength?: number
}

/** A number within ±(2^53−1), whole or not. */
export interface CustomNumberField extends CommonField {
  /** Tells the kinds of fields apart. */
  readonly kind: "number"
  /** Smallest number (inclusive). */
  readonly minimum?: number
  /** Largest number (inclusive). */
  readonly maximum?: number
  /** Whether it must be whole. Default false. */
  readonly whole?: boolean
}

/** An amount of money. */
export interface CustomMoneyField extends CommonField {
  /** Tells the kinds of fields apart. */
  readonly kind: "money"
  /** The only currency it may be in; any where left out. */
  readonly currency?: string
  /** Smallest amount (inclusive), in minor units of whatever currency it is in. Default 0. */
  readonly minimumMinor?: number
  /** Largest amount (inclusive), in minor units of whatever currency it is in. */
  readonly maximumMinor?: number
}

/** A calendar date. */
export interface CustomDateField extends CommonField {
  /** Tells the kinds of fields apart. */
  readonly kind: "date"
  /** First day (inclusive). */
  readonly earliest?: CalendarDate
  /** Last day (inclusive). */
  readonly latest?: CalendarDate
}

/** Yes or no. */
export interface CustomBooleanField extends CommonField {
  /** Tells the kinds of fields apart. */
  readonly kind: "boolean"
}

/** One or several values from a list. */
export interface CustomChoiceField extends CommonField {
  /** `choice` takes one value, `multiChoice` one or several, each once. */
  readonly kind: "choice" | "multiChoice"
  /** The list, 1 to 200 (inclusive). */
  readonly choices: ReadonlyArray<CustomChoice>
}

/** A field that a tenant gives to a kind of record, by its configuration. */
export type CustomField =
  | CustomTextField
  | CustomNumberField
  | CustomMoneyField
  | CustomDateField
  | CustomBooleanField
  | CustomChoiceField

/** A value of a custom field: of `multiChoice` the ids chosen, in code-point order. */
export type CustomValue = string | number | boolean | Money | ReadonlyArray<string>

/** Values of a record's custom fields by key; a field without a value is not there. Texts that nobody filters by are texts. */
export type CustomValues = { readonly [key: string]: CustomValue }

/**
 * Whether pages may be filtered and ordered by a field: as it says, else every kind but `text`.
 *
 * @param field - the field, as the department's configuration states it
 * @example
 * ```ts
 * import { isFilterable } from "@salesdept/core/shared"
 *
 * isFilterable({ of: "deal", key: "contractNo", label: { en: "Contract", ru: "Договор" }, kind: "text" }) // false
 * ```
 */
export const isFilterable = ({ filterable, kind }: CustomField): boolean => filterable ?? kind !== "text"

/** Whether a field's values are kept apart, with the record's names and free text. */
export const isKeptApart = (field: CustomField): boolean => field.kind === "text" && !isFilterable(field)

/** The fields of a kind of record, by key. */
export const customFieldsOf = (
  fields: ReadonlyArray<CustomField> | undefined,
  of: string,
): ReadonlyMap<string, CustomField> =>
  new Map((fields ?? []).filter((field) => field.of === of).map((field) => [field.key, field]))
