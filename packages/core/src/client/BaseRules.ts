import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Read } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { BaseList } from "./BasePolicy.ts"
import { isChoice } from "./BasePolicy.ts"
import { ChoiceUnknown } from "./ClientErrors.ts"

/** A choice to be looked up in a list of the base; absent and null choose nothing. */
export type Choice = readonly [list: BaseList, id: string | null | undefined]

/** The first choice that its list does not have; null where all are there. */
export const unknownChoice = (rules: DepartmentConfig | null, choices: ReadonlyArray<Choice>): ChoiceUnknown | null => {
  for (const [list, id] of choices) {
    if (typeof id !== "string" || isChoice(rules?.base, list, id)) continue
    return new ChoiceUnknown(list, id, rules?.base?.[list]?.map((entry) => entry.id) ?? [])
  }
  return null
}

/** Reads the department's rules where there is a choice to look up, and says which one is unknown. */
export function* refusedChoice(
  context: CommandContext,
  choices: ReadonlyArray<Choice>,
): Generator<Read, ChoiceUnknown | null, unknown> {
  if (choices.every(([, id]) => typeof id !== "string")) return null
  return unknownChoice(yield* departmentRules(context), choices)
}
