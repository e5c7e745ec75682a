import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { daysBetween } from "../../shared/CalendarDate.ts"
import type { Money } from "../../shared/Money.ts"
import type { FindingDraft } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { byWeight, caseOf, greatest, inScopes } from "../Scopes.ts"
import { sumAtStake } from "../Stake.ts"
import { daysText, numberText } from "../Wording.ts"

interface Debt extends OwnedRecord {
  /** Instalments past their day, with what is open of each. */
  readonly overdue: ReadonlyArray<{ readonly dueOn: CalendarDate; readonly open: Money }>
  readonly lateDays: number
}

/** Instalments whose day was over by the end of the period, or is over today, and that were not paid. */
export const overduePayments = findingRule({
  id: "payment.overdue",
  version: 2,
  name: { en: "Overdue payments", ru: "Просроченные оплаты" },
  kind: "mistake",
  needs: ["control"],
  parameters: {
    criticalAfterDays: {
      default: 30,
      min: 0,
      max: 3650,
      meaning: {
        en: "days overdue of the oldest instalment after which it is critical (exclusive)",
        ru: "дни просрочки самого старого платежа, после которых находка критична (не включая)",
      },
    },
  },
  find: ({ control, on, overBefore = on }, _period, { criticalAfterDays }) => {
    if (control === null) return { findings: [], notRead: [] }
    const { today } = control.context
    const { deal } = control.base
    if (deal.length > 0 && !deal.some(({ observed }) => observed.payments)) {
      const reason = {
        en: "the source does not carry invoices and payments",
        ru: "источник не передаёт счета и оплаты",
      }
      return { findings: [], notRead: [reason] }
    }
    const debts = deal.flatMap(({ id, ownerId, unpaid }): ReadonlyArray<Debt> => {
      const overdue = unpaid.flatMap(({ dueOn, open }) =>
        dueOn !== null && dueOn < overBefore ? [{ dueOn, open }] : [],
      )
      if (overdue.length === 0) return []
      // Due on the last day of a period that is over, it is late by the next.
      const lateDays = greatest(overdue, ({ dueOn }) => Math.max(1, daysBetween(dueOn, today)))
      return [{ id, ownerId, overdue, lateDays }]
    })
    const draft = (owing: ReadonlyArray<Debt>, ownerId: string | null): FindingDraft => {
      const lateDays = greatest(owing, (debt) => debt.lateDays)
      const [count, oldest] = [numberText(owing.length), daysText(lateDays)]
      const dueDays = owing.flatMap(({ overdue }) => overdue.map(({ dueOn }) => dueOn))
      const [instalments, lastDay] = [numberText(dueDays.length), dueDays.filter((dueOn) => dueOn >= today).length]
      const onLastDay = numberText(lastDay)
      // Control as of that day does not count them yet: whoever lays the two side by side has to find the difference.
      const besideControl =
        lastDay === 0
          ? { en: "", ru: "" }
          : {
              en: ` Due on the last day of the period: ${onLastDay.en}; control counts these from the day after.`,
              ru: ` Со сроком в последний день периода: ${onLastDay.ru}; в контроле они просрочены со следующего дня.`,
            }
      return {
        severity: lateDays > criticalAfterDays ? "critical" : "major",
        title: { en: `Deals with overdue payments: ${count.en}`, ru: `Сделки с просроченной оплатой: ${count.ru}` },
        what: {
          en: `Overdue instalments: ${instalments.en}, in deals: ${count.en}. The oldest is ${oldest.en} late.${besideControl.en}`,
          ru: `Просроченных платежей: ${instalments.ru}, сделок: ${count.ru}. Самая долгая просрочка: ${oldest.ru}.${besideControl.ru}`,
        },
        ownerId,
        evidence: {
          kind: "deal",
          ids: owing.map(({ id }) => id),
          cases: owing.flatMap(({ id, overdue }) => overdue.map(({ dueOn }) => caseOf({ id, on: dueOn }))),
        },
        ...sumAtStake(
          owing.flatMap(({ overdue }) => overdue.map(({ open }) => open)),
          { en: "what is overdue, in full", ru: "вся просроченная сумма" },
        ),
        next: {
          en: "For each: whom did we remind, what was promised and by when?",
          ru: "По каждой: кому напомнили, что и к какому сроку обещали?",
        },
      }
    }
    const largestFirst = byWeight(debts, ({ overdue }) => overdue.reduce((sum, { open }) => sum + open.amountMinor, 0))
    return { findings: inScopes(largestFirst, draft), notRead: [] }
  },
})
