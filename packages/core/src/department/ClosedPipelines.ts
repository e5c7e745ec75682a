import type { Pipeline } from "../deal/Pipeline.ts"
import type { Problem } from "../shared/Problem.ts"
import type { DepartmentConfig } from "./DepartmentSchema.ts"

/** The pipeline of deals that name none is not closed: they would be refused without having asked for it. */
export const closedPipelineProblems = ({
  closedPipelineIds = [],
  defaultPipelineId,
}: Pick<DepartmentConfig, "closedPipelineIds" | "defaultPipelineId">): ReadonlyArray<Problem> =>
  closedPipelineIds.flatMap((id, index) =>
    id === defaultPipelineId
      ? [
          {
            path: `closedPipelineIds[${index}]`,
            code: "pipeline.defaultClosed",
            message: {
              en: "is the default pipeline, which takes new deals",
              ru: "это воронка по умолчанию, в ней открываются новые сделки",
            },
          },
        ]
      : [],
  )

/**
 * The pipelines that take no new deals once a configuration is published: those that it names, and those published before of which it lists no
 * version. Pipelines of sources are added by imports, so that a file which knows nothing of them closes none.
 *
 * @param given - as it was given
 * @param pipelines - all that it will have, those published before among them
 * @returns null where there are none
 */
export const closedAfter = (
  given: Pick<DepartmentConfig, "closedPipelineIds" | "pipelines">,
  pipelines: ReadonlyArray<Pipeline>,
  sources: DepartmentConfig["sources"],
): ReadonlyArray<string> | null => {
  const listed = new Set(given.pipelines.map(({ id }) => id))
  const ofSources = new Set(sources.map(({ id }) => id))
  const leftOut = pipelines.flatMap(({ id }) => (listed.has(id) || ofSources.has(id) ? [] : [id]))
  const closed = [...new Set([...(given.closedPipelineIds ?? []), ...leftOut])]
  return closed.length === 0 ? null : closed
}
