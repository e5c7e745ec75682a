import { Failure } from "./Failure.ts"
import type { Message } from "./Message.ts"

const names = {
  rep: { en: "rep", ru: "менеджер" },
  team: { en: "team", ru: "команда" },
  client: { en: "client", ru: "клиент" },
  contact: { en: "contact person", ru: "контактное лицо" },
  consent: { en: "consent", ru: "согласие" },
  lead: { en: "lead", ru: "лид" },
  dialog: { en: "dialog", ru: "диалог" },
  nextStep: { en: "next step", ru: "следующий шаг" },
  subject: { en: "lead, client or deal", ru: "лид, клиент или сделка" },
  handOver: { en: "hand-over", ru: "передача базы" },
  run: { en: "import or bulk command", ru: "импорт или массовая операция" },
  deal: { en: "deal", ru: "сделка" },
  approval: { en: "approval", ru: "согласование" },
  invoice: { en: "invoice", ru: "счёт" },
  payment: { en: "payment", ru: "платёж" },
  closingDocument: { en: "closing document", ru: "закрывающий документ" },
  bankEntry: { en: "bank entry", ru: "операция выписки" },
  campaign: { en: "campaign", ru: "кампания" },
  dueAction: { en: "due action", ru: "назначенное действие" },
  offer: { en: "offer", ru: "предложение" },
  milestone: { en: "milestone", ru: "важная дата" },
  satisfactionAnswer: { en: "answer about satisfaction", ru: "ответ клиента" },
  complaint: { en: "complaint", ru: "жалоба" },
  referral: { en: "recommendation", ru: "рекомендация" },
  referralCode: { en: "code of recommendation", ru: "код рекомендации" },
  rewardLot: { en: "lot of points", ru: "начисление баллов" },
  rewardSpend: { en: "spending of points", ru: "списание баллов" },
  plan: { en: "plan", ru: "план" },
  planVersion: { en: "version of a plan", ru: "версия плана" },
  finding: { en: "finding", ru: "находка" },
  commitment: { en: "commitment", ru: "обязательство" },
  debrief: { en: "debrief", ru: "разбор" },
  actionItem: { en: "action item", ru: "пункт решения" },
  summary: { en: "summary", ru: "сводка" },
  reviewSchedule: { en: "schedule of reviews", ru: "расписание разборов" },
  script: { en: "script", ru: "скрипт" },
  scriptVersion: { en: "version of a script", ru: "версия скрипта" },
  scriptRun: { en: "run of a script", ru: "прогон скрипта" },
  scriptProposal: { en: "proposal to change a script", ru: "предложение по скрипту" },
  scriptExperiment: { en: "experiment with a script", ru: "эксперимент со скриптом" },
  scorecard: { en: "scorecard", ru: "оценка диалога" },
} as const satisfies { readonly [kind: string]: Message }

/** A kind of record that commands name by id. `subject` is any record under control: a lead, a client or a deal. */
export type NamedKind = keyof typeof names

/** The name of a kind of record, for texts. */
export const kindName = (kind: NamedKind): Message => names[kind]

/** A record that an input names. */
export interface NamedRecord {
  /** Its kind. */
  readonly kind: NamedKind
  /** Its id. */
  readonly id: string
  /** The field of the input that names it, with its place where that is a list: `participantIds[0]`. */
  readonly field: string
}

const namedBy = ({
  kind,
  id,
  field,
}: Omit<NamedRecord, "field"> & { readonly field?: string | undefined }): Message => {
  const where = field === undefined ? "" : ` (${field})`
  return { en: `${names[kind].en} ${id}${where}`, ru: `«${names[kind].ru}» ${id}${where}` }
}

/**
 * There is no such record for this tenant, or the caller may not know of it; a command that refers to another record does not find one that
 * was voided or removed either. One tag for every kind: a host's "404".
 */
export class RecordNotFound extends Failure<
  "RecordNotFound",
  {
    /** What kind of record was looked for. */
    readonly kind: NamedKind
    /** Its id. */
    readonly id: string
    /** The field of the input that names it, where the command is about another record. */
    readonly field?: string
    /** What else the input refers to in vain; left out where there is nothing else. */
    readonly others?: ReadonlyArray<NamedRecord>
  }
> {
  readonly _tag = "RecordNotFound"
  /**
   * @param kind - what kind of record was looked for
   * @param id - its id
   * @param field - the field of the input that names it, where the command is about another record
   * @param others - what else the input refers to in vain
   */
  constructor(kind: NamedKind, id: string, field?: string, others: ReadonlyArray<NamedRecord> = []) {
    const all = [namedBy({ kind, id, field }), ...others.map(namedBy)]
    super(
      {
        en: `There is no ${all.map(({ en }) => en).join(", no ")}`,
        ru: `${others.length === 0 ? "Нет записи" : "Нет записей"} ${all.map(({ ru }) => ru).join(", ")}`,
      },
      { kind, id, ...(field === undefined ? {} : { field }), ...(others.length === 0 ? {} : { others }) },
    )
  }
}

/** The id is already taken by another record of the kind. One tag for every kind: a host's "409". */
export class RecordExists extends Failure<"RecordExists", { readonly kind: NamedKind; readonly id: string }> {
  readonly _tag = "RecordExists"
  constructor(kind: NamedKind, id: string) {
    super(
      { en: `The ${names[kind].en} ${id} exists already`, ru: `Запись «${names[kind].ru}» ${id} уже существует` },
      { kind, id },
    )
  }
}
