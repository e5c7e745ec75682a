import { Failure } from "../shared/Failure.ts"
import { knownText } from "../shared/KnownText.ts"
import type { Message } from "../shared/Message.ts"
import type { RateRule } from "./DealRate.ts"
import type { MoveUnmet } from "./Gate.ts"
import { unmetText } from "./UnmetText.ts"
import type { Pipeline } from "./Pipeline.ts"

/**
 * The department has no such pipeline, none that takes new deals (`isClosed`), or not the `version` that the deal lives under; `known` are
 * the pipelines it has, of a closed one those that take new deals.
 */
export class PipelineUnknown extends Failure<
  "PipelineUnknown",
  {
    readonly field: "pipelineId"
    readonly pipelineId: string
    readonly known: ReadonlyArray<string>
    readonly version: number | null
    readonly isClosed: boolean
  }
> {
  readonly _tag = "PipelineUnknown"
  constructor(
    pipelineId: string,
    pipelines: ReadonlyArray<Pipeline>,
    livesUnder: number | null = null,
    closedIds: ReadonlyArray<string> = [],
  ) {
    const known = [...new Set(pipelines.map(({ id }) => id))].filter((id) => !closedIds.includes(id))
    const version = known.includes(pipelineId) ? livesUnder : null
    const isClosed = closedIds.includes(pipelineId)
    const message = isClosed ? pipelineClosed : pipelineMissing
    super(version === null ? message(pipelineId, known) : versionMissing(pipelineId, pipelines, version), {
      field: "pipelineId",
      pipelineId,
      known,
      version,
      isClosed,
    })
  }
}

const pipelineClosed = (pipelineId: string, known: ReadonlyArray<string>): Message => {
  const there = knownText(known)
  return {
    en: `The pipeline ${pipelineId} takes no new deals; ${there.en}`,
    ru: `В воронке ${pipelineId} новые сделки не открываются; ${there.ru}`,
  }
}

const pipelineMissing = (pipelineId: string, known: ReadonlyArray<string>): Message => {
  const there = knownText(known)
  return { en: `There is no pipeline ${pipelineId}; ${there.en}`, ru: `Воронки ${pipelineId} нет; ${there.ru}` }
}

const versionMissing = (pipelineId: string, pipelines: ReadonlyArray<Pipeline>, version: number): Message => {
  const there = knownText(pipelines.flatMap((one) => (one.id === pipelineId ? [String(one.version)] : [])))
  return {
    en:
      `The configuration has no version ${version} of the pipeline ${pipelineId}, under which the deal lives; ${there.en}: ` +
      `list version ${version} beside it, or bring the deal under the newest one (deals.adopt)`,
    ru:
      `В настройках нет версии ${version} воронки ${pipelineId}, по которой живёт сделка; ${there.ru}: ` +
      `верните версию ${version} в список или переведите сделку на новую (deals.adopt)`,
  }
}

/** The pipeline has no such stage; `field` names what of the input does, `known` the stages it has. */
export class StageUnknown extends Failure<
  "StageUnknown",
  {
    readonly field: string
    readonly stageId: string
    readonly pipelineId: string
    readonly known: ReadonlyArray<string>
  }
> {
  readonly _tag = "StageUnknown"
  constructor(field: string, stageId: string, pipeline: Pipeline) {
    const known = pipeline.stages.map(({ id }) => id)
    super(
      {
        en: `The pipeline ${pipeline.id} has no stage ${stageId}; it has ${known.join(", ")}`,
        ru: `В воронке ${pipeline.id} нет этапа ${stageId}; есть ${known.join(", ")}`,
      },
      { field, stageId, pipelineId: pipeline.id, known },
    )
  }
}

/** The move is not possible: every unmet condition, each with its code, facts and texts. */
export class MoveRefused extends Failure<
  "MoveRefused",
  { readonly dealId: string; readonly from: string; readonly to: string; readonly unmet: ReadonlyArray<MoveUnmet> }
