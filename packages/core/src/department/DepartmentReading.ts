import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { conditionJsonSchema } from "../deal/ConditionSchema.ts"
import { validatePipelines } from "../deal/PipelineCheck.ts"
import { planPolicyProblems } from "../plan/record/PlanPolicy.ts"
import { inputDecoder } from "../ports/input/Input.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { choiceConditionProblems } from "./ChoiceConditions.ts"
import { closedPipelineProblems } from "./ClosedPipelines.ts"
import { customConditionProblems } from "./CustomConditions.ts"
import { DepartmentInput } from "./DepartmentInputSchema.ts"
import type { DepartmentConfig } from "./DepartmentSchema.ts"

const decode = inputDecoder(DepartmentInput)
const decodePipelines = inputDecoder(
  Schema.Struct({
    pipelines: DepartmentInput.fields.pipelines,
    defaultPipelineId: DepartmentInput.fields.defaultPipelineId,
  }),
)

const pipelineProblems = (json: unknown): ReadonlyArray<Problem> => {
  if (typeof json !== "object" || json === null) return []
  const { pipelines, defaultPipelineId } = json as { readonly [field: string]: unknown }
  const decoded = decodePipelines({ pipelines, defaultPipelineId })
  // What does not have the shape of pipelines has been reported by its shape.
  if (Result.isFailure(decoded)) return []
  return problemsUnder("pipelines", validatePipelines(decoded.success.pipelines, decoded.success.defaultPipelineId))
}

const decodeGates = inputDecoder(
  Schema.Struct({
    pipelines: DepartmentInput.fields.pipelines,
    customFields: DepartmentInput.fields.customFields,
  }),
)

const decodeChoices = inputDecoder(
  Schema.Struct({
    pipelines: DepartmentInput.fields.pipelines,
    approvalKinds: DepartmentInput.fields.approvalKinds,
    base: DepartmentInput.fields.base,
    dialogOutcomes: DepartmentInput.fields.dialogOutcomes,
    overrides: DepartmentInput.fields.overrides,
  }),
)

const choiceProblems = (json: unknown): ReadonlyArray<Problem> => {
  if (typeof json !== "object" || json === null) return []
  const given = json as { readonly [field: string]: unknown }
  const parts = ["pipelines", "approvalKinds", "base", "dialogOutcomes", "overrides"]
  const decoded = decodeChoices(
    Object.fromEntries(parts.flatMap((part) => (part in given ? [[part, given[part]]] : []))),
  )
  return Result.isFailure(decoded) ? [] : choiceConditionProblems(decoded.success)
}

const customProblems = (json: unknown): ReadonlyArray<Problem> => {
  if (typeof json !== "object" || json === null) return []
  const { pipelines, customFields } = json as { readonly [field: string]: unknown }
  const decoded = decodeGates({ pipelines, ...(customFields === undefined ? {} : { customFields }) })
  if (Result.isFailure(decoded)) return []
  return customConditionProblems(decoded.success.pipelines, decoded.success.customFields ?? [])
}

const decodePlan = inputDecoder(Schema.Struct({ plan: DepartmentInput.fields.plan }))

const planProblems = (json: unknown): ReadonlyArray<Problem> => {
  if (typeof json !== "object" || json === null || !("plan" in json)) return []
  const decoded = decodePlan({ plan: json.plan })
  return Result.isFailure(decoded) ? [] : planPolicyProblems(decoded.success.plan)
}

/**
 * Every problem of a configuration: of its shape, its limits, its pipelines; empty where it is sound.
 *
 * @param json - anything
 *
 * @example
 * ```ts
 * import { presets } from "@salesdept/core/department"
 * import { departmentProblems } from "@salesdept/core/department/service"
 *
 * const config = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * departmentProblems({ ...config, defaultPipelineId: "goods" }).map(({ path, code }) => [path, code]) // [["pipelines", "pipeline.defaultUnknown"]]
 * ```
 */
export const departmentProblems = (json: unknown): ReadonlyArray<Problem> => {
  const decoded = decode(json)
  if (Result.isFailure(decoded)) {
    // The parts that have their shape are looked at all the same, so that every problem is told at once.
    return [
      ...decoded.failure.problems,
      ...pipelineProblems(json),
      ...customProblems(json),
      ...choiceProblems(json),
      ...planProblems(json),
    ]
  }
  const { customFields = [], defaultPipelineId, pipelines, plan } = decoded.success
  return [
    ...problemsUnder("pipelines", validatePipelines(pipelines, defaultPipelineId)),
    ...closedPipelineProblems(decoded.success),
    ...customConditionProblems(pipelines, customFields),
    ...choiceConditionProblems(decoded.success),
    ...planPolicyProblems(plan),
  ]
}

/**
 * Reads a configuration from JSON, such as a file that people keep, and holds it to everything that can be held without the tenant's
 * records. `salesDept` does it with the configuration it is given.
 *
 * @param json - anything
 * @returns the same object: it is not copied
 * @throws InputInvalid with every problem at once, with its path, in English and Russian
 *
 * @example
 * ```ts
 * import { presets } from "@salesdept/core/department"
 * import { readDepartment } from "@salesdept/core/department/service"
 *
 * const text = JSON.stringify(presets.b2bSaas({ timeZone: "Europe/Berlin", currency: "EUR" }))
 * readDepartment(JSON.parse(text)).currency // "EUR"
 * ```
 */
export const readDepartment = (json: unknown): DepartmentConfig => {
  const problems = departmentProblems(json)
  if (problems.length > 0) throw new InputInvalid(problems)
  // Without problems it has the shape.
  return json as DepartmentConfig
}

/**
 * The JSON Schema (draft 2020-12) of a configuration, for editors that help to write one and for forms. It states the shape; what it
 * cannot state (a stage that no transition reaches, an unknown time zone) is for {@link readDepartment}. The file
 * `@salesdept/core/department.schema.json` holds it.
 *
 * @returns a new plain object with `$schema` and `$defs`
 *
 * @example
 * ```ts
 * import { departmentJsonSchema } from "@salesdept/core/department/service"
 *
 * departmentJsonSchema()["title"] // "Department"
 * ```
 */
export const departmentJsonSchema = (): { readonly [keyword: string]: unknown } => {
  const document = Schema.toJsonSchemaDocument(DepartmentInput, { onExcessProperty: "error" })
  const { $defs, $schema, title, ...condition } = conditionJsonSchema()
  return {
    $schema,
    title: "Department",
    description: "Configuration of a sales department",
    ...document.schema,
    // Conditions are read by a reader of their own, which a schema of the whole sees as anything.
    $defs: {
      ...document.definitions,
      ...($defs as object),
      ConditionEncoded: { title, ...condition },
    },
  }
}
