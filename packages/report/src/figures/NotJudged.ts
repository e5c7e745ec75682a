import type { RuleNotRead } from "@salesdept/core/review"
import type { Message } from "@salesdept/core/shared"
import type { CoverageNote } from "../DepartmentReport.ts"

/**
 * What rules could not judge, as notes of the report: one for each reason, naming the rules. Rules that share a name are named once.
 *
 * @param notRead - from `findFindings`
 */
export const notJudgedNotes = (notRead: ReadonlyArray<RuleNotRead>): ReadonlyArray<CoverageNote> => {
  const groups = new Map<string, { readonly reason: Message; readonly names: Map<string, Message> }>()
  for (const { name, reason } of notRead) {
    const group = groups.get(reason.en) ?? { reason, names: new Map<string, Message>() }
    groups.set(reason.en, group)
    group.names.set(name.en, name)
  }
  return [...groups.values()].map(({ reason, names }) => ({
    kind: "notJudged",
    text: {
      en: `${[...names.values()].map(({ en }) => en).join("; ")} — ${reason.en}.`,
      ru: `${[...names.values()].map(({ ru }) => `«${ru}»`).join(", ")} — ${reason.ru}.`,
    },
  }))
}
