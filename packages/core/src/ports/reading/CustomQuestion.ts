import * as Result from "effect/Result"
import type { CustomField } from "../../shared/CustomField.ts"
import { isFilterable } from "../../shared/CustomField.ts"
import { customKeyRange, customKeys } from "../../shared/CustomValueKeys.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { IndexKind } from "../../journal/Aggregate.ts"
import type { FieldValue, FilterTest, RecordOrder } from "../RecordFilter.ts"
import { customFieldName } from "../RecordFilter.ts"

/** As what a custom field's conditions are read. */
const readAs: { readonly [Kind in CustomField["kind"]]: IndexKind | "number" } = {
  text: "text",
  number: "number",
  money: "money",
  date: "date",
  boolean: "boolean",
  choice: "text",
  multiChoice: "text",
}

/** As what the conditions of a custom field are read. */
export const customIndexKind = ({ kind }: CustomField): IndexKind | "number" => readAs[kind]

const unknownField = (path: string): Problem => ({
  path,
  code: "custom.notFilterable",
  message: {
    en: "is not a custom field by which these records are filtered and ordered",
    ru: "это не пользовательское поле, по которому такие записи фильтруют и упорядочивают",
  },
})

/** The field of this key that pages may be filtered by. */
export const filterableField = (
  fields: ReadonlyMap<string, CustomField>,
  key: string,
  path: string,
): Result.Result<CustomField, Problem> => {
  const field = fields.get(key)
  return field !== undefined && isFilterable(field) ? Result.succeed(field) : Result.fail(unknownField(path))
}

const keyOf = (value: FieldValue): string => customKeys(value)[0] ?? ""

/** A test of values as one of the texts under which stores find them. */
export const customTest = (test: FilterTest): FilterTest => {
  switch (test._tag) {
    case "Equals":
      return { _tag: "Equals", value: keyOf(test.value) }
    case "OneOf":
      return { _tag: "OneOf", values: test.values.map(keyOf) }
    case "Range":
      return { _tag: "Range", ...customKeyRange(test.from, test.to) }
    default:
      return test
  }
}

/** The field of a count by a custom field: of any kind but money, which has as many values as there are amounts. */
export const countedField = (fields: ReadonlyMap<string, CustomField>, key: string): Result.Result<string, Problem> =>
  Result.flatMap(filterableField(fields, key, "field.custom"), ({ kind }) =>
    kind === "money"
      ? Result.fail({
          path: "field.custom",
          code: "custom.notCounted",
          message: { en: "is money, which is not counted by", ru: "это деньги, по ним не считают" },
        })
      : Result.succeed(customFieldName(key)),
  )

/** The order by a custom field. */
export const customOrder = (
  fields: ReadonlyMap<string, CustomField>,
  key: string,
  direction: RecordOrder["direction"],
): Result.Result<RecordOrder, Problem> =>
  Result.flatMap(filterableField(fields, key, "orderBy.custom"), (field) =>
    field.kind === "multiChoice"
      ? Result.fail({
          path: "orderBy.custom",
          code: "custom.notOrdered",
          message: { en: "has several values, which have no order", ru: "у поля несколько значений: порядка нет" },
        })
      : Result.succeed({ field: customFieldName(key), kind: "text" as const, direction }),
  )
