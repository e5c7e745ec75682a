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

interface Named {
  readonly id: string
  readonly name: Message
}

/** The parts of a configuration that name what gates ask of. */
export interface LabelledRules {
  /** What a deal may need approval for. */
  readonly approvalKinds?: ReadonlyArray<Named>
  /** Lists of the client base. */
  readonly base?: { readonly segments?: ReadonlyArray<Named>; readonly contactRoles?: ReadonlyArray<Named> }
  /** Fields of the department's own. */
  readonly customFields?: ReadonlyArray<CustomField>
  /** What a dialog may come to. */
  readonly dialogOutcomes: ReadonlyArray<Named>
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
