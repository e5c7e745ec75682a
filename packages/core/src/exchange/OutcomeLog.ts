import type { Message } from "../shared/Message.ts"
import type { ImportEntity } from "./ImportField.ts"
import type { ImportOutcome, OutcomeSeverity } from "./ImportOutcome.ts"
import { outcomeMessage } from "./ImportOutcome.ts"
import type { OutcomeCode } from "./OutcomeTitle.ts"

/** How the lines of one file fared; the three sum to the records of a file that is read. */
export interface LineCounts {
  /** Lines that became a record. */
  readonly imported: number
  /** Lines that repeat an earlier one word for word. */
  readonly merged: number
  /** Lines that were not read, each with a reason. */
  readonly rejected: number
}

type Add = (line: number, code: OutcomeCode, field?: string | null, detail?: string | null, known?: Message) => void

/** Collects the outcomes of one file while it is read. */
export interface FileLog {
  /** Something worth knowing about a line that is read; `known` says what there was to choose from. */
  readonly note: Add
  /** A reason not to read a line; the first one counts the line, further ones add to it. */
  readonly reject: Add
  /** Whether a line has been rejected. */
  readonly isRejected: (line: number) => boolean
  /** A line became a record. */
  readonly accept: (line: number) => void
  /** A line repeats an earlier one, which `detail` names. */
  readonly merge: (line: number, detail: string) => void
  /** The outcomes in the order of the lines, with an `imported` for each accepted line that has no note. */
  readonly outcomes: () => ReadonlyArray<ImportOutcome>
  /** How many lines fared how. */
  readonly counts: () => LineCounts
}

/** Starts the log of a file. */
export const fileLog = (file: string, entity: ImportEntity | null): FileLog => {
  const outcomes: Array<ImportOutcome> = []
  const accepted = new Set<number>()
  const rejected = new Set<number>()
  const noted = new Set<number>()
  let merged = 0
  const add = (
    severity: OutcomeSeverity,
    line: number,
    code: OutcomeCode,
    field: string | null,
    detail: string | null,
    known?: Message,
  ) => {
    const message = outcomeMessage(code, detail, known)
    outcomes.push({ file, line, entity, severity, code, field, detail, message })
  }
  return {
    note: (line, code, field = null, detail = null, known) => {
      noted.add(line)
      add("noted", line, code, field, detail, known)
    },
    reject: (line, code, field = null, detail = null, known) => {
      rejected.add(line)
      add("rejected", line, code, field, detail, known)
    },
    isRejected: (line) => rejected.has(line),
    accept: (line) => {
      accepted.add(line)
    },
    merge: (line, detail) => {
      merged++
      add("noted", line, "repeatMerged", null, detail)
    },
    outcomes: () => {
      for (const line of accepted) if (!noted.has(line)) add("ok", line, "imported", null, null)
      // What was noted before a line turned out to be rejected says nothing about what was read.
      const kept = outcomes.filter(({ severity, line }) => severity !== "noted" || !rejected.has(line))
      return kept.toSorted((left, right) => left.line - right.line)
    },
    counts: () => ({ imported: accepted.size, merged, rejected: rejected.size }),
  }
}
