import type { RegularRule } from "../client/BasePolicy.ts"
import type { LeadStatus } from "../client/ClientSchema.ts"
import type { DealOutcome } from "../deal/DealFact.ts"
import type { StageMeaning } from "../deal/Pipeline.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import type { ControlStateName } from "./ControlPolicy.ts"

/** A kind of fact that a source of records may not carry. */
export type ObservableFact = "nextSteps" | "dialogs" | "payments" | "documents"

/** Something that would be needed to say that all is well, and that cannot be seen. */
export type UnseenFact = ObservableFact | "stageEntry" | "saleDates"

/**
 * What can be seen of a record: its source carries the facts, or some are recorded here. Where false, the absence of facts
 * says nothing.
 */
export type Observed = { readonly [Fact in ObservableFact]: boolean }

/** A record put off, as control sees it. */
export interface ParkingFacts {
  /** Why, by the department's name for the reason. */
  readonly reasonId: string
  /** When it was put off, or its day last set: what the client says after it ends the parking. */
  readonly statedAt: Instant
  /** The day on which it comes back. */
  readonly resumeOn: CalendarDate
}

/** A person's wish not to see a record in a state for a while. */
export interface SnoozeFacts {
  /** Whose list. */
  readonly personId: string
  /** The state that was snoozed. */
  readonly state: ControlStateName
  /** When: what the client says after it ends the snooze. */
  readonly snoozedAt: Instant
  /** The day on which it is back. */
  readonly untilOn: CalendarDate
}

/** What people decided about a record's place under control. */
export interface MarkFacts {
  /** Its parking; null where there is none. In force only until its day and the client's next word. */
  readonly parking: ParkingFacts | null
  /** Who snoozed it. */
  readonly snoozes: ReadonlyArray<SnoozeFacts>
  /** In which state it is on nobody's list; null where it was not ruled out. */
  readonly ruledOutState: ControlStateName | null
}

/** What control knows of any record: plain and JSON-safe, so that a host may build it from its own tables. */
export interface RecordFacts {
  /** The record's id; unique within its kind. */
  readonly id: string
  /** Who owns it; null where nobody does. */
  readonly ownerId: RepId | null
  /** Since when nobody does; null where somebody does; null, or left out, where that is not known. */
  readonly unownedSince?: Instant | null
  /** The owner's last day in the department; null while the owner is there or nothing is known of it. */
  readonly ownerLeftOn: CalendarDate | null
  /** The owner's team; null where there is none, or none is stated. */
  readonly teamId: string | null
  /** The segment of the client or lead, in the tenant's own words; null where none is stated. */
  readonly segmentId: string | null
  /** Earliest day by which an open next step is to be done; null where none is open. */
  readonly stepDueOn: CalendarDate | null
  /** When a next step last ended, done or called off: without an open one, there is none since then; null where none did. */
  readonly lastStepDoneAt: Instant | null
  /** When we last turned to the client or spoke with it; null where that is not recorded. */
  readonly lastAnswerAt: Instant | null
  /** Since when the client waits: the first inbound dialog after our last in which nobody spoke for us; null where none. */
  readonly awaitingSince: Instant | null
  /** When the client last turned to us or spoke with us of its own accord; null where that is not recorded. */
  readonly lastInboundAt: Instant | null
  /** What people decided; null where nothing. */
  readonly mark: MarkFacts | null
  /** What can be seen. */
  readonly observed: Observed
}

/** What control knows of a lead. */
export interface LeadControlFacts extends RecordFacts {
  /** Tells a lead from the other kinds. */
  readonly kind: "lead"
  /** Where it stands. */
  readonly status: LeadStatus
  /** When it came. */
  readonly receivedAt: Instant
  /** When it was qualified or disqualified; null while it is open. */
  readonly closedAt: Instant | null
  /** When a lead in nurture comes back to work; null for every other. */
  readonly nextNurtureAt: Instant | null
}

/** An instalment that is not paid in full. */
export interface UnpaidInstalment {
  /** Day by which it is due (inclusive); null while it waits for a shipment or a document, or where that gave no day. */
  readonly dueOn: CalendarDate | null
  /** Still to be paid. */
  readonly open: Money
  /** Whether what it waited for has happened and gave no day: working days end with the calendar. False where left out. */
  readonly lacksDay?: boolean
}

