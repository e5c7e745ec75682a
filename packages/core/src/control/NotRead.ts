import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { SingleFacts, UnseenFact } from "./ControlFacts.ts"
import type { ControlKind } from "./ControlPolicy.ts"
import { unseenFactTexts } from "./ControlNames.ts"
import type { Judgement } from "./Judgement.ts"

/** Something that an answer of control did not read, and of how many records: part of the answer, never a silent gap. */
export interface ControlNotRead {
  /** Kind of the records. */
  readonly kind: ControlKind
  /** What: a fact that is not carried; or `laterFacts`: a fact dated after the moment asked about. */
  readonly what: UnseenFact | "laterFacts"
  /** The same in words. */
  readonly message: Message
  /** How many records. */
  readonly recordCount: number
}

const laterFacts: Message = {
  en: "Dated after the moment asked about, and taken as they stand now",
  ru: "Датированы позже запрошенного момента и взяты в нынешнем виде",
}

const messageOf = (what: ControlNotRead["what"]): Message => {
  if (what === "laterFacts") return laterFacts
  const { en, ru } = unseenFactTexts[what]
  return { en: `The source does not carry ${en}`, ru: `В источнике нет данных: ${ru}` }
}

/** Instants are of fixed width: their texts stand in the order of time. */
const isLater = (facts: SingleFacts, { asOf, today }: ControlContext): boolean => {
  const isAhead = (instant: Instant | null): boolean => instant !== null && instant > asOf
  if (isAhead(facts.lastAnswerAt) || isAhead(facts.awaitingSince) || isAhead(facts.lastStepDoneAt)) return true
  switch (facts.kind) {
    case "lead":
      return isAhead(facts.receivedAt) || isAhead(facts.closedAt)
    case "client":
      return isAhead(facts.lastDialogAt)
    case "deal":
      return isAhead(facts.enteredStageAt) || (facts.openedOn ?? today) > today || (facts.closedOn ?? today) > today
  }
}

/** Counts what was not read. */
export interface NotReadTally {
  /** Takes in one record. */
  readonly add: (facts: SingleFacts, judgement: Judgement) => void
  /** The counts, by kind, then in the order in which they came up. */
  readonly list: () => ReadonlyArray<ControlNotRead>
}

const order: ReadonlyArray<ControlNotRead["what"]> = [
  "nextSteps",
  "dialogs",
  "payments",
  "documents",
  "stageEntry",
  "saleDates",
  "laterFacts",
]

/** Makes an empty tally of one kind of record. */
export const notReadTally = (kind: ControlKind, context: ControlContext): NotReadTally => {
  const counts = new Map<ControlNotRead["what"], number>()
  const count = (what: ControlNotRead["what"]): void => {
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return {
    add: (facts, { unseen }) => {
      for (const what of unseen) count(what)
      if (isLater(facts, context)) count("laterFacts")
    },
    list: () =>
      order.flatMap((what) => {
        const recordCount = counts.get(what) ?? 0
        return recordCount === 0 ? [] : [{ kind, what, message: messageOf(what), recordCount }]
      }),
  }
}
