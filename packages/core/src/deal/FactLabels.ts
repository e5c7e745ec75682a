import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { CustomField } from "../shared/CustomField.ts"
import type { Message } from "../shared/Message.ts"
import type { Pipeline } from "./Pipeline.ts"

/** What people call a fact and its values. */
export interface FactLabel {
  /** Its name; left out where the fact has one of its own. */
  readonly name?: Message
  /** Names of its values by their ids; empty where it has no list. */
  readonly values: ReadonlyMap<string, Message>
}

/** Facts as people call them, by their path. */
export type FactLabels = ReadonlyMap<string, FactLabel>

/** No names: custom fields are called by their keys, and values by their ids. */
export const noLabels: FactLabels = new Map()

/** The parts of a configuration that name what gates ask of. */
export type LabelledRules = Pick<DepartmentConfig, "approvalKinds" | "base" | "customFields" | "dialogOutcomes">

interface Named {
  readonly id: string
  readonly name: Message
}

const valuesOf = (entries: ReadonlyArray<Named> | undefined): FactLabel => ({
  values: new Map((entries ?? []).map(({ id, name }) => [id, name])),
})

const ofField = (field: CustomField): FactLabel => ({
  name: field.label,
  ...valuesOf("choices" in field ? field.choices : []),
})

/**
 * The names of custom fields and of what a department's lists have, for the texts of a pipeline's gates.
 *
 * @param rules - the lists
 * @param pipeline - names its stages; none where left out
 */
export const factLabels = (
  { approvalKinds, base, customFields = [], dialogOutcomes }: LabelledRules,
  pipeline?: Pick<Pipeline, "stages">,
): FactLabels => {
  const outcomes = valuesOf(dialogOutcomes)
  return new Map([
    ["approvals.granted", valuesOf(approvalKinds)],
    ["client.segment", valuesOf(base?.segments)],
    ["contacts.roles", valuesOf(base?.contactRoles)],
    ["deal.stageId", valuesOf(pipeline?.stages)],
    ["dialogs.lastOutcome", outcomes],
    ["dialogs.outcomes", outcomes],
    ...customFields.map((field): [string, FactLabel] => [`${field.of}.custom.${field.key}`, ofField(field)]),
  ])
}
