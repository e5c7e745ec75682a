import type { Message } from "../shared/Message.ts"
import { jaroWinkler } from "./CompanyName.ts"
import type { MatchKeys } from "./MatchKeys.ts"

/** What speaks for or against two records being the same. */
export type EvidenceKind =
  | "taxId"
  | "phone"
  | "mailbox"
  | "domain"
  | "sameName"
  | "similarName"
  | "otherTaxId"
  | "otherName"

/** One thing that speaks for or against. */
export interface Evidence {
  /** What it is. */
  readonly kind: EvidenceKind
  /** Points it adds to the score; negative where it speaks against. */
  readonly points: number
  /** The same in words, without the values themselves. */
  readonly message: Message
}

/** How likely two records are the same, with everything it is made of. */
export interface Likeness {
  /** The points' sum, held to 0 to 100 (inclusive). */
  readonly score: number
  /** What it is made of, the weightiest first. */
  readonly evidence: ReadonlyArray<Evidence>
}

/**
 * Points of each kind of evidence. They are a convention, stated rather than estimated: a taxpayer's number, or any two of
 * number, address and name, make a pair that is worth merging (from 70), one of them a pair worth a look (from 35).
 */
export const likenessPoints: { readonly [Kind in EvidenceKind]: number } = {
  taxId: 70,
  phone: 40,
  mailbox: 40,
  domain: 15,
  sameName: 35,
  similarName: 20,
  otherTaxId: -60,
  otherName: -10,
}

const messages: { readonly [Kind in EvidenceKind]: Message } = {
  taxId: { en: "the same taxpayer's number", ru: "совпадает ИНН или иной налоговый номер" },
  phone: { en: "the same telephone number", ru: "совпадает номер телефона" },
  mailbox: { en: "the same mailbox", ru: "совпадает почтовый ящик" },
  domain: { en: "addresses of the same company's domain", ru: "адреса в одном корпоративном домене" },
  sameName: {
    en: "the same name but for form, case and alphabet",
    ru: "совпадает название без учёта формы, регистра и алфавита",
  },
  similarName: { en: "similar names", ru: "похожие названия" },
  otherTaxId: { en: "different taxpayers' numbers of one kind", ru: "разные налоговые номера одного вида" },
  otherName: { en: "quite different names", ru: "совсем разные названия" },
}

/** Names from this similarity on (inclusive) are similar. */
const similarFrom = 0.88
/** Names below this similarity are quite different. */
const differentBelow = 0.6

const share = (left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean =>
  left.some((value) => right.includes(value))

/**
 * Compares two records and says what the answer is made of. Symmetric in its arguments.
 *
 * @param left - details of the one record
 * @param right - details of the other
 *
 * @example
 * ```ts
 * import { likeness, matchKeys } from "@salesdept/core/client/matching"
 *
 * const left = matchKeys({ name: "ООО «Ромашка»", phones: ["+7 495 123-45-67"], emails: [], taxId: null })
 * const right = matchKeys({ name: "Romashka LLC", phones: ["8 (495) 1234567"], emails: [], taxId: null }, { country: "RU" })
 * likeness(left, right).evidence.map(({ kind, points }) => [kind, points]) // [["phone", 40], ["sameName", 35]]
 * ```
 */
export const likeness = (left: MatchKeys, right: MatchKeys): Likeness => {
  const kinds: Array<EvidenceKind> = []
  if (left.taxId !== null && right.taxId !== null && left.taxId.schemeId === right.taxId.schemeId) {
    kinds.push(left.taxId.value === right.taxId.value ? "taxId" : "otherTaxId")
  }
  if (share(left.phones, right.phones)) kinds.push("phone")
  if (share(left.mailboxes, right.mailboxes)) kinds.push("mailbox")
  else if (share(left.domains, right.domains)) kinds.push("domain")
  if (left.name !== null && right.name !== null && left.name.text !== "" && right.name.text !== "") {
    const similarity = jaroWinkler(left.name.text, right.name.text)
    if (similarity === 1) kinds.push("sameName")
    else if (similarity >= similarFrom) kinds.push("similarName")
    else if (similarity < differentBelow) kinds.push("otherName")
  }
  let sum = 0
  for (const kind of kinds) sum += likenessPoints[kind]
  const evidence = kinds
    .map((kind): Evidence => ({ kind, points: likenessPoints[kind], message: messages[kind] }))
    .toSorted((one, other) => other.points - one.points)
  return { score: Math.max(0, Math.min(100, sum)), evidence }
}
