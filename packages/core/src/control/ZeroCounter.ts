import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import { isEmployed } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { ControlBase, SingleFacts } from "./ControlFacts.ts"
import type { ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
import { calmStates, controlKinds, stateRanks } from "./ControlPolicy.ts"
import type { Judgement } from "./Judgement.ts"
import { judge } from "./Judgement.ts"
import type { StateTally } from "./WatchSchema.ts"

/** How many records of a person need somebody now. JSON-safe. */
export interface ZeroCounter {
  /** The person; null for what nobody owns. */
  readonly personId: RepId | null
  /** Records that need somebody; no size is too large to be counted. */
  readonly needing: number
  /** The same by state; states without a record are left out. */
  readonly byState: StateTally
  /** Records that are not counted since somebody ruled them out for all: a zero by them is one that was stated. */
  readonly ruledOut: number
  /** Whether none needs somebody. */
  readonly isZero: boolean
}

/** The people who have a counter, also where they own nothing: reps who are employed on a day. */
export const peopleOn = (reps: ReadonlyArray<Rep>, on: CalendarDate): ReadonlyArray<RepId> =>
  reps.filter((rep) => rep.role === "rep" && isEmployed(rep, on)).map(({ personId }) => personId)

/** People who have entries and are not employed on a day: they left, or have not begun. Their days are nobody's work, at zero or not. */
export const peopleNotOn = (reps: ReadonlyArray<Rep>, on: CalendarDate): ReadonlySet<RepId> => {
  const employed = new Set(reps.flatMap((rep) => (isEmployed(rep, on) ? [rep.personId] : [])))
  return new Set(reps.flatMap(({ personId }) => (employed.has(personId) ? [] : [personId])))
}

/** Counts records one by one. */
export interface ZeroTally {
  /** Takes in one record as it was judged. */
  readonly add: (facts: SingleFacts, judgement: Judgement) => void
  /** The counters: by person, nobody's records last; those only where there are any. */
  readonly counters: () => ReadonlyArray<ZeroCounter>
}

/**
 * Begins to count.
 *
 * @param policy - the department's rules
 * @param people - persons who are counted also where they own nothing
 * @param notThere - persons who are counted only where something of theirs needs somebody
 * @throws InputInvalid (`priority.incomplete`)
 */
export const zeroTally = (
  policy: ControlPolicy,
  people: ReadonlyArray<RepId> = [],
  notThere: ReadonlySet<RepId> = new Set(),
): ZeroTally => {
  stateRanks(policy)
  const tallies = new Map<RepId | null, Map<ControlStateName | "ruledOut", number>>(
    people.map((personId) => [personId, new Map()]),
  )
  return {
    add: (facts, { first: { state } }) => {
      let tally = tallies.get(facts.ownerId)
      if (tally === undefined) {
        tally = new Map()
        tallies.set(facts.ownerId, tally)
      }
      if (calmStates.includes(state)) return
      const counted = facts.mark?.ruledOutState === state ? "ruledOut" : state
      tally.set(counted, (tally.get(counted) ?? 0) + 1)
    },
    counters: () =>
      Array.from(tallies, ([personId, tally]): ZeroCounter => {
        const byState: { [State in ControlStateName]?: number } = {}
        let needing = 0
        for (const state of policy.priority) {
          const count = tally.get(state)
          if (count === undefined) continue
          byState[state] = count
          needing += count
        }
        return { personId, needing, byState, ruledOut: tally.get("ruledOut") ?? 0, isZero: needing === 0 }
      })
        .filter(
          ({ personId, needing, ruledOut }) => needing + ruledOut > 0 || (personId !== null && !notThere.has(personId)),
        )
        .sort((left, right) =>
          left.personId === null ? 1 : right.personId === null ? -1 : left.personId < right.personId ? -1 : 1,
        ),
  }
}

/**
 * The counter of each person: records that need somebody, by state. It is at zero where everything is parked, on track,
 * closed or ruled out for all, of which it says how many. One pass.
 *
 * @param base - all records
 * @param policy - the department's rules
 * @param context - the moment
 * @param people - persons who are counted also where they own nothing
 * @returns by person, nobody's records last; those only where there are any
 * @throws InputInvalid (`priority.incomplete`)
 *
 * @example
 * ```ts
 * import { controlContext, defaultControlPolicy, zeroCounters } from "@salesdept/core/control/partition"
 *
 * const lead = { kind: "lead", id: "lead_1", ownerId: "user:42", ownerLeftOn: null, teamId: null, segmentId: null, stepDueOn: null,
 *   lastStepDoneAt: null, lastAnswerAt: null, awaitingSince: null, lastInboundAt: null, mark: null, status: "new",
 *   receivedAt: "2026-11-20T09:00:00.000Z", closedAt: null, nextNurtureAt: null,
 *   observed: { nextSteps: true, dialogs: true, payments: true, documents: true } } as const
 * const context = controlContext({ asOf: "2026-11-23", timeZone: "Europe/Moscow", currency: "RUB" })
 * const counters = zeroCounters({ lead: [lead], client: [], deal: [] }, defaultControlPolicy, context, ["user:43"])
 * counters.map(({ personId, needing, isZero }) => [personId, needing, isZero]) // [["user:42", 1, false], ["user:43", 0, true]]
 * ```
 */
export const zeroCounters = (
  base: ControlBase,
  policy: ControlPolicy,
  context: ControlContext,
  people: ReadonlyArray<RepId> = [],
): ReadonlyArray<ZeroCounter> => {
  const tally = zeroTally(policy, people)
  for (const kind of controlKinds) {
    for (const facts of base[kind]) tally.add(facts, judge(facts, policy, context))
  }
  return tally.counters()
}
