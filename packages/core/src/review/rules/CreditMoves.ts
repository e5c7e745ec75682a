import { periodContains } from "../../shared/Period.ts"
import type { FindingDraft, RuleOutcome } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import { byWeight, evidenceOf, inScopes } from "../Scopes.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { withheldStake } from "../Stake.ts"
import { numberText } from "../Wording.ts"

const nothing: RuleOutcome = { findings: [], notRead: [] }

/** Credit of deals that was split anew after they were closed: it took a result from one and gave it to another. There may be a good reason. */
export const creditMovedAfterClose = findingRule({
  id: "deal.creditMovedAfterClose",
  version: 1,
  name: { en: "Credit moved after the close", ru: "Зачёт изменён после закрытия" },
  kind: "mistake",
  needs: ["activity"],
  parameters: {
    majorFrom: {
      default: 3,
      min: 1,
      max: 1000,
      meaning: {
        en: "deals whose credit one person moved in the period from which it is major (inclusive)",
        ru: "сделок, зачёт по которым один человек изменил за период, с которых находка важна (включительно)",
      },
    },
  },
  find: (facts, period, { majorFrom }) => {
    const moves = facts.activity?.creditMoves
    if (moves === undefined) return nothing
    const records = moves
      .filter(({ movedOn }) => periodContains(period, movedOn))
      .map(({ dealId, personId, movedOn }): OwnedRecord => ({ id: dealId, ownerId: personId, on: movedOn }))
    const draft = (moved: ReadonlyArray<OwnedRecord>, ownerId: string | null): FindingDraft => {
      const ids = [...new Set(moved.map(({ id }) => id))]
      const count = numberText(ids.length)
      return {
        severity: ids.length >= majorFrom ? "major" : "minor",
        title: {
          en: `Closed deals whose credit was split anew: ${count.en}`,
          ru: `Закрытые сделки, зачёт по которым поделили заново: ${count.ru}`,
        },
        what: {
          en: `Deals whose credit was split anew after they were won or lost: ${count.en}. The reasons are kept with the deals.`,
          ru: `Сделок, зачёт по которым поделили заново после выигрыша или проигрыша: ${count.ru}. Причины записаны в сделках.`,
        },
        ownerId,
        evidence: evidenceOf("deal", moved),
        ...withheldStake({
          en: "the money stays the same: it is counted for other people",
          ru: "сумма не меняется: её засчитывают другим людям",
        }),
        next: {
          en: "Do both sides agree with the reason, and could it have been settled before the close?",
          ru: "Согласны ли с причиной обе стороны и можно ли было договориться до закрытия?",
        },
      }
    }
    return {
      findings: inScopes(
        byWeight(records, () => 0),
        draft,
      ),
      notRead: [],
    }
  },
})
