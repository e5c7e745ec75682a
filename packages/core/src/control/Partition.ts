import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { moneyText } from "../shared/FigureText.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import type { ControlContext } from "./ControlContext.ts"
import { PartitionBroken } from "./ControlErrors.ts"
import type { ControlBase, SingleFacts } from "./ControlFacts.ts"
import type { ControlKind, ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
import { controlStates, stateRanks } from "./ControlPolicy.ts"
import type { Judgement } from "./Judgement.ts"
import { judge } from "./Judgement.ts"
import { ladderOrder } from "./Ladder.ts"
import type { ControlNotRead } from "./NotRead.ts"
import { notReadTally } from "./NotRead.ts"
import type { MoneySums } from "./MoneySums.ts"
import { addMoney, moneyOf, sumsInOrder } from "./MoneySums.ts"
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
  /** The same by currency, by code: of several, which have no sum without a rate, each has its own. One past 2^53−1 is left out. */
  readonly amounts: ReadonlyArray<Money>
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

/** Records whose owners are of one team. */
export interface PartitionTeam {
  /** The team; null for records without an owner, and of owners without a team. */
  readonly teamId: string | null
  /** All the team's records. */
  readonly total: number
  /** By state; they sum to the total. */
  readonly counts: ControlStateCounts
}

/** Records of the clients of one segment. */
export interface PartitionSegment {
  /** The segment; null where none is stated. */
  readonly segmentId: string | null
  /** All the segment's records. */
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
  /** The same by the owner's team, in the same order. */
  readonly byTeam: ReadonlyArray<PartitionTeam>
  /** The same by the client's segment, in the same order. */
  readonly bySegment: ReadonlyArray<PartitionSegment>
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
  readonly sums: MoneySums
  readonly worst: Worst<Judgement>
}

const severalCurrencies = (amounts: ReadonlyArray<Money>): Message => {
  const texts = amounts.map((amount) => moneyText(amount))
  return {
    en: `Amounts are in several currencies, which have no sum without a rate: ${texts.map(({ en }) => en).join(", ")}`,
    ru: `Суммы в разных валютах, без курса их не сложить: ${texts.map(({ ru }) => ru).join("; ")}`,
  }
}

const tooLarge: Message = {
  en: "A sum is larger than 2^53−1 minor units",
  ru: "Одна из сумм больше 2^53−1 минимальных единиц",
}

const nothingStated: Message = { en: "No record states an amount", ru: "Сумма не указана ни в одной записи" }

const amountOf = ({ sums, count }: StateTally): Pick<PartitionState, "amount" | "amounts" | "withheld"> => {
  const amounts = sumsInOrder(sums).flatMap((sum) => moneyOf(sum) ?? [])
  const [amount = null] = amounts
  if (sums.size === 0) return { amount: null, amounts, withheld: count === 0 ? null : nothingStated }
  if (amounts.length < sums.size) return { amount: null, amounts, withheld: tooLarge }
  if (sums.size > 1) return { amount: null, amounts, withheld: severalCurrencies(amounts) }
  return { amount, amounts, withheld: null }
}

const take = (tally: StateTally, judgement: Judgement): void => {
  const { first, ageDays } = judgement
  tally.count++
  if (first.amount === null) tally.unstated++
  else addMoney(tally.sums, first.amount)
  if (ageDays !== null && (tally.oldestDays === null || ageDays > tally.oldestDays)) tally.oldestDays = ageDays
  tally.worst.add(judgement)
}

const noCounts = (): { [State in ControlStateName]: number } =>
  Object.fromEntries(controlStates.map((state) => [state, 0])) as { [State in ControlStateName]: number }

interface Group {
  readonly key: string | null
  total: number
  readonly counts: { [State in ControlStateName]: number }
}

const worstGroupFirst =
  (priority: ReadonlyArray<ControlStateName>) =>
  (left: Group, right: Group): number => {
    for (const state of priority) {
      if (left.counts[state] !== right.counts[state]) return right.counts[state] - left.counts[state]
    }
    if (left.key === null || right.key === null) return left.key === null ? 1 : -1
    return left.key < right.key ? -1 : 1
  }

/** Counts by a key of the records, none left out: what has no key is a group of its own. */
const groupTally = (priority: ReadonlyArray<ControlStateName>) => {
  const groups = new Map<string | null, Group>()
  return {
    add: (key: string | null, state: ControlStateName): void => {
      let group = groups.get(key)
      if (group === undefined) {
        group = { key, total: 0, counts: noCounts() }
        groups.set(key, group)
      }
      group.total++
      group.counts[state]++
    },
    list: (): ReadonlyArray<Group> => [...groups.values()].sort(worstGroupFirst(priority)),
  }
}

/** Takes records of one kind one by one, and keeps counts, ids and the few that stand first. */
export interface PartitionTally {
  /** Takes in one record as it was judged. */
  readonly add: (facts: SingleFacts, judgement: Judgement) => void
  /**
   * The partition of all that were taken in.
   *
   * @param distinctIds - how many different ids they have; as many as there are records where left out, for records from a store,
   * which gives each once
   * @throws PartitionBroken where the counts do not sum to the base or an id is there twice
   */
  readonly partition: (distinctIds?: number) => Partition
}

/**
 * Begins a partition.
 *
 * @throws InputInvalid for a policy or limit out of bounds
 */
export const partitionTally = (
  kind: ControlKind,
  policy: ControlPolicy,
  context: ControlContext,
  { idsPerState = 20 }: PartitionOptions = {},
): PartitionTally => {
  stateRanks(policy)
  const limit = checkedLimit("idsPerState", idsPerState)
  const order = ladderOrder(context.currency)
  const tallies = new Map<ControlStateName, StateTally>(
    policy.priority.map((state) => [
      state,
      {
        count: 0,
        unstated: 0,
        oldestDays: null,
        sums: new Map<string, { amountMinor: number }>(),
        worst: worstOf<Judgement>(limit, order),
      },
    ]),
  )
  const owners = groupTally(policy.priority)
  const teams = groupTally(policy.priority)
  const segments = groupTally(policy.priority)
  const notRead = notReadTally(kind, context)
  let total = 0
  return {
    add: (facts, judgement) => {
      const { state } = judgement.first
      total++
      notRead.add(facts, judgement)
      const tally = tallies.get(state)
      if (tally !== undefined) take(tally, judgement)
      owners.add(facts.ownerId, state)
      teams.add(facts.teamId, state)
      segments.add(facts.segmentId, state)
    },
    partition: (distinctIds = total) => {
      const states = Array.from(tallies, ([state, tally]): PartitionState => {
        const { count, unstated, oldestDays, worst } = tally
        const worstIds = worst.list().map(({ id }) => id)
        return { state, count, ...amountOf(tally), unstatedCount: unstated, oldestDays, worstIds }
      })
      const inStates = states.reduce((sum, { count }) => sum + count, 0)
      if (inStates !== total || distinctIds !== total) throw new PartitionBroken(kind, total, inStates, distinctIds)
      return {
        kind,
        asOf: context.asOf,
        today: context.today,
        total,
        states,
        byOwner: owners.list().map(({ key, ...counted }) => ({ ownerId: key, ...counted })),
        byTeam: teams.list().map(({ key, ...counted }) => ({ teamId: key, ...counted })),
        bySegment: segments.list().map(({ key, ...counted }) => ({ segmentId: key, ...counted })),
        notRead: notRead.list(),
      }
    },
  }
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
 * limit out of bounds
 *
 * @example
 * ```ts
 * import { controlContext, defaultControlPolicy, partition } from "@salesdept/core/control/partition"
 *
 * const lead = { kind: "lead", id: "lead_1", ownerId: null, ownerLeftOn: null, teamId: null, segmentId: null, stepDueOn: null,
 *   lastStepDoneAt: null, lastAnswerAt: null, awaitingSince: null, lastInboundAt: null, mark: null, status: "new",
 *   receivedAt: "2026-11-20T09:00:00.000Z", closedAt: null, nextNurtureAt: null,
 *   observed: { nextSteps: true, dialogs: true, payments: true, documents: true } } as const
 * const context = controlContext({ asOf: "2026-11-23", timeZone: "Europe/Moscow", currency: "RUB" })
 * const { total, states } = partition("lead", [lead], defaultControlPolicy, context)
 * total // 1
 * states.filter(({ count }) => count > 0).map(({ state, count }) => [state, count]) // [["unassigned", 1]]
 * ```
 */
export const partition = <Kind extends ControlKind>(
  kind: Kind,
  rows: ControlBase[Kind],
  policy: ControlPolicy,
  context: ControlContext,
  options: PartitionOptions = {},
): Partition => {
  const tally = partitionTally(kind, policy, context, options)
  const ids = new Set<string>()
  for (const facts of rows) {
    ids.add(facts.id)
    tally.add(facts, judge(facts, policy, context))
  }
  return tally.partition(ids.size)
}
