import { parsePhoneNumberFromString } from "libphonenumber-js/min"
import type { CountryCode } from "libphonenumber-js/min"

/** A telephone number in the one form in which numbers are compared. */
export interface PhoneNumber {
  /** E.164, such as `+74951234567`. */
  readonly e164: string
  /** Extension, digits only; null where none is written. Numbers with different extensions are different numbers. */
  readonly extension: string | null
}

/**
 * Reads a telephone number however it is written (by `libphonenumber-js`, which holds the numbering plans of all countries).
 *
 * @param text - as written: `8 (495) 123-45-67`, `+7 495 1234567 доб. 12`, `00 49 30 901820`
 * @param country - ISO 3166 code of the country whose numbers are written without their code; null where none is known, and
 * then only international numbers are read
 * @returns the number; null where the text is none that could be dialled
 *
 * @example
 * ```ts
 * import { phoneNumberOf } from "@salesdept/core/client/matching"
 *
 * phoneNumberOf("8 (495) 123-45-67 доб. 12", "RU") // { e164: "+74951234567", extension: "12" }
 * phoneNumberOf("8 (495) 123-45-67", null) // null
 * ```
 */
export const phoneNumberOf = (text: string, country: string | null): PhoneNumber | null => {
  // "доб." is how extensions are written in Russian; the library knows "ext.".
  const plain = text
    .normalize("NFKC")
    .replace(/доб(?:ав\S*)?\.?/iu, " ext. ")
    .replace(/^\s*00(?=[1-9])/, "+")
  const parsed = parsePhoneNumberFromString(plain, country === null ? {} : { defaultCountry: country as CountryCode })
  // Possible by length is enough: plans change faster than their tables, and the key only has to be the same for the same number.
  if (parsed === undefined || !parsed.isPossible()) return null
  return { e164: parsed.number, extension: parsed.ext ?? null }
}
