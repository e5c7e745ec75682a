import type { Language } from "@salesdept/core/shared"
import type { Markup } from "./Markup.ts"
import { markup } from "./Markup.ts"
import { pageStyle } from "./Style.ts"

/** A section of a page. */
export interface PageSection {
  /** Its anchor: letters, digits and hyphens, unique on the page. */
  readonly id: string
  /** Its heading. */
  readonly title: string
  /** What stands in it. */
  readonly content: ReadonlyArray<Markup>
}

/** A page. */
export interface PageContent {
  /** Language of its texts. */
  readonly language: Language
  /** Its title. */
  readonly title: string
  /** A line under the title. */
  readonly subtitle: string
  /** Name of the list of sections. */
  readonly contentsLabel: string
  /** Its sections, in order. */
  readonly sections: ReadonlyArray<PageSection>
}

// The style is our own text, not data, and must not be escaped inside its element.
const style: Markup = { markup: `<style>${pageStyle}</style>` }

/**
 * A page that needs nothing but itself: styles inline, no scripts, no requests, and a policy that forbids both. It
 * follows the reader's light or dark setting, can be read from 360 pixels up, and prints.
 *
 * @param page - language, title, sections
 * @returns an HTML document
 * @example
 * ```ts
 * import { htmlPage, markup } from "@salesdept/report"
 *
 * htmlPage({
 *   language: "en",
 *   title: "November",
 *   subtitle: "Horns & Hooves",
 *   contentsLabel: "Contents",
 *   sections: [{ id: "won", title: "Won", content: [markup`<p>12 deals</p>`] }],
 * }) // "<!doctype html>…<p>12 deals</p>…"
 * ```
 */
export const htmlPage = (page: PageContent): string => {
  const items = page.sections.map((section) => markup`<li><a href="#${section.id}">${section.title}</a></li>`)
  const sections = page.sections.map(
    (section) => markup`<section aria-labelledby="${section.id}">
<h2 id="${section.id}"><a class="anchor" href="#${section.id}">${section.title}</a></h2>
${section.content}
</section>
`,
  )
  return markup`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${page.title}</title>
${style}
</head>
<body>
<header>
<h1>${page.title}</h1>
<p class="subtitle">${page.subtitle}</p>
</header>
<nav aria-label="${page.contentsLabel}"><ul>${items}</ul></nav>
<main>
${sections}</main>
</body>
</html>
`.markup
}
