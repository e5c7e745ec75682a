import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { moneyText } from "../../shared/FigureText.ts"
import type { Message } from "../../shared/Message.ts"
import { sumMinor } from "../../shared/Money.ts"
import type { ScopedAttainmentRow } from "../attainment/PlanAttainment.ts"
import { dueShareOf } from "../attainment/YearToDate.ts"
import type { FiscalCalendar } from "../../shared/FiscalCalendar.ts"
import { planPeriodDays } from "../record/PlanPeriods.ts"

/**
 * By how much people brought more or less than was due of them, minor units. Of a period under way only what was due by the day can have
 * been missed: the rest of it stays as it is planned.
 *
 * @param behind - targets of single people for the periods that are judged, with their facts
 * @param on - the last day whose facts count
 */
export const deviationOf = (
  behind: ReadonlyArray<ScopedAttainmentRow>,
  fiscalCalendar: FiscalCalendar | null,
  on: CalendarDate,
): number =>
  behind.reduce((sum, row) => {
    const range = planPeriodDays(row.period, fiscalCalendar)
    const share = range === null ? 1 : dueShareOf(row, range, on)
    return sum + row.fact - Math.round((row.target ?? 0) * share)
  }, 0)

/** What people without a target brought in a past period: nobody missed or beat anything by it, and it is money all the same. */
export const besideTargets = (
  rows: ReadonlyArray<ScopedAttainmentRow>,
  measure: string,
  currency: string,
): ReadonlyArray<Message> => {
  const beside = rows.filter(
    (row) => row.measure === measure && row.target === null && row.fact !== 0 && row.by.join() === "repId",
  )
  if (beside.length === 0) return []
  const sum = moneyText({ amountMinor: sumMinor(beside.map(({ fact }) => fact)), currency })
  const names = (nobody: string): string =>
    [...new Set(beside.map(({ repId }) => repId ?? nobody))].toSorted().join(", ")
  return [
    {
      en: `${sum.en} came in without a target, and is in no deviation: ${names("nobody")}`,
      ru: `${sum.ru} получено без цели и в отклонении не учтено: ${names("без менеджера")}`,
    },
  ]
}
