import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { ClientId, ConsentId } from "../shared/Ids.ts"
import type { WithheldReason } from "./ActionChoice.ts"
import { chooseActions } from "./ActionChoice.ts"
import type { ClientTouch } from "./ActionSchema.ts"
import { hasComeBack } from "./CameBack.ts"
import type { CampaignPlan } from "./CampaignSchema.ts"
import { assignHoldout } from "./HoldoutAssignment.ts"
import type { LoyaltyPolicy } from "./LoyaltyPolicy.ts"
import type { Occurrence, TriggerFacts } from "./Trigger.ts"
import { occurrences } from "./Trigger.ts"

/** A client of the past, as the simulation reads it. */
export interface SimulatedClient {
  /** Who. */
  readonly clientId: ClientId
  /** What triggers read. */
  readonly facts: TriggerFacts
  /** Whether the campaign's condition is met by a deal; null where it cannot be asked. */
  readonly isMet: (dealId: string | null) => boolean | null
  /** Whether something that had been due was not paid on a day. */
  readonly hasOverdueOn: (day: CalendarDate) => boolean
  /** Whether a complaint was open on a day. */
  readonly hasComplaintOn: (day: CalendarDate) => boolean
  /** Consents that were in force on a day, by purpose. */
  readonly consentsOn: (day: CalendarDate) => ReadonlyMap<string, ConsentId>
}

/** What is simulated. */
export interface SimulationSettings {
  /** The rule. */
  readonly plan: CampaignPlan
  /** The department's rules. */
  readonly policy: LoyaltyPolicy
  /** First day (inclusive): the campaign is switched on then. */
  readonly from: CalendarDate
  /** Last day (inclusive). */
  readonly to: CalendarDate
}

/** One action that the rule would have decided. */
export interface SimulatedAction {
  /** For whom. */
  readonly clientId: ClientId
  /** Which time of the trigger. */
  readonly occurrenceKey: string
  /** Day on which it fell due. */
  readonly dueOn: CalendarDate
  /** Day on which it would have been decided. */
  readonly decidedOn: CalendarDate
}

/** What a rule would have done. */
export interface Simulation {
  /** First day. */
  readonly from: CalendarDate
  /** Last day. */
  readonly to: CalendarDate
  /** Clients gone through. */
  readonly clientCount: number
  /** Times at which the trigger fired. */
  readonly dueCount: number
  /** Actions decided, without the holdout. */
  readonly actionCount: number
  /** Clients they were for. */
  readonly reachedClientCount: number
  /** Times that fell to the holdout. */
  readonly heldOutCount: number
  /** Actions by month, `YYYY-MM`, months without any left out. */
  readonly byMonth: ReadonlyArray<{ readonly month: string; readonly actionCount: number }>
  /** The day with most actions; null without any. */
  readonly busiestDay: { readonly on: CalendarDate; readonly actionCount: number } | null
  /** What the offers would have cost, minor units of the budget, none of them refused or expired; null where nothing is offered. */
  readonly costMinor: number | null
  /** Times that lapsed, or still waited on the last day, by each reason that held them back last, most frequent first. */
  readonly withheld: ReadonlyArray<{ readonly reason: WithheldReason; readonly count: number }>
  /** The first hundred actions, by day. */
  readonly actions: ReadonlyArray<SimulatedAction>
  /** Conditions are asked of deals as they stand now: what they were on the day is not known. */
  readonly conditionsAsOf: "now"
}

interface Waiting {
  readonly client: SimulatedClient
  readonly occurrence: Occurrence
  reasons: ReadonlyArray<WithheldReason>
}

const shownActions = 100
const campaignId = "campaign_simulated"

/**
 * Plays a rule over the past, day by day, within caps, cool-down, budget and blocks as they were: what it would have done had it been
 * switched on. Other campaigns are not played, so caps are used up by this one alone.
 *
 * @param clients - the base
 * @param settings - the rule, the department's rules, first and last day (both inclusive)
 * @example
 * ```ts
 * import type { CampaignPlan } from "@salesdept/core/loyalty/campaigns"
 * import { defaultLoyaltyPolicy, simulateCampaign } from "@salesdept/core/loyalty/campaigns"
 *
 * const name = { en: "Recommend us", ru: "Порекомендуйте нас" }
 * const free = { condition: null, consentPurposeId: null, perClient: null, maxActions: null, budget: null, holdout: null }
 * const trigger = { on: "dealFinished", afterDays: 30 } as const
 * const plan: CampaignPlan = { name, trigger, action: { kind: "recommendation" }, channelId: "call", priority: 10, ...free }
 * const finished = [{ dealId: "deal_1", productIds: [], finishedOn: "2026-02-10" }] as const
 * const facts = { finished, milestones: [], dialogs: [], answers: [], usualIntervalDays: 60 }
 * const quiet = { isMet: () => true, hasOverdueOn: () => false, hasComplaintOn: () => false, consentsOn: () => new Map() }
 * const settings = { plan, policy: defaultLoyaltyPolicy, from: "2026-03-01", to: "2026-03-31" }
 * simulateCampaign([{ clientId: "client_ltd", facts, ...quiet }], settings).byMonth // [{ month: "2026-03", actionCount: 1 }]
 * ```
 */
