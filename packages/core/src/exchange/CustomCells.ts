import type { CustomField, CustomValue } from "../shared/CustomField.ts"
import { customFieldsOf, isFilterable } from "../shared/CustomField.ts"
import { readCustomValue } from "../shared/CustomValueProblem.ts"
import { readAmountColumn } from "./AmountColumn.ts"
import { cellText } from "./CellText.ts"
import { knownChoices } from "./ImportOutcome.ts"
import { choiceLookup, yesOrNo } from "./ChoiceText.ts"
import type { CsvRecord } from "./CsvTable.ts"
import { filledField } from "./CustomColumn.ts"
import { decimalMarkQuestion } from "./ImportQuestion.ts"
import type { CustomRow } from "./ImportRow.ts"
import { readNumberColumn } from "./NumberColumn.ts"
import { currencyOf } from "./NumberText.ts"
import type { ReadingContext, SourceFile } from "./SourceFile.ts"
import { dateColumn, mapped, textColumn, writtenColumn } from "./SourceFile.ts"

/** A column that fills a custom field, about to be read. */
interface CustomSource {
  readonly source: SourceFile
  readonly records: ReadonlyArray<CsvRecord>
  /** The field as outcomes name it. */
  readonly name: string
  readonly context: ReadingContext
}

type Values = ReadonlyArray<CustomValue | null>

type OfKind<Kind extends CustomField["kind"]> = Extract<CustomField, { readonly kind: Kind }>

const lineOf = ({ records }: CustomSource, i: number): number => records[i]?.line ?? 0

const askForMark = ({ source, name, context }: CustomSource, undecided: ReadonlyArray<string>): void => {
  if (undecided.length === 0) return
  context.ask(decimalMarkQuestion(source.table.file, mapped(source, name)?.column ?? name, undecided))
}

const numbers = (from: CustomSource, field: OfKind<"number">): Values => {
  const { source, records, name } = from
  const texts = textColumn(source, records, name)
  const mark = mapped(source, name)?.decimalMark ?? null
  const { cells, undecided } = readNumberColumn(texts, field.whole === true, mark)
  askForMark(from, undecided)
  return cells.map((cell, i) => {
    if (cell === null || typeof cell === "number") return cell
    source.log.reject(lineOf(from, i), cell.fault, name, texts[i] ?? null)
    return null
  })
}

/** Amounts: of a field with a currency of its own in that one, else in the row's, else in the import's. */
const amounts = (from: CustomSource, field: OfKind<"money">): Values => {
  const { source, records, name, context } = from
  const texts = textColumn(source, records, name)
  const expected = field.currency ?? context.currency
  const ofRows = writtenColumn(source, records, "currency").map((written) => {
    const text = field.currency === undefined ? cellText(written) : null
    return text === null ? null : currencyOf(text, expected)
  })
  const { cells, undecided } = readAmountColumn(texts, ofRows, expected, mapped(source, name)?.decimalMark ?? null)
  askForMark(from, undecided)
  return cells.map((cell, i) => {
    if (cell === null || !("fault" in cell)) return cell
    source.log.reject(lineOf(from, i), cell.fault, name, texts[i] ?? null)
    return null
  })
}

/** Words are looked up before blanks are told: `нет` is an answer where yes or no is asked, and no value elsewhere. */
const words = (from: CustomSource, read: (text: string, line: number) => CustomValue | null): Values => {
  const { source, records, name } = from
  return writtenColumn(source, records, name).map((written, i) =>
    written === "" ? null : read(written, lineOf(from, i)),
  )
}

const blankWord = ({ source, name }: CustomSource, text: string, line: number): boolean => {
  if (cellText(text) !== null) return false
  source.log.note(line, "blankWord", name, text)
  return true
}

const yesesAndNoes = (from: CustomSource): Values =>
  words(from, (text, line) => {
    const answer = yesOrNo(text)
    if (answer === null && !blankWord(from, text, line)) {
      from.source.log.reject(line, "yesNoUnreadable", from.name, text)
    }
    return answer
  })

