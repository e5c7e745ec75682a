import type { Message } from "../shared/Message.ts"
import type { DealColumns } from "./DealFact.ts"

/** Why a deal could not take part in a figure. */
export type NotReadReason =
  | "openedOnMissing"
  | "closedOnMissing"
  | "closedBeforeOpened"
  | "openedAfterAsOf"
  | "otherCurrency"

/** Deals that a figure leaves out, and why: part of the figure, never a silent gap. */
export interface NotRead {
  /** The reason. */
  readonly reason: NotReadReason
  /** The reason in words. */
  readonly message: Message
  /** How many deals. */
  readonly dealCount: number
  /** Which. */
  readonly dealIds: ReadonlyArray<string>
}

const messages: { readonly [Reason in NotReadReason]: Message } = {
  openedOnMissing: { en: "the opening date is not known", ru: "неизвестна дата открытия" },
  closedOnMissing: {
    en: "closed, but the closing date is not known",
    ru: "сделка закрыта, но дата закрытия неизвестна",
  },
  closedBeforeOpened: { en: "the closing date is before the opening date", ru: "дата закрытия раньше даты открытия" },
  openedAfterAsOf: { en: "opened after the day of the report", ru: "сделка открыта позже даты отчёта" },
  otherCurrency: { en: "in another currency", ru: "сделка в другой валюте" },
}

/** Rows left out so far, by reason. */
export type LeftOut = Map<NotReadReason, Array<number>>

/** Notes a row that cannot be read. */
export const leaveOut = (leftOut: LeftOut, reason: NotReadReason, row: number): void => {
  const rows = leftOut.get(reason)
  if (rows === undefined) leftOut.set(reason, [row])
  else rows.push(row)
}

/** The list for a result, in order of first appearance of the reasons. */
export const notReadList = (columns: DealColumns, leftOut: LeftOut): ReadonlyArray<NotRead> =>
  Array.from(leftOut, ([reason, rows]) => ({
    reason,
    message: messages[reason],
    dealCount: rows.length,
    dealIds: rows.map((row) => columns.id[row]!),
  }))

/** The list for a result from deals one by one, in order of first appearance of the reasons. */
export const notReadOf = (
  left: ReadonlyArray<{ readonly dealId: string; readonly reason: NotReadReason }>,
): ReadonlyArray<NotRead> =>
  Array.from(
    Map.groupBy(left, ({ reason }) => reason),
    ([reason, deals]) => ({
      reason,
      message: messages[reason],
      dealCount: deals.length,
      dealIds: deals.map(({ dealId }) => dealId),
    }),
  )
