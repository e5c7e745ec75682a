import type { ComparableName } from "./CompanyName.ts"
import { comparableName } from "./CompanyName.ts"
import { emailAddressOf } from "./EmailAddress.ts"
import { phoneNumberOf } from "./PhoneNumber.ts"
import type { TaxId, TaxIdScheme } from "./TaxId.ts"
import { taxIdOf, taxIdSchemes } from "./TaxId.ts"

/** What is known of a person or a company, as written. */
export interface MatchDetails {
  /** Name; null where none is known. */
  readonly name: string | null
  /** Telephone numbers. */
  readonly phones: ReadonlyArray<string>
  /** Mail addresses. */
  readonly emails: ReadonlyArray<string>
  /** Taxpayer's number; null where none is known. */
  readonly taxId: string | null
}

/** How details are read. */
export interface MatchOptions {
  /** ISO 3166 code of the country whose telephone numbers are written without their code; null where none is. Default null. */
  readonly country?: string | null
  /** Taxpayers' numbers that are recognised; {@link taxIdSchemes} where left out. */
  readonly taxIdSchemes?: ReadonlyArray<TaxIdScheme>
}

/** Details in the form in which they are compared. Personal data as much as the details themselves: kept nowhere. */
export interface MatchKeys {
  /** The name; null where none is known. */
  readonly name: ComparableName | null
  /** Numbers in E.164, with their extension behind `;ext=`. */
  readonly phones: ReadonlyArray<string>
  /** Mailboxes. */
  readonly mailboxes: ReadonlyArray<string>
  /** Domains of companies among the addresses; those of public providers are left out. */
  readonly domains: ReadonlyArray<string>
  /** The taxpayer's number; null where none is known or recognised. */
  readonly taxId: TaxId | null
}

const unique = (values: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(values)]

/**
 * Brings details to the form in which they are compared. What cannot be recognised is left out: it neither speaks for nor
 * against.
 *
 * @param details - as written
 * @param options - the country of telephone numbers, and which taxpayers' numbers are recognised
 *
 * @example
 * ```ts
 * import { matchKeys } from "@salesdept/core/client/matching"
 *
 * const details = { name: "ООО «Ромашка»", phones: ["8 (495) 123-45-67"], emails: ["info@romashka.example"], taxId: "7707083893" }
 * matchKeys(details, { country: "RU" })
 * // { name: { words: ["romashka"], text: "romashka" }, phones: ["+74951234567"], mailboxes: ["info@romashka.example"], domains: ["romashka.example"], taxId: { schemeId: "inn", value: "7707083893" } }
 * ```
 */
export const matchKeys = (details: MatchDetails, options: MatchOptions = {}): MatchKeys => {
  const addresses = details.emails.flatMap((text) => emailAddressOf(text) ?? [])
  return {
    name: details.name === null ? null : comparableName(details.name),
    phones: unique(
      details.phones.flatMap((text) => {
        const phone = phoneNumberOf(text, options.country ?? null)
        return phone === null ? [] : [phone.extension === null ? phone.e164 : `${phone.e164};ext=${phone.extension}`]
      }),
    ),
    mailboxes: unique(addresses.map(({ mailbox }) => mailbox)),
    domains: unique(addresses.flatMap(({ domain, isPublicDomain }) => (isPublicDomain ? [] : [domain]))),
    taxId: details.taxId === null ? null : taxIdOf(details.taxId, options.taxIdSchemes ?? taxIdSchemes),
  }
}
