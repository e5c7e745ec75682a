import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/** Records of settlement. */
export type SettlementKind = "deal" | "invoice" | "payment" | "closingDocument"

const names: { readonly [Kind in SettlementKind]: Message } = {
  deal: { en: "deal", ru: "сделка" },
  invoice: { en: "invoice", ru: "счёт" },
  payment: { en: "payment", ru: "платёж" },
  closingDocument: { en: "closing document", ru: "закрывающий документ" },
}

/** There is no such record for this tenant. */
export class SettlementNotFound extends Failure<
  "SettlementNotFound",
  { readonly kind: SettlementKind; readonly id: string }
> {
  readonly _tag = "SettlementNotFound"
  constructor(kind: SettlementKind, id: string) {
    super({ en: `There is no ${names[kind].en} ${id}`, ru: `Нет записи «${names[kind].ru}» ${id}` }, { kind, id })
  }
}

/** The id is already taken by another record. */
export class SettlementExists extends Failure<
  "SettlementExists",
  { readonly kind: SettlementKind; readonly id: string }
> {
  readonly _tag = "SettlementExists"
  constructor(kind: SettlementKind, id: string) {
    super(
      { en: `The ${names[kind].en} ${id} exists already`, ru: `Запись «${names[kind].ru}» ${id} уже существует` },
      { kind, id },
    )
  }
}

/** Which rule an amount breaks. */
export type AmountRule = "currency" | "zero" | "moreThanOwed" | "tooLarge"

/** An amount does not fit: in another currency, zero, more than is owed, or past 2^53−1 in all. */
export class AmountRefused extends Failure<
  "AmountRefused",
  { readonly id: string; readonly rule: AmountRule; readonly openMinor: number | null }
> {
  readonly _tag = "AmountRefused"
  constructor(id: string, rule: AmountRule, openMinor: number | null) {
    const texts: { readonly [Rule in AmountRule]: Message } = {
      currency: { en: `${id} is in another currency`, ru: `${id} в другой валюте` },
      zero: { en: "An amount of zero settles nothing", ru: "Нулевая сумма ничего не оплачивает" },
      moreThanOwed: {
        en: `${id} has only ${openMinor ?? 0} minor units left to pay`,
        ru: `По ${id} осталось оплатить только ${openMinor ?? 0} минимальных единиц`,
      },
      tooLarge: {
        en: `The instalments of ${id} sum past the largest amount`,
        ru: `Сумма траншей ${id} больше наибольшей допустимой`,
      },
    }
    super(texts[rule], { id, rule, openMinor })
  }
}

/** Days are in the wrong order. */
export class DateOrderRefused extends Failure<
  "DateOrderRefused",
  { readonly id: string; readonly earlier: string; readonly later: string }
> {
  readonly _tag = "DateOrderRefused"
  constructor(id: string, earlier: string, later: string) {
    super(
      { en: `${id}: ${later} is before ${earlier}`, ru: `${id}: ${later} раньше, чем ${earlier}` },
      { id, earlier, later },
    )
  }
}

/** A signed document stays as it is. */
export class DocumentSignedAlready extends Failure<"DocumentSignedAlready", { readonly documentId: string }> {
  readonly _tag = "DocumentSignedAlready"
  constructor(documentId: string) {
    super({ en: `${documentId} is signed already`, ru: `${documentId} уже подписан` }, { documentId })
  }
}
