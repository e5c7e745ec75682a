import type { Texts } from "../journal/Decision.ts"
import type { CustomValues } from "../shared/CustomField.ts"
import type { Client, ClientPreferences, MergedValues } from "./ClientSchema.ts"

/** A field in which two clients to be merged may differ. */
export type MergeField =
  | "ownerId"
  | "segmentId"
  | "language"
  | "way"
  | "name"
  | "taxId"
  | "address"
  | "website"
  | "manner"
  | "comment"

/** Which of the two clients a value is taken from: the one that stays, or the one that goes into it. */
export type MergeSide = "into" | "from"

/** Which side each conflicting field is taken from; `into` where nothing is said. */
export type MergeChoices = { readonly [Field in MergeField]?: MergeSide }

/** A field in which both clients have a value and the values differ. The values themselves are not named: they may be personal data. */
export interface MergeConflict {
  /** The field. */
  readonly field: MergeField
  /** Whose value stands after the merge. */
  readonly kept: MergeSide
}

/** What a client is after another went into it. */
export interface MergedClient {
  /** Its values. */
  readonly values: MergedValues
  /** Its texts. */
  readonly texts: Texts
  /** Where the two differed. */
  readonly conflicts: ReadonlyArray<MergeConflict>
}

/** One of the two clients with its texts. */
export interface MergePart {
  /** The client. */
  readonly client: Pick<Client, "ownerId" | "segmentId" | "preferences" | "tags">
  /** Its texts. */
  readonly texts: Texts
}

const textFields = ["name", "taxId", "address", "website", "manner", "comment"] as const
/** Texts that hold several values, one a line: both clients' values are kept. */
const lineFields = ["phones", "emails"] as const

const linesOf = (text: string | undefined): ReadonlyArray<string> => (text === undefined ? [] : text.split("\n"))

/** The values of a client that a merge may change. */
export const mergedValuesOf = ({ ownerId, segmentId, preferences, tags }: MergePart["client"]): MergedValues => ({
  ownerId,
  segmentId,
  preferences,
  tags,
})

/**
 * What a client becomes when another goes into it. A value that only one of the two has is kept; where both have one and
 * they differ, that is a conflict, and the choice decides. Numbers, addresses and tags of both are kept.
 *
 * @param into - the client that stays
 * @param from - the client that goes into it
 * @param choices - whose value stands, field by field; `into` where nothing is said
 *
 * @example
 * ```ts
 * import { mergedClient } from "@salesdept/core/client"
 *
 * const client = { ownerId: null, segmentId: null, preferences: { language: null, way: null }, tags: [] }
 * const into = { client: { ...client, tags: ["dealer"] }, texts: { name: "Ромашка", phones: "+7 495 123-45-67" } }
 * const from = { client: { ...client, ownerId: "user:ann" }, texts: { name: "ООО Ромашка" } }
 * const { values, texts, conflicts } = mergedClient(into, from, { name: "from" })
 * values.ownerId // "user:ann"
 * texts // { name: "ООО Ромашка", phones: "+7 495 123-45-67" }
 * conflicts // [{ field: "name", kept: "from" }]
 * ```
 */
export const mergedClient = (into: MergePart, from: MergePart, choices: MergeChoices): MergedClient => {
  const conflicts: Array<MergeConflict> = []
  const chosen = <Value>(field: MergeField, ours: Value | null, theirs: Value | null): Value | null => {
    if (ours === null || theirs === null || ours === theirs) return ours ?? theirs
    const kept = choices[field] ?? "into"
    conflicts.push({ field, kept })
    return kept === "into" ? ours : theirs
  }
  const preferences: ClientPreferences = {
    language: chosen("language", into.client.preferences.language, from.client.preferences.language),
    way: chosen("way", into.client.preferences.way, from.client.preferences.way),
  }
  const values: MergedValues = {
    ownerId: chosen("ownerId", into.client.ownerId, from.client.ownerId),
    segmentId: chosen("segmentId", into.client.segmentId, from.client.segmentId),
    preferences,
    tags: [...new Set([...into.client.tags, ...from.client.tags])].sort(),
  }
  // How the source of the one that goes calls it tells nothing of the one that stays.
  const { sourceName: _gone, ...theirs } = from.texts
  const texts: { [field: string]: string } = { ...theirs, ...into.texts }
  for (const field of textFields) {
    const text = chosen(field, into.texts[field] ?? null, from.texts[field] ?? null)
    if (text !== null) texts[field] = text
  }
  for (const field of lineFields) {
    const lines = [...new Set([...linesOf(into.texts[field]), ...linesOf(from.texts[field])])]
    if (lines.length > 0) texts[field] = lines.join("\n")
  }
  return { values, texts, conflicts }
}

