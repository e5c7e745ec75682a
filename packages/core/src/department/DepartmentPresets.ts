import { defaultControlPolicy } from "../control/ControlPolicy.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import { isCurrency } from "../shared/Currency.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Message } from "../shared/Message.ts"
import { isTimeZone } from "../shared/TimeZone.ts"
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

const shapes: {
  readonly [Option in keyof PresetOptions]: readonly [holds: (text: string) => boolean, message: Message]
} = {
  timeZone: [
    isTimeZone,
    {
      en: "must be an IANA time zone such as Europe/Moscow",
      ru: "ожидается часовой пояс IANA вида Europe/Moscow",
    },
  ],
  currency: [isCurrency, { en: "must be an ISO 4217 code such as RUB", ru: "ожидается код ISO 4217, например RUB" }],
}

/** The options, as they are stated: what they lack would be missed only where the department is published. */
const checked = (call: string, options: PresetOptions): PresetOptions => {
  // Programs without types leave them out, or name them otherwise.
  const given = (options ?? {}) as { readonly [Option in keyof PresetOptions]?: unknown }
  const problems = (["timeZone", "currency"] as const).flatMap((path) => {
    const [holds, message] = shapes[path]
    const value = given[path]
    if (typeof value === "string" && holds(value)) return []
    return [{ path, code: value === undefined ? "field.missing" : "field.type", message }]
  })
  if (problems.length > 0) throw new InputInvalid(problems, call)
  return options
}

const preset = (
  en: string,
  ru: string,
  pipeline: Pipeline,
  { currency, timeZone }: PresetOptions,
): DepartmentConfig => ({
  name: { en, ru },
  timeZone,
  currency,
  pipelines: [pipeline],
  defaultPipelineId: pipeline.id,
  lostReasons,
  disqualifyReasons,
  dialogOutcomes,
  sources: [],
  control: defaultControlPolicy,
})

/**
 * Ready configurations to start from: publish one with `department.publish`, and change it there. Without a time zone and a currency they are
 * refused (`InputInvalid`).
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
    preset("Services", "Услуги", pipelinePresets.servicesWithActs, checked("presets.servicesWithActs", options)),
  /** Goods, closed by delivery notes. */
  goodsWithDeliveryNotes: (options: PresetOptions): DepartmentConfig =>
    preset(
      "Goods",
      "Товары",
      pipelinePresets.goodsWithDeliveryNotes,
      checked("presets.goodsWithDeliveryNotes", options),
    ),
  /** Software subscriptions for companies. */
  b2bSaas: (options: PresetOptions): DepartmentConfig => ({
    ...preset("B2B SaaS", "B2B SaaS", pipelinePresets.b2bSaas, checked("presets.b2bSaas", options)),
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
