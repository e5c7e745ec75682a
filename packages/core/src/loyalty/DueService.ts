import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Caller } from "../ports/Caller.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { allWhere, equals } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import { instantOf } from "../shared/Instant.ts"
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
import type { RepId } from "../shared/Ids.ts"
import { leftBy, ownerOf } from "./ClientFactsRules.ts"
import { repAggregate } from "../team/Rep.ts"
import { campaignAggregate } from "./Campaign.ts"
import { dueActionAggregate } from "./DueAction.ts"

/** An action to be done, with the campaign that asks for it. */
export interface ActionToDo extends DueAction {
  /** Name of the campaign. */
  readonly campaignName: Message
  /** Its priority: those with less come first. */
  readonly priority: number
}

/** What is to be done by the end of a day. */
export interface ActionsToDo {
  /** The day. */
  readonly on: CalendarDate
  /** Actions that are decided and not done, by priority, then by the day on which they fell due. */
  readonly actions: ReadonlyArray<ActionToDo>
}

interface Owners {
  readonly clients: ReadonlyMap<string, Client>
  readonly deals: ReadonlyMap<string, Deal>
  readonly left: ReadonlySet<string>
}

const byKey = <State extends RecordState>(records: ReadonlyArray<State>): ReadonlyMap<string, State> =>
  new Map(records.map((record) => [record.id, record]))

/** Who is to do it now: whom the campaign names, else who has the deal or the client by now. Whoever hands records over hands this too. */
const assigneeNow = (
  { action, assigneeId, clientId, dealId }: DueAction,
  { clients, deals, left }: Owners,
): RepId | null => {
  if (action.kind === "task" && action.assigneeId !== undefined) return action.assigneeId
  const client = clients.get(clientId)
  return client === undefined ? assigneeId : ownerOf(client, deals.get(dealId ?? "") ?? null, left)
}

const readActions = Effect.fnUntraced(function* (caller: Caller, question: typeof DueQuestion.Encoded) {
  const { assigneeId } = question
  const store = yield* storeFor(caller)
  const config = yield* configOf(caller)
  const { timeZone } = config
  const on = question.on ?? localDateOf(instantOf(yield* Clock.currentTimeMillis), timeZone)
  const end = startOfDay(addDays(on, 1), timeZone)
  const decided = yield* allWhere(store, caller.tenant, dueActionAggregate, [equals("status", "decided")])
  const due = decided.filter(({ notBefore }) => notBefore < end)
  const clients = yield* store.byIds(caller.tenant, clientAggregate, [...new Set(due.map(({ clientId }) => clientId))])
  const deals = yield* store.byIds(caller.tenant, dealAggregate, [
    ...new Set(due.flatMap(({ dealId }) => dealId ?? [])),
  ])
  const reps = yield* allWhere(store, caller.tenant, repAggregate, [])
  const owners = { clients: byKey(clients), deals: byKey(deals), left: leftBy(reps, on) }
  const open = due
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
  const toDo: ActionsToDo = { on, actions: sorted }
  return toDo
})

/** What is to be done by the end of a day: decided, not done, and out of the clients' hours of rest by then. */
export const actionsToDo = decoded(DueQuestion, readActions)