/** The custom values that the client that goes brings: of fields in which the one that stays has none. */
export const broughtCustom = (into: CustomValues | undefined, from: CustomValues | undefined): CustomValues =>
  Object.fromEntries(Object.entries(from ?? {}).filter(([key]) => into === undefined || !Object.hasOwn(into, key)))

/** The custom fields whose values go again when a merge is undone: those it brought, unless they were changed since. */
export const unmergedCustom = (brought: CustomValues, now: CustomValues | undefined): ReadonlyArray<string> =>
  Object.entries(brought).flatMap(([key, value]) =>
    now !== undefined && Object.hasOwn(now, key) && JSON.stringify(now[key]) === JSON.stringify(value) ? [key] : [],
  )

/** A value after the merge is undone: what it was before, unless it was changed since. */
const undone = <Value>(before: Value, after: Value, now: Value): Value =>
  JSON.stringify(now) === JSON.stringify(after) ? before : now

/** Of several values, those that the merge brought go again; what was added or removed since stays as it is. */
const undoneLines = (
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>,
  now: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  if (JSON.stringify(now) === JSON.stringify(after)) return before
  const brought = new Set(after.filter((value) => !before.includes(value)))
  return now.filter((value) => !brought.has(value))
}

/**
 * The values of a client after a merge is undone. Undoing at once gives exactly what was before the merge; whatever was
 * changed since then stays.
 *
 * @param before - the values before the merge
 * @param after - the values right after it
 * @param now - the values as they are now
 *
 * @example
 * ```ts
 * import { unmergedValues } from "@salesdept/core/client"
 *
 * const before = { ownerId: null, segmentId: null, preferences: { language: null, way: null }, tags: ["dealer"] }
 * const after = { ...before, ownerId: "user:ann", tags: ["dealer", "north"] }
 * unmergedValues(before, after, { ...after, segmentId: "key" })
 * // { ownerId: null, segmentId: "key", preferences: { language: null, way: null }, tags: ["dealer"] }
 * ```
 */
export const unmergedValues = (before: MergedValues, after: MergedValues, now: MergedValues): MergedValues => ({
  ownerId: undone(before.ownerId, after.ownerId, now.ownerId),
  segmentId: undone(before.segmentId, after.segmentId, now.segmentId),
  preferences: {
    language: undone(before.preferences.language, after.preferences.language, now.preferences.language),
    way: undone(before.preferences.way, after.preferences.way, now.preferences.way),
  },
  tags: undoneLines(before.tags, after.tags, now.tags),
})

/**
 * The texts of a client after a merge is undone, by the same rule as its values.
 *
 * @param before - the texts before the merge
 * @param after - the texts right after it
 * @param now - the texts as they are now
 *
 * @example
 * ```ts
 * import { unmergedTexts } from "@salesdept/core/client"
 *
 * const after = { name: "Ромашка", phones: "+7 495 123-45-67\n+7 916 123-45-67" }
 * unmergedTexts({ name: "Ромашка", phones: "+7 495 123-45-67" }, after, { ...after, website: "romashka.example" })
 * // { name: "Ромашка", phones: "+7 495 123-45-67", website: "romashka.example" }
 * ```
 */
export const unmergedTexts = (before: Texts, after: Texts, now: Texts): Texts => {
  const texts: { [field: string]: string } = {}
  const fields = new Set([...Object.keys(before), ...Object.keys(now)])
  for (const field of fields) {
    const isLines = field === "phones" || field === "emails"
    const text = isLines
      ? undoneLines(linesOf(before[field]), linesOf(after[field]), linesOf(now[field])).join("\n")
      : undone(before[field], after[field], now[field])
    if (text !== undefined && text !== "") texts[field] = text
  }
  return texts
}