/** What control knows of a deal. */
export interface DealControlFacts extends RecordFacts {
  /** Tells a deal from the other kinds. */
  readonly kind: "deal"
  /** The client's id; null where none is stated. */
  readonly clientId: string | null
  /** The pipeline's id. */
  readonly pipelineId: string
  /** Its stage; not known where left out. */
  readonly stageId?: string
  /** Name of its stage. */
  readonly stageName: Message
  /** What standing in the stage means. */
  readonly stageMeaning: StageMeaning
  /** Days after which it counts as stalled in this stage; null where the policy's limit holds. */
  readonly stageLimitDays: number | null
  /** Open, won or lost. */
  readonly outcome: DealOutcome
  /** When it entered its stage; null where the source does not carry it. */
  readonly enteredStageAt: Instant | null
  /** Days for which it stood in its stage before it came there last, since it was first moved back; 0 where left out. */
  readonly earlierStageDays?: number
  /** The last that counts as moving it on within its stage, by the department's rules; null or left out where nothing does. */
  readonly touchedAt?: Instant | null
  /** Day it was opened; null where the source does not carry it. */
  readonly openedOn: CalendarDate | null
  /** Day it was won or lost; null while open, or where the source does not carry it. */
  readonly closedOn: CalendarDate | null
  /** Its amount; null where none is stated. */
  readonly amount: Money | null
  /** Invoices recorded for it. */
  readonly invoiceCount: number
  /** What is still to be paid, by day. */
  readonly unpaid: ReadonlyArray<UnpaidInstalment>
  /**
   * Part of the amount that its invoices less their credit notes do not come to, where all are in the deal's currency; of a deal without
   * invoices that is signed for, and whose gates ask for payment, what no money came in for. Null where nothing is missing or it cannot be
   * told. Nothing where left out.
   */
  readonly uninvoiced?: Money | null
  /** Closing documents recorded for it. */
  readonly documentCount: number
  /** Whether all of them are signed, there is one at least, and they cover the deal's amount as far as it can be compared. */
  readonly isDocumented: boolean
  /** Day on which the earliest unsigned document was drawn up; null where none is unsigned. */
  readonly unsignedSince: CalendarDate | null
  /** Day on which the client first refused one of them or asked for its correction, that waits to be corrected; null or left out where none does. */
  readonly sentBackOn?: CalendarDate | null
  /** Part of the amount that no signed document covers; null where it cannot be told, or nothing is missing. */
  readonly undocumented: Money | null
  /** Of a lost deal, money that came in for it and was neither sent back nor signed for, by currency; nothing where left out. */
  readonly held?: ReadonlyArray<Money>
}

/** What control knows of a client. Its deals are judged for themselves. */
export interface ClientControlFacts extends RecordFacts {
  /** Tells a client from the other kinds. */
  readonly kind: "client"
  /** When anybody last spoke with it, about whatever of its deals; null where no dialog is recorded. */
  readonly lastDialogAt: Instant | null
  /** When it came into the base; null, or left out, where that is not known. */
  readonly registeredAt?: Instant | null
  /** The tenant's own rule of who is a regular client; the policy's `regularFromWonDeals` where absent. */
  readonly regularRule?: RegularRule
  /** The client is to be spoken with at least every so many days; the policy's `quietAfterDays` where absent. */
  readonly contactEveryDays?: number
  /** Its deals. */
  readonly deals: ReadonlyArray<DealControlFacts>
}

/** What control knows of a client apart from its deals. */
export type ClientRecordFacts = Omit<ClientControlFacts, "deals">

/** What control knows of a record of any kind. */
export type ControlFacts = LeadControlFacts | ClientControlFacts | DealControlFacts

/** What control knows of a record of any kind, a client's deals left out: they are records themselves. */
export type SingleFacts = LeadControlFacts | ClientRecordFacts | DealControlFacts

/** All records under control. */
export interface ControlBase {
  /** Leads. */
  readonly lead: ReadonlyArray<LeadControlFacts>
  /** Clients. */
  readonly client: ReadonlyArray<ClientControlFacts>
  /** Deals. */
  readonly deal: ReadonlyArray<DealControlFacts>
}
