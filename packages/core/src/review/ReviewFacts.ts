import type { NextStep } from "../client/DialogSchema.ts"
import type { ControlContext } from "../control/ControlContext.ts"
import type { ControlBase } from "../control/ControlFacts.ts"
import type { ControlPolicy } from "../control/ControlPolicy.ts"
import type { DealColumns } from "../deal/DealFact.ts"
import type { Attainment } from "../plan/attainment/Attainment.ts"
import type { DealVarianceByProduct } from "../plan/variance/DealVariance.ts"
import type { Variance } from "../plan/decomposition/Variance.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Money } from "../shared/Money.ts"
import type { Message } from "../shared/Message.ts"
import type { DateRange } from "../shared/Period.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import type { ReviewFollowUp } from "./FollowUpFacts.ts"

/** A field of a deal that may be filled in only when the deal closes; named as the import names it. */
export type GuardedField = "title" | "clientKey" | "ownerKey" | "productKey" | "openedOn" | "amountMinor"

/** What control knows of the base, and by which rules it judges. */
export interface ReviewControl {
  /** Leads, clients and deals as control reads them. */
  readonly base: ControlBase
  /** The policy in force: when to answer, who is regular, who is quiet, what keeps a record under control, and what parking excuses. */
  readonly policy: Pick<
    ControlPolicy,
    "answerWithinHours" | "regularFromWonDeals" | "quietAfterDays" | "commitWithinDays" | "parking" | "sla"
  > &
    Partial<Pick<ControlPolicy, "priority">>
  /** The moment and zone of the reading. */
  readonly context: Pick<ControlContext, "asOf" | "today" | "timeZone">
  /** Records of that time which came into the base only after the moment, so that control did not see them; none where left out. */
  readonly laterCount?: number
}

/** Plan against fact of the reviewed period, in one measure. */
export interface ReviewAttainment {
  /** One cell per rep, with the ids of its facts. Cells that are nobody's are not judged. */
  readonly cells: ReadonlyArray<Attainment>
  /** ISO 4217 code where the measure is money in minor units; null where it is something else. */
  readonly currency: string | null
}

/** Why the department's won revenue differs from what it is compared with. */
export interface ReviewVariance {
  /** The split. One by product also says where the largest part of a driver lies. */
  readonly variance: Variance | DealVarianceByProduct
  /** What the base is. */
  readonly against: "target" | "priorPeriod"
  /** Name of the base for people: "Q3 2017", "the plan of Q3 2026". */
  readonly baseName: Message
  /** The days explained (the end is exclusive). */
  readonly actual: DateRange
  /** The days of the prior period; null against a target. */
  readonly base: DateRange | null
}

/** An approval as it stood at the end of the period. */
export interface ReviewApproval {
  /** The deal. */
  readonly dealId: string
  /** Who asked. */
  readonly askedBy: string
  /** Who was to decide; null where anybody might who has the role. */
  readonly askedOf: string | null
  /** Day it was asked. */
  readonly askedOn: CalendarDate
  /** What became of it; `expired` is one that nobody decided in its time. */
  readonly fate: "asked" | "granted" | "refused" | "expired"
  /** Day its time ran out without an answer; null where it did not. */
  readonly expiredOn: CalendarDate | null
}

/** The credit of a closed deal was split anew. */
export interface CreditMove {
  /** The deal. */
  readonly dealId: string
  /** Who did it. */
  readonly personId: string
  /** Day on which it was done. */
  readonly movedOn: CalendarDate
}

/** What people did, as far as the source carries it. */
export interface ReviewActivity {
  /** Dialogs of all time. */
  readonly dialogs: ReadonlyArray<{ readonly dealId: string | null; readonly heldOn: CalendarDate }>
  /** Closing documents that are not revoked; sent is also what the client has signed or answered. */
  readonly documents: ReadonlyArray<{
    readonly id: string
    readonly dealId: string
    readonly draftedOn: CalendarDate
    readonly sentOn: CalendarDate | null
    readonly amount: Money
  }>
  /** Gates that were passed although conditions were not met. */
  readonly overrides: ReadonlyArray<{
    readonly dealId: string
    readonly personId: string
    readonly overriddenOn: CalendarDate
  }>
  /** Credit that was split anew after the deal was won or lost; left out where it was not read. */
  readonly creditMoves?: ReadonlyArray<CreditMove>
  /** Approvals that were asked; left out where they were not read. */
  readonly approvals?: ReadonlyArray<ReviewApproval>
}

