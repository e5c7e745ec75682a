import { defaultControlPolicy } from "../control/ControlPolicy.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import type { DepartmentConfig, DialogOutcome, Reason } from "./DepartmentSchema.ts"
import { pipelinePresets } from "./PipelinePresets.ts"

/** What a preset leaves to the tenant. */
export interface PresetOptions {
  /** IANA time zone in which days begin. */
  readonly timeZone: string
  /** Currency of plans and totals, ISO 4217. */
  readonly currency: string
}

const reason = (id: string, en: string, ru: string, textRequired = false): Reason => ({
  id,
  name: { en, ru },
  textRequired,
})

const lostReasons: ReadonlyArray<Reason> = [
  reason("price", "Price", "Цена"),
  reason("terms", "Terms", "Условия"),
  reason("competitor", "Chose a competitor", "Выбрали конкурента"),
  reason("noBudget", "No budget", "Нет бюджета"),
  reason("needGone", "No need any more", "Потребность отпала"),
  reason("postponed", "Put off", "Отложили"),
  reason("noResponse", "Stopped answering", "Перестали отвечать"),
  reason("other", "Other", "Другое", true),
]

const disqualifyReasons: ReadonlyArray<Reason> = [
  reason("notTarget", "Not a target client", "Нецелевой клиент"),
  reason("noContact", "No contact reached", "Не удалось связаться"),
  reason("noBudget", "No budget", "Нет бюджета"),
  reason("noNeed", "No need", "Нет потребности"),
  reason("choseCompetitor", "Chose a competitor", "Выбрали конкурента"),
  reason("spam", "Spam", "Спам"),
  reason("other", "Other", "Другое", true),
]

const outcome = (id: string, en: string, ru: string): DialogOutcome => ({ id, name: { en, ru } })

const dialogOutcomes: ReadonlyArray<DialogOutcome> = [
  outcome("agreed", "Agreed", "Договорились"),
  outcome("undecided", "Undecided", "Не решили"),
  outcome("refused", "Refused", "Отказ"),
  outcome("noAnswer", "The client did not answer", "Клиент не ответил"),
  outcome("missed", "We did not answer", "Мы не ответили"),
]

const preset = (en: string, ru: string, pipeline: Pipeline, options: PresetOptions): DepartmentConfig => ({
  name: { en, ru },
  timeZone: options.timeZone,
  currency: options.currency,
  pipelines: [pipeline],
  defaultPipelineId: pipeline.id,
  lostReasons,
  disqualifyReasons,
  dialogOutcomes,
  sources: [],
  control: defaultControlPolicy,
})

/**
 * Ready configurations to start from: publish one with `department.publish`, and change it there.
 *
 * @example
 * ```ts
 * import { presets } from "@salesdept/core/department"
 *
 * const config = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * config.defaultPipelineId // "servicesWithActs"
 * config.lostReasons.map(({ id }) => id) // ["price", "terms", "competitor", "noBudget", "needGone", "postponed", "noResponse", "other"]
 * ```
 */
export const presets = {
  /** Services, closed by acts. */
  servicesWithActs: (options: PresetOptions): DepartmentConfig =>
    preset("Services", "Услуги", pipelinePresets.servicesWithActs, options),
  /** Goods, closed by delivery notes. */
  goodsWithDeliveryNotes: (options: PresetOptions): DepartmentConfig =>
    preset("Goods", "Товары", pipelinePresets.goodsWithDeliveryNotes, options),
  /** Software subscriptions for companies. */
  b2bSaas: (options: PresetOptions): DepartmentConfig => ({
    ...preset("B2B SaaS", "B2B SaaS", pipelinePresets.b2bSaas, options),
    // What the gates of its pipeline ask for.
    approvalKinds: [{ id: "discount", name: { en: "Discount", ru: "Скидка" }, roles: ["head"] }],
    base: {
      contactRoles: [
        { id: "decisionMaker", name: { en: "Decides", ru: "Принимает решение" } },
        { id: "influencer", name: { en: "Advises", ru: "Влияет на решение" } },
        { id: "payer", name: { en: "Pays", ru: "Платит" } },
        { id: "user", name: { en: "Uses", ru: "Пользуется" } },
      ],
    },
  }),
}
