import { Failure } from "../shared/Failure.ts"
import type { MoveUnmet } from "./Gate.ts"

/** There is no such deal for this tenant. */
export class DealNotFound extends Failure<"DealNotFound", { readonly dealId: string }> {
  readonly _tag = "DealNotFound"
  constructor(dealId: string) {
    super({ en: `There is no deal ${dealId}`, ru: `Сделки ${dealId} нет` }, { dealId })
  }
}

/** The id is already taken by another deal. */
export class DealExists extends Failure<"DealExists", { readonly dealId: string }> {
  readonly _tag = "DealExists"
  constructor(dealId: string) {
    super({ en: `The deal ${dealId} exists already`, ru: `Сделка ${dealId} уже существует` }, { dealId })
  }
}

/** The department has no such pipeline. */
export class PipelineUnknown extends Failure<"PipelineUnknown", { readonly pipelineId: string }> {
  readonly _tag = "PipelineUnknown"
  constructor(pipelineId: string) {
    super({ en: `There is no pipeline ${pipelineId}`, ru: `Воронки ${pipelineId} нет` }, { pipelineId })
  }
}

/** The move is not possible: every unmet condition, each with its code, facts and texts. */
export class MoveRefused extends Failure<
  "MoveRefused",
  { readonly dealId: string; readonly from: string; readonly to: string; readonly unmet: ReadonlyArray<MoveUnmet> }
> {
  readonly _tag = "MoveRefused"
  constructor(dealId: string, from: string, to: string, unmet: ReadonlyArray<MoveUnmet>) {
    super(
      {
        en: `The deal ${dealId} cannot move from ${from} to ${to}: ${unmet.map(({ message }) => message.en).join("; ")}`,
        ru: `Сделку ${dealId} нельзя перевести из «${from}» в «${to}»: ${unmet.map(({ message }) => message.ru).join("; ")}`,
      },
      { dealId, from, to, unmet },
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

/** A loss needs a reason from the department's list, and a text where that reason asks for one. */
export class LostReasonRefused extends Failure<
  "LostReasonRefused",
  { readonly lostReasonId: string | null; readonly rule: "missing" | "unknown" | "textRequired" }
> {
  readonly _tag = "LostReasonRefused"
  constructor(lostReasonId: string | null, rule: "missing" | "unknown" | "textRequired") {
    const texts = {
      missing: { en: "A lost deal needs a reason from the list", ru: "Для проигранной сделки нужна причина из списка" },
      unknown: {
        en: `There is no reason ${lostReasonId ?? ""} in the list`,
        ru: `Причины «${lostReasonId ?? ""}» нет в списке`,
      },
      textRequired: {
        en: `The reason ${lostReasonId ?? ""} needs a text with it`,
        ru: `К причине «${lostReasonId ?? ""}» нужно пояснение`,
      },
    }
    super(texts[rule], { lostReasonId, rule })
  }
}

/** The department has not been set up for this tenant. */
export class DepartmentMissing extends Failure<"DepartmentMissing", Record<string, never>> {
  readonly _tag = "DepartmentMissing"
  constructor() {
    super(
      { en: "The department has no configuration yet: publish one", ru: "У отдела ещё нет настроек: опубликуйте их" },
      {},
    )
  }
}

/** The department has no such source. */
export class SourceUnknown extends Failure<"SourceUnknown", { readonly sourceId: string }> {
  readonly _tag = "SourceUnknown"
  constructor(sourceId: string) {
    super({ en: `There is no source ${sourceId}`, ru: `Источника ${sourceId} нет` }, { sourceId })
  }
}
