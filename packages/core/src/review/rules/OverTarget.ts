import type { Attainment } from "../../plan/attainment/Attainment.ts"
import type { Message } from "../../shared/Message.ts"
import type { FindingDraft } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import { rowsById } from "../OpenDeals.ts"
import type { ReviewFacts } from "../ReviewFacts.ts"
import { byWeight } from "../Scopes.ts"
import { dealPrice, withheldStake } from "../Stake.ts"
import { moneyText, numberText, percentText } from "../Wording.ts"

interface Beat {
  readonly ownerId: string
  readonly fact: number
  readonly target: number
  readonly factIds: ReadonlyArray<string>
}

const beatOf = ({ repId, fact, target, factIds }: Attainment, overShare: number): Beat | null => {
  if (repId === null || target === null || target <= 0 || factIds === null || factIds.length === 0) return null
  return fact > target * (1 + overShare) ? { ownerId: repId, fact, target, factIds } : null
}

const amountText = (value: number, currency: string | null): Message =>
  currency === null ? numberText(value, 2) : moneyText({ amountMinor: value, currency })

const draftOf = (
  { fact, target, ownerId, factIds }: Beat,
  currency: string | null,
  weightOf: (dealId: string) => number,
): FindingDraft => {
  const [brought, planned, ratio] = [
    amountText(fact, currency),
    amountText(target, currency),
    percentText(fact / target),
  ]
  const count = numberText(factIds.length)
  const ids = byWeight(
    factIds.map((id) => ({ id })),
    ({ id }) => weightOf(id),
  ).map(({ id }) => id)
  const stake =
    currency === null
      ? withheldStake({ en: "the target is not in money", ru: "план задан не в деньгах" })
      : {
          atStake: {
            amountMinor: fact - target,
            currency,
            estimate: { en: "fact less target", ru: "факт минус план" },
          },
          withheldReason: null,
        }
  return {
    severity: "minor",
    title: { en: `Target exceeded: ${ratio.en}`, ru: `План перевыполнен: ${ratio.ru}` },
    what: {
      en: `Brought ${brought.en} against a target of ${planned.en}; deals behind it: ${count.en}.`,
      ru: `Факт: ${brought.ru}, план: ${planned.ru}; выигранных сделок: ${count.ru}.`,
    },
    ownerId,
    evidence: { kind: "deal", ids },
    ...stake,
    next: {
      en: "How and by which actions? Candidates for the script, to be checked against other deals",
      ru: "Как и какими действиями? Кандидаты в скрипт, которые надо проверить на других сделках",
    },
  }
}

const weights = ({ deals }: ReviewFacts): ((dealId: string) => number) => {
  const rows = rowsById(deals)
  return (dealId) => {
    const row = rows.get(dealId)
    return row === undefined ? 0 : (dealPrice(deals, row)?.amountMinor ?? 0)
  }
}

/** Reps who brought more than their target, with the deals that did it. The prior period is no target. */
export const overTarget = findingRule({
  id: "rep.overTarget",
  version: 2,
  name: { en: "Targets exceeded", ru: "План перевыполнен" },
  kind: "win",
  needs: ["attainment"],
  parameters: {
    overShare: {
      default: 0,
      min: 0,
      max: 10,
      meaning: {
        en: "share of the target by which the fact must exceed it (exclusive)",
        ru: "на какую долю цели факт должен её превысить (не включая)",
      },
    },
  },
  find: (facts, _period, { overShare }) => {
    const plans = facts.attainment ?? []
    const cells = plans.flatMap((plan) => plan.cells)
    if (!cells.some(({ target }) => target !== null)) {
      return { findings: [], notRead: [{ en: "no rep has a target", ru: "ни у кого из менеджеров нет плана" }] }
    }
    const weightOf = weights(facts)
    const beats = plans.flatMap(({ cells: own, currency }) =>
      own.flatMap((cell) => {
        const beat = beatOf(cell, overShare)
        return beat === null ? [] : [draftOf(beat, currency, weightOf)]
      }),
    )
    const withoutIds = cells.filter(({ target, factIds }) => target !== null && factIds === null).length
    const noEvidence = {
      en: `targets whose facts are given without their ids: ${withoutIds}`,
      ru: `целей, факты по которым переданы без идентификаторов: ${withoutIds}`,
    }
    return {
      findings: beats,
      notRead: withoutIds > 0 ? [noEvidence] : [],
    }
  },
})
