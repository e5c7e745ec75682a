import type { LeadControlFacts, RecordFacts } from "../../control/ControlFacts.ts"
import { answerDueAt, answerTime } from "../../control/Holding.ts"
import type { SlaKind } from "../../control/SlaPolicy.ts"
import type { Instant } from "../../shared/Instant.ts"
import { epochMsOf } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import { localDateOf } from "../../shared/TimeZone.ts"
import type { FindingDraft } from "../FindingRule.ts"
import { answering } from "../Answering.ts"
import { findingRule } from "../FindingRule.ts"
import type { ReviewControl } from "../ReviewFacts.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { byWeight, evidenceOf, inScopes } from "../Scopes.ts"
import { withheldStake } from "../Stake.ts"
import { numberText, waitText } from "../Wording.ts"

interface Waiting extends OwnedRecord {
  readonly waitedHours: number
}

const hourMs = 3_600_000

/** Records that have waited longer than control allows (agreed working time, else hours of the clock), the longest first. */
const overdueOf = (
  { policy, context }: ReviewControl,
  whose: ReturnType<typeof answering>,
  kind: SlaKind,
  records: ReadonlyArray<OwnedRecord & { readonly since: Instant | null }>,
): ReadonlyArray<Waiting> =>
  byWeight(
    records.flatMap(({ id, ownerId, since }): ReadonlyArray<Waiting> => {
      if (since === null || !answerTime(since, kind, policy, context).isOver) return []
      const lateOn = localDateOf(answerDueAt(since, kind, policy, context.timeZone), context.timeZone)
      return [
        {
          id,
          ownerId: whose(ownerId, lateOn),
          on: since,
          waitedHours: (epochMsOf(context.asOf) - epochMsOf(since)) / hourMs,
        },
      ]
    }),
    ({ waitedHours }) => waitedHours,
  )

const limitOf = ({ answerWithinHours, sla }: ReviewControl["policy"], kind: SlaKind): Message => {
  const minutes = sla?.[kind]?.minutes
  if (minutes === undefined) {
    const hours = numberText(answerWithinHours)
    return { en: `${hours.en} h`, ru: `${hours.ru} ч` }
  }
  const agreed = numberText(minutes)
  return { en: `${agreed.en} min of working time`, ru: `${agreed.ru} мин рабочего времени` }
}

const whatOf = (waiting: ReadonlyArray<Waiting>, { policy }: ReviewControl, kind: SlaKind, what: Message): Message => {
  const limit = limitOf(policy, kind)
  const longest = waitText(waiting[0]?.waitedHours ?? 0)
  const count = numberText(waiting.length)
  return {
    en: `${what.en} for more than ${limit.en}: ${count.en}. The longest wait: ${longest.en}.`,
    ru: `${what.ru} дольше ${limit.ru}: ${count.ru}. Самое долгое ожидание: ${longest.ru}.`,
  }
}

const criticalAfterHours = {
  default: 72,
  min: 0,
  max: 8760,
  meaning: {
    en: "hours of the longest wait after which it is critical (exclusive)",
    ru: "часы самого долгого ожидания, после которых находка критична (не включая)",
  },
}

const severityOf = (waiting: ReadonlyArray<Waiting>, criticalHours: number): FindingDraft["severity"] =>
  (waiting[0]?.waitedHours ?? 0) > criticalHours ? "critical" : "major"

const isUntouched = ({ status, lastAnswerAt }: LeadControlFacts): boolean => status === "new" && lastAnswerAt === null

/** Leads that came and that nobody has taken or spoken with within the time that control allows for a first answer. */
export const untakenLeads = findingRule({
  id: "lead.untaken",
  version: 2,
  name: { en: "Leads nobody took", ru: "Лиды, которые никто не взял" },
  kind: "missedOpportunity",
  needs: ["control"],
  parameters: { criticalAfterHours },
  find: (facts, _period, { criticalAfterHours: criticalHours }) => {
    const { control } = facts
    if (control === null) return { findings: [], notRead: [] }
    const leads = control.base.lead
      .filter(isUntouched)
      .map(({ id, ownerId, receivedAt }) => ({ id, ownerId, since: receivedAt }))
    const draft = (waiting: ReadonlyArray<Waiting>, ownerId: string | null): FindingDraft => ({
      severity: severityOf(waiting, criticalHours),
      title: {
        en: `Leads nobody took in time: ${numberText(waiting.length).en}`,
        ru: `Лиды, не взятые в работу вовремя: ${numberText(waiting.length).ru}`,
      },
      what: whatOf(waiting, control, "firstResponse", { en: "Not taken", ru: "Не взяты в работу" }),
      ownerId,
      evidence: { kind: "lead", ids: waiting.map(({ id }) => id) },
      ...withheldStake({ en: "a lead states no amount", ru: "у лида нет суммы" }),
      next: {
        en: "Who takes them today, and why did nobody when they came?",
        ru: "Кто возьмёт их сегодня и почему никто не взял сразу?",
      },
    })
    return { findings: inScopes(overdueOf(control, answering(facts), "firstResponse", leads), draft), notRead: [] }
  },
})

const waitingSince = ({ id, ownerId, awaitingSince }: RecordFacts) => ({ id, ownerId, since: awaitingSince })

/** Clients who wrote or called and have not been answered within the time that control allows. */
export const unansweredInbound = findingRule({
  id: "dialog.unanswered",
  version: 2,
  name: { en: "Unanswered calls and messages", ru: "Звонки и сообщения без ответа" },
  kind: "mistake",
  needs: ["control"],
  parameters: { criticalAfterHours },
  find: (facts, _period, { criticalAfterHours: criticalHours }) => {
    const { control } = facts
    if (control === null) return { findings: [], notRead: [] }
    const { lead, client, deal } = control.base
    // A lead that nobody took has a rule of its own: one omission, one finding.
    const records: ReadonlyArray<RecordFacts> = [...lead.filter((each) => !isUntouched(each)), ...client, ...deal]
    if (records.length > 0 && !records.some(({ observed }) => observed.dialogs)) {
      return {
        findings: [],
        notRead: [{ en: "the source does not carry dialogs", ru: "источник не передаёт диалоги" }],
      }
    }
    const draft = (waiting: ReadonlyArray<Waiting>, ownerId: string | null): FindingDraft => ({
      severity: severityOf(waiting, criticalHours),
      title: {
        en: `Clients waiting for an answer: ${numberText(waiting.length).en}`,
        ru: `Клиенты, которые ждут ответа: ${numberText(waiting.length).ru}`,
      },
      what: whatOf(waiting, control, "rollingResponse", {
        en: "The client turned to us and nobody has answered",
        ru: "Клиент обратился, а ответа нет",
      }),
      ownerId,
      evidence: evidenceOf("record", waiting),
      ...withheldStake({
        en: "what an answer is worth is not recorded",
        ru: "сколько стоит ответ, нигде не записано",
      }),
      next: { en: "Answer today; who covers for whom?", ru: "Ответить сегодня; кто кого подменяет?" },
    })
    return {
      findings: inScopes(overdueOf(control, answering(facts), "rollingResponse", records.map(waitingSince)), draft),
      notRead: [],
    }
  },
})
