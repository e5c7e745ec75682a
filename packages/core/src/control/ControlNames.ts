import type { Message } from "../shared/Message.ts"
import type { UnseenFact } from "./ControlFacts.ts"
import type { ControlKind, ControlStateName } from "./ControlPolicy.ts"

/** Names of the control states. */
export const controlStateNames: { readonly [State in ControlStateName]: Message } = {
  unassigned: { en: "Unassigned", ru: "Без ответственного" },
  newUnanswered: { en: "New, unanswered", ru: "Новый, без ответа" },
  stepOverdue: { en: "Step overdue", ru: "Шаг просрочен" },
  waitingOnUs: { en: "Waiting on us", ru: "Ждёт нашего ответа" },
  owingPayment: { en: "Owing payment", ru: "Долг по оплате" },
  owingDocuments: { en: "Owing documents", ru: "Долг по документам" },
  stalled: { en: "Stalled", ru: "Без движения" },
  noNextStep: { en: "No next step", ru: "Нет следующего шага" },
  quietRegular: { en: "Quiet regular client", ru: "Постоянный клиент молчит" },
  parked: { en: "Parked", ru: "Отложено" },
  onTrack: { en: "On track", ru: "Под контролем" },
  notObservable: { en: "Not observable", ru: "Нет данных для вывода" },
  closed: { en: "Closed", ru: "Закрыто" },
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
