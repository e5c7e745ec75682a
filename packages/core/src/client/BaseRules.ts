import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Texts } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { BaseList } from "./BasePolicy.ts"
import { homeCountryOf, isChoice } from "./BasePolicy.ts"
import { ChoiceUnknown } from "./ClientErrors.ts"
import { isWrongInn } from "./TaxId.ts"

/** A choice to be looked up in a list of the base, with the field where it is not the list's own; absent and null choose nothing. */
export type Choice = readonly [list: BaseList, id: string | null | undefined, field?: string]

/** The first choice that its list does not have; null where all are there. */
export const unknownChoice = (rules: DepartmentConfig | null, choices: ReadonlyArray<Choice>): ChoiceUnknown | null => {
  for (const [list, id, field] of choices) {
    if (typeof id !== "string" || isChoice(rules?.base, list, id)) continue
    return new ChoiceUnknown(list, id, rules?.base?.[list]?.map((entry) => entry.id) ?? [], field)
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

/** Says what is wrong with a taxpayer's number that a command is given; one that stands there already is not judged again. */
export function* refusedTaxId(
  context: CommandContext,
  taxId: string | null | undefined,
  current: Texts,
): Generator<Read, InputInvalid | null, unknown> {
  if (typeof taxId !== "string" || taxId === current["taxId"]) return null
  if (!isWrongInn(taxId, homeCountryOf(yield* departmentRules(context)))) return null
  return new InputInvalid([
    {
      path: "taxId",
      code: "taxId.checkDigits",
      message: {
        en: "is not an INN: its check digits are wrong; write the country's code before a number of another country (KZ 123456789012)",
        ru: "это не ИНН: контрольные цифры не сходятся; перед номером другой страны укажите её код (KZ 123456789012)",
      },
    },
  ])
}
