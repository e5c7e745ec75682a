import { currentPipeline, pipelineVersion } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Deal } from "./DealSchema.ts"
import type { LabelledRules } from "./FactLabels.ts"
import { factLabels } from "./FactLabels.ts"
import type { CompiledPipeline } from "./Gate.ts"
import { compilePipeline } from "./Gate.ts"
import type { Pipeline } from "./Pipeline.ts"

const labelling = ["approvalKinds", "base", "customFields", "dialogOutcomes"] as const

// Stores keep the parsed configuration by version, so a pipeline is compiled once per version and process.
const compiled = new WeakMap<Pipeline, { readonly rules: LabelledRules; readonly ready: CompiledPipeline }>()

/** A pipeline made ready for gates; made once per version of the configuration, whose fields and lists verdicts name. */
export const compiledPipeline = (pipeline: Pipeline, rules: LabelledRules): CompiledPipeline => {
  const known = compiled.get(pipeline)
  if (known !== undefined && labelling.every((part) => known.rules[part] === rules[part])) return known.ready
  const ready = compilePipeline(pipeline, factLabels(rules, pipeline))
  compiled.set(pipeline, { rules, ready })
  return ready
}

/** The pipeline that new deals get. */
export const pipelineForNew = (config: DepartmentConfig, pipelineId: string | undefined): Pipeline | null =>
  currentPipeline(config, pipelineId ?? config.defaultPipelineId)

/** The pipeline a deal lives under, in its version. */
export const pipelineOf = (
  config: DepartmentConfig,
  { pipelineId, pipelineVersion: version }: Pick<Deal, "pipelineId" | "pipelineVersion">,
): Pipeline | null => pipelineVersion(config, pipelineId, version)
