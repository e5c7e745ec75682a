import * as Schema from "effect/Schema"
import { customInput } from "../ports/input/CustomFieldSchema.ts"
import { dateField, idField, moneyField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

interface Chosen {
  readonly clientId?: unknown
  readonly client?: unknown
  readonly dealId?: unknown
  readonly deal?: unknown
}

/**
 * Input of `leads.qualify`. The client: one that is there (`clientId`), or a new one, which takes name, owner and details
 * of the lead where `client` does not say otherwise, and values of custom fields that clients have under the same key and
 * of the same kind. The deal: one that is there (`dealId`), a new one (`deal`), or none. What is still to be done about the lead goes on
 * with the deal: its open next steps name both.
 */
export const QualifyLead = Schema.Struct({
  /** The lead. */
  leadId: idField("lead"),
  /** The client that it turned out to be; a new one is registered where left out. */
  clientId: Schema.optionalKey(idField("client")),
  /** What is to be said of the new client otherwise than of the lead. */
  client: Schema.optionalKey(
    Schema.Struct({
      /** An id of your own, beginning with `client_`; a new one where left out. */
      id: Schema.optionalKey(idField("client")),
      /** The name of the company or person, 1 to 300 characters; where left out, the lead's company, else its name. A text. */
      name: Schema.optionalKey(textField(300)),
      /** The host's id of who looks after it; who works on the lead where left out. */
      ownerId: Schema.optionalKey(opaqueId),
      /** A segment of your own, 1 to 100 characters; the lead's where left out. */
      segmentId: Schema.optionalKey(textField(100)),
      /**
       * Values of the fields that the department defines for clients, by field; those of the lead that fit are taken over
       * beside them.
       */
      custom: Schema.optionalKey(customInput),
    }),
  ),
  /** The deal that it turned out to belong to, if there is one. */
  dealId: Schema.optionalKey(idField("deal")),
  /** The deal to be opened for it, if one is. */
  deal: Schema.optionalKey(
    Schema.Struct({
      /** An id of your own, beginning with `deal_`; a new one where left out. */
      id: Schema.optionalKey(idField("deal")),
      /** What is sold to whom, in a few words; 1 to 300 characters. A text: erased with the person. */
      title: textField(300),
      /** A pipeline of the department; its default one where left out. */
      pipelineId: Schema.optionalKey(slug),
      /** The host's id of who works on it; who works on the lead where left out. */
      ownerId: Schema.optionalKey(opaqueId),
      /** The product, for splits by product; none where left out. */
      productId: Schema.optionalKey(opaqueId),
      /** What it is to bring, in whole minor units, not below 0. Not stated where left out, which is not 0. */
      amount: Schema.optionalKey(moneyField),
      /** The same at list price, from which discounts are told; not stated where left out. */
      listAmount: Schema.optionalKey(moneyField),
      /** The day by which it is expected to be closed, `YYYY-MM-DD` in the department's time zone. */
      expectedCloseOn: Schema.optionalKey(dateField),
      /** Values of the fields that the department defines for deals, by field. */
      custom: Schema.optionalKey(customInput),
    }),
  ),
}).check(
  check<Chosen>(
    "qualify.oneClient",
    { en: "give clientId or client, not both", ru: "укажите clientId или client, но не оба" },
    ({ clientId, client }) => clientId === undefined || client === undefined,
  ),
  check<Chosen>(
    "qualify.oneDeal",
    { en: "give dealId or deal, not both", ru: "укажите dealId или deal, но не оба" },
    ({ dealId, deal }) => dealId === undefined || deal === undefined,
  ),
)

/** Decoded input of `leads.qualify`. */
export type QualifyLead = typeof QualifyLead.Type
