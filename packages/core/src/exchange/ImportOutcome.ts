import { knownText } from "../shared/KnownText.ts"
import type { Message } from "../shared/Message.ts"
import type { ImportEntity } from "./ImportField.ts"
import { outcomeTitles } from "./OutcomeTitle.ts"
import type { OutcomeCode } from "./OutcomeTitle.ts"

/** `ok`: read as written. `noted`: read, and something about it is worth knowing. `rejected`: not read. */
export type OutcomeSeverity = "ok" | "noted" | "rejected"

/** What happened to one line of a file. A line may have several; every line of a file that is read has one. */
export interface ImportOutcome {
  /** Name of the file. */
  readonly file: string
  /** Physical line on which the record starts, from 1. */
  readonly line: number
  /** Kind of the record; null where the file was not understood. */
  readonly entity: ImportEntity | null
  /** Whether the line was read. */
  readonly severity: OutcomeSeverity
  /** Stable name of what happened. */
  readonly code: OutcomeCode
  /** The field it concerns; null where it concerns the whole line. */
  readonly field: string | null
  /** The values behind it, the same in every language (`GTXPro → GTX Pro`); null where there are none. */
  readonly detail: string | null
  /** What happened, with the values. */
  readonly message: Message
}

/** A line of a file. */
export interface FileLine {
  /** Name of the file. */
  readonly file: string
  /** Physical line, from 1. */
  readonly line: number
}

/** Outcomes of one kind, counted. */
export interface OutcomeGroup {
  /** Whether these lines were read. */
  readonly severity: OutcomeSeverity
  /** Stable name of what happened. */
  readonly code: OutcomeCode
  /** Kind of the records. */
  readonly entity: ImportEntity | null
  /** The field it concerns. */
  readonly field: string | null
  /** The values, where the group is about one value; null where lines have values of their own. */
  readonly detail: string | null
  /** How many outcomes. */
  readonly count: number
  /** The first lines, at most five, in the order of the files. */
  readonly firstLines: ReadonlyArray<FileLine>
  /** The first values of the lines, each once, at most five. */
  readonly examples: ReadonlyArray<string>
  /** What happened. */
  readonly message: Message
}

/** Writes the message of an outcome: its title and, where there are any, its values and what there was to choose from. */
export const outcomeMessage = (code: OutcomeCode, detail: string | null, known: Message | null = null): Message => {
  const { title } = outcomeTitles[code]
  const told = detail === null ? title : { en: `${title.en}: ${detail}`, ru: `${title.ru}: ${detail}` }
  return known === null ? told : { en: `${told.en}; ${known.en}`, ru: `${told.ru}; ${known.ru}` }
}

/** What there is to choose from, by the names that people know it by. */
export const knownChoices = (choices: ReadonlyArray<{ readonly name: Message }>): Message => ({
  en: knownText(choices.map(({ name }) => name.en)).en,
  ru: knownText(choices.map(({ name }) => name.ru)).ru,
})

const shown = 5
const severities: ReadonlyArray<OutcomeSeverity> = ["rejected", "noted", "ok"]

/**
 * Groups outcomes by severity, code, kind and field, and by value where the code is about one value; rejected first,
 * then noted, then ok, the larger groups first. Counts are of outcomes: a line noted for two things counts in two groups.
 *
 * @param outcomes - of a plan, in any order
 *
 * @example
 * ```ts
 * import { groupOutcomes, planImport } from "@salesdept/core/exchange"
 *
 * const bytes = new TextEncoder().encode("id,stage,amount\n7,Won,100\n8,Lost,a lot\n")
 * const { outcomes } = planImport([{ name: "deals.csv", bytes }], { source: "crm", currency: "USD", timeZone: "UTC" })
 * groupOutcomes(outcomes).map(({ severity, code, count }) => [severity, code, count]) // [["rejected", "amountUnreadable", 1], ["ok", "imported", 1]]
 * ```
 */
export const groupOutcomes = (outcomes: ReadonlyArray<ImportOutcome>): ReadonlyArray<OutcomeGroup> => {
  const groups = new Map<
    string,
    Omit<OutcomeGroup, "count" | "firstLines" | "examples"> & { lines: Array<ImportOutcome> }
  >()
  for (const outcome of outcomes) {
    const { severity, code, entity, field } = outcome
    const detail = outcomeTitles[code].byValue ? outcome.detail : null
    const key = `${severity}|${code}|${entity}|${field}|${detail}`
    const group = groups.get(key)
    if (group === undefined) {
      groups.set(key, {
        severity,
        code,
        entity,
        field,
        detail,
        // Of one value all lines say the same.
        message: detail === null ? outcomeMessage(code, null) : outcome.message,
        lines: [outcome],
      })
    } else group.lines.push(outcome)
  }
  return [...groups.values()]
    .map(({ lines, ...group }) => ({
      ...group,
      count: lines.length,
      firstLines: lines.slice(0, shown).map(({ file, line }) => ({ file, line })),
      examples: [...new Set(lines.flatMap(({ detail }) => detail ?? []))].slice(0, shown),
    }))
    .toSorted(
      (left, right) =>
        severities.indexOf(left.severity) - severities.indexOf(right.severity) || right.count - left.count,
    )
}
