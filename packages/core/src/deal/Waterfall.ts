import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import { addMinor } from "../shared/Money.ts"
import type { DealColumns } from "./DealFact.ts"
import type { NotRead } from "./NotRead.ts"

/** A way in which the open pipeline changes. */
export type WaterfallBucketKind =
  | "new"
  | "reopened"
  | "pulledIn"
  | "ownerIn"
  | "amountUp"
  | "currency"
  | "amountDown"
  | "ownerOut"
  | "pushedOut"
  | "removed"
  | "lost"
  | "won"

/** Every bucket, in the order in which a waterfall is drawn. */
export const waterfallBucketKinds: ReadonlyArray<WaterfallBucketKind> = [
  "new",
  "reopened",
  "pulledIn",
  "ownerIn",
  "amountUp",
  "currency",
  "amountDown",
  "ownerOut",
  "pushedOut",
  "removed",
  "lost",
  "won",
]

/** Names of the buckets for people. */
export const waterfallBucketNames: { readonly [Kind in WaterfallBucketKind]: Message } = {
  new: { en: "New", ru: "Новые" },
  reopened: { en: "Reopened", ru: "Открыты снова" },
  pulledIn: { en: "Pulled in", ru: "Перенесены сюда" },
  ownerIn: { en: "Taken over", ru: "Приняты" },
  amountUp: { en: "Amount raised", ru: "Сумма выросла" },
  currency: { en: "Currency changed", ru: "Сменилась валюта" },
  amountDown: { en: "Amount lowered", ru: "Сумма снизилась" },
  ownerOut: { en: "Handed over", ru: "Переданы" },
  pushedOut: { en: "Pushed out", ru: "Перенесены отсюда" },
  removed: { en: "Removed", ru: "Удалены" },
  lost: { en: "Lost", ru: "Проиграны" },
  won: { en: "Won", ru: "Выиграны" },
}

/** One bar: what changed in this way, with sign. */
export interface WaterfallBucket {
  /** The way. */
  readonly kind: WaterfallBucketKind
  /** Change of the number of open deals: positive for what came in, negative for what left, 0 for changes of amount. */
  readonly countChange: number
  /** Change of the open amount, in whole minor units. */
  readonly amountChangeMinor: number
  /** The deals behind the bar. */
  readonly dealIds: ReadonlyArray<string>
}

/** The open pipeline at the end of a day. */
export interface WaterfallLevel {
  /** Open deals. */
  readonly dealCount: number
  /** Their stated amounts, in whole minor units. */
  readonly amountMinor: number
}

/** Which amount a waterfall adds up. */
export type WaterfallMeasure = "amount" | "listAmount"

/**
 * How the open pipeline went from one level to another: `start` plus all buckets is `end`, in count and in money.
 * Two kinds, never mixed. By `flow` every movement shows, and a deal created and lost within the days is in both bars.
 * By `pair` of days each deal is in at most one bar, by what it was at the two ends.
 */
export interface Waterfall {
  /** Which of the two kinds. */
  readonly kind: "flow" | "pair"
  /** `start` is the pipeline at the end of this day. */
  readonly startOn: CalendarDate
  /** `end` is the pipeline at the end of this day. */
  readonly endOn: CalendarDate
  /** ISO 4217 code of all amounts. */
  readonly currency: string
  /** Stated amounts or list prices. */
  readonly measure: WaterfallMeasure
  /** The pipeline before. */
  readonly start: WaterfallLevel
  /** The bars that this source can show, in drawing order; one with nothing in it is there with zeros. */
  readonly buckets: ReadonlyArray<WaterfallBucket>
  /** The pipeline after. */
  readonly end: WaterfallLevel
  /** Bars that the source carries nothing of: not zero, but not known. */
  readonly notObservable: ReadonlyArray<WaterfallBucketKind>
  /** Deals that are counted, but state no amount somewhere in it: the money is a floor for them. */
  readonly unstatedDealIds: ReadonlyArray<string>
  /** Deals that cannot be read. */
  readonly notRead: ReadonlyArray<NotRead>
}

/** Level and bars under construction. */
export interface WaterfallTally {
  /** Adds a deal to a bar. */
  readonly add: (kind: WaterfallBucketKind, id: string, countChange: number, amountChangeMinor: number) => void
  /** The bars of the kinds that can be observed. */
  readonly buckets: () => ReadonlyArray<WaterfallBucket>
}

/** Starts bars of the given kinds at nothing. */
export const waterfallTally = (kinds: ReadonlySet<WaterfallBucketKind>): WaterfallTally => {
  const bars = new Map(
    waterfallBucketKinds
      .filter((kind) => kinds.has(kind))
      .map((kind) => [kind, { countChange: 0, amountChangeMinor: 0, dealIds: new Array<string>() }]),
  )
  return {
    add: (kind, id, countChange, amountChangeMinor) => {
      const bar = bars.get(kind)
      if (bar === undefined) return
      bar.countChange += countChange
      bar.amountChangeMinor = addMinor(bar.amountChangeMinor, amountChangeMinor)
      bar.dealIds.push(id)
    },
    buckets: () => Array.from(bars, ([kind, bar]) => ({ kind, ...bar })),
  }
}

/** The column that a measure adds up. */
export const measured = (columns: DealColumns, measure: WaterfallMeasure): Float64Array =>
  measure === "amount" ? columns.amountMinor : columns.listAmountMinor
