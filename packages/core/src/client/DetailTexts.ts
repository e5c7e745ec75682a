import type { Texts } from "../journal/Decision.ts"

/** Names, numbers and free text of a person or company as commands take them; null removes a text that is there. */
export interface DetailsInput {
  /** Name. */
  readonly name?: string
  /** Telephone numbers as written, the main one first. */
  readonly phones?: ReadonlyArray<string> | null
  /** Mail addresses, the main one first. */
  readonly emails?: ReadonlyArray<string> | null
  /** Taxpayer's number as written. */
  readonly taxId?: string | null
  /** Postal address. */
  readonly address?: string | null
  /** Address on the web. */
  readonly website?: string | null
  /** What the person does at the client, in words. */
  readonly position?: string | null
  /** Company as a lead gave it. */
  readonly company?: string | null
  /** In which manner the client wants to be dealt with, in words. */
  readonly manner?: string | null
  /** Free text. */
  readonly comment?: string | null
}

const fields = [
  "name",
  "phones",
  "emails",
  "taxId",
  "address",
  "website",
  "position",
  "company",
  "manner",
  "comment",
] as const

/** Several values of one text stand on lines of their own. */
const textOf = (value: string | ReadonlyArray<string>): string => (typeof value === "string" ? value : value.join("\n"))

/**
 * The texts of a record after a change, or undefined where nothing changes.
 *
 * @param current - the texts it has
 * @param given - new values; left out means unchanged, null and an empty list mean removed
 */
export const changedTexts = (current: Texts, given: DetailsInput): Texts | undefined => {
  const texts: { [field: string]: string } = { ...current }
  let isChanged = false
  for (const field of fields) {
    const value = given[field]
    if (value === undefined) continue
    const text = value === null ? "" : textOf(value)
    if ((current[field] ?? "") === text) continue
    isChanged = true
    if (text === "") delete texts[field]
    else texts[field] = text
  }
  return isChanged ? texts : undefined
}

/**
 * The texts of an imported record that gets another name here: its source's name is kept beside it, and by that the record is known to have
 * one of its own, which no import takes back.
 *
 * @param current - the texts it has
 * @param changed - as they will be; undefined where nothing changes
 * @param record - the record; null as its source where it was not imported
 */
export const namedHere = (
  current: Texts,
  changed: Texts | undefined,
  { sourceId }: { readonly sourceId: string | null },
): Texts | undefined => {
  const { name, sourceName } = current
  if (changed === undefined || sourceId === null || name === undefined || changed["name"] === name) return changed
  return sourceName === undefined ? { ...changed, sourceName: name } : changed
}

/** A name that is not taken, since the record has one of its own. */
export interface SourceNamed {
  /** The texts of the record, with what its source calls it now; undefined where nothing changes. */
  readonly texts: Texts | undefined
  /** Whether the source has changed the name too since it last stated it, to another than ours. */
  readonly isConflict: boolean
}

/**
 * Keeps what a source calls a record now that has a name of its own here.
 *
 * @param current - the texts it has
 * @param changed - as they will be; undefined where nothing else changes
 * @param name - what the source calls it; undefined where it does not say
 */
export const namedBySource = (current: Texts, changed: Texts | undefined, name: string | undefined): SourceNamed => {
  const { sourceName } = current
  if (sourceName === undefined || name === undefined || name === sourceName)
    return { texts: changed, isConflict: false }
  return { texts: { ...(changed ?? current), sourceName: name }, isConflict: name !== current["name"] }
}

/**
 * What a source's details change: its name is the name, as long as nobody has given another one here; numbers and addresses that are not there yet are added, and none is
 * taken away; of the rest only what is empty here is filled. So a source never overwrites what was written here.
 *
 * @param current - the texts the record has
 * @param stated - what the source says
 */
export const sourceDetails = (current: Texts, stated: DetailsInput): DetailsInput => {
  const details: { -readonly [Field in keyof DetailsInput]: DetailsInput[Field] } = {}
  if (stated.name !== undefined && current["sourceName"] === undefined) details.name = stated.name
  for (const field of ["phones", "emails"] as const) {
    const there = textLines(current, field)
    const added = (stated[field] ?? []).filter((value) => !there.includes(value))
    if (added.length > 0) details[field] = [...there, ...added]
  }
  for (const field of ["taxId", "address", "website", "position", "company", "comment"] as const) {
    const value = stated[field]
    if (current[field] === undefined && typeof value === "string") details[field] = value
  }
  return details
}

/**
 * The values of a text that holds several, such as `phones`.
 *
 * @param texts - the record's texts
 * @param field - which of them
 * @returns none where the record has no such text
 *
 * @example
 * ```ts
 * import { textLines } from "@salesdept/core/client"
 *
 * textLines({ phones: "+7 495 123-45-67\n+7 916 123-45-67" }, "phones") // ["+7 495 123-45-67", "+7 916 123-45-67"]
 * ```
 */
export const textLines = (texts: Texts, field: "phones" | "emails"): ReadonlyArray<string> => {
  const text = texts[field]
  return text === undefined ? [] : text.split("\n")
}
