import type { Message } from "../shared/Message.ts"
import { controlClears } from "./ControlClears.ts"
import { controlStateNames } from "./ControlNames.ts"
import type { ControlStateName } from "./ControlPolicy.ts"

/** What people are told about a control state, whatever the record. */
export interface ControlStateTexts {
  /** Its name. */
  readonly name: Message
  /** What puts a record into it. */
  readonly meaning: Message
  /** What takes a record out of it. */
  readonly clears: Message
  /** What happens where nothing is done. */
  readonly ifLeft: Message
}

const noChange: Message = { en: "Nothing gets worse.", ru: "Хуже не станет." }

const textsOf = (state: ControlStateName, meaning: Message, ifLeft: Message): ControlStateTexts => ({
  name: controlStateNames[state],
  meaning,
  clears: controlClears[state],
  ifLeft,
})

/** Names and explanations of the control states. */
export const controlStateTexts: { readonly [State in ControlStateName]: ControlStateTexts } = {
  unassigned: textsOf(
    "unassigned",
    {
      en: "Nobody owns it, or its owner has left the department.",
      ru: "Ответственного нет, или он больше не работает в отделе.",
    },
    { en: "Nobody will ever work on it.", ru: "Никто не будет этим заниматься." },
  ),
  newUnanswered: textsOf(
    "newUnanswered",
    {
      en: "A new lead that nobody has taken or answered within the agreed hours.",
      ru: "Новый лид: в отведённое время не взят в работу, ответа не было.",
    },
    { en: "The client turns to somebody else.", ru: "Клиент обратится к другим." },
  ),
  stepOverdue: textsOf(
    "stepOverdue",
    {
      en: "The day of the next step is over, and the step is not done.",
      ru: "Срок следующего шага прошёл, а шаг не выполнен.",
    },
    { en: "What was promised is not kept.", ru: "Обещание клиенту останется невыполненным." },
  ),
  waitingOnUs: textsOf(
    "waitingOnUs",
    {
      en: "The client turned to us, and nobody has answered within the agreed hours.",
      ru: "Клиент обратился к нам, и в отведённое время ему не ответили.",
    },
    { en: "The client turns to somebody else.", ru: "Клиент обратится к другим." },
  ),
  owingPayment: textsOf(
    "owingPayment",
    {
      en: "An instalment of an invoice was due before today and is not paid in full.",
      ru: "Срок платежа по счёту прошёл, а платёж получен не полностью.",
    },
    { en: "The debt grows older and harder to collect.", ru: "Долг стареет, и получить его будет труднее." },
  ),
  owingDocuments: textsOf(
    "owingDocuments",
    {
      en: "What was sold is delivered, and signed closing documents do not cover it; or a lost deal holds the client's money.",
      ru: "Обязательства исполнены, но подписанные закрывающие документы их не покрывают, либо проигранная сделка держит деньги клиента.",
    },
    { en: "Nothing proves that the client accepted the work.", ru: "Приёмку работы нечем подтвердить." },
  ),
  stalled: textsOf(
    "stalled",
    {
      en: "In its stage for longer than the limit, or open for longer than any deal ever won took.",
      ru: "На этапе дольше предела либо открыта дольше, чем любая выигранная сделка.",
    },
    {
      en: "What is expected of the deal does not come.",
      ru: "То, чего от сделки ждут, не наступит.",
    },
  ),
  noNextStep: textsOf(
    "noNextStep",
    {
      en: "Nobody has committed to do anything by a day.",
      ru: "Никто не взялся сделать что-либо к определённому дню.",
    },
    { en: "It is forgotten.", ru: "Об этом забудут." },
  ),
  quietRegular: textsOf(
    "quietRegular",
    {
      en: "A regular client without a dialog or a sale for longer than the limit.",
      ru: "Постоянный клиент, с которым дольше предела не было ни диалога, ни продажи.",
    },
    { en: "The client is lost unnoticed.", ru: "Клиент уйдёт незаметно." },
  ),
  parked: textsOf(
    "parked",
    {
      en: "Put off with a reason, until a day or the client's next word.",
      ru: "Отложено с указанием причины до назначенного дня или до обращения клиента.",
    },
    noChange,
  ),
  onTrack: textsOf(
    "onTrack",
    {
      en: "All was looked at, and nothing is wrong.",
      ru: "Всё проверено, нарушений нет.",
    },
    noChange,
  ),
  notObservable: textsOf(
    "notObservable",
    {
      en: "No problem is seen, but the source does not carry enough to rule one out.",
      ru: "Нарушений не видно, но в источнике нет данных, чтобы это утверждать.",
    },
    { en: "Control does not see it.", ru: "Контроль её не видит." },
  ),
  closed: textsOf(
    "closed",
    {
      en: "Finished, and nothing is known to be owed.",
      ru: "Работа закончена, задолженностей не значится.",
    },
    noChange,
  ),
}
