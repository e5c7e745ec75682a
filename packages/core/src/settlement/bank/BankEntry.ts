import type { Aggregate } from "../../journal/Aggregate.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import type { ClientId, PaymentId } from "../../shared/Ids.ts"
import type { BankEntry } from "./BankSchema.ts"

/** A transfer was read from a statement, and matched as far as that was certain. */
export type BankEntryRecorded = DomainEvent<
  "BankEntryRecorded",
  Pick<
    BankEntry,
    | "id"
    | "account"
    | "direction"
    | "bookedOn"
    | "amount"
    | "payerKey"
    | "status"
    | "doubt"
    | "candidates"
    | "clientId"
    | "paymentId"
  >
>

/** A person said what it pays, or of one that went out, whose money went back. */
export type BankEntryAssigned = DomainEvent<
  "BankEntryAssigned",
  { readonly paymentId: PaymentId; readonly clientId: ClientId | null }
>

/** A person said that it is no payment of a client. */
export type BankEntryIgnored = DomainEvent<"BankEntryIgnored", { readonly reasonId: string }>

/** Everything that can happen to an entry. */
export type BankEntryEvent = BankEntryRecorded | BankEntryAssigned | BankEntryIgnored

/** Entries of bank statements as a kind of record. */
export const bankEntryAggregate: Aggregate<
  BankEntry,
  BankEntryEvent,
  "status" | "payerKey" | "paymentId" | "clientId" | "bookedOn"
> = {
  kind: "bankEntry",
  indexes: ["status", "payerKey", "paymentId", "clientId", "bookedOn"],
  indexKinds: { bookedOn: "date" },
  // Whose client it is of; what nobody has been found for yet is seen by those who see records without an owner.
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    const changed = { version, changedAt: occurredAt }
    if (event.type === "BankEntryRecorded") {
      return { ...event.payload, ...changed, ignoredReasonId: null, textsVersion: 0 }
    }
    // Streams begin with BankEntryRecorded: the write path numbers events, and rebuilds are verified.
    const entry = { ...(before as BankEntry), ...changed, doubt: null }
    return event.type === "BankEntryAssigned"
      ? { ...entry, ...event.payload, status: "matched", ignoredReasonId: null }
      : { ...entry, status: "ignored", ignoredReasonId: event.payload.reasonId }
  },
}
