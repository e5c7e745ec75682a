/** A taxpayer's number that was recognised. */
export interface TaxId {
  /** Scheme it belongs to, such as `inn` or `vat`. */
  readonly schemeId: string
  /** The number in the form in which numbers are compared. */
  readonly value: string
}

/** A kind of taxpayers' numbers. Hosts add their own countries' with check digits. */
export interface TaxIdScheme {
  /** Short name. */
  readonly id: string
  /** The number in the form in which numbers are compared; null where the text is none of this kind. */
  readonly recognise: (text: string) => string | null
}

/** Weighted sum of digits, modulo 11, modulo 10: the check digit of an INN. */
const innDigit = (digits: string, weights: ReadonlyArray<number>): number => {
  let sum = 0
  for (const [i, weight] of weights.entries()) sum += weight * Number(digits[i])
  return (sum % 11) % 10
}

const companyWeights = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const personWeights = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const personLastWeights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

/**
 * Whether a text is a Russian INN with right check digits: 10 digits of a company, 12 of a person.
 *
 * Source: order ММВ-7-6/435@ of the Federal Tax Service of 29 June 2012 (structure of the number), with the weights of its
 * predecessor's annex.
 *
 * @param text - digits only: spaces and words before the number are for `taxIdOf`
 *
 * @example
 * ```ts
 * import { isInn } from "@salesdept/core/client/matching"
 *
 * isInn("7707083893") // true
 * isInn("7707083894") // false
 * ```
 */
export const isInn = (text: string): boolean => {
  if (/^\d{10}$/.test(text)) return text !== "0000000000" && innDigit(text, companyWeights) === Number(text[9])
  return (
    /^\d{12}$/.test(text) &&
    text !== "000000000000" &&
    innDigit(text, personWeights) === Number(text[10]) &&
    innDigit(text, personLastWeights) === Number(text[11])
  )
}

/** What stands after the country's code in a VAT number; patterns of the European Commission's VIES, and of neighbours. */
const vatPatterns: { readonly [country: string]: RegExp } = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CHE: /^\d{9}(?:MWST|TVA|IVA)?$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I])$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{10}\d{2}$/,
  NO: /^\d{9}(?:MVA)?$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
}

const compact = (text: string): string =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s.\-/–]/gu, "")

/** Russian INN, checked by its check digits; a prefix `ИНН` or `INN` and a KPP after a slash are passed over. */
const inn: TaxIdScheme = {
  id: "inn",
  recognise: (text) => {
    const number = text.normalize("NFKC").replace(/^\s*(?:ИНН|INN)\s*:?\s*/iu, "")
    const digits = compact((number.split("/")[0] ?? "").trim())
    return isInn(digits) ? digits : null
  },
}

/**
 * Whether a text is meant as a Russian INN and cannot be one, since its check digits are wrong.
 *
 * It is meant as one where it says so (`ИНН`, `INN`, or a KPP after a slash), and where the department is in Russia and the text is 10
 * or 12 digits and nothing else. Elsewhere such digits may be a number of another country.
 *
 * @param text - as written
 * @param country - ISO 3166 code of the department's country; null where it is not known
 *
 * @example
 * ```ts
 * import { isWrongInn } from "@salesdept/core/client/matching"
 *
 * isWrongInn("7707083894", "RU") // true
 * isWrongInn("7707083893", "RU") // false
 * isWrongInn("BIN 123456789012", "RU") // false
 * isWrongInn("5261040828", "PL") // false
 * isWrongInn("ИНН 7707083894", "PL") // true
 * ```
 */
export const isWrongInn = (text: string, country: string | null): boolean => {
  if (inn.recognise(text) !== null) return false
  const written = text.normalize("NFKC").trim()
  if (/^(?:ИНН|INN)[\s:]*\d/iu.test(written) || /^\d{10}\s*\/\s*\d{4}[\dA-Z]{2}\d{3}$/.test(written)) return true
  return country === "RU" && /^(?:\d{10}|\d{12})$/.test(compact(written))
}

/** VAT numbers of Europe by their pattern; their check digits are not judged. */
const vat: TaxIdScheme = {
  id: "vat",
  recognise: (text) => {
    const number = compact(text).replace(/^GR/, "EL")
    const code = number.startsWith("CHE") ? "CHE" : number.slice(0, 2)
    const pattern = vatPatterns[code]
    if (pattern === undefined || !pattern.test(number.slice(code.length))) return null
    return number.replace(/(?:MWST|TVA|IVA|MVA)$/, "")
  },
}

/** The schemes known without more ado, in the order in which they are tried. */
export const taxIdSchemes: ReadonlyArray<TaxIdScheme> = [inn, vat]

/**
 * Recognises a taxpayer's number.
 *
 * @param text - as written
 * @param schemes - tried in order; {@link taxIdSchemes} where left out
 * @returns the first that fits; null where none does: what cannot be recognised is not compared
 *
 * @example
 * ```ts
 * import { taxIdOf } from "@salesdept/core/client/matching"
 *
 * taxIdOf("ИНН 7707083893/773601001") // { schemeId: "inn", value: "7707083893" }
 * ```
 */
export const taxIdOf = (text: string, schemes: ReadonlyArray<TaxIdScheme> = taxIdSchemes): TaxId | null => {
  for (const { id: schemeId, recognise } of schemes) {
    const value = recognise(text)
    if (value !== null) return { schemeId, value }
  }
  return null
}
