import { foldedText } from "./CellText.ts"

/** Something other records refer to, by key or by name. */
export interface Referable {
  /** The source's own key. */
  readonly sourceKey: string
  /** Its name. */
  readonly name: string
}

/** What a written reference leads to. `near`: equal but for case, spaces and punctuation, and to one record only. */
type Reference =
  | { readonly kind: "exact"; readonly key: string }
  | { readonly kind: "near"; readonly key: string; readonly name: string }
  | { readonly kind: "ambiguous" }
  | { readonly kind: "unknown" }

/** Looks up what a written reference leads to. Answers are kept, so that a name costs its work once. */
type ReferenceLookup = (text: string) => Reference

const added = (index: Map<string, Referable | null>, text: string, record: Referable): void => {
  const earlier = index.get(text)
  index.set(text, earlier === undefined || earlier?.sourceKey === record.sourceKey ? record : null)
}

/**
 * Prepares a lookup over a list of records: by key, then by exact name, then by name without case, spaces and
 * punctuation. A name that several records share is ambiguous, never the first of them.
 */
export const referenceLookup = (records: ReadonlyArray<Referable>): ReferenceLookup => {
  const byKey = new Map(records.map((record) => [record.sourceKey, record] as const))
  const byName = new Map<string, Referable | null>()
  const byFolded = new Map<string, Referable | null>()
  for (const record of records) {
    added(byName, record.name, record)
    const folded = foldedText(record.name)
    if (folded !== "") added(byFolded, folded, record)
  }
  const answers = new Map<string, Reference>()
  const found = (text: string): Reference => {
    const exact = byKey.get(text) ?? byName.get(text)
    if (exact !== undefined) return exact === null ? { kind: "ambiguous" } : { kind: "exact", key: exact.sourceKey }
    const near = byFolded.get(foldedText(text))
    if (near === undefined) return { kind: "unknown" }
    return near === null ? { kind: "ambiguous" } : { kind: "near", key: near.sourceKey, name: near.name }
  }
  return (text) => {
    const kept = answers.get(text)
    if (kept !== undefined) return kept
    const answer = found(text)
    answers.set(text, answer)
    return answer
  }
}
