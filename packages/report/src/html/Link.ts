import type { Markup } from "./Markup.ts"
import { markup } from "./Markup.ts"

/** Where the host shows a record: the address of a page, or null where there is none. */
export type RecordLink = (recordId: string) => string | null

/** Addresses of pages; others, such as `javascript:`, are not made into links. */
const isPage = (address: string): boolean => !/^[^/?#]*:/.test(address) || /^https?:/i.test(address)

/** A record's name, its id where none is given, as a link where the host has a page of it. */
export const recordMarkup = (recordId: string, link: RecordLink, name: string = recordId): Markup => {
  const address = link(recordId)
  return address === null || !isPage(address) ? markup`${name}` : markup`<a href="${address}">${name}</a>`
}
