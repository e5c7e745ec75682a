import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/**
 * Why two deals are not one: a deal and itself (`same`), deals of two clients (`otherClient`), one open and one closed, or one won
 * and one lost (`otherOutcome`), money in two currencies (`otherCurrency`), or more records than one transaction moves (`tooLarge`).
 */
export type DealMergeRule = "same" | "otherClient" | "otherOutcome" | "otherCurrency" | "tooLarge"

const mergeTexts: { readonly [Rule in DealMergeRule]: Message } = {
  same: { en: "it is the same deal", ru: "это одна и та же сделка" },
  otherClient: { en: "it is of another client", ru: "у неё другой клиент" },
  otherOutcome: {
    en: "one of the two is closed, or closed otherwise",
    ru: "одна из двух закрыта или закрыта с другим исходом",
  },
  otherCurrency: { en: "its money is in another currency", ru: "её сумма в другой валюте" },
  tooLarge: {
    en: "it has more records than can be moved at once",
    ru: "у неё слишком много записей для одного переноса",
  },
}

/** Two deals cannot be merged. */
export class DealMergeRefused extends Failure<
  "DealMergeRefused",
  { readonly field: "fromId"; readonly dealId: string; readonly intoId: string; readonly rule: DealMergeRule }
> {
  readonly _tag = "DealMergeRefused"
  constructor(dealId: string, intoId: string, rule: DealMergeRule) {
    const { en, ru } = mergeTexts[rule]
    super(
      {
        en: `${dealId} cannot be merged into ${intoId}: ${en}`,
        ru: `Сделку ${dealId} нельзя слить с ${intoId}: ${ru}`,
      },
      { field: "fromId", dealId, intoId, rule },
    )
  }
}

/**
 * A deal cannot be taken out of the base, or back into it: invoices, payments or closing documents stand on it (`holdsRecords`:
 * lose it, or merge it into the deal they belong to), or it is there already (`notRemoved`).
 */
export class DealRemovalRefused extends Failure<
  "DealRemovalRefused",
  { readonly field: "dealId"; readonly dealId: string; readonly rule: "holdsRecords" | "notRemoved" }
> {
  readonly _tag = "DealRemovalRefused"
  constructor(dealId: string, rule: "holdsRecords" | "notRemoved") {
    const texts = {
      holdsRecords: {
        en: `${dealId} has invoices, payments or closing documents: merge it into the deal they belong to, or lose it`,
        ru: `У сделки ${dealId} есть счета, оплаты или документы: слейте её со сделкой, к которой они относятся, или закройте как проигранную`,
      },
      notRemoved: { en: `${dealId} was not removed`, ru: `Сделка ${dealId} не удалена` },
    }
    super(texts[rule], { field: "dealId", dealId, rule })
  }
}
