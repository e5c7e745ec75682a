import * as Schema from "effect/Schema"
import { customFieldKinds } from "../../shared/CustomField.ts"
import { currencyField, dateField, messageField, slug } from "./FieldSchema.ts"
import { check } from "./Input.ts"

const keyField = Schema.String.check(
  check(
    "customField.key",
    {
      en: "must be a Latin letter, then up to 39 letters, digits and _",
      ru: "должно быть латинской буквой, за которой до 39 букв, цифр и _",
    },
    (key) => /^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(key) && !["constructor", "prototype"].includes(key),
  ),
)

const common = {
  of: Schema.Literals(customFieldKinds),
  key: keyField,
  label: messageField,
  required: Schema.optionalKey(Schema.Boolean),
  filterable: Schema.optionalKey(Schema.Boolean),
}

const safe = Schema.Number.check(
  check(
    "number.bounds",
    { en: "must be a number within ±(2^53−1)", ru: "ожидается число в пределах ±(2^53−1)" },
    (value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER,
  ),
)

const ordered = (from: string, to: string) =>
  check<{ readonly [name: string]: unknown }>(
    "customField.bounds",
    { en: `${from} must not lie behind ${to}`, ru: `${from} не может быть больше ${to}` },
    (field) => {
      const [low, high] = [field[from], field[to]]
      return low === undefined || high === undefined || (low as number) <= (high as number)
    },
  )

const text = Schema.Struct({
  ...common,
  kind: Schema.Literal("text"),
  maxLength: Schema.optionalKey(
    Schema.Int.check(
      check(
        "maxLength.bounds",
        { en: "must be 1 to 2000", ru: "должно быть от 1 до 2000" },
        (n) => n >= 1 && n <= 2000,
      ),
    ),
  ),
}).check(
  check(
    "maxLength.filterable",
    {
      en: "a text that pages are filtered by has at most 255 characters",
      ru: "текст, по которому фильтруют, не длиннее 255 символов",
    },
    ({ filterable, maxLength }: { readonly filterable?: boolean; readonly maxLength?: number }) =>
      filterable !== true || maxLength === undefined || maxLength <= 255,
  ),
)

const number = Schema.Struct({
  ...common,
  kind: Schema.Literal("number"),
  minimum: Schema.optionalKey(safe),
  maximum: Schema.optionalKey(safe),
  whole: Schema.optionalKey(Schema.Boolean),
}).check(ordered("minimum", "maximum"))

const money = Schema.Struct({
  ...common,
  kind: Schema.Literal("money"),
  currency: Schema.optionalKey(currencyField),
  minimumMinor: Schema.optionalKey(Schema.Int),
  maximumMinor: Schema.optionalKey(Schema.Int),
}).check(ordered("minimumMinor", "maximumMinor"))

const date = Schema.Struct({
  ...common,
  kind: Schema.Literal("date"),
  earliest: Schema.optionalKey(dateField),
  latest: Schema.optionalKey(dateField),
}).check(ordered("earliest", "latest"))

const boolean = Schema.Struct({ ...common, kind: Schema.Literal("boolean") })

const choice = Schema.Struct({
  ...common,
  kind: Schema.Literals(["choice", "multiChoice"]),
  choices: Schema.Array(Schema.Struct({ id: slug, name: messageField })).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(200),
    check<ReadonlyArray<{ readonly id: string }>>(
      "choices.repeatedId",
      { en: "two choices have the same id", ru: "у двух значений один идентификатор" },
      (choices) => new Set(choices.map(({ id }) => id)).size === choices.length,
    ),
  ),
})

/** The custom fields of a configuration: at most 200, each key once for a kind of record. */
export const CustomFieldsInput = Schema.Array(Schema.Union([text, number, money, date, boolean, choice])).check(
  Schema.isMaxLength(200),
  check<ReadonlyArray<{ readonly of: string; readonly key: string }>>(
    "customFields.repeatedKey",
    { en: "two fields of a kind of record have the same key", ru: "у двух полей одного вида записей один ключ" },
    (fields) => new Set(fields.map(({ of, key }) => `${of} ${key}`)).size === fields.length,
  ),
)

/**
 * Values of custom fields as commands take them: by key; null takes a value away. What each may be is for the configuration in force
 * to say.
 */
export const customInput = Schema.Record(Schema.String, Schema.Unknown).check(
  check<{ readonly [key: string]: unknown }>(
    "custom.count",
    { en: "must hold at most 200 fields", ru: "не больше 200 полей" },
    (values) => Object.keys(values).length <= 200,
  ),
)