> {
  readonly _tag = "MoveRefused"
  constructor(dealId: string, from: string, to: string, { stages }: Pipeline, unmet: ReadonlyArray<MoveUnmet>) {
    const nameOf = (stageId: string): Message =>
      stages.find(({ id }) => id === stageId)?.name ?? { en: stageId, ru: stageId }
    const [left, entered] = [nameOf(from), nameOf(to)]
    const lacks = unmet.map(unmetText)
    super(
      {
        en: `The deal ${dealId} cannot move from “${left.en}” to “${entered.en}”: ${lacks.map(({ en }) => en).join("; ")}`,
        ru: `Сделку ${dealId} нельзя перевести с этапа «${left.ru}» на этап «${entered.ru}»: ${lacks.map(({ ru }) => ru).join("; ")}`,
      },
      { dealId, from, to, unmet },
    )
  }
}

/** The change would take back what gates asked for that the deal has passed: each condition, with the stage whose gate it is. */
export class GateUndone extends Failure<
  "GateUndone",
  { readonly dealId: string; readonly unmet: ReadonlyArray<MoveUnmet> }
> {
  readonly _tag = "GateUndone"
  constructor(dealId: string, { stages }: Pipeline, unmet: ReadonlyArray<MoveUnmet>) {
    const told = (language: "en" | "ru"): string =>
      unmet
        .map((part) => {
          const name = stages.find(({ id }) => id === part.stageId)?.name[language] ?? part.stageId
          const text = unmetText(part)[language]
          return language === "en" ? `“${name}”: ${text}` : `«${name}»: ${text}`
        })
        .join("; ")
    super(
      {
        en: `The deal ${dealId} has passed gates that ask for what this takes back; move it back first. ${told("en")}`,
        ru: `Сделка ${dealId} уже прошла условия этапов, которые это изменение нарушит; сначала верните её назад. ${told("ru")}`,
      },
      { dealId, unmet },
    )
  }
}

/** The caller expected another version of the deal. */
export class DealChanged extends Failure<
  "DealChanged",
  { readonly dealId: string; readonly expectedVersion: number; readonly version: number }
> {
  readonly _tag = "DealChanged"
  constructor(dealId: string, expectedVersion: number, version: number) {
    super(
      {
        en: `The deal ${dealId} is at version ${version}, not ${expectedVersion}: read it again`,
        ru: `Сделка ${dealId} в версии ${version}, а не ${expectedVersion}: прочитайте её заново`,
      },
      { dealId, expectedVersion, version },
    )
  }
}

/**
 * A loss needs a reason from the department's list, `known`, and a text where that reason asks for one; a move to a stage that does not lose
 * takes none. `field` names what of the input is wrong or lacking.
 */
export class LostReasonRefused extends Failure<
  "LostReasonRefused",
  {
    readonly field: string
    readonly lostReasonId: string | null
    readonly rule: "missing" | "unknown" | "textRequired" | "notLost"
    readonly known: ReadonlyArray<string>
  }
> {
  readonly _tag = "LostReasonRefused"
  constructor(
    lostReasonId: string | null,
    rule: "missing" | "unknown" | "textRequired" | "notLost",
    known: ReadonlyArray<string>,
    field: string = rule === "textRequired" ? "reason" : "lostReasonId",
  ) {
    const there = knownText(known)
    const texts = {
      missing: {
        en: `A lost deal needs a reason from the list (${field}); ${there.en}`,
        ru: `Для проигранной сделки нужна причина из списка (${field}); ${there.ru}`,
      },
      unknown: {
        en: `There is no reason ${lostReasonId ?? ""} in the list; ${there.en}`,
        ru: `Причины «${lostReasonId ?? ""}» нет в списке; ${there.ru}`,
      },
      textRequired: {
        en: `The reason ${lostReasonId ?? ""} needs a text with it (${field})`,
        ru: `К причине «${lostReasonId ?? ""}» нужно пояснение (${field})`,
      },
      notLost: {
        en: "The stage does not lose the deal: it takes no reason for losing",
        ru: "Этап не означает проигрыша: причина проигрыша здесь не указывается",
      },
    }
    super(texts[rule], { field, lostReasonId, rule, known })
  }
}

