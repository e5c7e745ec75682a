import { all, any, fact } from "../deal/ConditionBuilder.ts"
import { linearPipeline } from "../deal/LinearPipeline.ts"
import type { Pipeline, Stage, StageMeaning } from "../deal/Pipeline.ts"

const stage = (
  id: string,
  en: string,
  ru: string,
  meaning: StageMeaning,
  rules: Pick<Stage, "limitDays" | "entry" | "exit"> = {},
): Stage => ({ id, name: { en, ru }, meaning, ...rules })

const amountAndClient = all(fact("deal.amountMinor").isSet(), fact("client.isKnown").is(true))

const paidAsContracted = all(fact("settlement.advancePaid").is(true), fact("settlement.overdueMinor").atMost(0))

const documented = fact("documents.documented").is(true)

/**
 * Gates of "finished", for the entry of a pipeline's aftercare and done stages: what the sale was made for is paid and closing
 * documents cover it. The ready pipelines ask for `paidAndDocumented`.
 *
 * @example
 * ```ts
 * import { finishGates } from "@salesdept/core/department"
 * import type { Stage } from "@salesdept/core/deal/gates"
 *
 * const aftercare: Stage = {
 *   id: "aftercare",
 *   name: { en: "Aftercare", ru: "Сопровождение" },
 *   meaning: "aftercare",
 *   entry: finishGates.paidAsContractedAndDocumented,
 * }
 * aftercare.entry // { all: [{ all: [{ fact: "settlement.advancePaid", op: "is", value: true }, { fact: "settlement.overdueMinor", op: "atMost", value: 0 }] }, { fact: "documents.documented", op: "is", value: true }] }
 * ```
 */
export const finishGates = {
  /** Paid in full and documented. */
  paidAndDocumented: all(fact("settlement.fullyPaid").is(true), documented),
  /** Documented, and paid as the contract says: everything that is due by now, a postpayment not yet. */
  paidAsContractedAndDocumented: all(paidAsContracted, documented),
} as const

const { paidAndDocumented } = finishGates

const lost = stage("lost", "Lost", "Проиграна", "lost")

/*
 * The limits in days are starting points to be replaced by the tenant's own experience; nobody measured them. The order of
 * stages and the gates follow the practice that this library puts into code: a sale ends with money and documents.
 */

const servicesWithActs: Pipeline = linearPipeline({
  id: "servicesWithActs",
  name: { en: "Services with acts", ru: "Услуги с актами" },
  stages: [
    stage("newLead", "New lead", "Новый лид", "open", { limitDays: 1 }),
    stage("contact", "Contact", "Контакт", "open", { limitDays: 3 }),
    stage("needs", "Needs", "Выявление потребностей", "open", { limitDays: 7 }),
    stage("proposal", "Proposal", "Коммерческое предложение", "open", { limitDays: 7 }),
    stage("negotiation", "Negotiation", "Переговоры", "open", { limitDays: 14 }),
    stage("contract", "Contract", "Договор", "open", { limitDays: 14, entry: amountAndClient }),
    stage("paymentControl", "Payment control", "Контроль оплаты", "awaitingPayment", {
      limitDays: 10,
      exit: paidAsContracted,
    }),
    stage("fulfilment", "Fulfilment", "Исполнение", "fulfilment", { limitDays: 30 }),
    stage("closingDocuments", "Closing documents", "Закрывающие документы", "awaitingDocuments", {
      limitDays: 14,
    }),
    stage("aftercare", "Aftercare", "Сопровождение", "aftercare", { limitDays: 30, entry: paidAndDocumented }),
    stage("done", "Done", "Завершена", "done", { entry: paidAndDocumented }),
  ],
  lost,
})

