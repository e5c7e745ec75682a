import { emailAddressOf } from "../client/EmailAddress.ts"
import { taxIdOf } from "../client/TaxId.ts"

/** Names and numbers by which two records may turn out to be the same party; texts as they are kept. */
export interface PartyTexts {
  /** Taxpayer's numbers. */
  readonly taxIds: ReadonlyArray<string>
  /** Telephone numbers. */
  readonly phones: ReadonlyArray<string>
  /** Mail addresses. */
  readonly emails: ReadonlyArray<string>
}

/** By what two parties are the same. */
export type SameParty = "sameTaxId" | "samePhone" | "sameEmail"

// A number of a scheme nobody knows is compared as it is written, but for signs and spaces.
const taxKey = (text: string): string => taxIdOf(text)?.value ?? text.replace(/[^\p{L}\p{N}]/gu, "").toUpperCase()

// Ten digits tell a number apart in countries of that length, with or without their codes (8 or +7); shorter ones are kept whole.
const phoneKey = (text: string): string => text.replace(/\D/g, "").slice(-10)

const emailKey = (text: string): string => emailAddressOf(text)?.mailbox ?? ""

const meet = (
  left: ReadonlyArray<string>,
  right: ReadonlyArray<string>,
  key: (text: string) => string,
  leastLength: number,
): boolean => {
  const keys = new Set(left.map(key).filter((one) => one.length >= leastLength))
  return right.some((text) => keys.has(key(text)))
}

/**
 * By what two parties are the same: a taxpayer's number, a telephone number or a mail address of both. Spaces, signs and case do
 * not matter, nor do a number's country code and what follows a plus in a mail address.
 *
 * @param left - one party's texts
 * @param right - the other's
 * @returns the first of the three that agrees; null where none does
 * @example
 * ```ts
 * import { sameParty } from "@salesdept/core/loyalty/rewards"
 *
 * const client = { taxIds: [], phones: ["8 (495) 123-45-67"], emails: [] }
 * sameParty(client, { taxIds: [], phones: ["+7 495 123 45 67"], emails: [] }) // "samePhone"
 * ```
 */
export const sameParty = (left: PartyTexts, right: PartyTexts): SameParty | null => {
  if (meet(left.taxIds, right.taxIds, taxKey, 5)) return "sameTaxId"
  if (meet(left.phones, right.phones, phoneKey, 7)) return "samePhone"
  return meet(left.emails, right.emails, emailKey, 3) ? "sameEmail" : null
}
