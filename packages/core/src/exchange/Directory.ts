import { foldedText } from "./CellText.ts"
import type { RowPlace } from "./ImportRow.ts"
import type { FileLog } from "./OutcomeLog.ts"
import { referenceLookup } from "./Reference.ts"

/** Where a reference stands, for its outcome. */
export interface ReferencePlace {
  /** Name of the file. */
  readonly file: string
  /** Its log. */
  readonly log: FileLog
  /** The record's line. */
  readonly line: number
  /** The field that refers. */
  readonly field: string
}

/** The records of one kind that others refer to, growing by those that are only mentioned. */
export interface Directory<Row> {
  /** The key that a written reference leads to, saying in the log how; null where the text is null or ambiguous. */
  readonly refer: (text: string | null, place: ReferencePlace) => string | null
  /** Listed and mentioned records. */
  readonly rows: () => ReadonlyArray<Row>
}

/**
 * Makes a directory.
 *
 * @param listed - records with lines of their own
 * @param mention - makes the record of a name that is only mentioned
 */
export const directoryOf = <Row extends RowPlace & { readonly name: string }>(
  listed: ReadonlyArray<Row>,
  mention: (name: string, place: ReferencePlace) => Row,
): Directory<Row> => {
  const lookup = referenceLookup(listed)
  const mentioned = new Map<string, { readonly row: Row; readonly twin: string | null }>()
  const firstSpelling = new Map<string, string>()

  const mentionOf = (text: string, place: ReferencePlace) => {
    const earlier = mentioned.get(text)
    if (earlier !== undefined) return earlier
    const folded = foldedText(text) || text
    const twin = firstSpelling.get(folded) ?? null
    if (twin === null) firstSpelling.set(folded, text)
    const made = { row: mention(text, place), twin }
    mentioned.set(text, made)
    return made
  }

  const mentionedKey = (text: string, place: ReferencePlace): string => {
    const { row, twin } = mentionOf(text, place)
    // Without a list of records, the references themselves are the list, and nothing is unknown.
    if (listed.length > 0) place.log.note(place.line, "unknownReference", place.field, text)
    if (twin !== null) place.log.note(place.line, "similarSpelling", place.field, `${text} ~ ${twin}`)
    return row.sourceKey
  }

  return {
    refer: (text, place) => {
      if (text === null) return null
      const reference = lookup(text)
      if (reference.kind === "exact") return reference.key
      if (reference.kind === "unknown") return mentionedKey(text, place)
      if (reference.kind === "near") {
        place.log.note(place.line, "nearMatch", place.field, `${text} → ${reference.name}`)
        return reference.key
      }
      place.log.note(place.line, "ambiguousReference", place.field, text)
      return null
    },
    rows: () => [...listed, ...[...mentioned.values()].map(({ row }) => row)],
  }
}
