import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ActorId } from "../shared/Actor.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { Approval } from "./ApprovalSchema.ts"
import type { Deal } from "./DealSchema.ts"
import { discountOf } from "./Discount.ts"

/**
 * What a granted approval holds for. `terms`: the amount it was asked for, or less of it at no deeper a discount; where a discount cannot be
 * told, that amount alone. `amount`: that amount or less. `deal`: the deal, whatever becomes of its amounts.
 */
export const approvalCovers = ["terms", "amount", "deal"] as const

/** One of {@link approvalCovers}. */
export type ApprovalCover = (typeof approvalCovers)[number]

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
  /** What it holds for once granted; `terms` where left out. */
  readonly covers?: ApprovalCover
}

/** The kind under which overrides of gates are approved; always there, decided by who the override policy names. */
export const overrideApprovalKind = "override"

/** Somebody asked for an approval. */
export type ApprovalAsked = DomainEvent<
  "ApprovalAsked",
  Pick<Approval, "id" | "dealId" | "kindId" | "askedBy" | "askedOf" | "expiresAt" | "terms">
>

/** Version 1 did not keep what was asked for: such approvals hold for the deal, as they did. */
type ApprovalAsked1 = Omit<ApprovalAsked["payload"], "terms">

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
  upcasters: { ApprovalAsked: [(asked: ApprovalAsked1): ApprovalAsked["payload"] => ({ ...asked, terms: null })] },
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

/**
 * Whether what was approved is what the deal is now: an approval of one discount is none of a deeper one.
 *
 * @param approval - the approval; what it was asked for is read
 * @param deal - the deal as it is, or would be
 * @param covers - what approvals of its kind hold for
 *
 * @example
 * ```ts
 * import { coversDeal } from "@salesdept/core/deal/gates"
 *
 * const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
 * const approval = { terms: { stageId: "proposal", amount: rub(75_00), listAmount: rub(100_00) } }
 * coversDeal(approval, { amount: rub(70_00), listAmount: rub(90_00) }) // true
 * coversDeal(approval, { amount: rub(10_00), listAmount: rub(100_00) }) // false
 * coversDeal(approval, { amount: rub(10_00), listAmount: rub(100_00) }, "amount") // true
 * ```
 */
export const coversDeal = (
  { terms }: Pick<Approval, "terms">,
  deal: Pick<Deal, "amount" | "listAmount">,
  covers: ApprovalCover = "terms",
): boolean => {
  if (terms === null || covers === "deal") return true
  const [asked, now] = [terms.amount, deal.amount]
  if (asked === null || now === null) return asked === now
  if (now.currency !== asked.currency || now.amountMinor > asked.amountMinor) return false
  if (covers === "amount") return true
  const [agreed, given] = [discountOf(terms), discountOf(deal)]
  return agreed === null || given === null ? now.amountMinor === asked.amountMinor : given <= agreed
}
