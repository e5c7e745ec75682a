import type { StatedCustom } from "../journal/CustomFields.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ExchangeRate, Money } from "../shared/Money.ts"
import type { CreditShare } from "./DealCredit.ts"
import type { DealOutcome } from "./DealFact.ts"
import type { DealLine } from "./DealLine.ts"
import type { OverrideMark } from "./Override.ts"
import type { Deal, DealValues, StatedReason, StatedSeller } from "./DealSchema.ts"

/** A deal was opened here. */
export type DealOpened = DomainEvent<
  "DealOpened",
  {
    readonly id: DealId
    readonly pipelineId: string
    readonly pipelineVersion: number
    readonly stageId: string
    readonly openedOn: CalendarDate
    readonly clientId: ClientId | null
    readonly ownerId: RepId | null
    readonly productId: string | null
    readonly amount: Money | null
    readonly listAmount: Money | null
    readonly expectedCloseOn: CalendarDate | null
  }
>

/** A deal moved to another stage; where the outcome changes with it, the day on which it was won, lost or reopened. */
export type DealMoved = DomainEvent<
  "DealMoved",
  {
    readonly from: string
    readonly to: string
    readonly outcome: DealOutcome
    readonly closedOn: CalendarDate | null
    readonly lostReasonId: string | null
    /** The rate frozen where the deal closed in another currency than the department's. */
    readonly closeRate?: ExchangeRate
    /** The day on which a won or lost deal was opened again. */
    readonly reopenedOn?: CalendarDate
    /** The day on which it was finished, with this move or an earlier one; left out where it is not or no day is known. */
    readonly finishedOn?: CalendarDate
    /** Said where it went back to an earlier stage of the same course. */
    readonly movedBack?: true
    /** What was passed over, and who stands for it. */
    readonly override?: OverrideMark
  }
>

/** Stated values of a deal changed. */
export type DealAmended = DomainEvent<
  "DealAmended",
  {
    readonly clientId?: ClientId | null
    readonly ownerId?: RepId | null
    readonly productId?: string | null
    readonly amount?: Money | null
    readonly listAmount?: Money | null
    readonly expectedCloseOn?: CalendarDate | null
    /** Whose result a closed deal that was nobody's is, as the same deal says that was merged into it. */
    readonly closedById?: RepId
  }
>

/** The deal's lines were set, and with them its amount where it comes from them. */
export type DealLinesSet = DomainEvent<
  "DealLinesSet",
  {
    readonly lines: ReadonlyArray<DealLine>
    readonly amountFrom: Deal["amountFrom"]
    readonly amount: Money | null
    readonly listAmount: Money | null
  }
>

/** The credit for the deal was split among reps; nobody named means that all of it is the seller's. */
export type DealCreditSplit = DomainEvent<"DealCreditSplit", { readonly shares: ReadonlyArray<CreditShare> }>

/** The rate of a closed deal was frozen after the close, since none was known then. */
export type DealRateFrozen = DomainEvent<"DealRateFrozen", { readonly rate: ExchangeRate }>

/** The deal lives under another version of its pipeline from here on; its stage changes only where that version retires it. */
export type DealAdopted = DomainEvent<
  "DealAdopted",
  {
    readonly pipelineVersion: number
    readonly from: string
    readonly to: string
    /** As in {@link DealMoved}. */
    readonly finishedOn?: CalendarDate
  }
>

/** A source asserted a deal as it stands there: its history before this is the source's own. */
export type DealImported = DomainEvent<
  "DealImported",
  {
    readonly id: DealId
    readonly sourceId: string
    readonly pipelineId: string
    readonly pipelineVersion: number
    /** What the source says. */
    readonly stated: DealValues & StatedReason & StatedSeller & StatedCustom
    /**
     * What the deal is from now on: the source's values, but for fields that were changed here since. A reason and a seller that are left
     * out stay.
     */
    readonly kept: DealValues & StatedReason & StatedSeller
    /** When it entered that stage, where the source says so. */
    readonly enteredStageAt?: Instant
    /** The day on which it was finished, where the source says so. */
    readonly finishedOn?: CalendarDate
  }
>

/** A source asserted that the deal came to another stage, at the time it says. No gate judged it. */
export type DealMoveAsserted = DomainEvent<
  "DealMoveAsserted",
  {
    readonly from: string
    readonly to: string
    readonly outcome: DealOutcome
    readonly closedOn: CalendarDate | null
    readonly reopenedOn?: CalendarDate
    /** As in {@link DealMoved}. */
    readonly movedBack?: true
    /** As in {@link DealMoved}. */
    readonly finishedOn?: CalendarDate
    /** Why it was lost, where the source says so. */
    readonly lostReasonId?: string
  }
>

/** Version 1 knew of no reasons. */
export type DealImported1 = Omit<DealImported["payload"], "stated" | "kept"> & {
  readonly stated: DealValues & StatedCustom
  readonly kept: DealValues
}
/** Version 1 knew of no reasons: none was said. */
export type DealMoveAsserted1 = Omit<DealMoveAsserted["payload"], "lostReasonId">

/** It is not in the base any more: it was entered by mistake, or is the same as another, which stays. */
export type DealRemoved = DomainEvent<
  "DealRemoved",
  { readonly mergedIntoId: DealId | null; readonly removedOn: CalendarDate }
>

/** A removed deal is in the base again. */
export type DealRestored = DomainEvent<"DealRestored", Record<string, never>>

/** Everything that can happen to a deal. */
export type DealEvent =
  | DealOpened
  | DealMoved
  | DealAmended
  | DealLinesSet
  | DealCreditSplit
  | DealRateFrozen
  | DealAdopted
  | DealMoveAsserted
  | DealImported
  | DealRemoved
  | DealRestored