/** A next step as rules read it. */
export interface ReviewStep extends Pick<NextStep, "id" | "dealId" | "ownerId" | "status" | "dueOn" | "moves"> {
  /** Day on which it was done; null while it was not, or where it is not known. */
  readonly doneOn: CalendarDate | null
}

/** Parts of {@link ReviewFacts} that a source may not carry. */
export type OptionalFacts = "control" | "nextSteps" | "activity" | "followUp" | "attainment" | "variance"

/** Days on which a person was away, or had not begun yet, or had left. */
export interface AwayDays {
  /** Who. */
  readonly personId: string
  /** First day away. */
  readonly from: CalendarDate
  /** Last day away (inclusive). */
  readonly to: CalendarDate
  /** Who stood in; null where nobody was named. */
  readonly coverId: string | null
}

/**
 * What the rules read: plain rows and columns, read beforehand by a service or built by a host from its own tables. A part
 * that is null was not carried; rules that need it are skipped and named, never answered with "none".
 */
export interface ReviewFacts {
  /** As known at the end of this day. */
  readonly on: CalendarDate
  /**
   * Days before this one are over: what was to be done on them can no longer be done in time. The day after `on` where a whole
   * period is looked back at, `on` itself while its day still runs; `on` where left out.
   */
  readonly overBefore?: CalendarDate
  /** ISO 4217 code in which money at stake is compared between findings. */
  readonly currency: string
  /** All deals, open and closed. */
  readonly deals: DealColumns
  /** Who held a deal when it stalled, by the deal's id; null for nobody. Who holds it now where a deal, or all of it, is left out. */
  readonly stalledHolders?: { readonly [dealId: string]: string | null }
  /** Who was away, or not there yet or any more, on which days: what fell due then is not theirs, but of who stood in. Nobody was where left out. */
  readonly away?: ReadonlyArray<AwayDays>
  /** When the department works: what was to be done by a day off may be done on the next working day. Every day is one where left out. */
  readonly calendar?: WorkCalendar
  /** Names of products by id, for the texts; a product that is not named is shown by its id. */
  readonly productNames: { readonly [productId: string]: string }
  /**
   * Fields that are filled in at closing at the latest (`filledOnlyAtClose` of an import finds them). Whether such a field
   * is filled follows from the outcome, so no rule may explain anything by it.
   */
  readonly filledOnlyAtClose: ReadonlyArray<GuardedField>
  /** The base as control sees it. */
  readonly control: ReviewControl | null
  /** Next steps, open and done. */
  readonly nextSteps: ReadonlyArray<ReviewStep> | null
  /** Dialogs, closing documents, exceptions. */
  readonly activity: ReviewActivity | null
  /** What was agreed, promised and asked. */
  readonly followUp: ReviewFollowUp | null
  /** Plan against fact, of each plan with its targets in its own currency; null where there is none. */
  readonly attainment: ReadonlyArray<ReviewAttainment> | null
  /** The variance of the period. */
  readonly variance: ReviewVariance | null
}

/** Why a rule was skipped for want of facts. */
export const notCarried: { readonly [Part in OptionalFacts]: Message } = {
  control: { en: "the facts of control were not read", ru: "факты контроля не прочитаны" },
  nextSteps: {
    en: "the source does not carry next steps",
    ru: "источник не передаёт следующие шаги",
  },
  activity: {
    en: "dialogs, documents and exceptions were not read",
    ru: "диалоги, документы и исключения не прочитаны",
  },
  followUp: {
    en: "agreed answers, promises and proposals were not read",
    ru: "сроки ответов, обещания и предложения не прочитаны",
  },
  attainment: { en: "there is no plan to compare with", ru: "нет плана, с которым можно сравнить" },
  variance: { en: "there is no variance of the period", ru: "отклонение за период не рассчитано" },
}

/** What guarded fields are called for people. */
export const guardedFieldNames: { readonly [Field in GuardedField]: Message } = {
  title: { en: "title", ru: "название" },
  clientKey: { en: "client", ru: "клиент" },
  ownerKey: { en: "owner", ru: "ответственный" },
  productKey: { en: "product", ru: "продукт" },
  openedOn: { en: "opening date", ru: "дата открытия" },
  amountMinor: { en: "amount", ru: "сумма" },
}
