import type { FactCondition } from "../deal/Condition.ts"
import { valueOf } from "../deal/Condition.ts"
import { customFactOf, operatorsOf } from "../deal/ConditionFacts.ts"
import type { FactType, FactValue } from "../deal/ConditionFacts.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { CustomField, CustomValue, CustomValues } from "../shared/CustomField.ts"
import { customFieldsOf, isKeptApart } from "../shared/CustomField.ts"
import { readCustomValue } from "../shared/CustomValueProblem.ts"
import type { Problem } from "../shared/Problem.ts"
import { gateProblems } from "./GateProblems.ts"

/** As what kind of fact a custom field is seen by conditions: a date as the number of days to it. */
const factTypes: { readonly [Kind in CustomField["kind"]]: FactType } = {
  text: "text",
  choice: "text",
  multiChoice: "textSet",
  number: "number",
  money: "money",
  date: "number",
  boolean: "boolean",
}

const typeOfValue = (condition: FactCondition): FactType | "zero" | null => {
  const value = valueOf(condition)
  if (value === null) return null
  if (typeof value === "boolean") return "boolean"
  if (typeof value === "number") return value === 0 ? "zero" : "number"
  if (typeof value === "string" || Array.isArray(value))
    return condition.op === "has" || condition.op === "hasNot" ? "textSet" : "text"
  return "money"
}

const fits = (type: FactType, condition: FactCondition): boolean => {
  const given = typeOfValue(condition)
  const isOfType = given === null || given === type || (given === "zero" && (type === "number" || type === "money"))
  return isOfType && operatorsOf[type].includes(condition.op)
}

/** What is wrong with a question that asks of a custom field; nothing of others. */
export const customQuestionProblems = (
  condition: FactCondition,
  path: string,
  fields: ReadonlyArray<CustomField>,
): ReadonlyArray<Problem> => {
  const custom = customFactOf(condition.fact)
  if (custom === null) return []
  const field = customFieldsOf(fields, custom.group).get(custom.key)
  if (field === undefined || isKeptApart(field)) {
    return [
      {
        path: `${path}.fact`,
        code: "condition.customUnknown",
        message: {
          en: `is not a custom field that conditions may ask of: ${condition.fact}`,
          ru: `это не пользовательское поле, доступное условиям: ${condition.fact}`,
        },
      },
    ]
  }
  if (fits(factTypes[field.kind], condition)) return []
  return [
    {
      path,
      code: "condition.customType",
      message: {
        en: `the field ${field.key} of kind ${field.kind} is not asked of in this way`,
        ru: `поле ${field.key} вида ${field.kind} так не проверяется`,
      },
    },
  ]
}

/**
 * What is wrong with the custom fields that gates ask of: they must be defined, of clients or deals, and be asked of by their kind. A
 * field may go while deals still live under an earlier version of a pipeline, whose gates then find it not observable and stay shut.
 */
export const customConditionProblems = (
  pipelines: ReadonlyArray<Pipeline>,
  fields: ReadonlyArray<CustomField>,
): ReadonlyArray<Problem> => gateProblems(pipelines, (question, path) => customQuestionProblems(question, path, fields))

const factValue = (
  field: CustomField,
  value: CustomValue,
  today: CalendarDate,
  currency: string | null,
): FactValue | null | undefined => {
  // A value that is from before a change of the definition may be of another kind: then it is not observable.
  if (!readCustomValue(field, value).ok) return undefined
  if (field.kind === "date") return typeof value === "string" ? daysBetween(today, value) : undefined
  if (typeof value !== "object" || "length" in value) return value
  return value.currency === currency ? value.amountMinor : null
}

/**
 * The custom fields of a deal or of its client as facts: a field without a value is absent (of several choices, none is chosen), and so is money in another currency than
 * the deal's; what no longer fits its definition is not observable.
 *
 * @param group - whose fields
 * @param custom - the record's values; none where there are none
 * @param fields - the definitions in force
 * @param today - the tenant's day
 * @param currency - the deal's, in which money is compared; null where it has no amount
 */
export const customFacts = (
  group: "deal" | "client",
  custom: CustomValues | undefined,
  fields: ReadonlyArray<CustomField> | undefined,
  today: CalendarDate,
  currency: string | null,
): { readonly [path: `${"client" | "deal"}.custom.${string}`]: FactValue | null } => {
  const facts: { [path: `${"client" | "deal"}.custom.${string}`]: FactValue | null } = {}
  for (const [key, field] of customFieldsOf(fields, group)) {
    if (isKeptApart(field)) continue
    const value = custom?.[key]
    const none = field.kind === "multiChoice" ? [] : null
    const fact = value === undefined ? none : factValue(field, value, today, currency)
    if (fact !== undefined) facts[`${group}.custom.${key}`] = fact
  }
  return facts
}
