import type { Lead } from "../client/ClientSchema.ts"
import type { Dialog, NextStep } from "../client/DialogSchema.ts"
import type { ControlDay } from "../control/WatchSchema.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { ClosingDocument, Invoice, Payment } from "../settlement/SettlementSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"
import type { DateRange } from "../shared/Period.ts"
import type { Commitment } from "./CommitmentSchema.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"

/** How a promise of payment ended. */
export interface EndedPromise {
  /** The invoice. */
  readonly invoiceId: string
  /** Kept or broken. */
  readonly outcome: "kept" | "broken"
  /** Day on which it was judged. */
  readonly closedOn: CalendarDate
}

/** A deal that came to a stage in a period and has gone on from it after its end. */
export interface StagePassage {
  /** The deal. */
  readonly dealId: string
}

/** What counts of a deal as it stood at a moment. */
export interface StoodDeal {
  /** The deal. */
  readonly dealId: string
  /** Who looked after it; null for nobody. */
  readonly ownerId: RepId | null
  /** Whose it was; null for nobody's. */
  readonly sellerId: RepId | null
  /** What it was to bring, in the department's currency where a rate was frozen by then; null where nothing was stated. */
  readonly amount: Money | null
}

/** What summaries ask of a dialog. */
export type SummedDialog = RecordState & Pick<Dialog, "dealId" | "direction" | "heldAt" | "leadId" | "repId">

/** What summaries ask of a lead. */
export type SummedLead = RecordState &
  Pick<Lead, "closedAt" | "ownerId" | "receivedAt" | "sourceId" | "standing" | "takenAt">

/** Records that summaries are made of, all of the tenant's. */
export interface SummaryFacts {
  /** Invoices, with the days on which their instalments were due when the period ended. */
  readonly invoices: ReadonlyArray<Invoice>
  /** Promises of payment that ended. */
  readonly promises: ReadonlyArray<EndedPromise>
  /** Days counted by the watch of control. */
  readonly controlDays: ReadonlyArray<ControlDay>
  /**
   * Deals, with amounts in another currency by the rate frozen at their close, where there is one: `dealInCurrency`. Who looks after them, and
   * of those that were not over when the period ended whose they are and their amounts, is as it was then.
   */
  readonly deals: ReadonlyArray<Deal>
  /** Deals that have changed since the period began, as they stood then; as in `deals` where left out. */
  readonly dealsAtStart?: ReadonlyArray<StoodDeal>
  /** Deals that came to a stage in the period and have gone on since; none where left out. */
  readonly passages?: ReadonlyArray<StagePassage>
  /** Leads, with who held them when the period ended. */
  readonly leads: ReadonlyArray<SummedLead>
  /** Dialogs. */
  readonly dialogs: ReadonlyArray<SummedDialog>
  /** Next steps. */
  readonly nextSteps: ReadonlyArray<NextStep>
  /** Payments, with amounts in another currency by the rate of their deal likewise. */
  readonly payments: ReadonlyArray<Payment>
  /** Closing documents. */
  readonly documents: ReadonlyArray<ClosingDocument>
  /** Commitments. */
  readonly commitments: ReadonlyArray<Commitment>
  /** Findings. */
  readonly findings: ReadonlyArray<FindingRecord>
}

/** How summaries are made. */
export interface SummaryContext {
  /** The department's currency. */
  readonly currency: string
  /** The tenant's day of an instant. */
  readonly dayOf: (instant: string) => CalendarDate
  /** In a period that still runs, the day before which its days are over; all of them are where absent. */
  readonly overBefore?: CalendarDate
  /** What the source of a record carries; all of it where left out. */
  readonly carriedBy?: (sourceId: string | null) => ReadonlyArray<string>
  /** Days that were looked through for findings; where none of a period are, it was if any finding of it is there. */
  readonly lookedThrough?: ReadonlyArray<DateRange>
  /** Short names of the rules by which findings are raised, and by which control counts; none are told where left out. */
  readonly rules?: { readonly findings: string; readonly control: string }
}
