import type { ImportOutcome, ImportPlan, OutcomeGroup, RowPlace } from "@salesdept/core/exchange"
import { importEntities } from "@salesdept/core/exchange"
import type { RecordedImport } from "@salesdept/core/exchange/service"
import type { Message } from "@salesdept/core/shared"
import type { ImportExample, ImportNote, ImportNoteKind, ImportRerun, ImportSection } from "../model/ImportSection.ts"
import type { DeferredRow } from "./DeferredRows.ts"
import { deferredRows, deferredTexts } from "./DeferredRows.ts"
import { importedFiles } from "./ImportedFiles.ts"
import { emptyField, filledAtClosing, notCarriedTexts, noteKind } from "./ImportTexts.ts"

/** Rows shown for each note. */
const shownExamples = 3

const gravity: ReadonlyArray<ImportNoteKind> = ["rejected", "conflict", "normalised", "kept"]

const place = (file: string, line: number): string => `${line} ${file}`

/** The source's keys by file and line: what a person searches the file for. */
const keysOf = (plan: ImportPlan): ReadonlyMap<string, string> => {
  const rows: ReadonlyArray<RowPlace> = [
    ...plan.products,
    ...plan.teams,
    ...plan.reps,
    ...plan.clients,
    ...plan.contacts,
    ...plan.deals,
    ...plan.leads,
  ]
  return new Map(rows.map(({ file, line, sourceKey }) => [place(file, line), sourceKey]))
}

const sameGroup = (group: OutcomeGroup, outcome: ImportOutcome): boolean =>
  outcome.code === group.code &&
  outcome.severity === group.severity &&
  outcome.entity === group.entity &&
  outcome.field === group.field &&
  (group.detail === null || group.detail === outcome.detail)

const examplesOf = (
  group: OutcomeGroup,
  outcomes: ReadonlyArray<ImportOutcome>,
  keys: ReadonlyMap<string, string>,
): ReadonlyArray<ImportExample> => {
  const examples: Array<ImportExample> = []
  for (const outcome of outcomes) {
    if (examples.length === shownExamples) break
    if (!sameGroup(group, outcome)) continue
    const { file, line, detail } = outcome
    const parts = [keys.get(place(file, line)), detail].filter((part) => part !== undefined && part !== null)
    examples.push({ file, line, text: [...new Set(parts)].join(", ") })
  }
  return examples
}

const textOf = (plan: ImportPlan, { code, entity, message }: OutcomeGroup, isRepeated: boolean): Message => {
  const after: Array<Message> = []
  const file = plan.files.find((report) => code === "fileNotRead" && message.en.endsWith(report.file))
  if (file !== undefined) after.push(file.why)
  const field = emptyField[code]
  if (entity === "deal" && plan.filledOnlyAtClose.some((filled) => filled.field === field)) after.push(filledAtClosing)
  const name = isRepeated && entity !== null ? importEntities[entity].name : null
  return {
    en: [name === null ? message.en : `${message.en} (${name.en})`, ...after.map(({ en }) => en)].join("; "),
    ru: [name === null ? message.ru : `${message.ru} (${name.ru})`, ...after.map(({ ru }) => ru)].join("; "),
  }
}

const planNotes = (plan: ImportPlan): ReadonlyArray<ImportNote> => {
  const keys = keysOf(plan)
  const met = plan.summary.filter(({ severity }) => severity !== "ok")
  return met.map((group): ImportNote => {
    const { code, severity, count, message } = group
    const notRead = plan.files.find(({ file }) => code === "fileNotRead" && file === group.detail)?.notRead
    return {
      code,
      kind: noteKind(code, severity === "rejected"),
      text: textOf(
        plan,
        group,
        met.some((other) => other !== group && other.message.en === message.en),
      ),
      count: notRead ?? count,
      // A file that is not read is named in the text; no row of it says more.
      examples: notRead === undefined ? examplesOf(group, plan.outcomes, keys) : [],
    }
  })
}

const deferredNotes = (deferred: ReadonlyArray<DeferredRow>): ReadonlyArray<ImportNote> =>
  [...Map.groupBy(deferred, ({ code }) => code)].map(([code, rows]) => ({
    code,
    kind: rows[0]?.outcome ?? "rejected",
    text: deferredTexts[code],
    count: rows.length,
    examples: rows.slice(0, shownExamples).map(({ file, line, detail }) => ({ file, line, text: detail })),
  }))

const rerunOf = ({ reps, products, clients, contacts, deals, leads }: RecordedImport): ImportRerun => {
  const kinds = [reps, products, clients, contacts, deals, leads]
  return {
    unchangedCount: kinds.reduce((sum, { unchanged }) => sum + unchanged, 0),
    changedCount: kinds.reduce((sum, { created, changed }) => sum + created + changed, 0),
  }
}

/**
 * How the files came in: what became of every row, every kind of oddity once with its count and examples, what the source
 * does not carry and what follows, and what importing the same files again did.
 *
 * @param plan - what was read
 * @param recorded - what recording it did
 * @param rerun - what recording the same plan once more did; null where that was not tried
 */
export const importSection = (
  plan: ImportPlan,
  recorded: RecordedImport,
  rerun: RecordedImport | null,
): ImportSection => {
  const deferred = deferredRows(plan, recorded)
  const notes = [...planNotes(plan), ...deferredNotes(deferred)]
  return {
    files: importedFiles(plan, recorded, deferred),
    notes: notes.toSorted(
      (left, right) => gravity.indexOf(left.kind) - gravity.indexOf(right.kind) || right.count - left.count,
    ),
    notCarried: plan.notCarried.map((kind) => notCarriedTexts[kind]),
    rerun: rerun === null ? null : rerunOf(rerun),
  }
}
