import { Failure } from "../../shared/Failure.ts"
import { knownText } from "../../shared/KnownText.ts"
import type { Language, Message } from "../../shared/Message.ts"
import type { PlanVersionStatus } from "./PlanSchema.ts"

const stands: { readonly [Status in PlanVersionStatus]: { readonly en: string; readonly ru: string } } = {
  draft: { en: "a draft", ru: "черновик" },
  submitted: { en: "submitted", ru: "на утверждении" },
  approved: { en: "approved", ru: "утверждена" },
  adopted: { en: "adopted", ru: "принята от источника" },
  returned: { en: "returned", ru: "возвращена" },
  withdrawn: { en: "withdrawn", ru: "отозвана" },
}

const instead: { readonly en: string; readonly ru: string } = {
  en: "draw up another version instead",
  ru: "составьте новую версию",
}

/** What to do about it, by where the version stands. */
const next: { readonly [Status in PlanVersionStatus]?: { readonly en: string; readonly ru: string } } = {
  draft: { en: "hand it in first", ru: "сначала передайте её на утверждение" },
  submitted: { en: "it waits for a decision", ru: "она ждёт решения" },
}

/** A version does not stand where the step begins: versions are not edited and not decided on twice. */
export class PlanStepRefused extends Failure<
  "PlanStepRefused",
  { readonly versionId: string; readonly status: PlanVersionStatus }
> {
  readonly _tag = "PlanStepRefused"
  constructor(versionId: string, status: PlanVersionStatus) {
    const { en, ru } = next[status] ?? instead
    super(
      {
        en: `${versionId} is ${stands[status].en}; ${en}`,
        ru: `Версия ${versionId}: ${stands[status].ru}; ${ru}`,
      },
      { versionId, status },
    )
  }
}

/** Whoever drew a version up or handed it in cannot approve it. */
export class OwnPlanRefused extends Failure<"OwnPlanRefused", { readonly versionId: string }> {
  readonly _tag = "OwnPlanRefused"
  constructor(versionId: string) {
    super(
      {
        en: `Nobody approves their own plan: ${versionId} needs somebody else`,
        ru: `Свой план не утверждают: версию ${versionId} должен утвердить другой человек`,
      },
      { versionId },
    )
  }
}

/** What is wrong with a target of a draft. */
export interface TargetFault {
  /** Position among the targets, from 0. */
  readonly index: number
  /** Which rule it breaks. */
  readonly rule: "measureUnknown" | "noFiscalCalendar" | "notToldApart" | "repeated" | "entryId" | "pipelineUnknown"
}

/** What each rule says; `pipelineIds` are those there are. */
const targetRules = (pipelineIds: ReadonlyArray<string>): { readonly [Rule in TargetFault["rule"]]: Message } => ({
  measureUnknown: { en: "the plan has no such measure", ru: "в плане нет такого показателя" },
  noFiscalCalendar: { en: "the plan has no fiscal calendar", ru: "у плана нет финансового календаря" },
  notToldApart: {
    en: "the measure's facts are not told apart by what the target is narrowed to",
    ru: "факты показателя не различаются по тому, чем ограничена цель",
  },
  repeated: { en: "the same target stands twice", ru: "та же цель указана дважды" },
  entryId: {
    en: "names the entry of a rep or a team: a target is of the person (personId) or the team's code",
    ru: "названа запись менеджера или группы, а цель ставят человеку (personId) или группе по её code",
  },
  pipelineUnknown: {
    en: `the department has no such pipeline, ${knownText(pipelineIds).en}`,
    ru: `в отделе нет такой воронки, ${knownText(pipelineIds).ru}`,
  },
})

/** Targets do not fit their plan, or the department has no such pipeline; all of them are listed. */
export class TargetsRefused extends Failure<
  "TargetsRefused",
  { readonly planId: string; readonly faults: ReadonlyArray<TargetFault> }
> {
  readonly _tag = "TargetsRefused"
  constructor(planId: string, faults: ReadonlyArray<TargetFault>, pipelineIds: ReadonlyArray<string> = []) {
    const rules = targetRules(pipelineIds)
    const listed = (language: Language): string =>
      faults
        .slice(0, 20)
        .map(({ index, rule }) => `targets[${index}]: ${rules[rule][language]}`)
        .join("; ")
    super(
      {
        en: `Targets that do not fit ${planId} (${faults.length}): ${listed("en")}`,
        ru: `Цели, которые не подходят к плану ${planId} (${faults.length}): ${listed("ru")}`,
      },
      { planId, faults },
    )
  }
}

/** The plan is in another currency than the one published. */
export class PlanCurrencyRefused extends Failure<
  "PlanCurrencyRefused",
  { readonly planId: string; readonly currency: string }
> {
  readonly _tag = "PlanCurrencyRefused"
  constructor(planId: string, currency: string) {
    super(
      {
        en: `${planId} is in ${currency}; a plan in another currency is another plan`,
        ru: `План ${planId} ведётся в валюте ${currency}; для другой валюты нужен другой план`,
      },
      { planId, currency },
    )
  }
}
