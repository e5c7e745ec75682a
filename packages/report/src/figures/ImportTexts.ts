import type { FactKind, OptionalDealField, OutcomeCode } from "@salesdept/core/exchange"
import type { Message } from "@salesdept/core/shared"
import type { ImportNoteKind, NotCarried } from "../model/ImportSection.ts"
import { say } from "./Words.ts"

/** What a source does not carry, and what cannot be told for that reason. */
export const notCarriedTexts: { readonly [Kind in FactKind]: NotCarried } = {
  nextSteps: {
    what: say("Next steps", "Следующие шаги"),
    consequence: say("whether a deal has one is not observable", "есть ли шаг у сделки, не видно"),
  },
  dialogs: {
    what: say("Dialogs", "Диалоги"),
    consequence: say(
      "when a client was last spoken to is not observable; silence here proves nothing",
      "когда с клиентом говорили в последний раз, не видно; отсутствие записей ничего не доказывает",
    ),
  },
  payments: {
    what: say("Payments", "Оплаты"),
    consequence: say("what is paid and what is owed is not observable", "что оплачено и что должны, не видно"),
  },
  documents: {
    what: say("Closing documents", "Закрывающие документы"),
    consequence: say("whether acts and notes were signed is not observable", "подписаны ли акты и накладные, не видно"),
  },
  stageHistory: {
    what: say("Stage history", "История этапов"),
    consequence: say(
      "how many deals reached a stage and how long they stayed is not observable",
      "сколько сделок дошло до этапа и сколько они на нём стояли, не видно",
    ),
  },
  leads: {
    what: say("Leads", "Лиды"),
    consequence: say("conversion of leads is not observable", "конверсия лидов не видна"),
  },
  targets: {
    what: say("Targets", "Планы"),
    consequence: say("the fact is compared with the prior quarter", "факт сравнивается с предыдущим кварталом"),
  },
}

/** Notes of the plan after which a value stands otherwise than it was written; all others leave it as it is. */
const changing = new Set<OutcomeCode>([
  "titleLeftOut",
  "repeatMerged",
  "nearMatch",
  "ambiguousReference",
  "blankWord",
  "unknownStage",
  "zeroMeansNoPrice",
  "closeDateOnOpen",
  "closedBeforeOpened",
  "quantityUnreadable",
])

/** How a note of the plan bears on its rows. */
export const noteKind = (code: OutcomeCode, isRejected: boolean): ImportNoteKind => {
  if (isRejected || code === "fileNotRead") return "rejected"
  return changing.has(code) ? "normalised" : "kept"
}

/** The field that a note finds empty. */
export const emptyField: { readonly [Code in OutcomeCode]?: OptionalDealField } = {
  clientMissing: "clientKey",
  openedOnMissing: "openedOn",
  ownerMissing: "ownerKey",
  productMissing: "productKey",
  amountMissing: "amountMinor",
}

/** Added to a note on a field that is filled at closing at the latest. */
export const filledAtClosing: Message = say(
  "every closed deal has it: it is filled at closing at the latest and explains no outcome",
  "у всех закрытых сделок поле заполнено: его заполняют не позже закрытия, и исхода оно не объясняет",
)

/** Names of the fields, as subjects of a sentence. */
export const fieldNames: { readonly [Field in OptionalDealField]: Message } = {
  title: say("title", "название"),
  clientKey: say("client", "клиент"),
  ownerKey: say("owner", "ответственный"),
  productKey: say("product", "продукт"),
  openedOn: say("opening date", "дата открытия"),
  amountMinor: say("amount", "сумма"),
}
