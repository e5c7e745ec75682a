import type { StatedCustom } from "../journal/CustomFields.ts"
import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Standing } from "../journal/Standing.ts"
import {
  currencyField,
  dateField,
  decimalField,
  idField,
  minorFromZero,
  moneyField,
  opaqueId,
  rateField,
  slug,
  textField,
} from "../ports/input/FieldSchema.ts"
import { customInput } from "../ports/input/CustomFieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ExchangeRate, Money } from "../shared/Money.ts"
import type { CreditShare } from "./DealCredit.ts"
import type { DealCycle } from "./DealCycle.ts"
import type { DealOutcome } from "./DealFact.ts"
import type { DealLine } from "./DealLine.ts"
import type { StageStay } from "./StageStay.ts"

/** Values of a deal that a source states and a re-run of its import may change. */
export interface DealValues {
  /** Stage id. */
  readonly stageId: string
  /** Open, won or lost. */
  readonly outcome: DealOutcome
  /** Client; null where the source carries none. */
  readonly clientId: ClientId | null
  /** Owner; null where nobody owns it. */
  readonly ownerId: RepId | null
  /** Main product. */
  readonly productId: string | null
  /** Stated amount; null where none is stated, never 0 for "unknown". */
  readonly amount: Money | null
  /** Amount at list price. */
  readonly listAmount: Money | null
  /** Day it was opened, in the tenant's zone; null where the source does not carry it. */
  readonly openedOn: CalendarDate | null
  /** Day it was won or lost, in the tenant's zone; null while open. */
  readonly closedOn: CalendarDate | null
}

/** Why a deal was lost, as a source states it; left out where its rows say nothing of reasons. */
export interface StatedReason {
  /** A reason of the department's list; null where the source names none, or the deal is not lost. */
  readonly lostReasonId?: string | null
}

/** Whose result a closed deal is, as a source states it; left out where its rows say nothing of that, and of open deals. */
export interface StatedSeller {
  /** The seller; null where the source says that it is nobody's. */
  readonly sellerId?: RepId | null
}

/** A deal: one opportunity moving through a pipeline. Its title and comments are texts, kept apart. */
export interface Deal extends RecordState, DealValues {
  readonly id: DealId
  /** Counts writes of whatever its gates can read; kept by the store. */
  readonly factsVersion: number
  /** Pipeline. */
  readonly pipelineId: string
  /** Version of the pipeline it lives under and is judged by. */
  readonly pipelineVersion: number
  /** When it entered its stage; null where the source does not carry it. */
  readonly enteredStageAt: Instant | null
  /**
   * Whose result it is, for plan, summaries and comparisons: its owner while it is open, and from the close on who owned it then, or who
   * alone is credited with it. Null where that is nobody.
   */
  readonly sellerId: RepId | null
  /**
   * Whose result it is but for credit that is one person's alone: who owned it when it was closed, or who its source names. Null while it
   * is open, and where that is nobody.
   */
  readonly closedById: RepId | null
  /** Since when nobody owns it; null while somebody does. Where a source brought it without an owner, since it came in. */
  readonly unownedSince: Instant | null
  /** Reason of the loss, from the department's list. */
  readonly lostReasonId: string | null
  /** Expected close. */
  readonly expectedCloseOn: CalendarDate | null
  /** What is sold, line by line; empty where nobody broke it down. Names of lines are texts, `line.` and the line's id. */
  readonly lines: ReadonlyArray<DealLine>
  /** Whether the amount was stated or comes from the lines: then it changes with them and cannot be stated. */
  readonly amountFrom: "stated" | "lines"
  /** Claims to the credit for the deal; empty where all of it is the seller's. See {@link creditOf}. */
  readonly creditShares: ReadonlyArray<CreditShare>
  /** Rate to the department's currency, frozen at close; null while open, in that currency, or where none was known. */
  readonly closeRate: ExchangeRate | null
  /** Earlier courses of the deal, each as it ended, before it was opened again. */
  readonly cycles: ReadonlyArray<DealCycle>
  /**
   * How long it has stood in the stages that it left, since it was first moved back in its present course; of a lost deal the stage that it was
   * lost from is the last. Empty where it was neither. What it stood in a stage before goes on counting there.
   */
  readonly earlierStays: ReadonlyArray<StageStay>
  /** Day it was last opened again; null where it never was, or where the source does not say. */
  readonly reopenedOn: CalendarDate | null
  /**
   * Day it was finished, in the tenant's zone: it came into aftercare, or was done in a pipeline without. Null where it is not
   * finished now, or where a source does not say since when.
   */
  readonly finishedOn: CalendarDate | null
  /** Whether it is in the base: a `void` deal came in by mistake, a `merged` one is the same as another; both count nowhere. */
  readonly standing: Standing
  /** The deal that it is the same as; null where it was not merged into one. */
  readonly mergedIntoId: DealId | null
  /** Day it was removed by people, in the tenant's zone; null where it is in the base, or the run that brought it was taken back. */
  readonly removedOn: CalendarDate | null
  /** The source it was imported from; null for deals opened here. */
  readonly sourceId: string | null
  /** What the source last said, for telling its changes from ours; null for deals opened here. */
  readonly imported: (DealValues & StatedReason & StatedSeller & StatedCustom) | null
}

