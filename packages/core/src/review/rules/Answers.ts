import { epochMsOf } from "../../shared/Instant.ts"
import { periodContains } from "../../shared/Period.ts"
import { answering } from "../Answering.ts"
import { findingRule } from "../FindingRule.ts"
import { listFindings } from "../OwnedList.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { greatest } from "../Scopes.ts"
import { withheldStake } from "../Stake.ts"
import { waitText } from "../Wording.ts"

interface LateAnswer extends OwnedRecord {
  readonly lateHours: number
}

const hourMs = 3_600_000

/** Answers that came after the agreed time, or had not come by the end of the period. */
export const breachedAnswers = findingRule({
  id: "sla.breached",
  version: 2,
  name: { en: "Agreed time of answer exceeded", ru: "Нарушен срок ответа" },
  kind: "mistake",
  needs: ["control", "followUp"],
  parameters: {
    criticalAfterHours: {
      default: 24,
      min: 0,
      max: 8760,
      meaning: {
        en: "hours after the agreed time from which it is critical (exclusive)",
        ru: "часов сверх срока, после которых находка критична (не включая)",
      },
    },
  },
  find: (facts, period, { criticalAfterHours }) => {
    const { control, followUp } = facts
    if (control === null || followUp === null) return { findings: [], notRead: [] }
    if (followUp.answers === null) {
      return { findings: [], notRead: [{ en: "no time of answer is agreed", ru: "сроки ответа не согласованы" }] }
    }
    const { asOf } = control.context
    const whose = answering(facts)
    const late = followUp.answers.flatMap(
      ({ subjectId, ownerId, dueAt, dueOn, answeredAt, askedAt = dueAt }): ReadonlyArray<LateAnswer> => {
        const until = answeredAt !== null && answeredAt < asOf ? answeredAt : asOf
        const lateHours = (epochMsOf(until) - epochMsOf(dueAt)) / hourMs
        return lateHours > 0 && periodContains(period, dueOn)
          ? [{ id: subjectId, ownerId: whose(ownerId, dueOn), on: askedAt, lateHours }]
          : []
      },
    )
    const findings = listFindings(late, ({ lateHours }) => lateHours, {
      evidence: "record",
      severity: (items) => (greatest(items, ({ lateHours }) => lateHours) > criticalAfterHours ? "critical" : "major"),
      stake: () =>
        withheldStake({ en: "what an answer is worth is not recorded", ru: "сколько стоит ответ, нигде не записано" }),
      words: (items) => {
        const longest = waitText(greatest(items, ({ lateHours }) => lateHours))
        return {
          title: (count) => ({
            en: `Answers later than agreed: ${count.en}`,
            ru: `Ответы позже согласованного срока: ${count.ru}`,
          }),
          what: (count) => ({
            en: `Clients who were answered later than agreed, or not at all: ${count.en}. The longest by ${longest.en}.`,
            ru: `Клиентам ответили позже срока или не ответили совсем: ${count.ru}. Дольше всего — на ${longest.ru}.`,
          }),
          next: {
            en: "Who covers when the owner is busy, and who hears the reminder?",
            ru: "Кто подменяет, когда ответственный занят, и кто получает напоминание?",
          },
        }
      },
    })
    return { findings, notRead: [] }
  },
})
