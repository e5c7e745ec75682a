import type { DealRow } from "./ImportRow.ts"

/** Fields of a deal that a source may leave empty while the deal is open. */
export type OptionalDealField = "title" | "clientKey" | "ownerKey" | "productKey" | "openedOn" | "amountMinor"

const optionalFields: ReadonlyArray<OptionalDealField> = [
  "title",
  "clientKey",
  "ownerKey",
  "productKey",
  "openedOn",
  "amountMinor",
]

/** A field that is empty on some open deals and on no closed one. */
export interface FilledOnlyAtClose {
  /** The field. */
  readonly field: OptionalDealField
  /** Open deals without it; above 0. */
  readonly blankOpen: number
  /** All open deals. */
  readonly open: number
  /** Closed deals, every one of which has it; above 0. */
  readonly closed: number
}

/**
 * Finds the fields that somebody fills in when a deal closes at the latest. Whether such a field is filled follows from
 * the outcome, so it must never be named as a cause of it ("deals with a client win more often").
 *
 * @param deals - all deals of a source, open and closed
 *
 * @example
 * ```ts
 * import { filledOnlyAtClose, planImport } from "@salesdept/core/exchange"
 *
 * const bytes = new TextEncoder().encode("id,stage,client,amount\n1,Won,Acme,100\n2,Negotiation,,50\n")
 * const { deals } = planImport([{ name: "deals.csv", bytes }], { source: "crm", currency: "USD", timeZone: "UTC" })
 * filledOnlyAtClose(deals).map(({ field, blankOpen, closed }) => [field, blankOpen, closed]) // [["clientKey", 1, 1]]
 * ```
 */
export const filledOnlyAtClose = (deals: ReadonlyArray<DealRow>): ReadonlyArray<FilledOnlyAtClose> => {
  const open = deals.filter(({ outcome }) => outcome === "open")
  const closed = deals.filter(({ outcome }) => outcome !== "open")
  if (closed.length === 0) return []
  return optionalFields.flatMap((field) => {
    const blankOpen = open.filter((deal) => deal[field] === null).length
    if (blankOpen === 0 || closed.some((deal) => deal[field] === null)) return []
    return [{ field, blankOpen, open: open.length, closed: closed.length }]
  })
}
