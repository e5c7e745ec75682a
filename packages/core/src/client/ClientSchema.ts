import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, opaqueId, slug, textField, rowsOf } from "../ports/FieldSchema.ts"
import type { ClientId, DealId, LeadId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** Values of a client that a source states. */
export interface ClientValues {
  /** Owner; null where nobody owns the client. */
  readonly ownerId: RepId | null
  /** Segment or industry, from the tenant's own words; null where none is stated. */
  readonly segmentId: string | null
}

/** A client: somebody who buys or may buy. The name is a text, kept apart. */
export interface Client extends RecordState, ClientValues {
  readonly id: ClientId
  /** The source it was imported from; null for clients registered here. */
  readonly sourceId: string | null
  /** What the source last said; null for clients registered here. */
  readonly imported: ClientValues | null
}

/** Where a lead stands. */
export type LeadStatus = "new" | "inWork" | "qualified" | "disqualified"

/** A lead: an interest that is not a client yet. */
export interface Lead extends RecordState {
  readonly id: LeadId
  /** Where it stands. */
  readonly status: LeadStatus
  /** Who works on it; null while nobody does. */
  readonly ownerId: RepId | null
  /** By which channel it came, in the tenant's own words. */
  readonly channelId: string
  /** When it came. */
  readonly receivedAt: Instant
  /** When somebody first took it; null while nobody has. */
  readonly takenAt: Instant | null
  /** The client it became; null while it has not. */
  readonly clientId: ClientId | null
  /** The deal it became; null while it has not. */
  readonly dealId: DealId | null
  /** Why it was disqualified. */
  readonly disqualifyReasonId: string | null
}

/** Input of `clients.register`. */
export const RegisterClient = Schema.Struct({
  id: Schema.optionalKey(idField("client")),
  name: textField(300),
  ownerId: Schema.optionalKey(opaqueId),
  segmentId: Schema.optionalKey(textField(100)),
})

const importedClient = Schema.Struct({
  id: idField("client"),
  name: textField(300),
  ownerId: Schema.NullOr(opaqueId),
  segmentId: Schema.NullOr(textField(100)),
})

/** Input of `clients.import`. 1 to 5,000 rows (inclusive) a call. */
export const ImportClients = Schema.Struct({
  sourceId: slug,
  rows: rowsOf(importedClient),
})

/** Input of `leads.receive`. */
export const ReceiveLead = Schema.Struct({
  id: Schema.optionalKey(idField("lead")),
  name: textField(300),
  channelId: slug,
  ownerId: Schema.optionalKey(opaqueId),
})

/** Input of `leads.take`: somebody starts to work on it. */
export const TakeLead = Schema.Struct({ leadId: idField("lead"), ownerId: opaqueId })

/** Input of `leads.qualify`: it became a client, and a deal where one was opened. */
export const QualifyLead = Schema.Struct({
  leadId: idField("lead"),
  clientId: idField("client"),
  dealId: Schema.optionalKey(idField("deal")),
})

/** Input of `leads.disqualify`. */
export const DisqualifyLead = Schema.Struct({ leadId: idField("lead"), reasonId: slug })

/** Decoded input of `clients.register`. */
export type RegisterClient = typeof RegisterClient.Type
/** Decoded input of `clients.import`. */
export type ImportClients = typeof ImportClients.Type
/** Decoded input of `leads.receive`. */
export type ReceiveLead = typeof ReceiveLead.Type
/** Decoded input of `leads.take`. */
export type TakeLead = typeof TakeLead.Type
/** Decoded input of `leads.qualify`. */
export type QualifyLead = typeof QualifyLead.Type
/** Decoded input of `leads.disqualify`. */
export type DisqualifyLead = typeof DisqualifyLead.Type