const goodsWithDeliveryNotes: Pipeline = linearPipeline({
  id: "goodsWithDeliveryNotes",
  name: { en: "Goods with delivery notes", ru: "Товары с накладными" },
  stages: [
    stage("newLead", "New lead", "Новый лид", "open", { limitDays: 1 }),
    stage("contact", "Contact", "Контакт", "open", { limitDays: 2 }),
    stage("needs", "Needs and assortment", "Потребность и ассортимент", "open", { limitDays: 5 }),
    stage("quote", "Quote", "Предложение с ценами", "open", {
      limitDays: 5,
      exit: fact("deal.lineCount").atLeast(1),
    }),
    stage("negotiation", "Negotiation", "Переговоры", "open", { limitDays: 10 }),
    stage("contract", "Contract and order", "Договор и заказ", "open", { limitDays: 7, entry: amountAndClient }),
    stage("paymentControl", "Payment control", "Контроль оплаты", "awaitingPayment", {
      limitDays: 7,
      exit: paidAsContracted,
    }),
    stage("shipment", "Shipment", "Отгрузка", "fulfilment", { limitDays: 14 }),
    stage("deliveryNotes", "Delivery notes", "Накладные", "awaitingDocuments", { limitDays: 10 }),
    stage("aftercare", "Aftercare", "Сопровождение", "aftercare", { limitDays: 30, entry: paidAndDocumented }),
    stage("done", "Done", "Завершена", "done", { entry: paidAndDocumented }),
  ],
  lost,
  // A repeat order of known goods needs no new talk about needs.
  skips: [{ from: "contact", to: "quote" }],
})

const b2bSaas: Pipeline = linearPipeline({
  id: "b2bSaas",
  name: { en: "Software subscriptions for companies", ru: "Подписка на ПО для компаний" },
  stages: [
    stage("newLead", "New lead", "Новый лид", "open", { limitDays: 1 }),
    stage("qualification", "Qualification", "Квалификация", "open", { limitDays: 7 }),
    stage("demo", "Demo", "Демонстрация", "open", { limitDays: 14 }),
    stage("pilot", "Pilot", "Пилот", "open", { limitDays: 30 }),
    stage("proposal", "Proposal", "Коммерческое предложение", "open", { limitDays: 14 }),
    stage("contract", "Contract", "Договор", "open", {
      limitDays: 21,
      entry: all(
        amountAndClient,
        fact("contacts.roles").has("decisionMaker"),
        // A discount that cannot be told is not none: without a list price somebody has to agree.
        any(fact("deal.discountPercent").atMost(20), fact("approvals.granted").has("discount")),
      ),
    }),
    stage("paymentControl", "Payment control", "Контроль оплаты", "awaitingPayment", {
      limitDays: 10,
      exit: paidAsContracted,
    }),
    stage("onboarding", "Onboarding", "Внедрение", "fulfilment", { limitDays: 30 }),
    stage("acceptance", "Acceptance documents", "Документы о приёмке", "awaitingDocuments", {
      limitDays: 14,
    }),
    stage("customerSuccess", "Customer success", "Сопровождение клиента", "aftercare", {
      limitDays: 30,
      entry: paidAndDocumented,
    }),
    stage("done", "Done", "Завершена", "done", { entry: paidAndDocumented }),
  ],
  lost,
  // A pilot is an offer, not a duty.
  skips: [{ from: "demo", to: "proposal" }],
})

/**
 * Ready pipelines, as data to start from: copy one into the department's configuration and change it there. In each of them
 * a contract needs an amount and a client; payment control is left when what the contract asks before delivery is paid and
 * nothing is overdue; aftercare begins when the deal is paid in full and signed documents cover it, and done asks for it again.
 *
 * @example
 * ```ts
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * pipelinePresets.b2bSaas.stages.map(({ id }) => id) // ["newLead", "qualification", "demo", "pilot", "proposal", "contract", "paymentControl", "onboarding", "acceptance", "customerSuccess", "done", "lost"]
 * ```
 */
export const pipelinePresets = {
  /** Services, closed by acts of completed work or of services. */
  servicesWithActs,
  /** Goods, closed by delivery notes or universal transfer documents. */
  goodsWithDeliveryNotes,
  /** Software subscriptions sold to companies, with demo and optional pilot. */
  b2bSaas,
} as const
