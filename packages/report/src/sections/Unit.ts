import type { Language } from "@salesdept/core/shared"
import type { Wording } from "../document/Footnotes.ts"
import { currencySign } from "../format/Money.ts"

const roundedTexts: { readonly [Key in Language]: string } = { en: "rounded", ru: "округлено" }

/** The unit of a table's amounts as its caption names it: the currency's sign, and whether they are rounded to whole ones. */
export const unitOf = ({ language, currency }: Wording, isRounded = false): string => {
  const sign = currencySign(currency, language)
  return isRounded ? `${sign} (${roundedTexts[language]})` : sign
}
