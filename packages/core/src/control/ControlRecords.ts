import type { BasePolicy } from "../client/BasePolicy.ts"
import type { Client, Lead } from "../client/ClientSchema.ts"
import type { Dialog, NextStep, Subject } from "../client/DialogSchema.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import type { TouchKind } from "../deal/StageStall.ts"
import type { ClosingDocument, Invoice, Payment } from "../settlement/SettlementSchema.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { ControlMark } from "./ControlMarkSchema.ts"

/** What control asks of a deal. */
export type ControlledDeal = Pick<
  Deal,
  | "id"
  | "amount"
  | "changedAt"
  | "clientId"
  | "closeRate"
  | "closedOn"
  | "earlierStays"
  | "enteredStageAt"
  | "openedOn"
  | "outcome"
  | "ownerId"
  | "pipelineId"
  | "pipelineVersion"
  | "sourceId"
  | "stageId"
  | "standing"
  | "unownedSince"
>

/** What control asks of a lead. */
export type ControlledLead = Pick<
  Lead,
  | "id"
  | "closedAt"
  | "nextNurtureAt"
  | "ownerId"
  | "receivedAt"
  | "segmentId"
  | "sourceId"
  | "standing"
  | "status"
  | "unownedSince"
>

/** What control asks of a client; the rest of it need not be held. */
export type ControlledClient = Pick<
  Client,
  "id" | "ownerId" | "registeredAt" | "segmentId" | "sourceId" | "standing" | "unownedSince"
>

/** What control asks of a dialog. */
export type ControlledDialog = Pick<Dialog, keyof Subject | "direction" | "heldAt" | "repId">

/** What control asks of a next step. */
export type ControlledStep = Pick<NextStep, keyof Subject | "doneAt" | "dueOn" | "status">

/** What control asks of a payment. */
export type ControlledPayment = Pick<Payment, "allocations" | "amount" | "changedAt" | "dealId" | "unallocatedMinor">

/** The records that control reads, as they are stored; of those that are many it asks some fields. */
export interface ControlRecords {
  /** Leads. */
  readonly leads: ReadonlyArray<ControlledLead>
  /** Clients. */
  readonly clients: ReadonlyArray<ControlledClient>
  /** Deals. */
  readonly deals: ReadonlyArray<ControlledDeal>
  /** Dialogs, in any order. */
  readonly dialogs: ReadonlyArray<ControlledDialog>
  /** Next steps, open and done. */
  readonly nextSteps: ReadonlyArray<ControlledStep>
  /** Invoices. */
  readonly invoices: ReadonlyArray<Invoice>
  /** Closing documents. */
  readonly documents: ReadonlyArray<ClosingDocument>
  /** Reps; they say which owners have left. */
  readonly reps: ReadonlyArray<Rep>
  /** Payments; where left out, nothing is said of what deals without an invoice owe, and no payment moves a deal on. */
  readonly payments?: ReadonlyArray<ControlledPayment>
  /** What people decided about records; nothing where left out. */
  readonly marks?: ReadonlyArray<ControlMark>
}

/** A source of imported records. */
export interface ControlSource {
  /** Its id, as records name it. */
  readonly id: string
  /** What its records carry: of `nextSteps`, `dialogs`, `payments` and `documents`; others do not matter here. */
  readonly carries: ReadonlyArray<string>
}

/** The parts of a department's configuration that control reads. */
export interface ControlRules {
  /** IANA zone in which the tenant's days begin. */
  readonly timeZone: string
  /** Sources with what their records carry; of a source that is not named nothing is observable. */
  readonly sources: ReadonlyArray<ControlSource>
  /** Pipelines in every version that deals live under. */
  readonly pipelines: ReadonlyArray<Pipeline>
  /** Rules of the client base: who is regular, and how often clients of a segment are spoken with. The policy's where absent. */
  readonly base?: BasePolicy
  /** What counts as moving a deal on within its stage, beside entering it; nothing else where left out. */
  readonly touches?: ReadonlyArray<TouchKind>
}
