import { Failure } from "../shared/Failure.ts"
import { knownText } from "../shared/KnownText.ts"
import type { Message } from "../shared/Message.ts"
import type { ApprovalStatus } from "./ApprovalSchema.ts"

/** The department lists no such kind of approval; `known` are those it lists. */
export class ApprovalKindUnknown extends Failure<
  "ApprovalKindUnknown",
  { readonly field: "kindId"; readonly kindId: string; readonly known: ReadonlyArray<string> }
> {
  readonly _tag = "ApprovalKindUnknown"
  constructor(kindId: string, known: ReadonlyArray<string>) {
    const there = knownText(known)
    super(
      {
        en: `The department has no approvals of the kind ${kindId}; ${there.en}`,
        ru: `У отдела нет согласований вида «${kindId}»; ${there.ru}`,
      },
      { field: "kindId", kindId, known },
    )
  }
}

/**
 * The approval cannot be decided so: it is decided already (`decided`), its time is over or would be at once (`over`), the
 * caller asked for it (`own`), somebody else was asked (`notAsked`), the caller lacks the role (`role`), or its time is not
 * over yet (`notOver`).
 */
export type ApprovalRule = "decided" | "over" | "own" | "notAsked" | "role" | "notOver"

const texts: { readonly [Rule in ApprovalRule]: Message } = {
  decided: { en: "it is decided already", ru: "решение уже принято" },
  over: { en: "its time is over", ru: "срок истёк" },
  own: { en: "nobody decides on what they asked for", ru: "нельзя решать по собственному запросу" },
  notAsked: { en: "somebody else was asked", ru: "запрос адресован другому" },
  role: { en: "the caller lacks the role", ru: "нет нужной роли" },
  notOver: { en: "its time is not over yet", ru: "срок ещё не истёк" },
}

/** An approval cannot be decided so. */
export class ApprovalNotPossible extends Failure<
  "ApprovalNotPossible",
  {
    readonly field: "approvalId" | "expiresAt"
    readonly approvalId: string
    readonly rule: ApprovalRule
    readonly status: ApprovalStatus
  }
> {
  readonly _tag = "ApprovalNotPossible"
  constructor(
    approvalId: string,
    rule: ApprovalRule,
    status: ApprovalStatus,
    field: "approvalId" | "expiresAt" = "approvalId",
  ) {
    const { en, ru } = texts[rule]
    super(
      { en: `The approval ${approvalId}: ${en}`, ru: `Согласование ${approvalId}: ${ru}` },
      { field, approvalId, rule, status },
    )
  }
}

/**
 * Why a gate may not be overridden: the department allows none (`notAllowed`), the graph and not a condition refuses the move
 * (`graph`), the person's budget of the period is used up (`budget`), the caller needs an approver (`approver`), or the approval
 * given is not one for this (`approval`).
 */
export type OverrideRule = "notAllowed" | "graph" | "budget" | "approver" | "approval"

const overrideTexts: { readonly [Rule in OverrideRule]: Message } = {
  notAllowed: { en: "the department allows no overrides", ru: "в отделе исключения не разрешены" },
  graph: {
    en: "the pipeline itself has no such move: only conditions can be overridden",
    ru: "такого перехода нет в самой воронке: исключение возможно только для условий",
  },
  budget: { en: "the person's budget of the period is used up", ru: "лимит исключений сотрудника за период исчерпан" },
  approver: { en: "somebody with the role must approve it", ru: "нужно согласование того, у кого есть роль" },
  approval: {
    en: "the approval is not a granted, unused one for an override of this deal, in its stage and for its amount",
    ru: "это не полученное и неиспользованное согласование исключения по этой сделке, на её этапе и на её сумму",
  },
}

/** A gate may not be overridden. */
export class OverrideRefused extends Failure<
  "OverrideRefused",
  { readonly field: "override" | "override.approvalId"; readonly dealId: string; readonly rule: OverrideRule }
> {
  readonly _tag = "OverrideRefused"
  constructor(dealId: string, rule: OverrideRule) {
    const { en, ru } = overrideTexts[rule]
    super(
      { en: `The gate for ${dealId} cannot be overridden: ${en}`, ru: `Исключение для ${dealId} невозможно: ${ru}` },
      { field: rule === "approval" ? "override.approvalId" : "override", dealId, rule },
    )
  }
}
