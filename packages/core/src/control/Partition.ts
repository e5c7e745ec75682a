import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import { addMinor } from "../shared/Money.ts"
import type { Money } from "../shared/Money.ts"
import type { ControlContext } from "./ControlContext.ts"
import { PartitionBroken } from "./ControlErrors.ts"
import type { ControlBase } from "./ControlFacts.ts"
import type { ControlKind, ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
import { controlStates, stateRanks } from "./ControlPolicy.ts"
import type { Judgement } from "./Judgement.ts"
import { judge } from "./Judgement.ts"
import { ladderOrder } from "./Ladder.ts"
import type { ControlNotRead } from "./NotRead.ts"
import { notReadTally } from "./NotRead.ts"
import type { Worst } from "./Worst.ts"
import { checkedLimit, worstOf } from "./Worst.ts"

/** One state of a partition. */
export interface PartitionState {
  /** The state. */
  readonly state: ControlStateName
  /** Records in it. */
  readonly count: number
  /** Sum of their money at stake; a floor where `unstatedCount` is above 0; null where withheld. */
  readonly amount: Money | null
  /** Records without a stated amount. */
  readonly unstatedCount: number
  /** Why there is no sum; null where there is one, and where no record is in the state. */
  readonly withheld: Message | null
  /** Days the oldest has been in it, of those of which it is known; null where it is known of none. */
  readonly oldestDays: number | null
  /** Ids of the first records of the ladder; see {@link PartitionOptions}. */
  readonly worstIds: ReadonlyArray<string>
}

/** Records by control state. */
export type ControlStateCounts = { readonly [State in ControlStateName]: number }

/** One owner's records. */
export interface PartitionOwner {
  /** The owner; null for records that nobody owns. */
  readonly ownerId: string | null
  /** All the owner's records. */
  readonly total: number
  /** By state; they sum to the total. */
  readonly counts: ControlStateCounts
}

/** All records of one kind, each in exactly one state: the counts sum to the total. JSON-safe. */
export interface Partition {
  /** Kind of the records. */
  readonly kind: ControlKind
  /** The moment. */
  readonly asOf: Instant
  /** Its day in the tenant's zone. */
  readonly today: CalendarDate
  /** All records of the kind. */
  readonly total: number
  /** Every state, also those without a record, in the policy's priority. */
  readonly states: ReadonlyArray<PartitionState>
  /** The same by owner: who has more records in the worst state first, then in the next; equals by id, nobody last. */
  readonly byOwner: ReadonlyArray<PartitionOwner>
  /** What was not read. */
  readonly notRead: ReadonlyArray<ControlNotRead>
}

/** Settings of {@link partition}. */
export interface PartitionOptions {
  /** How many ids to list per state, whole, 0 or more. Default 20; the number of records opens the states whole. */
  readonly idsPerState?: number
}

interface StateTally {
  count: number
  unstated: number
  oldestDays: number | null
  readonly sums: Map<string, number>
  readonly worst: Worst<Judgement>
}

const severalCurrencies = (codes: ReadonlyArray<string>): Message => ({
  en: `Amounts are in several currencies (${codes.join(", ")}), which have no sum without a rate`,
  ru: `Суммы в разных валютах (${codes.join(", ")}): без курса их не сложить`,
})

const nothingStated: Message = { en: "No record states an amount", ru: "Сумма не указана ни в одной записи" }

const amountOf = ({ sums, count }: StateTally): Pick<PartitionState, "amount" | "withheld"> => {
  const [first, ...others] = [...sums].toSorted(([left], [right]) => (left < right ? -1 : 1))
  if (first === undefined) return { amount: null, withheld: count === 0 ? null : nothingStated }
  if (others.length > 0) {
    return { amount: null, withheld: severalCurrencies([first[0], ...others.map(([code]) => code)]) }
  }
  return { amount: { amountMinor: first[1], currency: first[0] }, withheld: null }
}

const take = (tally: StateTally, judgement: Judgement): void => {
  const { first, ageDays } = judgement
  tally.count++
  if (first.amount === null) tally.unstated++
  else {
    const { currency, amountMinor } = first.amount
    tally.sums.set(currency, addMinor(tally.sums.get(currency) ?? 0, amountMinor))
  }
  if (ageDays !== null && (tally.oldestDays === null || ageDays > tally.oldestDays)) tally.oldestDays = ageDays
  tally.worst.add(judgement)
}

const noCounts = (): { [State in ControlStateName]: number } =>
  Object.fromEntries(controlStates.map((state) => [state, 0])) as { [State in ControlStateName]: number }

const worstOwnerFirst =
  (priority: ReadonlyArray<ControlStateName>) =>
  (left: PartitionOwner, right: PartitionOwner): number => {
    for (const state of priority) {
      if (left.counts[state] !== right.counts[state]) return right.counts[state] - left.counts[state]
    }
    if (left.ownerId === null || right.ownerId === null) return left.ownerId === null ? 1 : -1
    return left.ownerId < right.ownerId ? -1 : 1
  }

/**
 * Puts every record of a kind into exactly one control state. One pass; that the states sum to the base is checked each
 * time, not believed.
 *
 * @param kind - kind of the rows
 * @param rows - all records of the kind, in any order
 * @param policy - the department's rules
 * @param context - the moment
 * @param options - how many ids to list
 * @throws PartitionBroken where the counts do not sum to the base or an id is there twice; InputInvalid for a policy or
 * limit out of bounds; AmountUnsafe where a sum passes 2^53−1
 * @example
 * ```ts
 * const { states, total } = partition("deal", base.deal, config.control, context)
 * states.reduce((sum, { count }) => sum + count, 0) === total // true
 * ```
 */
export const partition = <Kind extends ControlKind>(
  kind: Kind,
  rows: ControlBase[Kind],
  policy: ControlPolicy,
  context: ControlContext,
  { idsPerState = 20 }: PartitionOptions = {},
): Partition => {
  stateRanks(policy)
  const limit = checkedLimit("idsPerState", idsPerState)
  const order = ladderOrder(context.currency)
  const tallies = new Map<ControlStateName, StateTally>(
    policy.priority.map((state) => [
      state,
      { count: 0, unstated: 0, oldestDays: null, sums: new Map<string, number>(), worst: worstOf(limit, order) },
    ]),
  )
  const owners = new Map<string | null, { total: number; counts: { [State in ControlStateName]: number } }>()
  const ids = new Set<string>()
  const notRead = notReadTally(kind, context)
  for (const facts of rows) {
    const judgement = judge(facts, policy, context)
    const { state } = judgement.first
    ids.add(facts.id)
    notRead.add(facts, judgement)
    const tally = tallies.get(state)
    if (tally !== undefined) take(tally, judgement)
    let owner = owners.get(facts.ownerId)
    if (owner === undefined) {
      owner = { total: 0, counts: noCounts() }
      owners.set(facts.ownerId, owner)
    }
    owner.total++
    owner.counts[state]++
  }
  const states = policy.priority.flatMap((state): ReadonlyArray<PartitionState> => {
    const tally = tallies.get(state)
    if (tally === undefined) return []
    const { count, unstated, oldestDays, worst } = tally
    const worstIds = worst.list().map(({ id }) => id)
    return [{ state, count, ...amountOf(tally), unstatedCount: unstated, oldestDays, worstIds }]
  })
  const inStates = states.reduce((sum, { count }) => sum + count, 0)
  if (inStates !== rows.length || ids.size !== rows.length) {
    throw new PartitionBroken(kind, rows.length, inStates, ids.size)
  }
  return {
    kind,
    asOf: context.asOf,
    today: context.today,
    total: rows.length,
    states,
    byOwner: Array.from(owners, ([ownerId, { total, counts }]) => ({ ownerId, total, counts })).sort(
      worstOwnerFirst(policy.priority),
    ),
    notRead: notRead.list(),
  }
}
