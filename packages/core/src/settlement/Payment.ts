import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Payment } from "./SettlementSchema.ts"

/** Money came in. */
export type PaymentReceived = DomainEvent<"PaymentReceived", Omit<Payment, keyof RecordState> & Pick<Payment, "id">>

/** Payments as a kind of record. The bank's reference is a text, kept apart. */
export const paymentAggregate: Aggregate<Payment, PaymentReceived, "invoiceId" | "dealId"> = {
  kind: "payment",
  indexes: ["invoiceId", "dealId"],
  evolve: (_before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
  }),
}
