import type { Message } from "../shared/Message.ts"
import type { ControlStateName } from "./ControlPolicy.ts"

const nothing: Message = { en: "Nothing has to be done.", ru: "Делать ничего не нужно." }

/** What takes a record out of a control state. */
export const controlClears: { readonly [State in ControlStateName]: Message } = {
  unassigned: { en: "Give it an owner who works here.", ru: "Назначить ответственного из работающих." },
  newUnanswered: { en: "Take the lead, or answer the client.", ru: "Взять лид в работу или ответить клиенту." },
  stepOverdue: { en: "Do the step, or move it to another day.", ru: "Выполнить шаг или перенести его на другой день." },
  waitingOnUs: { en: "Answer the client.", ru: "Ответить клиенту." },
  owingPayment: { en: "Get the overdue instalments paid.", ru: "Получить просроченные платежи." },
  owingDocuments: {
    en: "Get closing documents for the whole amount signed; of a lost deal, send the money back or count it for another.",
    ru: "Получить подписанные закрывающие документы на всю сумму; по проигранной сделке — вернуть деньги или зачесть их за другую.",
  },
  stalled: {
    en: "Move the deal on; one that is not won may be closed as lost.",
    ru: "Продвинуть сделку; невыигранную можно закрыть как проигранную.",
  },
  noNextStep: { en: "Plan the next step.", ru: "Запланировать следующий шаг." },
  quietRegular: { en: "Speak with the client.", ru: "Связаться с клиентом." },
  parked: nothing,
  onTrack: nothing,
  notObservable: {
    en: "Record the missing facts here, or import them.",
    ru: "Внести недостающие данные или загрузить их.",
  },
  closed: nothing,
}