const choices = (from: CustomSource, field: OfKind<"choice" | "multiChoice">): Values => {
  const { log } = from.source
  const lookup = choiceLookup(field.choices)
  const known = knownChoices(field.choices)
  const isKnown = (text: string): boolean => lookup(text).kind !== "unknown"
  const chosen = (text: string, line: number): string | null => {
    const choice = lookup(text)
    if (choice.kind === "near") log.note(line, "nearMatch", from.name, `${text} → ${choice.id}`)
    if (choice.kind === "exact" || choice.kind === "near") return choice.id
    log.reject(line, choice.kind === "ambiguous" ? "choiceAmbiguous" : "choiceUnknown", from.name, text, known)
    return null
  }
  // Names may hold the marks that divide several: the longest reading that is known is meant.
  const parted = (text: string): ReadonlyArray<string> =>
    isKnown(text) ? [text] : text.split(/[;\n]/).flatMap((part) => (isKnown(part.trim()) ? [part] : part.split(",")))
  return words(from, (text, line) => {
    if (!isKnown(text) && blankWord(from, text, line)) return null
    if (field.kind === "choice") return chosen(text, line)
    const parts = parted(text)
      .map((part) => part.trim())
      .filter((part) => part !== "")
    const ids = new Set(parts.flatMap((part) => chosen(part, line) ?? []))
    return ids.size === 0 ? null : [...ids]
  })
}

const readings = (from: CustomSource, field: CustomField): Values => {
  switch (field.kind) {
    case "text":
      return textColumn(from.source, from.records, from.name)
    case "number":
      return numbers(from, field)
    case "money":
      return amounts(from, field)
    case "date":
      return dateColumn(from.source, from.records, from.name, from.context)
    case "boolean":
      return yesesAndNoes(from)
    case "choice":
    case "multiChoice":
      return choices(from, field)
  }
}

/** A value that the definition does not allow, with what it does allow; of a text only its length, since it may be about a person. */
const refusal = (field: CustomField, written: string): string => {
  if (field.kind === "text") {
    return `${written.length} > ${field.maxLength ?? (isFilterable(field) ? 255 : 2000)}`
  }
  const [low, high] =
    field.kind === "number"
      ? [field.minimum, field.maximum]
      : field.kind === "date"
        ? [field.earliest, field.latest]
        : []
  if (field.kind === "money" && field.currency !== undefined) return `${written} (${field.currency})`
  return low === undefined && high === undefined ? written : `${written} (${low ?? ""}…${high ?? ""})`
}

/** Reads the column of one field; values outside its definition reject their lines, as unreadable ones do. */
const customValues = (from: CustomSource, field: CustomField): Values => {
  const { source, records, name } = from
  const written = writtenColumn(source, records, name)
  return readings(from, field).map((value, i) => {
    if (value === null) return null
    const held = readCustomValue(field, value)
    if (held.ok) return held.value
    source.log.reject(lineOf(from, i), "customNotAllowed", name, refusal(field, written[i] ?? ""))
    return null
  })
}

/**
 * What the records of a file say of custom fields, one entry per record, to be spread into its row: nothing at all where no column
 * fills one. Faults reject their lines, so read them before rows are made.
 */
export const customCells = (
  source: SourceFile,
  records: ReadonlyArray<CsvRecord>,
  context: ReadingContext,
): ReadonlyArray<CustomRow> => {
  const declared = customFieldsOf(context.customFields, source.mapping.entity ?? "")
  const columns = source.mapping.columns.flatMap((column): ReadonlyArray<readonly [string, Values]> => {
    const field = column.field === null ? declared.get(column.custom ?? "") : undefined
    if (field === undefined) return []
    return [[field.key, customValues({ source, records, name: filledField(column) ?? field.key, context }, field)]]
  })
  if (columns.length === 0) return records.map(() => ({}))
  return records.map((_, i) => ({
    custom: Object.fromEntries(columns.map(([key, values]) => [key, values[i] ?? null])),
  }))
}
