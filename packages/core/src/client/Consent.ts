import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Consent } from "./ContactSchema.ts"

/** Somebody agreed. */
export type ConsentGiven = DomainEvent<
  "ConsentGiven",
  Omit<Consent, keyof RecordState | "givenAt" | "withdrawnAt"> & Pick<Consent, "id">
>

/** The consent was taken back. */
export type ConsentWithdrawn = DomainEvent<"ConsentWithdrawn", Record<string, never>>

/** Everything that can happen to a consent. */
export type ConsentEvent = ConsentGiven | ConsentWithdrawn

/** Consents as a kind of record. */
export const consentAggregate: Aggregate<Consent, ConsentEvent, "clientId" | "contactId" | "leadId"> = {
  kind: "consent",
  indexes: ["clientId", "contactId", "leadId"],
  ownership: {
    first: [
      { through: "clientId", kinds: [{ kind: "client", field: "ownerId" }] },
      { through: "leadId", kinds: [{ kind: "lead", field: "ownerId" }] },
      {
        through: "contactId",
        kinds: [{ kind: "contact", field: "clientId", in: { kind: "client", field: "ownerId" } }],
      },
    ],
  },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ConsentGiven") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        givenAt: occurredAt,
        withdrawnAt: null,
      }
    }
    // Streams begin with ConsentGiven: the write path numbers events, and rebuilds are verified.
    return { ...(before as Consent), version, changedAt: occurredAt, withdrawnAt: occurredAt }
  },
}

/** How a consent stands at a moment. */
export type ConsentStatus = "inForce" | "expired" | "withdrawn" | "notYetGiven"

/**
 * How a consent stands.
 *
 * @param consent - the consent
 * @param at - the moment asked about
 * @param today - the tenant's calendar day of that moment; the consent's last day still counts
 *
 * @example
 * ```ts
 * import { consentStatus } from "@salesdept/core/client"
 *
 * const consent = { givenAt: "2026-01-10T09:00:00.000Z", expiresOn: "2026-06-30", withdrawnAt: null }
 * consentStatus(consent, "2026-06-30T12:00:00.000Z", "2026-06-30") // "inForce"
 * consentStatus(consent, "2026-07-01T09:00:00.000Z", "2026-07-01") // "expired"
 * ```
 */
export const consentStatus = (
  { givenAt, expiresOn, withdrawnAt }: Pick<Consent, "givenAt" | "expiresOn" | "withdrawnAt">,
  at: Instant,
  today: CalendarDate,
): ConsentStatus => {
  if (at < givenAt) return "notYetGiven"
  if (withdrawnAt !== null && withdrawnAt <= at) return "withdrawn"
  return expiresOn !== null && expiresOn < today ? "expired" : "inForce"
}