/** Input of `deals.open`. */
export const OpenDeal = Schema.Struct({
  /** An id of your own, beginning with `deal_`; a new one where left out. */
  id: Schema.optionalKey(idField("deal")),
  /** What is sold to whom, in a few words; 1 to 300 characters. A text: erased with the person. */
  title: textField(300),
  /** The client, who has to be there unless the host keeps its clients itself (`hostKeeps`); none yet where left out. */
  clientId: Schema.optionalKey(idField("client")),
  /** The host's id of who works on it; nobody where left out, which control shows. */
  ownerId: Schema.optionalKey(opaqueId),
  /** A pipeline of the department; its default one where left out. The deal keeps the pipeline's version of that day. */
  pipelineId: Schema.optionalKey(slug),
  /** The product, for splits by product; none where left out. */
  productId: Schema.optionalKey(opaqueId),
  /** What it is to bring, in whole minor units, not below 0: `{ amountMinor: 95_000_00, currency: "RUB" }`. Not stated where left out, which is not 0. */
  amount: Schema.optionalKey(moneyField),
  /** The same at list price, from which discounts are told; not stated where left out. */
  listAmount: Schema.optionalKey(moneyField),
  /** The day by which it is expected to be closed, `YYYY-MM-DD` in the department's time zone. */
  expectedCloseOn: Schema.optionalKey(dateField),
  /** Values of the fields that the department defines, by field; checked against their definitions. */
  custom: Schema.optionalKey(customInput),
})

/** Input of `deals.move` and `deals.evaluate`; one of `deals.moveMany` but for the override. */
export const MoveDeal = Schema.Struct({
  /** The deal. */
  dealId: idField("deal"),
  /** The stage to move to, by its id in the pipeline version that the deal is under. */
  to: slug,
  /** Why it is lost, from the department's list; for a move to a stage that loses, left out for all others. */
  lostReasonId: Schema.optionalKey(slug),
  /** Why it is moved, where the gate or the reason for losing asks for words; 1 to 2,000 characters. A text. */
  reason: Schema.optionalKey(textField(2000)),
  /**
   * Pass over conditions that are not met: why, and with which granted approval of the kind `override`; none is needed from who
   * has the role. Needed for nothing where all is met: then it is left alone.
   */
  override: Schema.optionalKey(
    Schema.Struct({
      /** Why the conditions are passed over, 1 to 2,000 characters. A text of the deal. */
      reason: textField(2000),
      /** A granted, unused approval of this deal of the kind `override`, whose time is not over; left out by who has the role. */
      approvalId: Schema.optionalKey(idField("approval")),
    }),
  ),
  /** Rate to the department's currency, frozen where the move closes a deal in another one. */
  rate: Schema.optionalKey(rateField),
  /** Refuse where the deal is no longer at this version; any version where absent. */
  expectedVersion: Schema.optionalKey(Schema.Int),
})

/** Input of `deals.amend`: only the fields given are changed; null clears, but for what gates asked for that the deal has passed. */
export const AmendDeal = Schema.Struct({
  /** The deal. */
  dealId: idField("deal"),
  /** Its title, 1 to 300 characters. */
  title: Schema.optionalKey(textField(300)),
  /** Its client, who has to be there unless the host keeps its clients itself (`hostKeeps`). */
  clientId: Schema.optionalKey(Schema.NullOr(idField("client"))),
  /** The host's id of who works on it. */
  ownerId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** Its product. */
  productId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** What it is to bring, in whole minor units. */
  amount: Schema.optionalKey(Schema.NullOr(moneyField)),
  /** The same at list price. */
  listAmount: Schema.optionalKey(Schema.NullOr(moneyField)),
  /** The day by which it is expected to be closed, `YYYY-MM-DD`. */
  expectedCloseOn: Schema.optionalKey(Schema.NullOr(dateField)),
  /** Values of fields of your own; only those given are changed. */
  custom: Schema.optionalKey(customInput),
})

