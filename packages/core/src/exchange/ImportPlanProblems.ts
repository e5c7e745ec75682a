import { isCalendarDate } from "../shared/CalendarDate.ts"
import { isCurrency } from "../shared/Currency.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { isTimeZone } from "../shared/TimeZone.ts"
import type { ImportPlan } from "./ImportPlan.ts"
import type { ImportMapping } from "./Mapping.ts"

/** What a value must be. */
interface Kind {
  readonly holds: (value: unknown) => boolean
  readonly message: Message
}

type Row = { readonly [name: string]: unknown }

const isText = (value: unknown): value is string => typeof value === "string"
const isList = (value: unknown): value is ReadonlyArray<unknown> => Array.isArray(value)
const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !isList(value)

const orNull = ({ holds, message }: Kind): Kind => ({
  holds: (value) => value === null || holds(value),
  message: { en: `${message.en} or null`, ru: `${message.ru} или null` },
})

const orLeftOut = ({ holds, message }: Kind): Kind => ({
  holds: (value) => value === undefined || holds(value),
  message: { en: `${message.en}, or be left out`, ru: `${message.ru}, или поле можно опустить` },
})

const text: Kind = { holds: isText, message: { en: "must be a text", ru: "ожидается текст" } }
const texts: Kind = {
  holds: (value) => isList(value) && value.every(isText),
  message: { en: "must be a list of texts", ru: "ожидается список текстов" },
}
const date: Kind = {
  holds: (value) => isText(value) && isCalendarDate(value),
  message: { en: "must be a date such as 2026-11-23", ru: "ожидается дата вида 2026-11-23" },
}
const whole: Kind = {
  holds: Number.isSafeInteger,
  message: { en: "must be a whole number of minor units", ru: "должно быть целым числом минимальных единиц" },
}
const list: Kind = { holds: isList, message: { en: "must be a list", ru: "ожидается список" } }
const object: Kind = { holds: isRow, message: { en: "must be an object", ru: "ожидается объект" } }
const currency: Kind = {
  holds: (value) => isText(value) && isCurrency(value),
  message: { en: "must be an ISO 4217 code such as RUB", ru: "ожидается код ISO 4217, например RUB" },
}
const oneOf = (...values: ReadonlyArray<string>): Kind => ({
  holds: (value) => isText(value) && values.includes(value),
  message: { en: `must be ${values.join(", ")}`, ru: `ожидается ${values.join(", ")}` },
})
const textByText: Kind = {
  holds: (value) => isRow(value) && Object.values(value).every(isText),
  message: { en: "must be an object of texts", ru: "ожидается объект с текстами" },
}
const personByName: Kind = {
  holds: (value) => isRow(value) && Object.values(value).every((id) => id === null || isText(id)),
  message: { en: "must be an object of texts or null", ru: "ожидается объект с текстами или null" },
}

/** What fields are read as. */
type Fields = { readonly [name: string]: Kind }

const keyed: Fields = { sourceKey: text }
const reached: Fields = { phones: texts, emails: texts }

/** What recording reads of each row of a list. */
const rowFields: { readonly [List in keyof ImportPlan]?: Fields } = {
  reps: { ...keyed, name: text, teamKey: orNull(text) },
  products: { ...keyed, name: text, listPriceMinor: orNull(whole), currency },
  clients: {
    ...keyed,
    ...reached,
    name: text,
    ownerKey: orNull(text),
    sector: orNull(text),
    taxId: orNull(text),
  },
  contacts: { ...keyed, ...reached, name: text, clientKey: text, position: orNull(text) },
  deals: {
    ...keyed,
    title: orNull(text),
    clientKey: orNull(text),
    ownerKey: orNull(text),
    sellerKey: orLeftOut(text),
    productKey: orNull(text),
    stageName: text,
    outcome: oneOf("open", "won", "lost"),
    openedOn: orNull(date),
    closedOn: orNull(date),
    lostReasonId: orLeftOut(orNull(text)),
    amountMinor: orNull(whole),
    listAmountMinor: orNull(whole),
    currency,
  },
  leads: {
    ...keyed,
    ...reached,
    name: orNull(text),
    source: orNull(text),
    status: orNull(text),
    ownerKey: orNull(text),
    company: orNull(text),
    createdOn: orNull(date),
    dealKey: orNull(text),
  },
  targets: { ownerKey: orNull(text), period: text, amountMinor: whole, currency },
  stages: { name: text, meaning: oneOf("open", "won", "lost") },
}

