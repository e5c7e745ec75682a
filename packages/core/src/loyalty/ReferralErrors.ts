import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"
import type { SameParty } from "./ReferralGuard.ts"

/** Why a recommendation or its reward is refused. */
export type ReferralRule =
  | SameParty
  | "noProgramme"
  | "self"
  | "cycle"
  | "existingClient"
  | "recordedAlready"
  | "wrongStatus"
  | "attributionLate"
  | "otherClientsDeal"
  | "notPaid"
  | "notDocumented"
  | "paidTooLittle"
  | "advocateCap"

const rules: { readonly [Rule in ReferralRule]: Message } = {
  noProgramme: {
    en: "the department has no rules of recommendation",
    ru: "в настройках отдела нет правил рекомендаций",
  },
  self: { en: "nobody recommends itself", ru: "нельзя рекомендовать самого себя" },
  cycle: { en: "the recommendations would make a ring", ru: "рекомендации замкнулись бы в кольцо" },
  sameTaxId: { en: "both have the same tax number", ru: "у обоих один ИНН" },
  samePhone: { en: "both have the same telephone number", ru: "у обоих один телефон" },
  sameEmail: { en: "both have the same mail address", ru: "у обоих один адрес почты" },
  existingClient: { en: "the recommended client has bought before", ru: "рекомендованный клиент уже покупал" },
  recordedAlready: { en: "the client is recommended already", ru: "клиента уже рекомендовали" },
  wrongStatus: { en: "this step is not open to it", ru: "этот шаг невозможен" },
  attributionLate: { en: "too long ago to be attributed", ru: "срок привязки к сделке истёк" },
  otherClientsDeal: {
    en: "the deal is lost, unknown or another client's",
    ru: "сделка проиграна, неизвестна или принадлежит другому клиенту",
  },
  notPaid: { en: "the deal is not paid in full", ru: "сделка оплачена не полностью" },
  notDocumented: { en: "the deal's documents are not all signed", ru: "не все документы сделки подписаны" },
  paidTooLittle: { en: "less was paid than the rules ask for", ru: "оплачено меньше, чем требуют правила" },
  advocateCap: { en: "the advocate was rewarded often enough", ru: "достигнут предел вознаграждений рекомендателя" },
}

/** A recommendation or its reward breaks a rule. */
export class ReferralRefused extends Failure<
  "ReferralRefused",
  { readonly clientId: string; readonly rule: ReferralRule }
> {
  readonly _tag = "ReferralRefused"
  constructor(clientId: string, rule: ReferralRule) {
    super(
      {
        en: `The recommendation of ${clientId}: ${rules[rule].en}`,
        ru: `Рекомендация клиента ${clientId}: ${rules[rule].ru}`,
      },
      { clientId, rule },
    )
  }
}
