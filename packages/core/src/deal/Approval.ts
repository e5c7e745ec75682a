import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ActorId } from "../shared/Actor.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { Approval } from "./ApprovalSchema.ts"

/** Something a deal may need approval for, as the tenant lists it. */
export interface ApprovalKind {
  /** Short name, such as `discount`; the value of the fact `approvals.granted`. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** Roles of those who may decide; anybody but who asked where left out. */
  readonly roles?: ReadonlyArray<string>
  /** Hours for which it holds from asking, 1 to 87,600 (inclusive), where the asker names no end; without end where left out. */
  readonly validHours?: number
}

/** The kind under which overrides of gates are approved; always there, decided by who the override policy names. */
export const overrideApprovalKind = "override"

/** Somebody asked for an approval. */
export type ApprovalAsked = DomainEvent<
  "ApprovalAsked",
  Pick<Approval, "id" | "dealId" | "kindId" | "askedBy" | "askedOf" | "expiresAt">
>

/** It was granted. */
export type ApprovalGranted = DomainEvent<"ApprovalGranted", { readonly decidedBy: ActorId }>

/** It was refused. */
export type ApprovalRefusedByPerson = DomainEvent<"ApprovalRefused", { readonly decidedBy: ActorId }>

/** Its time ran out. */
export type ApprovalExpired = DomainEvent<"ApprovalExpired", { readonly expiresAt: Instant }>

/** A gate was overridden with it. */
export type ApprovalUsed = DomainEvent<"ApprovalUsed", { readonly overrideId: string }>

/** Everything that can happen to an approval. */
export type ApprovalEvent = ApprovalAsked | ApprovalGranted | ApprovalRefusedByPerson | ApprovalExpired | ApprovalUsed

/** Approvals as a kind of record. */
export const approvalAggregate: Aggregate<Approval, ApprovalEvent, "dealId" | "status" | "nextExpiryAt"> = {
  kind: "approval",
  indexes: ["dealId", "status", "nextExpiryAt"],
  indexKinds: { nextExpiryAt: "instant" },
  ownership: { through: "dealId", kind: "deal", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ApprovalAsked") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        status: "asked",
        askedAt: occurredAt,
        decidedBy: null,
        decidedAt: null,
        nextExpiryAt: event.payload.expiresAt,
        usedAt: null,
      }
    }
    // Streams begin with ApprovalAsked: the write path numbers events, and rebuilds are verified.
    const approval = { ...(before as Approval), version, changedAt: occurredAt }
    if (event.type === "ApprovalExpired") return { ...approval, status: "expired", nextExpiryAt: null }
    if (event.type === "ApprovalUsed") return { ...approval, usedAt: occurredAt }
    const { decidedBy } = event.payload
    return event.type === "ApprovalGranted"
      ? { ...approval, status: "granted", decidedBy, decidedAt: occurredAt }
      : { ...approval, status: "refused", decidedBy, decidedAt: occurredAt, nextExpiryAt: null }
  },
}

/**
 * Whether the time of an approval is over at an instant, whether or not that was recorded yet.
 *
 * @param approval - the approval; only the end of its validity is read, null for one without end
 * @param at - the instant asked about; at the very end it is over already
 *
 * @example
 * ```ts
 * import { isOver } from "@salesdept/core/deal/gates"
 *
 * isOver({ expiresAt: "2026-11-23T09:00:00.000Z" }, "2026-11-23T09:00:00.000Z") // true
 * isOver({ expiresAt: null }, "2026-11-23T09:00:00.000Z") // false
 * ```
 */
export const isOver = ({ expiresAt }: Pick<Approval, "expiresAt">, at: Instant): boolean =>
  expiresAt !== null && expiresAt <= at

/**
 * Whether an approval is granted and holds at an instant.
 *
 * @param approval - the approval; its status and the end of its validity are read
 * @param at - the instant asked about; at the very end it holds no more
 *
 * @example
 * ```ts
 * import { holdsAt } from "@salesdept/core/deal/gates"
 *
 * const approval = { status: "granted", expiresAt: "2026-11-30T09:00:00.000Z" } as const
 * holdsAt(approval, "2026-11-23T09:00:00.000Z") // true
 * holdsAt(approval, "2026-11-30T09:00:00.000Z") // false
 * ```
 */
export const holdsAt = (approval: Pick<Approval, "status" | "expiresAt">, at: Instant): boolean =>
  approval.status === "granted" && !isOver(approval, at)
