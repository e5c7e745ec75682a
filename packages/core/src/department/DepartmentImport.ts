import * as Result from "effect/Result"
import type { CustomFieldsSet, StatedCustom } from "../journal/CustomFields.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Texts } from "../journal/Decision.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { Read } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CustomFieldOf, CustomValue, CustomValues } from "../shared/CustomField.ts"
import { customFieldsOf } from "../shared/CustomField.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { problemsUnder } from "../shared/Problem.ts"
import type { Problem } from "../shared/Problem.ts"
import type { CustomChange } from "./DepartmentRules.ts"
import { customKeyOf, customValuesGiven, departmentRules } from "./DepartmentRules.ts"

/** A row of an import that may state custom fields. */
interface CustomRow {
  readonly custom?: { readonly [key: string]: unknown }
}

/** What a row says of its record's custom fields. */
export interface ImportedCustom extends CustomChange {
  /** What the source has stated by now, to be kept with the record. */
  readonly stated: StatedCustom
  /** Whether the row states anything else than the source did before. */
  readonly isNews: boolean
}

type GivenValues = Pick<CustomChange, "texts"> & { readonly values: { readonly [key: string]: CustomValue | null } }

const nothingGiven: GivenValues = { values: {}, texts: {} }

const valueIn = (values: CustomValues | undefined, key: string): CustomValue | null =>
  values !== undefined && Object.hasOwn(values, key) ? (values[key] ?? null) : null

const same = (left: CustomValue | null, right: CustomValue | null): boolean =>
  canonicalJson(left) === canonicalJson(right)

/**
 * Of texts that lie apart the source fills those that are empty here: what it last stated of them is not kept, so nobody could tell
 * its own earlier text from one that was written here. A text of a field that lies with the record by now is taken away.
 */
const importedTexts = ({ texts, values }: GivenValues, current: Texts): CustomChange["texts"] =>
  Object.fromEntries(
    Object.entries(texts).filter(([field, text]) =>
      text === null ? (values[customKeyOf(field)] ?? null) !== null : current[field] === undefined,
    ),
  )

/** New values of the source win, except in fields that were changed here since it last stated them. */
const importedCustom = (
  given: GivenValues,
  before: RecordState | null,
  last: StatedCustom | null,
  current: Texts,
): ImportedCustom => {
  const { values } = given
  const changed: { [key: string]: CustomValue | null } = {}
  const stated: { [key: string]: CustomValue } = { ...last?.custom }
  let isNews = false
  for (const [key, value] of Object.entries(values)) {
    const now = valueIn(before?.custom, key)
    const earlier = valueIn(last?.custom, key)
    if (!same(earlier, value)) isNews = true
    if (same(now, earlier) && !same(now, value)) changed[key] = value
    if (value === null) delete stated[key]
    else stated[key] = value
  }
  const events: ReadonlyArray<CustomFieldsSet> =
    Object.keys(changed).length === 0 ? [] : [{ type: "CustomFieldsSet", payload: { values: changed } }]
  const texts = importedTexts(given, current)
  return { events, texts, stated: Object.keys(stated).length === 0 ? {} : { custom: stated }, isNews }
}

/** Says what a row's custom fields come to, given its record, what its source last stated, and the record's texts. */
export type ReadImportedCustom = (
  index: number,
  before: RecordState | null,
  last: StatedCustom | null,
  current: Texts,
) => ImportedCustom

/**
 * Holds the custom fields of an import's rows to the definitions in force. A source may leave out what is required of records
 * made here.
 *
 * @param context - of the command
 * @param of - the kind of record
 * @param rows - the rows
 * @returns what each row says, by its place; or every problem of every row at once
 */
export function* readImportedCustom(
  context: Pick<CommandContext, "defaultDepartment" | "trialDepartment">,
  of: CustomFieldOf,
  rows: ReadonlyArray<CustomRow>,
): Generator<Read, Result.Result<ReadImportedCustom, InputInvalid>, unknown> {
  const given = new Map<number, GivenValues>()
  if (rows.some(({ custom }) => custom !== undefined)) {
    const config = yield* departmentRules(context)
    const fields = customFieldsOf(config?.customFields, of)
    const problems: Array<Problem> = []
    for (const [index, { custom }] of rows.entries()) {
      if (custom === undefined) continue
      const read = customValuesGiven(fields, custom, {})
      // An empty cell of what is required here is no fault of the row.
      const own = read.problems.filter(({ code }) => code !== "field.missing")
      problems.push(...problemsUnder(`rows[${index}]`, own))
      given.set(index, read)
    }
    if (problems.length > 0) return Result.fail(new InputInvalid(problems))
  }
  return Result.succeed((index, before, last, current) =>
    importedCustom(given.get(index) ?? nothingGiven, before, last, current),
  )
}
