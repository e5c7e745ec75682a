import { Failure } from "../shared/Failure.ts"
import type { Problem } from "../shared/Problem.ts"

/** A pipeline cannot be activated. `data.problems` lists everything that is wrong with it, with paths. */
export class PipelineInvalid extends Failure<
  "PipelineInvalid",
  { readonly pipelineId: string; readonly problems: ReadonlyArray<Problem> }
> {
  readonly _tag = "PipelineInvalid"
  constructor(pipelineId: string, problems: ReadonlyArray<Problem>) {
    const listed = (language: "en" | "ru") =>
      problems
        .map(({ path, message }) => (path === "" ? message[language] : `${path}: ${message[language]}`))
        .join("; ")
    super(
      {
        en: `The pipeline ${pipelineId} cannot be activated: ${listed("en")}`,
        ru: `Воронку ${pipelineId} нельзя включить: ${listed("ru")}`,
      },
      { pipelineId, problems },
    )
  }
}
