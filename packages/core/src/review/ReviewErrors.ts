import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/** Why something is not done in a review. */
export type ReviewRefusalRule =
  | "moveNotAllowed"
  | "notTheirs"
  | "settled"
  | "noHelpAsked"
  | "personalNeedsTwo"
  | "foreignFinding"
  | "notHeld"
  | "dateOrder"
  | "periodNotOver"
  | "criterionUnknown"

const refusals: { readonly [Rule in ReviewRefusalRule]: Message } = {
  moveNotAllowed: { en: "its life has no such turn", ru: "такого перехода в её жизни нет" },
  notTheirs: { en: "it is not theirs to do", ru: "это не их право" },
  settled: { en: "it is settled already", ru: "по этому уже принято решение" },
  noHelpAsked: { en: "no help was asked, or it was answered", ru: "помощи не просили, или на просьбу уже ответили" },
  personalNeedsTwo: {
    en: "a personal debrief is between one rep and another person, the mentor",
    ru: "личный разбор — это один менеджер и другой человек, наставник",
  },
  foreignFinding: {
    en: "a personal debrief takes up findings of its rep only",
    ru: "в личный разбор входят только находки этого менеджера",
  },
  notHeld: { en: "the debrief was not held yet", ru: "разбор ещё не проведён" },
  dateOrder: { en: "the dates stand in the wrong order", ru: "даты идут в неверном порядке" },
  periodNotOver: { en: "the period is not over yet", ru: "период ещё не закончился" },
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
    super({ en: `Refused (${field} ${id}): ${en}`, ru: `Отказано (${field} ${id}): ${ru}` }, { rule, id, field })
  }
}
