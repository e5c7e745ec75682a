import { currentPipeline, pipelineVersion } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Deal } from "./DealSchema.ts"
import { customLabels } from "./ConditionText.ts"
import type { CompiledPipeline } from "./Gate.ts"
import { compilePipeline } from "./Gate.ts"
import type { Pipeline } from "./Pipeline.ts"

// Stores keep the parsed configuration by version, so a pipeline is compiled once per version and process.
const compiled = new WeakMap<Pipeline, Pick<DepartmentConfig, "customFields"> & { readonly ready: CompiledPipeline }>()

/** A pipeline made ready for gates; made once per version of the configuration, whose custom fields verdicts name. */
export const compiledPipeline = (
  pipeline: Pipeline,
  { customFields }: Pick<DepartmentConfig, "customFields">,
): CompiledPipeline => {
  const known = compiled.get(pipeline)
  if (known !== undefined && known.customFields === customFields) return known.ready
  const ready = compilePipeline(pipeline, customLabels(customFields))
  compiled.set(pipeline, customFields === undefined ? { ready } : { customFields, ready })
  return ready
}

/** The pipeline that new deals get. */
export const pipelineForNew = (config: DepartmentConfig, pipelineId: string | undefined): Pipeline | null =>
  currentPipeline(config, pipelineId ?? config.defaultPipelineId)

/** The pipeline a deal lives under, in its version. */
export const pipelineOf = (config: DepartmentConfig, deal: Deal): Pipeline | null =>
  pipelineVersion(config, deal.pipelineId, deal.pipelineVersion)