const planFields: { readonly [Field in keyof ImportPlan]: Kind } = {
  source: text,
  currency,
  timeZone: {
    holds: (value) => isText(value) && isTimeZone(value),
    message: {
      en: "must be an IANA time zone such as Europe/Moscow",
      ru: "ожидается часовой пояс IANA вида Europe/Moscow",
    },
  },
  asOf: orNull(date),
  mapping: object,
  customFields: list,
  files: list,
  questions: list,
  reps: list,
  teams: list,
  products: list,
  clients: list,
  contacts: list,
  deals: list,
  leads: list,
  targets: list,
  pipeline: orNull(object),
  people: personByName,
  stages: list,
  outcomes: list,
  summary: list,
  notCarried: list,
  filledOnlyAtClose: list,
  dataAsOf: orNull(date),
}

const mappingFields: { readonly [Field in keyof ImportMapping]-?: Kind } = {
  files: list,
  stages: textByText,
  stageIds: textByText,
}

/** What recording reads of a file's mapping: which fields its columns are of. */
const mappedFileFields: Fields = { file: text, columns: list }
const columnField = orNull(text)

/** More problems than anybody mends one by one are told of no further. */
const mostProblems = 10_000

const wrong = (path: string, value: unknown, kind: Kind): ReadonlyArray<Problem> => {
  if (kind.holds(value)) return []
  return value === undefined
    ? [{ path, code: "field.missing", message: { en: "is required", ru: "обязательно" } }]
    : [{ path, code: "field.type", message: kind.message }]
}

const unknownIn = (within: string, row: Row, fields: Fields): ReadonlyArray<Problem> => {
  const known = Object.keys(fields).join(", ")
  const message = { en: `is not a known field; there are: ${known}`, ru: `неизвестное поле; есть: ${known}` }
  return Object.keys(row).flatMap((name) =>
    Object.hasOwn(fields, name) ? [] : [{ path: `${within}${name}`, code: "field.unknown", message }],
  )
}

const inRow = (path: string, row: unknown, fields: Fields): ReadonlyArray<Problem> => {
  if (!isRow(row)) return wrong(path, row, object)
  const problems = Object.entries(fields).flatMap(([name, kind]) => wrong(`${path}.${name}`, row[name], kind))
  return row["custom"] === undefined ? problems : [...problems, ...wrong(`${path}.custom`, row["custom"], object)]
}

/** What is said of the files that a plan was made of. */
const mappedFileProblems = (files: unknown): ReadonlyArray<Problem> =>
  (isList(files) ? [...files] : []).flatMap((file, at) => {
    const path = `mapping.files[${at}]`
    const columns: unknown = isRow(file) ? file["columns"] : null
    const ofColumns = (isList(columns) ? [...columns] : []).flatMap((column, place) => {
      const within = `${path}.columns[${place}]`
      return isRow(column) ? wrong(`${within}.field`, column["field"], columnField) : wrong(within, column, object)
    })
    return [...inRow(path, file, mappedFileFields), ...ofColumns]
  })

const messageFields: Fields = { en: text, ru: text }

/** What stages are found by, of the department's pipeline that deals go into. */
const pipelineProblems = (pipeline: unknown): ReadonlyArray<Problem> => {
  if (!isRow(pipeline)) return []
  const { id, stages } = pipeline
  const problems = [...wrong("pipeline.id", id, text), ...wrong("pipeline.stages", stages, list)]
  if (!isList(stages)) return problems
  const ofStages = stages.flatMap((stage, at) => [
    ...inRow(`pipeline.stages[${at}]`, stage, { id: text, meaning: text, name: object }),
    ...(isRow(stage) && isRow(stage["name"]) ? inRow(`pipeline.stages[${at}].name`, stage["name"], messageFields) : []),
  ])
  return [...problems, ...ofStages]
}

/**
 * What keeps a plan of an import from being recorded: what recording reads of it and is not there, or of another kind. A plan that
 * `planImport` made has nothing; one that went through a host's hands may. Rows are read once, without a copy.
 *
 * @param plan - the plan, or anything else
 * @returns each with its path; of very many the first ten thousand
 */
export const importPlanProblems = (plan: unknown): ReadonlyArray<Problem> => {
  if (!isRow(plan)) return wrong("", plan ?? null, object)
  const problems: Array<Problem> = []
  for (const [name, kind] of Object.entries(planFields)) problems.push(...wrong(name, plan[name], kind))
  problems.push(...unknownIn("", plan, planFields))
  for (const [name, fields] of Object.entries(rowFields)) {
    const rows = plan[name]
    if (!isList(rows)) continue
    for (const [at, row] of rows.entries()) {
      if (problems.length >= mostProblems) return problems
      problems.push(...inRow(`${name}[${at}]`, row, fields))
    }
  }
  const { mapping } = plan
  if (isRow(mapping)) {
    const { stageIds = {} } = mapping
    problems.push(
      ...unknownIn("mapping.", mapping, mappingFields),
      ...inRow("mapping", { ...mapping, stageIds }, mappingFields),
      ...mappedFileProblems(mapping["files"]),
    )
  }
  return [...problems, ...pipelineProblems(plan["pipeline"])]
}
