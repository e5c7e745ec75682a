import * as Schema from "effect/Schema"
import { isCalendarDate } from "../../shared/CalendarDate.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { isCurrency } from "../../shared/Currency.ts"
import { isDecimal } from "../../shared/Decimal.ts"
import type { Id, IdKind } from "../../shared/Ids.ts"
import { idPrefixes, isId } from "../../shared/Ids.ts"
import { hasDates, isInstant } from "../../shared/Instant.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { isKeptTime } from "./FieldValueCheck.ts"
import { workCalendarProblems } from "../../shared/WorkCalendarProblems.ts"
import { check } from "./Input.ts"
import { listed, problemKey } from "./InputProblems.ts"
import { isSqlExecutor } from "../SqlExecutor.ts"
import type { SqlExecutor } from "../SqlExecutor.ts"

// Postgres refuses NUL and lone surrogates, SQLite keeps them: the edge refuses both, so that stores agree.
const isStorable = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed()

const storable = check<string>(
  "text.notStorable",
  { en: "holds a NUL character or half a surrogate pair", ru: "содержит символ NUL или половину суррогатной пары" },
  isStorable,
)

/** Text of 1 to `maximum` characters (inclusive), without NUL and lone surrogates. */
export const textField = (maximum: number) =>
  Schema.String.check(
    check(
      "text.length",
      { en: `must have 1 to ${maximum} characters`, ru: `должно быть от 1 до ${maximum} символов` },
      (text) => text.trim().length > 0 && text.length <= maximum,
    ),
    storable,
  )

/** The host's id of a person, or a key of a source: 1–255 characters. */
export const opaqueId = textField(255)

/** A short name that configuration gives to a stage, a reason, a source: 1–60 of letters, digits, `_`, `-`, `.`. */
export const slug = Schema.String.check(
  check(
    "slug.shape",
    { en: "must be 1–60 letters, digits, _, - or .", ru: "должно быть 1–60 букв, цифр, _, - или ." },
    (text) => /^[\p{L}\p{N}_.-]{1,60}$/u.test(text),
  ),
)

/** An id of one of these kinds. */
export const idField = <Kind extends IdKind>(...kinds: readonly [Kind, ...ReadonlyArray<Kind>]) => {
  const samples = kinds.map((kind) => `${idPrefixes[kind]}_17`)
  return Schema.String.pipe(
    Schema.refine((text): text is Id<Kind> => kinds.some((kind) => isId(kind, text)), {
      [problemKey]: {
        code: "id.shape",
        message: {
          en: `must be an id such as ${listed(samples, " or ")}: after the prefix 1–100 Latin letters, digits, _ . : -`,
          ru: `ожидается идентификатор вида ${listed(samples, " или ")}: после префикса 1–100 латинских букв, цифр, _ . : -`,
        },
      },
    }),
  )
}

/** A UTC instant, fixed width. */
export const instantField: Schema.Codec<Instant> = Schema.String.check(
  check(
    "instant.shape",
    {
      en: "must be a UTC time with milliseconds, such as 2026-11-23T09:30:00.000Z",
      ru: "ожидается время UTC с миллисекундами, вида 2026-11-23T09:30:00.000Z",
    },
    (text) => isInstant(text) && isKeptTime(text),
  ),
)

/** When something happened: an instant whose date is one in every time zone. */
export const occurredField: Schema.Codec<Instant> = instantField.check(
  check(
    "instant.bounds",
    { en: "must lie from 0001-01-02 to 9999-12-30", ru: "должно быть от 0001-01-02 до 9999-12-30" },
    (text) => !isInstant(text) || hasDates(text),
  ),
)

/** A calendar date. */
export const dateField: Schema.Codec<CalendarDate> = Schema.String.check(
  check(
    "date.shape",
    { en: "must be a date such as 2026-11-23", ru: "ожидается дата вида 2026-11-23" },
    (text) => isCalendarDate(text) && isKeptTime(text),
  ),
)

/** Whole minor units, −(2^53−1) to 2^53−1 (inclusive); −0 is refused, since JSON does not carry it. */
export const minorField = Schema.Number.check(
  check(
    "amount.notWhole",
    { en: "must be a whole number of minor units", ru: "должно быть целым числом минимальных единиц" },
    (amount) => Number.isSafeInteger(amount) && !Object.is(amount, -0),
  ),
)

/** Whole minor units, 0 or more. */
export const minorFromZero = minorField.check(
  check("amount.negative", { en: "must not be negative", ru: "не может быть отрицательным" }, (amount) => amount >= 0),
)

/** A currency code. */
export const currencyField = Schema.String.check(
  check(
    "currency.unknown",
    { en: "must be an ISO 4217 code such as RUB", ru: "ожидается код ISO 4217, например RUB" },
    isCurrency,
  ),
)

