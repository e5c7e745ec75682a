import * as Result from "effect/Result"
import type { RecordState } from "../journal/Aggregate.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { CustomFieldsSet } from "../journal/CustomFields.ts"
import type { Texts } from "../journal/Decision.ts"
import type { CustomField, CustomFieldOf, CustomValue, CustomValues } from "../shared/CustomField.ts"
import { customFieldsOf, isKeptApart } from "../shared/CustomField.ts"
import { readCustomValue } from "../shared/CustomValueProblem.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import type { Read } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { Happened } from "../ports/command/Happened.ts"
import { departmentAggregate, departmentId } from "./Department.ts"
import type { DepartmentConfig } from "./DepartmentSchema.ts"

/**
 * Reads the tenant's rules: those of a dry run's trial, else those it published, else the host's default; null where there
 * are none of them.
 */
export function* departmentRules(
  context: Pick<CommandContext, "defaultDepartment" | "trialDepartment">,
): Generator<Read, DepartmentConfig | null, unknown> {
  if (context.trialDepartment !== null) return context.trialDepartment
  const department = yield* byId(departmentAggregate, departmentId)
  return department?.config ?? context.defaultDepartment
}

/**
 * What of a command's input has happened, and cannot lie ahead of today where the department is.
 *
 * @param fields - fields that hold days or instants; `lines[].bookedOn` for a field of each entry of a list
 */
export const happened = (...fields: ReadonlyArray<string>): Happened => ({
  fields,
  *timeZone(context) {
    return (yield* departmentRules(context))?.timeZone ?? "UTC"
  },
})

/** What a command changes of a record's custom fields. */
export interface CustomChange {
  /** The event, where a value changes that lies with the record. */
  readonly events: ReadonlyArray<CustomFieldsSet>
  /** Texts by field, where a value changes that is kept apart: null takes it away. */
  readonly texts: { readonly [field: string]: string | null }
}

const unknownField = (path: string): Problem => ({
  path,
  code: "custom.unknown",
  message: { en: "is not a field of these records", ru: "у таких записей нет этого поля" },
})

const neededField = (path: string): Problem => ({
  path,
  code: "field.missing",
  message: { en: "is required", ru: "обязательно" },
})

/** The name under which the text of a custom field lies that is kept apart. */
const textName = (key: string): string => `custom.${key}`

/** The key of the custom field whose text lies under a name. */
export const customKeyOf = (name: string): string => name.slice(textName("").length)

/** Values of custom fields as they were given, held to their definitions, with every problem. */
export const customValuesGiven = (
  fields: ReadonlyMap<string, CustomField>,
  given: { readonly [key: string]: unknown },
  had: CustomValues,
) => {
  const problems: Array<Problem> = []
  const values: { [key: string]: CustomValue | null } = {}
  const texts: { [field: string]: string | null } = {}
  for (const [key, value] of Object.entries(given)) {
    const path = `custom.${key}`
    const field = fields.get(key)
    if (field === undefined) {
      // What is left of a field that is no longer defined may be taken away.
      if (value === null && Object.hasOwn(had, key)) values[key] = null
      else problems.push(unknownField(path))
      continue
    }
    if (value === null) {
      if (field.required === true) problems.push(neededField(path))
      values[key] = null
      texts[textName(key)] = null
      continue
    }
    const reading = readCustomValue(field, value)
    if (!reading.ok) {
      problems.push({ ...reading.problem, path })
      continue
    }
    // Where the definition has changed since, the value lies in the other place.
    const isApart = isKeptApart(field)
    values[key] = isApart ? null : reading.value
    texts[textName(key)] = isApart && typeof reading.value === "string" ? reading.value : null
  }
  return { problems, values, texts }
}

/**
 * Holds the values of custom fields that a command was given to the definitions in force.
 *
 * @param context - of the command
 * @param of - the kind of record
 * @param given - values by key, null to take one away; undefined where the command was given none
 * @param before - the record; null for a new one, which must have every value that is required
 * @returns what changes, or every problem at once
 */
export function* customChange(
  context: Pick<CommandContext, "defaultDepartment" | "trialDepartment">,
  of: CustomFieldOf,
  given: { readonly [key: string]: unknown } | undefined,
  before: RecordState | null,
): Generator<Read, Result.Result<CustomChange, InputInvalid>, unknown> {
  if (given === undefined && before !== null) return Result.succeed({ events: [], texts: {} })
  const config = yield* departmentRules(context)
  const fields = customFieldsOf(config?.customFields, of)
  const had = before?.custom ?? {}
  const { problems, texts, values } = customValuesGiven(fields, given ?? {}, had)
  if (before === null) {
    for (const { key, required } of fields.values()) {
      if (required === true && given?.[key] === undefined) problems.push(neededField(`custom.${key}`))
    }
  }
  if (problems.length > 0) return Result.fail(new InputInvalid(problems))
  const changed = Object.entries(values).filter(
    ([key, value]) => canonicalJson(value) !== canonicalJson(Object.hasOwn(had, key) ? had[key] : null),
  )
  const events: ReadonlyArray<CustomFieldsSet> =
    changed.length === 0 ? [] : [{ type: "CustomFieldsSet", payload: { values: Object.fromEntries(changed) } }]
  return Result.succeed({ events, texts })
}

/**
 * The texts of a record after a command, with those of its custom fields; undefined where nothing changes.
 *
 * @param current - the texts it has
 * @param changed - those the command makes of them; undefined where it changes none
 * @param custom - what changes of its custom fields
 */
export const withCustomTexts = (
  current: Texts,
  changed: Texts | undefined,
  { texts }: CustomChange,
): Texts | undefined => {
  const after: { [field: string]: string } = { ...(changed ?? current) }
  let isChanged = changed !== undefined
  for (const [field, text] of Object.entries(texts)) {
    if ((after[field] ?? null) === text) continue
    isChanged = true
    if (text === null) delete after[field]
    else after[field] = text
  }
  return isChanged ? after : undefined
}
