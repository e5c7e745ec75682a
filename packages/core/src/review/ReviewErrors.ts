import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/** Why something is not done in a review; texts stand behind the id that they are about. */
export type ReviewRefusalRule =
  | "moveNotAllowed"
  | "notTheirs"
  | "settled"
  | "noHelpAsked"
  | "personalNeedsTwo"
  | "hasLeft"
  | "entryId"
  | "foreignFinding"
  | "notHeld"
  | "dateOrder"
  | "dueOver"
  | "periodNotOver"
  | "consentNeeded"
  | "criterionUnknown"
  | "ruleUnknown"

const refusals: { readonly [Rule in ReviewRefusalRule]: Message } = {
  moveNotAllowed: { en: "cannot come into that state from its own", ru: "из своего состояния в это не переходит" },
  notTheirs: { en: "this is for somebody else to do", ru: "это дело другого человека" },
  settled: { en: "is settled already", ru: "решение уже принято" },
  noHelpAsked: { en: "no help was asked, or it was answered", ru: "помощи не просили, или на просьбу уже ответили" },
  personalNeedsTwo: {
    en: "a personal debrief is between one rep and another person, the mentor",
    ru: "личный разбор — это один менеджер и другой человек, наставник",
  },
  hasLeft: { en: "does not work in the department any more", ru: "больше не работает в отделе" },
  entryId: {
    en: "is an entry of the team, not a person: give its personId",
    ru: "это запись о сотруднике, а не он сам: укажите его personId",
  },
  foreignFinding: {
    en: "a personal debrief takes up findings of its rep only",
    ru: "в личный разбор входят только находки этого менеджера",
  },
  notHeld: { en: "the debrief was not held yet", ru: "разбор ещё не проведён" },
  dateOrder: { en: "the dates stand in the wrong order", ru: "даты идут в неверном порядке" },
  dueOver: { en: "this day was over already", ru: "этот день уже прошёл" },
  consentNeeded: {
    en: "nobody is named before others who did not agree to it",
    ru: "без согласия менеджера его не называют перед другими",
  },
  periodNotOver: { en: "the period is not over yet", ru: "период ещё не закончился" },
  ruleUnknown: {
    en: "no finding can be counted for it: there is no such rule",
    ru: "считать по нему нечего: такого правила находок нет",
  },
  criterionUnknown: { en: "the version has no such step", ru: "в этой версии нет такого шага" },
}

/** A rule of reviews forbids it. */
export class ReviewRefused extends Failure<
  "ReviewRefused",
  { readonly rule: ReviewRefusalRule; readonly id: string; readonly field: string }
> {
  readonly _tag = "ReviewRefused"
  constructor(rule: ReviewRefusalRule, id: string, field: string) {
    const { en, ru } = refusals[rule]
    super({ en: `${id}: ${en}`, ru: `${id}: ${ru}` }, { rule, id, field })
  }
}
