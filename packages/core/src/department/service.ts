/**
 * Publishing a department's configuration, as an Effect.
 *
 * @packageDocumentation
 */
import * as Result from "effect/Result"
import type { Pipeline } from "../deal/Pipeline.ts"
import { validatePipelines } from "../deal/PipelineCheck.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { command } from "../ports/Command.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { departmentAggregate, departmentId } from "./Department.ts"
import { DepartmentInvalid } from "./DepartmentErrors.ts"
import { DepartmentInput } from "./DepartmentInputSchema.ts"
import { qualifyLead } from "./LeadQualificationCommands.ts"
import { QualifyLead } from "./LeadQualificationSchema.ts"
import type { Department, DepartmentConfig } from "./DepartmentSchema.ts"

export { QualifyLead } from "./LeadQualificationSchema.ts"
export type { QualificationAnswer, QualificationRejection } from "./LeadQualificationCommands.ts"
export { DepartmentInput } from "./DepartmentInputSchema.ts"

/** A department as commands answer it. */
export interface DepartmentAnswer {
  /** The department after the command. */
  readonly department: Department
}

/** Earlier versions stay: deals live under them. A version that was published once cannot be changed afterwards. */
const withEarlierVersions = (
  published: ReadonlyArray<Pipeline>,
  given: ReadonlyArray<Pipeline>,
): { readonly pipelines: ReadonlyArray<Pipeline>; readonly problems: ReadonlyArray<Problem> } => {
  const problems: Array<Problem> = []
  const earlier = published.filter((old) => {
    const index = given.findIndex(({ id, version }) => id === old.id && version === old.version)
    const again = given[index]
    if (again !== undefined && canonicalJson(again) !== canonicalJson(old)) {
      problems.push({
        path: `pipelines[${index}]`,
        code: "pipeline.versionFrozen",
        message: {
          en: `version ${old.version} of ${old.id} is published already: give the change a new version`,
          ru: `версия ${old.version} воронки ${old.id} уже опубликована: дайте изменению новую версию`,
        },
      })
    }
    return again === undefined
  })
  return { pipelines: [...earlier, ...given], problems }
}

function* publish(input: DepartmentInput, context: CommandContext): Work<DepartmentAnswer, DepartmentInvalid> {
  const before = yield* byId(departmentAggregate, departmentId)
  const given: DepartmentConfig = input
  const { pipelines, problems } = withEarlierVersions(before?.config.pipelines ?? [], given.pipelines)
  const all = [...problemsUnder("pipelines", validatePipelines(given.pipelines, given.defaultPipelineId)), ...problems]
  if (all.length > 0) return Result.fail(new DepartmentInvalid(all))
  const config: DepartmentConfig = { ...given, pipelines }
  if (before !== null && canonicalJson(before.config) === canonicalJson(config)) {
    return Result.succeed(decision([], { department: before }))
  }
  const change = recordEvents(departmentAggregate, before, [{ type: "DepartmentPublished", payload: { config } }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { department: change.after }))
}

/** Qualifying leads, which touches the base and the deals at once. */
export const leadQualification = {
  /** Closes a lead that became a client, and registers the client and opens the deal where they are not there. */
  qualify: command({ name: "lead.qualify", input: QualifyLead, work: qualifyLead }),
}

/** The commands over the configuration. */
export const departmentCommands = {
  /** Publishes a configuration, whole; publishing what is in force already changes nothing. */
  publish: command({ name: "department.publish", input: DepartmentInput, work: publish }),
}