const distinct = (values: ReadonlyArray<string>): boolean => new Set(values).size === values.length

const bulkMove = Schema.Struct({
  /** The deal. */
  dealId: idField("deal"),
  /** The stage to move to, by its id in the pipeline version that the deal is under. */
  to: slug,
  /** Why it is lost, from the department's list; for a move to a stage that loses, left out for all others. */
  lostReasonId: Schema.optionalKey(slug),
  /** Why it is moved, where the gate or the reason for losing asks for words; 1 to 2,000 characters. A text. */
  reason: Schema.optionalKey(textField(2000)),
  /** Rate to the department's currency, frozen where the move closes a deal in another one; none is frozen where left out. */
  rate: Schema.optionalKey(rateField),
  /** Refuse this move where the deal is no longer at this version; any version where left out. */
  expectedVersion: Schema.optionalKey(Schema.Int),
})

/** Input of `deals.moveMany` and `deals.evaluateMany`: 1 to 1,000 moves, each of another deal. Gates are overridden one by one only. */
export const MoveDeals = Schema.Struct({
  /** The moves, 1 to 1,000 (inclusive), each of another deal; answered in this order. */
  moves: Schema.Array(bulkMove).check(
    check<ReadonlyArray<{ readonly dealId: string }>>(
      "moves.count",
      {
        en: "must be 1 to 1000 moves, each of another deal",
        ru: "должно быть от 1 до 1000 переходов, все разных сделок",
      },
      (moves) => moves.length >= 1 && moves.length <= 1000 && distinct(moves.map(({ dealId }) => dealId)),
    ),
  ),
  /** Move none where one cannot be moved. Default false: the others are moved. */
  allOrNothing: Schema.optionalKey(Schema.Boolean),
})

/** Input of the survey behind `deals.blocked` and `deals.trial`. */
export const SurveyDeals = Schema.Struct({ dealIds: Schema.Array(idField("deal")) })

const percentField = decimalField(3, 4).check(
  check("percent.bounds", { en: "must be 0 to 100", ru: "должно быть от 0 до 100" }, (text) => Number(text) <= 100),
)

const lineField = Schema.Struct({
  /** Short name of the line, 1 to 60 characters, unique among the deal's lines; its place, from 1, where left out. */
  id: Schema.optionalKey(slug),
  /** Whether something is handed over (`product`) or work is done (`service`): they end in different closing documents. */
  kind: Schema.Literals(["product", "service"]),
  /** What is sold, in words; 1 to 300 characters. A text of the deal; none where left out. */
  name: Schema.optionalKey(textField(300)),
  /** The product that is sold; none of the list of products where left out. */
  productId: Schema.optionalKey(opaqueId),
  /** How many: a plain decimal as a text, above 0, up to 9 digits and 6 decimals, such as `"2.5"`. */
  quantity: decimalField(9, 6).check(
    check("quantity.zero", { en: "must be above 0", ru: "должно быть больше 0" }, (text) => /[1-9]/.test(text)),
  ),
  /** Price of one before discount, in whole minor units of the lines' currency, 0 or more. */
  unitPriceMinor: minorFromZero,
  /** List price of one, in whole minor units, 0 or more; not known where left out. */
  listPriceMinor: Schema.optionalKey(minorFromZero),
  /** Discount from the price in percent: a plain decimal as a text, `"0"` to `"100"` (inclusive), up to 4 decimals. Default `"0"`. */
  discountPercent: Schema.optionalKey(percentField),
  /** Rate of tax in percent: a plain decimal as a text, `"0"` to `"100"` (inclusive), up to 4 decimals; not taxed where left out. */
  taxPercent: Schema.optionalKey(percentField),
  /** Whether the prices hold the tax already; false puts it on top. Default true. */
  taxIncluded: Schema.optionalKey(Schema.Boolean),
})

