import { Failure } from "../shared/Failure.ts"
import { knownText } from "../shared/KnownText.ts"
import type { Message } from "../shared/Message.ts"
import { kindName } from "../shared/RecordErrors.ts"
import type { NamedKind } from "../shared/RecordErrors.ts"
import type { BaseList } from "./BasePolicy.ts"

/** The record is out of the base: it was merged into another, or voided. */
export class RecordRetired extends Failure<
  "RecordRetired",
  { readonly kind: NamedKind; readonly id: string; readonly mergedIntoId: string | null }
> {
  readonly _tag = "RecordRetired"
  constructor(kind: NamedKind, id: string, mergedIntoId: string | null = null) {
    const why: Message =
      mergedIntoId === null
        ? { en: "was voided", ru: "аннулирована" }
        : { en: `was merged into ${mergedIntoId}`, ru: `объединена с ${mergedIntoId}` }
    super(
      { en: `The ${kindName(kind).en} ${id} ${why.en}`, ru: `Запись «${kindName(kind).ru}» ${id} ${why.ru}` },
      { kind, id, mergedIntoId },
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

/** A lead is put off to a day that is still to come. */
export class NurtureDayPast extends Failure<"NurtureDayPast", { readonly leadId: string; readonly until: string }> {
  readonly _tag = "NurtureDayPast"
  constructor(leadId: string, until: string) {
    super(
      {
        en: `The lead ${leadId} is to be put off to a day to come, not to ${until}`,
        ru: `Лид ${leadId} можно отложить только на будущий день, а не на ${until}`,
      },
      { leadId, until },
    )
  }
}

/** The next step is done already, or was called off. */
export class NextStepDone extends Failure<"NextStepDone", { readonly nextStepId: string }> {
  readonly _tag = "NextStepDone"
  constructor(nextStepId: string) {
    super(
      { en: `The next step ${nextStepId} is closed already`, ru: `Следующий шаг ${nextStepId} уже закрыт` },
      { nextStepId },
    )
  }
}

/** A dialog or a next step must be about a lead, a deal or a client; one of `fields` names it. */
export class SubjectMissing extends Failure<"SubjectMissing", { readonly fields: ReadonlyArray<string> }> {
  readonly _tag = "SubjectMissing"
  constructor() {
    super(
      {
        en: "Name the lead, the deal or the client it is about: leadId, dealId or clientId",
        ru: "Укажите лид, сделку или клиента: leadId, dealId или clientId",
      },
      { fields: ["leadId", "dealId", "clientId"] },
    )
  }
}

/** A consent is given by one person: a client, a contact person or a lead. */
export class ConsentSubjectUnclear extends Failure<"ConsentSubjectUnclear", Record<string, never>> {
  readonly _tag = "ConsentSubjectUnclear"
  constructor() {
    super(
      {
        en: "Name exactly one who agreed: a client, a contact person or a lead",
        ru: "Укажите ровно одного, кто дал согласие: клиента, контактное лицо или лида",
      },
      {},
    )
  }
}

/** What ends must not end before it began. */
export class EndsBeforeStart extends Failure<
  "EndsBeforeStart",
  { readonly id: string; readonly start: string; readonly end: string }
> {
  readonly _tag = "EndsBeforeStart"
  constructor(id: string, start: string, end: string) {
    super(
      { en: `${id} would end on ${end}, before ${start}`, ru: `${id}: конец ${end} раньше начала ${start}` },
      {
        id,
        start,
        end,
      },
    )
  }
}

/** The consent was withdrawn already. */
export class ConsentWithdrawnAlready extends Failure<"ConsentWithdrawnAlready", { readonly consentId: string }> {
  readonly _tag = "ConsentWithdrawnAlready"
  constructor(consentId: string) {
    super(
      { en: `The consent ${consentId} is withdrawn already`, ru: `Согласие ${consentId} уже отозвано` },
      { consentId },
    )
  }
}

/** A list of the department from which a command of the base takes a choice. */
export type ChoiceList = BaseList | "dialogOutcomes" | "disqualifyReasons"

const listNames: { readonly [List in ChoiceList]: Message } = {
  dialogOutcomes: { en: "outcomes of dialogs", ru: "результатов диалога" },
  disqualifyReasons: { en: "reasons to disqualify", ru: "причин отказа от лида" },
  channels: { en: "channels", ru: "каналов" },
  origins: { en: "origins of leads", ru: "источников лидов" },
  segments: { en: "segments", ru: "сегментов" },
  contactRoles: { en: "roles of contact persons", ru: "ролей контактных лиц" },
  consentPurposes: { en: "purposes of consent", ru: "целей согласия" },
  nextStepTypes: { en: "types of next steps", ru: "видов следующих шагов" },
  nextStepOutcomes: { en: "outcomes of next steps", ru: "результатов следующих шагов" },
}

/** What of the input takes a choice from a list, where nothing else is said. */
const listFields: { readonly [List in ChoiceList]: string } = {
  dialogOutcomes: "outcomeId",
  disqualifyReasons: "reasonId",
  channels: "channelId",
  origins: "originId",
  segments: "segmentId",
  contactRoles: "roleId",
  consentPurposes: "purposeId",
  nextStepTypes: "typeId",
  nextStepOutcomes: "outcomeId",
}

/** The department's list has no such entry; `known` are those it has, `field` what of the input names it. */
export class ChoiceUnknown extends Failure<
  "ChoiceUnknown",
  { readonly field: string; readonly list: ChoiceList; readonly id: string; readonly known: ReadonlyArray<string> }
> {
  readonly _tag = "ChoiceUnknown"
  constructor(list: ChoiceList, id: string, known: ReadonlyArray<string>, field = listFields[list]) {
    const [name, there] = [listNames[list], knownText(known)]
    super(
      {
        en: `There is no ${id} in the list of ${name.en}; ${there.en}`,
        ru: `В списке ${name.ru} нет «${id}»; ${there.ru}`,
      },
      { field, list, id, known },
    )
  }
}

/** The reason asks for words of its own, such as "other". */
export class ReasonTextMissing extends Failure<"ReasonTextMissing", { readonly reasonId: string }> {
  readonly _tag = "ReasonTextMissing"
  constructor(reasonId: string) {
    super(
      { en: `Say in words why: the reason ${reasonId} asks for it`, ru: `Причина «${reasonId}» требует пояснения` },
      { reasonId },
    )
  }
}

/** The department asks for a choice that was not made; `field` takes it. */
export class ChoiceMissing extends Failure<"ChoiceMissing", { readonly field: string; readonly list: ChoiceList }> {
  readonly _tag = "ChoiceMissing"
  constructor(list: ChoiceList) {
    const name = listNames[list]
    super(
      { en: `Choose one from the list of ${name.en}`, ru: `Выберите значение из списка ${name.ru}` },
      { field: listFields[list], list },
    )
  }
}
