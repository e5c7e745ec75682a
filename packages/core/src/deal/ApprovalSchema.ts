import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, instantField, moneyField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import type { ActorId } from "../shared/Actor.ts"
import type { ApprovalId, DealId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Money } from "../shared/Money.ts"

/** Where an approval stands. `refused`: or taken back after it was granted. `expired`: its time ran out, before or after somebody granted it. */
export type ApprovalStatus = "asked" | "granted" | "refused" | "expired"

/** What somebody is asked to approve of a deal. */
export interface ApprovalTerms {
  /** The stage in which the deal stood when it was asked for. */
  readonly stageId: string
  /** The amount it is asked for; null where the deal had none. */
  readonly amount: Money | null
  /** That amount at list price; null where it was not known. */
  readonly listAmount: Money | null
}

/** One question to somebody who may decide: asked, then granted or refused, or left until it expired. Why, is a text. */
export interface Approval extends RecordState {
  readonly id: ApprovalId
  /** The deal it is about. */
  readonly dealId: DealId
  /** What is asked for, such as `discount`; gates see it as `approvals.granted`. `override` is for gates themselves. */
  readonly kindId: string
  /** For what it is asked; null where that was not kept, as of approvals asked for by earlier versions of the library. */
  readonly terms: ApprovalTerms | null
  /** Where it stands. */
  readonly status: ApprovalStatus
  /** Who asked. */
  readonly askedBy: ActorId
  /** Who is to decide; null where anybody may who has the role. */
  readonly askedOf: ActorId | null
  /** When it was asked. */
  readonly askedAt: Instant
  /** Who granted or refused; null while nobody did. */
  readonly decidedBy: ActorId | null
  /** When they did. */
  readonly decidedAt: Instant | null
  /** From when on it no longer holds (inclusive), asked or granted; null where it has no end. */
  readonly expiresAt: Instant | null
  /** When it is to be marked expired; null where there is nothing to wait for. */
  readonly nextExpiryAt: Instant | null
  /** When an override was made with it: it serves one. Null while it was not used. */
  readonly usedAt: Instant | null
}

/** Input of `approvals.ask`. */
export const AskApproval = Schema.Struct({
  /** An id of your own, beginning with `approval_`; a new one where left out. */
  id: Schema.optionalKey(idField("approval")),
  /** The deal it is about. */
  dealId: idField("deal"),
  /** What is asked for: a kind of approval from the department's configuration, or `override` for passing a gate. */
  kindId: slug,
  /** The amount it is asked for, where the deal does not have it yet; the deal's where left out. */
  amount: Schema.optionalKey(moneyField),
  /** That amount at list price, where the deal does not have it yet; the deal's where left out. */
  listAmount: Schema.optionalKey(moneyField),
  /** The host's id of who is to decide; anybody with the kind's roles where left out. Who asks cannot decide. */
  askedOf: Schema.optionalKey(opaqueId),
  /** Why it is needed, 1 to 2,000 characters. A text. */
  reason: textField(2000),
  /**
   * The UTC instant from which it no longer holds (inclusive), after now; after the kind's `validHours` where left out, without
   * end where it has none.
   */
  expiresAt: Schema.optionalKey(instantField),
})

/** Input of `approvals.grant` and `approvals.refuse`. */
export const DecideApproval = Schema.Struct({
  /**
   * The approval, asked for by somebody else and neither decided nor over. Refusing also takes back a granted one that served no override
   * yet: by who granted it, or who has a role that decides on its kind.
   */
  approvalId: idField("approval"),
  /** What the decision rests on, 1 to 2,000 characters; none where left out. A text. */
  comment: Schema.optionalKey(textField(2000)),
})

/** Input of `approvals.expire`. */
export const ExpireApproval = Schema.Struct({
  /** The approval, asked or granted, whose time is over; refused while it is not. */
  approvalId: idField("approval"),
})

/** Decoded input of `approvals.ask`. */
export type AskApproval = typeof AskApproval.Type
/** Decoded input of `approvals.grant` and `approvals.refuse`. */
export type DecideApproval = typeof DecideApproval.Type
/** Decoded input of `approvals.expire`. */
export type ExpireApproval = typeof ExpireApproval.Type
