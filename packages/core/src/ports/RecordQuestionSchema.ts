import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { AnyAggregate, IndexKind } from "../journal/Aggregate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Money } from "../shared/Money.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { currencyField, dateField, instantField, minorField, textField } from "./FieldSchema.ts"
import { check, inputDecoder } from "./Input.ts"
import { positionOfCursor, questionDigest } from "./PageCursor.ts"
import type { FieldValue, FilterTest, RecordFilter, RecordOrder, RecordPosition } from "./RecordFilter.ts"
import type { IndexKinds } from "./RecordFilter.ts"
import { idOrder, indexKindOf } from "./RecordFilter.ts"

const integerField = Schema.Number.check(
  check(
    "number.notWhole",
    { en: "must be a whole number", ru: "ожидается целое число" },
    (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  ),
)

const valueFields: { readonly [Kind in IndexKind]: Schema.Codec<FieldValue> } = {
  text: textField(255),
  instant: instantField,
  date: dateField,
  integer: integerField,
  boolean: Schema.Boolean,
  money: Schema.Struct({ amountMinor: minorField, currency: currencyField }),
}

const atLeastOneEnd = check<{ readonly from?: unknown; readonly to?: unknown }>(
  "range.empty",
  { en: "must have from, to or both", ru: "должно содержать from, to или оба" },
  ({ from, to }) => from !== undefined || to !== undefined,
)

const isMoney = (value: unknown): value is Money => typeof value === "object" && value !== null && "currency" in value

const oneCurrency = check<{ readonly from?: unknown; readonly to?: unknown }>(
  "range.currencies",
  { en: "must have both ends in one currency", ru: "обе границы должны быть в одной валюте" },
  ({ from, to }) => !isMoney(from) || !isMoney(to) || from.currency === to.currency,
)

type Decoded = Result.Result<FilterTest, InputInvalid>
type TestDecoder = (condition: unknown) => Decoded

const decodersOf = (kind: IndexKind) => {
  const value = valueFields[kind]
  const decodeValue = inputDecoder(value)
  const decodeNot = inputDecoder(Schema.Struct({ not: Schema.Null }))
  const decodeOneOf = inputDecoder(
    Schema.Struct({
      oneOf: Schema.Array(value).check(
        check<ReadonlyArray<unknown>>(
          "oneOf.count",
          { en: "must hold 1 to 1000 values", ru: "должно быть от 1 до 1000 значений" },
          (values) => values.length >= 1 && values.length <= 1000,
        ),
      ),
    }),
  )
  const decodeRange = inputDecoder(
    Schema.Struct({ from: Schema.optional(value), to: Schema.optional(value) }).check(atLeastOneEnd, oneCurrency),
  )
  const equals: TestDecoder = (condition) =>
    Result.map(decodeValue(condition), (one): FilterTest => ({ _tag: "Equals", value: one }))
  const isNotNull: TestDecoder = (condition) =>
    Result.map(decodeNot(condition), (): FilterTest => ({ _tag: "IsNotNull" }))
  const oneOf: TestDecoder = (condition) =>
    Result.map(decodeOneOf(condition), ({ oneOf: values }): FilterTest => ({
      _tag: "OneOf",
      values: values as ReadonlyArray<string | number | boolean>,
    }))
  const range: TestDecoder = (condition) =>
    Result.map(decodeRange(condition), ({ from = null, to = null }): FilterTest => ({ _tag: "Range", from, to }))
  return { equals, isNotNull, oneOf, range }
}

const decoders: { readonly [Kind in IndexKind]: ReturnType<typeof decodersOf> } = {
  text: decodersOf("text"),
  instant: decodersOf("instant"),
  date: decodersOf("date"),
  integer: decodersOf("integer"),
  boolean: decodersOf("boolean"),
  money: decodersOf("money"),
}

const hasOrder = (kind: IndexKind): boolean => kind !== "text" && kind !== "boolean"
const isListed = (kind: IndexKind): boolean => kind !== "money" && kind !== "boolean"

const notAsked: Problem = {
  path: "",
  code: "filter.kind",
  message: {
    en: "this cannot be asked of a field of this kind",
    ru: "поле этого вида так не фильтруется",
  },
}

const testOf = (kind: IndexKind, condition: unknown): Decoded => {
  if (condition === null) return Result.succeed({ _tag: "IsNull" })
  const { equals, isNotNull, oneOf, range } = decoders[kind]
  if (typeof condition !== "object") return equals(condition)
  if ("not" in condition) return isNotNull(condition)
  if ("oneOf" in condition) return isListed(kind) ? oneOf(condition) : Result.fail(new InputInvalid([notAsked]))
  if (kind === "money" && "amountMinor" in condition) return equals(condition)
  return hasOrder(kind) ? range(condition) : Result.fail(new InputInvalid([notAsked]))
}

/** A question for a page, checked: as stores get it, with what names it to its cursors. */
interface PageQuestion {
  /** Conditions. */
  readonly filters: ReadonlyArray<RecordFilter>
  /** Order. */
  readonly order: RecordOrder
  /** Where the page begins; null at the start. */
  readonly after: RecordPosition | null
  /** How many at most. */
  readonly limit: number
  /** Names the question. */
  readonly digest: string
}

/** Decoders of the questions that may be asked of a kind of record; each reports every problem at once. */
export interface RecordQuestions {
  /** Of a page. */
  readonly page: (question: unknown) => Result.Result<PageQuestion, InputInvalid>
  /** Of conditions alone; none where undefined. */
  readonly where: (where: unknown) => Result.Result<ReadonlyArray<RecordFilter>, InputInvalid>
  /** Of conditions and the field that is counted by. */
  readonly countBy: (field: unknown, where: unknown) => Result.Result<ReadonlyArray<RecordFilter>, InputInvalid>
}

const limitField = Schema.Int.check(
  check("limit.bounds", { en: "must be 1 to 10000", ru: "должно быть от 1 до 10000" }, (n) => n >= 1 && n <= 10_000),
)

/** What of an aggregate decides which questions it answers. */
export type IndexedKind = Pick<AnyAggregate, "kind" | "indexes"> & { readonly indexKinds?: IndexKinds }

/** Makes the decoders for a kind of record. */
export const recordQuestions = (of: IndexedKind): RecordQuestions => {
  const conditions = Schema.Struct(
    Object.fromEntries(of.indexes.map((field) => [field, Schema.optional(Schema.Unknown)])),
  )
  const decodeWhere = inputDecoder(Schema.Struct({ where: Schema.optional(conditions) }))
  const decodePage = inputDecoder(
    Schema.Struct({
      where: Schema.optional(conditions),
      orderBy: Schema.optional(
        Schema.Struct({
          field: Schema.Literals([...of.indexes, "id"]),
          direction: Schema.optional(Schema.Literals(["asc", "desc"])),
        }),
      ),
      after: Schema.optional(textField(8000)),
      limit: Schema.optional(limitField),
    }),
  )
  const decodeField = inputDecoder(
    Schema.Struct({ field: Schema.Literals(of.indexes.filter((field) => indexKindOf(of, field) !== "money")) }),
  )

  const filtersOf = (where: { readonly [field: string]: unknown }) => {
    const filters: Array<RecordFilter> = []
    const problems: Array<Problem> = []
    for (const [field, condition] of Object.entries(where)) {
      if (condition === undefined) continue
      const kind = indexKindOf(of, field)
      const test = testOf(kind, condition)
      if (Result.isSuccess(test)) filters.push({ field, kind, test: test.success })
      else problems.push(...problemsUnder(`where.${field}`, test.failure.problems))
    }
    return { filters, problems }
  }

  const decodedWhere: RecordQuestions["where"] = (where) => {
    const decoded = decodeWhere({ where })
    if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
    const { filters, problems } = filtersOf(decoded.success.where ?? {})
    return problems.length > 0 ? Result.fail(new InputInvalid(problems)) : Result.succeed(filters)
  }

  return {
    where: decodedWhere,
    countBy: (field, where) => {
      const named = decodeField({ field })
      const filters = decodedWhere(where)
      if (Result.isSuccess(named)) return filters
      const others = Result.isFailure(filters) ? filters.failure.problems : []
      return Result.fail(new InputInvalid([...named.failure.problems, ...others]))
    },
    page: (question) => {
      const decoded = decodePage(question)
      if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
      const { where, orderBy, after, limit = 100 } = decoded.success
      const { filters, problems } = filtersOf(where ?? {})
      const order: RecordOrder =
        orderBy === undefined
          ? idOrder
          : { field: orderBy.field, kind: indexKindOf(of, orderBy.field), direction: orderBy.direction ?? "asc" }
      if (problems.length > 0) return Result.fail(new InputInvalid(problems))
      const digest = questionDigest(of.kind, filters, order)
      if (after === undefined) return Result.succeed({ filters, order, after: null, limit, digest })
      return Result.mapError(
        Result.map(positionOfCursor(after, digest, order), (position) => ({
          filters,
          order,
          after: position,
          limit,
          digest,
        })),
        (problem) => new InputInvalid([problem]),
      )
    },
  }
}
