import type { StatedCustom } from "../journal/CustomFields.ts"
import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { unownedSince } from "../shared/Unowned.ts"
import type { ClientId, DealId, LeadId, RepId } from "../shared/Ids.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Lead, LeadValues, LeadStatus } from "./ClientSchema.ts"
import { retagged } from "./Tags.ts"

/** Somebody showed interest. */
export type LeadReceived = DomainEvent<
  "LeadReceived",
  {
    readonly id: LeadId
    readonly channelId: string
    readonly originId: string | null
    readonly segmentId: string | null
    readonly ownerId: RepId | null
  }
>

/** A source asserted a lead as it stands there. */
export type LeadImported = DomainEvent<
  "LeadImported",
  {
    readonly id: LeadId
    readonly sourceId: string
    /** What the source says. */
    readonly stated: LeadValues & StatedCustom
    /** What the lead is from now on: ours are kept in fields that were changed here since. */
    readonly kept: LeadValues
  }
>

/** A rep began to work on it. */
export type LeadTaken = DomainEvent<"LeadTaken", { readonly ownerId: RepId }>

/** It got another owner, or none. */
export type LeadAssigned = DomainEvent<"LeadAssigned", { readonly ownerId: RepId | null }>

/** Values or texts of it changed; what is not named stayed. */
export type LeadAmended = DomainEvent<
  "LeadAmended",
  { readonly originId?: string | null; readonly segmentId?: string | null }
>

/** Tags were put on and taken off. */
export type LeadTagged = DomainEvent<
  "LeadTagged",
  { readonly added: ReadonlyArray<string>; readonly removed: ReadonlyArray<string> }
>

/** It was put off to a day. */
export type LeadNurtured = DomainEvent<
  "LeadNurtured",
  {
    readonly until: CalendarDate
    /** The beginning of that day by the tenant's calendar. */
    readonly nextNurtureAt: Instant
  }
>

/** It came back to work: its day had come, the client turned to us, or somebody took it up. */
export type LeadResumed = DomainEvent<"LeadResumed", { readonly by: "day" | "inbound" | "person" }>

/** It became a client, and a deal where one was opened. */
export type LeadQualified = DomainEvent<
  "LeadQualified",
  { readonly clientId: ClientId; readonly dealId: DealId | null }
>

/** It will not become a client. */
export type LeadDisqualified = DomainEvent<"LeadDisqualified", { readonly reasonId: string }>

/** Everything that can happen to a lead. */
export type LeadEvent =
  | LeadReceived
  | LeadImported
  | LeadTaken
  | LeadAssigned
  | LeadAmended
  | LeadTagged
  | LeadNurtured
  | LeadResumed
  | LeadQualified
  | LeadDisqualified

/** Leads as a kind of record. */
export const leadAggregate: Aggregate<
  Lead,
  LeadEvent,
  "ownerId" | "status" | "clientId" | "standing" | "receivedAt" | "nextNurtureAt"
> = {
  kind: "lead",
  indexes: ["ownerId", "status", "clientId", "standing", "receivedAt", "nextNurtureAt"],
  indexKinds: { receivedAt: "instant", nextNurtureAt: "instant" },
  ownership: { field: "ownerId" },
  hasCustomFields: true,
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "LeadReceived") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        unownedSince: unownedSince(null, event.payload.ownerId, occurredAt),
        status: "new",
        tags: [],
        standing: "active",
        receivedAt: occurredAt,
        takenAt: null,
        nextNurtureAt: null,
        nurtures: 0,
        closedAt: null,
        clientId: null,
        dealId: null,
        disqualifyReasonId: null,
        sourceId: null,
        imported: null,
      }
    }
    if (event.type === "LeadImported") {
      const { id, sourceId, stated, kept } = event.payload
      return {
        segmentId: before?.segmentId ?? null,
        tags: before?.tags ?? [],
        takenAt: before?.takenAt ?? null,
        nextNurtureAt: kept.status === "nurture" ? (before?.nextNurtureAt ?? null) : null,
        nurtures: before?.nurtures ?? 0,
        disqualifyReasonId: kept.status === "disqualified" ? (before?.disqualifyReasonId ?? null) : null,
        textsVersion: before?.textsVersion ?? 0,
        ...kept,
        unownedSince: unownedSince(before, kept.ownerId, before === null ? kept.receivedAt : occurredAt),
        // What the source asserts is in the base, also where it had been voided.
        standing: "active",
        id,
        version,
        changedAt: occurredAt,
        sourceId,
        imported: stated,
      }
    }
    // Streams begin with LeadReceived or LeadImported: the write path numbers events, and rebuilds are verified.
    const lead = { ...(before as Lead), version, changedAt: occurredAt }
    switch (event.type) {
      case "LeadTaken":
        return {
          ...lead,
          status: "inWork",
          ownerId: event.payload.ownerId,
          unownedSince: null,
          takenAt: lead.takenAt ?? occurredAt,
          nextNurtureAt: null,
        }
      case "LeadAssigned": {
        const { ownerId } = event.payload
        return { ...lead, ownerId, unownedSince: unownedSince(lead, ownerId, occurredAt) }
      }
      case "LeadAmended":
        return { ...lead, ...event.payload }
      case "LeadTagged":
        return { ...lead, tags: retagged(lead.tags, event.payload) }
      case "LeadNurtured":
        return {
          ...lead,
          status: "nurture",
          nextNurtureAt: event.payload.nextNurtureAt,
          nurtures: lead.nurtures + 1,
        }
      case "LeadResumed":
        return { ...lead, status: lead.takenAt === null ? "new" : "inWork", nextNurtureAt: null }
      case "LeadQualified":
        return { ...lead, status: "qualified", closedAt: occurredAt, nextNurtureAt: null, ...event.payload }
      case "LeadDisqualified":
        return {
          ...lead,
          status: "disqualified",
          closedAt: occurredAt,
          nextNurtureAt: null,
          disqualifyReasonId: event.payload.reasonId,
        }
    }
  },
}

/** Statuses of leads that are open. */
export const openLeadStatuses: ReadonlyArray<LeadStatus> = ["new", "inWork", "nurture"]

/**
 * Whether somebody may still work on a lead: it is neither qualified nor disqualified.
 *
 * @param lead - the lead; only its status is read
 *
 * @example
 * ```ts
 * import { isOpenLead } from "@salesdept/core/client"
 *
 * isOpenLead({ status: "nurture" }) // true
 * isOpenLead({ status: "disqualified" }) // false
 * ```
 */
export const isOpenLead = ({ status }: Pick<Lead, "status">): boolean => openLeadStatuses.includes(status)
