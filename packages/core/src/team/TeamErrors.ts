import { Failure } from "../shared/Failure.ts"

/** The person has no absence, knowledge or enrolment of this name. */
export class TeamEntryUnknown extends Failure<
  "TeamEntryUnknown",
  { readonly repId: string; readonly what: "absence" | "knowledge" | "enrolment"; readonly id: string }
> {
  readonly _tag = "TeamEntryUnknown"
  constructor(repId: string, what: "absence" | "knowledge" | "enrolment", id: string) {
    const name = {
      absence: { en: "absence", ru: "отсутствия" },
      knowledge: { en: "knowledge", ru: "знания" },
      enrolment: { en: "enrolment", ru: "обучения по программе" },
    }[what]
    super({ en: `${repId} has no ${name.en} ${id}`, ru: `У ${repId} нет ${name.ru} «${id}»` }, { repId, what, id })
  }
}

/** The department's list has no such programme, or the programme has no such check. */
export class ProgrammeUnknown extends Failure<
  "ProgrammeUnknown",
  { readonly programmeId: string; readonly checkId: string | null }
> {
  readonly _tag = "ProgrammeUnknown"
  constructor(programmeId: string, checkId: string | null) {
    super(
      checkId === null
        ? { en: `There is no programme ${programmeId}`, ru: `Программы «${programmeId}» нет` }
        : {
            en: `The programme ${programmeId} has no check ${checkId}`,
            ru: `В программе «${programmeId}» нет проверки «${checkId}»`,
          },
      { programmeId, checkId },
    )
  }
}

/** The mentor's release is not possible: checks are missing, or the one who releases is no mentor or head, or is the person. */
export class ReleaseRefused extends Failure<
  "ReleaseRefused",
  {
    readonly repId: string
    readonly rule: "checksMissing" | "notMentor" | "ownRelease"
    readonly missingCheckIds: ReadonlyArray<string>
  }
> {
  readonly _tag = "ReleaseRefused"
  constructor(
    repId: string,
    rule: "checksMissing" | "notMentor" | "ownRelease",
    missingCheckIds: ReadonlyArray<string> = [],
  ) {
    const missing = missingCheckIds.join(", ")
    const text = {
      checksMissing: { en: `checks are missing: ${missing}`, ru: `не пройдены проверки: ${missing}` },
      notMentor: { en: "only a mentor or a head may release", ru: "допуск даёт только наставник или руководитель" },
      ownRelease: { en: "nobody releases themselves", ru: "самому себе допуск дать нельзя" },
    }[rule]
    super(
      { en: `${repId} cannot be released: ${text.en}`, ru: `Допустить ${repId} к работе нельзя: ${text.ru}` },
      { repId, rule, missingCheckIds },
    )
  }
}

/** Why a person cannot receive. */
export type NotActiveReason = "unknown" | "left" | "absent" | "entry"

/** Records are given only to active people who are there. */
export class RecipientNotActive extends Failure<
  "RecipientNotActive",
  { readonly personId: string; readonly reason: NotActiveReason }
> {
  readonly _tag = "RecipientNotActive"
  constructor(personId: string, reason: NotActiveReason) {
    const text = {
      unknown: { en: "is not known as a rep", ru: "не значится в отделе" },
      left: { en: "does not work in the department", ru: "не работает в отделе" },
      absent: { en: "is away", ru: "отсутствует" },
      entry: {
        en: "is an entry of the team, not a person (give its personId),",
        ru: "— запись о сотруднике, а не он сам (укажите его personId),",
      },
    }[reason]
    super(
      {
        en: `${personId} ${text.en} and cannot receive records`,
        ru: `${personId} ${text.ru} и не может получать записи`,
      },
      { personId, reason },
    )
  }
}
