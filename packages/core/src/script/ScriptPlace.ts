import type { Pipeline } from "../deal/Pipeline.ts"
import { knownText } from "../shared/KnownText.ts"
import type { Problem } from "../shared/Problem.ts"
import type { Script } from "./ScriptSchema.ts"

/**
 * What of a script's place the department does not have: no deal is ever there, and the script would be for none. A stage is one of the
 * pipeline where one is named, else of any; stages of earlier versions of a pipeline count, deals are in them still.
 *
 * @param place - the pipeline and the stage; null for any
 * @param pipelines - the department's, in all their versions
 */
export const scriptPlaceProblems = (
  { pipelineId, stageId }: Pick<Script, "pipelineId" | "stageId">,
  pipelines: ReadonlyArray<Pick<Pipeline, "id" | "stages">>,
): ReadonlyArray<Problem> => {
  const within = pipelines.filter(({ id }) => pipelineId === null || id === pipelineId)
  if (within.length === 0 && pipelineId !== null) {
    const { en, ru } = knownText([...new Set(pipelines.map(({ id }) => id))])
    const message = {
      en: `the department has no pipeline ${pipelineId}; ${en}`,
      ru: `в отделе нет воронки ${pipelineId}; ${ru}`,
    }
    return [{ path: "pipelineId", code: "script.pipelineUnknown", message }]
  }
  const stageIds = new Set(within.flatMap(({ stages }) => stages.map(({ id }) => id)))
  if (stageId === null || stageIds.has(stageId)) return []
  const { en, ru } = knownText([...stageIds])
  const message =
    pipelineId === null
      ? { en: `no pipeline has a stage ${stageId}; ${en}`, ru: `ни в одной воронке нет этапа ${stageId}; ${ru}` }
      : {
          en: `${pipelineId} has no stage ${stageId}; ${en}`,
          ru: `в воронке ${pipelineId} нет этапа ${stageId}; ${ru}`,
        }
  return [{ path: "stageId", code: "script.stageUnknown", message }]
}
