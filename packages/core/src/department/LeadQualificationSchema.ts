import * as Schema from "effect/Schema"
import { customInput } from "../ports/CustomFieldSchema.ts"
import { dateField, idField, moneyField, opaqueId, slug, textField } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"

interface Chosen {
  readonly clientId?: unknown
  readonly client?: unknown
  readonly dealId?: unknown
  readonly deal?: unknown
}

/**
 * Input of `leads.qualify`. The client: one that is there (`clientId`), or a new one, which takes name, owner and details
 * of the lead where `client` does not say otherwise, and values of custom fields that clients have under the same key and
 * of the same kind. The deal: one that is there (`dealId`), a new one (`deal`), or none.
 */
export const QualifyLead = Schema.Struct({
  /** The lead. */
  leadId: idField("lead"),
  /** The client that it turned out to be; a new one is registered where left out. */
  clientId: Schema.optionalKey(idField("client")),
  /** What is to be said of the new client otherwise than of the lead. */
  client: Schema.optionalKey(
    Schema.Struct({
      id: Schema.optionalKey(idField("client")),
      name: Schema.optionalKey(textField(300)),
      ownerId: Schema.optionalKey(opaqueId),
      segmentId: Schema.optionalKey(textField(100)),
      custom: Schema.optionalKey(customInput),
    }),
  ),
  /** The deal that it turned out to belong to, if there is one. */
  dealId: Schema.optionalKey(idField("deal")),
  /** The deal to be opened for it, if one is. */
  deal: Schema.optionalKey(
    Schema.Struct({
      id: Schema.optionalKey(idField("deal")),
      title: textField(300),
      pipelineId: Schema.optionalKey(slug),
      ownerId: Schema.optionalKey(opaqueId),
      productId: Schema.optionalKey(opaqueId),
      amount: Schema.optionalKey(moneyField),
      listAmount: Schema.optionalKey(moneyField),
      expectedCloseOn: Schema.optionalKey(dateField),
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