/** Money, 0 or more. */
export const moneyField = Schema.Struct({
  /** Whole minor units, 0 to 2^53−1 (inclusive): kopecks, cents; yen themselves. */
  amountMinor: minorFromZero,
  /** Code of ISO 4217, such as `RUB`. */
  currency: currencyField,
})

/** A plain decimal of 0 or more, as a text, with so many digits before and behind the point at most. */
export const decimalField = (wholeDigits: number, decimals: number) =>
  Schema.String.check(
    check(
      "decimal.shape",
      {
        en: `must be a decimal such as "2.5", up to ${wholeDigits} digits and ${decimals} decimals`,
        ru: `ожидается десятичное число вида "2.5": до ${wholeDigits} цифр и ${decimals} знаков после точки`,
      },
      (text) => isDecimal(text, wholeDigits, decimals),
    ),
  )

/** A dated rate of exchange: a plain decimal above 0. */
export const rateField = Schema.Struct({
  /** Currency converted from: the one the rate is a price of. */
  from: currencyField,
  /** Currency converted to: the one the price is in. */
  to: currencyField,
  /** Price of `per` major units of `from` in major units of `to`: a plain decimal above 0 as a text, such as `"83.1275"`. */
  rate: decimalField(12, 12).check(
    check("rate.zero", { en: "must be above 0", ru: "должен быть больше 0" }, (text) => /[1-9]/.test(text)),
  ),
  /** For how many units of `from` the rate is stated, 1 to 1,000,000 (inclusive). Default 1. */
  per: Schema.optionalKey(
    Schema.Int.check(
      check("rate.per", { en: "must be 1 to 1000000", ru: "должно быть от 1 до 1000000" }, (n) => n >= 1 && n <= 1e6),
    ),
  ),
  /** The day of the rate. */
  on: dateField,
})

/** Rows of an import, 1 to 5,000 (inclusive), each record at most once: of two rows for one record neither can be right. */
export const rowsOf = <Row extends Schema.Codec<{ readonly id: string }, { readonly id: string }>>(row: Row) =>
  Schema.Array(row).check(
    check<ReadonlyArray<{ readonly id: string }>>(
      "rows.count",
      { en: "must be 1 to 5000 rows", ru: "должно быть от 1 до 5000 строк" },
      (rows) => rows.length >= 1 && rows.length <= 5000,
    ),
    check<ReadonlyArray<{ readonly id: string }>>(
      "rows.repeatedId",
      { en: "two rows have the same id", ru: "у двух строк один идентификатор" },
      (rows) => new Set(rows.map(({ id }) => id)).size === rows.length,
    ),
  )

/** A sentence in both languages, up to 500 characters each. */
export const messageField = Schema.Struct({
  /** In English, 1 to 500 characters. */
  en: textField(500),
  /** In Russian, 1 to 500 characters. */
  ru: textField(500),
})

/** A host's open transaction. */
export const executorField = Schema.Unknown.pipe(
  Schema.refine((value): value is SqlExecutor => isSqlExecutor(value), {
    salesdeptProblem: {
      code: "tx.shape",
      message: {
        en: "must be what fromKysely, fromPg or fromBetterSqlite3 give",
        ru: "ожидается результат fromKysely, fromPg или fromBetterSqlite3",
      },
    },
  }),
)

const hoursShape = Schema.Array(Schema.Struct({ fromMinute: Schema.Number, toMinute: Schema.Number }))

const calendarShape = Schema.is(
  Schema.Struct({
    id: Schema.String,
    version: Schema.Number,
    source: Schema.String,
    validFrom: dateField,
    validTo: dateField,
    week: Schema.Array(hoursShape),
    extraDayHours: hoursShape,
    shortByMinutes: Schema.Number,
    exceptions: Schema.Array(
      Schema.Struct({
        on: dateField,
        kind: Schema.Literals(["off", "short", "work"]),
        movedFrom: Schema.optional(dateField),
      }),
    ),
  }),
)

const isShapedCalendar = (value: unknown): value is WorkCalendar => calendarShape(value)

/** A sound working calendar as it is given, not a copy: what is derived from it is remembered by the object. */
export const calendarField = Schema.Unknown.pipe(
  Schema.refine((value): value is WorkCalendar => isShapedCalendar(value) && workCalendarProblems(value).length === 0, {
    salesdeptProblem: {
      code: "calendar.shape",
      message: {
        en: "must be a working calendar such as ruCalendar",
        ru: "ожидается рабочий календарь, например ruCalendar",
      },
    },
  }),
)

/** A function of the host that is called, such as one that is told of progress. */
export const functionField = Schema.Unknown.check(
  check<unknown>(
    "function.shape",
    { en: "must be a function", ru: "ожидается функция" },
    (value) => typeof value === "function",
  ),
)
