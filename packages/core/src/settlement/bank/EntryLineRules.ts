import { canonicalJson } from "../../journal/Canonical.ts"
import type { Texts } from "../../journal/Decision.ts"
import { sha256 } from "../../journal/Sha256.ts"
import type { BankEntryId } from "../../shared/Ids.ts"
import type { ImportEntries } from "./BankSchema.ts"

/** A line of a statement as it is imported. */
export type EntryLine = ImportEntries["lines"][number]

/** The id of a line: of all the bank says of it, and of which of equal lines it is. */
const entryIdOf = (account: string, line: EntryLine): BankEntryId => {
  const { direction, bookedOn, amount, reference, party, purpose, occurrence = 1 } = line
  const said = [account, direction, bookedOn, amount, reference ?? null, party?.account ?? null, party?.taxId ?? null]
  return `bankEntry_${sha256(canonicalJson([...said, purpose ?? null, occurrence])).slice(0, 40)}`
}

/** Lines by their ids. Equal ones of which nobody says which they are, are told apart by their order: each is a transfer of its own. */
export const linesById = ({ account, lines }: ImportEntries): ReadonlyMap<BankEntryId, EntryLine> => {
  const seen = new Map<BankEntryId, number>()
  return new Map(
    lines.map((line) => {
      if (line.occurrence !== undefined) return [entryIdOf(account, line), line]
      const first = entryIdOf(account, line)
      const occurrence = (seen.get(first) ?? 0) + 1
      seen.set(first, occurrence)
      return [occurrence === 1 ? first : entryIdOf(account, { ...line, occurrence }), line]
    }),
  )
}

/** The digest by which a text is known again, however it was spaced. */
export const keyOf = (text: string): string => sha256(text.replaceAll(/\s/g, "").toUpperCase()).slice(0, 40)

/**
 * The key by which a payer is known again: of an organisation's tax number only. A number of twelve digits is a person's, and an
 * account without a number may be; a digest of either would outlive their erasure.
 */
export const payerKeyOf = ({ party }: EntryLine): string | null => {
  const taxId = party?.taxId?.replaceAll(/\s/g, "")
  return taxId === undefined || /^\d{12}$/.test(taxId) ? null : keyOf(taxId)
}

const textsOf = (fields: { readonly [field: string]: string | undefined }): Texts | undefined => {
  const given = Object.entries(fields).flatMap(([field, text]) => (text === undefined ? [] : [[field, text] as const]))
  return given.length === 0 ? undefined : Object.fromEntries(given)
}

/** The texts that an entry keeps of its line. */
export const entryTexts = ({ reference, party, purpose }: EntryLine): Texts | undefined =>
  textsOf({ reference, purpose, partyName: party?.name, partyAccount: party?.account, partyTaxId: party?.taxId })

/** The texts that its payment keeps; the other side stands with the entry. */
export const paymentTexts = ({ reference, purpose }: EntryLine): Texts | undefined => textsOf({ reference, purpose })
