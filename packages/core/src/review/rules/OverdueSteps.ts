import { daysBetween } from "../../shared/CalendarDate.ts"
import { periodContains } from "../../shared/Period.ts"
import { answering } from "../Answering.ts"
import { findingRule } from "../FindingRule.ts"
import { rowsById } from "../OpenDeals.ts"
import { listFindings } from "../OwnedList.ts"
import type { ReviewFacts } from "../ReviewFacts.ts"
import type { Period } from "../../shared/Period.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { greatest } from "../Scopes.ts"
import { departmentWins, expectedAtStake } from "../Stake.ts"
import { daysText, numberText } from "../Wording.ts"

/** A next step that went past its day. */
export interface OverdueStep extends OwnedRecord {
  /** The deal's row; null where it is about none. */
  readonly dealRow: number | null
  /** Days past its day when it was done or moved, or up to now; 1 or more. */
  readonly lateDays: number
  /** Whether it is not done yet, and was not moved either. */
  readonly isOpen: boolean
}

/**
 * Next steps that went past their day in a period, of who answered for them on it: those done late, those moved only after their day, and those whose day fell into
 * the period and that are open still.
 */
export const overdueStepsOf = (facts: ReviewFacts, period: Period): ReadonlyArray<OverdueStep> => {
  const { overBefore = facts.on } = facts
  const whose = answering(facts)
  const rows = rowsById(facts.deals)
  const late = new Map<string, OverdueStep>()
  const note = (
    { id, ownerId, on }: Required<OwnedRecord>,
    dealId: string | null,
    lateDays: number,
    isOpen = false,
  ): void => {
    const known = late.get(id)
    if (lateDays < 1 || (known !== undefined && known.lateDays >= lateDays)) return
    late.set(id, {
      id,
      ownerId: whose(ownerId, on),
      on,
      dealRow: dealId === null ? null : (rows.get(dealId) ?? null),
      lateDays,
      isOpen,
    })
  }
  const steps = facts.nextSteps ?? []
  const slips = (facts.followUp?.slips ?? []).filter(({ movedOn }) => periodContains(period, movedOn))
  const slipped = new Set(slips.map(({ stepId }) => stepId))
  const dealOf = new Map(steps.flatMap(({ id, dealId }) => (slipped.has(id) ? [[id as string, dealId] as const] : [])))
  for (const { id, ownerId, dealId, status, dueOn, doneOn } of steps) {
    if (status === "done" && doneOn !== null && periodContains(period, doneOn)) {
      note({ id, ownerId, on: dueOn }, dealId, daysBetween(dueOn, doneOn))
    } else if (status === "open" && periodContains(period, dueOn)) {
      // Due on the last day of a period that is over, it is late by the next.
      if (dueOn < overBefore) note({ id, ownerId, on: dueOn }, dealId, Math.max(1, daysBetween(dueOn, facts.on)), true)
    }
  }
  for (const { stepId, ownerId, dueOn, movedOn } of slips) {
    note({ id: stepId, ownerId, on: dueOn }, dealOf.get(stepId) ?? null, daysBetween(dueOn, movedOn))
  }
  return [...late.values()]
}

/** Next steps that were not done by their day. */
export const overdueSteps = findingRule({
  id: "nextStep.overdue",
  version: 1,
  name: { en: "Next steps not done by their day", ru: "Следующие шаги, не сделанные в срок" },
  kind: "mistake",
  needs: ["nextSteps", "followUp"],
  parameters: {
    majorAfterDays: {
      default: 7,
      min: 0,
      max: 3650,
      meaning: {
        en: "days past its day of the latest step from which it is major (exclusive)",
        ru: "дней просрочки самого позднего шага, после которых находка важна (не включая)",
      },
    },
  },
  find: (facts, period, { majorAfterDays }) => {
    const wins = departmentWins(facts)
    const latest = (items: ReadonlyArray<OverdueStep>): number => greatest(items, ({ lateDays }) => lateDays)
    const findings = listFindings(overdueStepsOf(facts, period), ({ lateDays }) => lateDays, {
      evidence: "nextStep",
      severity: (items) => (latest(items) > majorAfterDays ? "major" : "minor"),
      stake: (items) => {
        const dealRows = new Set(items.flatMap(({ dealRow }) => (dealRow === null ? [] : [dealRow])))
        return expectedAtStake(facts.deals, [...dealRows], wins)
      },
      words: (items) => ({
        title: (count) => ({
          en: `Next steps not done by their day: ${count.en}`,
          ru: `Следующие шаги, не сделанные в срок: ${count.ru}`,
        }),
        what: () => {
          const open = items.filter(({ isOpen }) => isOpen).length
          const [stillOpen, late, most] = [numberText(open), numberText(items.length - open), daysText(latest(items))]
          return {
            en: `Not done yet: ${stillOpen.en}; done late, or moved only after the day: ${late.en}. The latest by ${most.en}.`,
            ru: `Не сделаны до сих пор: ${stillOpen.ru}; сделаны с опозданием или перенесены уже после срока: ${late.ru}. Самая большая просрочка: ${most.ru}.`,
          }
        },
        next: {
          en: "Are too many steps planned, or the wrong ones? Move a step before its day, with the client's word",
          ru: "Шагов слишком много или они не те? Переносить до срока и по договорённости с клиентом",
        },
      }),
    })
    return { findings, notRead: [] }
  },
})
