import type { Pipeline } from "../deal/Pipeline.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { isCalendarDate } from "../shared/CalendarDate.ts"
import type { CustomField } from "../shared/CustomField.ts"
import { isCurrency } from "../shared/Currency.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import type { LocalDay } from "./DateText.ts"
import { localDayIn } from "./DateText.ts"
import type { ImportMapping } from "./Mapping.ts"

/** A reason for losing, as the department's configuration lists it. */
export interface LostReason {
  /** Its short name. */
  readonly id: string
  /** Its name for people. */
  readonly name: Message
}

/** What a host says about an import. */
export interface ImportOptions {
  /** The host's name for the system the files come from; the same for every export of it. Ids derive from it and the keys. */
  readonly source: string
  /** Currency of amounts that name none (ISO 4217). */
  readonly currency: string
  /** The tenant's IANA time zone, for times with an offset. */
  readonly timeZone: string
  /** The day the data stand for, to tell dates in the future; default null: not known, nothing is told. */
  readonly asOf?: CalendarDate | null
  /** What the files hold, where a person has said it; files it does not list are guessed. Default null. */
  readonly mapping?: ImportMapping | null
  /**
   * The fields that the tenant has given to records: `customFields` of the department's configuration. Columns may fill them; values
   * are read by the kind of the field and held to its definition. Default none.
   */
  readonly customFields?: ReadonlyArray<CustomField>
  /**
   * The department's reasons for losing: `lostReasons` of its configuration. A column of deals may name them by id or by name in either
   * language; a word that is none of them is noted with those there are, and the loss is read without a reason. Default none.
   */
  readonly lostReasons?: ReadonlyArray<LostReason>
  /**
   * The department's pipeline that the deals go into: stages are found in it by id, by name in either language, or as `stageIds` of
   * the mapping says; a row with another stage is rejected. Default null: the source gets a pipeline of its own, made of the stages it
   * names, without gates.
   */
  readonly pipeline?: Pipeline | null
  /**
   * Ids that the host's people have, by the key or the name of a salesperson as the files write it; null for who is nobody of the host's,
   * such as those who have left: their records have no owner, and control shows them so. Records of who is not among them are owned by an
   * id derived from the source, which a database whose people's ids are uuids or integers refuses. Default none.
   */
  readonly people?: { readonly [keyOrName: string]: string | null }
}

/** As a plain check: the type guard would leave nothing to show of a text that fails it. */
const isDay = (text: string): boolean => isCalendarDate(text)

/**
 * Checks the options, of the mapping only what it says of the pipeline's stages, and makes the calendar of their time zone.
 *
 * @throws {@link InputInvalid} with every problem
 */
export const checkedLocalDay = ({
  source,
  currency,
  timeZone,
  asOf = null,
  customFields = [],
  mapping = null,
  pipeline = null,
}: ImportOptions): LocalDay => {
  const problems: Array<Problem> = []
  const add = (path: string, code: string, en: string, ru: string) => problems.push({ path, code, message: { en, ru } })
  if (source.trim() === "") add("source", "source.empty", "the source has no name", "у источника нет имени")
  if (!isCurrency(currency)) add("currency", "currency.unknown", `no currency ${currency}`, `нет валюты ${currency}`)
  if (asOf !== null && !isDay(asOf)) add("asOf", "date.invalid", `no date ${asOf}`, `нет даты ${asOf}`)
  const declared = new Set<string>()
  for (const [i, { of, key }] of customFields.entries()) {
    const name = `${of}.${key}`
    if (declared.has(name)) {
      const texts = [`${name} is declared twice`, `${name} объявлено дважды`] as const
      add(`customFields[${i}].key`, "customFields.repeatedKey", ...texts)
    }
    declared.add(name)
  }
  for (const [name, id] of Object.entries(mapping?.stageIds ?? {})) {
    if (pipeline?.stages.some((stage) => stage.id === id) === true) continue
    const where = pipeline === null ? "" : ` ${pipeline.id}`
    const texts = [`there is no stage ${id} in the pipeline${where}`, `в воронке${where} нет этапа ${id}`] as const
    add(`mapping.stageIds.${name}`, "mapping.unknownStage", ...texts)
  }
  let localDay: LocalDay | null = null
  try {
    localDay = localDayIn(timeZone)
  } catch {
    add("timeZone", "timeZone.unknown", `no time zone ${timeZone}`, `нет часового пояса ${timeZone}`)
  }
  if (problems.length > 0 || localDay === null) throw new InputInvalid(problems)
  return localDay
}
