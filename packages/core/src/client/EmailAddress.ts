/** A mail address in the form in which addresses are compared. */
export interface EmailAddress {
  /** The mailbox it leads to: lower case, without a plus-alias, by the provider's own rules where they are known. */
  readonly mailbox: string
  /** The domain, lower case. */
  readonly domain: string
  /** Whether the domain is a provider of mailboxes for anybody: then it says nothing of a company. */
  readonly isPublicDomain: boolean
}

/** Domains of one provider that lead to the same mailbox. */
const sameProvider: { readonly [domain: string]: string } = {
  "googlemail.com": "gmail.com",
  "ya.ru": "yandex.ru",
  "yandex.com": "yandex.ru",
  "yandex.by": "yandex.ru",
  "yandex.kz": "yandex.ru",
  "yandex.ua": "yandex.ru",
  "pm.me": "proton.me",
  "protonmail.com": "proton.me",
}

const publicDomains: ReadonlySet<string> = new Set([
  "gmail.com",
  "yandex.ru",
  "proton.me",
  "mail.ru",
  "bk.ru",
  "list.ru",
  "inbox.ru",
  "internet.ru",
  "rambler.ru",
  "outlook.com",
  "hotmail.com",
  "live.com",
  "msn.com",
  "yahoo.com",
  "icloud.com",
  "me.com",
  "aol.com",
  "gmx.de",
  "gmx.net",
  "web.de",
  "t-online.de",
  "free.fr",
  "orange.fr",
  "libero.it",
  "qq.com",
  "163.com",
  "ukr.net",
  "tut.by",
])

/** Providers that cut a dash-alias instead of a plus-alias are not among these: a dash is an ordinary letter elsewhere. */
const withoutAlias = (local: string): string => {
  const plus = local.indexOf("+")
  return plus > 0 ? local.slice(0, plus) : local
}

/** Letters that a provider passes over. */
const byProvider = (local: string, domain: string): string => {
  if (domain === "gmail.com") return local.replaceAll(".", "")
  // Yandex takes a dot and a dash in a login for the same.
  if (domain === "yandex.ru") return local.replaceAll(".", "-")
  return local
}

/**
 * Reads a mail address. Plus-aliases are cut off (`anna+shop@…` is `anna@…`), and the rules of large providers are applied:
 * Gmail passes over dots, Yandex takes dot and dash for the same and has several domains.
 *
 * @param text - as written, also with `mailto:`
 * @returns the address; null where the text is none
 *
 * @example
 * ```ts
 * import { emailAddressOf } from "@salesdept/core/client/matching"
 *
 * emailAddressOf("Anna.Ivanova+crm@GoogleMail.com")
 * // { mailbox: "annaivanova@gmail.com", domain: "gmail.com", isPublicDomain: true }
 * ```
 */
export const emailAddressOf = (text: string): EmailAddress | null => {
  const plain = text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, "")
  const match = /^([^\s@<>,;]{1,64})@([^\s@<>,;]+\.[^\s@<>,;.]{2,63})$/u.exec(plain)
  const local = match?.[1]
  const written = match?.[2]
  if (local === undefined || written === undefined || written.length > 253) return null
  const domain = sameProvider[written] ?? written
  return {
    mailbox: `${byProvider(withoutAlias(local), domain)}@${domain}`,
    domain,
    isPublicDomain: publicDomains.has(domain),
  }
}
