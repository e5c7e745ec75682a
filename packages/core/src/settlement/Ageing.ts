import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { addMinor } from "../shared/Money.ts"
import type { InvoiceBalance } from "./Invoice.ts"
import { openInstalments } from "./Invoice.ts"

/** Usual last days of the buckets: 1–30, 31–60, 61–90 days late, and later than that. */
export const usualAgeingBounds: ReadonlyArray<number> = [30, 60, 90]

/** An invoice under the name it is added up by: a client's, a rep's or a deal's id. */
export interface AgeingInvoice extends InvoiceBalance {
  /** Id that it is added up by; null where nobody is known, a row of its own. */
  readonly groupId: string | null
  /** ISO 4217 code. */
  readonly currency: string
}

/** Open money of one group in one currency, by how late it is. */
export interface AgeingRow {
  /** The group. */
  readonly groupId: string | null
  /** ISO 4217 code. */
  readonly currency: string
  /** Open and not late (due on the day or after it, or on no known day), minor units. */
  readonly notDueMinor: number
  /** Late money by bucket, minor units: one more than the bounds, the last for all that is later. */
  readonly overdueMinor: ReadonlyArray<number>
  /** All that is open: the sum of the others, minor units. */
  readonly openMinor: number
}

/**
 * Open money by group, currency and days late: per instalment, so that one late instalment does not age those to come.
 * Rows stand in order of group (null last) and currency; what is settled gives no row.
 *
 * @param invoices - what to add up
 * @param on - the day; an instalment is one day late on the day after it was due
 * @param bounds - last days of the buckets (inclusive): whole, above 0, rising. Default {@link usualAgeingBounds}
 * @throws InputInvalid (`ageing.bounds`) where the bounds are not so; AmountUnsafe where a sum passes 2^53−1
 * @example
 * ```ts
 * import { ageing } from "@salesdept/core/settlement/receivables"
 *
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }, { dueOn: "2026-05-31", amountMinor: 40_000_00 }]
 * const owed = { groupId: "client_ltd", currency: "RUB", paidMinor: 10_000_00, writtenOffMinor: 0, creditedMinor: 0, instalments }
 * ageing([owed], "2026-05-10")
 * // [{ groupId: "client_ltd", currency: "RUB", notDueMinor: 4000000, openMinor: 9000000, overdueMinor: [0, 5000000, 0, 0] }]
 * ```
 */
export const ageing = (
  invoices: Iterable<AgeingInvoice>,
  on: CalendarDate,
  bounds: ReadonlyArray<number> = usualAgeingBounds,
): ReadonlyArray<AgeingRow> => {
  checkBounds(bounds)
  const rows = new Map<string, { row: Omit<AgeingRow, "overdueMinor">; overdue: Array<number> }>()
  for (const invoice of invoices) {
    const { groupId, currency } = invoice
    for (const { dueOn, openMinor } of openInstalments(invoice)) {
      const key = `${currency} ${groupId === null ? "-" : `+${groupId}`}`
      const sums = rows.get(key) ?? {
        row: { groupId, currency, notDueMinor: 0, openMinor: 0 },
        overdue: Array.from({ length: bounds.length + 1 }, () => 0),
      }
      // What waits for a shipment or a document is not due yet.
      const daysLate = dueOn === null ? 0 : daysBetween(dueOn, on)
      const found = bounds.findIndex((bound) => daysLate <= bound)
      const bucket = found < 0 ? bounds.length : found
      if (daysLate > 0) sums.overdue[bucket] = addMinor(sums.overdue[bucket]!, openMinor)
      rows.set(key, {
        overdue: sums.overdue,
        row: {
          ...sums.row,
          notDueMinor: daysLate > 0 ? sums.row.notDueMinor : addMinor(sums.row.notDueMinor, openMinor),
          openMinor: addMinor(sums.row.openMinor, openMinor),
        },
      })
    }
  }
  return [...rows.values()]
    .map(({ row, overdue }): AgeingRow => ({ ...row, overdueMinor: overdue }))
    .toSorted((left, right) => {
      if (left.groupId === right.groupId) return left.currency < right.currency ? -1 : 1
      if (left.groupId === null || right.groupId === null) return left.groupId === null ? 1 : -1
      return left.groupId < right.groupId ? -1 : 1
    })
}

const checkBounds = (bounds: ReadonlyArray<number>): void => {
  const at = bounds.findIndex((bound, i) => !Number.isSafeInteger(bound) || bound <= (i === 0 ? 0 : bounds[i - 1]!))
  if (at < 0) return
  throw new InputInvalid([
    {
      path: `bounds[${at}]`,
      code: "ageing.bounds",
      message: {
        en: "must be a whole number of days, above 0 and above the bound before it",
        ru: "должно быть целым числом дней больше нуля и больше предыдущей границы",
      },
    },
  ])
}
