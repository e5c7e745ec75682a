import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Caller } from "../ports/Caller.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { allWhere, equals } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { StoreReads } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import { instantOf } from "../shared/Instant.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import type { DueAction } from "./ActionSchema.ts"
import { DueQuestion } from "./ActionSchema.ts"
import { configOf } from "./ConfigService.ts"
import { clientAggregate } from "../client/Client.ts"
import type { Client } from "../client/ClientSchema.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Texts } from "../journal/Decision.ts"
import { isInBase } from "../journal/Standing.ts"
import { isErased } from "../journal/Work.ts"
import { leftBy, namedFor, ownerOf } from "./ClientFactsRules.ts"
import { repAggregate } from "../team/Rep.ts"
import { campaignAggregate } from "./Campaign.ts"
import { dueActionAggregate } from "./DueAction.ts"
import type { HeldReason } from "./HeldActionRules.ts"
import { heldNow } from "./HeldActionService.ts"
import { offerAggregate, offerStatusAt } from "./Offer.ts"

/** An action to be done, with the campaign that asks for it. */
export interface ActionToDo extends DueAction {
  /** Name of the campaign. */
  readonly campaignName: Message
  /** Its priority: those with less come first. */
  readonly priority: number
}

/** An action that was decided and may not be done now. */
export interface HeldAction extends ActionToDo {
  /** What has come up since it was decided, every reason; `withheldReasons` has them in words. */
  readonly reasons: ReadonlyArray<HeldReason>
}

/** What is to be done by the end of a day. */
export interface ActionsToDo {
  /** The day. */
  readonly on: CalendarDate
  /** Actions that are decided, not done and may be done, by priority, then by the day on which they fell due. */
  readonly actions: ReadonlyArray<ActionToDo>
  /**
   * Those that may not be done now: a payment fell overdue, a complaint came in, the consent was taken back or ran out, or who was quiet has
   * come back since. In the same order; they come back where that passes.
   */
  readonly held: ReadonlyArray<HeldAction>
}

interface Owners {
  readonly clients: ReadonlyMap<string, Client>
  readonly deals: ReadonlyMap<string, Deal>
  readonly left: ReadonlySet<string>
}

const byKey = <State extends RecordState>(records: ReadonlyArray<State>): ReadonlyMap<string, State> =>
  new Map(records.map((record) => [record.id, record]))

/** Clients whom nobody can turn to: those that came into the base by mistake, and those that were erased. */
const unreachable = (clients: ReadonlyArray<Client>, texts: ReadonlyMap<string, Texts>): ReadonlySet<string> =>
  new Set(clients.flatMap((client) => (isInBase(client) && !isErased(client, texts) ? [] : [client.id])))

/**
 * Who is to do it now: whom the campaign names, else, or where that person has left, who has the deal or the client by now. Whoever hands
 * records over hands this too.
 */
const assigneeNow = (
  { action, assigneeId, clientId, dealId }: DueAction,
  { clients, deals, left }: Owners,
): RepId | null => {
  const named = namedFor(action, left)
  if (named !== null) return named
  const client = clients.get(clientId)
  return client === undefined ? assigneeId : ownerOf(client, deals.get(dealId ?? "") ?? null, left)
}

/** The offers of actions that nobody can make any more. */
const closedOffers = Effect.fnUntraced(function* (
  store: StoreReads,
  caller: Caller,
  actions: ReadonlyArray<DueAction>,
  at: Instant,
) {
  const offerIds = actions.flatMap(({ offerId }) => offerId ?? [])
  const offers = yield* store.byIds(caller.tenant, offerAggregate, offerIds)
  return new Set<string | null>(
    offers.flatMap((offer) => (["expired", "cancelled"].includes(offerStatusAt(offer, at)) ? [offer.id] : [])),
  )
})

const readActions = Effect.fnUntraced(function* (caller: Caller, question: typeof DueQuestion.Encoded) {
  const { assigneeId } = question
  const store = yield* storeFor(caller)
  const config = yield* configOf(caller)
  const { timeZone } = config
  const instant = instantOf(yield* Clock.currentTimeMillis)
  const today = localDateOf(instant, timeZone)
  const on = question.on ?? today
  const end = startOfDay(addDays(on, 1), timeZone)
  const decided = yield* allWhere(store, caller.tenant, dueActionAggregate, [equals("status", "decided")])
  const due = decided.filter(({ notBefore }) => notBefore < end)
  const clients = yield* store.byIds(caller.tenant, clientAggregate, [...new Set(due.map(({ clientId }) => clientId))])
  const deals = yield* store.byIds(caller.tenant, dealAggregate, [
    ...new Set(due.flatMap(({ dealId }) => dealId ?? [])),
  ])
  const reps = yield* allWhere(store, caller.tenant, repAggregate, [])
  const owners = { clients: byKey(clients), deals: byKey(deals), left: leftBy(reps, on) }
  const closed = yield* closedOffers(store, caller, due, instant)
  const gone = unreachable(clients, yield* store.texts(caller.tenant, clients))
  const open = due
    .filter(({ offerId, clientId }) => !closed.has(offerId) && !gone.has(clientId))
    .map((action) => ({ ...action, assigneeId: assigneeNow(action, owners) }))
    .filter((action) => assigneeId === undefined || action.assigneeId === assigneeId)
  const campaignIds = new Set(open.map(({ campaignId }) => campaignId))
  const campaigns = yield* store.byIds(caller.tenant, campaignAggregate, [...campaignIds])
  const plans = new Map(campaigns.map(({ id, plan }) => [id, plan]))
  const actions = open.flatMap((action): ReadonlyArray<ActionToDo> => {
    const plan = plans.get(action.campaignId)
    return plan === undefined ? [] : [{ ...action, campaignName: plan.name, priority: plan.priority }]
  })
  const sorted = actions.toSorted((left, right) => {
    if (left.priority !== right.priority) return left.priority - right.priority
    if (left.dueOn !== right.dueOn) return left.dueOn < right.dueOn ? -1 : 1
    return left.id < right.id ? -1 : 1
  })
  const reasons = yield* heldNow(caller.tenant, sorted, { instant, today, config })
  const held = sorted.flatMap((action): ReadonlyArray<HeldAction> => {
    const own = reasons.get(action.id) ?? []
    return own.length === 0 ? [] : [{ ...action, reasons: own }]
  })
  const waiting = new Set(held.map(({ id }) => id))
  const toDo: ActionsToDo = { on, actions: sorted.filter(({ id }) => !waiting.has(id)), held }
  return toDo
})

/**
 * What is to be done by the end of a day: decided, not done, and out of the clients' hours of rest by then. What may not be done now stands
 * apart: what was decided in the evening is not sent in the morning to who took its consent back at night. Ask right before you act.
 */
export const actionsToDo = decoded(DueQuestion, readActions)
