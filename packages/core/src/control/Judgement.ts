import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { ClientDeals } from "./ClientControl.ts"
import { clientDeals, clientHoldings } from "./ClientControl.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { ClientRecordFacts, ControlFacts, SingleFacts, UnseenFact } from "./ControlFacts.ts"
import type { ControlKind, ControlPolicy } from "./ControlPolicy.ts"
import { stateRanks } from "./ControlPolicy.ts"
import { unseenFactTexts } from "./ControlNames.ts"
import { dealHoldings } from "./DealControl.ts"
import type { Findings, Holding } from "./Holding.ts"
import { leadHoldings } from "./LeadControl.ts"

/** What control says of one record, before anything is put into words. */
export interface Judgement {
  /** Kind of the record. */
  readonly kind: ControlKind
  /** Its id. */
  readonly id: string
  /** Who owns it. */
  readonly ownerId: string | null
  /** The one state it is in. */
  readonly first: Holding
  /** Place of that state in the policy's priority. */
  readonly rank: number
  /** Whole days since it has held, 0 or more; null where not known. */
  readonly ageDays: number | null
  /** Other problems that hold too, the worst first. */
  readonly also: ReadonlyArray<Holding>
  /** What could not be seen. */
  readonly unseen: ReadonlyArray<UnseenFact>
}

const findingsOf = (facts: ControlFacts, policy: ControlPolicy, context: ControlContext): Findings => {
  switch (facts.kind) {
    case "lead":
      return leadHoldings(facts, policy, context)
    case "client":
      return clientHoldings(facts, clientDeals(facts.deals, policy, context), policy, context)
    case "deal":
      return dealHoldings(facts, policy, context)
  }
}

const notObservable = ({ amount }: Holding, unseen: ReadonlyArray<UnseenFact>): Holding => ({
  state: "notObservable",
  since: null,
  amount,
  reason: () => {
    const list = (language: "en" | "ru") => unseen.map((fact) => unseenFactTexts[fact][language]).join(", ")
    return { en: `The source does not carry: ${list("en")}`, ru: `В источнике нет данных: ${list("ru")}` }
  },
})

/** Whole days since a state has held. One that began after the moment asked about has no age. */
export const ageOf = (since: CalendarDate | null, today: CalendarDate): number | null =>
  since === null || since > today ? null : daysBetween(since, today)

/** Of the problems that hold, the first in the policy's order; else what is left. */
const judged = (
  facts: SingleFacts,
  { problems, unseen, otherwise }: Findings,
  policy: ControlPolicy,
  context: ControlContext,
): Judgement => {
  const ranks = stateRanks(policy)
  const ordered =
    problems.length < 2 ? problems : problems.toSorted((left, right) => ranks[left.state] - ranks[right.state])
  const putOff = ordered.findIndex(({ state }) => state === "parked")
  // Parking excuses what stands after it in the priority; behind something worse it is no problem of its own.
  const standing = putOff < 0 ? ordered : ordered.slice(0, putOff === 0 ? 1 : putOff)
  const [first = unseen.length > 0 ? notObservable(otherwise, unseen) : otherwise, ...also] = standing
  return {
    kind: facts.kind,
    id: facts.id,
    ownerId: facts.ownerId,
    first,
    rank: ranks[first.state],
    ageDays: ageOf(first.since, context.today),
    also,
    unseen,
  }
}

/** Judges one record. */
export const judge = (facts: ControlFacts, policy: ControlPolicy, context: ControlContext): Judgement =>
  judged(facts, findingsOf(facts, policy, context), policy, context)

/** Judges a client by what its deals come to. */
export const judgeClient = (
  facts: ClientRecordFacts,
  deals: Readonly<ClientDeals>,
  policy: ControlPolicy,
  context: ControlContext,
): Judgement => judged(facts, clientHoldings(facts, deals, policy, context), policy, context)
