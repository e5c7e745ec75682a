import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { ControlContext } from "./ControlContext.ts"
import type { ControlBase, SingleFacts } from "./ControlFacts.ts"
import type { ControlKind, ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
import { calmStates, controlKinds, controlStates, stateRanks } from "./ControlPolicy.ts"
import type { ControlState, WorstDeal } from "./ControlState.ts"
import { explained, worstDealOf } from "./ControlState.ts"
import { controlStateTexts } from "./ControlTexts.ts"
import type { Judgement } from "./Judgement.ts"
import { ageOf, judge } from "./Judgement.ts"
import type { LadderPlace } from "./Ladder.ts"
import { ladderOrder, whyAbove } from "./Ladder.ts"
import type { ControlNotRead } from "./NotRead.ts"
import { notReadTally } from "./NotRead.ts"
import { checkedLimit } from "./Worst.ts"

/** One record that needs somebody, with everything said about its place. */
export interface ControlListRow extends ControlState {
  /** Place in the whole list, from 1. */
  readonly place: number
  /** Why it stands above the next one, also where that one is cut off; null for the last. */
  readonly above: Message | null
  /** What happens where nothing is done. */
  readonly ifLeft: Message
}

/** The records that need somebody, in one ranked order. JSON-safe. */
export interface ControlList {
  /** The moment. */
  readonly asOf: Instant
  /** Its day in the tenant's zone. */
  readonly today: CalendarDate
  /** The rungs of the ladder in words: how the rows are ranked. */
  readonly ladder: Message
  /** Records judged. */
  readonly judged: number
  /** Records that need somebody, or are in the states asked for, and are not hidden: all of them, also those on other pages. */
  readonly total: number
  /** The rows, `limit` of them at most. */
  readonly rows: ReadonlyArray<ControlListRow>
  /** Where the last row stands, to be given as `after`, with the same settings, for the next rows; null where none follow, or none were asked for. */
  readonly next: LadderPlace | null
  /** Records that would be among the rows and are not, since people took them off the list; by kind, then by id. */
  readonly hidden: ReadonlyArray<HiddenRow>
  /** What was not read of the records judged. */
  readonly notRead: ReadonlyArray<ControlNotRead>
}

/** A record that somebody took off the list. */
export interface HiddenRow {
  /** Kind of the record. */
  readonly kind: ControlKind
  /** Its id. */
  readonly id: string
  /** The state it is in all the same. */
  readonly state: ControlStateName
  /** Whether the viewer snoozed it, or it was ruled out for all. */
  readonly why: "snoozed" | "ruledOut"
  /** The day on which a snoozed one is back; null for what is ruled out. */
  readonly untilOn: CalendarDate | null
}

/** Settings of {@link controlList}. */
export interface ControlListOptions {
  /** Only these kinds; all where left out. */
  readonly kinds?: ReadonlyArray<ControlKind>
  /** Only records in these states, those that need nobody too; every state that needs somebody where left out. */
  readonly states?: ReadonlyArray<ControlStateName>
  /** Only records of this owner, null for those that nobody owns; everybody's where left out. */
  readonly ownerId?: string | null
  /** Whose snoozes count: records that this person snoozed are hidden; nobody's where left out. */
  readonly viewerId?: string
  /** How many rows at most, whole, 0 or more; all where left out. */
  readonly limit?: number
  /** The `next` of the rows before; from the top where left out or null. */
  readonly after?: LadderPlace | null
}

const ladder: Message = {
  en: "By state in the department's priority; then by the larger amount at stake (unknown amounts last, currencies apart); then the longer it has held; then by kind and id.",
  ru: "По состоянию в порядке отдела; затем по большей сумме (неизвестные — последними, валюты — раздельно); затем по давности; затем по виду записи и идентификатору.",
}

/** A snooze lasts until its day or the client's next word, and only in the state that was snoozed; ruling out likewise. */
const hiddenRow = (
  facts: SingleFacts,
  { first, kind, id }: Judgement,
  viewerId: string | undefined,
  { today, asOf }: ControlContext,
): HiddenRow | null => {
  const { mark, lastInboundAt } = facts
  if (mark === null) return null
  const { state } = first
  if (mark.ruledOutState === state) return { kind, id, state, why: "ruledOut", untilOn: null }
  const snooze = mark.snoozes.find(({ personId }) => personId === viewerId)
  if (snooze === undefined || snooze.state !== state || snooze.untilOn <= today || snooze.snoozedAt > asOf) return null
  if (lastInboundAt !== null && lastInboundAt > snooze.snoozedAt && lastInboundAt <= asOf) return null
  return { kind, id, state, why: "snoozed", untilOn: snooze.untilOn }
}

const needingStates = controlStates.filter((state) => !calmStates.includes(state))

const placeOf = ({ kind, id, first: { state, amount, since } }: Judgement): LadderPlace => ({
  kind,
  id,
  state,
  amount,
  since,
})

/** Tells which records stand where a place is, or above it. */
const standsAtOrAbove = (
  { kind, id, state, amount, since }: LadderPlace,
  policy: ControlPolicy,
  { currency, today }: ControlContext,
): ((judgement: Judgement) => boolean) => {
  const order = ladderOrder(currency)
  const place = { kind, id, first: { state, amount }, rank: stateRanks(policy)[state], ageDays: ageOf(since, today) }
  return (judgement) => order(judgement, place) <= 0
}

interface Entry {
  readonly judgement: Judgement
  readonly worstDeal: () => WorstDeal | null
}

/** Takes records in as they were judged, and keeps those that are on a list. */
export interface ListTally {
  /** Takes in one record; of a client, its worst deal is asked for where it is told. */
  readonly add: (facts: SingleFacts, judgement: Judgement, worstDeal: () => WorstDeal | null) => void
  /** The list of those taken in. */
  readonly list: () => ControlList
}

/**
 * Begins a list.
 *
 * @throws InputInvalid for a limit out of bounds
 */
export const listTally = (
  policy: ControlPolicy,
  context: ControlContext,
  { kinds = controlKinds, states = needingStates, ownerId, viewerId, limit, after = null }: ControlListOptions,
): ListTally => {
  const most = limit === undefined ? Number.POSITIVE_INFINITY : checkedLimit("limit", limit)
  const entries: Array<Entry> = []
  const asked = controlKinds.filter((kind) => kinds.includes(kind))
  const ofKind = new Map(
    asked.map((kind) => [kind, { hidden: new Array<HiddenRow>(), unread: notReadTally(kind, context) }]),
  )
  const wanted = new Set(states)
  let judged = 0
  return {
    add: (facts, judgement, worstDeal) => {
      const beside = ofKind.get(facts.kind)
      if (beside === undefined || (ownerId !== undefined && facts.ownerId !== ownerId)) return
      judged++
      beside.unread.add(facts, judgement)
      if (!wanted.has(judgement.first.state)) return
      const away = hiddenRow(facts, judgement, viewerId, context)
      if (away === null) entries.push({ judgement, worstDeal })
      else beside.hidden.push(away)
    },
    list: () => {
      const order = ladderOrder(context.currency)
      entries.sort((left, right) => order(left.judgement, right.judgement))
      const isAbove = after === null ? () => false : standsAtOrAbove(after, policy, context)
      const begin = entries.findIndex(({ judgement }) => !isAbove(judgement))
      const start = begin < 0 ? entries.length : begin
      const rows = entries.slice(start, start + most).map(({ judgement, worstDeal }, index): ControlListRow => {
        const below = entries[start + index + 1]
        return {
          place: start + index + 1,
          ...explained(judgement, worstDeal()),
          above: below === undefined ? null : whyAbove(judgement, below.judgement, context.currency),
          ifLeft: controlStateTexts[judgement.first.state].ifLeft,
        }
      })
      const { asOf, today } = context
      const last = start + rows.length < entries.length ? entries[start + rows.length - 1] : undefined
      const next = rows.length === 0 || last === undefined ? null : placeOf(last.judgement)
      const besides = [...ofKind.values()]
      return {
        asOf,
        today,
        ladder,
        judged,
        total: entries.length,
        rows,
        next,
        hidden: besides.flatMap(({ hidden }) => hidden),
        notRead: besides.flatMap(({ unread }) => unread.list()),
      }
    },
  }
}

/**
 * Lists the records that need somebody, in one ranked order by a fixed ladder of comparisons, never by a score. A record that is parked, on track, closed or not observable is only on the list where its state is asked for; what could not be
 * seen is counted beside it.
 *
 * @param base - all records
 * @param policy - the department's rules
 * @param context - the moment
 * @param options - kinds, states, owner, which rows
 * @throws InputInvalid for a policy or limit out of bounds; CurrencyUnknown where an amount is in no known currency
 *
 * @example
 * ```ts
 * import { controlContext, controlList, defaultControlPolicy } from "@salesdept/core/control"
 *
 * const lead = { kind: "lead", id: "lead_1", ownerId: "user:42", ownerLeftOn: null, teamId: null, segmentId: null, stepDueOn: null,
 *   lastStepDoneAt: null, lastAnswerAt: null, awaitingSince: null, lastInboundAt: null, mark: null, status: "new",
 *   receivedAt: "2026-11-20T09:00:00.000Z", closedAt: null, nextNurtureAt: null,
 *   observed: { nextSteps: true, dialogs: true, payments: true, documents: true } } as const
 * const context = controlContext({ asOf: "2026-11-23", timeZone: "Europe/Moscow", currency: "RUB" })
 * const base = { lead: [lead], client: [], deal: [] }
 * const { rows, next } = controlList(base, defaultControlPolicy, context, { ownerId: "user:42", limit: 20 })
 * rows.map(({ place, id, state }) => [place, id, state]) // [[1, "lead_1", "newUnanswered"]]
 * next // null: there are no more
 * ```
 */
export const controlList = (
  base: ControlBase,
  policy: ControlPolicy,
  context: ControlContext,
  options: ControlListOptions = {},
): ControlList => {
  const tally = listTally(policy, context, options)
  const { kinds = controlKinds } = options
  for (const kind of controlKinds) {
    if (!kinds.includes(kind)) continue
    for (const facts of base[kind]) {
      tally.add(facts, judge(facts, policy, context), () => worstDealOf(facts, policy, context))
    }
  }
  return tally.list()
}
