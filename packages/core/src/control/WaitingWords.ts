import type { Lead } from "../client/ClientSchema.ts"
import type { Dialog } from "../client/DialogSchema.ts"
import type { Instant } from "../shared/Instant.ts"
import { isOurs, subjectOf } from "./Contacts.ts"
import { answerDueAt } from "./Holding.ts"
import type { SlaKind, SlaPolicy } from "./SlaPolicy.ts"
import { kindOfId } from "./SubjectRules.ts"

/** A client's word that waits for an answer, or waited too long for one. */
export interface Waiting {
  /** The lead, client or deal. */
  readonly subjectId: string
  /** What is agreed on. */
  readonly kind: SlaKind
  /** The client's word. */
  readonly startedAt: Instant
  /** Whether it was reported long after: then it may have been answered meanwhile, in time or not, and nobody is to be called for it. */
  readonly isLate?: boolean
  /** Whether it seems to have been answered after the agreed time: then that is to be recorded. */
  readonly isAnswered?: boolean
}

/** What is asked of a lead that may wait. */
type WaitingLead = Pick<Lead, "id" | "receivedAt" | "closedAt">

/** What is asked of a dialog. */
type Word = Pick<Dialog, "dealId" | "leadId" | "clientId" | "direction" | "repId" | "heldAt">

/** By what words are judged. */
interface Agreed {
  /** What was said before this moment was looked at by the round before. */
  readonly from: Instant
  /** The agreed times. */
  readonly sla: SlaPolicy
  /** The hours that hold where the calendar does not reach, 1 to 3650. */
  readonly answerWithinHours: number
  /** IANA zone of the calendar's hours. */
  readonly timeZone: string
}

/** A wait: what the client said, the first word first, until we spoke. */
interface Wait {
  readonly saidAt: ReadonlyArray<Instant>
  readonly answeredAt: Instant | null
}

/** The waits in what was said about one record, in their order. An answer of the same moment leaves none. */
const waitsIn = (words: ReadonlyArray<Word>): ReadonlyArray<Wait> => {
  const waits: Array<Wait> = []
  let saidAt: Array<Instant> = []
  const inOrder = words.toSorted((left, right) =>
    left.heldAt === right.heldAt ? Number(isOurs(left)) - Number(isOurs(right)) : left.heldAt < right.heldAt ? -1 : 1,
  )
  for (const word of inOrder) {
    const { heldAt } = word
    if (!isOurs(word)) {
      saidAt.push(heldAt)
      continue
    }
    const waited = saidAt.filter((said) => said < heldAt)
    if (waited.length > 0) waits.push({ saidAt: waited, answeredAt: heldAt })
    saidAt = []
  }
  return saidAt.length === 0 ? waits : [...waits, { saidAt, answeredAt: null }]
}

const firstOurs = (words: ReadonlyArray<Word>): Instant | null =>
  words.reduce<Instant | null>(
    (first, word) => (isOurs(word) && (first === null || word.heldAt < first) ? word.heldAt : first),
    null,
  )

/**
 * The words that clocks are to be started for: new leads and those that came lately, until somebody speaks with them, and what clients said
 * lately, until we speak. What was answered in time is left out; what was answered later than agreed is there. A word may be part of an
 * earlier one's wait: whoever starts clocks sees that.
 *
 * @param leads - leads that nobody has taken, and those that came since `from`; each once
 * @param dialogs - dialogs since `from`, and those that were reported since; each once
 */
export const waitingWords = (
  leads: ReadonlyArray<WaitingLead>,
  dialogs: ReadonlyArray<Word>,
  { from, sla, answerWithinHours, timeZone }: Agreed,
): ReadonlyArray<Waiting> => {
  const bySubject = Map.groupBy(dialogs, subjectOf)
  const isTooLate = (startedAt: Instant, kind: SlaKind, answeredAt: Instant): boolean =>
    answeredAt > answerDueAt(startedAt, kind, { sla, answerWithinHours }, timeZone)
  const words: Array<Waiting> = []
  /** When the first wait of a lead that came lately ended. */
  const firstEnds = new Map<string, Instant>()
  for (const { id, receivedAt, closedAt } of leads) {
    const endedAt = firstOurs(bySubject.get(id) ?? []) ?? closedAt
    const word = { subjectId: id, kind: "firstResponse", startedAt: receivedAt } as const
    if (endedAt === null) words.push(word)
    else if (receivedAt >= from) {
      firstEnds.set(id, endedAt)
      if (isTooLate(receivedAt, "firstResponse", endedAt)) words.push({ ...word, isAnswered: true })
    }
  }
  for (const [subjectId, about] of bySubject) {
    const first = firstEnds.get(subjectId)
    for (const { saidAt, answeredAt } of waitsIn(about)) {
      // A client may have been answered about a deal meanwhile: then what it says next is another wait.
      for (const startedAt of kindOfId(subjectId) === "client" ? saidAt : saidAt.slice(0, 1)) {
        // What a client says before that waits with the lead.
        if (first !== undefined && startedAt <= first) continue
        const word = { subjectId, kind: "rollingResponse", startedAt } as const
        if (answeredAt === null) words.push({ ...word, isLate: startedAt < from })
        else if (startedAt >= from && isTooLate(startedAt, "rollingResponse", answeredAt)) {
          words.push({ ...word, isAnswered: true })
        }
      }
    }
  }
  return words
}
