import type { CalendarDate } from "@salesdept/core/shared"
import type { ActionBase } from "./ActionBase.ts"

/** A part of an invoice with a due day of its own. */
export interface SimulatedInstalment {
  /** The local day it is due, inclusive. */
  readonly dueOn: CalendarDate
  /** Amount in whole minor units, above 0. */
  readonly amountMinor: number
}

/** An invoice goes to the client; the deal is in `contract` and has its final amount. */
export interface InvoiceIssued extends ActionBase {
  /** Tag. */
  readonly type: "invoiceIssued"
  /** The invoice's key. */
  readonly invoiceKey: string
  /** The deal. */
  readonly dealKey: string
  /** Amount in whole minor units: the deal's amount and the sum of the instalments. */
  readonly amountMinor: number
  /** One to three instalments, by due day. */
  readonly instalments: ReadonlyArray<SimulatedInstalment>
}

/** Money arrives from the client. All payments of an invoice never exceed it. */
export interface PaymentReceived extends ActionBase {
  /** Tag. */
  readonly type: "paymentReceived"
  /** The payment's key. */
  readonly paymentKey: string
  /** The invoice it pays. */
  readonly invoiceKey: string
  /** The invoice's deal. */
  readonly dealKey: string
  /** Amount in whole minor units, above 0. */
  readonly amountMinor: number
}

/**
 * Акт (services accepted), товарная накладная (goods delivered), or УПД, the universal transfer document that serves
 * for both.
 */
export type ClosingDocumentKind = "act" | "deliveryNote" | "universalTransferDocument"

/** A closing document is drawn up, after the fulfilment. */
export interface DocumentDrafted extends ActionBase {
  /** Tag. */
  readonly type: "documentDrafted"
  /** The document's key. */
  readonly documentKey: string
  /** The deal. */
  readonly dealKey: string
  /** What kind it is. */
  readonly kind: ClosingDocumentKind
  /** Amount in whole minor units: the deal's. */
  readonly amountMinor: number
}

/** A closing document goes to the client. */
export interface DocumentSent extends ActionBase {
  /** Tag. */
  readonly type: "documentSent"
  /** The document's key. */
  readonly documentKey: string
  /** Through an electronic document operator, or on paper. */
  readonly medium: "electronic" | "paper"
}

/** The client's signature is there. */
export interface DocumentSigned extends ActionBase {
  /** Tag. */
  readonly type: "documentSigned"
  /** The document's key. */
  readonly documentKey: string
}
