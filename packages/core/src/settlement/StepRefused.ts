import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

const texts = {
  revoked: { en: "it is revoked", ru: "документ аннулирован" },
  signedAlready: { en: "the client has signed it already", ru: "клиент его уже подписал" },
  signedByUsAlready: { en: "we have signed it already", ru: "с нашей стороны он уже подписан" },
  sentAlready: { en: "it was sent already", ru: "он уже отправлен" },
  deliveredAlready: { en: "it was delivered already", ru: "он уже доставлен" },
  notSent: { en: "it was not sent", ru: "он не отправлен" },
  refused: {
    en: "the client refused it: correct it first",
    ru: "клиент отказал в подписи: сначала исправьте документ",
  },
  correctionAsked: {
    en: "a correction is asked: correct it first",
    ru: "запрошено исправление: сначала исправьте документ",
  },
  nothingToCorrect: {
    en: "it was neither refused, nor was a correction asked",
    ru: "отказа или запроса на исправление не было",
  },
  revocationAsked: { en: "its revocation is asked", ru: "запрошено аннулирование" },
  revocationNotAsked: { en: "nobody asked for its revocation", ru: "аннулирование никто не запрашивал" },
  electronic: {
    en: "it is electronic: there is no paper original",
    ru: "документ электронный: бумажного оригинала нет",
  },
  originalUnderWay: { en: "the original is under way", ru: "оригинал уже отправлен" },
  originalNotSent: { en: "no original was sent", ru: "оригинал не отправляли" },
  originalReturned: { en: "the original is back", ru: "оригинал уже вернулся" },
  originalLost: { en: "the original was lost: send it again", ru: "оригинал потерян: отправьте его снова" },
  linesSum: { en: "the lines do not sum to the amount", ru: "сумма строк не равна сумме документа" },
  differenceUnexplained: {
    en: "the sum differs from the invoice: give the reason",
    ru: "сумма отличается от счёта: укажите причину",
  },
  differenceNeedless: {
    en: "there is no difference from an invoice to explain",
    ru: "расхождения со счётом, требующего объяснения, нет",
  },
  otherDeal: { en: "it is of another deal", ru: "он относится к другой сделке" },
  shippedAlready: { en: "the shipment is noted already", ru: "отгрузка уже отмечена" },
  noCalendar: {
    en: "working days need a calendar: settlement.calendarId of the configuration, ru or fiveDay, or one of your own in settlement.calendar",
    ru: "для рабочих дней нужен календарь: settlement.calendarId в настройках, ru или fiveDay, либо собственный в settlement.calendar",
  },
  nothingOpen: { en: "nothing of it is open", ru: "по нему ничего не осталось оплатить" },
  noSuchInstalment: { en: "there is no such open instalment", ru: "такого неоплаченного транша нет" },
  disputedAlready: { en: "it is disputed already", ru: "он уже оспорен" },
  notDisputed: { en: "it is not disputed", ru: "он не оспорен" },
  entryIncoming: {
    en: "the money came in: assign it to what it pays",
    ru: "это поступление: укажите, что им оплачено (bank.assign)",
  },
  paymentTied: {
    en: "another transfer is the money of this payment",
    ru: "этот платёж уже связан с другой операцией выписки",
  },
  paymentDiffers: {
    en: "the payment is of another amount or currency",
    ru: "у платежа другая сумма или валюта",
  },
  entryClosed: { en: "it does not wait for anybody", ru: "операция уже разобрана" },
} as const satisfies { readonly [rule: string]: Message }

/** A rule that a step of settlement breaks. */
export type StepRule = keyof typeof texts

/** A step that the record, as it stands, does not allow. */
export class StepRefused extends Failure<
  "StepRefused",
  {
    /** The record. */
    readonly id: string
    /** The step that was asked for, such as `sign`. */
    readonly step: string
    /** Path of the input's field that the rule is about. */
    readonly field: string
    /** The rule that is broken. */
    readonly rule: StepRule
  }
> {
  readonly _tag = "StepRefused"
  constructor(id: string, step: string, field: string, rule: StepRule) {
    const text = texts[rule]
    super({ en: `${id}: ${text.en}`, ru: `${id}: ${text.ru}` }, { id, step, field, rule })
  }
}
