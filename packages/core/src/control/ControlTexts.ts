import type { Message } from "../shared/Message.ts"
import type { UnseenFact } from "./ControlFacts.ts"
import type { ControlKind, ControlStateName } from "./ControlPolicy.ts"

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

const nothing: Message = { en: "Nothing has to be done.", ru: "Делать ничего не нужно." }
const noChange: Message = { en: "Nothing gets worse.", ru: "Хуже не станет." }

/** Names and explanations of the control states. */
export const controlStateTexts: { readonly [State in ControlStateName]: ControlStateTexts } = {
  unassigned: {
    name: { en: "Unassigned", ru: "Без ответственного" },
    meaning: {
      en: "Nobody owns it, or its owner has left the department.",
      ru: "Ответственного нет, или он больше не работает в отделе.",
    },
    clears: { en: "Give it an owner who works here.", ru: "Назначить ответственного из работающих." },
    ifLeft: { en: "Nobody will ever work on it.", ru: "Никто не будет этим заниматься." },
  },
  newUnanswered: {
    name: { en: "New, unanswered", ru: "Новый, без ответа" },
    meaning: {
      en: "A new lead that nobody has taken or answered within the agreed hours.",
      ru: "Новый лид: в отведённое время не взят в работу, ответа не было.",
    },
    clears: { en: "Take the lead, or answer the client.", ru: "Взять лид в работу или ответить клиенту." },
    ifLeft: { en: "The client turns to somebody else.", ru: "Клиент обратится к другим." },
  },
  stepOverdue: {
    name: { en: "Step overdue", ru: "Шаг просрочен" },
    meaning: {
      en: "The day of the next step is over, and the step is not done.",
      ru: "Срок следующего шага прошёл, а шаг не выполнен.",
    },
    clears: { en: "Do the step, or move it to another day.", ru: "Выполнить шаг или перенести его на другой день." },
    ifLeft: { en: "What was promised is not kept.", ru: "Обещание клиенту останется невыполненным." },
  },
  waitingOnUs: {
    name: { en: "Waiting on us", ru: "Ждёт нашего ответа" },
    meaning: {
      en: "The client turned to us, and nobody has answered within the agreed hours.",
      ru: "Клиент обратился к нам, и в отведённое время ему не ответили.",
    },
    clears: { en: "Answer the client.", ru: "Ответить клиенту." },
    ifLeft: { en: "The client turns to somebody else.", ru: "Клиент обратится к другим." },
  },
  owingPayment: {
    name: { en: "Owing payment", ru: "Долг по оплате" },
    meaning: {
      en: "An instalment of an invoice was due before today and is not paid in full.",
      ru: "Срок платежа по счёту прошёл, а платёж получен не полностью.",
    },
    clears: { en: "Get the overdue instalments paid.", ru: "Получить просроченные платежи." },
    ifLeft: { en: "The debt grows older and harder to collect.", ru: "Долг стареет, и получить его будет труднее." },
  },
  owingDocuments: {
    name: { en: "Owing documents", ru: "Долг по документам" },
    meaning: {
      en: "What was sold is delivered, and signed closing documents do not cover it; or a lost deal holds the client's money.",
      ru: "Обязательства исполнены, но подписанные закрывающие документы их не покрывают, либо проигранная сделка держит деньги клиента.",
    },
    clears: {
      en: "Get closing documents for the whole amount signed; of a lost deal, send the money back or count it for another.",
      ru: "Получить подписанные закрывающие документы на всю сумму; по проигранной сделке — вернуть деньги или зачесть их за другую.",
    },
    ifLeft: { en: "Nothing proves that the client accepted the work.", ru: "Приёмку работы нечем подтвердить." },
  },
  stalled: {
    name: { en: "Stalled", ru: "Без движения" },
    meaning: {
      en: "In its stage for longer than the limit, or open for longer than any deal ever won took.",
      ru: "На этапе дольше предела либо открыта дольше, чем любая выигранная сделка.",
    },
    clears: { en: "Move the deal on, or close it as lost.", ru: "Продвинуть сделку или закрыть её как проигранную." },
    ifLeft: {
      en: "The forecast counts on a deal that does not move.",
      ru: "Прогноз опирается на сделку без движения.",
    },
  },
  noNextStep: {
    name: { en: "No next step", ru: "Нет следующего шага" },
    meaning: {
      en: "Nobody has committed to do anything by a day.",
      ru: "Никто не взялся сделать что-либо к определённому дню.",
    },
    clears: { en: "Plan the next step.", ru: "Запланировать следующий шаг." },
    ifLeft: { en: "It is forgotten.", ru: "Об этом забудут." },
  },
  quietRegular: {
    name: { en: "Quiet regular client", ru: "Постоянный клиент молчит" },
    meaning: {
      en: "A regular client without a dialog or a sale for longer than the limit.",
      ru: "Постоянный клиент, с которым дольше предела не было ни диалога, ни продажи.",
    },
    clears: { en: "Speak with the client.", ru: "Связаться с клиентом." },
    ifLeft: { en: "The client is lost unnoticed.", ru: "Клиент уйдёт незаметно." },
  },
  parked: {
    name: { en: "Parked", ru: "Отложено" },
    meaning: {
      en: "Put off with a reason, until a day or the client's next word.",
      ru: "Отложено с указанием причины до назначенного дня или до обращения клиента.",
    },
    clears: nothing,
    ifLeft: noChange,
  },
  onTrack: {
    name: { en: "On track", ru: "Под контролем" },
    meaning: {
      en: "All was looked at, and nothing is wrong.",
      ru: "Всё проверено, нарушений нет.",
    },
    clears: nothing,
    ifLeft: noChange,
  },
  notObservable: {
    name: { en: "Not observable", ru: "Нет данных для вывода" },
    meaning: {
      en: "No problem is seen, but the source does not carry enough to rule one out.",
      ru: "Нарушений не видно, но в источнике нет данных, чтобы это утверждать.",
    },
    clears: {
      en: "Record the missing facts here, or import them.",
      ru: "Внести недостающие данные или загрузить их.",
    },
    ifLeft: { en: "Control does not see it.", ru: "Контроль её не видит." },
  },
  closed: {
    name: { en: "Closed", ru: "Закрыто" },
    meaning: {
      en: "Finished, and nothing is known to be owed.",
      ru: "Работа закончена, задолженностей не значится.",
    },
    clears: nothing,
    ifLeft: noChange,
  },
}

/** Names of what a source may not carry. */
export const unseenFactTexts: { readonly [Fact in UnseenFact]: Message } = {
  nextSteps: { en: "next steps", ru: "следующие шаги" },
  dialogs: { en: "dialogs", ru: "диалоги" },
  payments: { en: "payments", ru: "платежи" },
  documents: { en: "closing documents", ru: "закрывающие документы" },
  stageEntry: { en: "when deals entered their stage", ru: "даты перехода на этап" },
  saleDates: { en: "the days of sales", ru: "даты продаж" },
}

/** Names of the kinds of records, in the plural. */
export const controlKindTexts: { readonly [Kind in ControlKind]: Message } = {
  lead: { en: "leads", ru: "лиды" },
  client: { en: "clients", ru: "клиенты" },
  deal: { en: "deals", ru: "сделки" },
}
