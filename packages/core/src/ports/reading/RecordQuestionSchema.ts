import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { AnyAggregate, IndexKind } from "../../journal/Aggregate.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { CustomField } from "../../shared/CustomField.ts"
import type { Money } from "../../shared/Money.ts"
import type { Problem } from "../../shared/Problem.ts"
import { problemsUnder } from "../../shared/Problem.ts"
import { currencyField, dateField, instantField, minorField, textField } from "../input/FieldSchema.ts"
import { check, inputDecoder, isOfNoMembers, notAnObject } from "../input/Input.ts"
import { listed } from "../input/InputProblems.ts"
import { positionOfCursor, questionDigest } from "./PageCursor.ts"
import { countedField, customIndexKind, customOrder, customTest, filterableField } from "./CustomQuestion.ts"
import type { FieldValue, FilterTest, RecordFilter, RecordOrder, RecordPosition } from "../RecordFilter.ts"
import type { IndexKinds } from "../RecordFilter.ts"
import { customFieldName, idOrder, indexKindOf } from "../RecordFilter.ts"

const integerField = Schema.Number.check(
  check(
    "number.notWhole",
    { en: "must be a whole number", ru: "ожидается целое число" },
    (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  ),
)

const numberField = Schema.Number.check(
  check(
    "number.bounds",
    { en: "must be a number within ±(2^53−1)", ru: "ожидается число в пределах ±(2^53−1)" },
    (value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER,
  ),
)

/** What a condition's values are read as; numbers that need not be whole are of custom fields only. */
type ReadKind = IndexKind | "number"

const valueFields: { readonly [Kind in ReadKind]: Schema.Codec<FieldValue> } = {
  number: numberField,
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

const decodersOf = (kind: ReadKind) => {
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

const decoders: { readonly [Kind in ReadKind]: ReturnType<typeof decodersOf> } = {
  number: decodersOf("number"),
  text: decodersOf("text"),
  instant: decodersOf("instant"),
  date: decodersOf("date"),
  integer: decodersOf("integer"),
  boolean: decodersOf("boolean"),
  money: decodersOf("money"),
}

const hasOrder = (kind: ReadKind): boolean => kind !== "text" && kind !== "boolean"
const isListed = (kind: ReadKind): boolean => kind !== "money" && kind !== "boolean"

/** Whoever asks in a way that a field has not is told which ways it has. */
const notAsked = (kind: ReadKind): Decoded => {
  const forms = [
    "null",
    "{ not: null }",
    ...(isListed(kind) ? ["{ oneOf: […] }"] : []),
    ...(hasOrder(kind) ? ["{ from, to }"] : []),
  ]
  const message = {
    en: `must be a value, ${listed(forms, " or ")}`,
    ru: `ожидается значение, ${listed(forms, " или ")}`,
  }
  return Result.fail(new InputInvalid([{ path: "", code: "filter.kind", message }]))
}

const isRange = (condition: object): boolean =>
  "from" in condition || "to" in condition || (!Array.isArray(condition) && Object.keys(condition).length === 0)

const testOf = (kind: ReadKind, condition: unknown): Decoded => {
  if (condition === null) return Result.succeed({ _tag: "IsNull" })
  const { equals, isNotNull, oneOf, range } = decoders[kind]
  if (typeof condition !== "object") return equals(condition)
  if ("not" in condition) return isNotNull(condition)
  if ("oneOf" in condition) return isListed(kind) ? oneOf(condition) : notAsked(kind)
  if (kind === "money" && "amountMinor" in condition) return equals(condition)
  return hasOrder(kind) && isRange(condition) ? range(condition) : notAsked(kind)
}

/** A question for a page, checked: as stores get it, with what names it to its cursors. */
export interface PageQuestion {
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

/** A question for counts by a field, checked. */
interface CountQuestion {
  /** The field as stores get it. */
  readonly field: string
  /** Conditions. */
  readonly filters: ReadonlyArray<RecordFilter>
}

/** Decoders of the questions that may be asked of a kind of record; each reports every problem at once. */
export interface RecordQuestions {
  /** Of a page. */
  readonly page: (question: unknown, fields?: CustomFields) => Result.Result<PageQuestion, InputInvalid>
  /** Of conditions alone; none where undefined. */
  readonly where: (where: unknown, fields?: CustomFields) => Result.Result<ReadonlyArray<RecordFilter>, InputInvalid>
  /** Of conditions and the field that is counted by, an indexed one or `{ custom: key }`. */
  readonly countBy: (
    field: unknown,
    where: unknown,
    fields?: CustomFields,
  ) => Result.Result<CountQuestion, InputInvalid>
}

/** The custom fields of a kind of record, by key. */
type CustomFields = ReadonlyMap<string, CustomField>

const noFields: CustomFields = new Map()

const notConditions = new InputInvalid(problemsUnder("where", [notAnObject]))

/** How many records a page holds at most. */
export const limitField = Schema.Int.check(
  check("limit.bounds", { en: "must be 1 to 10000", ru: "должно быть от 1 до 10000" }, (n) => n >= 1 && n <= 10_000),
)

/** What of an aggregate decides which questions it answers. */
export type IndexedKind = Pick<AnyAggregate, "kind" | "indexes" | "hasCustomFields"> & {
  readonly indexKinds?: IndexKinds
}

const customConditions = Schema.Record(Schema.String, Schema.Unknown).check(
  check<{ readonly [key: string]: unknown }>(
    "custom.count",
    { en: "must ask of at most 20 fields", ru: "не больше 20 полей" },
    (conditions) => Object.keys(conditions).length <= 20,
  ),
)

const decodeCustom = inputDecoder(customConditions)

/** Of records without indexed fields; a schema of no fields would take anything. */
const noConditions: Schema.Codec<{ readonly [field: string]: unknown }> = Schema.Record(
  Schema.String,
  Schema.Unknown,
).check(
  check<{ readonly [field: string]: unknown }>(
    "where.none",
    {
      en: "must be empty: these records are not asked for by fields",
      ru: "должно быть пустым: эти записи не ищут по полям",
    },
    (where) => Object.keys(where).length === 0,
  ),
)

/** A condition that is there without saying anything: who asks for somebody's records must not get everybody's. */
const undefinedProblem = (path: string): Problem => ({
  path,
  code: "where.undefined",
  message: {
    en: "is undefined, and would find every record: leave the condition out, or give null for records without a value",
    ru: "не задано (undefined) и нашло бы все записи: уберите условие или укажите null, чтобы найти записи без значения",
  },
})

const isCustomField = (field: unknown): boolean => typeof field === "object" && field !== null

const problemsIn = (part: Result.Result<unknown, InputInvalid> | null): ReadonlyArray<Problem> =>
  part !== null && Result.isFailure(part) ? part.failure.problems : []

/** Makes the decoders for a kind of record. */
export const recordQuestions = (of: IndexedKind): RecordQuestions => {
  const names = [...of.indexes, ...(of.hasCustomFields === true ? ["custom"] : [])]
  const conditions =
    names.length === 0
      ? noConditions
      : Schema.Struct(Object.fromEntries(names.map((field) => [field, Schema.optional(Schema.Unknown)])))
  const byField = Schema.Struct({
    field: Schema.Literals([...of.indexes, "id"]),
    direction: Schema.optional(Schema.Literals(["asc", "desc"])),
  })
  const decodeWhere = inputDecoder(Schema.Struct({ where: Schema.optional(conditions) }))
  const decodePage = inputDecoder(
    Schema.Struct({
      where: Schema.optional(conditions),
      orderBy: Schema.optional(byField),
      after: Schema.optional(Schema.NullOr(textField(8000))),
      limit: Schema.optional(limitField),
    }),
  )
  const decodeField = inputDecoder(
    Schema.Struct({ field: Schema.Literals(of.indexes.filter((field) => indexKindOf(of, field) !== "money")) }),
  )

  const decodeCustomField = inputDecoder(Schema.Struct({ field: Schema.Struct({ custom: textField(40) }) }))
  const plainCounted = (field: unknown): Result.Result<string, InputInvalid> =>
    Result.map(decodeField({ field }), ({ field: name }): string => name)
  const customCounted = (asked: unknown, fields: CustomFields): Result.Result<string, InputInvalid> =>
    Result.flatMap(decodeCustomField({ field: asked }), ({ field: { custom } }) =>
      Result.mapError(countedField(fields, custom), (problem) => new InputInvalid([problem])),
    )

  // Which of the two forms an order has is asked first, so that its problems are those of one form.
  const decodeByCustom = inputDecoder(
    Schema.Struct({
      orderBy: Schema.Struct({
        custom: textField(40),
        direction: Schema.optional(Schema.Literals(["asc", "desc"])),
      }),
    }),
  )
  const isByCustom = (question: unknown): question is { readonly orderBy: { readonly custom: unknown } } => {
    if (of.hasCustomFields !== true || typeof question !== "object" || question === null) return false
    const { orderBy } = question as { readonly orderBy?: unknown }
    return typeof orderBy === "object" && orderBy !== null && "custom" in orderBy
  }

  const customFilters = (conditionsByKey: { readonly [key: string]: unknown }, fields: CustomFields) => {
    const filters: Array<RecordFilter> = []
    const problems: Array<Problem> = []
    for (const [key, condition] of Object.entries(conditionsByKey)) {
      const path = `where.custom.${key}`
      if (condition === undefined) {
        problems.push(undefinedProblem(path))
        continue
      }
      const field = filterableField(fields, key, path)
      if (Result.isFailure(field)) {
        problems.push(field.failure)
        continue
      }
      const test = testOf(customIndexKind(field.success), condition)
      if (Result.isFailure(test)) problems.push(...problemsUnder(path, test.failure.problems))
      else filters.push({ field: customFieldName(key), kind: "text", test: customTest(test.success) })
    }
    return { filters, problems }
  }

  const filtersOf = (where: { readonly [field: string]: unknown }, fields: CustomFields) => {
    const filters: Array<RecordFilter> = []
    const problems: Array<Problem> = []
    for (const [field, condition] of Object.entries(where)) {
      if (condition === undefined) {
        problems.push(undefinedProblem(`where.${field}`))
        continue
      }
      if (field === "custom") {
        const asked = decodeCustom(condition)
        if (Result.isFailure(asked)) {
          problems.push(...problemsUnder("where.custom", asked.failure.problems))
          continue
        }
        const custom = customFilters(asked.success, fields)
        filters.push(...custom.filters)
        problems.push(...custom.problems)
        continue
      }
      const kind = indexKindOf(of, field)
      const test = testOf(kind, condition)
      if (Result.isSuccess(test)) filters.push({ field, kind, test: test.success })
      else problems.push(...problemsUnder(`where.${field}`, test.failure.problems))
    }
    return { filters, problems }
  }

  const decodedWhere: RecordQuestions["where"] = (where, fields = noFields) => {
    if (isOfNoMembers(where)) return Result.fail(notConditions)
    const decoded = decodeWhere({ where })
    if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
    const { filters, problems } = filtersOf(decoded.success.where ?? {}, fields)
    return problems.length > 0 ? Result.fail(new InputInvalid(problems)) : Result.succeed(filters)
  }

  return {
    where: decodedWhere,
    countBy: (field, where, fields = noFields) => {
      const named =
        of.hasCustomFields === true && isCustomField(field) ? customCounted(field, fields) : plainCounted(field)
      const filters = decodedWhere(where, fields)
      if (Result.isSuccess(named) && Result.isSuccess(filters)) {
        return Result.succeed({ field: named.success, filters: filters.success })
      }
      return Result.fail(new InputInvalid([...problemsIn(named), ...problemsIn(filters)]))
    },
    page: (question, fields = noFields) => {
      const isCustom = isByCustom(question)
      const byCustom = isCustom ? decodeByCustom({ orderBy: question.orderBy }) : null
      const decoded = decodePage(isCustom ? { ...question, orderBy: undefined } : question)
      const shapeProblems = [...problemsIn(byCustom), ...problemsIn(decoded)]
      if (Result.isFailure(decoded) || shapeProblems.length > 0) return Result.fail(new InputInvalid(shapeProblems))
      const { where, orderBy, after = null, limit = 100 } = decoded.success
      if (isOfNoMembers(where)) return Result.fail(notConditions)
      const { filters, problems } = filtersOf(where ?? {}, fields)
      let order: RecordOrder =
        orderBy === undefined
          ? idOrder
          : { field: orderBy.field, kind: indexKindOf(of, orderBy.field), direction: orderBy.direction ?? "asc" }
      if (byCustom !== null && Result.isSuccess(byCustom)) {
        const { custom, direction = "asc" } = byCustom.success.orderBy
        const ordered = customOrder(fields, custom, direction)
        if (Result.isFailure(ordered)) problems.push(ordered.failure)
        else order = ordered.success
      }
      if (problems.length > 0) return Result.fail(new InputInvalid(problems))
      const digest = questionDigest(of.kind, filters, order)
      if (after === null) return Result.succeed({ filters, order, after, limit, digest })
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