const linesField = Schema.Array(lineField).check(
  check<ReadonlyArray<unknown>>(
    "lines.count",
    { en: "must be at most 500 lines", ru: "должно быть не больше 500 позиций" },
    (lines) => lines.length <= 500,
  ),
  check<ReadonlyArray<{ readonly id?: string }>>(
    "lines.repeatedId",
    { en: "two lines have the same id", ru: "у двух позиций один идентификатор" },
    (lines) => distinct(lines.map(({ id }, position) => id ?? String(position + 1))),
  ),
)

/** Input of `deals.setLines`: all lines of a deal, instead of those it had. A line without an id is named by its place, from 1. */
export const SetDealLines = Schema.Struct({
  /** The deal. */
  dealId: idField("deal"),
  /** ISO 4217 code of all prices of the lines. */
  currency: currencyField,
  /** What is sold, line by line, in place of the lines there were; none takes them away. */
  lines: linesField,
  /** Whether the deal's amount comes from the lines from now on. Default `lines`; without lines it is always `stated`. */
  amountFrom: Schema.optionalKey(Schema.Literals(["stated", "lines"])),
})

const shareField = Schema.Struct({
  /** The host's id of the rep; each at most once. */
  repId: opaqueId,
  /** The rep's claim relative to the others', whole, 1 to 1,000,000 (inclusive): 50 and 50, or 2 and 1. */
  weight: Schema.Int.check(
    check(
      "weight.bounds",
      { en: "must be 1 to 1000000", ru: "должно быть от 1 до 1000000" },
      (n) => n >= 1 && n <= 1e6,
    ),
  ),
})

/** Input of `deals.splitCredit`: the whole split; no shares give all to the seller again. */
export const SplitDealCredit = Schema.Struct({
  /** The deal. */
  dealId: idField("deal"),
  /** The claims to its amount, up to 50, in place of those there were; an empty list gives all to the seller again, of a closed deal to who closed it. */
  shares: Schema.Array(shareField).check(
    check<ReadonlyArray<unknown>>(
      "shares.count",
      { en: "must be at most 50 shares", ru: "должно быть не больше 50 долей" },
      (shares) => shares.length <= 50,
    ),
    check<ReadonlyArray<{ readonly repId: string }>>(
      "shares.repeatedRep",
      { en: "a rep is named twice", ru: "менеджер назван дважды" },
      (shares) => distinct(shares.map(({ repId }) => repId)),
    ),
  ),
  /** Why it is split anew, 1 to 2,000 characters: needed once the deal is won or lost; none where left out before. A text. */
  reason: Schema.optionalKey(textField(2000)),
})

/** Input of `deals.freezeRate`: the rate of a deal that was closed before its rate was known. */
export const FreezeDealRate = Schema.Struct({
  /** The deal: closed, with an amount in another currency than the department's, and without a frozen rate. */
  dealId: idField("deal"),
  /** The rate from the deal's currency to the department's, of the day of the close or an earlier one. It is frozen once. */
  rate: rateField,
})

/** Input of `deals.adopt`: deals that shall live under the current version of their pipeline. 1 to 5,000, each once. */
export const AdoptPipeline = Schema.Struct({
  /** The pipeline; deals of others are answered as `otherPipeline` and left alone. */
  pipelineId: slug,
  /** The deals, 1 to 5,000 (inclusive), each once; one line of the answer for each, in this order. */
  dealIds: Schema.Array(idField("deal")).check(
    check<ReadonlyArray<string>>(
      "deals.count",
      { en: "must be 1 to 5000 deals, each once", ru: "должно быть от 1 до 5000 сделок, каждая один раз" },
      (ids) => ids.length >= 1 && ids.length <= 5000 && distinct(ids),
    ),
  ),
})

/** Decoded input of `deals.open`. */
export type OpenDeal = typeof OpenDeal.Type
/** Decoded input of `deals.move`. */
export type MoveDeal = typeof MoveDeal.Type
/** Decoded input of `deals.amend`. */
export type AmendDeal = typeof AmendDeal.Type
/** Decoded input of `deals.setLines`. */
export type SetDealLines = typeof SetDealLines.Type
/** Decoded input of `deals.splitCredit`. */
export type SplitDealCredit = typeof SplitDealCredit.Type
/** Decoded input of `deals.freezeRate`. */
export type FreezeDealRate = typeof FreezeDealRate.Type
/** Decoded input of `deals.moveMany`. */
export type MoveDeals = typeof MoveDeals.Type
/** Decoded input of the survey of gates. */
export type SurveyDeals = typeof SurveyDeals.Type
/** Decoded input of `deals.adopt`. */
export type AdoptPipeline = typeof AdoptPipeline.Type
