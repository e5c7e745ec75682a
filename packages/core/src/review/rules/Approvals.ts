import { periodContains } from "../../shared/Period.ts"
import type { FindingDraft, RuleOutcome } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import { lastDayOf } from "../LastDay.ts"
import type { ReviewApproval } from "../ReviewFacts.ts"
import { byWeight, evidenceOf, inScopes } from "../Scopes.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { withheldStake } from "../Stake.ts"
import { numberText } from "../Wording.ts"

const nothing: RuleOutcome = { findings: [], notRead: [] }

const countOf = (approvals: ReadonlyArray<ReviewApproval>, fate: ReviewApproval["fate"]) =>
  numberText(approvals.filter((one) => one.fate === fate).length)

/** Approvals that nobody decided: a rep waits, and the client with the rep. Of the others it says what became of them. */
export const unansweredApprovals = findingRule({
  id: "deal.approvalUnanswered",
  version: 2,
  name: { en: "Approvals left unanswered", ru: "Согласования без ответа" },
  kind: "mistake",
  needs: ["activity"],
  parameters: {
    afterDays: {
      default: 2,
      min: 0,
      max: 365,
      meaning: {
        en: "days after which an approval that nobody decided is left unanswered (exclusive)",
        ru: "дней, после которых согласование без решения считается оставленным без ответа (не включая)",
      },
    },
  },
  find: (facts, period, { afterDays }) => {
    const approvals = facts.activity?.approvals
    if (approvals === undefined) return nothing
    const lastDay = lastDayOf(facts)
    const asked = approvals.filter(({ askedOn }) => periodContains(period, askedOn))
    const unanswered = approvals.filter(({ fate, askedOn, expiredOn }) => {
      if (fate === "expired") return expiredOn !== null && periodContains(period, expiredOn)
      return fate === "asked" && facts.on > lastDay(askedOn, afterDays)
    })
    const records = unanswered.map(({ dealId, askedOf, askedOn }): OwnedRecord => ({
      id: dealId,
      ownerId: askedOf,
      on: askedOn,
    }))
    const draft = (left: ReadonlyArray<OwnedRecord>, ownerId: string | null): FindingDraft => {
      const count = numberText(left.length)
      const [granted, refused] = [countOf(asked, "granted"), countOf(asked, "refused")]
      const all = numberText(asked.length)
      return {
        severity: "minor",
        title: { en: `Approvals left unanswered: ${count.en}`, ru: `Согласований без ответа: ${count.ru}` },
        what: {
          en: `Nobody decided within the time: ${count.en}. Asked in the period by everybody: ${all.en}, granted ${granted.en}, refused ${refused.en}.`,
          ru: `Решения вовремя не было: ${count.ru}. Всего запрошено за период: ${all.ru}, согласовано ${granted.ru}, отклонено ${refused.ru}.`,
        },
        ownerId,
        evidence: evidenceOf("deal", left),
        ...withheldStake({
          en: "what waiting costs is not recorded",
          ru: "цена ожидания не записана",
        }),
        next: {
          en: "Decide, or name somebody who may",
          ru: "Принять решение или назвать того, кто может его принять",
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
