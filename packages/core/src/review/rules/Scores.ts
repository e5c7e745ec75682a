import { periodContains } from "../../shared/Period.ts"
import type { DatedScore } from "../FollowUpFacts.ts"
import { findingRule } from "../FindingRule.ts"
import { listFindings } from "../OwnedList.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { withheldStake } from "../Stake.ts"
import { percentText } from "../Wording.ts"

interface WeakDialog extends OwnedRecord {
  readonly share: number
}

const shareOf = ({ met, of }: DatedScore): number => met / of

/**
 * Dialogs in which fewer criteria of the script were met than the department asks for, by the day on which they were scored; a rep's own score
 * raises nothing.
 */
export const weakDialogs = findingRule({
  id: "dialog.criteriaNotMet",
  version: 2,
  name: { en: "Dialogs that missed the script's criteria", ru: "Диалоги, не дотянувшие до критериев скрипта" },
  kind: "mistake",
  needs: ["followUp"],
  parameters: {
    leastShare: {
      default: 0.5,
      min: 0,
      max: 1,
      meaning: {
        en: "share of criteria to be met (inclusive)",
        ru: "какая доля критериев должна быть выполнена (включительно)",
      },
    },
  },
  find: ({ followUp }, period, { leastShare }) => {
    const weak = (followUp?.scores ?? [])
      .filter(
        (score) =>
          score.raterKind !== "self" &&
          periodContains(period, score.scoredOn) &&
          score.of > 0 &&
          shareOf(score) < leastShare,
      )
      .map((score): WeakDialog => ({ id: score.dialogId, ownerId: score.repId, share: shareOf(score) }))
    const findings = listFindings(weak, ({ share }) => 1 - share, {
      evidence: "record",
      severity: () => "minor",
      stake: () =>
        withheldStake({ en: "what a dialog costs is not recorded", ru: "сколько стоит диалог, нигде не записано" }),
      words: () => ({
        title: (count) => ({
          en: `Dialogs below the script's criteria: ${count.en}`,
          ru: `Диалоги ниже критериев скрипта: ${count.ru}`,
        }),
        what: (count) => ({
          en: `Scored by mentor or analysis, with fewer than ${percentText(leastShare).en} of the criteria met: ${count.en}.`,
          ru: `По оценке наставника или анализа выполнено меньше ${percentText(leastShare).ru} критериев: ${count.ru}.`,
        }),
        next: {
          en: "Listen to one together: which step did not come naturally, and why?",
          ru: "Послушать один вместе: какой шаг не получился и почему?",
        },
      }),
    })
    return { findings, notRead: [] }
  },
})
