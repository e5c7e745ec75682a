import type { BasePolicy } from "../client/BasePolicy.ts"
import type { TeamPolicy } from "../team/TeamPolicy.ts"
import type { ControlPolicy } from "../control/ControlPolicy.ts"
import type { ApprovalKind } from "../deal/Approval.ts"
import type { OverridePolicy } from "../deal/Override.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import type { LoyaltyPolicy } from "../loyalty/LoyaltyPolicy.ts"
import type { TouchKind } from "../deal/StageStall.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { PlanPolicy } from "../plan/record/PlanPolicy.ts"
import type { ReviewPolicy } from "../review/ReviewPolicy.ts"
import type { SettlementPolicy } from "../settlement/SettlementPolicy.ts"
import type { CustomField } from "../shared/CustomField.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"

/** A kind of fact that a source may or may not carry. What it does not carry is not observable, never "none". */
export type CarriedFact = "nextSteps" | "dialogs" | "payments" | "documents" | "leads" | "targets"

/** Where imported records come from. */
export interface Source {
  /** Short name of the source. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** What its records carry. */
  readonly carries: ReadonlyArray<CarriedFact>
  /**
   * From this instant on, by the library's own clock, deals are led here: the source moves none of them any more, and new ones
   * of it begin in the entry stage. Until then, and where left out, it asserts stages past the gates.
   */
  readonly cutOverAt?: Instant
}

/** A reason a person picks from a list. */
export interface Reason {
  /** Short name. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** Whether a text must be given with it. */
  readonly textRequired: boolean
  /**
   * Of a reason to lose a deal: it never was one of its own, but a duplicate merged into another or an entry by mistake. Waterfalls
   * show it as removed and not as lost. Default false.
   */
  readonly removes?: boolean
}

/** What a dialog came to. */
export interface DialogOutcome {
  /** Short name. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
}

/** A department's rules: everything a tenant configures. Plain data, JSON-safe. */
export interface DepartmentConfig {
  /** Name for people. */
  readonly name: Message
  /** IANA time zone in which the tenant's days begin. */
  readonly timeZone: string
  /** Currency of its plans and totals, ISO 4217. */
  readonly currency: string
  /** Pipelines in every version that deals may still live under. */
  readonly pipelines: ReadonlyArray<Pipeline>
  /** Pipeline of deals that name none. */
  readonly defaultPipelineId: string
  /**
   * Pipelines in which people open no new deals, while those that live in them go on; none where left out. What a publication leaves out of
   * its pipelines comes among them, but for those of sources.
   */
  readonly closedPipelineIds?: ReadonlyArray<string>
  /** Why a deal may be lost. */
  readonly lostReasons: ReadonlyArray<Reason>
  /** Why a lead may be disqualified. */
  readonly disqualifyReasons: ReadonlyArray<Reason>
  /** What a dialog may come to. */
  readonly dialogOutcomes: ReadonlyArray<DialogOutcome>
  /** Where imported records come from. Those that a publication leaves out stay: records came from them. */
  readonly sources: ReadonlyArray<Source>
  /** What a deal may need approval for; nothing but overrides where left out. */
  readonly approvalKinds?: ReadonlyArray<ApprovalKind>
  /** Who may pass a gate whose conditions are not met, and how often; nobody where left out. */
  readonly overrides?: OverridePolicy
  /** What counts as moving a deal on within its stage, beside entering it; nothing else where left out. */
  readonly touches?: ReadonlyArray<TouchKind>
  /** Rules about the team and about how leads find their owners; `defaultTeamPolicy` where left out. */
  readonly team?: TeamPolicy
  /** Rules of control. */
  readonly control: ControlPolicy
  /** Rules of the client base: lists to choose from, who is regular, how often to speak with whom. None where left out. */
  readonly base?: BasePolicy
  /** Fields of the department's own on clients, contact persons, leads and deals; none where left out. */
  readonly customFields?: ReadonlyArray<CustomField>
  /** Rules of loyalty: caps, hours of rest, reasons; the library's usual ones where left out. */
  readonly loyalty?: LoyaltyPolicy
  /** Rules of reviews: finding rules, who talks about what; what is left out is as the library has it. */
  readonly review?: Partial<ReviewPolicy>
  /** Rules of settlement; where left out, nothing that needs them is done. */
  readonly settlement?: SettlementPolicy
  /** Rules of plans: the tree of drivers that explains a deviation. The usual drivers of deals where left out. */
  readonly plan?: PlanPolicy
}

/** The stored configuration of a tenant, under its only id `department_main`. */
export interface Department extends RecordState {
  /** The rules in force. */
  readonly config: DepartmentConfig
  /** Since when rules are published by which the reminders of open invoices are not planned yet; null where they are. */
  readonly invoicesReplanAt: Instant | null
}
