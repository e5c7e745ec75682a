import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/** Records of the client base. */
export type BaseKind = "client" | "lead" | "dialog" | "nextStep"

const names: { readonly [Kind in BaseKind]: Message } = {
  client: { en: "client", ru: "клиент" },
  lead: { en: "lead", ru: "лид" },
  dialog: { en: "dialog", ru: "диалог" },
  nextStep: { en: "next step", ru: "следующий шаг" },
}

/** There is no such record for this tenant. */
export class RecordNotFound extends Failure<"RecordNotFound", { readonly kind: BaseKind; readonly id: string }> {
  readonly _tag = "RecordNotFound"
  constructor(kind: BaseKind, id: string) {
    super({ en: `There is no ${names[kind].en} ${id}`, ru: `Не найден ${names[kind].ru} ${id}` }, { kind, id })
  }
}

/** The id is already taken by another record. */
export class RecordExists extends Failure<"RecordExists", { readonly kind: BaseKind; readonly id: string }> {
  readonly _tag = "RecordExists"
  constructor(kind: BaseKind, id: string) {
    super(
      { en: `The ${names[kind].en} ${id} exists already`, ru: `Уже существует ${names[kind].ru} ${id}` },
      { kind, id },
    )
  }
}

/** The lead's life has no such turn: a qualified or disqualified lead stays as it is. */
export class LeadClosed extends Failure<"LeadClosed", { readonly leadId: string; readonly status: string }> {
  readonly _tag = "LeadClosed"
  constructor(leadId: string, status: string) {
    super(
      { en: `The lead ${leadId} is closed already (${status})`, ru: `Лид ${leadId} уже закрыт (${status})` },
      { leadId, status },
    )
  }
}

/** The next step is done already. */
export class NextStepDone extends Failure<"NextStepDone", { readonly nextStepId: string }> {
  readonly _tag = "NextStepDone"
  constructor(nextStepId: string) {
    super(
      { en: `The next step ${nextStepId} is done already`, ru: `Следующий шаг ${nextStepId} уже выполнен` },
      { nextStepId },
    )
  }
}

/** A dialog or a next step must be about a lead, a deal or a client. */
export class SubjectMissing extends Failure<"SubjectMissing", Record<string, never>> {
  readonly _tag = "SubjectMissing"
  constructor() {
    super({ en: "Name the lead, the deal or the client it is about", ru: "Укажите лид, сделку или клиента" }, {})
  }
}

/** The department's list has no such entry. */
export class ChoiceUnknown extends Failure<
  "ChoiceUnknown",
  { readonly list: "dialogOutcomes" | "disqualifyReasons"; readonly id: string }
> {
  readonly _tag = "ChoiceUnknown"
  constructor(list: "dialogOutcomes" | "disqualifyReasons", id: string) {
    const listName =
      list === "dialogOutcomes"
        ? { en: "outcomes of dialogs", ru: "результатов диалога" }
        : { en: "reasons to disqualify", ru: "причин отказа от лида" }
    super(
      { en: `There is no ${id} in the list of ${listName.en}`, ru: `В списке ${listName.ru} нет «${id}»` },
      { list, id },
    )
  }
}