export const simulateCampaign = (clients: Iterable<SimulatedClient>, settings: SimulationSettings): Simulation => {
  const { plan, policy, from, to } = settings
  const { holdout } = plan
  const dueBy = new Map<CalendarDate, Array<Waiting>>()
  let [clientCount, dueCount, heldOutCount] = [0, 0, 0]
  const isHeldOut = ({ clientId }: SimulatedClient): boolean =>
    holdout !== null &&
    assignHoldout({ seed: holdout.seed, campaignId, customerId: clientId }, holdout.share).arm === "holdout"
  for (const client of clients) {
    clientCount += 1
    for (const occurrence of occurrences(plan.trigger, client.facts, { from, to })) {
      dueCount += 1
      const day = dueBy.get(occurrence.dueOn) ?? []
      day.push({ client, occurrence, reasons: [] })
      dueBy.set(occurrence.dueOn, day)
    }
  }
  const touches = new Map<ClientId, ReadonlyArray<ClientTouch>>()
  const byDay = new Map<CalendarDate, number>()
  const actions: Array<SimulatedAction> = []
  const lapsed = new Map<WithheldReason, number>()
  const campaign = { id: campaignId, plan, actionCount: 0, reservedMinor: 0, usedMinor: 0 } as const
  const used = { actions: 0, costMinor: 0 }
  let waiting: Array<Waiting> = []
  const lapse = ({ reasons }: Waiting): void => {
    for (const reason of reasons) lapsed.set(reason, (lapsed.get(reason) ?? 0) + 1)
  }
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const oldest = addDays(day, 0 - policy.graceDays)
    for (const one of waiting) if (one.occurrence.dueOn < oldest) lapse(one)
    waiting = [...waiting.filter(({ occurrence }) => occurrence.dueOn >= oldest), ...(dueBy.get(day) ?? [])]
    const next: Array<Waiting> = []
    for (const one of waiting) {
      const { client, occurrence } = one
      const { clientId } = client
      const known = touches.get(clientId) ?? []
      const counted = Object.assign({}, campaign, { actionCount: used.actions, reservedMinor: used.costMinor })
      const candidate = {
        campaign: counted,
        occurrence,
        isMet: client.isMet(occurrence.dealId),
        isHeldOut: isHeldOut(client),
        hasComeBack: hasComeBack(plan.trigger, client.facts, occurrence, day),
      }
      const blocks = {
        hasOverdue: client.hasOverdueOn(day),
        hasComplaint: client.hasComplaintOn(day),
        consents: client.consentsOn(day),
      }
      const { withheld } = chooseActions([candidate], { policy, blocks, touches: known, on: day })
      const [held] = withheld
      if (held !== undefined) {
        one.reasons = held.reasons
        next.push(one)
      } else if (candidate.isHeldOut) heldOutCount += 1
      else {
        const touch: ClientTouch = { actionId: "action_simulated", campaignId, channelId: plan.channelId, on: day }
        touches.set(clientId, known.concat(touch))
        byDay.set(day, (byDay.get(day) ?? 0) + 1)
        actions.push({ clientId, occurrenceKey: occurrence.key, dueOn: occurrence.dueOn, decidedOn: day })
        used.actions += 1
        used.costMinor += plan.action.kind === "offer" ? plan.action.cost.amountMinor : 0
      }
    }
    waiting = next
  }
  for (const one of waiting) lapse(one)
  const months = Map.groupBy(actions, ({ decidedOn }) => decidedOn.slice(0, 7))
  const busiest = [...byDay].toSorted(([first, left], [second, right]) => right - left || (first < second ? -1 : 1))[0]
  return {
    from,
    to,
    clientCount,
    dueCount,
    actionCount: actions.length,
    reachedClientCount: touches.size,
    heldOutCount,
    byMonth: [...months].map(([month, own]) => ({ month, actionCount: own.length })),
    busiestDay: busiest === undefined ? null : { on: busiest[0], actionCount: busiest[1] },
    costMinor: plan.action.kind === "offer" ? used.costMinor : null,
    withheld: [...lapsed]
      .map(([reason, count]) => ({ reason, count }))
      .toSorted((left, right) => right.count - left.count || (left.reason < right.reason ? -1 : 1)),
    actions: actions.slice(0, shownActions),
    conditionsAsOf: "now",
  }
}
