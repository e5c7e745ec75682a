/** A piece of HTML or SVG that is safe to insert: made by {@link markup}, never from data directly. */
export interface Markup {
  /** The text of the markup. */
  readonly markup: string
}

/** What a template may hold: text and numbers are escaped, markup goes in as it is, lists are joined. */
export type MarkupPart = string | number | Markup | null | ReadonlyArray<Markup>

const replacements: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/**
 * Escapes text for HTML and XML, in content and in quoted attributes. Characters that neither may hold (controls, lone
 * surrogates) become U+FFFD.
 *
 * @param text - any text
 * @example
 * ```ts
 * import { escapeMarkup } from "@salesdept/report"
 *
 * escapeMarkup("A & B") // "A &amp; B"
 * ```
 */
export const escapeMarkup = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- these are the characters XML 1.0 forbids
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(/[&<>"']/g, (character) => replacements[character] ?? character)

const written = (part: MarkupPart): string => {
  if (part === null) return ""
  if (typeof part === "string") return escapeMarkup(part)
  if (typeof part === "number") return String(part)
  if ("markup" in part) return part.markup
  return part.map((piece) => piece.markup).join("")
}

/**
 * Template tag of all markup here: everything interpolated is escaped unless it is markup already, so data cannot
 * become tags by being forgotten.
 *
 * @param strings - the text of the template, which goes in as it is
 * @param parts - text and numbers, which are escaped; markup and lists of it, which are not; null for nothing
 * @example
 * ```ts
 * import { markup } from "@salesdept/report"
 *
 * markup`<td>${"A & B"}</td>`.markup // "<td>A &amp; B</td>"
 * ```
 */
export const markup = (strings: TemplateStringsArray, ...parts: ReadonlyArray<MarkupPart>): Markup => ({
  markup: strings.reduce((text, string, index) => text + written(parts[index - 1] ?? null) + string),
})
