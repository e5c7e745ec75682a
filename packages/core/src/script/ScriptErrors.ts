import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"

/** The steps make no script: every problem, with its path. */
export class ScriptInvalid extends Failure<"ScriptInvalid", { readonly problems: ReadonlyArray<Problem> }> {
  readonly _tag = "ScriptInvalid"
  constructor(problems: ReadonlyArray<Problem>) {
    const list = (language: "en" | "ru") =>
      problems.map(({ path, message }) => `${path}: ${message[language]}`).join("; ")
    super(
      { en: `The steps make no script: ${list("en")}`, ru: `Из этих шагов не получается скрипт: ${list("ru")}` },
      { problems },
    )
  }
}

/** Why something is not done to a script; texts stand behind the id that they are about. */
export type ScriptRefusalRule =
  | "moveNotAllowed"
  | "ownVersion"
  | "versionNotInUse"
  | "stepUnknown"
  | "otherScript"
  | "proposalSettled"
  | "sameVersion"
  | "experimentRunning"
  | "experimentSettled"
  | "raterKind"

const refusals: { readonly [Rule in ScriptRefusalRule]: Message } = {
  moveNotAllowed: {
    en: "a version goes from draft to review, to approved, and to retired; only review can send it back",
    ru: "версия идёт от черновика к проверке, утверждению и архиву; вернуть её может только проверка",
  },
  ownVersion: { en: "nobody approves their own version", ru: "свою версию никто не утверждает сам" },
  versionNotInUse: {
    en: "is not approved, so no dialogs are held by it",
    ru: "не утверждено, поэтому диалоги по нему не ведут",
  },
  stepUnknown: { en: "the version has no such step", ru: "в этой версии нет такого шага" },
  otherScript: { en: "belongs to another script", ru: "относится к другому скрипту" },
  proposalSettled: { en: "the proposal is settled already", ru: "по предложению уже принято решение" },
  sameVersion: {
    en: "this version is in force already, and one is tried beside the one in force: approve it with putInForce: false",
    ru: "эта версия уже действует, а испытывают другую рядом с действующей: утверждайте её с putInForce: false",
  },
  experimentRunning: {
    en: "this experiment is running with the script: settle it first",
    ru: "по скрипту идёт этот эксперимент: сначала завершите его",
  },
  raterKind: {
    en: "who spoke rates as self, and nobody else does",
    ru: "самооценку ставит тот, кто говорил, и только он",
  },
  experimentSettled: { en: "the experiment is settled already", ru: "по эксперименту уже принято решение" },
}

/** A rule of scripts forbids it. */
export class ScriptRefused extends Failure<
  "ScriptRefused",
  { readonly rule: ScriptRefusalRule; readonly id: string; readonly field: string }
> {
  readonly _tag = "ScriptRefused"
  constructor(rule: ScriptRefusalRule, id: string, field: string) {
    const { en, ru } = refusals[rule]
    super({ en: `${id}: ${en}`, ru: `${id}: ${ru}` }, { rule, id, field })
  }
}

/** A run must be about a lead, a deal or a client. */
export class ScriptSubjectMissing extends Failure<"ScriptSubjectMissing", Record<string, never>> {
  readonly _tag = "ScriptSubjectMissing"
  constructor() {
    super({ en: "Name the lead, the deal or the client it is about", ru: "Укажите лид, сделку или клиента" }, {})
  }
}
