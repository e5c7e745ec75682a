import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/** Records of loyalty that commands name. */
export type LoyaltyKind =
  | "campaign"
  | "dueAction"
  | "offer"
  | "milestone"
  | "satisfactionAnswer"
  | "complaint"
  | "referral"
  | "referralCode"
  | "deal"

const names: { readonly [Kind in LoyaltyKind]: Message } = {
  campaign: { en: "campaign", ru: "кампания" },
  dueAction: { en: "due action", ru: "назначенное действие" },
  offer: { en: "offer", ru: "предложение" },
  milestone: { en: "milestone", ru: "важная дата" },
  satisfactionAnswer: { en: "answer", ru: "ответ клиента" },
  complaint: { en: "complaint", ru: "жалоба" },
  referral: { en: "recommendation", ru: "рекомендация" },
  referralCode: { en: "code of recommendation", ru: "код рекомендации" },
  deal: { en: "deal", ru: "сделка" },
}

/** There is no such record for this tenant. */
export class LoyaltyNotFound extends Failure<"LoyaltyNotFound", { readonly kind: LoyaltyKind; readonly id: string }> {
  readonly _tag = "LoyaltyNotFound"
  constructor(kind: LoyaltyKind, id: string) {
    super({ en: `There is no ${names[kind].en} ${id}`, ru: `Нет записи «${names[kind].ru}» ${id}` }, { kind, id })
  }
}

/** The id is already taken by another record. */
export class LoyaltyExists extends Failure<"LoyaltyExists", { readonly kind: LoyaltyKind; readonly id: string }> {
  readonly _tag = "LoyaltyExists"
  constructor(kind: LoyaltyKind, id: string) {
    super(
      { en: `The ${names[kind].en} ${id} exists already`, ru: `Запись «${names[kind].ru}» ${id} уже существует` },
      { kind, id },
    )
  }
}

/** The record's life has no such turn. */
export class LoyaltyStepRefused extends Failure<
  "LoyaltyStepRefused",
  { readonly kind: LoyaltyKind; readonly id: string; readonly status: string }
> {
  readonly _tag = "LoyaltyStepRefused"
  constructor(kind: LoyaltyKind, id: string, status: string) {
    super(
      {
        en: `The ${names[kind].en} ${id} is ${status}: this step is not open to it`,
        ru: `Запись «${names[kind].ru}» ${id} в состоянии ${status}: этот шаг невозможен`,
      },
      { kind, id, status },
    )
  }
}