const rateTexts: { readonly [Rule in RateRule]: Message } = {
  notClosed: { en: "the deal does not close with it", ru: "сделка при этом не закрывается" },
  sameCurrency: { en: "the deal is in the department's currency already", ru: "сделка уже в валюте отдела" },
  currencies: {
    en: "it must lead from the deal's currency to the department's",
    ru: "курс должен вести из валюты сделки в валюту отдела",
  },
  afterClose: { en: "its day is after the close", ru: "дата курса позже закрытия" },
  frozen: { en: "a rate is frozen already", ru: "курс уже зафиксирован" },
  noAmount: { en: "the deal has no amount", ru: "у сделки нет суммы" },
}

/** A rate of exchange cannot be frozen for this deal. */
export class RateRefused extends Failure<
  "RateRefused",
  { readonly field: "rate" | "rate.on"; readonly dealId: string; readonly rule: RateRule }
> {
  readonly _tag = "RateRefused"
  constructor(dealId: string, rule: RateRule) {
    const { en, ru } = rateTexts[rule]
    super(
      { en: `The rate is not accepted for ${dealId}: ${en}`, ru: `Курс для ${dealId} не принят: ${ru}` },
      { field: rule === "afterClose" ? "rate.on" : "rate", dealId, rule },
    )
  }
}

/** What of an input an amount comes from. */
type DealAmountField = "amount" | "currency" | "lines" | "listAmount"

/**
 * The amount cannot be so: it comes from the lines and is not stated (`fromLines`), the lines come to more than 2^53−1
 * minor units (`tooLarge`), or the deal is invoiced in its currency and would have another (`invoiced`).
 */
export class DealAmountRefused extends Failure<
  "DealAmountRefused",
  {
    readonly field: DealAmountField
    readonly dealId: string
    readonly rule: "fromLines" | "tooLarge" | "invoiced"
  }
> {
  readonly _tag = "DealAmountRefused"
  constructor(dealId: string, rule: "fromLines" | "tooLarge" | "invoiced", field: DealAmountField) {
    const texts = {
      fromLines: {
        en: `The amount of ${dealId} comes from its lines: change the lines`,
        ru: `Сумма ${dealId} складывается из позиций: измените позиции`,
      },
      tooLarge: {
        en: `The lines of ${dealId} come to more than can be counted exactly`,
        ru: `Сумма позиций ${dealId} слишком велика для точного счёта`,
      },
      invoiced: {
        en: `${dealId} is invoiced in its currency: in another nobody could say what is owed`,
        ru: `По сделке ${dealId} уже выставлены счета в её валюте: в другой валюте не сказать, сколько осталось оплатить`,
      },
    }
    super(texts[rule], { field, dealId, rule })
  }
}

/** The department has not been set up for this tenant. */
export class DepartmentMissing extends Failure<"DepartmentMissing", Record<string, never>> {
  readonly _tag = "DepartmentMissing"
  constructor() {
    super(
      {
        en: "The department has no configuration yet: give salesDept one, or publish it (department.publish)",
        ru: "У отдела ещё нет настроек: передайте их в salesDept или опубликуйте (department.publish)",
      },
      {},
    )
  }
}

/** The department has no such source; `known` are those it has. */
export class SourceUnknown extends Failure<
  "SourceUnknown",
  { readonly field: "sourceId"; readonly sourceId: string; readonly known: ReadonlyArray<string> }
> {
  readonly _tag = "SourceUnknown"
  constructor(sourceId: string, known: ReadonlyArray<string>) {
    const there = knownText(known)
    super(
      { en: `There is no source ${sourceId}; ${there.en}`, ru: `Источника ${sourceId} нет; ${there.ru}` },
      { field: "sourceId", sourceId, known },
    )
  }
}
