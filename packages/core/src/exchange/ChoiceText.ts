import type { CustomChoice } from "../shared/CustomField.ts"
import { foldedText } from "./CellText.ts"

/** What a written word leads to among the choices of a field. `near`: equal but for case, spaces and punctuation. */
type ChoiceReading =
  | { readonly kind: "exact"; readonly id: string }
  | { readonly kind: "near"; readonly id: string }
  | { readonly kind: "ambiguous" }
  | { readonly kind: "unknown" }

/** Looks up a written word among choices. */
export type ChoiceLookup = (text: string) => ChoiceReading

const indexed = (choices: ReadonlyArray<CustomChoice>, form: (text: string) => string) => {
  const index = new Map<string, Set<string>>()
  for (const { id, name } of choices) {
    for (const text of [id, name.en, name.ru]) {
      const ids = index.get(form(text)) ?? new Set<string>()
      index.set(form(text), ids.add(id))
    }
  }
  return index
}

/**
 * Prepares a lookup among the choices of a field: by id, then by name in either language, then by both without case, spaces and
 * punctuation. A name that several choices bear is ambiguous, never the first of them.
 */
export const choiceLookup = (choices: ReadonlyArray<CustomChoice>): ChoiceLookup => {
  const ids = new Set(choices.map(({ id }) => id))
  const written = indexed(choices, (text) => text)
  const folded = indexed(choices, foldedText)
  return (text) => {
    if (ids.has(text)) return { kind: "exact", id: text }
    const exact = written.get(text)
    const form = foldedText(text)
    const [id, ...more] = exact ?? (form === "" ? undefined : folded.get(form)) ?? []
    if (id === undefined) return { kind: "unknown" }
    if (more.length > 0) return { kind: "ambiguous" }
    return { kind: exact === undefined ? "near" : "exact", id }
  }
}

const yes = new Set(["true", "yes", "y", "1", "on", "да", "д", "истина", "вкл"])
const no = new Set(["false", "no", "n", "0", "off", "нет", "н", "ложь", "выкл"])

/** Yes or no as people and systems write it in English and Russian (`yes`, `TRUE`, `1`, `да`, `нет`); null for any other word. */
export const yesOrNo = (text: string): boolean | null => {
  const word = text.toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : null
}
